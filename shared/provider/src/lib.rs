//! The provider platform: companies publish capabilities that reach users' widgets.
//!
//! * [`app`][]: apps and their credentials.
//! * [`oauth`][]: the token request, access tokens and their scopes.
//! * [`package`][]: packages, their versions and what these can do.
//! * [`schema`][]: the JSON Schemas of capabilities, their bounds, and what a change of one breaks.

pub mod app;
pub mod id;
pub mod oauth;
pub mod package;
pub mod schema;
