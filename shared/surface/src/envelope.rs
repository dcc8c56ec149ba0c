//! How answers and errors are wrapped. The pipeline does it last, so that a kept answer is kept
//! unwrapped.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};

use crate::error::{Challenge, Error};
use crate::negotiate::wants_problem;
use crate::reply::{Body, set};
use crate::surface::Surface;
use crate::{Code, RequestId};

/// How a surface wraps what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// Answers as they are; errors as `{"error":{"code","message","requestId","details"?}}`.
    Bare,
    /// Answers as `{"data":…,"meta":{"requestId",…}}`; errors as with [`Envelope::Bare`].
    DataMeta,
    /// OAuth's own (RFC 6749, sections 5.1 and 5.2): answers as they are, errors as
    /// `{"error","error_description"}`, and nothing is cached.
    OAuth,
}

impl Envelope {
    /// An answer's JSON, wrapped. `meta` is what the handler adds to the members of `meta`.
    pub(crate) fn wrap(self, id: RequestId, data: Vec<u8>, meta: Option<Value>) -> Vec<u8> {
        match self {
            Self::Bare | Self::OAuth => data,
            Self::DataMeta => {
                let mut members = match meta {
                    Some(Value::Object(members)) => members,
                    _ => serde_json::Map::new(),
                };
                members.insert("requestId".into(), json!(id));
                let meta = Value::Object(members).to_string();
                let mut wrapped = Vec::with_capacity(data.len() + meta.len() + 20);
                wrapped.extend_from_slice(b"{\"data\":");
                wrapped.extend_from_slice(&data);
                wrapped.extend_from_slice(b",\"meta\":");
                wrapped.extend_from_slice(meta.as_bytes());
                wrapped.push(b'}');
                wrapped
            }
        }
    }

    /// Headers of every answer.
    pub(crate) fn headers(self, headers: &mut HeaderMap) {
        if self == Self::OAuth {
            set(headers, CACHE_CONTROL, "no-store");
            set(headers, PRAGMA, "no-cache");
        }
    }

    fn error(self, error: &Error, id: RequestId) -> Value {
        if self == Self::OAuth {
            let description: String = error.to_string().chars().filter(in_description).collect();
            return json!({ "error": oauth_error(error.code()), "error_description": description });
        }
        let mut inner = json!({
            "code": error.code().name,
            "message": error.to_string(),
            "requestId": id,
        });
        details(&mut inner, error);
        json!({ "error": inner })
    }
}

