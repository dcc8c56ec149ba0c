//! Who may call, and how often.
//!
//! * [`key`]: API keys, plaintext and hash as two types.
//! * [`record`]: what is stored of a key; immutable but for its epoch.
//! * [`window`]: months, days and minutes, and their short names.
//! * [`account`]: the one small item per account that every call is decided on.
//! * [`gate`]: the decision, one conditional write.
//! * `alerts`: what is told of quotas that run out.
//! * [`usage`]: what was counted, by day.
//! * [`keys`], [`accounts`]: the changes that owners and operators make.

pub mod account;
pub mod accounts;
mod alerts;
mod caller;
pub mod gate;
pub mod key;
pub mod keys;
mod memory;
mod operator;
mod owner;
pub mod record;
pub mod usage;
pub mod window;

pub use account::{Account, Plan, PlanStatus, Tier};
pub use caller::KeyHolder;
pub use gate::{Admission, Gate, Metering, Refusal, Standing};
pub use key::{ApiKeyId, HashedKey, PlainKey};
pub use operator::Operator;
pub use owner::Owner;
pub(crate) use owner::Ownership;
pub use record::{KeyRecord, Scope};
