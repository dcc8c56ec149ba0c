//! The surface, and the codes of its own.

use ::surface::{Envelope, FORBIDDEN, Order, Surface};

/// The API of the operator's own systems.
pub static BACK_OFFICE: Surface = Surface {
    name: "back-office",
    title: "Back office",
    about: "For the operator's own systems: accounts and snapshots.",
    base: "/v1/internal",
    namespace: "TwinApi",
    envelope: Envelope::Bare,
    challenge: "Bearer realm=\"twin\"",
    vary: "Authorization, Accept",
    order: Order::ShapeFirst,
    not_found: "There is nothing here. The API's paths start with /v1/public/twin.",
    problems: None,
    codes: &[
        &FORBIDDEN,
        &ACCOUNT_NOT_FOUND,
        &SNAPSHOT_IMMUTABLE,
        &SNAPSHOT_CONFLICT,
        &SUBJECT_IN_USE,
        &ERASURE_IN_PROGRESS,
    ],
};

::surface::codes! {
    ACCOUNT_NOT_FOUND, 404, "no such account (back office)";
    SNAPSHOT_IMMUTABLE, 409, "the snapshot is ready and can't be changed (back office)";
    SNAPSHOT_CONFLICT, 409, "the snapshot is another account's, or its status does not lead to this one (back office)";
    SUBJECT_IN_USE, 409, "the subject owns another account (back office)";
    ERASURE_IN_PROGRESS, 409, "the account is being erased (back office)";
}
