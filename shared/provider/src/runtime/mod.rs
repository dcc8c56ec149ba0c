//! Runtime apps: where an app's capabilities run, and calls to them.
//!
//! * [`app`]: a runtime app, its settings and its secret.
//! * [`proof`]: that its URL is its owner's. Until then nothing else is sent there.
//! * [`auth`]: how we authenticate with it: a cached token, a key, headers of its own.
//! * [`webhook`]: where its app's events go.
//! * [`template`]: what versions of its packages inherit.
//! * [`breaker`]: a runtime app that fails is left alone for a while.
//! * [`call`]: a capability is executed.
//! * [`health`]: whether it can be reached.
//! * [`signature`], [`keys`]: the signatures on every request, and the keys behind them.
//! * [`http`]: limits of requests, and the URLs they go to.
//! * [`pseudonym`]: what a provider sees in place of a user.
//!
//! # Items in the table
//!
//! | item | partition | sort key |
//! |---|---|---|
//! | a runtime app | `<app>#rta` | `<rta>` |
//! | the one that may be active, and how many there are | `<app>#rta` | `slot` |
//! | its capability template | `<app>#rta` | `template#<rta>` |
//! | its health | `<app>#rta` | `health#<rta>` |
//! | whose it is | `<dev>#rta` | `<rta>` |
//! | the token for its provider | `<rta>#token` | `token` |
//! | its breaker | `<rta>#breaker` | `breaker` |
//! | public keys of signatures | `signature-keys` | `published` |
//! | the key of pseudonyms, sealed | `pseudonyms` | `key` |

pub mod app;
pub mod auth;
pub mod breaker;
pub mod call;
pub mod health;
pub mod http;
pub mod keys;
pub mod proof;
pub mod pseudonym;
pub mod signature;
pub mod template;
pub mod webhook;

pub use app::RuntimeApp;
pub use call::{Call, Executed};
pub use http::{Caller, LateCaller};
