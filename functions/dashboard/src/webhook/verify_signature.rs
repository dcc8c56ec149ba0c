//! `POST /twin/webhooks/:id/verify-signature`: which check of a delivery fails, for developers of
//! receivers.

use ::surface::body::{Fields, Object, Reader, Wrong, custom};
use ::surface::{Error, FieldError, FieldErrors, Idempotency, Input, Json, Query, Reply, Request};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value, json};
use webhooks::WebhookId;
use webhooks::signature::Check;
use webhooks::webhook;

use super::id;
use crate::{Dashboard, Owner, refusals};

/// Headers that are taken: more than any server lets through.
const HEADERS: usize = 200;

/// A delivery as it arrived.
#[derive(Debug)]
pub struct VerifySignature {
    id: WebhookId,
    headers: HeaderMap,
    body: String,
    idempotency: Idempotency,
}

impl<C> Input<C> for VerifySignature {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "Arrived",
            about: "A delivery as it arrived.",
        };
        let mut fields = Fields::of(request, object)?;
        let given = fields.required("headers", header_object());
        let (headers, wrong) = headers(&given.unwrap_or_default());
        fields.refuse_all(wrong);
        let body = fields.required("body", any_text()).unwrap_or_default();
        fields.finish()?;
        Ok(Self {
            id,
            headers,
            body,
            idempotency,
        })
    }
}

fn header_object() -> impl Reader<Value = Map<String, Value>> {
    let read = |value: &Value| -> Result<Map<String, Value>, Wrong> {
        let message = || "must be an object of headers, each text or a list of texts".to_owned();
        let map = value.as_object().ok_or_else(|| ("TYPE", message()))?;
        Ok(map.clone())
    };
    let schema = || {
        let text = json!({ "type": "string", "pattern": r"^[^\x00-\x08\x0a-\x1f\x7f]*$" });
        json!({
            "type": "object",
            "maxProperties": HEADERS,
            "propertyNames": { "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$" },
            "additionalProperties": {
                "anyOf": [text, { "type": "array", "items": text, "maxItems": HEADERS }],
            },
        })
    };
    custom(read, schema)
        .about(
            "Headers by name, whatever their case; a repeated one as a list. At most 200 in all.",
        )
        .called("ArrivedHeaders")
}

fn any_text() -> impl Reader<Value = String> {
    let read = |value: &Value| -> Result<String, Wrong> {
        let message = "must be the body as text, to the byte as it arrived";
        let text = value.as_str().ok_or(("TYPE", message.to_owned()))?;
        Ok(text.to_owned())
    };
    custom(read, || json!({ "type": "string" }))
        .about("The body as text, to the byte as it arrived.")
}

fn headers(given: &Map<String, Value>) -> (HeaderMap, FieldErrors) {
    let (mut headers, mut wrong) = (HeaderMap::new(), FieldErrors::new());
    let mut count = 0;
    for (name, value) in given {
        let one = std::slice::from_ref(value);
        for value in value.as_array().map_or(one, Vec::as_slice) {
            // Wrong ones count too.
            count += 1;
            if count > HEADERS {
                let message = format!("must be at most {HEADERS} headers");
                let wrong = FieldError::new("headers", "LENGTH", message);
                return (HeaderMap::new(), wrong.into());
            }
            match header(name, value) {
                // Names are compared as HTTP does, whatever their case.
                Ok((name, value)) => {
                    headers.append(name, value);
                }
                Err((code, message)) => {
                    wrong.add(|| FieldError::new(format!("headers.{name}"), code, message));
                }
            }
        }
    }
    (headers, wrong)
}

fn header(name: &str, value: &Value) -> Result<(HeaderName, HeaderValue), Wrong> {
    let value = value
        .as_str()
        .ok_or_else(|| ("TYPE", "must be text or a list of texts".to_owned()))?;
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| ("INVALID", "is no name of a header".to_owned()))?;
    let value = HeaderValue::from_str(value)
        .map_err(|_| ("INVALID", "must not hold control characters".to_owned()))?;
    Ok((name, value))
}

/// What a receiver should have made of a delivery.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verified {
    /// Whether every check passed.
    valid: bool,
    checks: Vec<Check>,
}

/// Answers each check. It changes nothing, so nothing of it is kept: a request that is sent again
/// is checked again.
///
/// # Errors
/// The account has no such webhook, whether or not another account does.
pub async fn verify_signature(
    context: &'static Dashboard,
    owner: Owner,
    VerifySignature {
        id,
        headers,
        body,
        idempotency,
    }: VerifySignature,
) -> Result<Reply<Json<Verified>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let webhook = webhook::find(table, &tenant, id)
            .await
            .map_err(refusals::webhook)?;
        let signer = webhook.signer(&context.vault, now).await?;
        let checks = signer.check(context.product, &headers, body.as_bytes(), now);
        Reply::sorted(&Verified {
            valid: checks.iter().all(|check| check.passed),
            checks,
        })
    };
    idempotency.run(table, now, work).await
}
