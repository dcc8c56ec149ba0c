//! Requests that are sent again.

use dashboard_functions::registry::*;
use futures::future::join_all;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::hooks::prove_made;
use tests::{Fault, World};

use super::{HERE, HOUR, NOON, everything, two_events, without};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sent_again_is_done_once() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let create = ask(&WEBHOOK_CREATE).by(user).body(two_events()).once("a");
    // At once, by many: one is made, and its secret shown to one at most.
    let all = (0..8).map(|_| {
        let (create, app) = (create.clone(), world.process_wired());
        tokio::spawn(async move { create.must(app, 201).await })
    });
    let all: Vec<_> = join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let secrets: Vec<_> = all
        .iter()
        .filter_map(|answer| answer["secret"].as_str())
        .collect();
    assert_eq!(secrets.len(), 1);
    let bare = without(all[0].clone(), "secret");
    assert!(
        all.iter()
            .all(|answer| without(answer.clone(), "secret") == bare)
    );
    world.clock.advance(HOUR);
    assert_eq!(
        create.must(app, 201).await,
        bare,
        "the same record, without the secret"
    );
    let other = create.clone().body(json!({ "url": HERE, "events": ["*"] }));
    assert_eq!(
        other.code(app).await,
        (422, "IDEMPOTENCY_KEY_REUSED".into())
    );
    let list = ask(&WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let mut proven = bare.clone();
    proven["secret"] = json!(secrets[0]);
    prove_made(app, user, &proven).await;
    let id = bare["id"].as_str().unwrap();
    let rotate = ask(&WEBHOOK_SECRET_ROTATE).by(user).id(id).once("b");
    let first = rotate.must(app, 200).await;
    let ends_at = json!(world.clock.now().plus_millis(24 * HOUR));
    world.clock.advance(HOUR);
    assert_eq!(
        rotate.must(app, 200).await,
        json!({ "overlapEndsAt": ends_at })
    );
    let complete = ask(&WEBHOOK_SECRET_COMPLETE).by(user).id(id).once("c");
    let completed = complete.must(app, 200).await;
    assert_eq!(completed["overlapEndsAt"], Value::Null);
    // Another overlap is not ended by what ended the one before, sent again.
    let second = rotate.clone().once("d").must(app, 200).await;
    assert_eq!(complete.must(app, 200).await, completed);
    let see = ask(&WEBHOOK_VIEW).by(user).id(id);
    assert_eq!(
        see.must(app, 200).await["overlapEndsAt"],
        second["overlapEndsAt"]
    );

    let test = ask(&WEBHOOK_TEST).by(user).id(id).once("e");
    let tested = test.must(app, 202).await;
    assert_eq!(test.must(app, 202).await, tested);
    let deliveries = ask(&WEBHOOK_DELIVERY_LIST).by(user).id(id);
    let listed = deliveries.must(app, 200).await;
    assert_eq!(listed["deliveries"].as_array().unwrap().len(), 1);
    // A key is one request's: a check keeps nothing, and still refuses another's.
    let verify = ask(&WEBHOOK_VERIFY).by(user).id(id);
    let verify = verify.body(json!({ "headers": {}, "body": "" }));
    for _ in 0..2 {
        assert_eq!(
            verify.clone().once("f").must(app, 200).await["valid"],
            false
        );
    }
    let reused = verify.once("e").code(app).await;
    assert_eq!(reused, (422, "IDEMPOTENCY_KEY_REUSED".into()));

    let table = everything(&world.table).await;
    for secret in [
        secrets[0],
        first["secret"].as_str().unwrap(),
        second["secret"].as_str().unwrap(),
    ] {
        assert!(!table.contains(secret) && !table.contains(&secret[6..]));
    }
}

/// A table in trouble makes nothing twice: what was done and not answered is found again.
#[tokio::test]
async fn a_lost_answer_is_found_again() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let create = ask(&WEBHOOK_CREATE).by(user).body(two_events()).once("a");
    world.faults.plan("TransactWriteItems", [Fault::AnswerLost]);
    let first = create.of(app).await;
    let again = create.must(app, 201).await;
    assert_eq!(world.faults.left(), 0);
    if first.0 == 201 {
        assert_eq!(without(first.1, "secret"), without(again, "secret"));
    }
    let list = ask(&WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
