//! A delivery that its owner sends again.

use dashboard_functions::registry::{WEBHOOK_DELIVERY_RETRY, WEBHOOK_UPDATE};
use serde_json::{Value, json};
use tests::hooks::{Sent, answer};
use webhooks::delivery::{self, Delivery, State};

use super::{HOUR, NEVER, Own, URL};

#[tokio::test]
async fn a_delivery_is_sent_again_whatever_became_of_it() {
    let own = Own::new().await;
    let (table, world) = (&own.world.table, &own.world);
    world.receivers.at(URL, |_| Ok(answer(500)));
    world.happens(own.user, "a").await;
    world.pump().await;
    world.receivers.take();
    let (waiting, _) = world.only(&own.webhook).await;
    let retry = own.ask(&WEBHOOK_DELIVERY_RETRY).delivery(waiting.id);
    let numbers = |all: Vec<Sent>| -> Vec<u32> {
        assert!(all.iter().all(|sent| sent.delivery() == waiting.id));
        all.iter().map(Sent::attempt).collect()
    };

    // One that waits goes now, and its schedule goes on.
    let answer_to = retry.clone().once("k").must(own.app, 202).await;
    assert_eq!(
        (
            &answer_to["id"],
            &answer_to["status"],
            &answer_to["nextAttemptAt"]
        ),
        (
            &json!(waiting.id),
            &json!("failed"),
            &json!(world.clock.now())
        )
    );
    assert_eq!(answer_to["attempts"].as_array().unwrap().len(), 1);
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [2]);
    // Sent again it is not done again.
    assert_eq!(retry.clone().once("k").must(own.app, 202).await, answer_to);
    world.pump().await;
    assert!(world.receivers.take().is_empty());

    // A dead one begins anew, for 72 hours more.
    let (failed, _) = world.only(&own.webhook).await;
    assert!(
        delivery::mark_dead(table, &failed, "enough", world.clock.now())
            .await
            .unwrap()
    );
    assert_eq!(own.listed("status=dead").await[0]["reason"], "enough");
    world.clock.advance(10 * 24 * HOUR);
    world.receivers.at(URL, |_| Ok(answer(200)));
    let answered = retry.must(own.app, 202).await;
    assert_eq!(
        (&answered["status"], &answered["reason"]),
        (&json!("pending"), &Value::Null)
    );
    let (requeued, _) = world.only(&own.webhook).await;
    assert_eq!(json!(requeued.state), answered["status"]);
    assert_eq!(json!(requeued.next_attempt_at), answered["nextAttemptAt"]);
    assert_eq!(requeued, requeued_dead(&failed, &requeued));
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [3]);
    // So does one that succeeded.
    assert_eq!(own.listed("").await[0]["status"], "succeeded");
    retry.must(own.app, 202).await;
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [4]);
    let listed = &own.listed("").await[0];
    assert_eq!(listed["attempts"].as_array().unwrap().len(), 4);

    // While an attempt is being made there is nothing to do.
    retry.must(own.app, 202).await;
    let (waiting, _) = world.only(&own.webhook).await;
    let now = world.clock.now();
    delivery::claim(table, &waiting, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        retry.code(own.app).await,
        (409, "DELIVERY_IN_PROGRESS".into())
    );
    world.clock.advance(delivery::LEASE);
    retry.must(own.app, 202).await;
    world.pump().await;
    let listed = &own.listed("").await[0];
    assert_eq!(
        (&listed["status"], &listed["interrupted"]),
        (&json!("succeeded"), &json!(1))
    );

    let unknown = (404, "DELIVERY_NOT_FOUND".to_owned());
    for id in ["x", "dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG"] {
        assert_eq!(retry.clone().delivery(id).code(own.app).await, unknown);
    }
    let (other, _) = world
        .webhook(own.user, "https://other.example.com/in")
        .await;
    assert_eq!(
        retry.clone().id(other.id).code(own.app).await,
        unknown,
        "another webhook's"
    );
    let nowhere = retry.clone().id(NEVER).code(own.app).await;
    assert_eq!(nowhere, (404, "WEBHOOK_NOT_FOUND".into()));
    let off = json!({ "status": "paused" });
    own.ask(&WEBHOOK_UPDATE).body(off).must(own.app, 200).await;
    assert_eq!(
        retry.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
}

/// What the answer to a retry foretells is what the table then holds.
fn requeued_dead(before: &Delivery, after: &Delivery) -> Delivery {
    let dead = Delivery {
        state: State::Dead,
        reason: Some("enough".into()),
        next_attempt_at: None,
        ..before.clone()
    };
    dead.requeued(0, after.next_attempt_at.unwrap())
}
