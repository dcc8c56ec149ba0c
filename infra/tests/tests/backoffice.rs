//! The back office, in this process and against a real engine: accounts, snapshots, erasure, the
//! outbox's sweep, and what a process that dies at any of its requests leaves behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;

use backoffice::{account, snapshot, sweep};
use local::{Options, Stack, Which, connect};
use serde_json::{Value, json};
use shared::access::PlainKey;
use shared::access::account::Cell;
use shared::access::window::Month;
use shared::access::{ApiKeyId, accounts};
use shared::clock::{Clock, Timestamp};
use shared::discoveries::{self, Category, Proposal, QueueError, Status, Valence};
use shared::events::{Outbox, Queue};
use shared::http::endpoints::{
    BACKOFFICE_ACCOUNT_ERASE, BACKOFFICE_ACCOUNT_PUT, BACKOFFICE_SNAPSHOT_PUT, TWIN_HEALTH,
    TWIN_ME, TWIN_SNAPSHOT,
};
use shared::http::{Request, respond};
use shared::id::{SnapshotId, UserId};
use shared::table::Table;
use shared::{App, Error};
use tests::{Fault, Faults, World, allowed, at, root};

const NOW: &str = "2026-11-22T12:00:00Z";
const ARN: &str = "arn:aws:iam::123456789012:user/operator";

// --- The operator's calls -------------------------------------------------------

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

fn event(method: &str, headers: Value, params: Value, body: String, arn: Option<&str>) -> Request {
    let event = json!({
        "version": "2.0",
        "rawPath": "/v1/internal/x",
        "rawQueryString": "",
        "headers": headers,
        "pathParameters": params,
        "requestContext": {
            "http": { "method": method, "sourceIp": "203.0.113.7" },
            "authorizer": arn.map(|arn| json!({ "iam": { "userArn": arn } })),
        },
        "body": body,
        "isBase64Encoded": false,
    });
    shared::lambda::request(serde_json::from_value(event).unwrap())
}

fn answer(response: http::Response<lambda_http::Body>) -> Answer {
    let body = response.body().as_ref();
    Answer {
        status: response.status().as_u16(),
        body: serde_json::from_slice(body).unwrap_or(Value::Null),
    }
}

async fn put_account_as(app: &'static App, id: &str, body: String, arn: Option<&str>) -> Answer {
    let request = event("PUT", json!({}), json!({ "userId": id }), body, arn);
    answer(respond(app, &BACKOFFICE_ACCOUNT_PUT, &account::put, request).await)
}

async fn put_account(app: &'static App, user: UserId, body: &Value) -> Answer {
    put_account_as(app, &user.to_string(), body.to_string(), Some(ARN)).await
}

async fn erase(app: &'static App, user: UserId) -> Answer {
    let params = json!({ "userId": user });
    let request = event("DELETE", json!({}), params, String::new(), Some(ARN));
    answer(respond(app, &BACKOFFICE_ACCOUNT_ERASE, &account::erase, request).await)
}

async fn put_snapshot_text(app: &'static App, id: &str, body: String) -> Answer {
    let request = event("PUT", json!({}), json!({ "id": id }), body, Some(ARN));
    answer(respond(app, &BACKOFFICE_SNAPSHOT_PUT, &snapshot::put, request).await)
}

async fn put_snapshot(app: &'static App, id: SnapshotId, body: &Value) -> Answer {
    put_snapshot_text(app, &id.to_string(), body.to_string()).await
}

