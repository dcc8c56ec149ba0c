//! What there is to tell: the kinds of events, and one event as it is stored and queued.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::outbox::{Message, Queue};
use crate::clock::Timestamp;
use crate::id::{DeliveryId, UserId, WebhookId};
use crate::words::words;

words!(
    /// What kinds of things are told.
    #[cfg_attr(feature = "schema", schemars(rename = "EventKind"))]
    #[derive(Hash, PartialOrd, Ord)]
    Kind {
        /// A snapshot can be served.
        SnapshotReady = "twin.snapshot.ready";
        /// The compiler gave a snapshot up.
        SnapshotFailed = "twin.snapshot.failed";
        /// A key opens nothing any more: revoked, expired or replaced.
        ApiKeyRevoked = "twin.api_key.revoked";
        /// 80 % of a monthly quota are spent.
        QuotaWarning80 = "twin.quota.warning_80";
        /// A monthly quota is spent: the first call was refused.
        QuotaExceeded = "twin.quota.exceeded";
        /// The owner asked for it, to see it arrive.
        Test = "twin.test";
    }
);

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::SnapshotReady,
        Self::SnapshotFailed,
        Self::ApiKeyRevoked,
        Self::QuotaWarning80,
        Self::QuotaExceeded,
        Self::Test,
    ];
}

/// Something that happened, as it goes to the dispatcher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id within the account: the same whenever the same thing is told, so that it is
    /// delivered once.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Of what kind.
    pub event: Kind,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What there is to say.
    pub data: Value,
}

impl Event {
    /// The message that tells it, to be stored with its cause.
    pub fn message(&self) -> Message {
        Message::new(Queue::Events, self.user_id, self.id.clone(), &json!(self))
    }

    /// The id of its delivery to an endpoint: always the same one. It sorts by when the event
    /// happened.
    pub fn delivery_id(&self, endpoint: WebhookId) -> DeliveryId {
        delivery_id(self.timestamp, endpoint, &self.id)
    }

    /// What the endpoint is sent, byte for byte the same on every attempt.
    pub fn body(&self, delivery: DeliveryId) -> String {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            event: Kind,
            delivery_id: DeliveryId,
            timestamp: Timestamp,
            data: &'a Value,
        }
        let body = Body {
            event: self.event,
            delivery_id: delivery,
            timestamp: self.timestamp,
            data: &self.data,
        };
        // Nothing in there can fail to be written.
        serde_json::to_string(&body).unwrap_or_default()
    }
}

fn delivery_id(at: Timestamp, endpoint: WebhookId, event: &str) -> DeliveryId {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{endpoint}\n{event}"));
    let mut bits = [0; 16];
    let time = u64::try_from(at.millis()).unwrap_or(0).to_be_bytes();
    // A ULID: 48 bits of time, 80 others.
    for (bit, byte) in bits
        .iter_mut()
        .zip(time.iter().skip(2).chain(digest.iter()))
    {
        *bit = *byte;
    }
    DeliveryId::from_bits(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_is_one_delivery_an_endpoint_and_they_sort_by_time() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let later = now.plus_millis(1);
        let (one, other) = (WebhookId::new(now), WebhookId::new(now));
        assert_eq!(delivery_id(now, one, "a"), delivery_id(now, one, "a"));
        assert_ne!(delivery_id(now, one, "a"), delivery_id(now, other, "a"));
        assert_ne!(delivery_id(now, one, "a"), delivery_id(now, one, "b"));
        for event in ["a", "b", "c", "d"] {
            assert!(delivery_id(now, one, event) < delivery_id(later, one, "a"));
        }
        // The first ten characters are the time, as any ULID's.
        let time = |text: String| text[4..14].to_owned();
        assert_eq!(
            time(delivery_id(now, one, "a").to_string()),
            time(DeliveryId::new(now).to_string())
        );
    }

    #[test]
    fn the_body_is_in_the_order_of_the_contract() {
        let event = Event {
            id: "e".into(),
            user_id: "usr_01JD9ZK4T0000000000000000A".parse().unwrap(),
            event: Kind::Test,
            timestamp: "2026-11-22T12:00:00Z".parse().unwrap(),
            data: json!({ "message": "é" }),
        };
        let id: DeliveryId = "dlv_01JD9ZK4T0000000000000000A".parse().unwrap();
        assert_eq!(
            event.body(id),
            r#"{"event":"twin.test","deliveryId":"dlv_01JD9ZK4T0000000000000000A","timestamp":"2026-11-22T12:00:00.000Z","data":{"message":"é"}}"#
        );
    }
}
