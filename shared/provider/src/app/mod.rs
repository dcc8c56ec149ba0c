//! Apps: credentials and limits of a developer.

pub mod credential;

pub use credential::{ClientId, ClientSecret, HashedSecret};
