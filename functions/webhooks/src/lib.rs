//! Webhooks, on their way out.
//!
//! * [`transport`]: one POST to a receiver, and what came of it.

pub mod transport;
