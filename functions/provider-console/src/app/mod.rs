//! A developer's apps.

pub mod create;
pub mod delete;
mod fields;
pub mod list;
pub mod update;
pub mod view;

use ::surface::{Error, Input, Query, Request};
use common::Timestamp;
use provider::app::{self, AppError, ClientId, Credentials};
use provider::id::AppId;
use provider_functions::surfaces::{APP_LIMIT_REACHED, APP_NOT_FOUND, TWO_SECRETS_LIVE};
use serde::Serialize;

/// An app, as its developer sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppView {
    /// Its identifier.
    id: AppId,
    /// Its name.
    name: String,
    /// What it is for.
    description: String,
    /// Where its users may be sent back to.
    redirect_uris: Vec<String>,
    /// Where its events go where its runtime app does not say.
    webhook_url: Option<String>,
    /// Its identifier as an OAuth client.
    #[serde(rename = "client_id")]
    client_id: ClientId,
    /// Its live secrets, the newest last.
    secrets: Vec<SecretView>,
    /// When it was made.
    created_at: Timestamp,
}

/// A live secret of an app. The secret itself is shown once, when it is made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecretView {
    /// Its first characters, by which it is recognised.
    beginning: String,
    /// When it was made.
    created_at: Timestamp,
    /// When it was last used for a token, to the hour.
    last_used_at: Option<Timestamp>,
    /// When it ends; null: not by itself.
    ends_at: Option<Timestamp>,
}

impl AppView {
    pub(crate) fn new(app: app::App, credentials: &Credentials, now: Timestamp) -> Self {
        Self {
            id: app.id,
            name: app.name,
            description: app.description,
            redirect_uris: app.redirect_uris,
            webhook_url: app.webhook_url,
            client_id: ClientId::of(app.id),
            secrets: secrets(credentials, now),
            created_at: app.created_at,
        }
    }
}

/// The live secrets of an app.
pub(crate) fn secrets(credentials: &Credentials, now: Timestamp) -> Vec<SecretView> {
    credentials
        .live(now)
        .map(|secret| SecretView {
            beginning: secret.beginning.clone(),
            created_at: secret.created_at,
            last_used_at: secret.last_used_at,
            ends_at: secret.ends_at,
        })
        .collect()
}

/// Which app: `{id}` of the path, and no parameters.
#[derive(Debug)]
pub struct AppPath(pub(crate) AppId);

impl<C> Input<C> for AppPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

pub(crate) fn id(request: &Request) -> Result<AppId, Error> {
    request.param("id").ok_or_else(not_found)
}

pub(crate) fn not_found() -> Error {
    APP_NOT_FOUND.refuse("You have no app with this id.")
}

/// An app's error, in this surface's words.
pub(crate) fn refused(error: AppError) -> Error {
    match error {
        AppError::NotFound => not_found(),
        AppError::TooMany => APP_LIMIT_REACHED.refuse(format!(
            "An account has at most {} apps. Delete one that you no longer need.",
            app::APPS
        )),
        AppError::TwoSecretsLive => TWO_SECRETS_LIVE.refuse(
            "Two secrets of this app are live. Wait until the older one ends, or send \
             \"force\": true to end it now.",
        ),
        AppError::Repeated => Error::idempotency_in_progress(),
        AppError::Busy => Error::unavailable("changing an app", "other changes came first"),
        AppError::Fault(fault) => fault.into(),
    }
}

/// The path of an app.
pub(crate) fn location(id: AppId) -> String {
    format!("/v1/providers/apps/{id}")
}
