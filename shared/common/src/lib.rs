//! What every other crate stands on. Nothing in here knows a product, a surface or an entity.
//!
//! * [`clock`]: the time, and moments in it.
//! * [`id`](mod@id): identifiers, a prefix and a ULID; made with [`id!`](crate::id!).
//! * [`text`]: text that people write and review.
//! * [`tenant`]: whose something is.
//! * [`words`](mod@words): enums that are one word each; made with [`words!`](crate::words!).
//! * [`config`]: settings out of the environment.
//! * [`error`]: faults of ours, and causes as the log shows them.
//! * [`telemetry`]: the log, and metrics in it.

pub mod clock;
pub mod config;
pub mod error;
pub mod id;
pub mod telemetry;
pub mod tenant;
pub mod text;
pub mod words;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use clock::{Clock, Timestamp};
pub use error::{Cause, Fault};
pub use tenant::Tenant;

/// What the macros of this crate expand to. Not for use by name.
#[doc(hidden)]
pub mod macros {
    pub use ulid::Ulid;
}

/// The guarded value, also where another thread panicked while it held the lock: for caches and
/// counters, of which anything may be lost or stale without harm.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
