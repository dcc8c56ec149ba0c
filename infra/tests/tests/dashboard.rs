//! The dashboard's API in this process, against a real engine: from the points of view of an
//! owner, of another owner, and of those who hold their keys.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use futures::future::join_all;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::App;
use shared::access::account::Cell;
use shared::access::keys::{self, LIVE_KEYS};
use shared::access::window::Day;
use shared::access::{PlainKey, Plan, PlanStatus, usage};
use shared::discoveries::{self, Category, Proposal, Valence};
use shared::events::delivery::{self, Attempt, Outcome};
use shared::http::endpoints::*;
use shared::http::{Access, ERRORS, Endpoint};
use shared::id::{DiscoveryId, UserId};
use shared::table::Item;
use tests::ask::{Ask, ask};
use tests::logs::{logs, metrics};
use tests::{Fault, World, at};

const NOON: &str = "2026-11-22T12:00:05Z";

// --- How the tests ask ------------------------------------------------------------------------

fn wanted(name: &str) -> Value {
    json!({ "name": name, "scopes": ["twin:read", "twin:write"] })
}

fn webhook() -> Value {
    json!({ "url": "http://127.0.0.1:9000/hook", "events": ["*"] })
}

fn plain(body: &Value) -> PlainKey {
    body["key"].as_str().unwrap().parse().unwrap()
}

async fn calls(app: &'static App, key: &PlainKey) -> String {
    ask(&TWIN_ME).key(key).code(app).await.1
}

async fn everything(world: &World) -> Vec<Item> {
    let table = &world.table;
    let scan = table
        .client
        .scan()
        .table_name(&table.name)
        .into_paginator()
        .items()
        .send();
    scan.collect::<Result<_, _>>().await.unwrap()
}

fn fact(text: &str) -> Proposal {
    Proposal::LifeFact {
        category: Category::General,
        value: text.to_owned(),
        valence: Valence::Positive,
        external_ref: None,
        confidence: None,
    }
}

async fn proposed(world: &World, user: UserId, key: &PlainKey, texts: &[&str]) -> Vec<DiscoveryId> {
    let facts: Vec<_> = texts.iter().map(|text| fact(text)).collect();
    let now = world.clock.now();
    let queued = discoveries::queue(&world.table, user, key.id(), &facts, now, |_| Ok(None)).await;
    queued.unwrap().ids
}

// --- Keys -------------------------------------------------------------------------------------

#[tokio::test]
async fn a_key_from_its_making_to_its_end() {
    logs();
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let warm = [world.process_on_time(), world.process_on_time()];
    let body = json!({
        "name": "CRM", "scopes": ["twin:read"], "monthlyLimit": 100,
        "expiresAt": "2026-12-01T00:00:00Z", "allowedIps": ["203.0.113.7", "2001:db8::/32"],
    });
    let made = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(body)
        .must(app, 201)
        .await;
    let key = plain(&made);
    let mut view = made.clone();
    view.as_object_mut().unwrap().remove("key");
    let id = key.id();
    assert_eq!(
        view,
        json!({
            "id": id, "name": "CRM", "prefix": id.prefix(), "scopes": ["twin:read"],
            "monthlyLimit": 100, "expiresAt": "2026-12-01T00:00:00.000Z",
            "allowedIps": ["203.0.113.7/32", "2001:db8::/32"],
            "createdAt": "2026-11-22T12:00:05.000Z", "lastUsedAt": null, "revokedAt": null,
            "status": "active", "usedThisMonth": 0,
        })
    );
    for process in warm {
        assert_eq!(
            calls(process, &key).await,
            "ok",
            "it works on the next call"
        );
    }
    let see = ask(&DASHBOARD_KEY_VIEW).by(user).id(id);
    let seen = see.must(app, 200).await;
    assert_eq!(
        (&seen["usedThisMonth"], &seen["lastUsedAt"]),
        (&json!(2), &json!("2026-11-22T12:00:00.000Z"))
    );

    let change = |body: Value| ask(&DASHBOARD_KEY_UPDATE).by(user).id(id).body(body);
    let changed = change(json!({ "scopes": ["twin:write"] }))
        .must(app, 200)
        .await;
    assert_eq!(
        (&changed["scopes"], &changed["name"]),
        (&json!(["twin:write"]), &json!("CRM"))
    );
    assert_eq!(calls(warm[0], &key).await, "INSUFFICIENT_SCOPE");
    let all = json!({ "name": "CRM 2", "scopes": ["twin:read"], "monthlyLimit": null, "expiresAt": null, "allowedIps": [] });
    let changed = change(all).must(app, 200).await;
    let now = (
        &changed["name"],
        &changed["monthlyLimit"],
        &changed["expiresAt"],
        &changed["allowedIps"],
    );
    assert_eq!(
        now,
        (&json!("CRM 2"), &Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!(calls(warm[1], &key).await, "ok");
    assert_eq!(change(json!({})).must(app, 200).await["name"], "CRM 2");

    let revoke = ask(&DASHBOARD_KEY_REVOKE).by(user).id(id);
    let revoked = revoke.must(app, 200).await;
    assert_eq!(
        (&revoked["status"], &revoked["usedThisMonth"]),
        (&json!("revoked"), &json!(3))
    );
    for process in warm {
        assert_eq!(calls(process, &key).await, "KEY_REVOKED");
    }
    world.clock.advance(1_000);
    assert_eq!(revoke.must(app, 200).await, revoked, "again is the same");
    assert_eq!(
        change(json!({ "name": "x" })).code(app).await,
        (409, "KEY_NOT_LIVE".into())
    );
    let rotate = ask(&DASHBOARD_KEY_ROTATE).by(user).id(id);
    assert_eq!(rotate.code(app).await, (409, "KEY_NOT_LIVE".into()));

    // Live ones first, each kind newest first; and never a secret.
    let second = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("second"))
        .must(app, 201)
        .await;
    world.clock.advance(1_000);
    let third = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("third"))
        .must(app, 201)
        .await;
    let listed = ask(&DASHBOARD_KEY_LIST).by(user).must(app, 200).await;
    let names: Vec<_> = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| &k["name"])
        .collect();
    assert_eq!(names, ["third", "second", "CRM 2"]);
    assert!(
        logs().contains(&format!("\"key.id\":\"{}\"", key.id())),
        "logs are looked at"
    );
    assert!(!metrics("request").is_empty());
    for key in [key, plain(&second), plain(&third)] {
        let secret = &key.reveal()[18..];
        assert!(!listed.to_string().contains(secret));
        assert!(!listed.to_string().contains(&key.hash().to_string()));
        assert!(!format!("{:?}", everything(&world).await).contains(secret));
        assert!(!logs().contains(secret) && !logs().contains(&key.hash().to_string()));
    }
}

