//! What a handler answers with where it does not do what was asked.

use std::borrow::Cow;
use std::fmt;

use common::Fault;
use http::HeaderName;
use http::header::{ACCEPT_ENCODING, ALLOW};
use serde::Serialize;

use crate::code::{self, Code};

/// Seconds after which another try is worth it where nothing more is known.
const RETRY_SOON: u64 = 2;

/// Why a call was not done.
#[derive(Debug)]
pub enum Error {
    /// The caller can do something about it.
    Refused(Box<Refusal>),
    /// A fault of ours. The client gets a sentence that is always the same; the log gets the
    /// cause.
    Fault(Fault),
}

/// A refusal: a code, a sentence, and what goes with them.
#[derive(Debug)]
pub struct Refusal {
    pub(crate) code: &'static Code,
    pub(crate) message: Cow<'static, str>,
    pub(crate) details: Vec<FieldError>,
    pub(crate) retry_after: Option<u64>,
    /// Headers of its own: what the client may send instead.
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) challenge: Challenge,
}

impl Refusal {
    /// A refusal with this code.
    pub fn new(code: &'static Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            details: Vec::new(),
            retry_after: None,
            headers: Vec::new(),
            challenge: Challenge::Invalid,
        }
    }

    /// Says when another try is worth it, in whole seconds: `Retry-After`, at least 1.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        let retry_after = Some(seconds.max(1));
        Self {
            retry_after,
            ..self
        }
    }

    /// Says which methods the path takes: `Allow`.
    #[must_use]
    pub fn allow(self, methods: String) -> Self {
        self.header(ALLOW, methods)
    }

    fn header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The request had no credentials at all: the challenge of a 401 then has no error code
    /// (RFC 6750, section 3).
    #[must_use]
    pub fn no_credentials(self) -> Self {
        Self {
            challenge: Challenge::Bare,
            ..self
        }
    }

    /// The answer has this challenge (`WWW-Authenticate`), or none, in place of its surface's.
    #[must_use]
    pub fn challenge(self, challenge: Option<String>) -> Self {
        Self {
            challenge: Challenge::Own(challenge),
            ..self
        }
    }

    /// Its code.
    pub fn code(&self) -> &'static Code {
        self.code
    }
}

/// The `WWW-Authenticate` of a refusal.
#[derive(Clone, Debug)]
pub(crate) enum Challenge {
    /// Of a 401, the surface's, with `invalid_token`.
    Invalid,
    /// Of a 401, the surface's without an error code: there were no credentials at all.
    Bare,
    /// This one or none, whatever the status.
    Own(Option<String>),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Error {
    /// Fields of the query or body are wrong.
    pub fn invalid(errors: impl Into<FieldErrors>) -> Self {
        let FieldErrors { listed, unlisted } = errors.into();
        let message = match listed.as_slice() {
            [] => "The request is not valid.".to_owned(),
            [one] => format!("{}: {}", one.path, one.message),
            [first, ..] if unlisted > 0 => format!(
                "{}: {} (and {} more; details lists the first {LISTED})",
                first.path,
                first.message,
                listed.len() - 1 + unlisted
            ),
            [first, rest @ ..] => format!(
                "{}: {} (and {} more, see details)",
                first.path,
                first.message,
                rest.len()
            ),
        };
        let mut refusal = code::VALIDATION_ERROR.refusal(message);
        refusal.details = listed;
        refusal.into()
    }

    /// One wrong field.
    pub fn field(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::invalid(FieldError::new(path, code, message))
    }

    /// The body can't be read as JSON.
    pub fn malformed_json(problem: &str) -> Self {
        code::MALFORMED_JSON.refuse(format!("The body is not valid JSON: {problem}"))
    }

    /// The body is declared to be no JSON.
    pub fn unsupported_media_type() -> Self {
        let message = "The body must be JSON: send Content-Type: application/json.";
        code::UNSUPPORTED_MEDIA_TYPE.refuse(message)
    }

    /// The body is compressed, or coded otherwise (`Content-Encoding`). The answer says what is
    /// taken: `Accept-Encoding` (RFC 9110, section 12.5.3).
    pub fn unsupported_content_coding() -> Self {
        let message = "The body must not be compressed: send it without Content-Encoding.";
        let refusal = code::UNSUPPORTED_MEDIA_TYPE.refusal(message);
        refusal
            .header(ACCEPT_ENCODING, "identity".to_owned())
            .into()
    }

    /// The body is larger than `limit` bytes.
    pub fn payload_too_large(limit: usize) -> Self {
        let message = format!(
            "The body is too large: at most {} KiB are taken.",
            limit / 1024
        );
        code::PAYLOAD_TOO_LARGE.refuse(message)
    }

    /// The path takes these methods only.
    pub fn method_not_allowed(methods: &str) -> Self {
        let message = format!("This path does not take that method. Use: {methods}.");
        let refusal = code::METHOD_NOT_ALLOWED.refusal(message);
        refusal.allow(methods.to_owned()).into()
    }

    /// The request came around the CDN that it has to come through.
    pub fn direct_call_refused() -> Self {
        code::DIRECT_CALL_REFUSED
            .refuse("Call the API at its public name. This request did not come through it.")
    }

    /// The first request with this `Idempotency-Key` has not ended.
    pub fn idempotency_in_progress() -> Self {
        let message =
            "The first request with this Idempotency-Key is still running. Try again shortly.";
        let refusal = code::IDEMPOTENCY_IN_PROGRESS.refusal(message);
        refusal.retry_after(RETRY_SOON).into()
    }

    /// A fault that should not happen.
    pub fn internal(doing: &'static str, source: impl Into<common::Cause>) -> Self {
        Fault::internal(doing, source).into()
    }

    /// A fault that passes.
    pub fn unavailable(doing: &'static str, source: impl Into<common::Cause>) -> Self {
        Fault::unavailable(doing, source).into()
    }

    /// The sentence for a fault of ours.
    pub(crate) fn message_of(fault: &Fault) -> &'static str {
        match fault {
            Fault::Unavailable { .. } => "The service is busy for a moment. Try again shortly.",
            Fault::Internal { .. } => {
                "Something went wrong on our side. Quote the request id if it goes on."
            }
        }
    }

