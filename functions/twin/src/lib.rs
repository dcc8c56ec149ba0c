//! The public twin API: one module an endpoint, each served by the bin of its name.

pub mod annotations;
pub mod health;
pub mod historic;
pub mod life_facts;
pub mod me;
pub mod not_found;
pub mod preset;
mod proposals;
pub mod snapshot;
