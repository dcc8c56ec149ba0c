//! OAuth 2.1's client credentials grant: the token request, access tokens, and their keys.

pub mod client;
pub mod keys;
pub mod scope;
pub mod token;

pub use scope::{Scope, Scopes};
