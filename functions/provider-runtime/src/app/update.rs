//! `PATCH /v1/providers/runtime/apps/:id`: what is left out stays. Another origin is to be proven,
//! and a proof is tried at once.

use ::surface::body::{Fields, Object, Reader, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::words;
use provider::id::RuntimeAppId;
use provider::runtime::app::{self, RuntimeAppChange, RuntimeError, Status};
use provider::runtime::proof;

use super::{RuntimeAppDetails, details, fields, id, refused};
use crate::{App, Runtime};

words!(
    /// What an owner wants of a runtime app.
    #[cfg_attr(feature = "schema", schemars(rename = "WantedStatus"))]
    WantedStatus {
        /// That it receives calls, as soon as its URL is proven.
        Active = "active";
        /// That it rests.
        Paused = "paused";
    }
);

/// Which runtime app, and what is to be different.
#[derive(Debug)]
pub struct UpdateRuntimeApp {
    id: RuntimeAppId,
    change: RuntimeAppChange,
}

impl Input<Runtime> for UpdateRuntimeApp {
    fn parse(request: &Request, context: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "RuntimeAppChange",
            about: "A change of a runtime app: what is left out stays, null takes the health \
                    check's URL away.",
        };
        let hosts = &context.caller.allowed;
        let mut body = Fields::of(request, object)?;
        let change = RuntimeAppChange {
            display_name: body.optional("displayName", fields::display_name()),
            endpoint_url: body.optional("endpointUrl", fields::endpoint_url(hosts)),
            health_check_url: body.nullable("healthCheckUrl", fields::health_check_url(hosts)),
            is_paused: body
                .optional(
                    "status",
                    parsed::<WantedStatus>().about("Whether it is to receive calls."),
                )
                .map(|status| status == WantedStatus::Paused),
        };
        for name in ["displayName", "endpointUrl", "status"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, change })
    }
}

/// Changes a runtime app.
///
/// # Errors
/// The app has no such runtime app, or another one that is not paused.
pub async fn update(
    context: &'static Runtime,
    caller: App,
    UpdateRuntimeApp { id, change }: UpdateRuntimeApp,
) -> Result<Reply<Json<RuntimeAppDetails>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let hosts = &context.caller.allowed;
    let mut after = app::update(table, hosts, caller.id, id, &change, now)
        .await
        .map_err(refused)?;
    let is_open = after.status() == Status::PendingProof && after.secret.is_some();
    if change.endpoint_url.is_some() && is_open {
        match proof::prove(&context.caller, caller.id, id, None).await {
            Ok(proven) => after = proven,
            // The change is made; its owner sees that the proof is still to come.
            Err(RuntimeError::TooManyProofs(_)) => {}
            Err(error) => return Err(refused(error)),
        }
    }
    Reply::json(&details(context, &after).await?)
}
