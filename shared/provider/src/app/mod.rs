//! Apps: credentials and limits of a developer.
//!
//! An app's own item holds what decides its calls (see [`gate`]); its credentials and what its
//! developer sees of it stand apart.

pub mod credential;
pub mod gate;
pub mod redirect;
mod secrets;
mod store;

use common::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{AppId, DeveloperId};

pub use credential::{ClientId, ClientSecret, HashedSecret};
pub use gate::{Admitted, AppGate, Denial, Denied};
pub use secrets::{
    Authenticated, Credentials, FAILURES, LIVE_SECRETS, NotAuthenticated, Secret, authenticate,
    rotate,
};
pub use store::{PlanChange, create, credentials_of, delete, find, list, set_plan, update};

/// The most apps that an account may have.
pub const APPS: u32 = 10;

/// An app as its developer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// Its identifier.
    pub id: AppId,
    /// Whose it is.
    pub developer: DeveloperId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Where its users may be sent back to: `https`, compared exactly.
    pub redirect_uris: Vec<String>,
    /// Where its events go where its runtime app does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes: a change holds only for what was read.
    pub revision: u64,
}

/// What an app is made of, or becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Where its users may be sent back to.
    pub redirect_uris: Option<Vec<String>>,
    /// Where its events go; `Some(None)` takes it away.
    pub webhook_url: Option<Option<String>>,
}

/// Why an app is not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The account has as many as it may.
    #[error("the account has {APPS} apps")]
    TooMany,
    /// There is no such app of this developer.
    #[error("there is no such app")]
    NotFound,
    /// Two secrets are live, and a third was not forced.
    #[error("two secrets are live")]
    TwoSecretsLive,
    /// The same request came before.
    #[error("the same request came before")]
    Repeated,
    /// Other changes came first, each time.
    #[error("other changes came first")]
    Busy,
    /// A fault of ours.
    #[error(transparent)]
    Fault(#[from] common::Fault),
}
