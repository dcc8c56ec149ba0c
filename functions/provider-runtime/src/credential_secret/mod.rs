//! The secret that signs calls and webhooks.

pub mod put;
