//! The public twin API: one module an endpoint, each served by the bin of its name.

pub mod health;
pub mod historic;
pub mod me;
pub mod not_found;
pub mod preset;
pub mod snapshot;