/// An error as a response.
pub(crate) fn failure(
    surface: &Surface,
    id: RequestId,
    request: &HeaderMap,
    error: &Error,
) -> Response<Body> {
    let status = status(error);
    let problem = surface.envelope != Envelope::OAuth && wants_problem(request);
    let body = if problem {
        problem_details(surface, error, status, id)
    } else {
        surface.envelope.error(error, id)
    };
    let mut response = Response::new(Body::from(body.to_string().into_bytes()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = if problem {
        "application/problem+json"
    } else {
        "application/json"
    };
    set(headers, CONTENT_TYPE, kind);
    if let Some(seconds) = error.retry_after() {
        set(headers, RETRY_AFTER, &seconds.to_string());
    }
    if let Error::Refused(refusal) = error {
        let is_unauthorized = status == StatusCode::UNAUTHORIZED;
        let challenge = match &refusal.challenge {
            Challenge::Own(own) => own.clone(),
            Challenge::Bare if is_unauthorized => Some(surface.challenge.to_owned()),
            Challenge::Invalid if is_unauthorized => {
                Some(format!("{}, error=\"invalid_token\"", surface.challenge))
            }
            Challenge::Bare | Challenge::Invalid => None,
        };
        if let Some(challenge) = challenge {
            set(headers, WWW_AUTHENTICATE, &challenge);
        }
        for (name, value) in &refusal.headers {
            set(headers, name.clone(), value);
        }
    }
    response
}

/// What an `error_description` may hold (RFC 6749, section 5.2).
fn in_description(c: &char) -> bool {
    matches!(c, ' '..='~') && *c != '"' && *c != '\\'
}

/// A code in OAuth's words (RFC 6749, section 5.2): a surface's own codes are such; of the others
/// the status decides.
pub fn oauth_error(code: &Code) -> &'static str {
    match code.status {
        _ if code.name.starts_with(|c: char| c.is_ascii_lowercase()) => code.name,
        429 | 503 => "temporarily_unavailable",
        500.. => "server_error",
        _ => "invalid_request",
    }
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.code().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A status in the words of RFC 9110, section 15; the library has two of an older RFC.
fn phrase(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        other => other.canonical_reason().unwrap_or("Error"),
    }
}

/// The error as RFC 9457 has it. The code is the extension member that programs switch on. Where
/// the surface has a page of errors, the type is its heading there, and the first wrong field has
/// members of its own.
fn problem_details(surface: &Surface, error: &Error, status: StatusCode, id: RequestId) -> Value {
    let heading = surface.problems.map(|page| (page, problem_type(error)));
    let first = error.details().first().filter(|_| heading.is_some());
    let mut problem = json!({
        "type": heading.map_or("about:blank".to_owned(), |(page, kind)| format!("{page}#{kind}")),
        "title": phrase(status),
        "status": status.as_u16(),
        "detail": error.to_string(),
        "code": error.code().name,
        "requestId": id,
    });
    if let (Some(first), Some(members)) = (first, problem.as_object_mut()) {
        members.insert("field".into(), json!(first.path));
        if let Some(pointer) = &first.schema_path {
            members.insert("schema_path".into(), json!(pointer));
        }
    }
    details(&mut problem, error);
    problem
}

/// The types of wrong fields, by their codes; any other code is an `invalid_format`.
pub const FIELD_PROBLEMS: [(&str, &str); 3] = [
    ("REQUIRED", "missing_field"),
    ("UNKNOWN", "unknown_field"),
    ("SCHEMA", "invalid_schema"),
];
/// The type of a field that is there and wrong.
pub const FORMAT_PROBLEM: &str = "invalid_format";

/// What follows `#` in a problem's type: of wrong fields what is wrong with the first one, else the
/// code in lower case.
fn problem_type(error: &Error) -> String {
    match error.details().first() {
        Some(first) => {
            let known = FIELD_PROBLEMS.iter().find(|(code, _)| *code == first.code);
            known.map_or(FORMAT_PROBLEM, |(_, kind)| kind).to_owned()
        }
        None => error.code().name.to_ascii_lowercase(),
    }
}

fn details(into: &mut Value, error: &Error) {
    let is_about_fields = *error.code() == crate::VALIDATION_ERROR;
    if is_about_fields && let Some(members) = into.as_object_mut() {
        members.insert("details".into(), json!(error.details()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phrases of RFC 9110 for every status that a surface's code may have.
    #[test]
    fn a_title_is_the_phrase_of_rfc_9110() {
        for (status, expected) in [
            (400, "Bad Request"),
            (401, "Unauthorized"),
            (402, "Payment Required"),
            (403, "Forbidden"),
            (404, "Not Found"),
            (405, "Method Not Allowed"),
            (406, "Not Acceptable"),
            (408, "Request Timeout"),
            (409, "Conflict"),
            (410, "Gone"),
            (411, "Length Required"),
            (412, "Precondition Failed"),
            (413, "Content Too Large"),
            (414, "URI Too Long"),
            (415, "Unsupported Media Type"),
            (416, "Range Not Satisfiable"),
            (417, "Expectation Failed"),
            (421, "Misdirected Request"),
            (422, "Unprocessable Content"),
            (426, "Upgrade Required"),
            (500, "Internal Server Error"),
            (501, "Not Implemented"),
            (502, "Bad Gateway"),
            (503, "Service Unavailable"),
            (504, "Gateway Timeout"),
            (505, "HTTP Version Not Supported"),
        ] {
            assert_eq!(phrase(StatusCode::from_u16(status).unwrap()), expected);
        }
    }
}
