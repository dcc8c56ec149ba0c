//! What the template allows each function.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;
use tests::allowed;
use tests::hooks::{Hooks, answer};
use webhook_functions::{dispatch, sweep};
use webhooks::webhook::Status;

use super::{NOW, URL};

#[tokio::test]
async fn each_function_may_do_what_it_does() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.faults.take_actions();
    let did = |whose: &str, actions: &mut BTreeSet<String>| {
        actions.extend(world.faults.take_actions());
        let allowed = allowed(whose);
        let missing: Vec<_> = actions.difference(&allowed).collect();
        assert!(missing.is_empty(), "{whose} lacks {missing:?}");
    };
    let (mut dispatches, mut sends, mut sweeps) = Default::default();
    for status in [200, 500, 410] {
        world.receivers.at(URL, move |_| Ok(answer(status)));
        for _ in 0..2 {
            world.clock.advance(30 * 60_000);
            dispatch::dispatch(
                world.process().engine,
                &world.event(user, &status.to_string()),
            )
            .await
            .unwrap();
            did("WebhookDispatch", &mut dispatches);
            let wake_ups = world.receive("Deliveries", 30).await;
            world.sender().run(Hooks::batch(&wake_ups)).await;
            did("WebhookSender", &mut sends);
            sweep::run(world.process().engine, IgnoredAny)
                .await
                .unwrap();
            did("WebhookSweep", &mut sweeps);
        }
    }
    assert_eq!(world.view(&own).await.status, Status::Disabled);
    // A webhook that is turned on or off at that very moment is read again.
    dispatches.insert("dynamodb:GetItem".into());
    for (whose, did) in [("WebhookDispatch", dispatches), ("WebhookSender", sends)] {
        let own = |action: &String| action.starts_with("dynamodb:");
        let allowed: BTreeSet<_> = allowed(whose).into_iter().filter(own).collect();
        assert_eq!(did, allowed, "{whose}");
    }
}
