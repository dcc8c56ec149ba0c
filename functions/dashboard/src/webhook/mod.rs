//! Webhooks: made, shown, changed, tried out; their secrets, and the recovery of what they lost.
//!
//! A secret is in the answer that makes it and nowhere else: an answer that is kept for an
//! `Idempotency-Key` is kept without it. What is done to deliveries is done to their records, in
//! one transaction with what is kept of the answer; the messages only say that they may be due,
//! and the sweep finds those of which the message is lost.

pub mod complete_rotation;
pub mod confirm;
pub mod create;
pub mod delete;
pub mod host;
pub mod list;
pub mod recover;
pub mod rotate_secret;
pub mod test;
pub mod update;
pub mod verify_signature;
pub mod view;

mod fields;

use ::surface::body::Fields;
use ::surface::{Error, Idempotency, Input, Query, Request};
use webhooks::WebhookId;
use webhooks::delivery::WakeUp;
use webhooks::webhook::{Probe, WebhookError};

use crate::registry::WEBHOOK_VIEW;
use crate::{Dashboard, refusals};

/// Tries when a webhook or a delivery was changed meanwhile, or others were counted.
pub(crate) const TRIES: u32 = 8;

/// The webhook that a path names. What can't be an id is the id of no webhook.
pub(crate) fn id(request: &Request) -> Result<WebhookId, Error> {
    request
        .param("id")
        .ok_or_else(|| refusals::webhook(WebhookError::Unknown))
}

/// Where a webhook can be read.
fn location(id: WebhookId) -> String {
    WEBHOOK_VIEW.route.path.replace("{id}", &id.to_string())
}

/// Which webhook.
#[derive(Debug)]
pub struct WebhookPath(WebhookId);

impl<C> Input<C> for WebhookPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

/// Which webhook something is to be done to that takes no body.
#[derive(Debug)]
pub struct WebhookAction {
    id: WebhookId,
    idempotency: Idempotency,
}

impl<C> Input<C> for WebhookAction {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        Fields::none(request)?;
        Ok(Self { id, idempotency })
    }
}

/// Sends messages that deliveries may be due, each after so many seconds. Where the queue is not
/// known, the sweep finds the deliveries.
pub(crate) async fn wake_up(context: &Dashboard, wake_ups: &[(WakeUp, i32)]) {
    if let Some(queue) = context.queues.deliveries() {
        queue.send(wake_ups).await;
    }
}

/// Sends the message that a probe is to be sent, where one follows from a change.
async fn wake_up_probe(context: &Dashboard, probe: Option<&Probe>) {
    if let Some(probe) = probe {
        wake_up(context, &[(probe.wake_up(), 0)]).await;
    }
}
