//! The errors a caller can meet. They know nothing of HTTP: [`crate::http`] maps each to a
//! status once. What went wrong inside (`source`) is for the log and never for the client.

use std::any::Any;
use std::error::Error as StdError;

use serde::Serialize;

use crate::access::Scope;

/// Any error's cause, as the log shows it.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Why a call was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields of the query or body are wrong; all of them are listed.
    #[error("{}", invalid_message(.0))]
    Invalid(Vec<FieldError>),
    /// The body can't be read as JSON.
    #[error("The body is not valid JSON: {0}")]
    MalformedJson(String),
    /// Two keys that differ.
    #[error("X-Twin-Key and Authorization carry different keys. Send one of them.")]
    AmbiguousKey,
    /// No key at all.
    #[error("Send your API key in the X-Twin-Key header, or as Authorization: Bearer.")]
    MissingKey,
    /// Not one of ours: malformed, unknown, or of an account that was erased.
    #[error(
        "This API key is not valid. Check it for typing errors, or create one in the dashboard."
    )]
    InvalidKey,
    /// Revoked by its owner.
    #[error("This API key has been revoked. Create a new one in the dashboard.")]
    KeyRevoked,
    /// Past its expiry.
    #[error("This API key has expired. Create a new one in the dashboard.")]
    KeyExpired,
    /// The account's plan does not include the API, or is paused.
    #[error("The API needs an active Professional plan. The key works again after an upgrade.")]
    PlanRequired,
    /// The key lacks the scope.
    #[error("This API key lacks the scope {0}. Create a key that has it in the dashboard.")]
    InsufficientScope(Scope),
    /// The caller's address is not on the key's list.
    #[error(
        "This API key may not be used from this address. Add it to the key's allowed addresses."
    )]
    IpNotAllowed,
    /// The account has no snapshot of any kind.
    #[error("This account has no twin yet. Buy one in the dashboard, then call again.")]
    NoTwinPurchased,
    /// No such route.
    #[error("There is nothing here. The API's paths start with /v1/public/twin.")]
    NotFound,
    /// No such snapshot on this account.
    #[error("This account has no such snapshot. GET /v1/public/twin/historic lists those it has.")]
    SnapshotNotFound,
    /// No such preset.
    #[error("There is no such preset. Use one of: {0}.")]
    PresetNotFound(String),
    /// The route exists, with other methods.
    #[error("This path does not take that method. Use: {0}.")]
    MethodNotAllowed(String),
    /// Too much was sent.
    #[error("The body is too large: at most {} KiB are taken.", limit / 1024)]
    PayloadTooLarge {
        /// What is taken, in bytes.
        limit: usize,
    },
    /// The body is declared to be no JSON.
    #[error("The body must be JSON: send Content-Type: application/json.")]
    UnsupportedMediaType,
    /// The `Idempotency-Key` was used for another request.
    #[error("This Idempotency-Key was used for another request. Use a new one for each.")]
    IdempotencyKeyReused,
    /// The first request with this `Idempotency-Key` has not ended.
    #[error("The first request with this Idempotency-Key is still running. Try again shortly.")]
    IdempotencyInProgress,
    /// The token is valid, and of nobody who has an account.
    #[error("This sign-in owns no account here.")]
    NoAccount,
    /// The route is not for this caller.
    #[error("This route is not for you.")]
    Forbidden,
    /// What a surface refuses in its own words: a code of [`crate::http::ERRORS`] and a sentence
    /// that says what to do.
    #[error("{message}")]
    Refused {
        /// The code, which has its status in the list.
        code: &'static str,
        /// What to do.
        message: String,
    },
    /// The snapshot is there, but not (yet) to be served.
    #[error("{0}")]
    SnapshotNotReady(&'static str),
    /// The burst limit.
    #[error("Too many requests in this minute. Wait {retry_after} s, then go on.")]
    RateLimited {
        /// Whole seconds until it is worth trying again.
        retry_after: u64,
    },
    /// The key's own monthly limit.
    #[error(
        "This API key has spent its monthly quota of {limit} requests. Raise its limit in the dashboard, or wait for the 1st (UTC)."
    )]
    KeyQuotaExceeded {
        /// The limit that was reached.
        limit: u64,
        /// Whole seconds until the month ends.
        retry_after: u64,
    },
    /// The account's monthly limit.
    #[error(
        "This account has spent its monthly quota of {limit} requests. Upgrade its tier, or wait for the 1st (UTC)."
    )]
    TierQuotaExceeded {
        /// The limit that was reached.
        limit: u64,
        /// Whole seconds until the month ends.
        retry_after: u64,
    },
    /// Something of ours that another try may well get past.
    #[error("The service is busy for a moment. Try again shortly.")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// What went wrong; for the log.
        #[source]
        source: Cause,
    },
    /// A fault of ours.
    #[error("Something went wrong on our side. Quote the request id if it goes on.")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// What went wrong; for the log.
        #[source]
        source: Cause,
    },
}

impl Error {
    /// A fault of ours that should not happen.
    pub fn internal(doing: &'static str, source: impl Into<Cause>) -> Self {
        Self::Internal {
            doing,
            source: source.into(),
        }
    }

    /// A fault of ours that passes.
    pub fn unavailable(doing: &'static str, source: impl Into<Cause>) -> Self {
        Self::Unavailable {
            doing,
            source: source.into(),
        }
    }

    /// A refusal with a code of its own.
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused {
            code,
            message: message.into(),
        }
    }

    /// One wrong field.
    pub fn field(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(path, code, message)])
    }
}

/// One wrong field of a query or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Where: `limit`, `facts[2].value`.
    pub path: String,
    /// What kind of wrong, for programs: `UNKNOWN`, `REPEATED`, `INVALID`…
    pub code: String,
    /// What is allowed there, for people.
    pub message: String,
}

impl FieldError {
    /// A wrong field. What the caller sent is repeated only as far as it helps: cut to 64
    /// characters, without control characters.
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
        Self {
            path,
            code: code.into(),
            message: message.into(),
        }
    }
}

fn invalid_message(fields: &[FieldError]) -> String {
    match fields {
        [] => "The request is not valid.".to_owned(),
        [one] => format!("{}: {}", one.path, one.message),
        [first, rest @ ..] => {
            format!(
                "{}: {} (and {} more, see details)",
                first.path,
                first.message,
                rest.len()
            )
        }
    }
}

/// What a panic said, for the log.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .map(|message| (*message).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panic: {}", message.unwrap_or_default())
}

/// A cause with all its causes, as one sentence for the log.
pub fn chain(error: &dyn StdError) -> String {
    let mut chain = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        chain = format!("{chain}: {cause}");
        next = cause.source();
    }
    chain
}
