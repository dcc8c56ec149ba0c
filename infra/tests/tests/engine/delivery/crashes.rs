//! Processes that end at each of their requests, and a table that throttles.

use serde::de::IgnoredAny;
use tests::Fault;
use tests::hooks::{Hooks, counted};
use webhook_functions::{dispatch, sweep};
use webhooks::delivery::State;

use super::{NOW, URL};

/// A dispatcher, a sender and a sweep that end at each of their requests to the table, whether that
/// request is done or not: the event arrives all the same, and each attempt once, but for those of
/// which only an expired lease remains.
#[tokio::test]
async fn an_event_arrives_whichever_request_a_process_ends_at() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    for done in [true, false] {
        for nth in 0.. {
            let event = world.event(user, &format!("{done} {nth}"));
            world.faults.crash_at(nth, done);
            let process = world.process();
            let _ = dispatch::dispatch(process.engine, &event).await;
            let sender = world.sender_in(process);
            let wake_ups = world.receive("Deliveries", 0).await;
            let _ = sender.run(Hooks::batch(&wake_ups)).await;
            let _ = sweep::run(process.engine, IgnoredAny).await;
            let met = world.faults.revive();
            // The queue has the event still, and gives it to somebody else.
            dispatch::dispatch(world.own().engine, &event)
                .await
                .unwrap();
            world.live(7).await;
            let deliveries = world.deliveries(own.id).await;
            let last = deliveries.last().unwrap();
            assert_eq!(last.state, State::Succeeded, "{done} {nth}");
            let sent = world.receivers.take();
            for ((id, _), count) in counted(&sent) {
                assert_eq!(id, last.id);
                let lost = usize::try_from(last.lost_leases).unwrap();
                assert!(
                    (1..=1 + lost).contains(&count),
                    "{done} {nth}: {count}, {lost}"
                );
            }
            world.clock.advance(1_000);
            if !met {
                assert!(nth > 5, "there was nothing to end at");
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_throttled_table_delays_and_loses_nothing() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.happens(user, "a").await;
    let throttled = || Fault::Error(400, "ProvisionedThroughputExceededException");
    for operation in ["BatchGetItem", "UpdateItem", "TransactWriteItems"] {
        world.faults.plan(operation, [throttled(), throttled()]);
    }
    let wake_ups = world.receive("Deliveries", 0).await;
    // The SDK tries again by itself, so one such spell is not even seen.
    let answer = world.sender().run(Hooks::batch(&wake_ups)).await;
    assert!(answer.batch_item_failures.is_empty());
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
    world.happens(user, "b").await;
    world.faults.plan("UpdateItem", (0..3).map(|_| throttled()));
    let wake_ups = world.receive("Deliveries", 0).await;
    let answer = world.sender().run(Hooks::batch(&wake_ups)).await;
    assert_eq!(
        answer.batch_item_failures.len(),
        1,
        "the message comes again"
    );
    world.live(3).await;
    assert_eq!(world.receivers.take().len(), 2);
    assert_eq!(world.faults.left(), 0);
}
