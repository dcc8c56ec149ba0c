//! `POST /v1/providers/apps`: a new app, whose secret this answer alone shows.

use ::surface::body::{Fields, Object};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use provider::app::{self, App, Credentials};
use provider_functions::surfaces::CONSOLE;
use serde::Serialize;
use serde_json::json;

use super::{AppView, fields, location, refused};
use crate::{Console, Developer};

/// An app to be made.
#[derive(Debug)]
pub struct CreateApp {
    fields: app::Fields,
    idempotency: Idempotency,
}

impl Input<Console> for CreateApp {
    fn parse(request: &Request, context: &Console) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "NewApp",
            about: "An app to be made.",
        };
        let mut body = Fields::of(request, object)?;
        let fields = fields::take(&mut body, &context.allowed_hosts);
        if !body.has("name") {
            body.refuse("name", "REQUIRED", "is required");
        }
        body.constrained(|| json!({ "required": ["name"] }));
        body.finish()?;
        Ok(Self {
            fields,
            idempotency,
        })
    }
}

/// An app that has just been made.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeApp {
    #[serde(flatten)]
    app: AppView,
    /// Its secret. It is shown here and never again; a repeated request is answered without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

/// Makes an app.
///
/// # Errors
/// The account has as many as it may.
pub async fn create(
    context: &'static Console,
    caller: Developer,
    CreateApp {
        fields,
        idempotency,
    }: CreateApp,
) -> Result<Reply<Created<MadeApp>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let made = |app: &App, credentials: &Credentials| MadeApp {
        app: AppView::new(app.clone(), credentials, now),
        client_secret: None,
    };
    let work = async {
        let store = |app: &App, credentials: &Credentials| {
            let body = serde_json::to_value(made(app, credentials))
                .map_err(|e| common::Fault::internal("keeping an answer", e))?;
            idempotency.store_created(now, location(app.id), &body)
        };
        let limit = caller.minute.limit;
        let (app, secret, credentials) = app::create(table, caller.id, limit, fields, now, &store)
            .await
            .map_err(refused)?;
        let answer = MadeApp {
            client_secret: Some(secret.reveal().to_owned()),
            ..made(&app, &credentials)
        };
        Reply::created_sorted(location(app.id), &answer)
    };
    idempotency.run(table, now, work).await
}
