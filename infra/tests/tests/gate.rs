//! The gate against a real engine: exactness, immediacy, cost, and each hole that was found
//! when it was designed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::future::join_all;
use shared::access::account::{Cell, Slot};
use shared::access::accounts;
use shared::access::keys::{self, KeyChange};
use shared::access::usage;
use shared::access::window::{Day, Month};
use shared::access::{Admission, Metering, PlainKey, Plan, PlanStatus, Refusal, Scope};
use shared::clock::Clock;
use shared::http::Access;
use shared::http::Endpoint;
use shared::http::endpoints::{TWIN_HEALTH, TWIN_HISTORIC, TWIN_ME, TWIN_PRESET, TWIN_SNAPSHOT};
use shared::{App, Error};
use tests::{Fault, World, at, from};

const NOON: &str = "2026-11-22T12:00:05Z";

fn metering(endpoint: &Endpoint) -> Metering {
    match endpoint.access {
        Access::Key(metering) => metering,
        _ => panic!("{} takes no key", endpoint.function),
    }
}

fn unlimited(endpoint: &Endpoint) -> Metering {
    Metering {
        per_minute: 1_000_000,
        ..metering(endpoint)
    }
}

async fn call(app: &App, key: &PlainKey, endpoint: &Endpoint) -> Result<Admission, Refusal> {
    app.gate.enter(key, from(), &metering(endpoint)).await
}

async fn code(app: &App, key: &PlainKey, endpoint: &Endpoint) -> &'static str {
    name(&call(app, key, endpoint).await)
}

fn name(result: &Result<Admission, Refusal>) -> &'static str {
    match result.as_ref().map_err(|refusal| &refusal.error) {
        Ok(_) => "ok",
        Err(Error::InvalidKey) => "invalid",
        Err(Error::KeyRevoked) => "revoked",
        Err(Error::KeyExpired) => "expired",
        Err(Error::InsufficientScope(_)) => "scope",
        Err(Error::PlanRequired) => "plan",
        Err(Error::IpNotAllowed) => "ip",
        Err(Error::RateLimited { .. }) => "rate",
        Err(Error::KeyQuotaExceeded { .. }) => "key quota",
        Err(Error::TierQuotaExceeded { .. }) => "tier quota",
        Err(Error::Unavailable { .. }) => "unavailable",
        Err(other) => panic!("{other:?}"),
    }
}

/// 64 callers on four keys through eight processes whose clocks are up to two seconds apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_exact_limit_is_admitted_under_concurrency() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let mut all = Vec::new();
    for limit in [None, None, Some(100), Some(50)] {
        all.push(
            world
                .key_with(user, |key| key.monthly_limit = limit)
                .await
                .0,
        );
    }
    let processes: Vec<_> = (0..8).map(|i| world.process(i * 500 - 2_000)).collect();
    let admitted: Arc<[AtomicU64; 4]> = Arc::default();
    let callers = (0..64).map(|i| {
        let (key, app) = (all[i % 4].clone(), processes[i % 8]);
        let admitted = Arc::clone(&admitted);
        tokio::spawn(async move {
            for _ in 0..25 {
                let result = app.gate.enter(&key, from(), &unlimited(&TWIN_ME)).await;
                match name(&result) {
                    "ok" => {
                        admitted[i % 4].fetch_add(1, Ordering::SeqCst);
                    }
                    "tier quota" | "key quota" => {}
                    other => panic!("{other}"),
                }
            }
        })
    });
    for done in join_all(callers).await {
        done.unwrap();
    }
    let counts: Vec<_> = admitted
        .iter()
        .map(|count| count.load(Ordering::SeqCst))
        .collect();
    // 1,600 calls: 400 each. The small keys are full, the others take what is left, or all of
    // theirs: 400 + 400 + 100 + 50.
    assert_eq!(counts[2], 100);
    assert_eq!(counts[3], 50);
    assert_eq!(counts.iter().sum::<u64>(), 950);
    // The rest up to the account's limit, and not one more.
    let mut more = 0;
    for i in 0..60 {
        let result = processes[i % 8]
            .gate
            .enter(&all[0], from(), &unlimited(&TWIN_ME))
            .await;
        more += u64::from(result.is_ok());
    }
    assert_eq!(more, 50);
    let account = world.view(user).await;
    let month = Month::of(world.clock.now());
    assert_eq!(account.count(Cell::Month(month)), 1_000);
    let by_key: u64 = (0..4)
        .map(|i| account.count(Cell::KeyMonth(month, Slot::new(i).unwrap())))
        .sum();
    assert_eq!(by_key, 1_000);
}

