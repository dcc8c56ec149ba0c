//! Deliveries: what was sent to a webhook and what came of it, and one of them again.

pub mod list;
pub mod retry;

use common::Timestamp;
use serde::Serialize;
use webhooks::delivery::{Attempt, Delivery, State};
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
}