/// A call with a key.
async fn me(app: &'static App, key: &PlainKey) -> Answer {
    let headers = json!({ "x-twin-key": key.reveal() });
    let request = event("GET", headers, json!({}), String::new(), None);
    answer(respond(app, &TWIN_ME, &twin::me::view, request).await)
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

fn said(user: UserId, status: &str) -> Value {
    json!({
        "userId": user, "status": status, "source": "purchase", "purchaseId": "pur_1",
        "snapshotDate": "2026-11-20T00:00:00Z",
    })
}

fn ready(user: UserId, name: &str) -> Value {
    with(said(user, "ready"), json!({ "profile": profile(name) }))
}

fn failed(user: UserId, reason: &str) -> Value {
    with(said(user, "failed"), json!({ "reason": reason }))
}

/// All that stands in the table.
async fn everything(table: &Table) -> Vec<shared::table::Item> {
    let mut items = Vec::new();
    let mut pages = table
        .client
        .scan()
        .table_name(&table.name)
        .into_paginator()
        .items()
        .send();
    while let Some(item) = pages.next().await {
        items.push(item.unwrap());
    }
    items
}

/// Sort keys of what an account has, by what they begin with.
async fn held(table: &Table, user: UserId) -> BTreeSet<String> {
    let user = user.to_string();
    everything(table)
        .await
        .iter()
        .filter(|item| item["pk"].as_s().unwrap() == &user)
        .map(|item| item["sk"].as_s().unwrap().clone())
        .collect()
}

/// What [`held`] says of an account that has nothing yet.
fn an_account_alone() -> BTreeSet<String> {
    ["a", "owner"].map(str::to_owned).into()
}

/// The bodies of the messages that wait, by their ids.
async fn waiting(table: &Table, user: UserId) -> Vec<(String, Value)> {
    let user = user.to_string();
    let items = everything(table).await;
    let own = items.iter().filter(|item| {
        item["pk"].as_s().unwrap() == &user && item["sk"].as_s().unwrap().starts_with("out#")
    });
    let mut found: Vec<_> = own
        .map(|item| {
            let text = |name: &str| item[name].as_s().unwrap().clone();
            (text("id"), serde_json::from_str(&text("body")).unwrap())
        })
        .collect();
    found.sort_by(|a: &(String, Value), b| a.0.cmp(&b.0));
    found
}

// --- Accounts -------------------------------------------------------------------

#[tokio::test]
async fn an_account_is_what_its_latest_change_says() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = UserId::new(world.clock.now());
    let first = put_account(app, user, &change("a", "2026-11-01T00:00:00Z")).await;
    let record = json!({
        "userId": user, "subject": "a", "plan": "professional", "status": "active",
        "tier": "included", "monthlyLimit": 10_000, "updatedAt": "2026-11-01T00:00:00.000Z",
    });
    assert_eq!((first.status, &first.body), (200, &record));
    let again = put_account(app, user, &change("a", "2026-11-01T00:00:00Z")).await;
    assert_eq!((again.status, &again.body), (200, &record));

    let later = with(
        change("b", "2026-11-03T00:00:00Z"),
        json!({ "tier": "enterprise", "monthlyLimit": 77 }),
    );
    let later = put_account(app, user, &later).await;
    assert_eq!(
        (&later.body["subject"], &later.body["monthlyLimit"]),
        (&json!("b"), &json!(77))
    );
    // What comes late does not win, and is answered with what stands.
    let late = put_account(app, user, &change("c", "2026-11-02T00:00:00Z")).await;
    assert_eq!((late.status, &late.body), (200, &later.body));

    // One sign-in owns one account; the one that was given up is free again.
    let other = UserId::new(world.clock.now());
    let taken = put_account(app, other, &change("b", "2026-11-03T00:00:00Z")).await;
    assert_eq!((taken.status, taken.code()), (409, "SUBJECT_IN_USE"));
    assert!(held(&world.table, other).await.is_empty());
    assert_eq!(
        put_account(app, other, &change("a", "2026-11-03T00:00:00Z"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_change_is_told_at_once() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = UserId::new(world.clock.now()).to_string();
    let put =
        async |id: &str, body: Value| put_account_as(app, id, body.to_string(), Some(ARN)).await;
    let all = json!({ "plan": "gold", "status": 1, "tier": "x", "monthlyLimit": 0, "plam": 1, "subject": "" });
    assert_eq!(
        put("usr_x", all).await.wrong(),
        wrong([
            ("userId", "INVALID"),
            ("subject", "LENGTH"),
            ("plan", "INVALID"),
            ("status", "TYPE"),
            ("tier", "INVALID"),
            ("monthlyLimit", "RANGE"),
            ("updatedAt", "REQUIRED"),
            ("plam", "UNKNOWN"),
        ])
    );
    let good = change("a", NOW);
    let enterprise = with(good.clone(), json!({ "tier": "enterprise" }));
    assert_eq!(
        put(&user, enterprise).await.wrong(),
        wrong([("monthlyLimit", "REQUIRED")])
    );
    let long = with(good.clone(), json!({ "subject": "ä".repeat(128) }));
    assert_eq!(
        put(&user, long).await.wrong(),
        wrong([("subject", "LENGTH")])
    );
    // A clock that is a little fast is forgiven; a change from the future would lock the account.
    let ahead = change("a", "2026-11-22T12:10:00.001Z");
    assert_eq!(
        put(&user, ahead).await.wrong(),
        wrong([("updatedAt", "RANGE")])
    );
    for malformed in ["", "[]x", "{\"a\":1,\"a\":1}"] {
        let answer = put_account_as(app, &user, malformed.into(), Some(ARN)).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "MALFORMED_JSON"),
            "{malformed}"
        );
    }
    let open = put_account_as(app, &user, good.to_string(), None).await;
    assert_eq!((open.status, open.code()), (403, "FORBIDDEN"));
    assert!(everything(&world.table).await.is_empty());
    assert_eq!(
        put(&user, change("a", "2026-11-22T12:10:00Z")).await.status,
        200
    );
}

#[tokio::test]
async fn a_plan_holds_from_the_next_call() {
    let world = World::at(NOW).await;
    let (operator, process) = (world.process_on_time(), world.process_on_time());
    let user = UserId::new(world.clock.now());
    put_account(operator, user, &change("a", "2026-11-01T00:00:00Z")).await;
    let (key, _) = world.key(user).await;
    assert_eq!(me(process, &key).await.status, 200);
    for (day, plan, status, expected) in [
        (2, "premium", "active", 403),
        (3, "professional", "active", 200),
        (4, "professional", "paused", 403),
        (5, "professional", "active", 200),
    ] {
        let change = with(
            change("a", &format!("2026-11-0{day}T00:00:00Z")),
            json!({ "plan": plan, "status": status }),
        );
        assert_eq!(put_account(operator, user, &change).await.status, 200);
        let answer = me(process, &key).await;
        assert_eq!(answer.status, expected, "{plan} {status}");
        if expected == 403 {
            assert_eq!(answer.code(), "PLAN_REQUIRED");
        }
    }
}

/// Changes write over the account's item while calls count on it: none is lost, and each change
/// stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn traffic_loses_no_count() {
    let world = World::at(NOW).await;
    let operator = world.process_on_time();
    let user = UserId::new(world.clock.now());
    let tier = |n: i64| {
        let at = at("2026-11-01T00:00:00Z").plus_millis(n);
        let tier = if n % 2 == 0 { "starter" } else { "pro" };
        with(change("a", &at.to_string()), json!({ "tier": tier }))
    };
    assert_eq!(put_account(operator, user, &tier(0)).await.status, 200);
    let mut callers = Vec::new();
    for _ in 0..12 {
        let (key, _) = world.key(user).await;
        let process = world.process_on_time();
        callers.push(tokio::spawn(async move {
            let mut admitted = 0;
            for _ in 0..50 {
                let answer = me(process, &key).await;
                // A write that met a change's transaction time and again says so, uncounted.
                assert!([200, 503].contains(&answer.status), "{}", answer.body);
                admitted += u64::from(answer.status == 200);
            }
            admitted
        }));
    }
    let mut changes = 0;
    while callers.iter().any(|caller| !caller.is_finished()) {
        changes += 1;
        assert_eq!(
            put_account(operator, user, &tier(changes)).await.status,
            200
        );
    }
    let mut admitted = 0;
    for caller in callers {
        admitted += caller.await.unwrap();
    }
    let account = world.view(user).await;
    let month = Month::of(world.clock.now());
    assert_eq!(account.count(Cell::Month(month)), admitted);
    assert_eq!(
        account.updated_at.millis(),
        at("2026-11-01T00:00:00Z").millis() + changes
    );
    assert!(
        admitted > 500 && changes > 10,
        "{admitted} calls, {changes} changes"
    );
}

