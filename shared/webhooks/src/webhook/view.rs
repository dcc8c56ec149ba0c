//! A webhook as its owner sees it.

use common::Timestamp;
use serde::Serialize;

use super::{Missed, Probe, ProbePost, Status, Subscription, Verdict, Webhook};
use crate::{DeliveryId, WebhookId};

/// A webhook's latest probe, as its owner sees it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Probe"))]
#[serde(rename_all = "camelCase")]
pub struct ProbeView {
    /// Until when its code can be confirmed; null: it can't be.
    pub code_ends_at: Option<Timestamp>,
    /// How many codes may still be tried.
    pub code_tries_left: u32,
    /// The id that the test which asked for it answered with.
    pub id: DeliveryId,
    /// Its posts in the order in which they were sent, once they have been answered.
    pub posts: Vec<ProbePost>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// What came of it.
    pub verdict: Verdict,
}

impl ProbeView {
    /// The probe as it stands at this moment.
    pub fn new(probe: &Probe, now: Timestamp) -> Self {
        let left = probe.code_left(now);
        Self {
            code_ends_at: left.map(|(_, ends_at)| ends_at),
            code_tries_left: left.map_or(0, |(tries, _)| tries),
            id: probe.id,
            posts: probe.posts.clone(),
            requested_at: probe.requested_at,
            verdict: probe.verdict,
        }
    }
}

/// A webhook as its owner sees it, without its secret.
// In the alphabetical order of its wire names, which answers have always had.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Webhook"))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // a field without a sentence of its own has its type's in the reference
pub struct WebhookView {
    pub created_at: Timestamp,
    /// What its owner says of it.
    pub description: Option<String>,
    /// Events it receives; `*` alone: all.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub events: Subscription,
    /// Since when nothing but failures.
    pub failing_since: Option<Timestamp>,
    pub id: WebhookId,
    /// Its latest probe: whether its receiver tells right from wrong signatures.
    pub last_probe: Option<ProbeView>,
    pub missed: Missed,
    /// Until when the former secret signs too, while a rotation's overlap lasts.
    pub overlap_ends_at: Option<Timestamp>,
    pub status: Status,
    /// Why events are not delivered to it.
    pub status_reason: Option<String>,
    /// Where deliveries go.
    pub url: String,
}

impl WebhookView {
    /// The webhook as it stands at this moment, and its latest probe.
    pub fn new(webhook: &Webhook, probe: Option<&Probe>, now: Timestamp) -> Self {
        let overlap = webhook.previous_secret.as_ref();
        Self {
            created_at: webhook.created_at,
            description: webhook.description.clone(),
            events: webhook.events.clone(),
            failing_since: webhook.failing_since,
            id: webhook.id,
            last_probe: probe.map(|probe| ProbeView::new(probe, now)),
            missed: webhook.missed(),
            overlap_ends_at: overlap
                .map(|previous| previous.ends_at)
                .filter(|ends_at| *ends_at > now),
            status: webhook.status,
            status_reason: webhook.status_reason.clone(),
            url: webhook.url.clone(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use common::Tenant;

    use super::*;
    use crate::sealed::Sealed;
    use crate::webhook::PreviousSecret;

    pub(in super::super) fn webhook() -> Webhook {
        let sealed = Sealed {
            kid: "1".into(),
            text: "AAAA".into(),
        };
        Webhook {
            id: "whk_01JD9ZK4T0000000000000000A".parse().unwrap(),
            tenant: Tenant::new("usr_01JD9ZK4T0000000000000000A"),
            url: "https://hooks.example.com/".into(),
            events: Subscription::All,
            description: None,
            retry: crate::schedule::Retry::default(),
            status: Status::Enabled,
            status_reason: None,
            created_at: "2026-11-22T12:00:00Z".parse().unwrap(),
            version: 1,
            secret: sealed.clone(),
            previous_secret: Some(PreviousSecret {
                secret: sealed,
                ends_at: "2026-11-23T12:00:00Z".parse().unwrap(),
            }),
            failures_since: None,
            failing_since: None,
            slow: 0,
            next_probe_at: None,
            last_probe: None,
            waiting: 0,
            missed: 0,
            missed_since: None,
            job: None,
            job_after: None,
            then_release: false,
            job_due: None,
        }
    }

    #[test]
    fn a_view_is_in_the_order_of_a_sorted_map_and_holds_no_secret() {
        let view = WebhookView::new(&webhook(), None, webhook().created_at);
        let text = serde_json::to_string(&view).unwrap();
        let sorted = serde_json::to_value(&view).unwrap().to_string();
        assert_eq!(text, sorted);
        assert_eq!(
            text,
            r#"{"createdAt":"2026-11-22T12:00:00.000Z","description":null,"events":["*"],"failingSince":null,"id":"whk_01JD9ZK4T0000000000000000A","lastProbe":null,"missed":{"count":0,"since":null},"overlapEndsAt":"2026-11-23T12:00:00.000Z","status":"enabled","statusReason":null,"url":"https://hooks.example.com/"}"#
        );
        let after = WebhookView::new(&webhook(), None, "2026-11-23T12:00:00Z".parse().unwrap());
        assert_eq!(after.overlap_ends_at, None);
    }

    #[test]
    fn the_stored_names_stay() {
        let stored = serde_json::to_value(webhook()).unwrap();
        assert_eq!(stored["userId"], "usr_01JD9ZK4T0000000000000000A");
        assert_eq!(stored["former"]["endsAt"], "2026-11-23T12:00:00.000Z");
        assert_eq!(
            serde_json::from_value::<Webhook>(stored).unwrap(),
            webhook()
        );
    }
}
