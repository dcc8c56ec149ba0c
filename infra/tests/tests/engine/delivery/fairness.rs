//! That no webhook takes what the others need: those that fail or are slow wait behind themselves.

use std::time::{Duration, Instant};

use dynamo::due::DUE_SHARD;
use dynamo::{Change, Item, n};
use serde::de::IgnoredAny;
use tests::hooks::{Hooks, answer};
use tests::{Fault, rows};
use twin::UserId;
use webhook_functions::sweep;
use webhooks::delivery::State;
use webhooks::transport::Failure;
use webhooks::webhook::{self, Job, Status, Webhook};

use super::{HOUR, NOW, URL, failing};

/// A webhook that has failed for a day.
async fn failed_for_a_day(world: &Hooks, user: UserId) -> Webhook {
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "first").await;
    world.pump().await;
    while world.view(&own).await.status == Status::Enabled {
        world.clock.advance(HOUR);
        world.live(2).await;
    }
    assert_eq!(world.view(&own).await.status, Status::Failing);
    world.receivers.take();
    own
}

/// Items of the index of what is due, by what they are: webhooks, deliveries.
async fn in_the_index(world: &Hooks) -> (usize, usize) {
    let all = rows::all(&world.table).await;
    let stands = |prefix: &str| {
        let is_one = |item: &&Item| {
            item.contains_key(DUE_SHARD) && item["sk"].as_s().unwrap().starts_with(prefix)
        };
        all.iter().filter(is_one).count()
    };
    (stands("whk_"), stands("dlv_"))
}

async fn events(world: &Hooks, user: UserId, name: &str, count: usize) {
    for i in 0..count {
        world.clock.advance(10);
        world.happens(user, &format!("{name} {i}")).await;
    }
    world.pump().await;
}

/// The webhook alone stands in the index; what waits for it costs nothing while it waits.
#[tokio::test]
async fn deliveries_wait_behind_a_failing_webhook() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let own = failed_for_a_day(&world, user).await;
    events(&world, user, "later", 60).await;
    let deliveries = world.deliveries(own.id).await;
    let waiting = deliveries.iter().filter(|d| d.state == State::Pending);
    assert_eq!(waiting.count(), 60);
    let (webhooks, due) = in_the_index(&world).await;
    assert_eq!(webhooks, 1);
    assert!(due <= 1, "{due}: the first, until it is met");
    let before = world.faults.seen("UpdateItem") + world.faults.seen("TransactWriteItems");
    world.live(60).await;
    let after = world.faults.seen("UpdateItem") + world.faults.seen("TransactWriteItems");
    let probes = world.receivers.take().len();
    assert!((3..=5).contains(&probes), "{probes}");
    assert!(after - before < 60, "{} writes in an hour", after - before);
    // It is back, and all of it arrives.
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(20).await;
    let deliveries = world.deliveries(own.id).await;
    assert!(
        deliveries
            .iter()
            .skip(1)
            .all(|d| d.state == State::Succeeded)
    );
    assert_eq!(in_the_index(&world).await, (0, 0));
}

/// Of those that wait none stays for ever.
#[tokio::test]
async fn what_waits_for_a_failing_webhook_has_its_deadline() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let own = failed_for_a_day(&world, user).await;
    events(&world, user, "later", 3).await;
    for _ in 0..4 * 24 {
        world.clock.advance(HOUR - 120_000);
        world.live(2).await;
        let webhook = world.view(&own).await;
        let now = world.clock.now();
        for delivery in world.deliveries(own.id).await {
            let late = now.millis() - delivery.deadline.millis();
            assert!(!delivery.state.is_open() || late < HOUR, "{delivery:?}");
        }
        if webhook.status == Status::Disabled {
            break;
        }
    }
    let ended = world.deliveries(own.id).await;
    assert!(ended.iter().all(|d| !d.state.is_open()), "{ended:?}");
}

