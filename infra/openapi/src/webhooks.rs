//! What is sent to webhooks.

use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use shared::events::Kind;

use crate::answers as a;
use crate::examples::Examples;
use crate::schemas::Schemas;

/// A delivery's headers: name, what it says, its schema.
fn headers(kind: Kind) -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "webhook-id",
            "The delivery's id, the same on every attempt.",
            json!({ "$ref": "#/components/schemas/DeliveryId" }),
        ),
        (
            "webhook-timestamp",
            "When this attempt was made, in seconds since 1970.",
            json!({ "type": "string", "pattern": "^[0-9]+$" }),
        ),
        (
            "webhook-signature",
            "Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body`, \
             under what follows `whsec_`, decoded from base64. While a secret is rotated, one of \
             each, parted by a blank.",
            json!({ "type": "string", "pattern": "^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)?$" }),
        ),
        (
            "X-AfiniTwin-Signature",
            "`sha256=` and the lower-case hex of the body's HMAC-SHA256 under the whole `whsec_…` \
             text. While a secret is rotated it is the former's.",
            json!({ "type": "string", "pattern": "^sha256=[0-9a-f]{64}$" }),
        ),
        (
            "X-AfiniTwin-Event",
            "The event.",
            json!({ "type": "string", "const": kind.as_str() }),
        ),
        (
            "X-AfiniTwin-Delivery",
            "The delivery's id again.",
            json!({ "$ref": "#/components/schemas/DeliveryId" }),
        ),
        (
            "X-AfiniTwin-Attempt",
            "The attempt's number, from 1.",
            json!({ "type": "string", "pattern": "^[1-9][0-9]*$" }),
        ),
    ]
}

/// All events, in the contract's order.
pub(crate) fn all(schemas: &mut Schemas, examples: &Examples) -> Vec<(String, Value)> {
    Kind::ALL
        .into_iter()
        .map(|kind| {
            let s = &mut *schemas;
            let (function, schema, summary) = match kind {
                Kind::SnapshotReady => {
                    told::<a::SnapshotReadyEvent>(s, "snapshot-ready", "A snapshot can be served")
                }
                Kind::SnapshotFailed => told::<a::SnapshotFailedEvent>(
                    s,
                    "snapshot-failed",
                    "The compiler gave a snapshot up",
                ),
                Kind::ApiKeyRevoked => told::<a::ApiKeyRevokedEvent>(
                    s,
                    "api-key-revoked",
                    "A key opens nothing any more",
                ),
                Kind::QuotaWarning80 => told::<a::QuotaWarningEvent>(
                    s,
                    "quota-warning-80",
                    "80 % of a monthly quota are spent",
                ),
                Kind::QuotaExceeded => {
                    told::<a::QuotaExceededEvent>(s, "quota-exceeded", "A monthly quota is spent")
                }
                Kind::Test => told::<a::TestEvent>(s, "test", "A test"),
            };
            (
                kind.to_string(),
                event(kind, function, schema, summary, examples),
            )
        })
        .collect()
}

fn told<T: JsonSchema>(
    schemas: &mut Schemas,
    function: &'static str,
    summary: &'static str,
) -> (&'static str, Value, &'static str) {
    (function, schemas.answer::<T>(), summary)
}

fn event(kind: Kind, function: &str, schema: Value, summary: &str, examples: &Examples) -> Value {
    let recorded = examples.deliveries.get(kind.as_str());
    let parameters: Vec<_> = headers(kind)
        .into_iter()
        .map(|(name, about, schema)| {
            let mut header = json!({
                "name": name, "in": "header", "required": true, "description": about,
                "schema": schema,
            });
            let sent = recorded.and_then(|one| one.headers.get(&name.to_ascii_lowercase()));
            if let (Some(value), Some(header)) = (sent, header.as_object_mut()) {
                header.insert("example".into(), json!(value));
            }
            header
        })
        .collect();
    let mut content = Map::new();
    content.insert("schema".into(), schema);
    if let Some(recorded) = recorded {
        content.insert("example".into(), recorded.body.clone());
    }
    json!({
        "post": {
            "operationId": format!("event-{function}"),
            "summary": summary,
            "description": "Sent to every webhook that is told of it, at least once, and in no \
                            promised order.",
            "tags": ["Webhooks"],
            "security": [{ "StandardWebhooks": [] }],
            "parameters": parameters,
            "requestBody": { "required": true, "content": { "application/json": content } },
            "responses": {
                "2XX": { "description": "Taken, if it comes within 10 seconds." },
                "410": { "description": "No more of this: the webhook is disabled." },
                "default": {
                    "description": "Failed, a redirection too: there are 10 attempts in about 28 \
                                    hours. `Retry-After` is heeded up to a day.",
                },
            },
        },
    })
}
