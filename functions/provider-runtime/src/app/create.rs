//! `POST /v1/providers/runtime/apps`: a new runtime app. It receives nothing until its URL is
//! proven.

use ::surface::body::{Fields, Object};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use provider::id::AppId;
use provider::runtime::RuntimeApp;
use provider::runtime::app::{self, DisplayName, NewRuntimeApp, RuntimeAppView, RuntimeError};
use provider::runtime::http::health_check;
use provider_functions::surfaces::RUNTIME;
use webhooks::url::WebhookUrl;

use super::{fields, location, refused};
use crate::{App, Runtime};

/// A runtime app to be made.
#[derive(Debug)]
pub struct CreateRuntimeApp {
    app_id: AppId,
    display_name: DisplayName,
    endpoint_url: WebhookUrl,
    health_check_url: Option<WebhookUrl>,
    idempotency: Idempotency,
}

impl Input<Runtime> for CreateRuntimeApp {
    fn parse(request: &Request, context: &Runtime) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "CreateRuntimeApp",
            about: "A runtime app to be made.",
        };
        let hosts = &context.caller.allowed;
        let mut body = Fields::of(request, object)?;
        let app_id = body.required("appId", fields::app_id());
        let display_name = body.required("displayName", fields::display_name());
        let endpoint_url = body.required("endpointUrl", fields::endpoint_url(hosts));
        let health = body.optional("healthCheckUrl", fields::health_check_url(hosts));
        if let (Some(url), Some(endpoint)) = (&health, &endpoint_url)
            && let Err(error) = health_check(url.as_str(), endpoint, hosts)
        {
            body.refuse("healthCheckUrl", "INVALID", &error.to_string());
        }
        body.finish()?;
        let (Some(app_id), Some(display_name), Some(endpoint_url)) =
            (app_id, display_name, endpoint_url)
        else {
            return Err(Error::internal(
                "reading a runtime app",
                "a field is missing",
            ));
        };
        Ok(Self {
            app_id,
            display_name,
            endpoint_url,
            health_check_url: health,
            idempotency,
        })
    }
}

/// Makes a runtime app.
///
/// # Errors
/// The app has one that is not paused, or as many as it may; it is another app's.
pub async fn create(
    context: &'static Runtime,
    caller: App,
    input: CreateRuntimeApp,
) -> Result<Reply<Created<RuntimeAppView>>, Error> {
    if input.app_id != caller.id {
        let message = "must be the app of the access token";
        return Err(Error::field("appId", "INVALID", message));
    }
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = input.idempotency.by(&caller.tenant(), RUNTIME.name);
    let new = NewRuntimeApp {
        developer_id: context.developer(caller.id).await?,
        app_id: caller.id,
        display_name: input.display_name,
        endpoint_url: input.endpoint_url,
        health_check_url: input.health_check_url,
    };
    let work = async {
        let store = |made: &RuntimeApp| {
            let body = serde_json::to_value(RuntimeAppView::of(made, now))
                .map_err(|e| common::Fault::internal("keeping an answer", e))?;
            idempotency.store_created(now, location(made.id), &body)
        };
        let made: Result<RuntimeApp, RuntimeError> = app::create(table, &new, now, &store).await;
        let made = made.map_err(refused)?;
        Reply::created_sorted(location(made.id), &RuntimeAppView::of(&made, now))
    };
    idempotency.run(table, now, work).await
}
