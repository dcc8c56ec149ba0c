//! Webhooks that fail, are paused or deleted.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;
use serde_json::json;
use tests::at;
use tests::hooks::{Hooks, answer};
use webhook_functions::{dispatch, sweep};
use webhooks::delivery::{self, State};
use webhooks::webhook::{self, Job, Status, WebhookChange};

use super::{HOUR, NOW, URL, failing};

#[tokio::test]
async fn a_failing_webhook_is_probed_and_then_served_in_order() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "first").await;
    world.pump().await;
    let mut hours = 0;
    while world.view(&own).await.status == Status::Enabled {
        world.clock.advance(HOUR);
        world.live(2).await;
        hours += 1;
        assert!(hours < 40);
    }
    let webhook = world.view(&own).await;
    assert_eq!(webhook.status, Status::Failing);
    assert_eq!(webhook.failing_since, Some(at(NOW)));
    // Five more wait; one at a time is let go, every 15 minutes.
    world.receivers.take();
    for i in 0..5 {
        world.clock.advance(1_000);
        world.happens(user, &format!("later {i}")).await;
    }
    world.pump().await;
    assert!(world.receivers.take().is_empty());
    world.live(61).await;
    let probes = world.receivers.take();
    assert!((4..=5).contains(&probes.len()), "{}", probes.len());
    for pair in probes.windows(2) {
        let waited = pair[1].at.millis() - pair[0].at.millis();
        assert!((15 * 60_000..=17 * 60_000).contains(&waited), "{waited}");
    }
    let distinct: BTreeSet<_> = probes.iter().map(|probe| probe.delivery()).collect();
    assert_eq!(
        distinct.len(),
        probes.len(),
        "each probe is another delivery's"
    );
    // It is back: one probe, and the rest follows in the order of the events.
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(18).await;
    assert_eq!(world.view(&own).await.status, Status::Enabled);
    let all = world.deliveries(own.id).await;
    assert!(
        all.iter().skip(1).all(|d| d.state == State::Succeeded),
        "{all:?}"
    );
    let sent: Vec<_> = world
        .receivers
        .take()
        .iter()
        .map(|s| s.delivery())
        .collect();
    // All but one, which may have come due by itself between the probe and the rest.
    let in_order = |without: usize| {
        let rest = sent
            .iter()
            .enumerate()
            .filter(|(i, _)| ![0, without].contains(i));
        rest.map(|(_, id)| id).is_sorted()
    };
    assert!((0..sent.len()).any(in_order), "{sent:?}");
    assert!(sent.len() >= 5);
    let webhook = world.view(&own).await;
    assert_eq!(
        (
            webhook.failures_since,
            webhook.failing_since,
            webhook.next_probe_at,
            webhook.job
        ),
        (None, None, None, None)
    );
}

#[tokio::test]
async fn after_five_days_it_is_disabled_and_what_was_missed_can_be_recovered() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| failing());
    for day in 0..6 {
        world.happens(user, &format!("day {day}")).await;
        for _ in 0..12 {
            world.live(2).await;
            world.clock.advance(2 * HOUR - 120_000);
        }
    }
    world.live(3).await;
    let webhook = world.view(&own).await;
    assert_eq!(webhook.status, Status::Disabled);
    assert_eq!(
        webhook.status_reason.as_deref(),
        Some("it failed for five days")
    );
    let all = world.deliveries(own.id).await;
    assert_eq!(all.len(), 6);
    assert!(
        all.iter()
            .all(|d| matches!(d.state, State::Dead | State::Missed)),
        "{all:?}"
    );
    let missed = all.iter().filter(|d| d.state == State::Missed).count();
    assert!(missed > 0);
    let on = WebhookChange {
        enabled: Some(true),
        ..WebhookChange::default()
    };
    let now = world.clock.now();
    let turned_on = webhook::update(&world.table, &user.tenant(), own.id, &on, now)
        .await
        .unwrap();
    assert_eq!(
        turned_on.missed.unwrap().count,
        u64::try_from(missed).unwrap()
    );
    assert_eq!(world.view(&own).await.missed().count, 0);
    world.live(2).await;
    world.receivers.take();
    world.receivers.at(URL, |_| Ok(answer(200)));
    let webhook = world.view(&own).await;
    webhook::enqueue_job(&world.table, &webhook, Job::Recover, None, now)
        .await
        .unwrap();
    world.live(2).await;
    let sent: Vec<_> = world
        .receivers
        .take()
        .iter()
        .map(|s| s.delivery())
        .collect();
    let expected: Vec<_> = all.iter().map(|d| d.id).collect();
    assert_eq!(
        sent, expected,
        "all of them, once, in the order of their events"
    );
    let all = world.deliveries(own.id).await;
    assert!(all.iter().all(|d| d.state == State::Succeeded));
}

