//! Runtime apps.

pub mod create;
mod fields;
pub mod list;
pub mod prove;
pub mod update;
pub mod view;

use ::surface::{Error, Input, Query, Request};
use provider::id::RuntimeAppId;
use provider::runtime::app::{self, RuntimeAppView, RuntimeError};
use provider::runtime::template::{self, Template};
use provider::runtime::{RuntimeApp, proof};
use provider_functions::surfaces::{
    NO_CREDENTIAL_SECRET, NOT_PROVEN, PROOF_LIMIT_REACHED, RUNTIME_APP_EXISTS,
    RUNTIME_APP_LIMIT_REACHED, RUNTIME_APP_NOT_FOUND, TWO_SECRETS_LIVE,
};
use serde::Serialize;

use crate::webhook_profile::WebhookProfile;
use crate::{App, Runtime, webhook_profile};

/// A runtime app, with what its versions inherit, and where its app's events go.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuntimeAppDetails {
    #[serde(flatten)]
    runtime_app: RuntimeAppView,
    /// What the versions of the app's packages inherit.
    capability_template: Option<Template>,
    /// Where the app's events go.
    webhook_profile: Option<WebhookProfile>,
}

/// A runtime app as its owner sees it, with its template.
pub(crate) async fn details(
    context: &'static Runtime,
    runtime_app: &RuntimeApp,
) -> Result<RuntimeAppDetails, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let template = template::find(table, runtime_app.app_id, runtime_app.id).await?;
    Ok(RuntimeAppDetails {
        runtime_app: RuntimeAppView::of(runtime_app, now),
        capability_template: template,
        webhook_profile: webhook_profile::of(context, runtime_app).await?,
    })
}

/// Which runtime app: `{id}` of the path, and no parameters.
#[derive(Debug)]
pub struct RuntimeAppPath(pub(crate) RuntimeAppId);

impl<C> Input<C> for RuntimeAppPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

pub(crate) fn id(request: &Request) -> Result<RuntimeAppId, Error> {
    request.param("id").ok_or_else(not_found)
}

/// A runtime app of the caller's app.
pub(crate) async fn own(
    context: &'static Runtime,
    caller: &App,
    id: RuntimeAppId,
) -> Result<RuntimeApp, Error> {
    app::find(&context.platform.table, caller.id, id)
        .await
        .map_err(refused)
}

fn not_found() -> Error {
    RUNTIME_APP_NOT_FOUND.refuse("This app has no runtime app with this id.")
}

/// The path of a runtime app.
pub(crate) fn location(id: RuntimeAppId) -> String {
    format!("/v1/providers/runtime/apps/{id}")
}

/// A runtime app's error, in this surface's words.
pub(crate) fn refused(error: RuntimeError) -> Error {
    match error {
        RuntimeError::Unknown => not_found(),
        RuntimeError::Exists(other) => RUNTIME_APP_EXISTS.refuse(format!(
            "The app has a runtime app that is not paused: {other}. Change it, or pause it first."
        )),
        RuntimeError::TooMany => RUNTIME_APP_LIMIT_REACHED.refuse(format!(
            "An app has at most {} runtime apps. Change a paused one instead.",
            app::MOST
        )),
        RuntimeError::Endpoint(error) => Error::field("endpointUrl", "INVALID", error.to_string()),
        RuntimeError::HealthCheck(error) => {
            Error::field("healthCheckUrl", "INVALID", error.to_string())
        }
        RuntimeError::NoSecret => NO_CREDENTIAL_SECRET.refuse(
            "The runtime app has no credential secret. PUT its credential-secret first, and give \
             the secret to your runtime.",
        ),
        RuntimeError::TwoSecrets(until) => TWO_SECRETS_LIVE.refuse(format!(
            "Two secrets sign, the former one until {until}. Rotate again after that, or with \
             \"overlapHours\": 0."
        )),
        RuntimeError::TooManyProofs(seconds) => {
            let message = format!(
                "A proof may be tried {} times an hour. Wait {seconds} s.",
                proof::HOURLY
            );
            let seconds = u64::try_from(seconds).unwrap_or(1);
            PROOF_LIMIT_REACHED
                .refusal(message)
                .retry_after(seconds)
                .into()
        }
        RuntimeError::NotProven(url) => NOT_PROVEN.refuse(format!(
            "It is not proven that {url} is yours. POST to the runtime app's prove."
        )),
        RuntimeError::Repeated => Error::idempotency_in_progress(),
        RuntimeError::Busy => {
            Error::unavailable("changing a runtime app", "other changes came first")
        }
        RuntimeError::Failed(fault) => fault.into(),
    }
}
