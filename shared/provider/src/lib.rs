//! The provider platform: companies publish capabilities that reach users' widgets.
//!
//! * [`app`][]: apps and their credentials.
//! * [`catalogue`][]: the published packages, as the marketplace finds them.
//! * [`conformance`][]: whether a version does what it says.
//! * [`events`][]: what webhooks deliver.
//! * [`install`][]: users' packages, how many there are of each, and how they are rated.
//! * [`oauth`][]: the token request, access tokens and their scopes.
//! * [`package`][]: packages, their versions and what these can do.
//! * [`schema`][]: the JSON Schemas of capabilities, their bounds, and what a change of one breaks.

pub mod app;
pub mod catalogue;
pub mod conformance;
pub mod events;
pub mod id;
pub mod install;
pub mod oauth;
pub mod package;
pub mod schema;
