//! Creations and rotations that are sent again.

use std::collections::HashSet;

use dashboard_functions::registry::{KEY_CREATE, KEY_ROTATE};
use futures::future::join_all;
use serde_json::json;
use tests::ask::{Ask, ask};
use tests::{Fault, World};
use twin::api_key;

use super::{NOON, new_key, plain};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_creation_sent_again_makes_one_key() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let make = ask(&KEY_CREATE).by(user).body(new_key("a")).once("k1");
    let made = make.must(app, 201).await;
    let again = make.must(world.process_on_time(), 201).await;
    let mut bare = made.clone();
    bare.as_object_mut().unwrap().remove("key");
    assert_eq!(again, bare, "the same record, without the plaintext");
    for other in [
        make.clone().body(new_key("b")),
        ask(&KEY_ROTATE).by(user).id(plain(&made).id()).once("k1"),
    ] {
        assert_eq!(
            other.code(app).await,
            (422, "IDEMPOTENCY_KEY_REUSED".into())
        );
    }
    assert_eq!(api_key::all(&world.table, user).await.unwrap().len(), 1);

    // Done, and the answer lost on the way: the second request finds what the first did.
    let lost = ask(&KEY_CREATE).by(user).body(new_key("lost")).once("k2");
    world.faults.plan("TransactWriteItems", [Fault::AnswerLost]);
    let (status, _) = lost.of(app).await;
    assert!(matches!(status, 201 | 503), "{status}");
    let found = lost.must(app, 201).await;
    assert_eq!((&found["name"], found.get("key")), (&json!("lost"), None));
    assert_eq!(api_key::all(&world.table, user).await.unwrap().len(), 2);

    // Sixteen at once.
    let at_once = |ask: Ask| {
        let all = (0..16).map(|_| {
            let (app, ask) = (world.process_on_time(), ask.clone());
            tokio::spawn(async move { ask.must(app, 201).await })
        });
        join_all(all.collect::<Vec<_>>())
    };
    let same = ask(&KEY_CREATE).by(user).body(new_key("same")).once("k3");
    let answers: Vec<_> = at_once(same)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert_eq!(
        answers
            .iter()
            .map(|a| a["id"].to_string())
            .collect::<HashSet<_>>()
            .len(),
        1
    );
    assert_eq!(
        answers
            .iter()
            .filter(|answer| answer.get("key").is_some())
            .count(),
        1
    );
    assert_eq!(api_key::all(&world.table, user).await.unwrap().len(), 3);
    // The same with rotations: the key they replace is gone for all but the first.
    let id = answers[0]["id"].as_str().unwrap();
    let same = ask(&KEY_ROTATE)
        .by(user)
        .id(id)
        .body(json!({ "overlapHours": 0 }))
        .once("k4");
    let answers: Vec<_> = at_once(same)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert_eq!(
        answers
            .iter()
            .map(|a| a["id"].to_string())
            .collect::<HashSet<_>>()
            .len(),
        1
    );
    assert_eq!(api_key::all(&world.table, user).await.unwrap().len(), 4);
    assert!(
        answers
            .iter()
            .all(|a| a["replaces"]["endsAt"] == json!(world.clock.now()))
    );

    // After a day the key is a new one.
    world.clock.advance(24 * 3_600_000 + 1_000);
    assert_ne!(make.must(app, 201).await["id"], made["id"]);
}
