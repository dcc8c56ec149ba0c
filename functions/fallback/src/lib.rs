//! `$default`: what answers where no route of an API matches. It knows the routes of every
//! surface and nothing else: no table, no keys.

pub mod not_found;
pub mod registry;

pub use registry::{ENDPOINTS, registry};
