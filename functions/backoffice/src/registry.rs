//! The endpoints of the back office, and its worker.

use crate::Operator;

/// A whole profile, in bytes. Lambda itself takes 6 MB an event.
const PROFILE_LIMIT: usize = 4 * 1024 * 1024;

::surface::registry! {
    Operator, crate::surface::BACK_OFFICE;

    /// An account's plan, tier and owner, as the operator's systems know them.
    ACCOUNT_PUT = "backoffice-account-put", PUT "/v1/internal/accounts/{userId}", () => account::put::put;
    /// Erases an account.
    ACCOUNT_ERASE = "backoffice-account-erase", DELETE "/v1/internal/accounts/{userId}", () => account::erase::erase;
    /// Publishes a snapshot, as the profile compiler has it.
    SNAPSHOT_PUT = "backoffice-snapshot-put", PUT "/v1/internal/snapshots/{id}", (), body_limit: PROFILE_LIMIT => snapshot::put::put;
}

::surface::workers! {
    "TwinApi";

    /// Sends what is stored to be sent and was not.
    OUTBOX_SWEEP = "outbox-sweep", metrics: [webhooks::outbox::DEAD_LETTERS] => outbox::sweep::run;
}
