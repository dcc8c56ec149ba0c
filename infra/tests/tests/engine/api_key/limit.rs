//! How many keys an account may have at once.

use std::collections::HashSet;

use dashboard_functions::registry::{KEY_CREATE, KEY_REVOKE, KEY_ROTATE, KEY_UPDATE};
use futures::future::join_all;
use serde_json::json;
use tests::World;
use tests::ask::ask;
use twin::PlainKey;
use twin::api_key::{self, LIVE_KEYS};

use super::{NOON, call, new_key, plain};

/// Fifty at once: as many keys as may live, all different, and no slot given twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_never_more_than_the_limit_of_live_keys() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let making = (0..50).map(|i| {
        let app = world.process_on_time();
        tokio::spawn(async move {
            let ask = ask(&KEY_CREATE).by(user).body(new_key(&format!("key {i}")));
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
    let records = api_key::all(&world.table, user).await.unwrap();
    assert_eq!(
        records.len(),
        LIVE_KEYS,
        "nothing is left of those that were refused"
    );
    assert_eq!(world.view(user).await.ledger.live_keys(), LIVE_KEYS);
    assert_eq!(
        records.iter().map(|r| r.id).collect::<HashSet<_>>().len(),
        LIVE_KEYS
    );
    assert_eq!(
        records
            .iter()
            .map(|r| r.index)
            .collect::<HashSet<_>>()
            .len(),
        LIVE_KEYS
    );
    let app = world.process_on_time();
    // With an overlap there would be one too many; without, one takes the other's place.
    let rotate = ask(&KEY_ROTATE).by(user).id(made[0].id());
    assert_eq!(rotate.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    rotate
        .body(json!({ "overlapHours": 0 }))
        .must(app, 201)
        .await;
    assert_eq!(world.view(user).await.ledger.live_keys(), LIVE_KEYS);
}

#[tokio::test]
async fn expired_keys_give_up_their_place() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let mut short = new_key("short");
    short["expiresAt"] = json!("2026-11-22T13:00:00Z");
    let (mut first, mut second) = (None, None);
    for i in 0..LIVE_KEYS {
        let body = if i < 2 {
            short.clone()
        } else {
            new_key("long")
        };
        let made = ask(&KEY_CREATE).by(user).body(body).must(app, 201).await;
        match i {
            0 => first = Some(plain(&made)),
            1 => second = Some(plain(&made)),
            _ => {}
        }
    }
    let (first, second) = (first.unwrap(), second.unwrap());
    let make = ask(&KEY_CREATE).by(user).body(new_key("one more"));
    assert_eq!(make.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    world.clock.advance(3_600_000);
    // One that has expired can be given more time, while it still has its place.
    let longer = |key: &PlainKey| {
        ask(&KEY_UPDATE)
            .by(user)
            .id(key.id())
            .body(json!({ "expiresAt": null }))
    };
    assert_eq!(call(app, &first).await, "KEY_EXPIRED");
    longer(&first).must(app, 200).await;
    assert_eq!(call(app, &first).await, "ok");
    make.must(app, 201).await;
    assert_eq!(make.code(app).await, (409, "KEY_LIMIT_REACHED".into()));
    assert_eq!(world.view(user).await.ledger.live_keys(), LIVE_KEYS);
    // The other's place is taken: it has ended for good, and can still be revoked.
    assert_eq!(
        longer(&second).code(app).await,
        (409, "KEY_NOT_LIVE".into())
    );
    assert_eq!(call(app, &second).await, "KEY_EXPIRED");
    let revoked = ask(&KEY_REVOKE)
        .by(user)
        .id(second.id())
        .must(app, 200)
        .await;
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(call(app, &second).await, "KEY_REVOKED");
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
        let mut short = new_key("short");
        short["expiresAt"] = json!(world.clock.now().plus_millis(1_000));
        let short = plain(&ask(&KEY_CREATE).by(user).body(short).must(app, 201).await);
        for _ in 1..LIVE_KEYS {
            world.key(user).await;
        }
        world.clock.advance(1_000);
        let more = ask(&KEY_UPDATE).by(user).id(short.id());
        let more = more.body(json!({ "expiresAt": null }));
        let make = ask(&KEY_CREATE).by(user).body(new_key("new"));
        let made = tokio::spawn(async move { make.code(app).await });
        let more = tokio::spawn(async move { more.code(app).await });
        let (made, more) = (made.await.unwrap(), more.await.unwrap());
        match (made.0, more.0) {
            (409, 200) => {
                kept += 1;
                assert_eq!(call(app, &short).await, "ok");
            }
            (201, 409) => {
                given_up += 1;
                assert_eq!(call(app, &short).await, "KEY_EXPIRED");
            }
            _ => panic!("{made:?} {more:?}"),
        }
        assert_eq!(world.view(user).await.ledger.live_keys(), LIVE_KEYS);
    }
    println!("kept {kept}, given up {given_up}");
}
