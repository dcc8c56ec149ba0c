//! What is counted, and to whose limits: exactly, across windows and clocks, at one write a call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use common::Clock;
use futures::future::join_all;
use metering::window::{Day, Month};
use metering::{Counter, Denial, KeyIndex, usage};
use tests::{World, at};
use twin::api_key::{self, KeyChange};
use twin::{Plan, PlanStatus};
use twin_functions::registry::{HEALTH, HISTORIC, ME, PRESET, SNAPSHOT};

use super::{NOON, call, code, enter, name, unlimited};

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
                let result = enter(app, &key, &unlimited(&ME)).await;
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
        let result = enter(processes[i % 8], &all[0], &unlimited(&ME)).await;
        more += u64::from(result.is_ok());
    }
    assert_eq!(more, 50);
    let account = world.view(user).await;
    let month = Month::of(world.clock.now());
    assert_eq!(account.ledger.count(Counter::Month(month)), 1_000);
    let by_key: u64 = (0..4)
        .map(|i| {
            account
                .ledger
                .count(Counter::KeyMonth(month, KeyIndex::new(i).unwrap()))
        })
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
                let result = enter(app, &key, &unlimited(&ME)).await;
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
        assert!(enter(app, &all[0], &unlimited(&ME)).await.is_ok());
    }
    let account = world.view(user).await;
    let (november, december) = (at("2026-11-30T12:00:00Z"), at("2026-12-01T12:00:00Z"));
    assert_eq!(
        account.ledger.count(Counter::Month(Month::of(december))),
        302
    );
    // November's counters have left the item, and its day is in a usage item of its own.
    assert_eq!(account.ledger.count(Counter::Month(Month::of(november))), 0);
    assert!(account.ledger.closed_days(clocks[0].now()).is_empty());
    let last = Day::of(november);
    let closed = usage::closed(&world.table, &user.tenant(), last, last)
        .await
        .unwrap();
    assert_eq!(closed[&last].requests.values().sum::<u64>(), 300);
    let today: u64 = (0..4)
        .map(|i| {
            account.ledger.count(Counter::KeyDay(
                Day::of(december),
                KeyIndex::new(i).unwrap(),
            ))
        })
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
        admitted_in_old_minute += u64::from(call(slow_app, &key, &ME).await.is_ok());
    }
    assert_eq!(admitted_in_old_minute, 60);
    // The fast clock is in the next minute: its calls are admitted and would tidy the old one.
    for _ in 0..10 {
        assert_eq!(code(fast_app, &key, &ME).await, "ok");
    }
    // A process with no memory and a slow clock still meets the old minute's count.
    assert_eq!(
        code(world.process_with(slow.clone()), &key, &ME).await,
        "rate"
    );
    // Past the grace it leaves.
    fast.advance(12_000);
    for _ in 0..2 {
        assert_eq!(code(fast_app, &key, &ME).await, "ok");
    }
    let account = world.view(user).await;
    assert!(
        !account
            .ledger
            .counters()
            .any(|(counter, _)| minute_of(counter) == Some(slow.now()))
    );
}

fn minute_of(counter: Counter) -> Option<common::Timestamp> {
    match counter {
        Counter::Burst(_, minute, _) if minute.start() <= at("2026-11-22T12:00:00Z") => {
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
        tokio::spawn(async move { call(app, &key, &PRESET).await.is_ok() })
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
            .ledger
            .count(Counter::KeyMonth(month, record.index)),
        60
    );
    for app in &processes {
        assert_eq!(code(app, &key, &PRESET).await, "rate");
    }
    let before = world.faults.all_seen();
    for app in &processes {
        let refusal = call(app, &key, &PRESET).await.unwrap_err();
        assert!(
            matches!(refusal.denial, Denial::RateLimited { retry_after: 55 }),
            "{refusal:?}"
        );
        // The quota notice is emitted all the same.
        assert_eq!(refusal.status.unwrap().quota().used, 60);
    }
    assert_eq!(
        world.faults.all_seen(),
        before,
        "a repeat costs no round trip"
    );
    // Another endpoint has its own minute, and the next minute is a new one.
    assert_eq!(code(processes[0], &key, &ME).await, "ok");
    world.clock.advance(60_000);
    assert_eq!(code(processes[0], &key, &PRESET).await, "ok");
}

#[tokio::test]
async fn health_costs_nothing_and_answers_when_the_quota_is_spent() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(code(app, &key, &ME).await, "tier quota");
    for _ in 0..120 {
        assert_eq!(code(app, &key, &HEALTH).await, "ok");
    }
    assert_eq!(code(app, &key, &HEALTH).await, "rate");
    let month = Month::of(world.clock.now());
    assert_eq!(
        world.view(user).await.ledger.count(Counter::Month(month)),
        1
    );
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
    let first = call(app, &small, &ME).await.unwrap();
    assert_eq!(
        (first.status.quota().limit, first.status.quota().remaining()),
        (2, 1)
    );
    assert_eq!(code(app, &small, &ME).await, "ok");
    assert_eq!(code(app, &small, &ME).await, "key quota");
    for _ in 0..3 {
        assert_eq!(code(app, &large, &ME).await, "ok");
    }
    assert_eq!(code(app, &large, &ME).await, "tier quota");
    assert_eq!(code(app, &small, &ME).await, "tier quota");
    // At the turn of the month both start anew.
    let december = world.process_with(Clock::standing_at(at("2026-12-01T00:00:00Z")));
    assert_eq!(code(december, &small, &ME).await, "ok");
}