#[tokio::test]
async fn a_rotated_key_lives_to_the_end_of_its_overlap() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let warm = world.process_on_time();
    let first = plain(
        &ask(&DASHBOARD_KEY_CREATE)
            .by(user)
            .body(wanted("a"))
            .must(app, 201)
            .await,
    );
    assert_eq!(calls(warm, &first).await, "ok");
    let rotate = |key: &PlainKey| ask(&DASHBOARD_KEY_ROTATE).by(user).id(key.id());
    // A day, where nothing is said.
    let answer = rotate(&first).must(app, 201).await;
    assert_eq!(
        answer["replaces"],
        json!({ "id": first.id(), "endsAt": "2026-11-23T12:00:05.000Z" })
    );
    assert_eq!(
        (&answer["name"], &answer["scopes"]),
        (&json!("a"), &json!(["twin:read", "twin:write"]))
    );
    let second = plain(&answer);
    for key in [&first, &second] {
        assert_eq!(calls(warm, key).await, "ok");
    }
    world.clock.advance(24 * 3_600_000 - 1);
    assert_eq!(calls(warm, &first).await, "ok");
    world.clock.advance(1);
    assert_eq!(calls(warm, &first).await, "KEY_EXPIRED");
    assert_eq!(calls(warm, &second).await, "ok");
    // At once.
    let answer = rotate(&second)
        .body(json!({ "overlapHours": 0 }))
        .must(app, 201)
        .await;
    assert_eq!(answer["replaces"]["endsAt"], json!(world.clock.now()));
    assert_eq!(calls(warm, &second).await, "KEY_REVOKED");
    assert_eq!(calls(warm, &plain(&answer)).await, "ok");
}

/// Fifty at once: as many keys as may live, all different, and no slot given twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_never_more_than_the_limit_of_live_keys() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let making = (0..50).map(|i| {
        let app = world.process_on_time();
        tokio::spawn(async move {
            let ask = ask(&DASHBOARD_KEY_CREATE)
                .by(user)
                .body(wanted(&format!("key {i}")));
            // A 503 asks to be tried again.
            for _ in 0..20 {
                match ask.of(app).await {
                    (201, body) => return Some(plain(&body)),
                    (409, body) => {
                        assert_eq!(body["error"]["code"], "KEY_LIMIT_REACHED");
                        return None;
                    }
                    (503, _) => {}
                    (status, body) => panic!("{status} {body}"),
                }
            }
            panic!("busy for ever");
        })
    });
    let made: Vec<_> = join_all(making)
        .await
        .into_iter()
        .filter_map(|done| done.unwrap())
        .collect();
    assert_eq!(made.len(), LIVE_KEYS);
    let records = keys::list(&world.table, user).await.unwrap();
    assert_eq!(
        records.len(),
        LIVE_KEYS,
        "nothing is left of those that were refused"
    );
    assert_eq!(world.view(user).await.live_keys(), LIVE_KEYS);
    assert_eq!(
        records.iter().map(|r| r.id).collect::<HashSet<_>>().len(),
        LIVE_KEYS
    );
    assert_eq!(
        records.iter().map(|r| r.slot).collect::<HashSet<_>>().len(),
        LIVE_KEYS
    );
    let app = world.process_on_time();
    // With an overlap there would be one too many; without, one takes the other's place.
    let rotate = ask(&DASHBOARD_KEY_ROTATE).by(user).id(made[0].id());
    assert_eq!(rotate.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    rotate
        .body(json!({ "overlapHours": 0 }))
        .must(app, 201)
        .await;
    assert_eq!(world.view(user).await.live_keys(), LIVE_KEYS);
}

#[tokio::test]
async fn expired_keys_give_up_their_place() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let mut short = wanted("short");
    short["expiresAt"] = json!("2026-11-22T13:00:00Z");
    let (mut first, mut second) = (None, None);
    for i in 0..LIVE_KEYS {
        let body = if i < 2 { short.clone() } else { wanted("long") };
        let made = ask(&DASHBOARD_KEY_CREATE)
            .by(user)
            .body(body)
            .must(app, 201)
            .await;
        match i {
            0 => first = Some(plain(&made)),
            1 => second = Some(plain(&made)),
            _ => {}
        }
    }
    let (first, second) = (first.unwrap(), second.unwrap());
    let make = ask(&DASHBOARD_KEY_CREATE).by(user).body(wanted("one more"));
    assert_eq!(make.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    world.clock.advance(3_600_000);
    // One that has expired can be given more time, while it still has its place.
    let longer = |key: &PlainKey| {
        ask(&DASHBOARD_KEY_UPDATE)
            .by(user)
            .id(key.id())
            .body(json!({ "expiresAt": null }))
    };
    assert_eq!(calls(app, &first).await, "KEY_EXPIRED");
    longer(&first).must(app, 200).await;
    assert_eq!(calls(app, &first).await, "ok");
    make.must(app, 201).await;
    assert_eq!(make.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    assert_eq!(world.view(user).await.live_keys(), LIVE_KEYS);
    // The other's place is taken: it has ended for good, and can still be revoked.
    assert_eq!(
        longer(&second).code(app).await,
        (409, "KEY_NOT_LIVE".into())
    );
    assert_eq!(calls(app, &second).await, "KEY_EXPIRED");
    let revoked = ask(&DASHBOARD_KEY_REVOKE)
        .by(user)
        .id(second.id())
        .must(app, 200)
        .await;
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(calls(app, &second).await, "KEY_REVOKED");
}

/// An expired key is given more time at the very moment that a new one wants its place: it has
/// either, and what was answered holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_place_is_given_up_or_kept_never_both() {
    let world = World::at(NOON).await;
    let app = world.process_on_time();
    let (mut kept, mut given_up) = (0, 0);
    for _ in 0..12 {
        let user = world.account(1_000).await;
        let mut short = wanted("short");
        short["expiresAt"] = json!(world.clock.now().plus_millis(1_000));
        let short = plain(
            &ask(&DASHBOARD_KEY_CREATE)
                .by(user)
                .body(short)
                .must(app, 201)
                .await,
        );
        for _ in 1..LIVE_KEYS {
            world.key(user).await;
        }
        world.clock.advance(1_000);
        let more = ask(&DASHBOARD_KEY_UPDATE).by(user).id(short.id());
        let more = more.body(json!({ "expiresAt": null }));
        let make = ask(&DASHBOARD_KEY_CREATE).by(user).body(wanted("new"));
        let made = tokio::spawn(async move { make.code(app).await });
        let more = tokio::spawn(async move { more.code(app).await });
        let (made, more) = (made.await.unwrap(), more.await.unwrap());
        match (made.0, more.0) {
            (409, 200) => {
                kept += 1;
                assert_eq!(calls(app, &short).await, "ok");
            }
            (201, 409) => {
                given_up += 1;
                assert_eq!(calls(app, &short).await, "KEY_EXPIRED");
            }
            _ => panic!("{made:?} {more:?}"),
        }
        assert_eq!(world.view(user).await.live_keys(), LIVE_KEYS);
    }
    println!("kept {kept}, given up {given_up}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_creation_sent_again_makes_one_key() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let make = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("a"))
        .once("k1");
    let made = make.must(app, 201).await;
    let again = make.must(world.process_on_time(), 201).await;
    let mut bare = made.clone();
    bare.as_object_mut().unwrap().remove("key");
    assert_eq!(again, bare, "the same record, without the plaintext");
    for other in [
        make.clone().body(wanted("b")),
        ask(&DASHBOARD_KEY_ROTATE)
            .by(user)
            .id(plain(&made).id())
            .once("k1"),
    ] {
        assert_eq!(
            other.code(app).await,
            (422, "IDEMPOTENCY_KEY_REUSED".into())
        );
    }
    assert_eq!(keys::list(&world.table, user).await.unwrap().len(), 1);

    // Done, and the answer lost on the way: whatever the first was told, the second knows.
    let lost = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("lost"))
        .once("k2");
    world.faults.plan("TransactWriteItems", [Fault::AnswerLost]);
    let (status, _) = lost.of(app).await;
    assert!(matches!(status, 201 | 503), "{status}");
    let found = lost.must(app, 201).await;
    assert_eq!((&found["name"], found.get("key")), (&json!("lost"), None));
    assert_eq!(keys::list(&world.table, user).await.unwrap().len(), 2);

    // Sixteen at once.
    let at_once = |ask: Ask| {
        let all = (0..16).map(|_| {
            let (app, ask) = (world.process_on_time(), ask.clone());
            tokio::spawn(async move { ask.must(app, 201).await })
        });
        join_all(all.collect::<Vec<_>>())
    };
    let same = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("same"))
        .once("k3");
    let answers: Vec<_> = at_once(same)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert_eq!(
        answers
            .iter()
            .map(|a| a["id"].to_string())
            .collect::<HashSet<_>>()
            .len(),
        1
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.get("key").is_some())
            .count(),
        1
    );
    assert_eq!(keys::list(&world.table, user).await.unwrap().len(), 3);
    // The same with rotations: the key they replace is gone for all but the first.
    let id = answers[0]["id"].as_str().unwrap();
    let same = ask(&DASHBOARD_KEY_ROTATE)
        .by(user)
        .id(id)
        .body(json!({ "overlapHours": 0 }))
        .once("k4");
    let answers: Vec<_> = at_once(same)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert_eq!(
        answers
            .iter()
            .map(|a| a["id"].to_string())
            .collect::<HashSet<_>>()
            .len(),
        1
    );
    assert_eq!(keys::list(&world.table, user).await.unwrap().len(), 4);
    assert!(
        answers
            .iter()
            .all(|a| a["replaces"]["endsAt"] == json!(world.clock.now()))
    );

    // After a day the key is a new one.
    world.clock.advance(24 * 3_600_000 + 1_000);
    assert_ne!(make.must(app, 201).await["id"], made["id"]);
}

