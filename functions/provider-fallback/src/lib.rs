//! `$default` of the provider platform: what answers where no route matches. It knows the routes of
//! every surface and nothing else: no table, no keys.

pub mod not_found;
pub mod registry;

pub use registry::registry;