/// As many wait as may; what happens then is missed, counted, and can be recovered.
#[tokio::test]
async fn only_so_many_deliveries_wait_for_a_webhook() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let own = failed_for_a_day(&world, user).await;
    let count = async |waiting: u64| {
        Change::update(webhook::key(&own.tenant, own.id))
            .set("waiting", n(waiting))
            .apply(&world.table, "filling up")
            .await
            .unwrap();
    };
    count(9_999).await;
    events(&world, user, "later", 3).await;
    let states = async || {
        let all = world.deliveries(own.id).await;
        all.iter().skip(1).map(|d| d.state).collect::<Vec<_>>()
    };
    assert_eq!(
        states().await,
        [State::Pending, State::Missed, State::Missed]
    );
    let last = world.deliveries(own.id).await.pop().unwrap();
    let reason = "10000 deliveries were waiting for the webhook";
    assert_eq!(last.reason.as_deref(), Some(reason));
    let missed = world.view(&own).await.missed();
    assert_eq!(
        (missed.count, missed.since),
        (2, Some(last.created_at.plus_millis(-10)))
    );
    // They are counted anew with each probe.
    world.live(17).await;
    events(&world, user, "last", 1).await;
    assert_eq!(states().await.last(), Some(&State::Pending));
    count(10_000).await;
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(20).await;
    assert_eq!(world.view(&own).await.waiting, 0, "none waits");
    let webhook = world.view(&own).await;
    webhook::enqueue_job(
        &world.table,
        &webhook,
        Job::Recover,
        None,
        world.clock.now(),
    )
    .await
    .unwrap();
    world.live(3).await;
    assert!(
        states()
            .await
            .iter()
            .all(|state| *state == State::Succeeded)
    );
}

/// A receiver that answers 200 after 9.9 s is slow: after two such answers what waits goes out at
/// the webhook's pace.
#[tokio::test]
async fn a_receiver_that_answers_late_has_a_pace() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    let clock = world.clock.clone();
    world.receivers.at(URL, move |_| {
        clock.advance(9_900);
        Ok(answer(200))
    });
    events(&world, user, "slow", 80).await;
    assert_eq!(world.receivers.take().len(), 2);
    assert_eq!(in_the_index(&world).await, (1, 0));
    for (minute, sent) in [30, 30, 18].into_iter().enumerate() {
        world.clock.advance(60_000);
        world.sweep().await;
        assert_eq!(world.receivers.take().len(), sent, "{minute}");
    }
    let all = world.deliveries(own.id).await;
    assert!(
        all.iter()
            .all(|d| d.state == State::Succeeded && d.attempts == 1)
    );
    assert_eq!(world.view(&own).await.status, Status::Enabled);
    // One quick answer, and the rest follows at once.
    events(&world, user, "again", 60).await;
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(1).await;
    let webhook = world.view(&own).await;
    assert!(!webhook.is_in_trouble());
    world.live(6).await;
    assert_eq!(world.receivers.take().len(), 60);
    assert_eq!(in_the_index(&world).await, (0, 0));
}

/// One that does not answer at all is tried less and less often, by one delivery at a time.
#[tokio::test]
async fn a_receiver_that_does_not_answer_is_left_alone() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| Err(Failure::Timeout));
    events(&world, user, "silence", 60).await;
    assert_eq!(world.receivers.take().len(), 2);
    world.live(60).await;
    let tried = world.receivers.take().len();
    assert!((10..=16).contains(&tried), "{tried}");
    let (webhooks, due) = in_the_index(&world).await;
    assert_eq!((webhooks, due), (1, 0));
    assert_eq!(world.view(&own).await.status, Status::Enabled);
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(10).await;
    let all = world.deliveries(own.id).await;
    assert!(all.iter().all(|d| d.state == State::Succeeded));
}

/// What is due is claimed side by side: a slow table is waited for once, not once for each.
#[tokio::test]
async fn a_sweep_claims_side_by_side() {
    const DUE: usize = 60;
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    world.webhook(user, URL).await;
    for i in 0..DUE {
        world.happens(user, &format!("{i}")).await;
    }
    // Their wake-ups are lost.
    assert_eq!(world.drain("Deliveries").await.len(), DUE);
    world.clock.advance(120_000);
    let late = vec![Fault::Late(Duration::from_millis(200)); DUE];
    world.faults.plan("UpdateItem", late);
    let began = Instant::now();
    let report = sweep::run(world.own().engine, IgnoredAny).await.unwrap();
    assert_eq!(report.woken, DUE);
    let took = began.elapsed();
    // One after the other they would take twelve seconds.
    assert!(took < Duration::from_secs(6), "{took:?}");
}
