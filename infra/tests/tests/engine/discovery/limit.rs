//! How many discoveries may wait for review, how much a key may write, and what that leaves to
//! others.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dashboard_functions::registry::{DISCOVERY_APPROVE, DISCOVERY_REJECT};
use futures::future::join_all;
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::{World, rows};
use twin::discovery::{Full, QueueError, WAITING_OF_ACCOUNT, WAITING_OF_KEY};
use twin::{PlainKey, UserId, discovery, layout};
use twin_functions::registry::{ANNOTATIONS, LIFE_FACTS, ME};

use super::{NOON, fact, proposed};

/// What is counted as waiting: of the account, and of its keys.
async fn counted(world: &World, user: UserId) -> (u64, Vec<u64>) {
    let item = world.table.get_item(layout::waiting(user)).await.unwrap();
    let item = item.unwrap_or_default();
    let number = |name: &str| item[name].as_n().unwrap().parse().unwrap();
    let all = item.get("all").map_or(0, |_| number("all"));
    let mut keys: Vec<_> = item
        .keys()
        .filter(|name| name.starts_with("key#"))
        .collect();
    keys.sort();
    (all, keys.into_iter().map(|name| number(name)).collect())
}

async fn queue(world: &World, user: UserId, key: &PlainKey, facts: usize) -> Result<(), Full> {
    let facts: Vec<_> = (0..facts).map(|i| fact(&format!("fact {i}"))).collect();
    let now = world.clock.now();
    let queued = discovery::queue(&world.table, user, key.id(), &facts, now, |_| Ok(None)).await;
    match queued {
        Ok(_) => Ok(()),
        Err(QueueError::Full(full)) => Err(full),
        Err(other) => panic!("{other:?}"),
    }
}

/// A key's limit and the account's are exact, under concurrency too, and a decision makes room for
/// one more.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn as_many_wait_for_review_as_may() {
    let world = Arc::new(World::at(NOON).await);
    let (user, app) = (world.account(1_000_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    for _ in 0..19 {
        assert_eq!(queue(&world, user, &key, 50).await, Ok(()));
    }
    // Of 80 proposals at once 50 have room.
    let all = (0..16).map(|_| {
        let (world, key) = (Arc::clone(&world), key.clone());
        tokio::spawn(async move { queue(&world, user, &key, 5).await })
    });
    let done = join_all(all).await.into_iter().map(Result::unwrap);
    assert_eq!(done.filter(Result::is_ok).count(), 10);
    assert_eq!(
        counted(&world, user).await,
        (WAITING_OF_KEY, vec![WAITING_OF_KEY])
    );
    let facts =
        json!({ "facts": [{ "category": "general", "value": "one more", "consent": true }] });
    let propose = ask(&LIFE_FACTS).key(&key).body(facts);
    let full = (409, "DISCOVERY_LIMIT_REACHED".to_owned());
    let writes = world.faults.seen("TransactWriteItems");
    assert_eq!(propose.code(app).await, full);
    assert_eq!(
        world.faults.seen("TransactWriteItems"),
        writes,
        "it is looked at first"
    );
    // Another key of the account has room, until the account has none.
    for _ in 0..4 {
        let (other, _) = world.key(user).await;
        for _ in 0..20 {
            assert_eq!(queue(&world, user, &other, 50).await, Ok(()));
        }
    }
    let (other, _) = world.key(user).await;
    assert_eq!(queue(&world, user, &other, 1).await, Err(Full::Account));
    assert_eq!(counted(&world, user).await.0, WAITING_OF_ACCOUNT);
    // Each decision makes room for one.
    let waiting = discovery::list(&world.table, user, discovery::Status::Pending, 5_000, None);
    let waiting = waiting.await.unwrap();
    assert_eq!(waiting.len() as u64, WAITING_OF_ACCOUNT);
    let own: Vec<_> = waiting
        .iter()
        .filter(|d| d.api_key_id == key.id())
        .take(2)
        .collect();
    ask(&DISCOVERY_APPROVE)
        .by(user)
        .id(own[0].id)
        .must(app, 200)
        .await;
    ask(&DISCOVERY_REJECT)
        .by(user)
        .id(own[1].id)
        .must(app, 200)
        .await;
    ask(&DISCOVERY_REJECT)
        .by(user)
        .id(own[1].id)
        .must(app, 200)
        .await;
    assert_eq!(counted(&world, user).await.0, WAITING_OF_ACCOUNT - 2);
    for _ in 0..2 {
        propose.must(app, 202).await;
    }
    assert_eq!(propose.code(app).await, full);
}

/// Concurrent decisions are counted once each; a key that has nothing waiting leaves the item;
/// duplicates are not counted; what was decided has an end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_waits_is_counted_exactly() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let ((one, _), (two, _)) = (world.key(user).await, world.key(user).await);
    let texts = ["fact 1", "fact 2", "fact 3", "fact 4", "fact 5", "fact 6"];
    let ids = proposed(&world, user, &one, &texts).await;
    proposed(&world, user, &two, &["another"]).await;
    let same = json!({ "facts": [
        { "category": "general", "value": "same", "consent": true, "externalRef": "a" },
        { "category": "general", "value": "same", "consent": true, "externalRef": "a" },
    ] });
    for _ in 0..2 {
        ask(&LIFE_FACTS)
            .key(&two)
            .body(same.clone())
            .must(app, 202)
            .await;
    }
    let (all, mut keys) = counted(&world, user).await;
    keys.sort_unstable();
    assert_eq!((all, keys), (8, vec![2, 6]));
    let decisions = ids.iter().enumerate().flat_map(|(i, id)| {
        let endpoint = if i % 2 == 0 {
            &DISCOVERY_APPROVE
        } else {
            &DISCOVERY_REJECT
        };
        let decide = ask(endpoint).by(user).id(id);
        [decide.clone(), decide].map(|decide: Ask| {
            let app = world.process_on_time();
            tokio::spawn(async move { while decide.code(app).await != (200, "ok".into()) {} })
        })
    });
    for done in join_all(decisions.collect::<Vec<_>>()).await {
        done.unwrap();
    }
    assert_eq!(counted(&world, user).await, (2, vec![2]));
    let end = world.clock.now().seconds() + 400 * 86_400;
    for item in rows::all(&world.table).await {
        let (pk, _) = rows::place(&item);
        if !pk.starts_with(&format!("{user}#disc")) {
            continue;
        }
        let decided = item
            .get("status")
            .map_or(!pk.ends_with("#pending"), |status| {
                status.as_s().unwrap() != "pending"
            });
        let ttl = item
            .get("ttl")
            .map(|ttl| ttl.as_n().unwrap().parse().unwrap());
        assert_eq!(ttl, decided.then_some(end), "{item:?}");
    }
    while !twin::account::erase(&world.table, user).await.unwrap() {}
    assert_eq!(counted(&world, user).await, (0, Vec::new()));
}