/// The same limit when several clocks cross the end of a month, a day and a minute at different
/// times: each window's count is right, and what was admitted is what was counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counts_are_right_across_the_turn_of_a_month() {
    let world = World::at("2026-11-30T23:59:50Z").await;
    let user = world.account(300).await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(world.key(user).await.0);
    }
    let clocks: Vec<_> = (0..8_i64)
        .map(|i| Clock::standing_at(world.clock.now().plus_millis(i * 500 - 2_000)))
        .collect();
    let processes: Vec<_> = clocks
        .iter()
        .map(|clock| world.process_with(clock.clone()))
        .collect();
    let admitted = Arc::new(AtomicU64::new(0));
    // Twenty seconds to the turn and past it, half a second at a time, then past the graces.
    for step in 0..48 {
        let calls = (0..24).map(|i| {
            let (key, app) = (all[i % 4].clone(), processes[i % 8]);
            let admitted = Arc::clone(&admitted);
            tokio::spawn(async move {
                let result = app.gate.enter(&key, from(), &unlimited(&TWIN_ME)).await;
                match name(&result) {
                    "ok" => admitted.fetch_add(1, Ordering::SeqCst),
                    "tier quota" => 0,
                    other => panic!("{other}"),
                };
            })
        });
        for done in join_all(calls).await {
            done.unwrap();
        }
        for clock in &clocks {
            clock.advance(if step < 40 { 500 } else { 300_000 });
        }
    }
    // Both months were filled to the limit, and not over it.
    assert_eq!(admitted.load(Ordering::SeqCst), 600);
    // A refused write tidies nothing; the next admitted ones do.
    world
        .set_account(user, 302, Plan::Professional, PlanStatus::Active)
        .await;
    for app in [processes[0], processes[0]] {
        assert!(
            app.gate
                .enter(&all[0], from(), &unlimited(&TWIN_ME))
                .await
                .is_ok()
        );
    }
    let account = world.view(user).await;
    let (november, december) = (at("2026-11-30T12:00:00Z"), at("2026-12-01T12:00:00Z"));
    assert_eq!(account.count(Cell::Month(Month::of(december))), 302);
    // November's counters have left the item, and its day is in a usage item of its own.
    assert_eq!(account.count(Cell::Month(Month::of(november))), 0);
    assert!(account.closed_days(clocks[0].now()).is_empty());
    let last = Day::of(november);
    let closed = usage::closed(&world.table, user, last, last).await.unwrap();
    assert_eq!(closed[&last].requests.values().sum::<u64>(), 300);
    let today: u64 = (0..4)
        .map(|i| account.count(Cell::KeyDay(Day::of(december), Slot::new(i).unwrap())))
        .sum();
    assert_eq!(today, 302);
}

/// A minute's counters leave ten seconds after it ended. Were they to leave at once, a process
/// whose clock is behind would start the old minute again and admit its limit a second time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_minute_that_a_slow_clock_still_lives_in_is_not_forgotten() {
    let world = World::at("2026-11-22T12:00:58Z").await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    let slow = Clock::standing_at(world.clock.now().plus_millis(-2_000));
    let fast = Clock::standing_at(world.clock.now().plus_millis(2_000));
    let (slow_app, fast_app) = (
        world.process_with(slow.clone()),
        world.process_with(fast.clone()),
    );
    let mut admitted_in_old_minute = 0;
    for _ in 0..70 {
        admitted_in_old_minute += u64::from(call(slow_app, &key, &TWIN_ME).await.is_ok());
    }
    assert_eq!(admitted_in_old_minute, 60);
    // The fast clock is in the next minute: its calls are admitted and would tidy the old one.
    for _ in 0..10 {
        assert_eq!(code(fast_app, &key, &TWIN_ME).await, "ok");
    }
    // A process with no memory and a slow clock still meets the old minute's count.
    assert_eq!(
        code(world.process_with(slow.clone()), &key, &TWIN_ME).await,
        "rate"
    );
    // Past the grace it leaves.
    fast.advance(12_000);
    for _ in 0..2 {
        assert_eq!(code(fast_app, &key, &TWIN_ME).await, "ok");
    }
    let account = world.view(user).await;
    assert!(
        !account
            .cells()
            .any(|(cell, _)| cell_minute(cell) == Some(slow.now()))
    );
}

