//! A minute's limit: in headers, and in refusals.

use ::surface::{Error, Principal, Refused};
use http::{HeaderMap, HeaderName};
use metering::minute::MinuteStatus;

use crate::surfaces::RATE_LIMITED;

/// The headers that say a limit, as `AuthDescription` lists them.
pub(crate) const NAMES: &[&str] = &[
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "RateLimit",
    "RateLimit-Policy",
];

/// `X-RateLimit-*` (`Reset` in seconds since 1970), and the same in the IETF's fields
/// (draft-ietf-httpapi-ratelimit-headers).
pub fn headers(minute: &MinuteStatus) -> HeaderMap {
    let (limit, remaining) = (minute.limit, minute.remaining());
    let pairs = [
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset", minute.resets_at.seconds().to_string()),
        ("ratelimit-policy", format!("\"minute\";q={limit};w=60")),
        (
            "ratelimit",
            format!("\"minute\";r={remaining};t={}", minute.seconds_left()),
        ),
    ];
    pairs
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::from_static(name), value.parse().ok()?)))
        .collect()
}

/// A caller who is not let in; the answer has the limit of their minute, as far as it is known.
pub(crate) fn refused(
    error: impl Into<Error>,
    minute: Option<&MinuteStatus>,
    principal: Principal,
) -> Refused {
    Refused {
        error: error.into(),
        headers: minute.map(headers).unwrap_or_default(),
        principal,
    }
}

/// The minute's calls are used up.
pub(crate) fn too_many(minute: &MinuteStatus) -> Error {
    let seconds = minute.seconds_left();
    let message = format!("Too many requests in this minute. Wait {seconds} s, then go on.");
    RATE_LIMITED.refusal(message).retry_after(seconds).into()
}
