//! `PATCH /v1/providers/apps/:id`: what is left out stays.

use ::surface::body::{Fields, Object};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::app;
use provider::id::AppId;

use super::{AppView, fields, id, refused};
use crate::{Console, Developer};

/// Which app, and what is to be different.
#[derive(Debug)]
pub struct UpdateApp {
    id: AppId,
    fields: app::Fields,
}

impl Input<Console> for UpdateApp {
    fn parse(request: &Request, context: &Console) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "AppChange",
            about: "A change of an app: what is left out stays, null takes the webhook URL away.",
        };
        let mut body = Fields::of(request, object)?;
        let fields = fields::take(&mut body, &context.allowed_hosts);
        for name in ["name", "description", "redirectUris"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, fields })
    }
}

/// Changes an app.
///
/// # Errors
/// The developer has no such app, whether or not another has.
pub async fn update(
    context: &'static Console,
    caller: Developer,
    UpdateApp { id, fields }: UpdateApp,
) -> Result<Reply<Json<AppView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let (app, credentials) = app::update(table, caller.id, id, fields)
        .await
        .map_err(refused)?;
    Reply::json(&AppView::new(app, &credentials, now))
}