fn cell_minute(cell: Cell) -> Option<shared::clock::Timestamp> {
    match cell {
        Cell::Burst(_, minute, _) if minute.start() <= at("2026-11-22T12:00:00Z") => {
            Some(at("2026-11-22T12:00:56Z"))
        }
        _ => None,
    }
}

/// The burst limit is exact too, costs no quota, and once it was refused the rest of the minute
/// costs no round trip.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn bursts_are_exact_and_refused_from_memory() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let processes: Vec<_> = (0..4).map(|_| world.process_on_time()).collect();
    let calls = (0..100).map(|i| {
        let (key, app) = (key.clone(), processes[i % 4]);
        tokio::spawn(async move { call(app, &key, &TWIN_PRESET).await.is_ok() })
    });
    let admitted = join_all(calls)
        .await
        .into_iter()
        .filter(|done| *done.as_ref().unwrap())
        .count();
    assert_eq!(admitted, 60);
    let month = Month::of(world.clock.now());
    assert_eq!(
        world
            .view(user)
            .await
            .count(Cell::KeyMonth(month, record.slot)),
        60
    );
    for app in &processes {
        assert_eq!(code(app, &key, &TWIN_PRESET).await, "rate");
    }
    let before = world.faults.all_seen();
    for app in &processes {
        let refusal = call(app, &key, &TWIN_PRESET).await.unwrap_err();
        assert!(
            matches!(refusal.error, Error::RateLimited { retry_after: 55 }),
            "{refusal:?}"
        );
        // The quota is told all the same.
        assert_eq!(refusal.standing.unwrap().quota().used, 60);
    }
    assert_eq!(
        world.faults.all_seen(),
        before,
        "a repeat costs no round trip"
    );
    // Another endpoint has its own minute, and the next minute is a new one.
    assert_eq!(code(processes[0], &key, &TWIN_ME).await, "ok");
    world.clock.advance(60_000);
    assert_eq!(code(processes[0], &key, &TWIN_PRESET).await, "ok");
}

#[tokio::test]
async fn health_costs_nothing_and_answers_when_the_quota_is_spent() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    assert_eq!(code(app, &key, &TWIN_ME).await, "tier quota");
    for _ in 0..120 {
        assert_eq!(code(app, &key, &TWIN_HEALTH).await, "ok");
    }
    assert_eq!(code(app, &key, &TWIN_HEALTH).await, "rate");
    let month = Month::of(world.clock.now());
    assert_eq!(world.view(user).await.count(Cell::Month(month)), 1);
}

/// When both are spent it is the tier's code; a key's own limit is a bound inside it.
#[tokio::test]
async fn two_quotas_at_once() {
    let world = World::at(NOON).await;
    let user = world.account(5).await;
    let (small, _) = world
        .key_with(user, |key| key.monthly_limit = Some(2))
        .await;
    let (large, _) = world.key(user).await;
    let app = world.process_on_time();
    let first = call(app, &small, &TWIN_ME).await.unwrap();
    assert_eq!(
        (
            first.standing.quota().limit,
            first.standing.quota().remaining()
        ),
        (2, 1)
    );
    assert_eq!(code(app, &small, &TWIN_ME).await, "ok");
    assert_eq!(code(app, &small, &TWIN_ME).await, "key quota");
    for _ in 0..3 {
        assert_eq!(code(app, &large, &TWIN_ME).await, "ok");
    }
    assert_eq!(code(app, &large, &TWIN_ME).await, "tier quota");
    assert_eq!(code(app, &small, &TWIN_ME).await, "tier quota");
    // At the turn of the month both start anew.
    let december = world.process_with(Clock::standing_at(at("2026-12-01T00:00:00Z")));
    assert_eq!(code(december, &small, &TWIN_ME).await, "ok");
}