// --- Snapshots ------------------------------------------------------------------

#[tokio::test]
async fn a_snapshot_goes_its_way_once() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let now = world.clock.now();
    let id = SnapshotId::new(now);
    let put = async |body: Value| {
        let answer = put_snapshot(app, id, &body).await;
        (answer.status, answer.code().to_owned(), answer.body)
    };
    let (status, _, body) = put(said(user, "compiling")).await;
    assert_eq!(
        (status, &body["version"], &body["status"]),
        (200, &json!(1), &json!("compiling"))
    );
    assert_eq!(waiting(&world.table, user).await, []);
    assert_eq!(put(said(user, "compiling")).await.2, body);
    let (status, _, body) = put(failed(user, "no answers")).await;
    assert_eq!((status, &body["reason"]), (200, &json!("no answers")));
    let (status, code, _) = put(said(user, "compiling")).await;
    assert_eq!((status, code.as_str()), (409, "SNAPSHOT_CONFLICT"));
    let (status, _, body) = put(ready(user, "aoife")).await;
    assert_eq!(
        (status, &body["version"], &body["status"]),
        (200, &json!(1), &json!("ready"))
    );
    assert!(body["contentHash"].as_str().unwrap().starts_with("sha256:"));
    // The same document again, its fields in another order and spaced otherwise.
    let spaced = serde_json::to_string_pretty(&ready(user, "aoife")).unwrap();
    let again = put_snapshot_text(app, &id.to_string(), spaced).await;
    assert_eq!((again.status, &again.body), (200, &body));
    for other in [
        ready(user, "joaquin"),
        with(ready(user, "aoife"), json!({ "purchaseId": "pur_2" })),
        said(user, "compiling"),
        failed(user, "too late"),
    ] {
        let (status, code, _) = put(other).await;
        assert_eq!((status, code.as_str()), (409, "SNAPSHOT_IMMUTABLE"));
    }

    // One event for each thing that became of it, whole, in the transaction's own item.
    let events = waiting(&world.table, user).await;
    let [(first, told_failed), (second, told_ready)] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(first, &format!("snapshot.failed.{id}"));
    assert_eq!(second, &format!("snapshot.ready.{id}"));
    assert_eq!(told_failed["event"], "twin.snapshot.failed");
    assert_eq!(told_failed["data"]["reason"], "no answers");
    let expected = json!({
        "id": second, "userId": user, "event": "twin.snapshot.ready", "timestamp": now, "data": body,
    });
    assert_eq!(told_ready, &expected);

    let nobody = UserId::new(now);
    let (status, code, _) = put(said(nobody, "compiling")).await;
    assert_eq!((status, code.as_str()), (404, "ACCOUNT_NOT_FOUND"));
    // The id is this account's, whatever another one's compiler says of it.
    let other = world.account(1_000).await;
    for body in [
        said(other, "compiling"),
        ready(other, "aoife"),
        failed(other, "x"),
    ] {
        let (status, code, _) = put(body).await;
        assert_eq!((status, code.as_str()), (409, "SNAPSHOT_CONFLICT"));
    }
    assert_eq!(held(&world.table, other).await, an_account_alone());
    assert_eq!(world.view(other).await.twins.total, 0);
}

