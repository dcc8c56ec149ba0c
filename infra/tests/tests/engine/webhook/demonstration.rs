//! The demonstration's webhook.

use dashboard_functions::registry::*;
use serde_json::json;
use tests::ask::ask;
use tests::hooks::{Hooks, prove};
use tests::{Process, at};
use twin::UserId;
use webhooks::webhook::{self, Status, Webhook};

use super::NOON;

/// The demonstration's webhook at this URL, proven.
async fn seed(app: &'static Process, url: &str) -> Webhook {
    let webhook = demo::seed_webhook(app.engine, url).await.unwrap();
    let signer = webhook.signer(&app.engine.vault, app.clock.now()).await;
    let proven = prove(app, webhook, signer.unwrap()).await;
    let seeded = demo::seed_deliveries(app.engine, &proven).await;
    seeded.unwrap();
    proven
}

#[tokio::test]
async fn the_demonstration_has_a_webhook_to_look_into() {
    let world = Hooks::at(NOON).await;
    demo::seed(&world.table).await.unwrap();
    let app = world.process_with(&[("ALLOWED_HOSTS", "http://127.0.0.1")]);
    let vault = &app.engine.vault;
    seed(app, demo::WEBHOOK_URL).await;
    let by = |endpoint| {
        let owner = json!({ "sub": demo::SUBJECT });
        let ask = ask(endpoint).claiming(owner);
        ask.id(demo::WEBHOOK).delivery(demo::DEAD)
    };
    let listed = by(&WEBHOOK_DELIVERY_LIST).must(app, 200).await;
    let deliveries = listed["deliveries"].as_array().unwrap();
    let states: Vec<_> = deliveries
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["status"].as_str().unwrap()))
        .collect();
    assert_eq!(
        states,
        [(demo::DEAD, "dead"), (demo::DELIVERED, "succeeded")]
    );
    assert!(
        deliveries
            .iter()
            .all(|one| one["attempts"].as_array().unwrap().len() == 1)
    );
    let user: UserId = demo::USER.parse().unwrap();
    let id = demo::WEBHOOK.parse().unwrap();
    let own = webhook::find(&world.table, &user.tenant(), id)
        .await
        .unwrap();
    assert_eq!(
        (own.status, own.created_at),
        (Status::Enabled, at("2025-11-15T13:10:25.812Z"))
    );
    let signer = own.signer(vault, world.clock.now()).await.unwrap();
    assert_eq!(signer.current.reveal(), demo::WEBHOOK_SECRET);
    by(&WEBHOOK_DELIVERY_RETRY).must(app, 202).await;
    by(&WEBHOOK_SECRET_ROTATE).must(app, 200).await;

    // Again, with a receiver: it moves there, and all else stays.
    let moved = seed(app, "http://127.0.0.1:7/x").await;
    assert_eq!(
        (moved.url.as_str(), moved.previous_secret.is_some()),
        ("http://127.0.0.1:7/x", true)
    );
    let listed = by(&WEBHOOK_DELIVERY_LIST).must(app, 200).await;
    assert_eq!(listed["deliveries"][0]["status"], "pending");
    assert_eq!(listed["deliveries"].as_array().unwrap().len(), 2);
    // Deleted it is made anew.
    by(&WEBHOOK_DELETE).must(app, 204).await;
    seed(app, demo::WEBHOOK_URL).await;
    by(&WEBHOOK_VIEW).must(app, 200).await;
}
