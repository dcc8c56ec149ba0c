//! Error codes: what a program switches on.

use std::borrow::Cow;

use crate::error::{Error, Refusal};

/// An error code of a surface.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// As clients get it.
    pub name: &'static str,
    /// The status it is answered with.
    pub status: u16,
    /// When it is answered, as one sentence for the reference.
    pub when: &'static str,
}

impl Code {
    /// A code.
    pub const fn new(name: &'static str, status: u16, when: &'static str) -> Self {
        Self { name, status, when }
    }

    /// A refusal with this code; the message says what to do next, and holds no key, no secret
    /// and nothing of another account.
    pub fn refuse(&'static self, message: impl Into<Cow<'static, str>>) -> Error {
        self.refusal(message).into()
    }

    /// The same, for those that have more to it.
    pub fn refusal(&'static self, message: impl Into<Cow<'static, str>>) -> Refusal {
        Refusal::new(self, message)
    }
}

/// Makes a surface's own codes: for each its name, its status, and when it is answered.
#[macro_export]
macro_rules! codes {
    ($($name:ident, $status:literal, $when:literal;)+) => {
        $(
            #[doc = concat!("Answered where: ", $when, ".")]
            pub static $name: $crate::Code =
                $crate::Code::new(stringify!($name), $status, $when);
        )+
    };
}

/// A query or body field is wrong.
pub static VALIDATION_ERROR: Code = Code::new(
    "VALIDATION_ERROR",
    400,
    "a query or body field is wrong; `details` lists the first 50",
);
/// The body can't be read as JSON.
pub static MALFORMED_JSON: Code = Code::new(
    "MALFORMED_JSON",
    400,
    "the body is not JSON, is not UTF-8, repeats a key, or holds too many values",
);
/// The request came around the operator's CDN.
pub static DIRECT_CALL_REFUSED: Code = Code::new(
    "DIRECT_CALL_REFUSED",
    403,
    "the request did not come through the API's public name, where that is required",
);
/// No such route.
pub static NOT_FOUND: Code = Code::new("NOT_FOUND", 404, "no such path");
/// The route exists, with other methods.
pub static METHOD_NOT_ALLOWED: Code = Code::new(
    "METHOD_NOT_ALLOWED",
    405,
    "the path takes other methods; see `Allow`",
);
/// The body is larger than the endpoint takes.
pub static PAYLOAD_TOO_LARGE: Code = Code::new(
    "PAYLOAD_TOO_LARGE",
    413,
    "the body is over 256 KiB (a snapshot's: over 4 MiB)",
);
/// The body is declared to be no JSON.
pub static UNSUPPORTED_MEDIA_TYPE: Code = Code::new(
    "UNSUPPORTED_MEDIA_TYPE",
    415,
    "the body is declared to be something other than JSON, or to be compressed",
);
/// The first request with this `Idempotency-Key` has not ended.
pub static IDEMPOTENCY_IN_PROGRESS: Code = Code::new(
    "IDEMPOTENCY_IN_PROGRESS",
    409,
    "the first call with this `Idempotency-Key` is still running",
);
/// The `Idempotency-Key` was used for another request.
pub static IDEMPOTENCY_KEY_REUSED: Code = Code::new(
    "IDEMPOTENCY_KEY_REUSED",
    422,
    "the `Idempotency-Key` was used for another request",
);
/// A fault of ours.
pub static INTERNAL_ERROR: Code = Code::new("INTERNAL_ERROR", 500, "a fault of ours");
/// A fault of ours that passes.
pub static SERVICE_UNAVAILABLE: Code = Code::new(
    "SERVICE_UNAVAILABLE",
    503,
    "a passing fault of ours; try again after `Retry-After`",
);

/// The codes that any endpoint may answer with.
pub static ANY: [&Code; 11] = [
    &VALIDATION_ERROR,
    &MALFORMED_JSON,
    &DIRECT_CALL_REFUSED,
    &NOT_FOUND,
    &METHOD_NOT_ALLOWED,
    &IDEMPOTENCY_IN_PROGRESS,
    &PAYLOAD_TOO_LARGE,
    &UNSUPPORTED_MEDIA_TYPE,
    &IDEMPOTENCY_KEY_REUSED,
    &INTERNAL_ERROR,
    &SERVICE_UNAVAILABLE,
];
