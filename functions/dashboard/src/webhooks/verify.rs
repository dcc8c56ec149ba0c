//! `POST /twin/webhooks/:id/verify-signature`: which check of a delivery fails, for whoever is
//! writing a receiver.

use lambda_http::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use shared::access::Owner;
use shared::events::endpoint;
use shared::http::body::{Fields, Wrong};
use shared::http::{Input, Once, Query, Reply, Request};
use shared::id::WebhookId;
use shared::{App, Error, FieldError};

use super::named;

/// Headers that are taken: more than any server lets through.
const HEADERS: usize = 200;

/// A delivery as it arrived.
#[derive(Debug)]
pub struct Arrived {
    id: WebhookId,
    headers: HeaderMap,
    body: String,
    once: Once,
}

impl Input for Arrived {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut fields = Fields::of(request)?;
        let given = fields.required("headers", object).unwrap_or_default();
        let (headers, wrong) = headers(&given);
        fields.refuse_all(wrong);
        let body = fields.required("body", any_text).unwrap_or_default();
        fields.finish()?;
        Ok(Self {
            id,
            headers,
            body,
            once,
        })
    }
}

fn object(value: &Value) -> Result<Map<String, Value>, Wrong> {
    let message = || "must be an object of headers, each text or a list of texts".to_owned();
    let map = value.as_object().ok_or_else(|| ("TYPE", message()))?;
    Ok(map.clone())
}

fn any_text(value: &Value) -> Result<String, Wrong> {
    let message = "must be the body as text, to the byte as it arrived";
    let text = value.as_str().ok_or(("TYPE", message.to_owned()))?;
    Ok(text.to_owned())
}

fn headers(given: &Map<String, Value>) -> (HeaderMap, Vec<FieldError>) {
    let (mut headers, mut wrong) = (HeaderMap::new(), Vec::new());
    for (name, value) in given {
        let path = format!("headers.{name}");
        let one = std::slice::from_ref(value);
        for value in value.as_array().map_or(one, Vec::as_slice) {
            if headers.len() >= HEADERS {
                let message = format!("must be at most {HEADERS} headers");
                return (headers, vec![FieldError::new("headers", "LENGTH", message)]);
            }
            match header(name, value) {
                // Names are compared as HTTP does, whatever their case.
                Ok((name, value)) => {
                    headers.append(name, value);
                }
                Err((code, message)) => wrong.push(FieldError::new(&path, code, message)),
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

/// Answers with each check. It changes nothing, so nothing of it is kept: sent again, it is
/// checked again.
///
/// # Errors
/// The account has no such webhook, whoever else may.
pub async fn verify(app: &'static App, owner: Owner, arrived: Arrived) -> Result<Reply, Error> {
    let (user, now) = (owner.user_id, app.clock.now());
    let work = async {
        let endpoint = endpoint::find(&app.table, user, arrived.id).await?;
        let signer = endpoint.signer(app.vault()?, now).await?;
        let checks = signer.check(&arrived.headers, arrived.body.as_bytes(), now);
        let valid = checks.iter().all(|check| check.passed);
        Reply::json(&json!({ "valid": valid, "checks": checks }))
    };
    arrived.once.run(&app.table, user, now, work).await
}
