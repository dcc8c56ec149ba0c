//! Webhooks: made, shown, changed, tried out; their secrets, and what was sent to them.
//!
//! A secret is in the answer that makes it and nowhere else: an answer that is kept for an
//! `Idempotency-Key` is kept without it. What is done to deliveries is done to their records, in
//! one transaction with what is kept of the answer; the messages are hints, and a lost one is
//! found by the sweep.

pub mod create;
pub mod delete;
pub mod deliveries;
pub mod list;
pub mod receiver;
pub mod recover;
pub mod secret;
pub mod test;
pub mod update;
pub mod verify;
pub mod view;

mod fields;

use serde_json::Value;
use shared::events::delivery::Hint;
use shared::events::endpoint::EndpointError;
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Request};
use shared::id::WebhookId;
use shared::{App, Error};

/// Tries when a webhook or a delivery was changed meanwhile.
const TRIES: u32 = 4;

/// Which webhook something is to be done to that needs no more words.
#[derive(Debug)]
pub struct Order {
    id: WebhookId,
    once: Once,
}

impl Input for Order {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        Fields::of_optional(request)?.finish()?;
        Ok(Self { id, once })
    }
}

/// The webhook that a path names. What can't be an id is the id of no webhook.
fn named(request: &Request) -> Result<WebhookId, Error> {
    let unknown = EndpointError::Unknown;
    request.param("id").ok_or_else(|| unknown.into())
}

/// A view with one more field.
fn with(mut view: Value, name: &str, value: Value) -> Value {
    if let Some(fields) = view.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
    view
}

/// Says that deliveries are due; where that can't be, the sweep will.
async fn hint(app: &App, hints: &[(Hint, i32)]) {
    if let Some(queue) = app.deliveries() {
        queue.send(hints).await;
    }
}