#[tokio::test]
async fn who_may_make_keys() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let make = ask(&DASHBOARD_KEY_CREATE)
        .by(user)
        .body(wanted("a"))
        .once("k");
    let made = make.must(app, 201).await;
    let id = plain(&made).id();
    for (plan, status) in [
        (Plan::Premium, PlanStatus::Active),
        (Plan::Essential, PlanStatus::Active),
        (Plan::Professional, PlanStatus::Paused),
    ] {
        world.clock.advance(1_000);
        world.set_account(user, 1_000, plan, status).await;
        let another = ask(&DASHBOARD_KEY_CREATE).by(user).body(wanted("b"));
        let rotate = ask(&DASHBOARD_KEY_ROTATE).by(user).id(id);
        for refused in [another, rotate] {
            assert_eq!(refused.code(app).await, (403, "PLAN_REQUIRED".into()));
        }
        assert_eq!(
            make.must(app, 201).await["id"],
            made["id"],
            "what was done is told"
        );
        // What there is can be seen and ended.
        ask(&DASHBOARD_KEY_LIST).by(user).must(app, 200).await;
        ask(&DASHBOARD_KEY_UPDATE)
            .by(user)
            .id(id)
            .body(json!({ "name": "c" }))
            .must(app, 200)
            .await;
    }
    ask(&DASHBOARD_KEY_REVOKE)
        .by(user)
        .id(id)
        .must(app, 200)
        .await;

    // A sign-in without an account, and a request that no authorizer has seen.
    let stranger = UserId::new(world.clock.now());
    for endpoint in ENDPOINTS
        .iter()
        .filter(|e| matches!(e.access, Access::Owner))
    {
        let mut ask = ask(endpoint).delivery("dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG");
        ask = ask.id(match endpoint.path {
            path if path.contains("/discoveries") => "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG".to_owned(),
            path if path.contains("/webhooks") => "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG".to_owned(),
            _ => id.to_string(),
        });
        ask.body = match endpoint.function {
            "dashboard-key-create" => Some(wanted("x").to_string()),
            "dashboard-key-update" | "dashboard-webhook-update" => Some("{}".into()),
            "dashboard-webhook-create" => Some(webhook().to_string()),
            "dashboard-webhook-verify" => Some(r#"{"headers":{},"body":""}"#.into()),
            "dashboard-webhook-recover" => Some(json!({ "since": NOON }).to_string()),
            _ => None,
        };
        assert_eq!(
            ask.code(app).await,
            (403, "NO_ACCOUNT".into()),
            "{}",
            endpoint.function
        );
        let code = ask.by(stranger).code(app).await;
        assert_eq!(code, (403, "NO_ACCOUNT".into()), "{}", endpoint.function);
    }
}

