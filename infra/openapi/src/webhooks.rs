//! What is sent to webhooks.

use ::webhooks::Product;
use serde_json::{Value, json};

use crate::examples::Examples;
use crate::schemas::{Schemas, reference, tidy, with};

/// A product's deliveries.
#[derive(Debug)]
pub struct Webhooks {
    /// The product.
    pub product: &'static Product,
    /// The beginning of its own headers' names.
    pub prefix: &'static str,
    /// Its events.
    pub events: &'static [Event],
}

/// An event.
#[derive(Debug)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The operation's id.
    pub operation: &'static str,
    /// What has happened, in a few words.
    pub summary: &'static str,
    /// The delivery's body.
    pub body: fn(&mut Schemas) -> Value,
}

impl Webhooks {
    pub(crate) fn tag() -> Value {
        json!({ "name": "Webhooks", "description": "What we send to the URLs that an owner has named." })
    }

    /// All events, in the contract's order.
    pub(crate) fn describe(
        &self,
        schemas: &mut Schemas,
        examples: &Examples,
    ) -> Vec<(String, Value)> {
        // The engine's own schema of an event's name knows no product.
        let mut name = self.product.event_schema().to_value();
        tidy(&mut name, true);
        schemas.insert("EventKind", name);
        let events = self.events.iter();
        let all = events.map(|event| {
            let body = (event.body)(schemas);
            (event.name.to_owned(), self.event(event, body, examples))
        });
        all.collect()
    }

    /// A delivery's headers: name, what it says, its schema.
    fn headers(&self, event: &Event) -> [(String, &'static str, Value); 7] {
        let own = |name| format!("{}{name}", self.prefix);
        let id = || reference("DeliveryId");
        [
            (
                "webhook-id".into(),
                "The delivery's id, the same on every attempt.",
                id(),
            ),
            (
                "webhook-timestamp".into(),
                "When this attempt was made, in seconds since 1970.",
                json!({ "type": "string", "pattern": "^[0-9]+$" }),
            ),
            (
                "webhook-signature".into(),
                "Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 of \
                 `id.timestamp.body`, under what follows `whsec_`, decoded from base64. While a \
                 secret is being rotated there is one for each secret, separated by a space.",
                json!({
                    "type": "string",
                    "pattern": "^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)?$",
                }),
            ),
            (
                own("Signature"),
                "`sha256=` and the lower-case hex of the body's HMAC-SHA256 under the whole \
                 `whsec_…` text. While a secret is being rotated, the previous one signs.",
                json!({ "type": "string", "pattern": "^sha256=[0-9a-f]{64}$" }),
            ),
            (
                own("Event"),
                "The event.",
                json!({ "type": "string", "const": event.name }),
            ),
            (own("Delivery"), "The delivery's id again.", id()),
            (
                own("Attempt"),
                "The attempt's number, from 1.",
                json!({ "type": "string", "pattern": "^[1-9][0-9]*$" }),
            ),
        ]
    }

    fn event(&self, event: &Event, body: Value, examples: &Examples) -> Value {
        let recorded = examples.deliveries.get(event.name);
        let headers = self.headers(event).into_iter();
        let parameters = headers.map(|(name, about, schema)| {
            let sent = recorded.and_then(|one| one.headers.get(&name.to_ascii_lowercase()));
            let example = sent.map(|value| json!(value));
            let header = json!({
                "name": name, "in": "header", "required": true, "description": about,
                "schema": schema,
            });
            with(header, "example", example)
        });
        let example = recorded.map(|one| one.body.clone());
        let content = with(json!({ "schema": body }), "example", example);
        json!({
            "post": {
                "operationId": event.operation,
                "summary": event.summary,
                "description": "Sent to every webhook that subscribes to it, at least once, and \
                                in no promised order.",
                "tags": ["Webhooks"],
                "security": [{ "StandardWebhooks": [] }],
                "parameters": parameters.collect::<Vec<_>>(),
                "requestBody": { "required": true, "content": { "application/json": content } },
                "responses": {
                    "2XX": { "description": "Delivered, if it comes within 10 seconds." },
                    "410": { "description": "No more of this: the webhook is disabled." },
                    "default": {
                        "description": "Failed, also on a redirect: there are 10 attempts in \
                                        about 28 hours. `Retry-After` is respected up to a day.",
                    },
                },
            },
        })
    }
}
