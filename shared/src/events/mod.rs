//! What must be told to the outside. It is stored before it is queued, in the transaction of
//! what caused it: whatever dies between, it still goes out.

pub mod outbox;

pub use outbox::{Message, Outbox, Queue};