/// A caller who hammers a spent quota costs one refused write and then looks; a raised limit
/// holds from the very next call all the same.
#[tokio::test]
async fn a_spent_quota_is_looked_at_before_it_is_written_to() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    assert_eq!(code(app, &key, &TWIN_ME).await, "tier quota");
    let writes = world.faults.seen("UpdateItem");
    for _ in 0..20 {
        assert_eq!(code(app, &key, &TWIN_ME).await, "tier quota");
    }
    assert_eq!(world.faults.seen("UpdateItem"), writes);
    world
        .set_account(user, 2, Plan::Professional, PlanStatus::Active)
        .await;
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    assert_eq!(code(app, &key, &TWIN_ME).await, "tier quota");
}

/// Every change holds from the very next call, in every process that remembers the key, in both
/// directions.
#[tokio::test]
async fn changes_hold_from_the_next_call() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let processes: Vec<_> = (0..3).map(|_| world.process_on_time()).collect();
    let expect = async |expected: &str| {
        for app in &processes {
            assert_eq!(code(app, &key, &TWIN_ME).await, expected);
        }
    };
    let change = async |change: KeyChange| {
        keys::change(&world.table, user, record.id, &change)
            .await
            .unwrap();
    };
    expect("ok").await;
    // A scope taken away and given back.
    change(KeyChange {
        scopes: Some(vec![Scope::TwinWrite]),
        ..Default::default()
    })
    .await;
    expect("scope").await;
    expect("scope").await;
    change(KeyChange {
        scopes: Some(Scope::ALL.to_vec()),
        ..Default::default()
    })
    .await;
    expect("ok").await;
    // An address list, and its end.
    let elsewhere = vec!["198.51.100.0/24".parse().unwrap()];
    change(KeyChange {
        allowed_ips: Some(elsewhere),
        ..Default::default()
    })
    .await;
    expect("ip").await;
    change(KeyChange {
        allowed_ips: Some(Vec::new()),
        ..Default::default()
    })
    .await;
    expect("ok").await;
    // A limit.
    change(KeyChange {
        monthly_limit: Some(Some(1)),
        ..Default::default()
    })
    .await;
    expect("key quota").await;
    change(KeyChange {
        monthly_limit: Some(None),
        ..Default::default()
    })
    .await;
    expect("ok").await;
    // The plan.
    world
        .set_account(user, 1_000, Plan::Professional, PlanStatus::Paused)
        .await;
    expect("plan").await;
    world
        .set_account(user, 1_000, Plan::Premium, PlanStatus::Active)
        .await;
    expect("plan").await;
    world
        .set_account(user, 1_000, Plan::Professional, PlanStatus::Active)
        .await;
    expect("ok").await;
    // An expiry that comes, and is moved while the key is remembered as expired.
    let soon = world.clock.now().plus_millis(1_000);
    change(KeyChange {
        expires_at: Some(Some(soon)),
        ..Default::default()
    })
    .await;
    expect("ok").await;
    world.clock.advance(1_000);
    expect("expired").await;
    expect("expired").await;
    change(KeyChange {
        expires_at: Some(Some(soon.plus_millis(60_000))),
        ..Default::default()
    })
    .await;
    expect("ok").await;
    // The end.
    keys::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    expect("revoked").await;
    expect("revoked").await;
}

/// 401 before 403, scope before plan before address, and all of them with the quota's standing.
#[tokio::test]
async fn refusals_come_in_the_contracts_order() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, record) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    let refused = async |expected: &str| {
        let refusal = call(app, &key, &TWIN_ME).await;
        assert_eq!(name(&refusal), expected);
        assert_eq!(refusal.unwrap_err().standing.unwrap().quota().used, 1);
    };
    refused("tier quota").await;
    let change = KeyChange {
        allowed_ips: Some(vec!["198.51.100.0/24".parse().unwrap()]),
        ..Default::default()
    };
    keys::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    refused("ip").await;
    world
        .set_account(user, 1, Plan::Essential, PlanStatus::Active)
        .await;
    refused("plan").await;
    let change = KeyChange {
        scopes: Some(vec![Scope::TwinWrite]),
        ..Default::default()
    };
    keys::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    refused("scope").await;
    let change = KeyChange {
        expires_at: Some(Some(world.clock.now())),
        ..Default::default()
    };
    keys::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    refused("expired").await;
    keys::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    refused("revoked").await;
    // The same with nothing remembered.
    let cold = world.process_on_time();
    let refusal = call(cold, &key, &TWIN_ME).await;
    assert_eq!(name(&refusal), "revoked");
    assert_eq!(refusal.unwrap_err().standing.unwrap().quota().used, 1);
}

