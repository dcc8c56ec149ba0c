//! `PUT /v1/providers/runtime/apps/:id/credential-secret`: a new secret, which this answer alone
//! shows.

use ::surface::body::{Fields, Object, Reader, integer};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use common::Timestamp;
use provider::id::RuntimeAppId;
use provider::runtime::RuntimeApp;
use provider::runtime::app::{self, LONGEST_OVERLAP, OVERLAP, RotatedSecret, SecretView, Status};
use provider_functions::surfaces::RUNTIME;
use serde::Serialize;

use crate::app::{id, refused};
use crate::webhook_profile::wake_up;
use crate::{App, Runtime};

/// Which runtime app's secret, and for how long the former one goes on.
#[derive(Debug)]
pub struct PutCredentialSecret {
    id: RuntimeAppId,
    overlap_hours: u64,
    idempotency: Idempotency,
}

impl Input<Runtime> for PutCredentialSecret {
    fn parse(request: &Request, _: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "CredentialSecretRotation",
            about: "For how long the former secret goes on.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let hours = integer(0..=LONGEST_OVERLAP)
            .about("Hours; 24 where it is left out, 0: the former secret ends at once.");
        let hours = body.optional("overlapHours", hours);
        body.finish()?;
        Ok(Self {
            id,
            overlap_hours: hours.unwrap_or(OVERLAP),
            idempotency,
        })
    }
}

/// A new secret of a runtime app.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RotatedCredentialSecret {
    /// The runtime app.
    id: RuntimeAppId,
    /// The secret. It is shown here and never again; a repeated request is answered without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    /// When it was made, and until when the one before signs, too.
    credential_secret: Option<SecretView>,
    /// Whether the runtime app receives calls: give the secret to your runtime, then prove it.
    status: Status,
}

fn answer(runtime_app: &RuntimeApp, now: Timestamp) -> RotatedCredentialSecret {
    RotatedCredentialSecret {
        id: runtime_app.id,
        secret: None,
        credential_secret: SecretView::of(runtime_app, now),
        status: runtime_app.status(),
    }
}

/// Sets or rotates the secret.
///
/// # Errors
/// The app has no such runtime app; two secrets sign already.
pub async fn put(
    context: &'static Runtime,
    caller: App,
    PutCredentialSecret {
        id,
        overlap_hours,
        idempotency,
    }: PutCredentialSecret,
) -> Result<Reply<Json<RotatedCredentialSecret>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let vault = &context.caller.vault;
    let idempotency = idempotency.by(&caller.tenant(), RUNTIME.name);
    let work = async {
        let store = |runtime_app: &RuntimeApp| {
            let body = serde_json::to_value(answer(runtime_app, now))
                .map_err(|e| common::Fault::internal("keeping an answer", e))?;
            idempotency.store(now, 200, &body)
        };
        let rotated = app::rotate_secret(table, vault, caller.id, id, overlap_hours, now, &store);
        let RotatedSecret {
            runtime_app,
            secret,
            probe,
        } = rotated.await.map_err(refused)?;
        wake_up(context, probe.as_ref()).await;
        Reply::sorted(&RotatedCredentialSecret {
            secret: Some(secret.reveal().to_owned()),
            ..answer(&runtime_app, now)
        })
    };
    idempotency.run(table, now, work).await
}
