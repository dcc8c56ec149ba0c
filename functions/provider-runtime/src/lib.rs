//! Runtime apps of the provider platform: where an app's capabilities run, and how they are
//! called. One folder a noun, one module a verb; [`registry`] lists the endpoints.

pub mod app;
pub mod auth_profile;
pub mod capability_template;
mod context;
pub mod credential_secret;
pub mod health;
pub mod registry;
pub mod webhook_profile;

pub use context::Runtime;

/// An app, with this package's context.
pub type App = provider_functions::App<Runtime>;