#[tokio::test]
async fn every_wrong_field_is_told_by_its_path() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let wrong = async |ask: Ask| -> Vec<(String, String)> {
        let (status, body) = ask.of(app).await;
        assert_eq!(
            (status, &body["error"]["code"]),
            (400, &json!("VALIDATION_ERROR")),
            "{body}"
        );
        let details = body["error"]["details"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        details
            .map(|d| (text(&d["path"]), text(&d["code"])))
            .collect()
    };
    let create = |body: Value| ask(&DASHBOARD_KEY_CREATE).by(user).body(body);
    let update = |body: Value| ask(&DASHBOARD_KEY_UPDATE).by(user).id(key.id()).body(body);
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(path, code)| ((*path).to_owned(), (*code).to_owned()))
            .collect()
    };
    // All at once.
    let all = json!({
        "name": "", "scopes": ["twin:all", 7], "monthlyLimit": 0,
        "expiresAt": "2026-11-22T12:00:05Z", "allowedIps": ["203.0.113.7", "here", 7], "nmae": 1,
    });
    let mut found = wrong(create(all.clone())).await;
    found.sort();
    let mut expected = pairs(&[
        ("name", "LENGTH"),
        ("scopes[0]", "INVALID"),
        ("scopes[1]", "TYPE"),
        ("monthlyLimit", "RANGE"),
        ("expiresAt", "RANGE"),
        ("allowedIps[1]", "INVALID"),
        ("allowedIps[2]", "INVALID"),
        ("nmae", "UNKNOWN"),
    ]);
    expected.sort();
    assert_eq!(found, expected);
    let mut found = wrong(update(all)).await;
    found.sort();
    assert_eq!(found, expected);
    let missing = pairs(&[("name", "REQUIRED"), ("scopes", "REQUIRED")]);
    assert_eq!(wrong(create(json!({}))).await, missing);
    assert_eq!(
        wrong(create(json!({ "name": null, "scopes": null }))).await,
        missing
    );
    let nulls = json!({ "name": null, "scopes": null, "allowedIps": null });
    assert_eq!(
        wrong(update(nulls)).await,
        pairs(&[("name", "TYPE"), ("scopes", "TYPE"), ("allowedIps", "TYPE")])
    );
    // One by one.
    let many = vec!["203.0.113.7"; 51];
    for (field, value, path, code) in [
        ("name", json!("x".repeat(101)), "name", "LENGTH"),
        ("name", json!(7), "name", "TYPE"),
        ("scopes", json!([]), "scopes", "LENGTH"),
        ("scopes", json!("twin:read"), "scopes", "TYPE"),
        (
            "scopes",
            json!(["twin:read", "twin:read"]),
            "scopes",
            "REPEATED",
        ),
        (
            "scopes",
            json!(["twin:read", "twin:write", "twin:read"]),
            "scopes",
            "LENGTH",
        ),
        ("monthlyLimit", json!(1_000_001), "monthlyLimit", "RANGE"),
        ("monthlyLimit", json!(1.5), "monthlyLimit", "RANGE"),
        ("monthlyLimit", json!(-1), "monthlyLimit", "RANGE"),
        ("monthlyLimit", json!("1"), "monthlyLimit", "TYPE"),
        ("expiresAt", json!("tomorrow"), "expiresAt", "INVALID"),
        ("expiresAt", json!(1_795_339_800), "expiresAt", "TYPE"),
        ("expiresAt", json!("2026-11-22"), "expiresAt", "INVALID"),
        ("allowedIps", json!(many), "allowedIps", "LENGTH"),
        ("allowedIps", json!("203.0.113.7"), "allowedIps", "TYPE"),
        (
            "allowedIps",
            json!(["203.0.113.7/33"]),
            "allowedIps[0]",
            "INVALID",
        ),
    ] {
        let mut body = wanted("fine");
        body[field] = value.clone();
        assert_eq!(
            wrong(create(body)).await,
            pairs(&[(path, code)]),
            "{field} {value}"
        );
        let found = wrong(update(json!({ field: value }))).await;
        assert_eq!(found, pairs(&[(path, code)]), "{field} {value}");
    }
    let rotate = |body: Value| ask(&DASHBOARD_KEY_ROTATE).by(user).id(key.id()).body(body);
    assert_eq!(
        wrong(rotate(json!({ "overlapHours": 169 }))).await,
        pairs(&[("overlapHours", "RANGE")])
    );
    assert_eq!(
        wrong(rotate(json!({ "overlap": 1 }))).await,
        pairs(&[("overlap", "UNKNOWN")])
    );
    assert_eq!(wrong(create(json!([]))).await, pairs(&[("", "TYPE")]));
    let list = |query: &str| ask(&DASHBOARD_DISCOVERY_LIST).by(user).query(query);
    assert_eq!(
        wrong(list("status=new&limit=101&cursor=x&page=2")).await,
        pairs(&[
            ("status", "INVALID"),
            ("limit", "INVALID"),
            ("cursor", "INVALID"),
            ("page", "UNKNOWN")
        ])
    );
    let usage = |query: &str| ask(&DASHBOARD_USAGE).by(user).query(query);
    for (query, path, code) in [
        ("from=2025-10-21", "from", "INVALID"),
        ("from=2026-11-23", "from", "RANGE"),
        ("from=2026-11-20&to=2026-11-19", "from", "RANGE"),
        ("to=2026-02-30", "to", "INVALID"),
        ("to=", "to", "INVALID"),
        ("day=2026-11-01", "day", "UNKNOWN"),
    ] {
        assert_eq!(wrong(usage(query)).await, pairs(&[(path, code)]), "{query}");
    }
    let bad = create(wanted("x")).once(&"x".repeat(256));
    assert_eq!(wrong(bad).await, pairs(&[("Idempotency-Key", "INVALID")]));
    // The edges of what is allowed.
    let mut most = wanted(&"ü".repeat(100));
    most["monthlyLimit"] = json!(1_000_000);
    most["allowedIps"] = json!(vec!["203.0.113.7"; 50]);
    most["expiresAt"] = json!("2026-11-22T12:00:05.001Z");
    create(most).must(app, 201).await;
    usage("from=2025-10-22&to=2026-11-22").must(app, 200).await;
    // What can't be an id is the id of no key, and of no discovery.
    for (endpoint, id, code) in [
        (&DASHBOARD_KEY_VIEW, "nonsense", "KEY_NOT_FOUND"),
        (&DASHBOARD_KEY_REVOKE, "0BADC0DE", "KEY_NOT_FOUND"),
        (&DASHBOARD_KEY_UPDATE, "", "KEY_NOT_FOUND"),
        (&DASHBOARD_KEY_ROTATE, "0badc0de", "KEY_NOT_FOUND"),
        (
            &DASHBOARD_DISCOVERY_APPROVE,
            "nonsense",
            "DISCOVERY_NOT_FOUND",
        ),
        (
            &DASHBOARD_DISCOVERY_REJECT,
            "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG",
            "DISCOVERY_NOT_FOUND",
        ),
    ] {
        assert_eq!(
            ask(endpoint).by(user).id(id).code(app).await,
            (404, code.into())
        );
    }
}

// --- Usage ------------------------------------------------------------------------------------