/// Calls that begin after a revocation was acknowledged are refused, whatever runs meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_admitted_after_a_revocation_is_acknowledged() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let (key, record) = world.key(user).await;
    let acknowledged = Arc::new(AtomicU64::new(0));
    let callers: Vec<_> = (0..32)
        .map(|_| {
            let (key, app) = (key.clone(), world.process_on_time());
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                let (mut admitted_before, mut late) = (0, 0);
                loop {
                    let after = acknowledged.load(Ordering::SeqCst) == 1;
                    let result = app.gate.enter(&key, from(), &unlimited(&TWIN_ME)).await;
                    match (name(&result), after) {
                        ("ok", false) => admitted_before += 1,
                        ("ok", true) => late += 1,
                        ("revoked", true) => return (admitted_before, late),
                        ("revoked" | "unavailable", _) => {}
                        (other, _) => panic!("{other}"),
                    }
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    keys::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    acknowledged.store(1, Ordering::SeqCst);
    let mut before = 0;
    for caller in callers {
        let (admitted, late) = caller.await.unwrap();
        assert_eq!(late, 0);
        before += admitted;
    }
    assert!(before > 0);
}

/// A key that was refused for its burst and is revoked in the same minute reads 429 until the
/// minute ends: accepted, as it admits nobody.
#[tokio::test]
async fn a_revoked_key_may_read_rate_limited_until_its_minute_ends() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let app = world.process_on_time();
    for _ in 0..60 {
        assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    }
    assert_eq!(code(app, &key, &TWIN_ME).await, "rate");
    keys::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    assert_eq!(code(app, &key, &TWIN_ME).await, "rate");
    world.clock.advance(60_000);
    assert_eq!(code(app, &key, &TWIN_ME).await, "revoked");
}

/// Keys come and go, and leave nothing on the item that grows.
#[tokio::test]
async fn revoked_keys_leave_the_item() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (stays, _) = world.key(user).await;
    let app = world.process_on_time();
    for _ in 0..30 {
        let (key, record) = world.key(user).await;
        assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
        keys::revoke(&world.table, user, record.id, world.clock.now())
            .await
            .unwrap();
    }
    world.clock.advance(90_000);
    for _ in 0..4 {
        assert_eq!(code(app, &stays, &TWIN_ME).await, "ok");
    }
    // Today's counts of revoked keys stay till the day is closed: they are usage.
    let left: Vec<_> = world
        .view(user)
        .await
        .cells()
        .filter(|(cell, _)| !matches!(cell, Cell::KeyDay(..) | Cell::Created(_)))
        .map(|(cell, _)| cell)
        .collect();
    assert!(left.len() <= 5, "{left:?}");
}

/// Nothing is lost of what is counted while the operator's systems write the plan, and while
/// keys are made and changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_over_the_item_lose_no_count() {
    let world = Arc::new(World::at(NOON).await);
    let user = world.account(1_000_000).await;
    let (key, record) = world.key(user).await;
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let (key, app) = (key.clone(), world.process_on_time());
            tokio::spawn(async move {
                let mut admitted = 0;
                for _ in 0..40 {
                    let result = app.gate.enter(&key, from(), &unlimited(&TWIN_ME)).await;
                    admitted += u64::from(result.is_ok());
                }
                admitted
            })
        })
        .collect();
    for i in 0..20 {
        world
            .set_account(user, 1_000_000 + i, Plan::Professional, PlanStatus::Active)
            .await;
        let change = KeyChange {
            name: Some(format!("name {i}")),
            ..Default::default()
        };
        keys::change(&world.table, user, record.id, &change)
            .await
            .unwrap();
    }
    let mut admitted = 0;
    for caller in callers {
        admitted += caller.await.unwrap();
    }
    assert!(admitted > 0);
    let month = Month::of(world.clock.now());
    assert_eq!(world.view(user).await.count(Cell::Month(month)), admitted);
}

