//! Changes of keys, plans and accounts hold from the very next call, everywhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use metering::Counter;
use tests::World;
use twin::account;
use twin::api_key::{self, KeyChange};
use twin::{Plan, PlanStatus, Scope};
use twin_functions::registry::ME;

use super::{NOON, call, code, enter, name, unlimited};

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
            assert_eq!(code(app, &key, &ME).await, expected);
        }
    };
    let change = async |change: KeyChange| {
        api_key::change(&world.table, user, record.id, &change)
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
    api_key::revoke(&world.table, user, record.id, world.clock.now())
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
    assert_eq!(code(app, &key, &ME).await, "ok");
    let refused = async |expected: &str| {
        let refusal = call(app, &key, &ME).await;
        assert_eq!(name(&refusal), expected);
        assert_eq!(refusal.unwrap_err().status.unwrap().quota().used, 1);
    };
    refused("tier quota").await;
    let change = KeyChange {
        allowed_ips: Some(vec!["198.51.100.0/24".parse().unwrap()]),
        ..Default::default()
    };
    api_key::change(&world.table, user, record.id, &change)
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
    api_key::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    refused("scope").await;
    let change = KeyChange {
        expires_at: Some(Some(world.clock.now())),
        ..Default::default()
    };
    api_key::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    refused("expired").await;
    api_key::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    refused("revoked").await;
    // The same with nothing remembered.
    let cold = world.process_on_time();
    let refusal = call(cold, &key, &ME).await;
    assert_eq!(name(&refusal), "revoked");
    assert_eq!(refusal.unwrap_err().status.unwrap().quota().used, 1);
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
                    let result = enter(app, &key, &unlimited(&ME)).await;
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
    api_key::revoke(&world.table, user, record.id, world.clock.now())
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
        assert_eq!(code(app, &key, &ME).await, "ok");
    }
    assert_eq!(code(app, &key, &ME).await, "rate");
    api_key::revoke(&world.table, user, record.id, world.clock.now())
        .await
        .unwrap();
    assert_eq!(code(app, &key, &ME).await, "rate");
    world.clock.advance(60_000);
    assert_eq!(code(app, &key, &ME).await, "revoked");
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
        assert_eq!(code(app, &key, &ME).await, "ok");
        api_key::revoke(&world.table, user, record.id, world.clock.now())
            .await
            .unwrap();
    }
    world.clock.advance(90_000);
    for _ in 0..4 {
        assert_eq!(code(app, &stays, &ME).await, "ok");
    }
    // Today's counts of revoked keys stay till the day is closed: they are usage.
    let left: Vec<_> = world
        .view(user)
        .await
        .ledger
        .counters()
        .filter(|(counter, _)| !matches!(counter, Counter::KeyDay(..) | Counter::Created(_)))
        .map(|(counter, _)| counter)
        .collect();
    assert!(left.len() <= 5, "{left:?}");
}

/// An erased account is not recreated by a late call, and its keys open no account that is
/// later made under the same id.
#[tokio::test]
async fn an_erased_account_stays_erased() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    while !account::erase(&world.table, user).await.unwrap() {}
    assert_eq!(code(app, &key, &ME).await, "invalid");
    assert!(account::find(&world.table, user).await.unwrap().is_none());
    // A new account of the same id, whose first key has the same index and revision.
    world
        .set_account(user, 1_000, Plan::Professional, PlanStatus::Active)
        .await;
    let (new, _) = world.key(user).await;
    assert_eq!(code(app, &new, &ME).await, "ok");
    assert_ne!(code(app, &key, &ME).await, "ok");
    assert_ne!(code(world.process_on_time(), &key, &ME).await, "ok");
}