#[tokio::test]
async fn usage_of_open_and_closed_days() {
    let world = World::at("2026-10-31T10:00:00Z").await;
    let user = world.account(1_000).await;
    let ((a, _), (b, _)) = (world.key(user).await, world.key(user).await);
    let app = world.process_on_time();
    let hour = 3_600_000;
    for (times, advance) in [(3, 24), (2, 1), (4, 0)] {
        for _ in 0..times {
            assert_eq!(calls(app, &a).await, "ok");
        }
        assert_eq!(calls(app, &b).await, "ok");
        world.clock.advance(advance * hour);
    }
    // October is closed, November's 1st is open; a late write of October is in both places.
    let account = world.view(user).await;
    let october = Day::of(at("2026-10-31T00:00:00Z"));
    assert!(
        account
            .cells()
            .all(|(cell, _)| !matches!(cell, Cell::KeyDay(day, _) if day == october))
    );
    let late = Cell::KeyDay(october, shared::access::account::Slot::new(0).unwrap());
    world
        .table
        .client
        .update_item()
        .table_name(&world.table.name)
        .set_key(Some(shared::table::Key::account(user).into_item()))
        .update_expression("ADD #d :one")
        .expression_attribute_names("#d", late.name())
        .expression_attribute_values(":one", shared::table::n(1_u64))
        .send()
        .await
        .unwrap();
    let told = ask(&DASHBOARD_USAGE)
        .by(user)
        .query("from=2026-10-30")
        .must(app, 200)
        .await;
    let day = |date: &str, of_a: u64, of_b: u64| {
        json!({ "date": date, "total": of_a + of_b, "keys": [
            { "id": a.id(), "name": "test", "requests": of_a },
            { "id": b.id(), "name": "test", "requests": of_b },
        ]})
    };
    let none = json!({ "date": "2026-10-30", "total": 0, "keys": [] });
    assert_eq!(
        told,
        json!({
            "from": "2026-10-30", "to": "2026-11-01",
            "days": [none, day("2026-10-31", 4, 1), day("2026-11-01", 6, 2)],
            "refusals": {},
            "quota": { "tier": "enterprise", "monthlyLimit": 1000, "used": 8, "remaining": 992,
                "resetsAt": "2026-12-01T00:00:00.000Z" },
        })
    );
    // This month, where nothing is said; and days to come are not told.
    for query in ["", "to=2026-11-30", "to=2026-11-01"] {
        let told = ask(&DASHBOARD_USAGE)
            .by(user)
            .query(query)
            .must(app, 200)
            .await;
        assert_eq!(told["days"], json!([day("2026-11-01", 6, 2)]));
    }
    // A revoked key's requests stay told, by day and by month, when its counters have left.
    keys::revoke(&world.table, user, a.id(), world.clock.now())
        .await
        .unwrap();
    for _ in 0..3 {
        assert_eq!(calls(app, &b).await, "ok");
    }
    let told = ask(&DASHBOARD_USAGE).by(user).must(app, 200).await;
    assert_eq!(told["days"], json!([day("2026-11-01", 6, 5)]));
    let seen = ask(&DASHBOARD_KEY_VIEW)
        .by(user)
        .id(a.id())
        .must(app, 200)
        .await;
    assert_eq!(seen["usedThisMonth"], 6);
}

/// Refusals are counted by code: the first is written at once, what follows within the minute
/// goes along with the next admitted call or the next refusal after it. Nothing of that costs an
/// admitted call a round trip, nor a repeat within the minute.
#[tokio::test]
async fn refusals_by_code() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let change = async |body: Value| {
        ask(&DASHBOARD_KEY_UPDATE)
            .by(user)
            .id(key.id())
            .body(body)
            .must(app, 200)
            .await
    };
    let refusals = async || ask(&DASHBOARD_USAGE).by(user).must(app, 200).await["refusals"].clone();
    let trips = async |expected: &str| {
        let before = world.faults.all_seen();
        assert_eq!(calls(app, &key).await, expected);
        world.faults.all_seen() - before
    };
    for _ in 0..60 {
        assert_eq!(calls(app, &key).await, "ok");
    }
    assert_eq!(
        trips("RATE_LIMITED").await,
        2,
        "the refused write, and the first count of it"
    );
    assert_eq!(refusals().await, json!({ "RATE_LIMITED": 1 }));
    for _ in 0..9 {
        assert_eq!(trips("RATE_LIMITED").await, 0);
    }
    change(json!({ "scopes": ["twin:write"] })).await;
    assert_eq!(
        refusals().await,
        json!({ "RATE_LIMITED": 1 }),
        "the rest waits"
    );
    world.clock.advance(55_000);
    // The next minute of the clock, not yet a minute after the first write.
    assert_eq!(calls(app, &key).await, "INSUFFICIENT_SCOPE");
    change(json!({ "scopes": ["twin:read"] })).await;
    assert_eq!(calls(app, &key).await, "ok");
    assert_eq!(trips("ok").await, 1);
    assert_eq!(
        refusals().await,
        json!({ "RATE_LIMITED": 10, "INSUFFICIENT_SCOPE": 1 })
    );
    // Without admitted calls, once a minute.
    change(json!({ "allowedIps": ["198.51.100.0/24"] })).await;
    for _ in 0..150 {
        assert_eq!(calls(app, &key).await, "IP_NOT_ALLOWED");
        world.clock.advance(1_000);
    }
    let told = refusals().await["IP_NOT_ALLOWED"].as_u64().unwrap();
    assert!((91..=150).contains(&told), "{told}");
    // A write that fails takes its counts along, and leaves the answer alone.
    world.clock.advance(60_000);
    world
        .faults
        .plan("UpdateItem", [Fault::Error(400, "ThrottlingException")]);
    assert_eq!(calls(app, &key).await, "IP_NOT_ALLOWED");
    assert_eq!(world.faults.left(), 0);
    assert_eq!(refusals().await["IP_NOT_ALLOWED"], told);
    // A day of refusals alone is closed as any other, and the account's item stays small.
    let today = Day::of(world.clock.now());
    world.clock.advance(86_400_000);
    assert_eq!(calls(app, &key).await, "IP_NOT_ALLOWED");
    let left = world.view(user).await;
    assert!(left.closed_days(world.clock.now()).is_empty());
    let closed = usage::closed(&world.table, user, today, today)
        .await
        .unwrap();
    assert_eq!(closed[&today].refusals["IP_NOT_ALLOWED"], told);
    let told_now = ask(&DASHBOARD_USAGE).by(user).must(app, 200).await;
    assert_eq!(told_now["refusals"]["IP_NOT_ALLOWED"], told + 1);
    // An account that is gone is not brought back by what was refused of it.
    let gone = shared::access::accounts::erase(&world.table, user)
        .await
        .unwrap();
    assert!(gone);
    world.clock.advance(120_000);
    assert_ne!(calls(app, &key).await, "ok");
    assert!(everything(&world).await.is_empty());
}

