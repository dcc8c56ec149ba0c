//! Requests and refusals as the account's owner sees them.

use dashboard_functions::registry::{KEY_UPDATE, KEY_VIEW, USAGE};
use metering::window::Day;
use metering::{Counter, KeyIndex, usage};
use serde_json::{Value, json};
use tests::ask::ask;
use tests::{Fault, World, at, rows};
use twin::{account, api_key, layout};

use crate::api_key::call;
use crate::owner::problems;

const NOON: &str = "2026-11-22T12:00:05Z";

#[tokio::test]
async fn usage_of_open_and_closed_days() {
    let world = World::at("2026-10-31T10:00:00Z").await;
    let user = world.account(1_000).await;
    let ((a, _), (b, _)) = (world.key(user).await, world.key(user).await);
    let app = world.process_on_time();
    let hour = 3_600_000;
    for (times, advance) in [(3, 24), (2, 1), (4, 0)] {
        for _ in 0..times {
            assert_eq!(call(app, &a).await, "ok");
        }
        assert_eq!(call(app, &b).await, "ok");
        world.clock.advance(advance * hour);
    }
    // October is closed, November's 1st is open; a late write of October is in both places.
    let account = world.view(user).await;
    let october = Day::of(at("2026-10-31T00:00:00Z"));
    assert!(
        account
            .ledger
            .counters()
            .all(|(counter, _)| !matches!(counter, Counter::KeyDay(day, _) if day == october))
    );
    let late = Counter::KeyDay(october, KeyIndex::new(0).unwrap());
    world
        .table
        .client
        .update_item()
        .table_name(&world.table.name)
        .set_key(Some(layout::account(user).into_item()))
        .update_expression("ADD #d :one")
        .expression_attribute_names("#d", late.name())
        .expression_attribute_values(":one", dynamo::n(1_u64))
        .send()
        .await
        .unwrap();
    let shown = ask(&USAGE)
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
        shown,
        json!({
            "from": "2026-10-30", "to": "2026-11-01",
            "days": [none, day("2026-10-31", 4, 1), day("2026-11-01", 6, 2)],
            "refusals": {},
            "quota": { "tier": "enterprise", "monthlyLimit": 1000, "used": 8, "remaining": 992,
                "resetsAt": "2026-12-01T00:00:00.000Z" },
        })
    );
    // This month by default; and days to come are not shown.
    for query in ["", "to=2026-11-30", "to=2026-11-01"] {
        let shown = ask(&USAGE).by(user).query(query).must(app, 200).await;
        assert_eq!(shown["days"], json!([day("2026-11-01", 6, 2)]));
    }
    // A revoked key's requests are still shown, by day and by month, when its counters are gone.
    api_key::revoke(&world.table, user, a.id(), world.clock.now())
        .await
        .unwrap();
    for _ in 0..3 {
        assert_eq!(call(app, &b).await, "ok");
    }
    let shown = ask(&USAGE).by(user).must(app, 200).await;
    assert_eq!(shown["days"], json!([day("2026-11-01", 6, 5)]));
    let seen = ask(&KEY_VIEW).by(user).id(a.id()).must(app, 200).await;
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
        ask(&KEY_UPDATE)
            .by(user)
            .id(key.id())
            .body(body)
            .must(app, 200)
            .await
    };
    let refusals = async || ask(&USAGE).by(user).must(app, 200).await["refusals"].clone();
    let trips = async |expected: &str| {
        let before = world.faults.all_seen();
        assert_eq!(call(app, &key).await, expected);
        world.faults.all_seen() - before
    };
    for _ in 0..60 {
        assert_eq!(call(app, &key).await, "ok");
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
    assert_eq!(call(app, &key).await, "INSUFFICIENT_SCOPE");
    change(json!({ "scopes": ["twin:read"] })).await;
    assert_eq!(call(app, &key).await, "ok");
    assert_eq!(trips("ok").await, 1);
    assert_eq!(
        refusals().await,
        json!({ "RATE_LIMITED": 10, "INSUFFICIENT_SCOPE": 1 })
    );
    // Without admitted calls, once a minute.
    change(json!({ "allowedIps": ["198.51.100.0/24"] })).await;
    for _ in 0..150 {
        assert_eq!(call(app, &key).await, "IP_NOT_ALLOWED");
        world.clock.advance(1_000);
    }
    let shown = refusals().await["IP_NOT_ALLOWED"].as_u64().unwrap();
    assert!((91..=150).contains(&shown), "{shown}");
    // A write that fails takes its counts along, and leaves the answer alone.
    world.clock.advance(60_000);
    world
        .faults
        .plan("UpdateItem", [Fault::Error(400, "ThrottlingException")]);
    assert_eq!(call(app, &key).await, "IP_NOT_ALLOWED");
    assert_eq!(world.faults.left(), 0);
    assert_eq!(refusals().await["IP_NOT_ALLOWED"], shown);
    // A day of refusals alone is closed as any other, and the account's item stays small.
    let today = Day::of(world.clock.now());
    world.clock.advance(86_400_000);
    assert_eq!(call(app, &key).await, "IP_NOT_ALLOWED");
    let left = world.view(user).await;
    assert!(left.ledger.closed_days(world.clock.now()).is_empty());
    let closed = usage::closed(&world.table, &user.tenant(), today, today)
        .await
        .unwrap();
    assert_eq!(closed[&today].refusals["IP_NOT_ALLOWED"], shown);
    let shown_now = ask(&USAGE).by(user).must(app, 200).await;
    assert_eq!(shown_now["refusals"]["IP_NOT_ALLOWED"], shown + 1);
    // An account that is gone is not brought back by what was refused of it.
    let gone = account::erase(&world.table, user).await.unwrap();
    assert!(gone);
    world.clock.advance(120_000);
    assert_ne!(call(app, &key).await, "ok");
    assert!(rows::all(&world.table).await.is_empty());
}

#[tokio::test]
async fn each_wrong_parameter_is_named() {
    let world = World::at(NOON).await;
    let (user, process) = (world.account(1_000).await, world.process_on_time());
    let usage = |query: &str| ask(&USAGE).by(user).query(query);
    for (query, wrong) in [
        ("from=2025-10-21", "from INVALID"),
        ("from=2026-11-23", "from RANGE"),
        ("from=2026-11-20&to=2026-11-19", "from RANGE"),
        ("to=2026-02-30", "to INVALID"),
        ("to=", "to INVALID"),
        ("day=2026-11-01", "day UNKNOWN"),
    ] {
        assert_eq!(problems(&usage(query), process).await, wrong, "{query}");
    }
    // The edges of what is allowed.
    let most = usage("from=2025-10-22&to=2026-11-22");
    most.must(process, 200).await;
}
