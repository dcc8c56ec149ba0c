//! The back office, in this process and against a real engine: accounts, snapshots, erasure, the
//! outbox's sweep, and what a process that crashes at any of its requests leaves behind.

mod accounts;
mod erasure;
mod snapshots;
mod sweep;

use std::collections::BTreeSet;

use backoffice_functions::registry::{ACCOUNT_ERASE, ACCOUNT_PUT, SNAPSHOT_PUT};
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::{Process, World, allowed, root};
use twin::{PlainKey, SnapshotId, UserId};
use twin_functions::registry::ME;

const NOW: &str = "2026-11-22T12:00:00Z";

struct Answer {
    status: u16,
    body: Value,
}

impl Answer {
    fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    /// Paths and codes of all wrong fields.
    fn wrong(&self) -> BTreeSet<(String, String)> {
        assert_eq!(
            (self.status, self.code()),
            (400, "VALIDATION_ERROR"),
            "{}",
            self.body
        );
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let details = self.body["error"]["details"].as_array().unwrap();
        details
            .iter()
            .map(|e| (text(&e["path"]), text(&e["code"])))
            .collect()
    }
}

fn wrong<const N: usize>(pairs: [(&str, &str); N]) -> BTreeSet<(String, String)> {
    pairs
        .map(|(path, code)| (path.to_owned(), code.to_owned()))
        .into()
}

async fn send(process: &'static Process, ask: Ask) -> Answer {
    let (status, body) = ask.of(process).await;
    Answer { status, body }
}

async fn put_account(process: &'static Process, user: UserId, body: &Value) -> Answer {
    let put = ask(&ACCOUNT_PUT).by_operator().id(user);
    send(process, put.body(body.clone())).await
}

async fn erase(process: &'static Process, user: UserId) -> Answer {
    send(process, ask(&ACCOUNT_ERASE).by_operator().id(user)).await
}

async fn put_snapshot_text(process: &'static Process, id: &str, body: String) -> Answer {
    let put = ask(&SNAPSHOT_PUT).by_operator().id(id);
    send(process, put.text(body)).await
}

async fn put_snapshot(process: &'static Process, id: SnapshotId, body: &Value) -> Answer {
    put_snapshot_text(process, &id.to_string(), body.to_string()).await
}

/// A call with a key.
async fn me(process: &'static Process, key: &PlainKey) -> Answer {
    send(process, ask(&ME).key(key)).await
}

fn change(subject: &str, updated_at: &str) -> Value {
    json!({
        "subject": subject, "plan": "professional", "status": "active", "tier": "included",
        "updatedAt": updated_at,
    })
}

fn with(mut body: Value, fields: Value) -> Value {
    body.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    body
}

fn profile(name: &str) -> Value {
    let path = root().join(format!("infra/demo/{name}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// What the compiler reports of a snapshot.
fn reported(user: UserId, status: &str) -> Value {
    json!({
        "userId": user, "status": status, "source": "purchase", "purchaseId": "pur_1",
        "snapshotDate": "2026-11-20T00:00:00Z",
    })
}

fn ready(user: UserId, name: &str) -> Value {
    with(reported(user, "ready"), json!({ "profile": profile(name) }))
}

fn failed(user: UserId, reason: &str) -> Value {
    with(reported(user, "failed"), json!({ "reason": reason }))
}

/// Places of the items of an account that has nothing yet.
fn an_account_alone() -> BTreeSet<String> {
    ["/a", "/owner"].map(str::to_owned).into()
}

/// What the functions do to the table is what the template's policies let them do, and no more.
#[tokio::test]
async fn policies_are_what_is_used() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = UserId::new(world.clock.now());
    world.faults.take_actions();
    for (day, subject) in [(1, "a"), (2, "b"), (1, "c")] {
        let change = change(subject, &format!("2026-11-0{day}T00:00:00Z"));
        assert_eq!(put_account(app, user, &change).await.status, 200);
    }
    assert_eq!(world.faults.take_actions(), allowed("BackofficeAccountPut"));
    for (id, body) in [
        (SnapshotId::new(world.clock.now()), ready(user, "aoife")),
        (SnapshotId::new(world.clock.now()), failed(user, "x")),
        (SnapshotId::new(world.clock.now()), ready(user, "joaquin")),
    ] {
        let app = world.process_wired();
        assert_eq!(put_snapshot(app, id, &body).await.status, 200);
    }
    assert_eq!(
        world.faults.take_actions(),
        allowed("BackofficeSnapshotPut")
    );
    world.key(user).await;
    assert_eq!(erase(app, user).await.status, 204);
    assert_eq!(
        world.faults.take_actions(),
        allowed("BackofficeAccountErase")
    );
}