// --- Discoveries ------------------------------------------------------------------------------

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn discoveries_are_decided_once() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let ids = proposed(
        &world,
        user,
        &key,
        &["one fact", "two facts", "three facts"],
    )
    .await;
    let messages = async || {
        let all = everything(&world).await;
        all.iter()
            .filter(|item| item["sk"].as_s().unwrap().starts_with("out#approved."))
            .count()
    };
    let listed = async |query: &str| {
        let mut found = Vec::new();
        let mut next = query.to_owned();
        loop {
            let page = ask(&DASHBOARD_DISCOVERY_LIST)
                .by(user)
                .query(&next)
                .must(app, 200)
                .await;
            let all = page["discoveries"].as_array().unwrap();
            found.extend(all.iter().map(|d| d["id"].as_str().unwrap().to_owned()));
            match page["nextCursor"].as_str() {
                Some(cursor) => next = format!("{query}&cursor={cursor}"),
                None => return found,
            }
        }
    };
    assert_eq!(listed("status=pending&limit=1").await.len(), 3);
    assert_eq!(listed("").await.len(), 3);
    let approve = ask(&DASHBOARD_DISCOVERY_APPROVE).by(user).id(ids[0]);
    let all = (0..16).map(|i| {
        // Some with a key, some without.
        let ask = if i % 2 == 0 {
            approve.clone()
        } else {
            approve.clone().once("k")
        };
        let app = world.process_on_time();
        tokio::spawn(async move { ask.must(app, 200).await })
    });
    let answers: Vec<_> = join_all(all)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    assert_eq!(
        (&answers[0]["status"], &answers[0]["item"]["value"]),
        (&json!("approved"), &json!("one fact"))
    );
    assert_eq!(messages().await, 1);
    world.clock.advance(60_000);
    assert_eq!(approve.must(app, 200).await, answers[0], "later as well");
    assert_eq!(messages().await, 1);

    let reject = ask(&DASHBOARD_DISCOVERY_REJECT).by(user);
    assert_eq!(
        reject.clone().id(ids[0]).code(app).await,
        (409, "ALREADY_DECIDED".into())
    );
    let rejected = reject.clone().id(ids[1]).must(app, 200).await;
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(reject.id(ids[1]).must(app, 200).await, rejected);
    assert_eq!(
        approve.id(ids[1]).code(app).await,
        (409, "ALREADY_DECIDED".into())
    );
    assert_eq!(messages().await, 1);
    for (status, id) in [
        ("pending", ids[2]),
        ("approved", ids[0]),
        ("rejected", ids[1]),
    ] {
        assert_eq!(listed(&format!("status={status}")).await, [id.to_string()]);
    }
}

#[tokio::test]
async fn the_demonstration_has_something_to_review() {
    let world = World::at(NOON).await;
    demo::seed(&world.table).await.unwrap();
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let mut list = ask(&DASHBOARD_DISCOVERY_LIST);
    list.subject = Some(demo::SUBJECT.into());
    let found = list.must(app, 200).await;
    let ids: Vec<_> = found["discoveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["id"])
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&&json!(demo::DISCOVERY)), "{ids:?}");
}

// --- Two owners -------------------------------------------------------------------------------

/// What an endpoint does with another account's ids.
#[derive(Clone, Copy)]
enum Crossing {
    /// It names a thing by id: another's is answered as one that never was.
    Names(fn(&Mine) -> String, &'static str),
    /// It names nothing: the answer holds nothing of the other account.
    Tells,
}

struct Mine {
    user: UserId,
    key: PlainKey,
    snapshot: String,
    discovery: DiscoveryId,
    webhook: String,
    delivery: String,
    cursors: [String; 3],
}

impl Mine {
    async fn make(world: &World, app: &'static App) -> Self {
        use shared::snapshots::{Publication, Source, Stage};
        let user = world.account(1_000).await;
        let (key, _) = world.key(user).await;
        let profile = std::fs::read(tests::root().join("infra/demo/aoife.json")).unwrap();
        let profile = shared::profile::Profile::parse(&profile).unwrap();
        let mut snapshot = String::new();
        for day in 1..=2 {
            let publication = Publication {
                user_id: user,
                id: shared::id::SnapshotId::new(world.clock.now()),
                source: Source::Purchase,
                purchase_id: format!("pur_{}", key.id()).parse().unwrap(),
                snapshot_date: format!("2026-11-0{day}T00:00:00Z").parse().unwrap(),
                stage: Stage::Ready(Box::new(profile.clone())),
            };
            app.snapshots.publish(&publication).await.unwrap();
            snapshot = publication.id.to_string();
        }
        let discovery =
            proposed(world, user, &key, &["a secret of mine", "another secret"]).await[0];
        let made = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(webhook());
        let webhook = made.must(app, 201).await["id"].as_str().unwrap().to_owned();
        let test = ask(&DASHBOARD_WEBHOOK_TEST).by(user).id(&webhook);
        test.must(app, 202).await;
        let delivery = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
        let next = async |ask: Ask| ask.query("limit=1").must(app, 200).await["nextCursor"].clone();
        let cursors = [
            next(ask(&TWIN_HISTORIC).key(&key)).await,
            next(ask(&DASHBOARD_DISCOVERY_LIST).by(user)).await,
            next(ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST).by(user).id(&webhook)).await,
        ];
        let cursors = cursors.map(|cursor| cursor.as_str().unwrap().to_owned());
        Self {
            user,
            key,
            snapshot,
            discovery,
            webhook,
            delivery,
            cursors,
        }
    }

    /// All that must not be told to anybody else.
    fn names(&self) -> [String; 6] {
        [
            self.user.to_string(),
            self.key.id().to_string(),
            self.snapshot.clone(),
            self.discovery.to_string(),
            self.webhook.clone(),
            self.delivery.clone(),
        ]
    }
}

