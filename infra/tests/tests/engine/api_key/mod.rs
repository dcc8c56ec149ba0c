//! Keys as their owner has them: made, changed, rotated, revoked, and used by integrators at each
//! step.

mod idempotency;
mod life;
mod limit;
mod pages;
mod plan;
mod validation;

use serde_json::{Value, json};
use tests::Process;
use tests::ask::ask;
use twin::PlainKey;
use twin_functions::registry::ME;

const NOON: &str = "2026-11-22T12:00:05Z";

/// The body of a request for a key that may read and write.
pub fn new_key(name: &str) -> Value {
    json!({ "name": name, "scopes": ["twin:read", "twin:write"] })
}

/// The plain key in the answer to its creation.
fn plain(body: &Value) -> PlainKey {
    body["key"].as_str().unwrap().parse().unwrap()
}

/// A call of an integrator with this key: `ok`, or the error's code.
pub async fn call(process: &'static Process, key: &PlainKey) -> String {
    ask(&ME).key(key).code(process).await.1
}
