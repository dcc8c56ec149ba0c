//! The developers' console of the provider platform: accounts and apps; and the access tokens of
//! apps. One folder a noun, one module a verb; [`registry`] lists the endpoints by who may call.

pub mod account;
pub mod app;
mod context;
pub mod metadata;
pub mod package;
pub mod registry;
pub mod report;
pub mod review;
pub mod secret;
pub mod token;
pub mod version;

pub use context::Console;

/// A developer, with this package's context.
pub type Developer = provider_functions::Developer<Console>;
/// The operator, with this package's context.
pub type Operator = provider_functions::Operator<Console>;
/// Anybody, with this package's context.
pub type Anyone = provider_functions::Anyone<Console>;
