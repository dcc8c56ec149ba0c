//! Answers that are errors, as they follow from an endpoint's codes; and the headers of all
//! answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use surface::{Authorizer, Code, Envelope, Order, Surface, oauth_error};

use crate::examples::Examples;
use crate::operation::Operation;
use crate::schemas::{reference, with};

/// Headers of every answer of a function.
const EVERY: &[&str] = &["X-Request-Id", "Cache-Control"];

/// A header of answers.
#[derive(Debug)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Its value.
    pub schema: fn() -> Value,
}

/// Headers that any product's answers may have.
const HEADERS: &[Header] = &[
    Header {
        name: "X-Request-Id",
        about: "Identifies this request, in the error's body and in our log, too.",
        schema: || json!({ "type": "string", "pattern": "^req_[0-9A-HJKMNP-TV-Z]{26}$" }),
    },
    Header {
        name: "Cache-Control",
        about: "Only the caller may keep the answer, and only if it has an `ETag`.",
        schema: || json!({ "type": "string", "enum": ["private, no-store", "private, no-cache"] }),
    },
    Header {
        name: "Retry-After",
        about: "Whole seconds until another try is worth it.",
        schema: || json!({ "type": "integer", "minimum": 1 }),
    },
    Header {
        name: "WWW-Authenticate",
        about: "How to authenticate (RFC 6750).",
        schema: text,
    },
    Header {
        name: "Allow",
        about: "The methods that the path takes.",
        schema: text,
    },
    Header {
        name: "Accept-Encoding",
        about: "`identity`, where the body was compressed: send it as it is.",
        schema: || json!({ "type": "string", "enum": ["identity"] }),
    },
    Header {
        name: "Location",
        about: "The path of what was made.",
        schema: text,
    },
    Header {
        name: "ETag",
        about: "Strong: the same tag, the same bytes. One for each content coding.",
        schema: text,
    },
    Header {
        name: "Vary",
        about: "What else the answer depends on.",
        schema: text,
    },
    Header {
        name: "Content-Encoding",
        about: "How the body is compressed, if it is.",
        schema: || json!({ "type": "string", "enum": ["br", "gzip"] }),
    },
    Header {
        name: "Content-Location",
        about: "The same answer under the preset's own name.",
        schema: text,
    },
];

fn text() -> Value {
    json!({ "type": "string" })
}

/// The headers as components: those that any product has, and its own.
pub(crate) fn components(own: &[Header], examples: &Examples) -> Map<String, Value> {
    let mut all = Map::new();
    for Header {
        name,
        about,
        schema,
    } in HEADERS.iter().chain(own)
    {
        let schema = schema();
        let number = schema.get("type").is_some_and(|own| own == "integer");
        let example = examples
            .header(name)
            .map(|value| match value.parse::<u64>() {
                Ok(value) if number => json!(value),
                _ => json!(value),
            });
        let header = json!({ "description": about, "schema": schema });
        let header = with(header, "example", example);
        all.insert((*name).to_owned(), header);
    }
    all
}

/// References to headers.
fn named(names: &[&str]) -> Value {
    let all = names.iter().map(|name| {
        let header = json!({ "$ref": format!("#/components/headers/{name}") });
        ((*name).to_owned(), header)
    });
    Value::Object(all.collect())
}

/// Headers of an answer that is no error.
pub(crate) fn of_answer(operation: &Operation, status: u16) -> Value {
    let own = operation.sentences.headers_of(status);
    let made: &[_] = if status == 201 { &["Location"] } else { &[] };
    named(&[own, made, EVERY, operation.auth.headers].concat())
}

/// An endpoint's errors by status.
pub(crate) fn errors(operation: &Operation, examples: &Examples) -> BTreeMap<u16, Value> {
    let mut by_status: BTreeMap<u16, Vec<&Code>> = BTreeMap::new();
    for code in &operation.codes {
        by_status.entry(code.status).or_default().push(code);
    }
    let mut gateway = vec![429, 500, 503];
    if operation.body.is_some() {
        gateway.push(413);
    }
    match operation.authorizer {
        Authorizer::Jwt(_) => gateway.push(401),
        Authorizer::Iam => gateway.push(403),
        Authorizer::None => {}
    }
    for status in &gateway {
        by_status.entry(*status).or_default();
    }
    by_status
        .into_iter()
        .map(|(status, codes)| {
            let by_gateway = gateway.contains(&status);
            let response = response(operation, status, &codes, by_gateway, examples);
            (status, response)
        })
        .collect()
}

