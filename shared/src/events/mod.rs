//! What must be told to the outside. It is stored before it is queued, in the transaction of
//! what caused it: whatever dies between, it still goes out.
//!
//! * [`event`]: what there is to tell.
//! * [`outbox`]: what is stored to be sent, sent, and swept up.
//! * [`endpoint`], [`delivery`]: who is told, and how far that is.
//! * [`jobs`]: what is done about many deliveries at once.
//! * [`schedule`], [`signature`]: when a delivery is tried again, and how it is signed.

pub mod delivery;
pub mod endpoint;
pub mod event;
pub mod jobs;
pub mod outbox;
pub mod schedule;
pub mod signature;

pub use event::{Event, Kind};
pub use outbox::{Message, Outbox, Queue};
