//! What differs between products whose events are delivered: the events, the look of a delivery,
//! and the signature beside that of Standard Webhooks.

use common::Timestamp;
use http::HeaderName;

use crate::signature::{Secret, hmac_hex, same};
use crate::{DeliveryId, Event, EventType};

/// A product, made once as a `static`.
#[derive(Debug)]
pub struct Product {
    /// Its name, for people.
    pub name: &'static str,
    /// Its events, in the order in which they are listed everywhere.
    pub events: &'static [EventDescription],
    /// The event that a test delivers.
    pub test_event: EventType,
    /// The names of its own headers.
    pub headers: Headers,
    /// Its own signature.
    pub signature: OwnSignature,
    /// The `User-Agent` of its deliveries.
    pub agent: &'static str,
    /// The body of a delivery. It is made once and stored: all attempts send the same bytes.
    pub body: fn(&Event, DeliveryId) -> String,
    /// The member of the body that holds the delivery's id.
    pub id_member: &'static str,
    /// The delivery's id as the body has it.
    pub id_text: fn(DeliveryId) -> String,
}

/// An event that a product has.
#[derive(Clone, Copy, Debug)]
pub struct EventDescription {
    /// Its name.
    pub name: &'static str,
    /// When it happens, as a sentence.
    pub when: &'static str,
    /// Whether a webhook can subscribe to it by name.
    pub subscribable: bool,
}

/// The names of a product's own headers.
#[derive(Debug)]
pub struct Headers {
    /// The event's name.
    pub event: HeaderName,
    /// The delivery's id.
    pub delivery: HeaderName,
    /// The attempt's number, from 1.
    pub attempt: HeaderName,
}

/// A product's own signature. It has room for one secret: while a secret is being rotated the
/// previous one signs.
#[derive(Debug)]
pub struct OwnSignature {
    /// Its header.
    pub header: HeaderName,
    /// The header's name as it is shown to people.
    pub shown: &'static str,
    /// The header's value for a body that is sent at this moment.
    pub sign: fn(&Secret, &[u8], Timestamp) -> String,
    /// Whether a header as it arrived has the right form.
    pub is_well_formed: fn(&str) -> bool,
    /// Whether a well-formed header is the signature of this body.
    pub verify: fn(&Secret, &[u8], &str) -> bool,
    /// What to answer where the form is wrong.
    pub form: &'static str,
    /// What to answer where it is no signature of the body.
    pub mismatch: &'static str,
}

impl OwnSignature {
    /// `sha256=` and the lower-case hex of the body's HMAC-SHA256 under the whole `whsec_…` text.
    /// `header` is `shown` in lower case.
    pub const fn sha256_of_body(header: &'static str, shown: &'static str) -> Self {
        Self {
            header: HeaderName::from_static(header),
            shown,
            sign: |secret, body, _| sha256(secret, body),
            is_well_formed: |header| {
                header.strip_prefix("sha256=").is_some_and(|hex| {
                    hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit())
                })
            },
            verify: |secret, body, header| {
                same(&sha256(secret, body), &header.to_ascii_lowercase())
            },
            form: "The header must be sha256= and 64 hexadecimal digits.",
            mismatch: "It is no signature of this body by a live secret. The key is the whole \
                       whsec_ text, and the body must be the bytes as they arrived: parsing and \
                       printing them again changes them.",
        }
    }
}

fn sha256(secret: &Secret, body: &[u8]) -> String {
    format!("sha256={}", hmac_hex(secret, &[body]))
}

impl Product {
    /// The event of this name.
    ///
    /// # Errors
    /// The product has none; the message, which goes to clients, names those it has.
    pub fn event(&self, name: &str) -> Result<EventType, String> {
        self.find(name, |_| true)
    }

    /// The event of this name, if a webhook can subscribe to it.
    ///
    /// # Errors
    /// There is none; the message, which goes to clients, names those there are.
    pub fn subscribable(&self, name: &str) -> Result<EventType, String> {
        self.find(name, |event| event.subscribable)
    }