fn response(
    operation: &Operation,
    status: u16,
    codes: &[&Code],
    by_gateway: bool,
    examples: &Examples,
) -> Value {
    let surface = operation.route.surface;
    let is_oauth = surface.envelope == Envelope::OAuth;
    let name = |code: &Code| {
        if is_oauth {
            oauth_error(code)
        } else {
            code.name
        }
    };
    let mut names: Vec<_> = codes.iter().map(|code| name(code)).collect();
    names.dedup();
    let ours = ours(surface.envelope, &names);
    let gateway = reference("GatewayMessage");
    let schema = match (codes.is_empty(), by_gateway) {
        (true, _) => gateway,
        (false, true) => json!({ "anyOf": [ours, gateway] }),
        (false, false) => ours,
    };
    let mut shown = Map::new();
    for name in &names {
        // A code that is not OAuth's own has an example of another form.
        let recorded = examples.errors.get(*name);
        if recorded
            .is_some_and(|one| one.body.get("error").is_some_and(Value::is_string) == is_oauth)
        {
            let example = json!({ "$ref": format!("#/components/examples/{name}") });
            shown.insert((*name).to_owned(), example);
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
    if !codes.is_empty() && !is_oauth {
        let problem = json!({
            "schema": {
                "allOf": [
                    reference("Problem"),
                    { "properties": { "code": { "enum": names }, "status": { "const": status } } },
                ],
            },
        });
        let recorded = &examples.problem;
        let example = (recorded.status == status).then(|| recorded.body.clone());
        let problem = with(problem, "example", example);
        content.insert("application/problem+json".into(), problem);
    }
    let mut lines: Vec<_> = codes
        .iter()
        .map(|code| format!("- `{}`: {}", name(code), code.when))
        .collect();
    if by_gateway {
        lines.push(format!("- API Gateway, by itself: {}", by_itself(status)));
    }
    let mut own = Vec::new();
    match status {
        401 => own.push("WWW-Authenticate"),
        405 => own.push("Allow"),
        409 | 429 | 503 => own.push("Retry-After"),
        415 => own.push("Accept-Encoding"),
        _ => {}
    }
    if !codes.is_empty() {
        own.extend(EVERY);
        if knows_caller(surface, status) {
            own.extend(operation.auth.headers);
        }
    }
    json!({
        "description": lines.join("\n"),
        "headers": named(&own),
        "content": content,
    })
}

/// An error as the surface writes it.
fn ours(envelope: Envelope, names: &[&str]) -> Value {
    match envelope {
        Envelope::Bare | Envelope::DataMeta => json!({
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "allOf": [
                        reference("Error"),
                        { "properties": { "code": { "enum": names } } },
                    ],
                },
            },
        }),
        Envelope::OAuth => json!({
            "type": "object",
            "required": ["error", "error_description"],
            "properties": {
                "error": { "type": "string", "enum": names },
                "error_description": { "type": "string" },
            },
        }),
    }
}

/// Whether the caller is known by the time at which an answer of this status is given.
fn knows_caller(surface: &Surface, status: u16) -> bool {
    match status {
        401 | 405 => false,
        400 | 413 | 415 => surface.order == Order::CallerFirst,
        _ => true,
    }
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

/// The examples of errors as components.
pub(crate) fn examples(surfaces: &[&'static Surface], examples: &Examples) -> Map<String, Value> {
    let mut all = Map::new();
    for code in surfaces.iter().flat_map(|surface| surface.all_codes()) {
        if let Some(recorded) = examples.errors.get(code.name) {
            all.entry(code.name)
                .or_insert_with(|| json!({ "summary": code.when, "value": recorded.body }));
        }
    }
    for (status, recorded) in &examples.gateway {
        let about = by_itself(status.parse().unwrap_or_default());
        let example = json!({ "summary": about, "value": recorded.body });
        all.insert(format!("gateway-{status}"), example);
    }
    all
}
