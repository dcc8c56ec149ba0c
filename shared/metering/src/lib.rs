//! Metering: how often a caller may call, and how often it did. Callers are known by the
//! identifier of their account; no product is known here.
//!
//! * [`caller`][]: what a product implements to have its callers metered.
//! * [`window`][]: months, days and minutes, and their short names.
//! * [`counter`][]: the counters of an account's item, and their names.
//! * [`ledger`][]: the part of an account's item that the gate reads.
//! * [`limits`][]: the limits of an endpoint, and how much of them is used.
//! * [`gate`][]: the decision about a call, which is one conditional write.
//! * [`minute`][]: calls of a minute alone, counted on any item by one write.
//! * [`attempts`][]: attempts of somebody who has no item yet, in windows.
//! * [`threshold`][]: quotas that have just run low or out.
//! * [`usage`][]: requests and refusals by day.

pub mod attempts;
mod cache;
pub mod caller;
pub mod counter;
pub mod gate;
pub mod ledger;
pub mod limits;
pub mod minute;
pub mod threshold;
pub mod usage;
pub mod window;

pub use caller::{Account, Credential, Ended};
pub use counter::{Counter, KeyIndex, QuotaThreshold};
pub use gate::{Admission, Call, Denial, Gate, Refusal};
pub use ledger::Ledger;
pub use limits::{LimitStatus, Limits, Quota};
pub use threshold::Crossed;
