//! The one place that knows which error is which status, and how a client is told.

use http::StatusCode;
use serde_json::{Value, json};

use crate::error::Error;
use crate::id::RequestId;

/// Every code there is, with its status and one sentence for the reference.
pub const ERRORS: &[(&str, u16, &str)] = &[
    (
        "VALIDATION_ERROR",
        400,
        "a query or body field is wrong; `details` lists every one",
    ),
    (
        "MALFORMED_JSON",
        400,
        "the body is not JSON, is not UTF-8, or repeats a key",
    ),
    ("AMBIGUOUS_KEY", 400, "two key headers with different keys"),
    ("MISSING_KEY", 401, "no key was sent"),
    ("INVALID_KEY", 401, "the key is malformed, or none of ours"),
    ("KEY_REVOKED", 401, "the key was revoked"),
    ("KEY_EXPIRED", 401, "the key is past its expiry"),
    (
        "PLAN_REQUIRED",
        403,
        "the account's plan is not an active Professional",
    ),
    (
        "INSUFFICIENT_SCOPE",
        403,
        "the key lacks the endpoint's scope",
    ),
    (
        "IP_NOT_ALLOWED",
        403,
        "the key may not be used from this address",
    ),
    ("NO_TWIN_PURCHASED", 403, "the account has no snapshot"),
    ("NO_ACCOUNT", 403, "the sign-in owns no account (dashboard)"),
    (
        "FORBIDDEN",
        403,
        "the route was reached without its authorizer (back office)",
    ),
    ("NOT_FOUND", 404, "no such path"),
    (
        "SNAPSHOT_NOT_FOUND",
        404,
        "no such snapshot on this account",
    ),
    ("PRESET_NOT_FOUND", 404, "no such preset"),
    (
        "KEY_NOT_FOUND",
        404,
        "no such key on this account (dashboard)",
    ),
    (
        "DISCOVERY_NOT_FOUND",
        404,
        "no such discovery on this account (dashboard)",
    ),
    (
        "WEBHOOK_NOT_FOUND",
        404,
        "no such webhook on this account (dashboard)",
    ),
    (
        "DELIVERY_NOT_FOUND",
        404,
        "no such delivery of this webhook (dashboard)",
    ),
    ("ACCOUNT_NOT_FOUND", 404, "no such account (back office)"),
    (
        "METHOD_NOT_ALLOWED",
        405,
        "the path takes other methods; see `Allow`",
    ),
    (
        "SNAPSHOT_NOT_READY",
        409,
        "the snapshot is compiling or failed, or none is ready yet",
    ),
    (
        "IDEMPOTENCY_IN_PROGRESS",
        409,
        "the first call with this `Idempotency-Key` is still running",
    ),
    (
        "KEY_LIMIT_REACHED",
        409,
        "the account has 20 live keys, or made 100 today (dashboard)",
    ),
    (
        "KEY_NOT_LIVE",
        409,
        "the key is revoked or has expired, and can't be changed (dashboard)",
    ),
    (
        "ALREADY_DECIDED",
        409,
        "the discovery was decided otherwise before (dashboard)",
    ),
    (
        "WEBHOOK_LIMIT_REACHED",
        409,
        "the account has 10 webhooks (dashboard)",
    ),
    (
        "WEBHOOK_NOT_ENABLED",
        409,
        "the webhook is paused or disabled (dashboard)",
    ),
    (
        "DELIVERY_IN_PROGRESS",
        409,
        "the delivery is being attempted at this moment (dashboard)",
    ),
    (
        "RECOVERY_IN_PROGRESS",
        409,
        "what the webhook has lost is being recovered already (dashboard)",
    ),
    (
        "SNAPSHOT_IMMUTABLE",
        409,
        "the snapshot is ready and can't be changed (back office)",
    ),
    (
        "SNAPSHOT_CONFLICT",
        409,
        "the snapshot is another account's, or its status does not lead to this one (back office)",
    ),
    (
        "SUBJECT_IN_USE",
        409,
        "the subject owns another account (back office)",
    ),
    (
        "ERASURE_IN_PROGRESS",
        409,
        "the account is being erased (back office)",
    ),
    (
        "PAYLOAD_TOO_LARGE",
        413,
        "the body is over 256 KiB (a snapshot's: over 4 MiB)",
    ),
    (
        "UNSUPPORTED_MEDIA_TYPE",
        415,
        "the body is declared to be something other than JSON",
    ),
    (
        "IDEMPOTENCY_KEY_REUSED",
        422,
        "the `Idempotency-Key` was used for another request",
    ),
    (
        "RATE_LIMITED",
        429,
        "the minute's limit for this key and endpoint; costs no quota",
    ),
    ("KEY_QUOTA_EXCEEDED", 429, "the key's own monthly limit"),
    ("TIER_QUOTA_EXCEEDED", 429, "the account's monthly limit"),
    ("INTERNAL_ERROR", 500, "a fault of ours"),
    (
        "SERVICE_UNAVAILABLE",
        503,
        "a passing fault of ours; try again after `Retry-After`",
    ),
];