#[tokio::test]
async fn a_paused_or_deleted_webhook_gets_nothing() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "waits").await;
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    let turn = async |enabled| {
        let change = WebhookChange {
            enabled: Some(enabled),
            ..WebhookChange::default()
        };
        let now = world.clock.now();
        webhook::update(&world.table, &user.tenant(), own.id, &change, now)
            .await
            .unwrap()
    };
    turn(false).await;
    world.clock.advance(1_000);
    world.happens(user, "meanwhile").await;
    world.live(15).await;
    assert!(world.receivers.take().is_empty());
    let states: Vec<_> = world
        .deliveries(own.id)
        .await
        .iter()
        .map(|d| d.state)
        .collect();
    assert_eq!(states, [State::Missed, State::Missed]);
    let missed = turn(true).await.missed;
    assert_eq!(missed.unwrap().count, 2);
    assert!(turn(true).await.missed.is_none(), "it is on already");

    world.happens(user, "last").await;
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    webhook::delete(&world.table, &user.tenant(), own.id, world.clock.now())
        .await
        .unwrap();
    world.live(30).await;
    assert!(world.receivers.take().is_empty());
    let last = world.deliveries(own.id).await.pop().unwrap();
    assert_eq!(
        (last.state, last.reason.as_deref()),
        (State::Dead, Some("the webhook was deleted"))
    );
}

/// An attempt that is being made has an outcome of its own, whatever becomes of its webhook.
#[tokio::test]
async fn an_attempt_that_is_being_made_is_not_given_up() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.happens(user, "a").await;
    let (waits, _) = world.only(&own).await;
    let now = world.clock.now();
    let claimed = delivery::claim(&world.table, &waits, now).await.unwrap();
    let claimed = claimed.unwrap();
    let pause = WebhookChange {
        enabled: Some(false),
        ..WebhookChange::default()
    };
    webhook::update(&world.table, &user.tenant(), own.id, &pause, now)
        .await
        .unwrap();
    world.sweep().await;
    assert_eq!(world.only(&own).await.0, claimed);
    let attempt = delivery::Attempt {
        n: 1,
        at: now,
        status: Some(200),
        duration_ms: 5,
        error: None,
        response: None,
    };
    let outcome = delivery::Outcome::Succeeded;
    assert!(
        delivery::complete(&world.table, &claimed, &own, &attempt, &outcome, now)
            .await
            .unwrap()
    );
    world.live(3).await;
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
    assert_eq!(world.view(&own).await.missed().count, 0);
}

/// A list whose items fill more than one page of the table's (1 MB) is read to its end.
#[tokio::test]
async fn large_deliveries_are_all_given_up() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    for n in 0..40 {
        let mut event = world.event(user, &format!("{n}"));
        event.data = json!({ "message": "x".repeat(60_000) });
        dispatch::dispatch(world.own().engine, &event)
            .await
            .unwrap();
    }
    let pause = WebhookChange {
        enabled: Some(false),
        ..WebhookChange::default()
    };
    let now = world.clock.now();
    webhook::update(&world.table, &user.tenant(), own.id, &pause, now)
        .await
        .unwrap();
    // Those that have not failed are given up when they are due.
    sweep::run(world.own().engine, IgnoredAny).await.unwrap();
    world.live(2).await;
    assert_eq!(world.view(&own).await.missed().count, 40);
}
