//! An event arrives: signed, once, and at those who subscribe to it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::hooks::Hooks;
use tests::logs::{logs, metrics};
use twin::events::PRODUCT;
use webhook_functions::dispatch;
use webhooks::delivery::State;
use webhooks::signature::Signer;
use webhooks::webhook::{self, Subscription, WebhookChange};

use super::{NOW, URL};

#[tokio::test]
async fn an_event_arrives_signed_and_is_logged() {
    logs();
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, secret) = world.webhook(user, URL).await;
    let other = world.account().await;
    world.webhook(other, "https://other.example.com/in").await;
    world.happens(user, "a").await;
    world.pump().await;

    let sent = world.receivers.take();
    assert_eq!(sent.len(), 1);
    let post = &sent[0];
    assert_eq!(post.url, URL);
    assert_eq!(post.header("content-type"), "application/json");
    assert!(post.header("user-agent").starts_with("AfiniTwin-Webhooks/"));
    assert_eq!(post.header("x-afinitwin-event"), "twin.test");
    assert_eq!(
        post.header("x-afinitwin-delivery"),
        post.header("webhook-id")
    );
    assert_eq!(post.attempt(), 1);
    let body: Value = serde_json::from_slice(&post.body).unwrap();
    let id = post.delivery();
    assert_eq!(
        body,
        json!({
            "event": "twin.test", "deliveryId": id, "timestamp": world.clock.now(),
            "data": { "message": "a" },
        })
    );
    let signer = Signer {
        current: secret,
        previous: None,
    };
    let checks = signer.check(&PRODUCT, &post.headers, &post.body, world.clock.now());
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");

    let (delivery, attempts) = world.only(&own).await;
    assert_eq!((delivery.id, delivery.state), (id, State::Succeeded));
    assert_eq!((delivery.attempts, delivery.lost_leases), (1, 0));
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].n, attempts[0].status), (1, Some(200)));
    assert_eq!(attempts[0].response.as_deref(), Some("answer 200"));
    let lines = metrics("delivery");
    let line = lines.iter().find(|line| line["delivery.id"] == json!(id));
    assert_eq!(line.unwrap()["outcome"], "succeeded");
    // Nothing is due any more.
    world.live(10).await;
    assert!(world.receivers.take().is_empty());
}

#[tokio::test]
async fn an_event_is_delivered_once_to_each_subscriber() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (all, _) = world.webhook(user, URL).await;
    let (some, _) = world.webhook(user, "https://some.example.com/").await;
    let wants = WebhookChange {
        events: Some(Subscription::parse(&PRODUCT, &["twin.quota.exceeded".into()]).unwrap()),
        ..WebhookChange::default()
    };
    let now = world.clock.now();
    webhook::update(&world.table, &user.tenant(), some.id, &wants, now)
        .await
        .unwrap();
    let event = world.event(user, "once");
    // The same event from all sides at once, and again later.
    let all_at_once = (0..8).map(|_| dispatch::dispatch(world.process().engine, &event));
    for done in futures::future::join_all(all_at_once).await {
        done.unwrap();
    }
    world.pump().await;
    dispatch::dispatch(world.process().engine, &event)
        .await
        .unwrap();
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    assert!(world.deliveries(some.id).await.is_empty());
    assert_eq!(world.only(&all).await.0.attempts, 1);
    // A webhook receives nothing that happened before it was made.
    world.clock.advance(1);
    let (late, _) = world.webhook(user, "https://late.example.com/").await;
    dispatch::dispatch(world.process().engine, &event)
        .await
        .unwrap();
    assert!(world.deliveries(late.id).await.is_empty());
}

#[tokio::test]
async fn a_broken_message_fails_alone() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    world.webhook(user, URL).await;
    for body in [
        json!("rubbish"),
        json!({}),
        json!(world.event(user, "good")),
        json!([]),
    ] {
        world.post("Events", &body).await;
    }
    let messages = world.receive("Events", 30).await;
    assert_eq!(messages.len(), 4);
    let answer = dispatch::run(world.process().engine, Hooks::batch(&messages))
        .await
        .unwrap();
    let failed: BTreeSet<_> = answer
        .batch_item_failures
        .iter()
        .map(|failure| failure.item_identifier.clone())
        .collect();
    let bad = messages
        .iter()
        .filter(|message| !message["Body"].as_str().unwrap().contains("good"))
        .map(|message| message["MessageId"].as_str().unwrap().to_owned());
    assert_eq!(failed, bad.collect());
    let wake_ups = world.receive("Deliveries", 30).await;
    assert_eq!(wake_ups.len(), 1);
    // The sender's, too; and a wake-up for nothing is acknowledged.
    let mut messages = wake_ups.clone();
    for body in ["{}", "", "null"] {
        let mut other = wake_ups[0].clone();
        (other["Body"], other["MessageId"]) = (json!(body), json!(format!("bad {body}")));
        messages.push(other);
    }
    let mut nothing: Value = serde_json::from_str(wake_ups[0]["Body"].as_str().unwrap()).unwrap();
    nothing["deliveryId"] = json!("dlv_01JD9ZK4T0000000000000000A");
    let mut wake_up = wake_ups[0].clone();
    (wake_up["Body"], wake_up["MessageId"]) = (json!(nothing.to_string()), json!("nothing"));
    messages.push(wake_up);
    let answer = world.sender().run(Hooks::batch(&messages)).await;
    let failed: Vec<_> = answer
        .batch_item_failures
        .iter()
        .map(|failure| failure.item_identifier.as_str())
        .collect();
    assert_eq!(failed, ["bad {}", "bad ", "bad null"]);
    assert_eq!(world.receivers.take().len(), 1);
}
