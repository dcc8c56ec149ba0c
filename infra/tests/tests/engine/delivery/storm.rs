//! All at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dynamo::Transaction;
use serde::de::IgnoredAny;
use serde_json::json;
use tests::Fault;
use tests::hooks::{Hooks, answer, counted, random};
use twin::events::{self, PRODUCT};
use webhook_functions::{dispatch, sweep};
use webhooks::delivery::{self, State};
use webhooks::transport::Failure;
use webhooks::webhook::{self, Subscription, Webhook, WebhookChange};

use super::{HOUR, NOW};

/// 2,000 events for 20 webhooks, most of them well and some not, while dispatchers, senders and
/// sweeps are ended in the middle of what they do, messages come twice and in any order, the
/// table throttles and loses answers, and receivers fail, hang and reset.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_lost_and_nothing_is_doubled() {
    const ACCOUNTS: usize = 20;
    const EVENTS: usize = 100;
    const STORM: u32 = 60;
    let world = Hooks::at(NOW).await;
    world.receivers.slowness.store(8, Ordering::Relaxed);
    let mut users = Vec::new();
    let (mut well, mut ill) = (Vec::new(), Vec::new());
    for i in 0..ACCOUNTS {
        let user = world.account().await;
        users.push(user);
        let url = format!("https://e{i}.example.com/in");
        let (webhook, _) = world.webhook(user, &url).await;
        match i {
            // Each second post fails, one way or another, and the webhook is well for all that:
            // but no delivery five times, or chance alone would end one in a thousand.
            1..=3 => world.receivers.at(&url, move |sent| match random() % 6 {
                _ if sent.attempt() > 4 => Ok(answer(200)),
                0 => Err(Failure::Reset),
                1 => Err(Failure::Timeout),
                2 => Ok(answer(503)),
                _ => Ok(answer(200)),
            }),
            4 => world.receivers.at(&url, |_| Ok(answer(500))),
            5 => world.receivers.at(&url, |_| Err(Failure::Timeout)),
            6 => world.receivers.at(&url, |_| Ok(answer(410))),
            _ => {}
        }
        if (4..=6).contains(&i) {
            // These take one event in ten: what waits for them is looked at for days.
            let some = WebhookChange {
                events: Some(
                    Subscription::parse(&PRODUCT, &["twin.snapshot.ready".into()]).unwrap(),
                ),
                ..WebhookChange::default()
            };
            let now = world.clock.now();
            webhook::update(&world.table, &user.tenant(), webhook.id, &some, now)
                .await
                .unwrap();
            ill.push(webhook);
        } else {
            well.push(webhook);
        }
    }
    let world = Arc::new(world);
    // Half of the events are sent by the process that stored them, half are left to the sweep.
    let app = world.own();
    for n in 0..EVENTS {
        let stored = users.iter().map(|user| {
            let mut event = world.event(*user, &format!("event {n}"));
            if n % 10 == 0 {
                event.event = events::SNAPSHOT_READY;
            }
            let message = event.message();
            async move {
                let stored = message.store(app.clock.now()).unwrap();
                let cause = Transaction::new("a cause").with("message", stored);
                assert!(cause.commit(&app.table).await.unwrap().is_done());
                if n % 2 == 0 {
                    app.engine.queues.send(&message).await;
                }
            }
        });
        futures::future::join_all(stored).await;
        world.clock.advance(10);
    }

    let calm = Arc::new(AtomicBool::new(false));
    let over = Arc::new(AtomicBool::new(false));
    let mut workers = Vec::new();
    for worker in 0..6 {
        let (world, calm, over) = (Arc::clone(&world), Arc::clone(&calm), Arc::clone(&over));
        workers.push(tokio::spawn(async move {
            while !over.load(Ordering::Relaxed) {
                work(&world, worker, calm.load(Ordering::Relaxed)).await;
            }
        }));
    }
    let began = std::time::Instant::now();
    let mut swept_dead = 0;
    for turn in 0.. {
        // In the storm half a minute passes at a time; then more, to see the end of it.
        let stormy = turn < STORM;
        calm.store(!stormy, Ordering::Relaxed);
        world.clock.advance(match turn {
            _ if stormy => 30_000,
            turn if turn < 2 * STORM => 2 * 60_000,
            _ => HOUR,
        });
        let sweeping = tokio::spawn(sweep::run(world.own().engine, IgnoredAny));
        if !stormy {
            sweeping.await.unwrap().unwrap();
            if all_ended(&world, &well, &ill).await {
                break;
            }
            assert!(began.elapsed().as_secs() < 600, "it does not end");
            continue;
        }
        let throttled = Fault::Error(400, "ProvisionedThroughputExceededException");
        for operation in [
            "UpdateItem",
            "TransactWriteItems",
            "PutItem",
            "BatchGetItem",
        ] {
            world
                .faults
                .plan(operation, [throttled.clone(), Fault::AnswerLost]);
        }
        tokio::time::sleep(std::time::Duration::from_millis(random() % 400)).await;
        if random().is_multiple_of(2) {
            swept_dead += u32::from(!sweeping.is_finished());
            sweeping.abort();
        }
    }
    over.store(true, Ordering::Relaxed);
    for worker in workers {
        worker.await.unwrap();
    }
    assert!(swept_dead > 0);

    let posts = counted(&world.receivers.sent());
    let mut lost_leases = 0;
    let mut repeated = 0;
    for webhook in well.iter().chain(&ill) {
        let deliveries = world.deliveries(webhook.id).await;
        let is_well = well.iter().any(|well| well.id == webhook.id);
        assert_eq!(deliveries.len(), if is_well { EVENTS } else { EVENTS / 10 });
        for delivery in &deliveries {
            lost_leases += delivery.lost_leases;
            if is_well {
                assert_eq!(delivery.state, State::Succeeded, "{delivery:?}");
            } else {
                assert!(
                    matches!(delivery.state, State::Dead | State::Missed),
                    "{delivery:?}"
                );
                assert!(delivery.reason.is_some());
            }
            let mut extra = 0;
            for n in 1..=delivery.attempts {
                let count = posts.get(&(delivery.id, n)).copied().unwrap_or(0);
                assert!(
                    count > 0,
                    "attempt {n} is logged and was not made: {delivery:?}"
                );
                extra += count - 1;
            }
            assert!(
                extra <= usize::try_from(delivery.lost_leases).unwrap(),
                "{extra} too many posts, {delivery:?}"
            );
            repeated += extra;
        }
    }
    eprintln!(
        "{} posts; {lost_leases} leases expired, of which {repeated} had been posted; {swept_dead} sweeps ended in the middle",
        world.receivers.sent().len()
    );
    assert!(lost_leases > 0, "no sender was ended in the middle");
}

