//! The event that a webhook's owner asks for.

use dashboard_functions::registry::{WEBHOOK_TEST, WEBHOOK_UPDATE};
use serde_json::{Value, json};
use twin::events::PRODUCT;
use webhooks::delivery::{self, Delivery, Requested};
use webhooks::webhook;

use super::{NEVER, Own, URL, without};

#[tokio::test]
async fn a_test_arrives_and_is_looked_up() {
    let own = Own::new().await;
    // It goes to a webhook that subscribes to other events, and to this one alone.
    let only = json!({ "events": ["twin.snapshot.ready"] });
    own.ask(&WEBHOOK_UPDATE).body(only).must(own.app, 200).await;
    own.world
        .webhook(own.user, "https://other.example.com/in")
        .await;
    let answer = own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    assert_eq!(
        without(without(answer.clone(), "id"), "deliveryId"),
        json!({
            "event": "twin.test", "status": "pending", "reason": null, "attempts": [],
            "nextAttemptAt": "2026-11-22T12:00:05.000Z", "createdAt": "2026-11-22T12:00:05.000Z",
            "interrupted": 0,
        })
    );
    assert_eq!(answer["id"], answer["deliveryId"]);
    own.world.pump().await;
    let sent = own.world.receivers.take();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].url.as_str(), json!(sent[0].delivery())),
        (URL, answer["id"].clone())
    );
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(
        (&body["event"], &body["deliveryId"]),
        (&json!("twin.test"), &answer["id"])
    );
    let listed = own.listed("").await;
    assert_eq!(
        listed,
        [json!({
            "id": answer["id"], "event": "twin.test", "status": "succeeded", "reason": null,
            "attempts": [{
                "n": 1, "at": "2026-11-22T12:00:05.000Z", "status": 200, "durationMs": 0,
                "error": null, "response": "answer 200",
            }],
            "nextAttemptAt": null, "createdAt": "2026-11-22T12:00:05.000Z", "interrupted": 0,
        })]
    );

    // One that is off is refused; failing is no reason not to try.
    let change = |status: &str| {
        let change = json!({ "status": status });
        own.ask(&WEBHOOK_UPDATE).body(change)
    };
    change("paused").must(own.app, 200).await;
    let test = own.ask(&WEBHOOK_TEST);
    assert_eq!(
        test.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    change("enabled").must(own.app, 200).await;
    let webhook = own.world.view(&own.webhook).await;
    webhook::disable(&own.world.table, &webhook, "x", own.world.clock.now())
        .await
        .unwrap();
    assert_eq!(
        test.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    assert_eq!(
        test.id(NEVER).code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}

/// A webhook that is turned off while a test is being stored gets no delivery that waits for ever.
#[tokio::test]
async fn a_test_meets_a_pause() {
    let own = Own::new().await;
    let event = own.world.event(own.user, "a");
    let delivery = Delivery::new(&PRODUCT, &event, &own.webhook, event.timestamp);
    let off = json!({ "status": "paused" });
    own.ask(&WEBHOOK_UPDATE).body(off).must(own.app, 200).await;
    let (table, now) = (&own.world.table, own.world.clock.now());
    let stored = delivery::store_if_on(table, &delivery, &own.webhook, now, None).await;
    assert_eq!(stored.unwrap(), Requested::Stale);
    assert!(own.listed("").await.is_empty());
}