#[tokio::test]
async fn every_error_of_a_document_is_listed() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let id = SnapshotId::new(world.clock.now());
    let put = async |body: Value| put_snapshot(app, id, &body).await.wrong();
    let answer = put_snapshot_text(
        app,
        "snp_1",
        json!({ "profile": 1, "extra": 1 }).to_string(),
    );
    assert_eq!(
        answer.await.wrong(),
        wrong([
            ("id", "INVALID"),
            ("userId", "REQUIRED"),
            ("status", "REQUIRED"),
            ("source", "REQUIRED"),
            ("purchaseId", "REQUIRED"),
            ("snapshotDate", "REQUIRED"),
            ("extra", "UNKNOWN"),
        ])
    );
    // A profile and a reason belong to one status each.
    let both = json!({ "profile": profile("aoife"), "reason": "why" });
    let (profile_too, reason_too) = (("profile", "NOT_ALLOWED"), ("reason", "NOT_ALLOWED"));
    assert_eq!(
        put(with(said(user, "compiling"), both.clone())).await,
        wrong([profile_too, reason_too])
    );
    assert_eq!(
        put(with(said(user, "failed"), both.clone())).await,
        wrong([profile_too])
    );
    assert_eq!(
        put(with(said(user, "ready"), both)).await,
        wrong([reason_too])
    );
    assert_eq!(
        put(said(user, "ready")).await,
        wrong([("profile", "REQUIRED")])
    );
    assert_eq!(
        put(said(user, "failed")).await,
        wrong([("reason", "REQUIRED")])
    );
    assert_eq!(put(failed(user, "")).await, wrong([("reason", "LENGTH")]));
    assert_eq!(
        put(failed(user, &"x".repeat(501))).await,
        wrong([("reason", "LENGTH")])
    );
    // Ours and the schema's, all at once.
    let mut bad = profile("aoife");
    bad["bigFive"]["traits"]["openness"] = json!(101);
    bad.as_object_mut().unwrap().remove("primaryLanguage");
    bad["mood"] = json!("fine");
    bad["attachment"] = json!([]);
    let body = with(
        said(user, "ready"),
        json!({ "profile": bad, "source": "gift" }),
    );
    assert_eq!(
        put(body).await,
        wrong([
            ("source", "INVALID"),
            ("profile.bigFive.traits.openness", "RANGE"),
            ("profile.primaryLanguage", "REQUIRED"),
            ("profile.mood", "UNKNOWN"),
            ("profile.attachment", "TYPE"),
        ])
    );
    assert_eq!(
        put(with(said(user, "ready"), json!({ "profile": "x" }))).await,
        wrong([("profile", "TYPE")])
    );
    // A key given twice, however deep.
    let text = ready(user, "aoife").to_string();
    let twice = text.replacen("\"bigFive\":{", "\"bigFive\":{\"traits\":{},", 1);
    assert_ne!(twice, text);
    let answer = put_snapshot_text(app, &id.to_string(), twice).await;
    assert_eq!((answer.status, answer.code()), (400, "MALFORMED_JSON"));
    // More errors than fit into an answer: as many as do, and how many more there are.
    let facts: Vec<_> = (0..30_000).map(|n| json!(n)).collect();
    let mut flood = profile("aoife");
    flood["bigFive"] = json!(1);
    flood["rhythms"] = json!({ "peaks": facts });
    let body = with(said(user, "ready"), json!({ "profile": flood }));
    let answer = put_snapshot(app, id, &body).await;
    let details = answer.body["error"]["details"].as_array().unwrap();
    assert_eq!(details.len(), 10_001);
    assert_eq!(details[10_000]["code"], "MORE");
    assert!(answer.body.to_string().len() < 5_000_000);
    assert_eq!(held(&world.table, user).await, an_account_alone());
}