/// An error's code.
pub(super) fn code(error: &Error) -> &'static str {
    match error {
        Error::Invalid(_) => "VALIDATION_ERROR",
        Error::MalformedJson(_) => "MALFORMED_JSON",
        Error::AmbiguousKey => "AMBIGUOUS_KEY",
        Error::MissingKey => "MISSING_KEY",
        Error::InvalidKey => "INVALID_KEY",
        Error::KeyRevoked => "KEY_REVOKED",
        Error::KeyExpired => "KEY_EXPIRED",
        Error::PlanRequired => "PLAN_REQUIRED",
        Error::InsufficientScope(_) => "INSUFFICIENT_SCOPE",
        Error::IpNotAllowed => "IP_NOT_ALLOWED",
        Error::NoTwinPurchased => "NO_TWIN_PURCHASED",
        Error::NotFound => "NOT_FOUND",
        Error::SnapshotNotFound => "SNAPSHOT_NOT_FOUND",
        Error::PresetNotFound(_) => "PRESET_NOT_FOUND",
        Error::MethodNotAllowed(_) => "METHOD_NOT_ALLOWED",
        Error::SnapshotNotReady(_) => "SNAPSHOT_NOT_READY",
        Error::PayloadTooLarge { .. } => "PAYLOAD_TOO_LARGE",
        Error::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        Error::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
        Error::IdempotencyInProgress => "IDEMPOTENCY_IN_PROGRESS",
        Error::NoAccount => "NO_ACCOUNT",
        Error::Forbidden => "FORBIDDEN",
        Error::Refused { code, .. } => code,
        Error::RateLimited { .. } => "RATE_LIMITED",
        Error::KeyQuotaExceeded { .. } => "KEY_QUOTA_EXCEEDED",
        Error::TierQuotaExceeded { .. } => "TIER_QUOTA_EXCEEDED",
        Error::Internal { .. } => "INTERNAL_ERROR",
        Error::Unavailable { .. } => "SERVICE_UNAVAILABLE",
    }
}

/// An error's status.
pub fn status(error: &Error) -> StatusCode {
    let code = code(error);
    ERRORS
        .iter()
        .find(|(listed, ..)| *listed == code)
        .and_then(|(_, status, _)| StatusCode::from_u16(*status).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Whole seconds until another try is worth it, where one is.
pub(super) fn retry_after(error: &Error) -> Option<u64> {
    match error {
        Error::RateLimited { retry_after }
        | Error::KeyQuotaExceeded { retry_after, .. }
        | Error::TierQuotaExceeded { retry_after, .. } => Some((*retry_after).max(1)),
        Error::Unavailable { .. } | Error::IdempotencyInProgress => Some(2),
        _ => None,
    }
}

/// The error as our own envelope.
pub(super) fn envelope(error: &Error, request_id: RequestId) -> Value {
    let mut inner = json!({
        "code": code(error),
        "message": error.to_string(),
        "requestId": request_id,
    });
    if let (Error::Invalid(fields), Some(inner)) = (error, inner.as_object_mut()) {
        inner.insert("details".into(), json!(fields));
    }
    json!({ "error": inner })
}

/// The error as RFC 9457 has it. The code is the extension member programs switch on.
pub(super) fn problem(error: &Error, request_id: RequestId) -> Value {
    let status = status(error);
    let mut problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": error.to_string(),
        "code": code(error),
        "requestId": request_id,
    });
    if let (Error::Invalid(fields), Some(problem)) = (error, problem.as_object_mut()) {
        problem.insert("details".into(), json!(fields));
    }
    problem
}