/// A caller who hammers a spent quota costs one refused write and then looks; a raised limit
/// holds from the very next call all the same.
#[tokio::test]
async fn a_spent_quota_is_looked_at_before_it_is_written_to() {
    let world = World::at(NOON).await;
    let user = world.account(1).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(code(app, &key, &ME).await, "tier quota");
    let writes = world.faults.seen("UpdateItem");
    for _ in 0..20 {
        assert_eq!(code(app, &key, &ME).await, "tier quota");
    }
    assert_eq!(world.faults.seen("UpdateItem"), writes);
    world
        .set_account(user, 2, Plan::Professional, PlanStatus::Active)
        .await;
    assert_eq!(code(app, &key, &ME).await, "ok");
    assert_eq!(code(app, &key, &ME).await, "tier quota");
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
                    let result = enter(app, &key, &unlimited(&ME)).await;
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
        api_key::change(&world.table, user, record.id, &change)
            .await
            .unwrap();
    }
    let mut admitted = 0;
    for caller in callers {
        admitted += caller.await.unwrap();
    }
    assert!(admitted > 0);
    let month = Month::of(world.clock.now());
    assert_eq!(
        world.view(user).await.ledger.count(Counter::Month(month)),
        admitted
    );
}

/// A day is closed once, by whoever sees it first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_day_is_closed_once() {
    let world = World::at("2026-11-22T23:59:00Z").await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let app = world.process_on_time();
    for _ in 0..7 {
        assert_eq!(code(app, &key, &ME).await, "ok");
    }
    let yesterday = Day::of(world.clock.now());
    world.clock.advance(61_000);
    assert_eq!(code(app, &key, &ME).await, "ok");
    // Just past midnight a slow clock may still count for yesterday.
    assert_eq!(
        world
            .view(user)
            .await
            .ledger
            .count(Counter::KeyDay(yesterday, record.index)),
        7
    );
    world.clock.advance(600_000);
    let calls = (0..16).map(|_| {
        let (key, app) = (key.clone(), world.process_on_time());
        tokio::spawn(async move { code(app, &key, &ME).await })
    });
    for done in join_all(calls).await {
        assert_eq!(done.unwrap(), "ok");
    }
    let account = world.view(user).await;
    assert_eq!(
        account
            .ledger
            .count(Counter::KeyDay(yesterday, record.index)),
        0
    );
    let closed = usage::closed(&world.table, &user.tenant(), yesterday, yesterday)
        .await
        .unwrap();
    assert_eq!(closed[&yesterday].requests, [(record.index, 7)].into());
}

/// What a call costs, by what the table says it consumed: ten keys, all five endpoints in use,
/// three minutes of traffic.
#[tokio::test]
async fn a_warm_call_is_one_write_unit() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let app = world.process_on_time();
    let endpoints = [&HEALTH, &ME, &HISTORIC, &SNAPSHOT, &PRESET];
    let mut all = Vec::new();
    for _ in 0..10 {
        let (key, _) = world.key(user).await;
        assert_eq!(code(app, &key, &HEALTH).await, "ok");
        all.push(key);
    }
    let before = app.table.meter.so_far();
    let mut calls = 0;
    for _second in 0..180 {
        world.clock.advance(1_000);
        for (i, endpoint) in endpoints.iter().enumerate() {
            let key = &all[(calls as usize / 5 + i * 3) % 10];
            assert_eq!(code(app, key, endpoint).await, "ok");
            calls += 1;
        }
    }
    let spent = app.table.meter.so_far() - before;
    assert_eq!(spent.round_trips, calls);
    assert_eq!(spent.read_units, 0.0);
    let mean = spent.write_units / calls as f64;
    println!("write units a call, mean of {calls}: {mean:.3}");
    assert!((1.0..=1.1).contains(&mean), "{mean}");
}