#[tokio::test]
async fn a_document_has_its_sizes() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let id = SnapshotId::new(world.clock.now());
    let padded = |length: usize| {
        let text = ready(user, "ainhoa").to_string();
        let pad = " ".repeat(length - text.len());
        text + &pad
    };
    let limit = 4 * 1024 * 1024;
    let answer = put_snapshot_text(app, &id.to_string(), padded(limit + 1)).await;
    assert_eq!((answer.status, answer.code()), (413, "PAYLOAD_TOO_LARGE"));
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("4096 KiB")
    );
    // The other endpoints keep theirs.
    let large = " ".repeat(256 * 1024 + 1);
    let answer = put_account_as(app, &user.to_string(), large, Some(ARN)).await;
    assert_eq!((answer.status, answer.code()), (413, "PAYLOAD_TOO_LARGE"));
    // Within the limit as sent, and too large once compressed: text of no pattern.
    let mut large = profile("ainhoa");
    let mut seed = 1_u64;
    let mut noise = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from_u32(0x4e00 + u32::try_from(seed >> 33).unwrap() % 0x5000).unwrap()
    };
    let mut fact = || {
        let value: String = (0..1_000).map(|_| noise()).collect();
        json!({ "category": "general", "value": value, "valence": "positive", "confidence": 1 })
    };
    large["lifeFacts"] = (0..400).map(|_| fact()).collect();
    let body = with(said(user, "ready"), json!({ "profile": large }));
    assert!(body.to_string().len() < limit);
    let answer = put_snapshot(app, id, &body).await;
    assert_eq!(
        (answer.status, answer.code()),
        (413, "PAYLOAD_TOO_LARGE"),
        "{}",
        answer.body
    );
    assert_eq!(held(&world.table, user).await, an_account_alone());
    let answer = put_snapshot_text(app, &id.to_string(), padded(limit)).await;
    assert_eq!(answer.status, 200);
}

/// Killed at any of its requests, before or after it was done: there is nothing, or all of it
/// with its event; and the same call again ends in the same state.
#[tokio::test]
async fn a_publication_is_whole_or_not_there() {
    let world = World::at(NOW).await;
    let mut crashes = 0;
    for done in [false, true] {
        for nth in 0.. {
            let user = world.account(1_000).await;
            let id = SnapshotId::new(world.clock.now());
            let before = held(&world.table, user).await;
            let body = ready(user, "aoife");
            world.faults.crash_at(nth, done);
            let killed = put_snapshot(world.process_on_time(), id, &body).await;
            let met = world.faults.revive();
            let mut whole = an_account_alone();
            whole.extend([
                format!("snap#{id}"),
                format!("profile#{id}"),
                format!("out#snapshot.ready.{id}"),
            ]);
            let left = held(&world.table, user).await;
            assert!(left == before || left == whole, "{nth}: {left:?}");
            let account = world.view(user).await;
            let counted = (account.twins.ready, account.twins.total, account.latest);
            let expected = if left == whole {
                (1, 1, Some(id))
            } else {
                (0, 0, None)
            };
            assert_eq!(counted, expected);
            // What was acknowledged is there.
            assert!(killed.status != 200 || left == whole);
            let again = put_snapshot(world.process_on_time(), id, &body).await;
            assert_eq!(again.status, 200);
            assert_eq!(held(&world.table, user).await, whole);
            assert_eq!(world.view(user).await.twins.total, 1);
            if !met {
                break;
            }
            crashes += 1;
        }
    }
    assert!(crashes >= 6, "{crashes}");
}

// --- Erasure --------------------------------------------------------------------

/// An account with something of every kind, and what must not be found of it afterwards.
async fn rich_account(world: &World, discoveries: usize) -> (UserId, Vec<PlainKey>, Vec<String>) {
    let user = world.account(1_000).await;
    let (app, now) = (world.process_on_time(), world.clock.now());
    let mut traces = vec![user.to_string()];
    let mut keys = Vec::new();
    for _ in 0..3 {
        let (key, _) = world.key(user).await;
        traces.push(key.hash().to_string());
        keys.push(key);
    }
    shared::access::keys::revoke(&world.table, user, keys[2].id(), now)
        .await
        .unwrap();
    let snapshots = [
        ready(user, "aoife"),
        failed(user, "x"),
        said(user, "compiling"),
    ];
    for body in snapshots {
        let id = SnapshotId::new(now);
        traces.push(id.to_string());
        assert_eq!(put_snapshot(app, id, &body).await.status, 200);
    }
    propose(&world.table, user, discoveries, now).await;
    assert_eq!(me(app, &keys[0]).await.status, 200);
    // A closed day's usage.
    let later = world.process(86_400_000);
    assert_eq!(me(later, &keys[0]).await.status, 200);
    (user, keys, traces)
}

