//! Answers that are errors: which an endpoint can give, from its access, what it takes and its
//! own codes; and the headers of all answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::http::{Access, ERRORS};

use crate::examples::Examples;
use crate::operations::Operation;

const ERROR: &str = "#/components/schemas/Error";
const PROBLEM: &str = "#/components/schemas/Problem";
const GATEWAY: &str = "#/components/schemas/GatewayMessage";

/// Headers of every answer that a function gave.
const EVERY: &[&str] = &["X-Request-Id", "Cache-Control"];
/// Headers of every answer after a key is known.
const METERED: &[&str] = &[
    "X-Twin-Quota-Limit",
    "X-Twin-Quota-Used",
    "X-Twin-Quota-Remaining",
    "RateLimit",
    "RateLimit-Policy",
];

/// A header: its name, what it says, its schema.
fn headers() -> Vec<(&'static str, &'static str, Value)> {
    let text = || json!({ "type": "string" });
    let count = || json!({ "type": "integer", "minimum": 0 });
    let tokens = "^(\"[a-z]+\";[a-z]=[0-9]+;[a-z]=[0-9]+(, )?)+$";
    vec![
        (
            "X-Request-Id",
            "Names this request: it is in the error's body and in our log, too.",
            json!({ "type": "string", "pattern": "^req_[0-9A-HJKMNP-TV-Z]{26}$" }),
        ),
        (
            "Cache-Control",
            "Nobody may keep the answer but its caller, and that one only what has an `ETag`.",
            json!({ "type": "string", "enum": ["private, no-store", "private, no-cache"] }),
        ),
        (
            "X-Twin-Quota-Limit",
            "Requests a month: the key's or the account's, whichever has the least left.",
            count(),
        ),
        ("X-Twin-Quota-Used", "Requests counted this month.", count()),
        (
            "X-Twin-Quota-Remaining",
            "Requests left this month.",
            count(),
        ),
        (
            "RateLimit",
            "What is left (`r`) of the minute's burst and of the month, and for how many seconds (`t`): \
             draft-ietf-httpapi-ratelimit-headers.",
            json!({ "type": "string", "pattern": tokens }),
        ),
        (
            "RateLimit-Policy",
            "The limits (`q`) and their windows in seconds (`w`).",
            json!({ "type": "string", "pattern": tokens }),
        ),
        (
            "Retry-After",
            "Whole seconds until another try is worth it.",
            json!({ "type": "integer", "minimum": 1 }),
        ),
        (
            "WWW-Authenticate",
            "How to authenticate (RFC 6750).",
            text(),
        ),
        ("Allow", "The methods that the path takes.", text()),
        (
            "ETag",
            "Strong: the same tag, the same bytes. One for each content coding.",
            text(),
        ),
        ("Vary", "What else the answer depends on.", text()),
        (
            "Content-Encoding",
            "How the body is compressed, where it is.",
            json!({ "type": "string", "enum": ["br", "gzip"] }),
        ),
        (
            "Content-Location",
            "The same answer under the preset's own name.",
            text(),
        ),
    ]
}