/// A day is closed once, by whoever sees it first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_is_closed_once() {
    let world = World::at("2026-11-22T23:59:00Z").await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let app = world.process_on_time();
    for _ in 0..7 {
        assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    }
    let yesterday = Day::of(world.clock.now());
    world.clock.advance(61_000);
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    // Just past midnight a slow clock may still count for yesterday.
    assert_eq!(
        world
            .view(user)
            .await
            .count(Cell::KeyDay(yesterday, record.slot)),
        7
    );
    world.clock.advance(600_000);
    let calls = (0..16).map(|_| {
        let (key, app) = (key.clone(), world.process_on_time());
        tokio::spawn(async move { code(app, &key, &TWIN_ME).await })
    });
    for done in join_all(calls).await {
        assert_eq!(done.unwrap(), "ok");
    }
    let account = world.view(user).await;
    assert_eq!(account.count(Cell::KeyDay(yesterday, record.slot)), 0);
    let closed = usage::closed(&world.table, user, yesterday, yesterday)
        .await
        .unwrap();
    assert_eq!(closed[&yesterday].requests, [(record.slot, 7)].into());
}

/// An erased account is not recreated by a late call, and its keys open no account that is
/// later made under the same id.
#[tokio::test]
async fn an_erased_account_stays_erased() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    while !accounts::erase(&world.table, user).await.unwrap() {}
    assert_eq!(code(app, &key, &TWIN_ME).await, "invalid");
    assert!(accounts::view(&world.table, user).await.unwrap().is_none());
    // A new account of the same id, whose first key has the same slot and epoch.
    world
        .set_account(user, 1_000, Plan::Professional, PlanStatus::Active)
        .await;
    let (new, _) = world.key(user).await;
    assert_eq!(code(app, &new, &TWIN_ME).await, "ok");
    assert_ne!(code(app, &key, &TWIN_ME).await, "ok");
    assert_ne!(code(world.process_on_time(), &key, &TWIN_ME).await, "ok");
}

/// A key's change holds the item for a moment: the write was not applied and is tried again.
#[tokio::test]
async fn a_transaction_conflict_is_tried_again() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    let conflict = Fault::Error(400, "TransactionConflictException");
    world.faults.plan("UpdateItem", vec![conflict.clone(); 2]);
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    let month = Month::of(world.clock.now());
    assert_eq!(world.view(user).await.count(Cell::Month(month)), 1);
    world.faults.plan("UpdateItem", vec![conflict; 10]);
    assert_eq!(code(app, &key, &TWIN_ME).await, "unavailable");
    assert!(world.faults.left() > 0, "it gives up");
}

/// Whatever the table's trouble: 503, nothing admitted that was not counted, nothing sent twice.
#[tokio::test]
async fn a_table_in_trouble_admits_nobody() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    let month = Month::of(world.clock.now());
    for (fault, counted) in [
        (
            Fault::Error(400, "ProvisionedThroughputExceededException"),
            0,
        ),
        (Fault::Error(400, "ThrottlingException"), 0),
        (Fault::Error(400, "RequestLimitExceeded"), 0),
        (Fault::Error(500, "InternalServerError"), 0),
        (Fault::Error(503, "ServiceUnavailable"), 0),
        (
            Fault::Rubbish("<html>not the API you are looking for</html>"),
            0,
        ),
        (Fault::Rubbish("{}"), 0),
        (Fault::Rubbish(""), 0),
        (Fault::Hang(Duration::from_secs(30)), 0),
        // Counted, but the answer is lost: one unit too many, never one call too many.
        (Fault::AnswerLost, 1),
    ] {
        let before = world.view(user).await.count(Cell::Month(month));
        let writes = world.faults.seen("UpdateItem");
        world.faults.plan("UpdateItem", [fault.clone()]);
        let began = std::time::Instant::now();
        assert_eq!(code(app, &key, &TWIN_ME).await, "unavailable", "{fault:?}");
        assert!(began.elapsed() < Duration::from_millis(5_500), "{fault:?}");
        assert_eq!(
            world.faults.seen("UpdateItem"),
            writes + 1,
            "{fault:?} was sent twice"
        );
        let after = world.view(user).await.count(Cell::Month(month));
        assert_eq!(after, before + counted, "{fault:?}");
        assert_eq!(world.faults.left(), 0);
    }
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
}