    /// Its code.
    pub fn code(&self) -> &'static Code {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Fault(Fault::Unavailable { .. }) => &code::SERVICE_UNAVAILABLE,
            Self::Fault(Fault::Internal { .. }) => &code::INTERNAL_ERROR,
        }
    }

    /// Whether it is a fault of ours.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Fault(_))
    }

    /// Wrong fields, where that is what it is about.
    pub fn details(&self) -> &[FieldError] {
        match self {
            Self::Refused(refusal) => &refusal.details,
            Self::Fault(_) => &[],
        }
    }

    /// Whole seconds until another try is worth it, where one is.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            Self::Fault(Fault::Unavailable { .. }) => Some(RETRY_SOON),
            Self::Fault(Fault::Internal { .. }) => None,
        }
    }
}

/// The sentence that the client gets.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => f.write_str(&refusal.message),
            Self::Fault(fault) => f.write_str(Self::message_of(fault)),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused(_) => None,
            Self::Fault(fault) => std::error::Error::source(fault),
        }
    }
}

/// One wrong field of a query or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// Where: `limit`, `facts[2].value`.
    pub path: String,
    /// The kind of error, for programs: `UNKNOWN`, `REPEATED`, `INVALID`…
    pub code: String,
    /// What is allowed there, for people.
    pub message: String,
    /// The JSON Pointer of what is wrong within a field that is a JSON Schema: of problems
    /// (RFC 9457) alone.
    #[serde(skip)]
    pub schema_path: Option<String>,
}

/// Wrong fields that an answer lists.
pub const LISTED: usize = 50;
/// The longest message of a wrong field, in bytes.
const MESSAGE: usize = 500;

/// Wrong fields as they are collected: the first [`LISTED`], and how many there are beside them.
/// So neither an answer nor the memory that it takes grows with what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors {
    listed: Vec<FieldError>,
    unlisted: usize,
}

impl FieldErrors {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, which is made only where it will be listed.
    pub fn add(&mut self, error: impl FnOnce() -> FieldError) {
        if self.listed.len() < LISTED {
            self.listed.push(error());
        } else {
            self.unlisted += 1;
        }
    }

    /// Adds so many that are not listed.
    pub fn add_unlisted(&mut self, more: usize) {
        self.unlisted += more;
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty() && self.unlisted == 0
    }

    /// Those that are listed, in the order in which they were found.
    pub fn listed(&self) -> &[FieldError] {
        &self.listed
    }

    /// Adds those of another part of the request.
    pub fn append(&mut self, other: Self) {
        self.extend(other.listed);
        self.unlisted += other.unlisted;
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self::from_iter([error])
    }
}

impl Extend<FieldError> for FieldErrors {
    fn extend<I: IntoIterator<Item = FieldError>>(&mut self, errors: I) {
        for error in errors {
            self.add(|| error);
        }
    }
}

impl FromIterator<FieldError> for FieldErrors {
    fn from_iter<I: IntoIterator<Item = FieldError>>(errors: I) -> Self {
        let mut all = Self::new();
        all.extend(errors);
        all
    }
}

impl FieldError {
    /// A wrong field. The path is repeated only as far as it helps: cut to 64 characters, without
    /// control characters. A message is cut to 500 bytes.
    pub fn new(
        path: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let path: String = path
            .into()
            .chars()
            .filter(|c| !c.is_control())
            .take(64)
            .collect();
        let mut message: String = message.into();
        message.truncate(message.floor_char_boundary(MESSAGE));
        Self {
            path,
            code: code.into(),
            message,
            schema_path: None,
        }
    }

    /// Says where within the field the error is, where the field is a JSON Schema.
    #[must_use]
    pub fn within_schema(self, pointer: String) -> Self {
        Self {
            schema_path: Some(pointer),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_wrong_fields_are_listed_and_the_rest_is_counted() {
        let mut errors = FieldErrors::new();
        for n in 0..60 {
            errors.add(|| FieldError::new(format!("f{n}"), "INVALID", "is wrong"));
        }
        let mut others = FieldErrors::from_iter([FieldError::new("x", "INVALID", "is wrong")]);
        others.add_unlisted(1_000);
        errors.append(others);
        let error = Error::invalid(errors);
        assert_eq!(error.details().len(), LISTED);
        assert_eq!(
            error.to_string(),
            "f0: is wrong (and 1060 more; details lists the first 50)"
        );
        let long = FieldError::new("é".repeat(100), "INVALID", "é".repeat(1_000));
        assert_eq!((long.path.len(), long.message.len()), (128, MESSAGE));
    }
}