/// The headers as components.
pub(crate) fn components(examples: &Examples) -> Map<String, Value> {
    let mut all = Map::new();
    for (name, about, schema) in headers() {
        let mut header = json!({ "description": about, "schema": schema });
        if let Some(value) = examples.header(name) {
            let number = header.pointer("/schema/type") == Some(&json!("integer"));
            let example = match value.parse::<u64>() {
                Ok(value) if number => json!(value),
                _ => json!(value),
            };
            insert(&mut header, "example", example);
        }
        all.insert(name.to_owned(), header);
    }
    all
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

/// References to headers; a required one is always there.
pub(crate) fn named(names: &[&str], required: &[&str]) -> Value {
    let all = names.iter().chain(required).map(|name| {
        let header = json!({ "$ref": format!("#/components/headers/{name}") });
        ((*name).to_owned(), header)
    });
    Value::Object(all.collect())
}

/// Headers of what is answered to who was let in.
pub(crate) fn of_answers(operation: &Operation, own: &[&'static str]) -> Value {
    let mut required = EVERY.to_vec();
    if matches!(operation.endpoint.access, Access::Key(_)) {
        required.extend(METERED);
    }
    named(own, &required)
}

/// The codes an endpoint can answer.
fn codes(operation: &Operation) -> Vec<&'static str> {
    let endpoint = operation.endpoint;
    let mut codes = vec![
        "VALIDATION_ERROR",
        "METHOD_NOT_ALLOWED",
        "INTERNAL_ERROR",
        "SERVICE_UNAVAILABLE",
    ];
    if endpoint.path.contains('{') {
        codes.push("NOT_FOUND");
    }
    if operation.body.is_some() {
        codes.extend([
            "MALFORMED_JSON",
            "PAYLOAD_TOO_LARGE",
            "UNSUPPORTED_MEDIA_TYPE",
        ]);
    }
    if operation.once {
        codes.extend(["IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED"]);
    }
    match endpoint.access {
        Access::Public => {}
        Access::Key(metering) => {
            codes.extend([
                "AMBIGUOUS_KEY",
                "MISSING_KEY",
                "INVALID_KEY",
                "KEY_REVOKED",
                "KEY_EXPIRED",
                "PLAN_REQUIRED",
                "IP_NOT_ALLOWED",
                "RATE_LIMITED",
            ]);
            if metering.scope.is_some() {
                codes.push("INSUFFICIENT_SCOPE");
            }
            if metering.counted {
                codes.extend(["KEY_QUOTA_EXCEEDED", "TIER_QUOTA_EXCEEDED"]);
            }
        }
        Access::Owner => codes.push("NO_ACCOUNT"),
        Access::Operator => codes.push("FORBIDDEN"),
    }
    codes.extend(operation.codes);
    codes
}

/// An endpoint's errors by status.
pub(crate) fn errors(operation: &Operation, examples: &Examples) -> BTreeMap<u16, Value> {
    let own = codes(operation);
    let mut by_status: BTreeMap<u16, Vec<(&str, &str)>> = BTreeMap::new();
    for (code, status, when) in ERRORS {
        if own.contains(code) {
            by_status.entry(*status).or_default().push((code, when));
        }
    }
    let mut gateway = vec![429, 500, 503];
    if operation.body.is_some() {
        gateway.push(413);
    }
    match operation.endpoint.access {
        Access::Owner => gateway.push(401),
        Access::Operator => gateway.push(403),
        Access::Public | Access::Key(_) => {}
    }
    for status in &gateway {
        by_status.entry(*status).or_default();
    }
    let metered = matches!(operation.endpoint.access, Access::Key(_));
    by_status
        .into_iter()
        .map(|(status, codes)| {
            let by_gateway = gateway.contains(&status);
            (
                status,
                response(status, &codes, by_gateway, metered, examples),
            )
        })
        .collect()
}

fn response(
    status: u16,
    codes: &[(&str, &str)],
    by_gateway: bool,
    metered: bool,
    examples: &Examples,
) -> Value {
    let names: Vec<_> = codes.iter().map(|(code, _)| json!(code)).collect();
    let of_ours = json!({
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "allOf": [{ "$ref": ERROR }, { "properties": { "code": { "enum": names } } }],
            },
        },
    });
    let schema = match (codes.is_empty(), by_gateway) {
        (true, _) => json!({ "$ref": GATEWAY }),
        (false, true) => json!({ "anyOf": [of_ours, { "$ref": GATEWAY }] }),
        (false, false) => of_ours,
    };
    let mut shown = Map::new();
    for (code, _) in codes {
        if examples.errors.contains_key(*code) {
            let example = json!({ "$ref": format!("#/components/examples/{code}") });
            shown.insert((*code).to_owned(), example);
        }
    }
    if by_gateway && examples.gateway.contains_key(&status.to_string()) {
        let example = json!({ "$ref": format!("#/components/examples/gateway-{status}") });
        shown.insert("gateway".to_owned(), example);
    }
    let mut content = Map::new();
    content.insert(
        "application/json".into(),
        json!({ "schema": schema, "examples": shown }),
    );
    if !codes.is_empty() {
        let problem = json!({
            "allOf": [
                { "$ref": PROBLEM },
                { "properties": { "code": { "enum": names }, "status": { "const": status } } },
            ],
        });
        let mut problem = json!({ "schema": problem });
        let recorded = &examples.problem;
        if recorded.status == status {
            insert(&mut problem, "example", recorded.body.clone());
        }
        content.insert("application/problem+json".into(), problem);
    }
    let mut lines: Vec<_> = codes
        .iter()
        .map(|(code, when)| format!("- `{code}`: {when}"))
        .collect();
    if by_gateway {
        lines.push(format!("- API Gateway, by itself: {}", by_itself(status)));
    }
    let mut own = Vec::new();
    match status {
        401 => own.push("WWW-Authenticate"),
        405 => own.push("Allow"),
        409 | 429 | 503 => own.push("Retry-After"),
        _ => {}
    }
    if !codes.is_empty() {
        own.extend(EVERY);
        if metered && !matches!(status, 400 | 401 | 405 | 413 | 415) {
            own.extend(METERED);
        }
    }
    json!({
        "description": lines.join("\n"),
        "headers": named(&own, &[]),
        "content": content,
    })
}

fn by_itself(status: u16) -> &'static str {
    match status {
        401 => "the ID token is missing, or not one of ours",
        403 => "the signature is missing or wrong, or IAM does not allow the call",
        413 => "the request is larger than it takes",
        429 => "the stage's throttle",
        500 => "the function failed",
        _ => "the function did not answer in time",
    }
}

/// The examples as components.
pub(crate) fn examples(examples: &Examples) -> Map<String, Value> {
    let mut all = Map::new();
    for (code, _, when) in ERRORS {
        if let Some(recorded) = examples.errors.get(*code) {
            let example = json!({ "summary": when, "value": recorded.body });
            all.insert((*code).to_owned(), example);
        }
    }
    for (status, recorded) in &examples.gateway {
        let about = by_itself(status.parse().unwrap_or_default());
        let example = json!({ "summary": about, "value": recorded.body });
        all.insert(format!("gateway-{status}"), example);
    }
    all
}
