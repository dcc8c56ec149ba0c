//! `POST /twin/webhooks/:id/rotate-secret`: a new secret, beside which the previous one signs for
//! the overlap.

use ::surface::body::Fields;
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use common::Timestamp;
use serde::Serialize;
use serde_json::json;
use webhooks::WebhookId;
use webhooks::webhook::{self, Probe, Rotated, Webhook};

use super::{id, wake_up_probe};
use crate::fields::{OVERLAP, overlap_hours};
use crate::{Dashboard, Owner, refusals};

/// Which webhook, and for how long its previous secret signs too.
#[derive(Debug)]
pub struct RotateSecret {
    id: WebhookId,
    overlap_hours: u64,
    idempotency: Idempotency,
}

impl<C> Input<C> for RotateSecret {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let mut body = Fields::of_optional(request, OVERLAP)?;
        let overlap_hours = overlap_hours(&mut body);
        body.finish()?;
        Ok(Self {
            id,
            overlap_hours,
            idempotency,
        })
    }
}

/// A new secret.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSecret {
    /// Until when the former secret signs too; null: it ended at once.
    overlap_ends_at: Option<Timestamp>,
    /// What signs deliveries from now on: this answer alone shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^whsec_[A-Za-z0-9+/]{43}=$"))
    )]
    secret: Option<String>,
}

impl NewSecret {
    /// What is kept of the answer: all but the secret.
    fn without_secret(webhook: &Webhook) -> Self {
        let previous = webhook.previous_secret.as_ref();
        Self {
            overlap_ends_at: previous.map(|previous| previous.ends_at),
            secret: None,
        }
    }
}

/// Gives the webhook a new secret, which this answer alone shows. A probe with it follows; whatever
/// comes of that, a proven webhook stays proven.
///
/// # Errors
/// The account has no such webhook, whether or not another account does.
pub async fn rotate_secret(
    context: &'static Dashboard,
    owner: Owner,
    RotateSecret {
        id,
        overlap_hours,
        idempotency,
    }: RotateSecret,
) -> Result<Reply<Json<NewSecret>>, Error> {
    let Dashboard { table, vault, .. } = context;
    let (tenant, now) = (owner.tenant(), context.clock.now());
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let store = |webhook: &Webhook, _: Option<&Probe>| {
            let kept = NewSecret::without_secret(webhook);
            idempotency.store(now, 200, &json!(kept))
        };
        let rotated =
            webhook::rotate_secret(table, vault, &tenant, id, overlap_hours, now, &store).await;
        let Rotated {
            webhook,
            secret,
            probe,
        } = rotated.map_err(refusals::webhook)?;
        wake_up_probe(context, probe.as_ref()).await;
        Reply::sorted(&NewSecret {
            secret: Some(secret.reveal().to_owned()),
            ..NewSecret::without_secret(&webhook)
        })
    };
    idempotency.run(table, now, work).await
}