/// Reads are retried; a key that can't be looked up is a 503, never a 401.
#[tokio::test]
async fn a_key_that_cannot_be_looked_up_is_not_called_invalid() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let throttled = Fault::Error(400, "ThrottlingException");
    world.faults.plan("GetItem", [throttled.clone()]);
    assert_eq!(code(world.process_on_time(), &key, &TWIN_ME).await, "ok");
    world.faults.plan("GetItem", vec![throttled; 3]);
    assert_eq!(
        code(world.process_on_time(), &key, &TWIN_ME).await,
        "unavailable"
    );
}

/// A record that is outdated twice in a row is the table's trouble: 503, not 401.
#[tokio::test]
async fn a_record_that_stays_outdated_is_not_called_invalid() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    // A hand in the table: the account's epoch is ahead of the record's.
    world
        .table
        .client
        .update_item()
        .table_name(&world.table.name)
        .set_key(Some(shared::table::Key::account(user).into_item()))
        .update_expression("SET #e = :e")
        .expression_attribute_names("#e", Cell::Epoch(record.slot).name())
        .expression_attribute_values(":e", shared::table::n(99_u64))
        .send()
        .await
        .unwrap();
    assert_eq!(
        code(world.process_on_time(), &key, &TWIN_ME).await,
        "unavailable"
    );
}

/// An address that keeps sending bad keys is answered from memory; a key that is known to be
/// good passes all the same.
#[tokio::test]
async fn bad_keys_from_one_address() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    let before = world.faults.all_seen();
    for _ in 0..10 {
        assert!(matches!(
            app.gate.refuse_malformed(from()).error,
            Error::InvalidKey
        ));
    }
    assert_eq!(
        world.faults.all_seen(),
        before,
        "a malformed key costs no round trip"
    );
    for _ in 0..10 {
        let unknown = PlainKey::generate().unwrap();
        assert_eq!(code(app, &unknown, &TWIN_ME).await, "invalid");
    }
    let before = world.faults.all_seen();
    let unknown = PlainKey::generate().unwrap();
    assert_eq!(code(app, &unknown, &TWIN_ME).await, "rate");
    assert!(matches!(
        app.gate.refuse_malformed(from()).error,
        Error::RateLimited { .. }
    ));
    assert_eq!(world.faults.all_seen(), before);
    let elsewhere = Some("203.0.113.8".parse().unwrap());
    assert!(matches!(
        app.gate.refuse_malformed(elsewhere).error,
        Error::InvalidKey
    ));
    assert_eq!(code(app, &key, &TWIN_ME).await, "ok");
    world.clock.advance(60_000);
    assert_eq!(code(app, &unknown, &TWIN_ME).await, "invalid");
}

/// What a call costs, by what the table says it consumed: ten keys, all five endpoints in use,
/// three minutes of traffic.
#[tokio::test]
async fn a_warm_call_is_one_write_unit() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let app = world.process_on_time();
    let endpoints = [
        &TWIN_HEALTH,
        &TWIN_ME,
        &TWIN_HISTORIC,
        &TWIN_SNAPSHOT,
        &TWIN_PRESET,
    ];
    let mut all = Vec::new();
    for _ in 0..10 {
        let (key, _) = world.key(user).await;
        assert_eq!(code(app, &key, &TWIN_HEALTH).await, "ok");
        all.push(key);
    }
    let before = app.table.tally.so_far();
    let mut calls = 0;
    for _second in 0..180 {
        world.clock.advance(1_000);
        for (i, endpoint) in endpoints.iter().enumerate() {
            let key = &all[(calls as usize / 5 + i * 3) % 10];
            assert_eq!(code(app, key, endpoint).await, "ok");
            calls += 1;
        }
    }
    let spent = app.table.tally.so_far() - before;
    assert_eq!(spent.round_trips, calls);
    assert_eq!(spent.read_units, 0.0);
    let mean = spent.write_units / calls as f64;
    println!("write units a call, mean of {calls}: {mean:.3}");
    assert!((1.0..=1.1).contains(&mean), "{mean}");
}