/// A batch of so many bytes of text.
fn large(bytes: usize) -> Value {
    let text = "\u{1F3BB}".repeat(bytes / 50 / 4);
    json!({ "annotations": vec![json!({ "tag": "tag", "text": text, "consent": true }); 50] })
}

/// One key writes as much as it can for ten minutes, and another reads once a second: the table
/// takes 1,000 write units a second and partition, the reader is never answered 503, and the
/// writer gets the codes of its limits.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_writer_at_full_speed_leaves_the_reader_alone() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let ((writer, _), (reader, _)) = (world.key(user).await, world.key(user).await);
    let (app, reading) = (world.process_on_time(), world.process_on_time());
    world.faults.limit_partitions(1_000, world.clock.clone());
    let body = large(200_000);
    let post = [
        ask(&LIFE_FACTS)
            .key(&writer)
            .body(json!({ "facts": vec![json!({
            "category": "general", "value": "a small one", "consent": true }); 50] })),
        ask(&ANNOTATIONS).key(&writer).body(body.clone()),
    ];
    let (mut refused, mut taken) = (std::collections::BTreeMap::<_, u64>::new(), 0);
    let bytes = AtomicU64::new(0);
    for second in 0..600 {
        // Full speed: until it is refused.
        for post in &post {
            for _ in 0..3 {
                let answer = post.code(app).await;
                if answer.0 != 202 {
                    *refused.entry(answer).or_default() += 1;
                    break;
                }
                taken += 1;
                bytes.fetch_add(post.body.as_ref().unwrap().len() as u64, Ordering::SeqCst);
            }
        }
        if second % 2 == 0 {
            assert_eq!(
                ask(&ME).key(&reader).code(reading).await.0,
                200,
                "second {second}"
            );
        }
        // The owner keeps up with half of it, so that not the review alone ends the writing.
        world.clock.advance(1_000);
    }
    let busiest = world.faults.busiest();
    println!(
        "{taken} batches taken, {} KiB, refused: {refused:?}; most units in a second: {busiest:?}",
        bytes.into_inner() / 1_024
    );
    assert!(
        refused.contains_key(&(429, "RATE_LIMITED".into())),
        "{refused:?}"
    );
    assert!(
        refused.contains_key(&(409, "DISCOVERY_LIMIT_REACHED".into())),
        "{refused:?}"
    );
}