/// The case of each endpoint. A new route for key holders or owners needs its own.
fn crossing(function: &str) -> Option<Crossing> {
    let key = |mine: &Mine| mine.key.id().to_string();
    let discovery = |mine: &Mine| mine.discovery.to_string();
    Some(match function {
        "twin-health" | "twin-me" | "twin-historic" | "twin-preset" => Crossing::Tells,
        "twin-life-facts" | "twin-annotations" => Crossing::Tells,
        "twin-snapshot" => Crossing::Names(
            |mine| mine.snapshot.clone(),
            "snp_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        ),
        "dashboard-key-create"
        | "dashboard-key-list"
        | "dashboard-usage"
        | "dashboard-webhook-create"
        | "dashboard-webhook-list"
        | "dashboard-discovery-list" => Crossing::Tells,
        "dashboard-key-view"
        | "dashboard-key-update"
        | "dashboard-key-revoke"
        | "dashboard-key-rotate" => Crossing::Names(key, "0badc0de"),
        "dashboard-webhook-view"
        | "dashboard-webhook-update"
        | "dashboard-webhook-delete"
        | "dashboard-webhook-test"
        | "dashboard-webhook-secret-rotate"
        | "dashboard-webhook-secret-complete"
        | "dashboard-webhook-verify"
        | "dashboard-webhook-delivery-list"
        | "dashboard-webhook-delivery-retry"
        | "dashboard-webhook-recover" => Crossing::Names(
            |mine| mine.webhook.clone(),
            "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        ),
        "dashboard-discovery-approve" | "dashboard-discovery-reject" => {
            Crossing::Names(discovery, "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG")
        }
        _ => return None,
    })
}

/// Two owners can't see, guess or touch each other's anything.
#[tokio::test]
async fn two_accounts_are_worlds_apart() {
    let world = World::at(NOON).await;
    let app = world.process_wired();
    let (mine, others) = (Mine::make(&world, app).await, Mine::make(&world, app).await);
    let of = |items: Vec<Item>, user: UserId| {
        let own = items
            .into_iter()
            .filter(|item| format!("{item:?}").contains(&user.to_string()));
        own.map(|item| (format!("{:?}{:?}", item["pk"], item["sk"]), item))
            .collect::<BTreeMap<_, _>>()
    };
    let before = of(everything(&world).await, others.user);
    let reached = ENDPOINTS
        .iter()
        .filter(|e| matches!(e.access, Access::Key(_) | Access::Owner));
    for endpoint in reached {
        let name = endpoint.function;
        let case = crossing(name)
            .unwrap_or_else(|| panic!("{name} has no case: say what it does with another's ids"));
        assert_eq!(
            matches!(case, Crossing::Names(..)),
            endpoint.path.contains("{id}"),
            "{name}: a path that names a thing crosses by its id"
        );
        let mut base = match endpoint.access {
            Access::Key(_) => ask(endpoint).key(&mine.key),
            _ => ask(endpoint).by(mine.user),
        };
        let facts = |item: Value, list: &str| json!({ list: [item] });
        base = match name {
            "twin-life-facts" => base.body(facts(
                json!({ "category": "general", "value": "a fact", "consent": true }),
                "facts",
            )),
            "twin-annotations" => base.body(facts(
                json!({ "tag": "tag", "text": "a note", "consent": true }),
                "annotations",
            )),
            "twin-preset" => base.id("estandar"),
            "dashboard-key-create" => base.body(wanted("mine")),
            "dashboard-key-update" => base.body(json!({ "name": "taken" })),
            "dashboard-webhook-create" => base.body(webhook()),
            "dashboard-webhook-update" => base.body(webhook()),
            "dashboard-webhook-verify" => base.body(json!({ "headers": {}, "body": "" })),
            "dashboard-webhook-recover" => base.body(json!({ "since": world.clock.now() })),
            _ => base,
        };
        // What belongs to another thing of one's own is not there either.
        base = base.delivery(&others.delivery);
        match case {
            Crossing::Names(theirs, never) => {
                let (status, mut other) = base.clone().id(theirs(&others)).of(app).await;
                let (missing, mut unknown) = base.id(never).of(app).await;
                assert_eq!((status, missing), (404, 404), "{name}");
                for body in [&mut other, &mut unknown] {
                    body["error"]["requestId"].take();
                }
                assert_eq!(other, unknown, "{name}: the two must not differ");
            }
            Crossing::Tells => {
                let (status, body) = base.of(app).await;
                assert!((200..300).contains(&status), "{name}: {status} {body}");
                for theirs in others.names() {
                    assert!(!body.to_string().contains(&theirs), "{name} tells {theirs}");
                }
            }
        }
    }
    // By query as well: cursors, and the snapshots a preset may be asked of.
    let preset = ask(&TWIN_PRESET).key(&mine.key).id("estandar");
    for (ask, query, status) in [
        (
            ask(&TWIN_HISTORIC).key(&mine.key),
            format!("cursor={}", others.cursors[0]),
            400,
        ),
        (
            ask(&DASHBOARD_DISCOVERY_LIST).by(mine.user),
            format!("cursor={}", others.cursors[1]),
            400,
        ),
        (
            ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST)
                .by(mine.user)
                .id(&mine.webhook),
            format!("cursor={}", others.cursors[2]),
            400,
        ),
        (
            ask(&DASHBOARD_WEBHOOK_DELIVERY_RETRY)
                .by(mine.user)
                .id(&mine.webhook)
                .delivery(&others.delivery),
            String::new(),
            404,
        ),
        (
            preset.clone(),
            format!("snapshotId={}", others.snapshot),
            404,
        ),
        (preset, format!("purchaseId=pur_{}", others.key.id()), 404),
    ] {
        let (found, body) = ask.query(&query).of(app).await;
        assert_eq!(found, status, "{query}: {body}");
    }
    // An Idempotency-Key is one account's too.
    let same = |mine: &Mine| {
        ask(&DASHBOARD_KEY_CREATE)
            .by(mine.user)
            .body(wanted("x"))
            .once("same")
    };
    let first = same(&mine).must(app, 201).await;
    let after = of(everything(&world).await, others.user);
    assert!(after == before, "nothing of theirs has changed");
    assert_ne!(same(&others).must(app, 201).await["id"], first["id"]);
}

// --- Any input --------------------------------------------------------------------------------

static WORLD: LazyLock<(tokio::runtime::Runtime, &'static App, UserId, [String; 4])> =
    LazyLock::new(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (app, user, ids) = runtime.block_on(async {
            let world = Box::leak(Box::new(World::at(NOON).await));
            let user = world.account(1_000_000).await;
            let (key, _) = world.key(user).await;
            let discovery = proposed(world, user, &key, &["a fact"]).await[0];
            let app = world.process_wired();
            let made = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(webhook());
            let webhook = made.must(app, 201).await["id"].as_str().unwrap().to_owned();
            let test = ask(&DASHBOARD_WEBHOOK_TEST).by(user).id(&webhook);
            let delivery = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
            let ids = [
                key.id().to_string(),
                discovery.to_string(),
                webhook,
                delivery,
            ];
            (app, user, ids)
        });
        (runtime, app, user, ids)
    });

fn owners() -> Vec<&'static Endpoint> {
    ENDPOINTS
        .iter()
        .copied()
        .filter(|e| matches!(e.access, Access::Owner))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No input makes a function panic or blame itself; errors are the documented ones.
    #[test]
    fn no_input_is_our_fault(
        endpoint in proptest::sample::select(owners()),
        id in "(key|key|key|discovery|discovery|webhook|webhook|webhook|webhook|\\PC{0,30})",
        delivery in "(delivery|delivery|\\PC{0,30})",
        query in "((from|to|status|event|limit|cursor|\\PC{0,4})(=(20[0-9]{2}-[01][0-9]-[0-3][0-9]|[\\PC]{0,12}))?&){0,3}",
        body in prop_oneof![
            Just(String::new()),
            "\\PC{0,40}",
            "\\{(\"(name|scopes|monthlyLimit|expiresAt|allowedIps|overlapHours)\":(null|-?[0-9]{1,20}|\"\\PC{0,20}\"|\\[\\]|\\[\"twin:read\"\\]|\\[\"::/0\",\"10.0.0.0/[0-9]{1,3}\"\\]|\"[0-9]{4}-12-01T00:00:00Z\"),?){0,4}\\}",
            "\\{(\"(url|events|description|status|overlapHours|since)\":(null|-?[0-9]{1,9}|\"\\PC{0,20}\"|\"http://127\\.0\\.0\\.1(:[0-9]{1,6})?/\\PC{0,9}\"|\"https://[0-9.:/@#]{0,9}\"|\\[\"(twin\\.test|\\*)\"\\]|\"(enabled|paused)\"|\"2026-11-2[0-3]T00:00:00Z\"),?){0,4}\\}",
            "\\{\"headers\":\\{(\"(webhook-id|webhook-signature|\\PC{0,9})\":(\"\\PC{0,20}\"|\\[\"a\",[0-9]\\]|\\[\\])){0,1}\\},\"body\":\"\\PC{0,20}\"\\}",
            Just(wanted("x").to_string()),
            Just(webhook().to_string()),
        ],
        once in proptest::option::of("[ -~]{0,20}"),
        signed_in in proptest::bool::weighted(0.9),
    ) {
        let (runtime, app, user, ids) = &*WORLD;
        let known = |word: String| {
            let words = ["key", "discovery", "webhook", "delivery"];
            let place = words.iter().position(|known| *known == word);
            place.map_or(word, |place| ids[place].clone())
        };
        let mut ask = ask(endpoint).id(known(id)).delivery(known(delivery)).query(&query);
        if signed_in {
            ask = ask.by(*user);
        }
        if let Some(once) = once {
            ask = ask.once(&once);
        }
        ask.body = Some(body);
        let (status, body) = runtime.block_on(ask.of(app));
        prop_assert!(status < 500, "{status} {body}");
        if status >= 400 {
            let code = body["error"]["code"].as_str().unwrap();
            let listed = ERRORS.iter().find(|(listed, ..)| *listed == code);
            prop_assert_eq!(listed.map(|(_, status, _)| *status), Some(status));
        }
    }
}

