//! Figures of calls: counted once, rolled up without a loss, compared.

use std::collections::BTreeMap;
use std::time::Duration;

use common::Timestamp;
use dynamo::{Change, List, Table};
use provider::figures::alert::{self, AlertStatus, Metric, Severity, Swept};
use provider::figures::{Call, Figures, History, layout, record};
use provider::id::{AppId, CapabilityId};
use provider::runtime::call::ErrorClass;
use serde_json::json;
use tests::World;

const NOON: &str = "2026-11-22T12:00:00Z";
const MINUTE: i64 = 60_000;

fn capability(number: u8) -> CapabilityId {
    CapabilityId::from_bits([number; 16])
}

fn call(number: usize, capability: CapabilityId, at: Timestamp, millis: u64) -> Call {
    Call {
        id: format!("inv_{number}"),
        capability,
        at,
        micros: millis * 1_000,
        failed: number.is_multiple_of(10).then_some(ErrorClass::Timeout),
    }
}

fn sum(calls: &[Call]) -> Figures {
    let mut figures = Figures::default();
    for call in calls {
        figures.add(call);
    }
    figures
}

async fn known(table: &Table, capability: CapabilityId, now: Timestamp) -> Figures {
    let history = History::load(table, capability).await.unwrap();
    history.baseline(now)
}

/// Sweeps every shard until nothing is due.
async fn sweep(world: &World, table: &Table) -> Swept {
    let mut all = Swept::default();
    loop {
        let before = (all.rolled, all.compared);
        let now = world.clock.now();
        let shards = (0..layout::SHARDS).map(|shard| alert::sweep(table, shard, now));
        for swept in futures::future::try_join_all(shards).await.unwrap() {
            all.rolled += swept.rolled;
            all.compared += swept.compared;
            all.alerts.extend(swept.alerts);
        }
        if (all.rolled, all.compared) == before {
            return all;
        }
    }
}

#[tokio::test]
async fn messages_that_come_twice_late_or_in_any_order_count_once() {
    let world = World::at(NOON).await;
    let (table, now) = (world.connected(), world.clock.now());
    // 300 calls of three capabilities, over twelve spans of five minutes.
    let calls: Vec<_> = (0..300)
        .map(|n| {
            let at = now.plus_millis(-i64::try_from(n).unwrap() * 11_000);
            call(n, capability((n % 3) as u8), at, 20 + n as u64)
        })
        .collect();
    let mut messages: Vec<_> = calls.iter().chain(&calls).cloned().collect();
    messages.extend(calls.iter().rev().take(50).cloned());
    // An order of its own: 7 and 650 have no common factor.
    let shuffled: Vec<_> = (0..messages.len())
        .map(|n| messages[n * 7 % messages.len()].clone())
        .collect();
    let mut batches = Vec::new();
    for batch in shuffled.chunks(37) {
        batches.push(record(&table, batch, now));
    }
    let new = futures::future::try_join_all(batches).await.unwrap();
    assert_eq!(new.iter().sum::<usize>(), 300);
    for number in 0..3 {
        let own: Vec<_> = calls
            .iter()
            .filter(|call| call.capability == capability(number))
            .cloned()
            .collect();
        assert_eq!(known(&table, capability(number), now).await, sum(&own));
    }
}

#[tokio::test]
async fn a_lost_answer_or_a_crash_at_any_write_counts_nothing_twice() {
    for nth in 1..=4 {
        for done in [false, true] {
            let world = World::at(NOON).await;
            let (table, now) = (world.connected(), world.clock.now());
            let calls: Vec<_> = (0..150).map(|n| call(n, capability(1), now, 50)).collect();
            world.faults.crash_at(nth, done);
            let first = record(&table, &calls, now).await;
            let crashed = world.faults.revive();
            assert!(!crashed || first.is_err(), "{nth} {done}");
            record(&table, &calls, now).await.unwrap();
            assert_eq!(known(&table, capability(1), now).await, sum(&calls));
        }
    }
}

#[tokio::test]
async fn spans_become_hours_and_days_and_lose_nothing() {
    let world = World::at(NOON).await;
    let table = world.connected();
    let mut all = Vec::new();
    // Calls of three days, each hour of which two sweeps at once look at.
    for hour in 0..3 * 24 {
        let now = world.clock.now();
        let calls: Vec<_> = (0..7)
            .map(|n| call(hour * 7 + n, capability(1), now, 30 + hour as u64))
            .collect();
        record(&table, &calls, now).await.unwrap();
        all.extend(calls);
        world.clock.advance(60 * MINUTE);
        let other = world.connected();
        tokio::join!(sweep(&world, &table), sweep(&world, &other));
    }
    let now = world.clock.now();
    assert_eq!(known(&table, capability(1), now).await, sum(&all));
    let items = List::of("looking", layout::figures(capability(1)))
        .items(&table)
        .await
        .unwrap();
    let mut lengths = BTreeMap::<char, usize>::new();
    for item in &items {
        let sk = item["sk"].as_s().unwrap();
        *lengths.entry(sk.chars().next().unwrap()).or_default() += 1;
    }
    println!("three days of calls are {lengths:?}");
    assert!(lengths[&'s'] <= 12 && lengths[&'h'] <= 52, "{lengths:?}");
    let largest = items.iter().map(dynamo_size).max().unwrap();
    println!("the largest item has {largest} bytes");
    assert!(largest < 1_024);
    // A message that comes after its hour became part of a day still counts.
    let late = call(9_999, capability(1), now.plus_millis(-70 * 60 * MINUTE), 30);
    record(&table, std::slice::from_ref(&late), now)
        .await
        .unwrap();
    sweep(&world, &table).await;
    all.push(late);
    assert_eq!(known(&table, capability(1), now).await, sum(&all));
}

