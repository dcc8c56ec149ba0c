//! The account's item stays small whatever a process remembers, and one that has grown too large
//! mends itself.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use dynamo::{AttributeValue, Item, Table, n};
use metering::window::{Day, Minute, Month};
use metering::{Call, Counter, Gate, KeyIndex};
use tests::{World, from};
use twin::api_key::{self, KeyChange};
use twin::{Account, KeyRecord, UserId};
use twin_functions::registry::{HEALTH, HISTORIC, ME, PRESET};

use super::{NOON, call, code, name};

/// DynamoDB's limit for an item.
const MOST: usize = 400 * 1_024;

/// An item's size as DynamoDB bills it: names, and values (a number has a byte for two digits, and
/// one more).
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        AttributeValue::S(text) => text.len(),
        _ => 1,
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}

/// The tests' own way to the table, without deadlines: so large an item takes an engine on a busy
/// machine longer than calls may take.
fn patient(world: &World) -> Table {
    let config = world.table.client.config().to_builder();
    let config = config.timeout_config(TimeoutConfig::disabled());
    Table {
        client: Client::from_conf(config.build()),
        ..world.table.clone()
    }
}

async fn item(world: &World, user: UserId) -> Item {
    let at = twin::layout::account(user);
    patient(world).get_item(at).await.unwrap().unwrap()
}

/// The item with counters of minutes that are long over, up to this size.
async fn fill(world: &World, user: UserId, bytes: usize) {
    let mut item = item(world, user).await;
    let mut size = size(&item);
    let old = world.clock.now().plus_millis(-365 * 86_400_000);
    for i in 0.. {
        let minute = Minute::of(old.plus_millis(i * 60_000));
        let name = Counter::Burst('m', minute, KeyIndex::new(0).unwrap()).name();
        if size + name.len() + 2 > bytes {
            break;
        }
        size += name.len() + 2;
        item.insert(name, n(1_u64));
    }
    let table = patient(world);
    let put = table.client.put_item().table_name(&table.name);
    put.set_item(Some(item)).send().await.unwrap();
}

/// 2,000 calls, each by a process that remembers nothing, over three weeks: however often a key
/// calls, few stale names are on the item, and a call costs little more than its one write.
#[tokio::test]
async fn calls_by_processes_that_remember_nothing_leave_nothing_that_grows() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    let table = world.connected();
    for (seconds, most_units) in [(7, 1.1), (61, 1.1), (600, 1.15), (3_600, 1.3)] {
        let (before, mut largest, mut most) = (table.meter.so_far(), 0, 0);
        for i in 0..500 {
            world.clock.advance(seconds * 1_000);
            let gate = Gate::<KeyRecord, Account>::new(table.clone(), world.clock.clone());
            let call = Call {
                from: from(),
                bytes: 0,
                limits: &[&HEALTH, &ME, &HISTORIC, &PRESET][i % 4].terms,
            };
            let admitted = gate.admit(key.hash(), &call).await;
            assert_eq!(name(&admitted), "ok");
            let account = world.view(user).await;
            let bursts = account.ledger.counters();
            let bursts = bursts.filter(|(counter, _)| matches!(counter, Counter::Burst(..)));
            most = most.max(bursts.count());
            largest = largest.max(size(&item(&world, user).await));
        }
        let spent = table.meter.so_far() - before;
        let units = spent.write_units / 500.0;
        println!(
            "a call every {seconds} s, 500 calls by 500 processes: {units:.3} write units a call, \
             at most {most} counters of minutes, {largest} bytes"
        );
        assert!(units <= most_units, "{units}");
        assert!(most <= 27, "{most} counters");
        assert!(largest < 800, "{largest} bytes");
    }
}

/// A refused call tidies as well: it is billed the item's size.
#[tokio::test]
async fn a_refused_call_tidies_too() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, _) = world.key(user).await;
    assert_eq!(code(world.process_on_time(), &key, &ME).await, "ok");
    fill(&world, user, 1_500).await;
    assert_eq!(code(world.process_on_time(), &key, &ME).await, "tier quota");
    assert!(size(&item(&world, user).await) < 300);
}

/// An item that was filled to 390 KB shrinks with each call, and every call is answered.
#[tokio::test]
async fn a_large_item_mends_itself() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    fill(&world, user, 390 * 1_000).await;
    let mut calls = 0;
    let mut sizes = vec![size(&item(&world, user).await)];
    while sizes[calls] > 1_000 {
        assert_eq!(code(world.process_on_time(), &key, &HEALTH).await, "ok");
        calls += 1;
        sizes.push(size(&item(&world, user).await));
        assert!(sizes[calls] < sizes[calls - 1], "{sizes:?}");
        assert!(calls < 60, "{sizes:?}");
    }
    println!(
        "from {} bytes to {} in {calls} calls",
        sizes[0], sizes[calls]
    );
}

/// An item that has no room for one more counter: the call makes room and is answered, in every
/// process; what it counted is counted once.
#[tokio::test]
async fn a_full_item_mends_itself() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    fill(&world, user, MOST).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(code(world.process_on_time(), &key, &HEALTH).await, "ok");
    let month = Month::of(world.clock.now());
    let counted = world.view(user).await.ledger.count(Counter::Month(month));
    assert_eq!(counted, 2);
    assert!(size(&item(&world, user).await) < MOST - 20_000);
}

/// The counters of a key leave the item with it: at its revocation, and when an expired key gives
/// up its place. What it was used for in a day stays until the day is closed: it is usage.
#[tokio::test]
async fn a_keys_counters_leave_with_it() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let app = world.process_on_time();
    let of_key = async |index: KeyIndex| {
        let account = world.view(user).await;
        let counters = account.ledger.counters().map(|(counter, _)| counter);
        counters
            .filter(|counter| match counter {
                Counter::Revision(own)
                | Counter::LastUsed(own)
                | Counter::KeyMonth(_, own)
                | Counter::Notified(_, _, Some(own)) => *own == index,
                _ => false,
            })
            .count()
    };
    let (key, record) = world.key(user).await;
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(of_key(record.index).await, 3);
    let now = world.clock.now();
    api_key::revoke(&world.table, user, record.id, now)
        .await
        .unwrap();
    assert_eq!(of_key(record.index).await, 0);
    let day = Counter::KeyDay(Day::of(now), record.index);
    assert_eq!(world.view(user).await.ledger.count(day), 1);
    // Another key takes over at once.
    let (key, record) = world.key(user).await;
    assert_eq!(code(app, &key, &ME).await, "ok");
    let rotated = api_key::rotate(
        &world.table,
        user,
        record.id,
        0,
        now,
        &api_key::store_no_reply,
    );
    rotated.await.unwrap();
    assert_eq!(of_key(record.index).await, 0);
    // An expired key's place is needed.
    let (key, record) = world.key(user).await;
    assert_eq!(code(app, &key, &ME).await, "ok");
    let change = KeyChange {
        expires_at: Some(Some(now)),
        ..Default::default()
    };
    api_key::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    for _ in 0..19 {
        world.key(user).await;
    }
    assert_eq!(of_key(record.index).await, 0);
    assert_eq!(name(&call(app, &key, &ME).await), "expired");
}
