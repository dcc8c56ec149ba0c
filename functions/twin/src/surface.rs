//! The surface, and the codes of its own.

use ::surface::{Envelope, Order, Surface};

/// The public twin API, for integrators.
pub static TWIN: Surface = Surface {
    name: "twin",
    title: "Twin",
    about: "For integrators: an account's twins, and what they propose to its owner.",
    base: "/v1/public/twin",
    namespace: "TwinApi",
    envelope: Envelope::Bare,
    challenge: "Bearer realm=\"twin\"",
    vary: "X-Twin-Key, Authorization, Accept, Accept-Encoding",
    order: Order::ShapeFirst,
    not_found: "There is nothing here. The API's paths start with /v1/public/twin.",
    problems: None,
    codes: &[
        &AMBIGUOUS_KEY,
        &MISSING_KEY,
        &INVALID_KEY,
        &KEY_REVOKED,
        &KEY_EXPIRED,
        &PLAN_REQUIRED,
        &INSUFFICIENT_SCOPE,
        &IP_NOT_ALLOWED,
        &NO_TWIN_PURCHASED,
        &SNAPSHOT_NOT_FOUND,
        &PRESET_NOT_FOUND,
        &SNAPSHOT_NOT_READY,
        &DISCOVERY_LIMIT_REACHED,
        &RATE_LIMITED,
        &KEY_QUOTA_EXCEEDED,
        &TIER_QUOTA_EXCEEDED,
    ],
};

::surface::codes! {
    AMBIGUOUS_KEY, 400, "two key headers with different keys";
    MISSING_KEY, 401, "no key was sent";
    INVALID_KEY, 401, "the key is malformed, or none of ours";
    KEY_REVOKED, 401, "the key was revoked";
    KEY_EXPIRED, 401, "the key is past its expiry";
    PLAN_REQUIRED, 403, "the account's plan is not an active Professional";
    INSUFFICIENT_SCOPE, 403, "the key lacks the endpoint's scope";
    IP_NOT_ALLOWED, 403, "the key may not be used from this address";
    NO_TWIN_PURCHASED, 403, "the account has no snapshot";
    SNAPSHOT_NOT_FOUND, 404, "no such snapshot on this account";
    PRESET_NOT_FOUND, 404, "no such preset";
    SNAPSHOT_NOT_READY, 409, "the snapshot is compiling or failed, or none is ready yet";
    DISCOVERY_LIMIT_REACHED, 409, "as many discoveries wait for their owner's review as may: 1,000 of a key, 5,000 of an account";
    RATE_LIMITED, 429, "a minute's limit for this key: of calls, refusals or bytes; costs no quota";
    KEY_QUOTA_EXCEEDED, 429, "the key's own monthly limit";
    TIER_QUOTA_EXCEEDED, 429, "the account's monthly limit";
}
