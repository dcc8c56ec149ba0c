//! Where an app's events go.

pub mod put;

use common::Timestamp;

use provider::runtime::{RuntimeApp, webhook};
use serde::Serialize;
use webhooks::WebhookId;
use webhooks::schedule::Retry;
use webhooks::webhook::{Missed, Probe, ProbeView, Status, Subscription, Webhook};

use crate::Runtime;

/// Where an app's events go, and how that is. Its secret is never shown again.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookProfile {
    /// The webhook.
    webhook_id: WebhookId,
    /// Where deliveries go.
    url: String,
    /// Events it receives; `*` alone: all.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    events: Subscription,
    /// How deliveries are tried, and tried again.
    retry: Retry,
    /// Whether events are delivered.
    status: Status,
    /// Why they are not.
    status_reason: Option<String>,
    /// The latest probe: whether the receiver tells right from wrong signatures.
    last_probe: Option<ProbeView>,
    /// Always true.
    has_secret: bool,
    /// Until when the former secret signs, too, while a rotation's overlap lasts.
    overlap_ends_at: Option<Timestamp>,
    /// Since when nothing but failures.
    failing_since: Option<Timestamp>,
    /// Events that were missed since it was last turned on.
    missed: Missed,
}

impl WebhookProfile {
    fn new(webhook: &Webhook, probe: Option<&Probe>, now: Timestamp) -> Self {
        let overlap = webhook.previous_secret.as_ref();
        Self {
            webhook_id: webhook.id,
            url: webhook.url.clone(),
            events: webhook.events.clone(),
            retry: webhook.retry,
            status: webhook.status,
            status_reason: webhook.status_reason.clone(),
            last_probe: probe.map(|probe| ProbeView::new(probe, now)),
            has_secret: true,
            overlap_ends_at: overlap
                .map(|previous| previous.ends_at)
                .filter(|ends_at| *ends_at > now),
            failing_since: webhook.failing_since,
            missed: webhook.missed(),
        }
    }
}

/// The profile of a runtime app, if it has one.
pub(crate) async fn of(
    context: &Runtime,
    runtime_app: &RuntimeApp,
) -> Result<Option<WebhookProfile>, common::Fault> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let found = webhook::find(table, runtime_app.app_id, runtime_app.id).await?;
    Ok(found.map(|(webhook, probe)| WebhookProfile::new(&webhook, probe.as_ref(), now)))
}

/// Sends the message that a probe is to be sent, where one was asked for. Where that fails, the
/// sweep finds the probe.
pub(crate) async fn wake_up(context: &Runtime, probe: Option<&Probe>) {
    if let (Some(probe), Some(queue)) = (probe, context.queues.deliveries()) {
        queue.send(&[(probe.wake_up(), 0)]).await;
    }
}
