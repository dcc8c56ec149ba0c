//! Errors of the domain as this surface refuses with them: the code, and what to do.

use ::surface::Error;
use twin::api_key::KeyError;
use twin::discovery::DecideError;
use webhooks::webhook::WebhookError;

use crate::surface::{
    ALREADY_DECIDED, DELIVERY_IN_PROGRESS, DELIVERY_NOT_FOUND, DISCOVERY_NOT_FOUND,
    KEY_LIMIT_REACHED, KEY_NOT_FOUND, KEY_NOT_LIVE, NO_ACCOUNT, PLAN_REQUIRED,
    RECOVERY_IN_PROGRESS, WEBHOOK_CODE_MISSING, WEBHOOK_CODE_WRONG, WEBHOOK_LIMIT_REACHED,
    WEBHOOK_NOT_ENABLED, WEBHOOK_NOT_FOUND, WEBHOOK_RATE_LIMITED, WEBHOOK_UNPROVEN,
};

/// The token is valid, and its subject owns no account.
pub(crate) fn no_account() -> Error {
    NO_ACCOUNT.refuse("This sign-in owns no account here.")
}

/// The account's plan does not include the API, or is paused.
pub(crate) fn plan_required() -> Error {
    PLAN_REQUIRED
        .refuse("The API needs an active Professional plan. The key works again after an upgrade.")
}

/// A key was not made, found or changed.
pub(crate) fn key(error: KeyError) -> Error {
    let message = format!("{error}.");
    match error {
        KeyError::NoAccount => no_account(),
        KeyError::NoKey => KEY_NOT_FOUND.refuse("This account has no such key."),
        KeyError::Revoked | KeyError::NotLive => {
            KEY_NOT_LIVE.refuse("This key is revoked or has expired. Create a new one.")
        }
        KeyError::TooManyKeys | KeyError::TooManyToday => KEY_LIMIT_REACHED.refuse(message),
        KeyError::Repeated => Error::idempotency_in_progress(),
        KeyError::Busy => Error::unavailable("changing a key", message),
        KeyError::Fault(fault) => fault.into(),
    }
}

/// A webhook was not made, found or changed.
pub(crate) fn webhook(error: WebhookError) -> Error {
    let message = format!("{error}.");
    match error {
        WebhookError::Unknown => WEBHOOK_NOT_FOUND.refuse("This account has no such webhook."),
        WebhookError::TooMany => WEBHOOK_LIMIT_REACHED.refuse(capitalized(&message)),
        WebhookError::Unproven => WEBHOOK_UNPROVEN.refuse(capitalized(&message)),
        WebhookError::NoCode => WEBHOOK_CODE_MISSING.refuse(capitalized(&message)),
        WebhookError::WrongCode { .. } => WEBHOOK_CODE_WRONG.refuse(capitalized(&message)),
        WebhookError::RateLimited { retry_after, .. } => WEBHOOK_RATE_LIMITED
            .refusal(capitalized(&message))
            .retry_after(retry_after)
            .into(),
        WebhookError::Off(_) => WEBHOOK_NOT_ENABLED.refuse(capitalized(&message)),
        WebhookError::Recovering => RECOVERY_IN_PROGRESS.refuse(capitalized(&message)),
        WebhookError::Repeated => Error::idempotency_in_progress(),
        WebhookError::NotPermitted | WebhookError::Busy => {
            Error::unavailable("changing a webhook", message)
        }
        WebhookError::Failed(fault) => fault.into(),
    }
}

/// A discovery was not decided.
pub(crate) fn decision(error: DecideError) -> Error {
    match error {
        DecideError::Unknown => DISCOVERY_NOT_FOUND.refuse("This account has no such discovery."),
        DecideError::Decided(status) => ALREADY_DECIDED.refuse(format!(
            "This discovery is {status} already. A decision stands."
        )),
        DecideError::Repeated => Error::idempotency_in_progress(),
        DecideError::Fault(fault) => fault.into(),
    }
}

/// The webhook has no such delivery.
pub(crate) fn no_delivery() -> Error {
    DELIVERY_NOT_FOUND.refuse("This webhook has no such delivery. They are kept for 30 days.")
}

/// An attempt of the delivery is being made.
pub(crate) fn delivery_in_progress() -> Error {
    DELIVERY_IN_PROGRESS
        .refuse("This delivery is being attempted at this moment. Look at it in a minute.")
}

fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin::discovery;
    use webhooks::webhook::Status;

    /// The sentences that clients have always had.
    #[test]
    fn each_refusal_has_its_code_and_sentence() {
        let of = |error: Error| format!("{} {error}", error.code().name);
        assert_eq!(
            of(key(KeyError::TooManyKeys)),
            "KEY_LIMIT_REACHED the account has 20 live keys, the most it may have: revoke one \
             first."
        );
        assert_eq!(
            of(key(KeyError::TooManyToday)),
            "KEY_LIMIT_REACHED 100 keys were made today (UTC), the most a day allows: go on \
             tomorrow."
        );
        assert_eq!(
            of(webhook(WebhookError::TooMany)),
            "WEBHOOK_LIMIT_REACHED The account has 10 webhooks, the most it may have: delete one \
             first."
        );
        assert_eq!(
            of(webhook(WebhookError::Off(Status::Paused))),
            "WEBHOOK_NOT_ENABLED The webhook is paused: enable it first."
        );
        assert_eq!(
            of(webhook(WebhookError::Recovering)),
            "RECOVERY_IN_PROGRESS What this webhook has lost is being recovered: try again when \
             that is done."
        );
        assert_eq!(
            of(decision(DecideError::Decided(discovery::Status::Approved))),
            "ALREADY_DECIDED This discovery is approved already. A decision stands."
        );
        let busy = webhook(WebhookError::Busy);
        assert_eq!(
            (busy.code().name, busy.retry_after()),
            ("SERVICE_UNAVAILABLE", Some(2))
        );
        let again = key(KeyError::Repeated);
        assert_eq!((again.code().status, again.retry_after()), (409, Some(2)));
    }
}
