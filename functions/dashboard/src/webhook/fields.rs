//! The fields of a webhook, as [`super::create`] and [`super::update`] take them.

use ::surface::body::{Fields, Reader, Wrong, custom, line};
use serde_json::{Value, json};
use webhooks::Product;
use webhooks::url::{AllowedHosts, MAX_LENGTH, WebhookUrl};
use webhooks::webhook::Subscription;

use crate::fields::{each_once, list};

/// The field's name.
pub const EVENTS: &str = "events";
/// Means all events, those of later releases included.
const ALL: &str = "*";

/// Where deliveries go, as far as the text says: [`super::host`] looks its host up.
pub fn url(allowed: &AllowedHosts) -> impl Reader<Value = WebhookUrl> {
    let read = |value: &Value| {
        let text = line(1..=MAX_LENGTH).read(value)?;
        WebhookUrl::parse(&text, allowed).map_err(|wrong| ("INVALID", wrong.to_string()))
    };
    let schema = || {
        json!({
            "type": "string",
            "maxLength": MAX_LENGTH,
            "pattern": r"^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,30}[A-Za-z]{2,63}(:(443|8443))?([/?][^#\s\x00-\x1f\x7f-\x9f]*)?$",
        })
    };
    custom(read, schema).about(
        "Where deliveries go: `https`, port 443 or 8443, a name and no address, no user, password \
         or fragment. Its host must not have an address that is not public.",
    )
    .called("ReceiverUrl")
}

/// Its owner's description.
pub fn description() -> impl Reader<Value = String> {
    line(1..=200).about("What its owner says of it.")
}

/// Which events it receives: the values of the list, which [`read_events`] reads.
pub fn events(product: &Product) -> impl Reader<Value = Vec<Value>> {
    let most = product.events.iter().filter(|event| event.subscribable);
    let most = most.count();
    let schema = move || {
        json!({
            "type": "array",
            "minItems": 1,
            "maxItems": most,
            "uniqueItems": true,
            "anyOf": [
                { "items": { "$ref": "#/components/schemas/EventKind" } },
                { "items": { "const": ALL }, "maxItems": 1 },
            ],
        })
    };
    list(1..=most, schema)
        .about(
            "Events it receives, each once; `*` alone means all, those of later releases included.",
        )
        .called("Subscribed")
}

/// Which events it receives: each at most once, or all.
pub fn read_events(
    body: &mut Fields,
    values: Option<Vec<Value>>,
    product: &Product,
) -> Option<Subscription> {
    let read = |value: &Value| event(product, value);
    let names = each_once(body, EVENTS, values, read, "must name each event once")?;
    match Subscription::parse(product, &names) {
        Ok(events) => Some(events),
        Err((_, message)) => {
            body.refuse(EVENTS, "INVALID", &message);
            None
        }
    }
}

fn event(product: &Product, value: &Value) -> Result<String, Wrong> {
    match value.as_str() {
        None => Err(("TYPE", "must be text".to_owned())),
        Some(ALL) => Ok(ALL.to_owned()),
        Some(name) => match product.subscribable(name) {
            Ok(event) => Ok(event.to_string()),
            Err(message) => Err(("INVALID", format!("{message}, or {ALL} alone for all"))),
        },
    }
}
