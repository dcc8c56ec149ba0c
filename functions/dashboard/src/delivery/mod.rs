//! Deliveries: what was sent to a webhook and what came of it, and one of them again.

pub mod list;
pub mod retry;

use common::Timestamp;
use serde::Serialize;
use webhooks::delivery::{Attempt, Delivery, State};
use webhooks::webhook::Probe;
use webhooks::{DeliveryId, EventType};

/// Attempts of a delivery that are shown: the latest.
const ATTEMPTS: u32 = 20;
/// They may take so many bytes, or the oldest of them are left out: answers of receivers can be
/// long, and Lambda's own is at most 6 MB.
const ATTEMPTS_LENGTH: usize = 48 * 1024;

/// A delivery, and what came of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Delivery"))]
pub struct DeliveryView {
    id: DeliveryId,
    event: EventType,
    status: State,
    /// Why it is dead or missed.
    reason: Option<String>,
    /// The latest attempts, oldest first.
    attempts: Vec<Attempt>,
    next_attempt_at: Option<Timestamp>,
    /// When the event happened.
    created_at: Timestamp,
    /// Attempts whose sender was not heard of again: they may have been sent.
    interrupted: u32,
}

impl DeliveryView {
    fn new(delivery: &Delivery, mut attempts: Vec<Attempt>) -> Self {
        let mut room = ATTEMPTS_LENGTH;
        let fitting = attempts.iter().rev().take_while(|attempt| {
            let taken = serde_json::to_vec(attempt).map_or(0, |text| text.len());
            let fits = room.checked_sub(taken);
            room = fits.unwrap_or(room);
            fits.is_some()
        });
        let fitting = fitting.count();
        attempts.drain(..attempts.len() - fitting);
        Self {
            id: delivery.id,
            event: delivery.event.clone(),
            status: delivery.state,
            reason: delivery.reason.clone(),
            attempts,
            next_attempt_at: delivery.next_attempt_at,
            created_at: delivery.created_at,
            interrupted: delivery.lost_leases,
        }
    }
}

/// A delivery that is to be made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptedDelivery {
    #[serde(flatten)]
    delivery: DeliveryView,
    /// The same as `id`.
    delivery_id: DeliveryId,
}

impl AcceptedDelivery {
    /// The delivery as it is now, to be looked up later by its id.
    pub(crate) fn new(delivery: &Delivery, attempts: Vec<Attempt>) -> Self {
        Self {
            delivery: DeliveryView::new(delivery, attempts),
            delivery_id: delivery.id,
        }
    }

    /// The probe that is sent where the webhook is unproven: it is looked up on the webhook.
    pub(crate) fn of_probe(probe: &Probe, event: &EventType) -> Self {
        Self {
            delivery: DeliveryView {
                id: probe.id,
                event: event.clone(),
                status: State::Pending,
                reason: None,
                attempts: Vec::new(),
                next_attempt_at: Some(probe.requested_at),
                created_at: probe.requested_at,
                interrupted: 0,
            },
            delivery_id: probe.id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Tenant;

    fn delivery() -> Delivery {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        Delivery {
            id: "dlv_01JD9ZK4T0000000000000000A".parse().unwrap(),
            webhook_id: "whk_01JD9ZK4T0000000000000000A".parse().unwrap(),
            tenant: Tenant::new("usr_01JD9ZK4T0000000000000000A"),
            event: twin::events::TEST,
            body: String::new(),
            created_at: now,
            state: State::Failed,
            attempts: 1,
            round: 0,
            next_attempt_at: Some(now),
            deadline: now,
            lease: None,
            lease_until: None,
            waits: false,
            released: false,
            lost_leases: 2,
            reason: None,
            ttl: 0,
            single: false,
        }
    }

    fn attempt(n: u32, response: &str) -> Attempt {
        Attempt {
            n,
            at: "2026-11-22T12:00:00Z".parse().unwrap(),
            status: Some(500),
            duration_ms: 7,
            error: Some("status".into()),
            response: Some(response.into()),
        }
    }

    #[test]
    fn a_list_is_in_the_order_of_its_fields_and_an_accepted_one_in_that_of_their_names() {
        let view = DeliveryView::new(&delivery(), vec![attempt(1, "no")]);
        assert_eq!(
            serde_json::to_string(&view).unwrap(),
            r#"{"id":"dlv_01JD9ZK4T0000000000000000A","event":"twin.test","status":"failed","reason":null,"attempts":[{"n":1,"at":"2026-11-22T12:00:00.000Z","status":500,"durationMs":7,"error":"status","response":"no"}],"nextAttemptAt":"2026-11-22T12:00:00.000Z","createdAt":"2026-11-22T12:00:00.000Z","interrupted":2}"#
        );
        let accepted = AcceptedDelivery::new(&delivery(), vec![attempt(1, "no")]);
        assert_eq!(
            serde_json::to_value(&accepted).unwrap().to_string(),
            r#"{"attempts":[{"at":"2026-11-22T12:00:00.000Z","durationMs":7,"error":"status","n":1,"response":"no","status":500}],"createdAt":"2026-11-22T12:00:00.000Z","deliveryId":"dlv_01JD9ZK4T0000000000000000A","event":"twin.test","id":"dlv_01JD9ZK4T0000000000000000A","interrupted":2,"nextAttemptAt":"2026-11-22T12:00:00.000Z","reason":null,"status":"failed"}"#
        );
    }

    #[test]
    fn the_oldest_attempts_are_left_out_where_they_are_long() {
        let long = "x".repeat(ATTEMPTS_LENGTH / 2);
        let attempts = vec![
            attempt(1, "a"),
            attempt(2, &long),
            attempt(3, &long),
            attempt(4, "b"),
        ];
        let view = DeliveryView::new(&delivery(), attempts);
        let shown: Vec<_> = view.attempts.iter().map(|attempt| attempt.n).collect();
        assert_eq!(shown, [3, 4]);
    }
}
