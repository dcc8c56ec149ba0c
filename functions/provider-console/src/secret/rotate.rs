//! `POST /v1/providers/apps/:id/rotate-secret`: a new secret, which this answer alone shows.

use ::surface::body::{Fields, Object, Reader, consent, integer};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use provider::app::{self, ClientId, Credentials};
use provider::id::AppId;
use provider_functions::surfaces::CONSOLE;
use serde::Serialize;

use crate::app::{SecretView, id, refused, secrets};
use crate::{Console, Developer};

/// For how long the former secret goes on, in hours: at most a week, by default a day.
const LONGEST_OVERLAP: u64 = 168;
const DEFAULT_OVERLAP: u64 = 24;

/// Which app's secret, and for how long the former one goes on.
#[derive(Debug)]
pub struct RotateSecret {
    id: AppId,
    overlap_hours: u32,
    force: bool,
    idempotency: Idempotency,
}

impl Input<Console> for RotateSecret {
    fn parse(request: &Request, _: &Console) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "SecretRotation",
            about: "For how long the former secret goes on.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let hours = integer(0..=LONGEST_OVERLAP)
            .about("Hours; 24 where it is left out, 0: the former secret ends at once.");
        let hours = body.optional("overlapHours", hours);
        let force = consent().about("Where two secrets are live, ends the older one now.");
        let force = body.optional("force", force).is_some();
        body.finish()?;
        let overlap_hours = u32::try_from(hours.unwrap_or(DEFAULT_OVERLAP)).unwrap_or(0);
        Ok(Self {
            id,
            overlap_hours,
            force,
            idempotency,
        })
    }
}

/// A new secret of an app.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSecret {
    /// The app.
    id: AppId,
    /// Its identifier as an OAuth client.
    client_id: ClientId,
    /// The secret. It is shown here and never again; a repeated request is answered without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// The live secrets, the new one last.
    secrets: Vec<SecretView>,
}

/// Gives an app a new secret.
///
/// # Errors
/// The developer has no such app; two secrets are live.
pub async fn rotate(
    context: &'static Console,
    caller: Developer,
    RotateSecret {
        id,
        overlap_hours,
        force,
        idempotency,
    }: RotateSecret,
) -> Result<Reply<Json<NewSecret>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let answer = |credentials: &Credentials| NewSecret {
        id,
        client_id: ClientId::of(id),
        client_secret: None,
        secrets: secrets(credentials, now),
    };
    let work = async {
        let store = |credentials: &Credentials| {
            let body = serde_json::to_value(answer(credentials))
                .map_err(|e| common::Fault::internal("keeping an answer", e))?;
            idempotency.store(now, 200, &body)
        };
        let rotated = app::rotate(table, caller.id, id, overlap_hours, force, now, &store).await;
        let (secret, credentials) = rotated.map_err(refused)?;
        Reply::sorted(&NewSecret {
            client_secret: Some(secret.reveal().to_owned()),
            ..answer(&credentials)
        })
    };
    idempotency.run(table, now, work).await
}