    fn find(&self, name: &str, may: fn(&EventDescription) -> bool) -> Result<EventType, String> {
        let allowed = self.events.iter().filter(|event| may(event));
        if let Some(event) = allowed.clone().find(|event| event.name == name) {
            return Ok(EventType::of(event.name));
        }
        Err(allowed.fold("must be one of".to_owned(), |message, event| {
            format!("{message} {}", event.name)
        }))
    }

    /// The place of an event in the product's order; one that this release does not know is last.
    pub(crate) fn order(&self, event: &EventType) -> usize {
        let place = self
            .events
            .iter()
            .position(|own| own.name == event.as_str());
        place.unwrap_or(self.events.len())
    }

    /// The JSON Schema of an event's name, with what each one means.
    #[cfg(feature = "schema")]
    pub fn event_schema(&self) -> schemars::Schema {
        let names: Vec<_> = self
            .events
            .iter()
            .map(|event| {
                serde_json::json!({
                    "const": event.name,
                    "description": event.when,
                    "type": "string",
                })
            })
            .collect();
        schemars::json_schema!({
            "description": crate::event::SCHEMA_DESCRIPTION,
            "oneOf": names,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde::Serialize;
    use serde_json::Value;

    use super::*;

    const fn event(name: &'static str) -> EventDescription {
        EventDescription {
            name,
            when: "It happened.",
            subscribable: true,
        }
    }

    /// A product for this crate's tests, in the likeness of the twin API.
    pub(crate) static PRODUCT: Product = Product {
        name: "Test",
        events: &[
            event("twin.snapshot.ready"),
            event("twin.snapshot.failed"),
            event("twin.api_key.revoked"),
            event("twin.quota.warning_80"),
            event("twin.quota.exceeded"),
            event("twin.test"),
        ],
        test_event: EventType::of("twin.test"),
        headers: Headers {
            event: HeaderName::from_static("x-afinitwin-event"),
            delivery: HeaderName::from_static("x-afinitwin-delivery"),
            attempt: HeaderName::from_static("x-afinitwin-attempt"),
        },
        signature: OwnSignature::sha256_of_body("x-afinitwin-signature", "X-AfiniTwin-Signature"),
        agent: "Test/1",
        body,
        id_member: "deliveryId",
        id_text: |id| id.to_string(),
    };

    fn body(event: &Event, delivery: DeliveryId) -> String {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            event: &'a EventType,
            delivery_id: DeliveryId,
            timestamp: Timestamp,
            data: &'a Value,
        }
        serde_json::to_string(&Body {
            event: &event.event,
            delivery_id: delivery,
            timestamp: event.timestamp,
            data: &event.data,
        })
        .unwrap()
    }

    #[test]
    fn an_event_is_one_of_the_product_s() {
        assert_eq!(PRODUCT.event("twin.test").unwrap().as_str(), "twin.test");
        assert_eq!(
            PRODUCT.event("twin.nothing").unwrap_err(),
            "must be one of twin.snapshot.ready twin.snapshot.failed twin.api_key.revoked \
             twin.quota.warning_80 twin.quota.exceeded twin.test"
        );
        const HIDDEN: EventDescription = EventDescription {
            subscribable: false,
            ..event("b")
        };
        let hidden = Product {
            events: const { &[event("a"), HIDDEN] },
            test_event: EventType::of("b"),
            headers: Headers {
                event: HeaderName::from_static("e"),
                delivery: HeaderName::from_static("d"),
                attempt: HeaderName::from_static("a"),
            },
            signature: OwnSignature::sha256_of_body("s", "S"),
            ..PRODUCT
        };
        assert!(hidden.event("b").is_ok());
        assert_eq!(hidden.subscribable("b").unwrap_err(), "must be one of a");
    }
}
