//! The marketplace of the provider platform, and users' installs. One folder a noun, one module a
//! verb; [`registry`] lists the endpoints by who may call.

mod context;
pub mod install;
pub mod package;
pub mod picture;
pub mod rating;
pub mod registry;

pub use context::Marketplace;

/// A user, with this package's context.
pub type User = provider_functions::User<Marketplace>;
/// Anybody, with this package's context.
pub type Anyone = provider_functions::Anyone<Marketplace>;
