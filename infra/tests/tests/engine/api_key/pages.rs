//! The list of keys, page by page; and that a key which has ended leaves the table in time.

use common::Timestamp;
use dashboard_functions::registry::{KEY_CREATE, KEY_LIST, KEY_REVOKE, KEY_UPDATE, USAGE};
use dynamo::Change;
use serde_json::json;
use tests::ask::ask;
use tests::{World, rows};
use twin::PlainKey;
use twin::api_key::LIVE_KEYS;

use super::{NOON, call, new_key, plain};

/// The ends (TTL) of all items of a key: its record, and the two entries that point to it.
async fn ends(world: &World, key: &PlainKey) -> Vec<Option<i64>> {
    let hash = key.hash().to_string();
    let all = rows::all(&world.table).await;
    let own = all.iter().filter(|item| {
        let has = |name: &str| {
            item.get(name)
                .is_some_and(|v| format!("{v:?}").contains(&hash))
        };
        has("pk") || has("hash")
    });
    own.map(|item| {
        item.get("ttl")
            .map(|ttl| ttl.as_n().unwrap().parse().unwrap())
    })
    .collect()
}

/// What the table's clean-up does.
async fn clean_up(world: &World, now: Timestamp) {
    for item in rows::all(&world.table).await {
        let ttl = item
            .get("ttl")
            .map(|ttl| ttl.as_n().unwrap().parse::<i64>().unwrap());
        if ttl.is_some_and(|ttl| ttl <= now.seconds()) {
            let (pk, sk) = rows::place(&item);
            let gone = Change::delete(dynamo::Key::new(pk, sk));
            gone.apply(&world.table, "cleaning up").await.unwrap();
        }
    }
}

#[tokio::test]
async fn keys_are_listed_in_pages() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let mut wanted = (Vec::new(), Vec::new());
    for n in 0..30 {
        let name = format!("key {n}");
        let make = ask(&KEY_CREATE).by(user).body(new_key(&name));
        let made = make.must(app, 201).await;
        if n % 3 == 0 {
            wanted.0.insert(0, name);
        } else {
            ask(&KEY_REVOKE)
                .by(user)
                .id(plain(&made).id())
                .must(app, 200)
                .await;
            wanted.1.insert(0, name);
        }
    }
    let wanted = [wanted.0, wanted.1].concat();
    for limit in [1, 7, 10, 29, 30, 100] {
        let (mut names, mut pages, mut query) = (Vec::new(), 0, format!("limit={limit}"));
        loop {
            let page = ask(&KEY_LIST).by(user).query(&query).must(app, 200).await;
            let keys = page["keys"].as_array().unwrap();
            assert!(keys.len() <= limit);
            names.extend(
                keys.iter()
                    .map(|key| key["name"].as_str().unwrap().to_owned()),
            );
            pages += 1;
            match page["nextCursor"].as_str() {
                Some(cursor) => query = format!("limit={limit}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(names, wanted, "{limit}");
        assert_eq!(pages, 30_usize.div_ceil(limit), "{limit}");
    }
    // A cursor is this account's and this list's.
    let other = world.account(1_000).await;
    let page = ask(&KEY_LIST)
        .by(user)
        .query("limit=1")
        .must(app, 200)
        .await;
    let cursor = page["nextCursor"].as_str().unwrap();
    let list = ask(&KEY_LIST).by(other).query(&format!("cursor={cursor}"));
    assert_eq!(list.code(app).await.0, 400);
    // However many have ended, a page reads its part of them.
    let before = app.table.meter.so_far().round_trips;
    ask(&KEY_LIST)
        .by(user)
        .query("limit=5")
        .must(app, 200)
        .await;
    let took = app.table.meter.so_far().round_trips - before;
    assert!(took <= 6, "{took}");
}

#[tokio::test]
async fn a_key_that_has_ended_leaves_the_table_in_time() {
    const KEPT: i64 = 400 * 86_400;
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, record) = world.key(user).await;
    assert_eq!(ends(&world, &key).await, [None; 3]);
    let soon = world.clock.now().plus_millis(3_600_000);
    let update = ask(&KEY_UPDATE).by(user).id(record.id);
    update
        .clone()
        .body(json!({ "expiresAt": soon }))
        .must(app, 200)
        .await;
    assert_eq!(ends(&world, &key).await, [Some(soon.seconds() + KEPT); 3]);
    update
        .body(json!({ "expiresAt": null }))
        .must(app, 200)
        .await;
    assert_eq!(ends(&world, &key).await, [None; 3]);
    assert_eq!(call(app, &key).await, "ok");
    ask(&KEY_REVOKE).by(user).id(record.id).must(app, 200).await;
    let revoked = world.clock.now().seconds();
    assert_eq!(ends(&world, &key).await, [Some(revoked + KEPT); 3]);
    assert_eq!(call(app, &key).await, "KEY_REVOKED");

    // Nineteen that expire, and hold their places until another needs one.
    let short = world.clock.now().plus_millis(60_000);
    let mut expired = Vec::new();
    for _ in 0..LIVE_KEYS {
        let (key, _) = world
            .key_with(user, |key| key.expires_at = Some(short))
            .await;
        expired.push(key);
    }
    world.clock.advance((KEPT + 3_600) * 1_000);
    clean_up(&world, world.clock.now()).await;
    // A process that knew it refuses it from memory, another as one that never was.
    assert_eq!(call(app, &key).await, "KEY_REVOKED");
    let fresh = world.process_on_time();
    assert_eq!(call(fresh, &key).await, "INVALID_KEY");
    assert_eq!(call(fresh, &expired[0]).await, "INVALID_KEY");
    let listed = ask(&KEY_LIST).by(user).must(app, 200).await;
    assert_eq!(listed, json!({ "keys": [], "nextCursor": null }));
    ask(&USAGE).by(user).must(app, 200).await;
    // Their places are free.
    for n in 0..LIVE_KEYS {
        let make = ask(&KEY_CREATE).by(user).body(new_key(&format!("new {n}")));
        make.must(app, 201).await;
    }
    assert_eq!(world.view(user).await.ledger.live_keys(), LIVE_KEYS);
}