/// Each function's policy allows whatever it sends: nobody finds out in production.
#[tokio::test]
async fn policies_allow_what_is_sent() {
    let new = json!({ "name": "x", "scopes": ["twin:read"] });
    let renamed = json!({ "name": "y" });
    let overlap = json!({ "overlapHours": 24 });
    let at_once = json!({ "overlapHours": 0 });
    let arrived = json!({ "headers": {}, "body": "" });
    let since = json!({ "since": NOON });
    let cases: [(&'static Endpoint, Option<Value>, u16); 23] = [
        (&DASHBOARD_KEY_CREATE, Some(new), 201),
        (&DASHBOARD_KEY_LIST, None, 200),
        (&DASHBOARD_KEY_VIEW, None, 200),
        (&DASHBOARD_KEY_UPDATE, Some(renamed), 200),
        (&DASHBOARD_KEY_REVOKE, None, 200),
        (&DASHBOARD_KEY_ROTATE, Some(overlap.clone()), 201),
        (&DASHBOARD_KEY_ROTATE, Some(at_once), 201),
        (&DASHBOARD_USAGE, None, 200),
        (&DASHBOARD_WEBHOOK_CREATE, Some(webhook()), 201),
        (&DASHBOARD_WEBHOOK_LIST, None, 200),
        (&DASHBOARD_WEBHOOK_VIEW, None, 200),
        (&DASHBOARD_WEBHOOK_UPDATE, Some(webhook()), 200),
        (&DASHBOARD_WEBHOOK_DELETE, None, 204),
        (&DASHBOARD_WEBHOOK_TEST, None, 202),
        (&DASHBOARD_WEBHOOK_SECRET_ROTATE, Some(overlap), 200),
        (&DASHBOARD_WEBHOOK_SECRET_COMPLETE, None, 200),
        (&DASHBOARD_WEBHOOK_VERIFY, Some(arrived), 200),
        (&DASHBOARD_WEBHOOK_DELIVERY_LIST, None, 200),
        (&DASHBOARD_WEBHOOK_DELIVERY_RETRY, None, 202),
        (&DASHBOARD_WEBHOOK_RECOVER, Some(since), 202),
        (&DASHBOARD_DISCOVERY_LIST, None, 200),
        (&DASHBOARD_DISCOVERY_APPROVE, None, 200),
        (&DASHBOARD_DISCOVERY_REJECT, None, 200),
    ];
    for (endpoint, body, status) in cases {
        let logical_id = logical_id(endpoint.function);
        let world = World::at(NOON).await;
        let (user, app) = (world.account(1_000).await, world.process_wired());
        // Twenty live keys of which nineteen expire: a new one has to look for a place.
        let soon = world.clock.now().plus_millis(1_000);
        for _ in 1..LIVE_KEYS {
            world
                .key_with(user, |key| key.expires_at = Some(soon))
                .await;
        }
        let (key, _) = world.key(user).await;
        world.clock.advance(2_000);
        let proposals = [Proposal::Annotation {
            tag: "ab".into(),
            text: "abc".into(),
            external_ref: None,
        }];
        let now = world.clock.now();
        let queued =
            discoveries::queue(&world.table, user, key.id(), &proposals, now, |_| Ok(None));
        let discovery = queued.await.unwrap().ids[0].to_string();
        let (hook, lost) = lost_delivery(&world, app, user).await;
        let id = match endpoint.path {
            path if path.contains("/discoveries/") => discovery,
            path if path.contains("/webhooks/") => hook,
            _ => key.id().to_string(),
        };
        let mut request = ask(endpoint).by(user).id(id).delivery(lost).once("once");
        if let Some(body) = body {
            request = request.body(body);
        }
        world.faults.take_actions();
        // A process of its own: it has read no secret yet.
        let app = world.process_wired();
        // Twice: done, and answered again or found done.
        request.must(app, status).await;
        let again = if status == 204 { 404 } else { status };
        request.must(app, again).await;
        let (used, allowed) = (world.faults.take_actions(), tests::allowed(&logical_id));
        assert!(!used.is_empty(), "{logical_id}");
        assert!(
            used.is_subset(&allowed),
            "{logical_id}: {used:?} of {allowed:?}"
        );
        if endpoint.path.contains("/webhooks") {
            assert_eq!(used, allowed, "{logical_id}: no more than it needs");
        }
    }
}

/// A function's name in the template: `dashboard-key-list` is `DashboardKeyList`.
fn logical_id(function: &str) -> String {
    let words = function.split('-');
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

/// A webhook, and a delivery that it has lost.
async fn lost_delivery(world: &World, app: &'static App, user: UserId) -> (String, String) {
    let made = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(webhook());
    let hook = made.must(app, 201).await["id"].as_str().unwrap().to_owned();
    let test = ask(&DASHBOARD_WEBHOOK_TEST).by(user).id(&hook);
    let lost = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
    let id = (hook.parse().unwrap(), lost.parse().unwrap());
    let (table, now) = (&world.table, world.clock.now());
    let found = delivery::find(table, user, id.0, id.1).await;
    let claimed = delivery::claim(table, &found.unwrap().unwrap(), now).await;
    let attempt = Attempt {
        n: 1,
        at: now,
        status: Some(500),
        duration_ms: 7,
        error: Some("status".into()),
        response: Some("no".into()),
    };
    let outcome = Outcome::Dead("all 1 attempts failed".into());
    let claimed = claimed.unwrap().unwrap();
    let done = delivery::complete(table, &claimed, &attempt, &outcome, now).await;
    assert!(done.unwrap());
    (hook, lost)
}
