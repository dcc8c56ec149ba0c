//! Webhooks as their owner has them: made, changed, tried out, looked into.

mod deliveries;
mod demonstration;
mod idempotency;
mod life;
mod own;
mod proof;
mod recovery;
mod retry;
mod signature;
mod test_event;
mod validation;

use dynamo::Table;
use serde_json::{Value, json};
use tests::rows;

use own::Own;

const NOON: &str = "2026-11-22T12:00:05Z";
const HERE: &str = "http://127.0.0.1:9000/hook";
const URL: &str = "https://hooks.example.com/in";
const HOUR: i64 = 3_600_000;
const NEVER: &str = "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG";

/// The body of a request for a webhook that receives two kinds of events.
fn two_events() -> Value {
    json!({ "url": HERE, "events": ["twin.snapshot.ready", "twin.api_key.revoked"] })
}

/// The body of a request for a webhook that receives every event.
pub fn any_event() -> Value {
    json!({ "url": HERE, "events": ["*"] })
}

/// Without a field.
fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

/// All that a table holds, as one text.
async fn everything(table: &Table) -> String {
    format!("{:?}", rows::all(table).await)
}
