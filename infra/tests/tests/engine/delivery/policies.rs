//! What the template allows each function.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;
use tests::allowed;
use tests::hooks::{Hooks, answer};
use webhook_functions::{dispatch, sweep};
use webhooks::transport::Failure;
use webhooks::webhook::{self, Keep, Status};

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
    // A rotation is followed by a probe.
    let (vault, now) = (&world.own().engine.vault, world.clock.now());
    let keep: Keep<'_> = &|_, _| Ok(None);
    let rotated = webhook::rotate_secret(&world.table, vault, &own.tenant, own.id, 0, now, keep);
    let probe = rotated.await.unwrap().probe.unwrap();
    world.faults.take_actions();
    world.sender().consider(&probe.wake_up()).await.unwrap();
    did("WebhookSender", &mut sends);
    // The third meets a webhook that has timed out twice.
    for (status, times) in [(200, 2), (500, 2), (0, 3), (410, 2)] {
        world.receivers.at(URL, move |_| match status {
            0 => Err(Failure::Timeout),
            status => Ok(answer(status)),
        });
        for n in 0..times {
            world.clock.advance(30 * 60_000);
            dispatch::dispatch(
                world.process().engine,
                &world.event(user, &format!("{status} {n}")),
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
