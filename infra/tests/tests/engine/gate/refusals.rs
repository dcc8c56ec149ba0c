//! Refused callers cost a bounded number of reads and writes, and never more than a minute's calls.

use tests::{Process, World, from};
use twin::api_key::{self, KeyChange};
use twin::{PlainKey, Plan, PlanStatus, Scope, UserId};
use twin_functions::registry::{ANNOTATIONS, HEALTH, ME};

use super::{NOON, call, code, enter_from, name};

/// A revocation is final: a process that has seen it asks nobody again, and still answers with the
/// quota's standing.
#[tokio::test]
async fn a_revoked_key_is_refused_from_memory() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    let now = world.clock.now();
    api_key::revoke(&world.table, user, record.id, now)
        .await
        .unwrap();
    for app in [app, world.process_on_time()] {
        assert_eq!(code(app, &key, &ME).await, "revoked");
        let before = world.faults.all_seen();
        for _ in 0..200 {
            let refused = call(app, &key, &ME).await;
            assert_eq!(name(&refused), "revoked");
            assert_eq!(refused.unwrap_err().status.unwrap().quota().used, 1);
        }
        assert_eq!(world.faults.all_seen(), before);
    }
}

/// Requests that a process made for so many calls that were refused.
async fn requests(world: &World, app: &'static Process, key: &PlainKey, calls: usize) -> u64 {
    let before = world.faults.all_seen();
    for _ in 0..calls {
        assert_ne!(code(app, key, &ME).await, "ok");
    }
    world.faults.all_seen() - before
}

/// Whatever a key is refused for, its refusals have the limit a minute that its calls have: more
/// of them are answered from memory, with `RATE_LIMITED`, until the minute ends.
#[tokio::test]
async fn refusals_have_the_minutes_limit() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let keys = [
        (
            "scope",
            world
                .key_with(user, |key| key.scopes = vec![Scope::TwinWrite])
                .await,
        ),
        (
            "ip",
            world
                .key_with(user, |key| {
                    key.allowed_ips = vec!["198.51.100.0/24".parse().unwrap()]
                })
                .await,
        ),
        (
            "expired",
            world
                .key_with(user, |key| key.expires_at = Some(world.clock.now()))
                .await,
        ),
    ];
    let expect = async |why: &str, app, key: &PlainKey| {
        for _ in 0..60 {
            assert_eq!(code(app, key, &ME).await, why);
        }
        assert_eq!(requests(&world, app, key, 200).await, 0, "{why}");
        let refused = call(app, key, &ME).await;
        assert_eq!(name(&refused), "rate");
        assert!(refused.unwrap_err().status.is_some(), "the quota's headers");
    };
    for (why, (key, _)) in &keys {
        let app = world.process_on_time();
        expect(why, app, key).await;
        world.clock.advance(60_000);
        assert_eq!(code(app, key, &ME).await, *why);
    }
    let (key, _) = world.key(user).await;
    pause(&world, user, PlanStatus::Paused).await;
    let app = world.process_on_time();
    expect("plan", app, &key).await;
    // A change holds from the next call, and for a caller who came too often from the next minute.
    pause(&world, user, PlanStatus::Active).await;
    assert_eq!(code(app, &key, &HEALTH).await, "ok");
    assert_eq!(code(app, &key, &ME).await, "rate");
    world.clock.advance(60_000);
    assert_eq!(code(app, &key, &ME).await, "ok");
}

async fn pause(world: &World, user: UserId, status: PlanStatus) {
    world
        .set_account(user, 1_000, Plan::Professional, status)
        .await;
}

/// Somebody who has a key and not its addresses uses up nothing of those who may call with it.
#[tokio::test]
async fn refusals_from_elsewhere_leave_the_allowed_address_alone() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let allowed = vec!["203.0.113.0/24".parse().unwrap()];
    let (key, _) = world.key_with(user, |key| key.allowed_ips = allowed).await;
    let app = world.process_on_time();
    let elsewhere = Some("198.51.100.1".parse().unwrap());
    for _ in 0..60 {
        let refused = enter_from(app, &key, &ME.terms, elsewhere).await;
        assert_eq!(name(&refused), "ip");
    }
    let refused = enter_from(app, &key, &ME.terms, elsewhere).await;
    assert_eq!(name(&refused), "rate");
    assert_eq!(name(&enter_from(app, &key, &ME.terms, from()).await), "ok");
}

/// A paused plan costs one refused write and then reads, at half the price and without a queue on
/// the item; a resumed plan holds from the very next call.
#[tokio::test]
async fn a_paused_plan_is_looked_at_before_it_is_written_to() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    pause(&world, user, PlanStatus::Paused).await;
    assert_eq!(code(app, &key, &ME).await, "plan");
    let writes = world.faults.seen("UpdateItem");
    for _ in 0..20 {
        assert_eq!(code(app, &key, &ME).await, "plan");
        assert_eq!(code(app, &key, &HEALTH).await, "plan");
    }
    assert_eq!(world.faults.seen("UpdateItem"), writes);
    pause(&world, user, PlanStatus::Active).await;
    assert_eq!(code(app, &key, &ME).await, "ok");
}

/// The refusals of one endpoint are not another's.
#[tokio::test]
async fn a_scope_that_is_missing_at_one_endpoint_blocks_no_other() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let reads = |key: &mut api_key::NewKey| key.scopes = vec![Scope::TwinRead];
    let (key, record) = world.key_with(user, reads).await;
    let app = world.process_on_time();
    for _ in 0..30 {
        assert_eq!(code(app, &key, &ANNOTATIONS).await, "scope");
    }
    assert_eq!(code(app, &key, &ANNOTATIONS).await, "rate");
    assert_eq!(code(app, &key, &ME).await, "ok");
    let change = KeyChange {
        scopes: Some(Scope::ALL.to_vec()),
        ..Default::default()
    };
    api_key::change(&world.table, user, record.id, &change)
        .await
        .unwrap();
    assert_eq!(code(app, &key, &ME).await, "ok");
}