async fn all_ended(world: &Hooks, well: &[Webhook], ill: &[Webhook]) -> bool {
    for webhook in well.iter().chain(ill) {
        let all = world.deliveries(webhook.id).await;
        if all.iter().any(|delivery| delivery.state.is_open()) {
            return false;
        }
    }
    // What an event has not been made of is none of them.
    world.receive("Events", 0).await.is_empty()
        && delivery::page(&world.table, well[0].id, (None, None), 1, None)
            .await
            .is_ok_and(|page| !page.is_empty())
}

/// One turn of a worker that takes messages: it may be ended in the middle, and then its messages come
/// again; they may come again all the same.
async fn work(world: &Hooks, worker: usize, calm: bool) {
    let random = |below: u64| random() % below;
    let queue = if worker == 0 { "Events" } else { "Deliveries" };
    let mut messages = world.receive(queue, 2).await;
    if messages.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        return;
    }
    messages.sort_by_key(|_| random(u64::MAX));
    if random(4) == 0 {
        let mut again = messages[0].clone();
        again["MessageId"] = json!("again");
        messages.push(again);
    }
    let batch = Hooks::batch(&messages);
    let app = world.own();
    let working = if queue == "Events" {
        tokio::spawn(async move { dispatch::run(app.engine, batch).await.unwrap() })
    } else {
        let sender = world.sender_in(app);
        tokio::spawn(async move { sender.run(batch).await })
    };
    if !calm && random(3) == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(random(200))).await;
        working.abort();
    }
    let Ok(answer) = working.await else { return };
    for message in &messages {
        let id = message["MessageId"].as_str().unwrap();
        let failed = answer
            .batch_item_failures
            .iter()
            .any(|f| f.item_identifier == id);
        if !failed && id != "again" && (calm || random(20) > 0) {
            world.delete(queue, message).await;
        }
    }
}
