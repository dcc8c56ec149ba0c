//! When a delivery is tried again, and when it ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use tests::at;
use tests::hooks::{Hooks, answer};
use webhooks::delivery::{self, State};
use webhooks::schedule::{GIVEN_UP, WAITS};
use webhooks::transport::{Answer, Failure, Instruction, RetryAfter};
use webhooks::webhook::Status;

use super::{HOUR, NOW, URL, failing};

#[tokio::test]
async fn ten_attempts_in_28_hours_then_dead() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "a").await;
    world.pump().await;
    for _ in 0..9 {
        let next = world.only(&own).await.0.next_attempt_at.unwrap();
        world
            .clock
            .advance(next.millis() - world.clock.now().millis() - 90_000);
        world.live(1).await;
        assert!(world.only(&own).await.0.state.is_open());
        world.live(3).await;
    }
    let sent = world.receivers.take();
    assert_eq!(sent.len(), 10);
    let (delivery, attempts) = world.only(&own).await;
    assert_eq!(delivery.state, State::Dead);
    assert_eq!(delivery.reason.as_deref(), Some("all 10 attempts failed"));
    assert_eq!(attempts.len(), 10);
    for (i, pair) in sent.windows(2).enumerate() {
        let waited = pair[1].at.millis() - pair[0].at.millis();
        let base = WAITS[i + 1];
        // Never early. Swept every minute, and by wake_ups that have a minute to arrive.
        let late = 3 * 60_000;
        assert!(
            waited >= base - base / 5 && waited <= base + base / 5 + late,
            "attempt {}: {waited} for {base}",
            i + 2
        );
        // Byte for byte the same, and signed anew.
        assert_eq!(pair[0].body, pair[1].body);
        assert_ne!(
            pair[0].header("webhook-signature"),
            pair[1].header("webhook-signature")
        );
        assert_eq!(pair[1].attempt(), u32::try_from(i + 2).unwrap());
    }
    let total = sent[9].at.millis() - sent[0].at.millis();
    assert!((20 * HOUR..36 * HOUR).contains(&total), "{total}");
}

#[tokio::test]
async fn a_receiver_may_ask_for_time() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    let asked = Arc::new(AtomicU32::new(0));
    let now = world.clock.now();
    let turn = Arc::clone(&asked);
    world.receivers.at(URL, move |_| {
        let retry_after = match turn.fetch_add(1, Ordering::Relaxed) {
            0 => RetryAfter::Seconds(600),
            1 => RetryAfter::At(now.plus_millis(2 * HOUR)),
            2 => RetryAfter::Seconds(1),
            3 => RetryAfter::Seconds(u64::MAX),
            _ => return Ok(answer(204)),
        };
        Ok(Answer {
            retry_after: Some(retry_after),
            ..answer(429)
        })
    });
    world.happens(user, "a").await;
    world.pump().await;
    let next = async || world.only(&own).await.0.next_attempt_at.unwrap();
    assert_eq!(next().await, now.plus_millis(600_000));
    world.live(12).await;
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    assert_eq!(next().await, now.plus_millis(2 * HOUR));
    world.live(2 * 60).await;
    assert_eq!(
        asked.load(Ordering::Relaxed),
        4,
        "never before the schedule's own time"
    );
    let fourth = world.receivers.sent()[3].at;
    assert_eq!(
        next().await,
        fourth.plus_millis(24 * HOUR),
        "never more than a day"
    );
    world.clock.advance(24 * HOUR);
    world.live(2).await;
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
}

#[tokio::test]
async fn a_receiver_may_end_it() {
    for (instruction, status, state, after) in [
        (None, 410, State::Dead, Status::Disabled),
        (
            Some(Instruction::Disable),
            200,
            State::Succeeded,
            Status::Disabled,
        ),
        (
            Some(Instruction::Disable),
            500,
            State::Dead,
            Status::Disabled,
        ),
        (
            Some(Instruction::AbortMessage),
            500,
            State::Dead,
            Status::Enabled,
        ),
        (
            Some(Instruction::AbortMessage),
            200,
            State::Succeeded,
            Status::Enabled,
        ),
        (None, 302, State::Failed, Status::Enabled),
        (None, 404, State::Failed, Status::Enabled),
    ] {
        let world = Hooks::at(NOW).await;
        let user = world.account().await;
        let (own, _) = world.webhook(user, URL).await;
        world.receivers.at(URL, move |_| {
            Ok(Answer {
                instruction,
                ..answer(status)
            })
        });
        world.happens(user, "a").await;
        world.pump().await;
        let (delivery, attempts) = world.only(&own).await;
        assert_eq!(delivery.state, state, "{instruction:?} {status}");
        assert_eq!(delivery.reason.is_some(), state == State::Dead);
        assert_eq!(attempts[0].status, Some(status));
        let webhook = world.view(&own).await;
        assert_eq!(webhook.status, after);
        if after == Status::Disabled {
            assert!(webhook.status_reason.is_some());
            // What happens now is missed, and counted.
            world.clock.advance(60_000);
            world.happens(user, "b").await;
            world.live(2).await;
            let missed = world.view(&own).await.missed();
            assert_eq!(
                (missed.count, missed.since),
                (1, Some(at(NOW).plus_millis(60_000)))
            );
            let last = world.deliveries(own.id).await.pop().unwrap();
            assert_eq!(last.state, State::Missed);
            assert_eq!(world.receivers.take().len(), 1);
        }
    }
}

#[tokio::test]
async fn our_faults_use_no_attempt() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    let down = Arc::new(AtomicBool::new(true));
    let resolver = Arc::clone(&down);
    world
        .receivers
        .at(URL, move |_| match resolver.load(Ordering::Relaxed) {
            true => Err(Failure::OursResolver("silence".into())),
            false => Ok(answer(200)),
        });
    world.happens(user, "a").await;
    world.pump().await;
    world.live(90).await;
    let (delivery, attempts) = world.only(&own).await;
    assert_eq!((delivery.attempts, attempts.len()), (0, 0));
    assert!(delivery.state.is_open());
    assert_eq!(world.view(&own).await.failures_since, None);
    assert!(world.receivers.take().len() > 30);
    down.store(false, Ordering::Relaxed);
    world.live(3).await;
    let (delivery, attempts) = world.only(&own).await;
    assert_eq!((delivery.state, attempts.len()), (State::Succeeded, 1));
    assert_eq!(world.receivers.take().last().unwrap().attempt(), 1);
}

#[tokio::test]
async fn after_72_hours_it_is_over() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.webhook(user, URL).await;
    world
        .receivers
        .at(URL, |_| Err(Failure::OursResolver("silence".into())));
    world.happens(user, "a").await;
    world.pump().await;
    world.clock.advance(GIVEN_UP - 120_000);
    world.live(1).await;
    assert!(world.only(&own).await.0.state.is_open());
    world.live(3).await;
    let (delivery, _) = world.only(&own).await;
    assert_eq!(delivery.state, State::Dead);
    assert!(
        delivery
            .reason
            .unwrap()
            .starts_with("not settled within 72 hours")
    );
    // Its owner may try it again, for another 72 hours.
    world.receivers.at(URL, |_| Ok(answer(200)));
    let (delivery, _) = world.only(&own).await;
    let now = world.clock.now();
    assert!(
        delivery::requeue(&world.table, &delivery, 0, now)
            .await
            .unwrap()
    );
    world.live(2).await;
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
}
