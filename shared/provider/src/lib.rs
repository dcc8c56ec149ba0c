//! The provider platform: companies publish capabilities that reach users' widgets.
//!
//! * [`capability`][]: capabilities in use: states, actions, invocations.
//! * [`catalogue`][]: the published packages, as the marketplace finds them.
//! * [`conformance`][]: whether a version does what it says.
//! * [`events`][]: what webhooks deliver.
//! * [`figures`][]: how many calls reach providers, how long they take and how they fail.
//! * [`install`][]: users' packages, how many there are of each, and how they are rated.
//! * [`account`][]: developer accounts.
//! * [`app`][]: apps, their credentials, and the gate that decides their calls.
//! * [`identity`][]: ID tokens of developers and users.
//! * [`keys`][]: public keys in the table, for verifiers.
//! * [`layout`][]: where items stand in the table.
//! * [`oauth`][]: the token request, access tokens and their scopes.
//! * [`package`][]: packages, their versions and what these can do.
//! * [`runtime`][]: where an app's capabilities run, and calls to them.
//! * [`user`][]: users and their calls.
//! * [`schema`][]: the JSON Schemas of capabilities, their bounds, and what a change of one breaks.

pub mod account;
pub mod app;
pub mod capability;
pub mod catalogue;
pub mod conformance;
pub mod events;
pub mod figures;
pub mod id;
pub mod identity;
pub mod install;
pub mod keys;
pub mod layout;
pub mod oauth;
pub mod package;
pub mod runtime;
pub mod schema;
pub mod user;
