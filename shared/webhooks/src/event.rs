//! Events as they are stored and queued.

use std::borrow::Cow;
use std::fmt;

use common::{Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::outbox::Message;
use crate::queues::Queue;
use crate::{DeliveryId, WebhookId};

#[cfg(feature = "schema")]
pub(crate) const SCHEMA_DESCRIPTION: &str = "The types of events.";

/// What kind of event something is, by its name. A name that was stored by another release is
/// kept as it is; what comes from a client is read by [`Product::event`](crate::Product::event).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(Cow<'static, str>);

impl EventType {
    /// The one of this name.
    pub const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text: which ones, a [`Product`](crate::Product) knows.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for EventType {
    fn schema_name() -> Cow<'static, str> {
        "EventKind".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": SCHEMA_DESCRIPTION })
    }
}

/// Something that happened, as it goes to the dispatcher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id, unique for the tenant. An event that can only happen once has a deterministic id,
    /// so that it is delivered once however often it is stored.
    pub id: String,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// Of what kind.
    pub event: EventType,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The data of the delivery's body.
    pub data: Value,
}

impl Event {
    /// The message that carries it, to be stored with its cause.
    pub fn message(&self) -> Message {
        let (tenant, id) = (self.tenant.clone(), self.id.clone());
        Message::new(Queue::EVENTS, tenant, id, &json!(self))
    }

    /// The id of its delivery to a webhook: always the same one. It sorts by when the event
    /// happened.
    pub fn delivery_id(&self, webhook: WebhookId) -> DeliveryId {
        delivery_id(self.timestamp, webhook, &self.id)
    }
}

fn delivery_id(at: Timestamp, webhook: WebhookId, event: &str) -> DeliveryId {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{webhook}\n{event}"));
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
    use crate::product::tests::PRODUCT;

    #[test]
    fn one_event_is_one_delivery_a_webhook_and_they_sort_by_time() {
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

    fn event() -> Event {
        Event {
            id: "e".into(),
            tenant: Tenant::new("usr_01JD9ZK4T0000000000000000A"),
            event: EventType::of("twin.test"),
            timestamp: "2026-11-22T12:00:00Z".parse().unwrap(),
            data: json!({ "message": "é" }),
        }
    }

    #[test]
    fn the_body_is_in_the_order_of_the_contract() {
        let id: DeliveryId = "dlv_01JD9ZK4T0000000000000000A".parse().unwrap();
        assert_eq!(
            (PRODUCT.body)(&event(), id),
            r#"{"event":"twin.test","deliveryId":"dlv_01JD9ZK4T0000000000000000A","timestamp":"2026-11-22T12:00:00.000Z","data":{"message":"é"}}"#
        );
    }

    #[test]
    fn an_event_keeps_its_stored_names_and_a_name_of_another_release() {
        let text = serde_json::to_value(event()).unwrap();
        assert_eq!(text["userId"], "usr_01JD9ZK4T0000000000000000A");
        let mut later = text.clone();
        later["event"] = json!("twin.later");
        let later: Event = serde_json::from_value(later).unwrap();
        assert_eq!(later.event.as_str(), "twin.later");
        assert_eq!(serde_json::from_value::<Event>(text).unwrap(), event());
    }
}
