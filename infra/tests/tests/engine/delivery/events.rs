//! Events of keys that end and of quotas that run out.

use std::collections::BTreeSet;

use common::Timestamp;
use serde::de::IgnoredAny;
use serde_json::json;
use tests::Fault;
use tests::ask::ask;
use tests::hooks::Hooks;
use twin::account::{self, AccountChange};
use twin::api_key::{self, KeyChange, NewKey};
use twin::{KeyRecord, PlainKey, Plan, PlanStatus, Scope, Tier, UserId, events};
use twin_functions::registry::ME;
use webhook_functions::sweep;
use webhooks::{Event, EventType};

use super::{HOUR, NOW};

/// Events in the queue after a sweep of what was stored: with their kinds and data.
async fn emitted(world: &Hooks) -> Vec<Event> {
    sweep::run(world.own().engine, IgnoredAny).await.unwrap();
    let messages = world.drain("Events").await;
    let mut events: Vec<Event> = messages
        .into_iter()
        .map(|message| serde_json::from_value(message).unwrap())
        .collect();
    events.sort_by_key(|event| event.timestamp);
    events
}

async fn key(world: &Hooks, user: UserId, change: impl FnOnce(&mut NewKey)) -> KeyRecord {
    let mut new = NewKey {
        name: "crm".into(),
        scopes: Scope::ALL.to_vec(),
        monthly_limit: None,
        expires_at: None,
        allowed_ips: Vec::new(),
    };
    change(&mut new);
    let now = world.clock.now();
    api_key::create(&world.table, user, &new, now, &api_key::store_no_reply)
        .await
        .unwrap()
        .1
}