/// What an item counts, roughly: names and values, a number as text.
fn dynamo_size(item: &dynamo::Item) -> usize {
    let value = |value: &dynamo::AttributeValue| match value {
        dynamo::AttributeValue::S(text) | dynamo::AttributeValue::N(text) => text.len(),
        _ => 1,
    };
    item.iter().map(|(name, of)| name.len() + value(of)).sum()
}

#[tokio::test]
async fn a_worker_that_ends_between_two_writes_loses_and_doubles_nothing() {
    for nth in 1..=6 {
        for done in [false, true] {
            let world = World::at(NOON).await;
            let (table, now) = (world.connected(), world.clock.now());
            let calls: Vec<_> = (0..60).map(|n| call(n, capability(1), now, 50)).collect();
            record(&table, &calls, now).await.unwrap();
            world.clock.advance(3 * 60 * MINUTE);
            world.faults.crash_at(nth, done);
            for shard in 0..layout::SHARDS {
                let _ = alert::sweep(&table, shard, world.clock.now()).await;
            }
            world.faults.revive();
            world.clock.advance(2 * MINUTE);
            sweep(&world, &table).await;
            let now = world.clock.now();
            assert_eq!(known(&table, capability(1), now).await, sum(&calls));
        }
    }
}

#[tokio::test]
async fn an_alert_opens_once_and_is_resolved_once() {
    let world = World::at(NOON).await;
    let table = world.connected();
    let (capability, app) = (capability(1), AppId::from_bits([7; 16]));
    owner(&table, capability, app, world.clock.now()).await;
    let mut number = 0;
    let mut minutes = async |millis: u64, minutes: i64, step: i64| {
        let mut alerts = Vec::new();
        for _ in 0..minutes / step {
            let now = world.clock.now();
            let calls: Vec<_> = (0..20)
                .map(|_| {
                    number += 1;
                    Call {
                        failed: None,
                        ..call(number, capability, now, millis)
                    }
                })
                .collect();
            record(&table, &calls, now).await.unwrap();
            world.clock.advance(step * MINUTE);
            let other = world.connected();
            let both = tokio::join!(sweep(&world, &table), sweep(&world, &other));
            alerts.extend(both.0.alerts);
            alerts.extend(both.1.alerts);
        }
        alerts
    };
    assert_eq!(minutes(100, 3 * 24 * 60, 120).await, []);
    let slow = minutes(400, 60, 5).await;
    assert_eq!(slow.len(), 1, "{slow:?}");
    let (owner, opened) = &slow[0];
    assert_eq!((*owner, opened.metric), (app, Metric::Latency));
    assert_eq!(opened.severity, Severity::Critical);
    let over = minutes(100, 120, 5).await;
    assert_eq!(over.len(), 1, "{over:?}");
    assert_eq!(
        (over[0].1.id, over[0].1.status),
        (opened.id, AlertStatus::Resolved)
    );
    let listed = List::of("looking", layout::alerts(app));
    let listed: Vec<alert::Alert> = listed.read(&table).await.unwrap();
    assert_eq!(listed, [over[0].1.clone()]);
    let took = listed[0].resolved_at.unwrap().millis() - opened.opened_at.millis();
    println!("open for {:?}", Duration::from_millis(took as u64));
}

/// A capability's package, and the app that it is of.
async fn owner(table: &Table, capability: CapabilityId, app: AppId, now: Timestamp) {
    use provider::id::{DeveloperId, PackageId};
    use provider::package::layout as packages;
    let package = PackageId::from_bits([3; 16]);
    let of = json!({ "packageId": package, "name": "weather" });
    let whole = json!({
        "id": package, "developerId": DeveloperId::from_bits([4; 16]), "appId": app,
        "slug": "weather", "name": "Weather", "description": "Forecasts.", "riskTier": "data_only",
        "versions": 1, "revision": 0, "createdAt": now, "updatedAt": now,
    });
    for (key, value) in [
        (packages::capability(capability), of),
        (packages::package(package), whole),
    ] {
        let put = Change::put(key, &value).unwrap();
        put.apply(table, "making a package").await.unwrap();
    }
    // It can be read as a package.
    let read: Option<provider::package::Package> =
        table.get(packages::package(package)).await.unwrap();
    assert_eq!(read.unwrap().app_id, app);
}
