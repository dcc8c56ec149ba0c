//! What runs by itself behind the provider platform: schedules and queues drive it.
//! [`registry`] lists the functions.

pub mod catalogue;
mod context;
pub mod id_token_key;
pub mod mail;
pub mod outbox;
pub mod package;
pub mod registry;
pub mod sealing_key;
pub mod signature_key;
pub mod token_key;
pub mod validation;
pub mod webhook;

pub use context::Workers;
pub use registry::workers;