#[tokio::test]
async fn a_key_s_end_is_an_event_when_it_comes() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (start, table) = (world.clock.now(), &world.table);
    let hours = |n: i64| start.plus_millis(n * HOUR);
    let expires = |at: Option<Timestamp>| KeyChange {
        expires_at: Some(at),
        ..KeyChange::default()
    };
    let plain = key(&world, user, |_| {}).await;
    let expiring = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let moved = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let kept = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let rotated = key(&world, user, |_| {}).await;
    let replaced = key(&world, user, |_| {}).await;
    api_key::change(table, user, moved.id, &expires(Some(hours(3))))
        .await
        .unwrap();
    api_key::change(table, user, kept.id, &expires(None))
        .await
        .unwrap();
    api_key::rotate(table, user, rotated.id, 2, start, &api_key::store_no_reply)
        .await
        .unwrap();
    api_key::rotate(table, user, replaced.id, 0, start, &api_key::store_no_reply)
        .await
        .unwrap();
    api_key::revoke(table, user, plain.id, start).await.unwrap();
    api_key::revoke(table, user, plain.id, start).await.unwrap();
    let revoked_first = key(&world, user, |new| new.expires_at = Some(hours(4))).await;
    api_key::revoke(table, user, revoked_first.id, start)
        .await
        .unwrap();

    // At once is after the sweep's patience: nobody here sends them.
    world.clock.advance(60_000);
    let now: Vec<_> = emitted(&world).await;
    let say = |events: &[Event]| -> BTreeSet<(String, String)> {
        let say = |event: &Event| {
            assert_eq!(event.event, events::API_KEY_REVOKED);
            assert_eq!(event.data["name"], "crm");
            let text = |name: &str| event.data[name].as_str().unwrap().to_owned();
            (text("apiKeyId"), text("reason"))
        };
        events.iter().map(say).collect()
    };
    let expected = |all: &[(&KeyRecord, &str)]| -> BTreeSet<(String, String)> {
        all.iter()
            .map(|(key, reason)| (key.id.to_string(), (*reason).to_owned()))
            .collect()
    };
    assert_eq!(
        say(&now),
        expected(&[
            (&plain, "revoked"),
            (&replaced, "replaced"),
            (&revoked_first, "revoked")
        ])
    );
    assert_eq!(now.len(), 3);
    world.clock.advance(HOUR - 60_000);
    let hour = emitted(&world).await;
    assert_eq!(say(&hour), expected(&[(&expiring, "expired")]));
    assert_eq!(hour[0].timestamp, hours(1));
    world.clock.advance(HOUR);
    assert_eq!(
        say(&emitted(&world).await),
        expected(&[(&rotated, "replaced")])
    );
    world.clock.advance(HOUR);
    assert_eq!(
        say(&emitted(&world).await),
        expected(&[(&moved, "expired")])
    );
    // A key that is made valid again expires again.
    api_key::change(table, user, expiring.id, &expires(Some(hours(5))))
        .await
        .unwrap();
    world.clock.advance(10 * HOUR);
    let last = emitted(&world).await;
    assert_eq!(say(&last), expected(&[(&expiring, "expired")]));
    assert_ne!(last[0].id, hour[0].id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_quota_is_an_event_once_a_month_whichever_call_crosses_it() {
    let world = Hooks::at("2026-11-30T23:00:00Z").await;
    let user = world.account().await;
    let limit = async |limit: u64| {
        let change = AccountChange {
            user_id: user,
            subject: format!("owner of {user}"),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Enterprise,
            monthly_limit: Some(limit),
            updated_at: world.clock.now(),
        };
        account::put(&world.table, &change).await.unwrap();
    };
    limit(50).await;
    let (own, record) = {
        let new = NewKey {
            name: "crm".into(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: Some(20),
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let now = world.clock.now();
        api_key::create(&world.table, user, &new, now, &api_key::store_no_reply)
            .await
            .unwrap()
    };
    let (free, _) = {
        let new = NewKey {
            name: "site".into(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let now = world.clock.now();
        api_key::create(&world.table, user, &new, now, &api_key::store_no_reply)
            .await
            .unwrap()
    };
    let processes: Vec<_> = (0..8).map(|_| world.process()).collect();
    // Through the pipeline, which emits the events.
    let call =
        async |process: usize, key: &PlainKey| ask(&ME).key(key).of(processes[process]).await.0;
    let calls = async |n: usize, key: &PlainKey| {
        futures::future::join_all((0..n).map(|i| call(i % 8, key))).await
    };
    // 15 of the key's 20: nothing yet. 16: 80 %.
    assert!(calls(15, &own).await.iter().all(|status| *status == 200));
    assert!(world.drain("Events").await.is_empty());
    assert!(calls(3, &own).await.iter().all(|status| *status == 200));
    let events = emitted(&world).await;
    assert_eq!(events.len(), 1, "{events:?}");
    let reset = tests::at("2026-12-01T00:00:00Z");
    assert_eq!(events[0].event, events::QUOTA_WARNING_80);
    let data = &events[0].data;
    assert_eq!(
        (&data["scope"], &data["limit"]),
        (&json!("key"), &json!(20))
    );
    assert_eq!(
        (&data["apiKeyId"], &data["resetsAt"]),
        (&json!(record.id), &json!(reset))
    );
    assert!((16..=18).contains(&data["used"].as_u64().unwrap()));
    let refused = calls(10, &own)
        .await
        .iter()
        .filter(|status| **status == 429)
        .count();
    assert_eq!(refused, 8);
    let kinds = |events: &[Event]| -> Vec<(EventType, String)> {
        let mut kinds: Vec<_> = events
            .iter()
            .map(|event| {
                (
                    event.event.clone(),
                    event.data["scope"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        kinds.sort();
        kinds
    };
    let of = |kind, scope: &str| (kind, scope.to_owned());
    assert_eq!(
        kinds(&emitted(&world).await),
        [of(events::QUOTA_EXCEEDED, "key")]
    );
    // The account's own: 40 of 50, then all; from several processes at once.
    assert!(calls(30, &free).await.iter().all(|status| *status == 200));
    let warned = emitted(&world).await;
    assert_eq!(kinds(&warned), [of(events::QUOTA_WARNING_80, "account")]);
    assert_eq!(warned.len(), 1);
    assert!(calls(8, &free).await.iter().all(|status| *status == 429));
    assert_eq!(
        kinds(&emitted(&world).await),
        [of(events::QUOTA_EXCEEDED, "account")]
    );
    world.clock.advance(120_000);
    calls(16, &free).await;
    assert!(emitted(&world).await.is_empty());
    // An event that one call can't store is stored by another, a minute later.
    limit(60).await;
    world.clock.advance(HOUR);
    let refused = || Fault::Error(400, "AccessDeniedException");
    world.faults.plan("TransactWriteItems", [refused()]);
    assert!(calls(15, &own).await.iter().all(|status| *status == 200));
    assert_eq!(call(0, &own).await, 200);
    assert_eq!(world.faults.left(), 0);
    assert_eq!(call(0, &own).await, 200);
    assert!(
        emitted(&world).await.is_empty(),
        "this process has tried in this minute"
    );
    world.clock.advance(60_000);
    assert_eq!(call(0, &own).await, 200);
    assert_eq!(
        kinds(&emitted(&world).await),
        [of(events::QUOTA_WARNING_80, "key")]
    );
}
