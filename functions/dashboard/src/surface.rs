//! The surface, and the codes of its own.

use ::surface::{Envelope, Order, Surface};

/// The owner's own API, for the dashboard.
pub static DASHBOARD: Surface = Surface {
    name: "dashboard",
    title: "Dashboard",
    about: "For the account's owner: keys, their use, webhooks, the review of discoveries.",
    base: "/v1/dashboard",
    namespace: "TwinApi",
    envelope: Envelope::Bare,
    challenge: "Bearer realm=\"twin\"",
    vary: "X-Twin-Key, Authorization, Accept, Accept-Encoding",
    order: Order::ShapeFirst,
    not_found: "There is nothing here. The API's paths start with /v1/public/twin.",
    problems: None,
    codes: &[
        &PLAN_REQUIRED,
        &ID_TOKEN_REQUIRED,
        &NO_ACCOUNT,
        &ADDRESS_NOT_VERIFIED,
        &KEY_NOT_FOUND,
        &DISCOVERY_NOT_FOUND,
        &WEBHOOK_NOT_FOUND,
        &DELIVERY_NOT_FOUND,
        &KEY_LIMIT_REACHED,
        &KEY_NOT_LIVE,
        &ALREADY_DECIDED,
        &WEBHOOK_LIMIT_REACHED,
        &WEBHOOK_NOT_ENABLED,
        &WEBHOOK_UNPROVEN,
        &WEBHOOK_CODE_MISSING,
        &DELIVERY_IN_PROGRESS,
        &RECOVERY_IN_PROGRESS,
        &WEBHOOK_CODE_WRONG,
        &WEBHOOK_RATE_LIMITED,
    ],
};

::surface::codes! {
    PLAN_REQUIRED, 403, "the account's plan is not an active Professional";
    ID_TOKEN_REQUIRED, 401, "the token is not an ID token";
    NO_ACCOUNT, 403, "the sign-in owns no account";
    ADDRESS_NOT_VERIFIED, 403, "the email address or phone number that names the owner is not verified";
    KEY_NOT_FOUND, 404, "no such key on this account";
    DISCOVERY_NOT_FOUND, 404, "no such discovery on this account";
    WEBHOOK_NOT_FOUND, 404, "no such webhook on this account";
    DELIVERY_NOT_FOUND, 404, "no such delivery of this webhook";
    KEY_LIMIT_REACHED, 409, "the account has 20 live keys, or made 100 today";
    KEY_NOT_LIVE, 409, "the key is revoked or has expired, and can't be changed";
    ALREADY_DECIDED, 409, "the discovery was decided otherwise before";
    WEBHOOK_LIMIT_REACHED, 409, "the account has 10 webhooks";
    WEBHOOK_NOT_ENABLED, 409, "the webhook is paused or disabled";
    WEBHOOK_UNPROVEN, 409, "the webhook's receiver has not shown that it verifies signatures";
    WEBHOOK_CODE_MISSING, 409, "no code can prove the webhook: none was sent, or it has expired or was tried 5 times";
    DELIVERY_IN_PROGRESS, 409, "the delivery is being attempted at this moment";
    RECOVERY_IN_PROGRESS, 409, "what the webhook has lost is being recovered already";
    WEBHOOK_CODE_WRONG, 422, "it is not the code of the webhook's latest probe";
    WEBHOOK_RATE_LIMITED, 429, "too many tests, retries, recoveries or probes: see `Retry-After`";
}