/// Discoveries waiting for review; their ids.
async fn propose(
    table: &Table,
    user: UserId,
    count: usize,
    now: Timestamp,
) -> Vec<shared::id::DiscoveryId> {
    let proposals: Vec<_> = (0..count)
        .map(|n| Proposal::LifeFact {
            category: Category::General,
            value: format!("fact {n}"),
            valence: Valence::Positive,
            external_ref: None,
            confidence: None,
        })
        .collect();
    let mut ids = Vec::new();
    let key: ApiKeyId = "0d3f7a1c".parse().unwrap();
    for batch in proposals.chunks(discoveries::AT_ONCE) {
        let queued = discoveries::queue(table, user, key, batch, now, |_| Ok(None)).await;
        match queued {
            Ok(queued) => ids.extend(queued.ids),
            Err(QueueError::Failed(Error::InvalidKey | Error::Unavailable { .. })) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    ids
}

async fn nothing_is_left(world: &World, traces: &[String]) {
    for item in everything(&world.table).await {
        let text = format!("{item:?}");
        let found: Vec<_> = traces
            .iter()
            .filter(|trace| text.contains(*trace))
            .collect();
        assert!(
            found.is_empty(),
            "{found:?} in {} {:?}",
            item["pk"].as_s().unwrap(),
            item["sk"]
        );
    }
}

#[tokio::test]
async fn an_erased_account_is_gone_in_pages() {
    let world = World::at(NOW).await;
    // Whoever else is there stays.
    let (_, kept, _) = rich_account(&world, 3).await;
    let before = everything(&world.table).await.len();
    let (user, keys, traces) = rich_account(&world, 450).await;
    let (operator, process) = (world.process_on_time(), world.process_on_time());
    assert_eq!(me(process, &keys[0]).await.status, 200);
    let id: SnapshotId = traces[4].parse().unwrap();

    let first = erase(operator, user).await;
    assert_eq!(
        (first.status, &first.body),
        (202, &json!({ "status": "erasing" }))
    );
    // From here on: keys that were remembered are refused, nothing is made anew.
    assert_eq!(
        (
            me(process, &keys[0]).await.status,
            me(process, &keys[1]).await.status
        ),
        (401, 401)
    );
    let back = put_account(operator, user, &change("new", NOW)).await;
    assert_eq!((back.status, back.code()), (409, "ERASURE_IN_PROGRESS"));
    let fresh = SnapshotId::new(world.clock.now());
    let published = put_snapshot(operator, fresh, &ready(user, "aoife")).await;
    assert_eq!(published.code(), "ACCOUNT_NOT_FOUND");
    let mut calls = 1;
    while erase(operator, user).await.status == 202 {
        calls += 1;
        assert!(calls < 10);
    }
    assert!(calls >= 2);
    // What was let in before the first call and comes to write only now.
    let late = propose(&world.table, user, 2, world.clock.now()).await;
    assert!(late.is_empty());
    nothing_is_left(&world, &traces).await;
    assert_eq!(everything(&world.table).await.len(), before);
    assert_eq!(erase(operator, user).await.status, 204);
    assert_eq!(
        erase(operator, UserId::new(world.clock.now())).await.status,
        204
    );
    let malformed = event(
        "DELETE",
        json!({}),
        json!({ "userId": "usr_1" }),
        String::new(),
        Some(ARN),
    );
    let malformed = respond(
        operator,
        &BACKOFFICE_ACCOUNT_ERASE,
        &account::erase,
        malformed,
    )
    .await;
    assert_eq!(answer(malformed).wrong(), wrong([("userId", "INVALID")]));
    assert_eq!(me(process, &kept[0]).await.status, 200);

    // The same id again is a new account: no counts, no twins, and the old keys open nothing.
    assert_eq!(
        put_account(operator, user, &change("new", "2020-01-01T00:00:00Z"))
            .await
            .status,
        200
    );
    let account = world.view(user).await;
    assert_eq!(
        (account.twins.total, account.latest, account.cells().count()),
        (0, None, 0)
    );
    assert_eq!(me(process, &keys[0]).await.status, 401);
    assert_eq!(me(world.process_on_time(), &keys[0]).await.status, 401);
    let (new, _) = world.key(user).await;
    let body = me(process, &new).await.body;
    assert_eq!(
        (&body["twins"]["total"], &body["quota"]["used"]),
        (&json!(0), &json!(1))
    );
    // A process that served the old snapshot has forgotten it.
    let headers = json!({ "x-twin-key": new.reveal() });
    for process in [operator, process] {
        let request = event(
            "GET",
            headers.clone(),
            json!({ "id": id }),
            String::new(),
            None,
        );
        let found = respond(process, &TWIN_SNAPSHOT, &twin::snapshot::view, request).await;
        assert_eq!(answer(found).code(), "SNAPSHOT_NOT_FOUND");
    }
}

/// Killed at any of its requests, before or after it was done, and called again: it goes on, and
/// nothing is left. Keys are refused from the moment that anything at all was removed.
#[tokio::test]
async fn an_erasure_that_dies_goes_on() {
    let world = World::at(NOW).await;
    let mut crashes = 0;
    for done in [false, true] {
        for nth in 0.. {
            let (user, keys, traces) = rich_account(&world, 2).await;
            let before = held(&world.table, user).await;
            world.faults.crash_at(nth, done);
            let killed = erase(world.process_on_time(), user).await;
            let met = world.faults.revive();
            if held(&world.table, user).await != before {
                let health = event(
                    "GET",
                    json!({ "x-twin-key": keys[0].reveal() }),
                    json!({}),
                    String::new(),
                    None,
                );
                let app = world.process_on_time();
                let refused = respond(app, &TWIN_HEALTH, &twin::health::view, health).await;
                assert_eq!(refused.status().as_u16(), 401, "{nth} {done}");
            }
            // It says that it is done only where it is.
            if killed.status == 204 {
                nothing_is_left(&world, &traces).await;
            }
            let mut calls = 0;
            while erase(world.process_on_time(), user).await.status != 204 {
                calls += 1;
                assert!(calls < 5, "{nth} {done}");
            }
            nothing_is_left(&world, &traces).await;
            if !met {
                break;
            }
            crashes += 1;
        }
    }
    assert!(everything(&world.table).await.is_empty());
    assert!(crashes > 40, "{crashes}");
}

/// Publications, proposals and an erasure at the same time: whoever comes first, nothing is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_written_into_an_erasure() {
    let world = World::at(NOW).await;
    for _ in 0..8 {
        let (user, _, traces) = rich_account(&world, 2).await;
        let mut tasks = Vec::new();
        for _ in 0..4 {
            let app = world.process_on_time();
            let now = world.clock.now();
            tasks.push(tokio::spawn(async move {
                for _ in 0..4 {
                    let said = put_snapshot(app, SnapshotId::new(now), &failed(user, "x")).await;
                    assert!([200, 404, 503].contains(&said.status), "{}", said.body);
                }
            }));
        }
        for _ in 0..2 {
            let app = world.process_on_time();
            tasks.push(tokio::spawn(async move {
                for _ in 0..10 {
                    propose(&app.table, user, 2, app.clock.now()).await;
                }
            }));
        }
        let app = world.process_on_time();
        while erase(app, user).await.status != 204 {}
        for task in tasks {
            task.await.unwrap();
        }
        nothing_is_left(&world, &traces).await;
        assert!(everything(&world.table).await.is_empty());
    }
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

// --- The sweep ------------------------------------------------------------------

/// Engines with the real SQS emulator, proxies before both, and a sweep's outbox through them.
struct Sending {
    stack: Stack,
    table: Table,
    dynamodb: Faults,
    sqs: Faults,
    outbox: Outbox,
    clock: Clock,
    user: UserId,
    client: reqwest::Client,
}

impl Sending {
    async fn start() -> Self {
        let options = Options {
            functions: Which::None,
            ..Options::new(root())
        };
        let stack = Stack::start(options).await.unwrap();
        let dynamodb = Faults::before(&stack.dynamodb_url).await;
        let sqs = Faults::before(&stack.sqs_url).await;
        let queue = stack.queues["ApprovedDiscoveries"].clone();
        let through = connect(&dynamodb.url, &stack.table_name);
        let client = local::connect_queues(&sqs.url);
        let outbox = Outbox::new(through, client, Queue::ApprovedDiscoveries, queue);
        let table = connect(&stack.dynamodb_url, &stack.table_name);
        let clock = Clock::standing_at(at(NOW));
        let user = UserId::new(clock.now());
        let account = shared::access::accounts::AccountChange {
            user_id: user,
            subject: "a".into(),
            plan: shared::access::Plan::Professional,
            status: shared::access::PlanStatus::Active,
            tier: shared::access::Tier::Included,
            monthly_limit: None,
            updated_at: clock.now(),
        };
        accounts::put(&table, &account).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            stack,
            table,
            dynamodb,
            sqs,
            outbox,
            clock,
            user,
            client,
        }
    }

    /// Approves so many discoveries and sends nothing: the process died there.
    async fn approve(&self, count: usize) -> BTreeSet<String> {
        let now = self.clock.now();
        let ids = propose(&self.table, self.user, count, now).await;
        for id in &ids {
            let decided =
                discoveries::decide(&self.table, self.user, *id, true, now, |_| Ok(None)).await;
            let Ok((discovery, Some(_))) = decided else {
                panic!("not decided")
            };
            assert_eq!(discovery.status, Status::Approved);
        }
        ids.iter().map(ToString::to_string).collect()
    }

    async fn sweep(&self) -> Result<(usize, usize), Error> {
        let swept = self.outbox.sweep_all(&self.clock, 40_000).await?;
        Ok((swept.sent, swept.failed))
    }

    /// Takes all messages out of the queue: the discoveries' ids, repeats included.
    async fn received(&self) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            let queue = &self.stack.queues["ApprovedDiscoveries"];
            let request = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10 });
            let answer = self
                .client
                .post(&self.stack.sqs_url)
                .header("x-amz-target", "AmazonSQS.ReceiveMessage")
                .header("content-type", "application/x-amz-json-1.0")
                .body(request.to_string())
                .send()
                .await
                .unwrap();
            let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                found.sort();
                return found;
            }
            for message in messages {
                let body: Value = serde_json::from_str(message["Body"].as_str().unwrap()).unwrap();
                assert_eq!(body["userId"], json!(self.user));
                assert_eq!(body["approvedAt"].as_str().unwrap().len(), 24);
                found.push(body["discoveryId"].as_str().unwrap().to_owned());
            }
        }
    }

    fn minute(&self) {
        self.clock.advance(60_000);
    }
}

