//! A table in trouble, and callers with bad keys.

use std::time::Duration;

use metering::window::Month;
use metering::{Counter, Denial};
use tests::{Fault, World, from};
use twin::PlainKey;
use twin_functions::registry::ME;

use super::{NOON, code};

/// A key's change holds the item for a moment: the write was not applied and is tried again.
#[tokio::test]
async fn a_transaction_conflict_is_tried_again() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    let conflict = Fault::Error(400, "TransactionConflictException");
    world.faults.plan("UpdateItem", vec![conflict.clone(); 2]);
    assert_eq!(code(app, &key, &ME).await, "ok");
    let month = Month::of(world.clock.now());
    assert_eq!(
        world.view(user).await.ledger.count(Counter::Month(month)),
        1
    );
    world.faults.plan("UpdateItem", vec![conflict; 10]);
    assert_eq!(code(app, &key, &ME).await, "unavailable");
    assert!(world.faults.left() > 0, "it gives up");
}

/// Whatever the table's trouble: 503, nothing admitted that was not counted, nothing sent twice.
#[tokio::test]
async fn a_table_in_trouble_admits_nobody() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
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
        let before = world.view(user).await.ledger.count(Counter::Month(month));
        let writes = world.faults.seen("UpdateItem");
        world.faults.plan("UpdateItem", [fault.clone()]);
        let began = std::time::Instant::now();
        assert_eq!(code(app, &key, &ME).await, "unavailable", "{fault:?}");
        assert!(began.elapsed() < Duration::from_millis(5_500), "{fault:?}");
        assert_eq!(
            world.faults.seen("UpdateItem"),
            writes + 1,
            "{fault:?} was sent twice"
        );
        let after = world.view(user).await.ledger.count(Counter::Month(month));
        assert_eq!(after, before + counted, "{fault:?}");
        assert_eq!(world.faults.left(), 0);
    }
    assert_eq!(code(app, &key, &ME).await, "ok");
}

/// Reads are retried; a key that can't be looked up is a 503, never a 401.
#[tokio::test]
async fn a_key_that_cannot_be_looked_up_is_not_called_invalid() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let throttled = Fault::Error(400, "ThrottlingException");
    world.faults.plan("GetItem", [throttled.clone()]);
    assert_eq!(code(world.process_on_time(), &key, &ME).await, "ok");
    world.faults.plan("GetItem", vec![throttled; 3]);
    assert_eq!(
        code(world.process_on_time(), &key, &ME).await,
        "unavailable"
    );
}

/// A record that is outdated twice in a row is the table's trouble: 503, not 401.
#[tokio::test]
async fn a_record_that_stays_outdated_is_not_called_invalid() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, record) = world.key(user).await;
    // A hand in the table: the account's revision is ahead of the record's.
    world
        .table
        .client
        .update_item()
        .table_name(&world.table.name)
        .set_key(Some(twin::layout::account(user).into_item()))
        .update_expression("SET #e = :e")
        .expression_attribute_names("#e", Counter::Revision(record.index).name())
        .expression_attribute_values(":e", dynamo::n(99_u64))
        .send()
        .await
        .unwrap();
    assert_eq!(
        code(world.process_on_time(), &key, &ME).await,
        "unavailable"
    );
}

/// A network that keeps sending bad keys is answered with a 429, and its repeats from memory. A
/// good key passes all the same, whether or not this process knows it.
#[tokio::test]
async fn bad_keys_from_one_address() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    assert_eq!(code(app, &key, &ME).await, "ok");
    let before = world.faults.all_seen();
    for _ in 0..10 {
        assert!(matches!(
            app.twin.gate.refuse_malformed(from()).denial,
            Denial::InvalidKey
        ));
    }
    assert_eq!(
        world.faults.all_seen(),
        before,
        "a malformed key costs no round trip"
    );
    for _ in 0..10 {
        let unknown = PlainKey::generate().unwrap();
        assert_eq!(code(app, &unknown, &ME).await, "invalid");
    }
    // The same unknown key again, or a malformed one, costs no look-up; a key that may be a good
    // one always gets its own.
    let (good, _) = world.key(user).await;
    assert_eq!(code(app, &good, &ME).await, "ok");
    let unknown = PlainKey::generate().unwrap();
    assert_eq!(code(app, &unknown, &ME).await, "rate");
    let before = world.faults.all_seen();
    for _ in 0..50 {
        assert_eq!(code(app, &unknown, &ME).await, "rate");
    }
    assert!(matches!(
        app.twin.gate.refuse_malformed(from()).denial,
        Denial::RateLimited { .. }
    ));
    assert_eq!(world.faults.all_seen(), before);
    let elsewhere = Some("203.0.113.8".parse().unwrap());
    assert!(matches!(
        app.twin.gate.refuse_malformed(elsewhere).denial,
        Denial::InvalidKey
    ));
    assert_eq!(code(app, &key, &ME).await, "ok");
    world.clock.advance(60_000);
    assert_eq!(code(app, &unknown, &ME).await, "invalid");
    // A host has as many IPv6 addresses as it likes: its network is counted.
    let malformed = |address: String| app.twin.gate.refuse_malformed(address.parse().ok());
    for i in 0..20 {
        let refused = malformed(format!("2001:db8:1:2::{i:x}"));
        assert!(matches!(refused.denial, Denial::InvalidKey));
    }
    let refused = malformed("2001:db8:1:2:ffff::1".into());
    assert!(matches!(refused.denial, Denial::RateLimited { .. }));
    let refused = malformed("2001:db8:1:3::1".into());
    assert!(matches!(refused.denial, Denial::InvalidKey));
}