#[tokio::test]
async fn what_was_stored_goes_out() {
    let world = Sending::start().await;
    let nothing: BTreeSet<String> = BTreeSet::new();

    // Whoever stored it has its lease to send it; then the sweep does, once.
    let all = world.approve(60).await;
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (60, 0));
    let mut used = world.dynamodb.take_actions();
    used.extend(world.sqs.take_actions());
    assert_eq!(used, allowed("OutboxSweep"));
    assert_eq!(world.received().await, Vec::from_iter(all));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    assert_eq!(waiting(&world.table, world.user).await, []);

    // A queue in trouble: the invocation fails, so that somebody is told; the message stays.
    let all = world.approve(2).await;
    world.minute();
    world.sqs.plan(
        "SendMessage",
        vec![Fault::Error(400, "ThrottlingException"); 6],
    );
    assert!(matches!(
        world.sweep().await,
        Err(Error::Unavailable { .. })
    ));
    assert_eq!(world.sqs.left(), 0);
    assert_eq!(world.sweep().await.unwrap(), (0, 0), "a lease runs");
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (2, 0));
    assert_eq!(world.received().await, Vec::from_iter(all));

    // A table in trouble, before anything is claimed and while it is.
    let all = world.approve(1).await;
    world.minute();
    for (operation, tries) in [("Query", 4 * 3), ("UpdateItem", 3)] {
        world.dynamodb.plan(
            operation,
            vec![Fault::Error(400, "ThrottlingException"); tries],
        );
        assert!(world.sweep().await.is_err(), "{operation}");
        assert_eq!(world.dynamodb.left(), 0);
    }
    assert_eq!(world.received().await, Vec::<String>::new());
    assert_eq!(world.sweep().await.unwrap(), (1, 0));
    assert_eq!(world.received().await, Vec::from_iter(all));

    // Sent and not removed: sent again, and not before its lease is over.
    let all = world.approve(1).await;
    world.minute();
    world.dynamodb.plan(
        "DeleteItem",
        vec![Fault::Error(400, "ThrottlingException"); 3],
    );
    assert!(world.sweep().await.is_err());
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (1, 0));
    let twice: Vec<_> = all.iter().chain(&all).cloned().collect();
    assert_eq!(world.received().await, twice);

    // A sweep that dies at any of its requests leaves every message to the next.
    for done in [false, true] {
        for nth in 0.. {
            let all = world.approve(1).await;
            world.minute();
            world.dynamodb.crash_at(nth, done);
            let _ = world.sweep().await;
            let met = world.dynamodb.revive();
            world.minute();
            let _ = world.sweep().await;
            let received = world.received().await;
            assert_eq!(
                received.iter().cloned().collect::<BTreeSet<_>>(),
                all,
                "{nth} {done}"
            );
            assert!(received.len() <= 2);
            if !met {
                break;
            }
        }
    }

    // One that nobody can read goes to the back and holds up no other.
    let mut rubbish = std::collections::HashMap::new();
    for (name, value) in [
        ("pk", world.user.to_string()),
        ("sk", "out#x".into()),
        ("y", "2026".into()),
    ] {
        rubbish.insert(name.to_owned(), shared::table::s(value));
    }
    for shard in 0..4 {
        rubbish.insert("x".into(), shared::table::s(format!("a{shard}")));
        rubbish.insert("sk".into(), shared::table::s(format!("out#x{shard}")));
        let put = world.table.client.put_item().table_name(&world.table.name);
        put.set_item(Some(rubbish.clone())).send().await.unwrap();
    }
    let all = world.approve(12).await;
    world.minute();
    assert!(world.sweep().await.is_err());
    assert_eq!(world.received().await, Vec::from_iter(all));
    for shard in 0..4 {
        let mut key = rubbish.clone();
        key.retain(|name, _| name == "pk" || name == "sk");
        key.insert("sk".into(), shared::table::s(format!("out#x{shard}")));
        world.table.remove("tidying up", key).await.unwrap();
    }

    // Two sweeps at once: each message goes out once.
    let all = world.approve(40).await;
    world.minute();
    let (one, other) = tokio::join!(world.sweep(), world.sweep());
    assert_eq!(one.unwrap().0 + other.unwrap().0, 40);
    assert_eq!(world.received().await, Vec::from_iter(all));
    assert_eq!(waiting(&world.table, world.user).await, []);
    assert_eq!(BTreeSet::from_iter(world.received().await), nothing);

    // Without a queue it says which setting is missing, to the log.
    let app = App::over(world.table.clone(), world.clock.clone());
    let app: &'static App = Box::leak(Box::new(app));
    let failed = sweep::run(app, serde::de::IgnoredAny).await.unwrap_err();
    assert!(
        matches!(failed, Error::Internal { source, .. } if source.to_string().contains("APPROVED_DISCOVERIES_URL"))
    );
    world.stack.stop().await;
}
