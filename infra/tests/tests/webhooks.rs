//! Webhooks, in this process against the real engines: what arrives, when, and how it is signed;
//! what becomes of endpoints that fail; and that nothing is lost or doubled, whoever dies when.
//! The clock is the tests', so 28 hours take a moment.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde_json::{Value, json};
use shared::clock::Timestamp;
use shared::events::delivery::{self, State};
use shared::events::endpoint::{self, EndpointChange, Status};
use shared::events::schedule::{GIVEN_UP, WAITS};
use shared::events::signature::Signer;
use tests::hooks::{Hooks, answer, counted};
use tests::{Fault, allowed};
use webhooks::transport::{Answer, Failure, Instruction, RetryAfter};
use webhooks::{dispatch, sweep};

const NOW: &str = "2026-11-22T12:00:00Z";
const HOUR: i64 = 3_600_000;
const URL: &str = "https://hooks.example.com/in";

fn failing() -> Result<Answer, Failure> {
    Ok(answer(500))
}

// --- What arrives ------------------------------------------------------------------------

#[tokio::test]
async fn an_event_arrives_signed_and_is_logged() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, secret) = world.endpoint(user, URL).await;
    let other = world.account().await;
    world.endpoint(other, "https://other.example.com/in").await;
    world.happens(user, "a").await;
    world.pump().await;

    let sent = world.receivers.take();
    assert_eq!(sent.len(), 1);
    let post = &sent[0];
    assert_eq!(post.url, URL);
    assert_eq!(post.header("content-type"), "application/json");
    assert!(post.header("user-agent").starts_with("AfiniTwin-Webhooks/"));
    assert_eq!(post.header("x-afinitwin-event"), "twin.test");
    assert_eq!(post.header("x-afinitwin-delivery"), post.header("webhook-id"));
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
        former: None,
    };
    let checks = signer.check(&post.headers, &post.body, world.clock.now());
    assert!(checks.iter().all(|check| check.passed), "{checks:?}");

    let (delivery, attempts) = world.only(&own).await;
    assert_eq!((delivery.id, delivery.state), (id, State::Succeeded));
    assert_eq!((delivery.attempts, delivery.lost_leases), (1, 0));
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].n, attempts[0].status), (1, Some(200)));
    assert_eq!(attempts[0].response.as_deref(), Some("answer 200"));
    // Nothing is due any more.
    world.live(10).await;
    assert!(world.receivers.take().is_empty());
}

#[tokio::test]
async fn an_event_is_delivered_once_to_those_who_want_it() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (all, _) = world.endpoint(user, URL).await;
    let (some, _) = world.endpoint(user, "https://some.example.com/").await;
    let wants = EndpointChange {
        events: Some(endpoint::Subscription::parse(&["twin.quota.exceeded".into()]).unwrap()),
        ..EndpointChange::default()
    };
    let now = world.clock.now();
    endpoint::change(&world.table, user, some.id, &wants, now).await.unwrap();
    let event = world.event(user, "once");
    // The same event from all sides at once, and again later.
    let all_at_once = (0..8).map(|_| dispatch::dispatch(world.process(), &event));
    for done in futures::future::join_all(all_at_once).await {
        done.unwrap();
    }
    world.pump().await;
    dispatch::dispatch(world.process(), &event).await.unwrap();
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    assert!(world.deliveries(user, some.id).await.is_empty());
    assert_eq!(world.only(&all).await.0.attempts, 1);
    // What happened before an endpoint was there is none of its business.
    world.clock.advance(1);
    let (late, _) = world.endpoint(user, "https://late.example.com/").await;
    dispatch::dispatch(world.process(), &event).await.unwrap();
    assert!(world.deliveries(user, late.id).await.is_empty());
}

#[tokio::test]
async fn what_is_no_message_fails_alone() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    world.endpoint(user, URL).await;
    for body in [json!("rubbish"), json!({}), json!(world.event(user, "good")), json!([])] {
        world.post("Events", &body).await;
    }
    let messages = world.receive("Events", 30).await;
    assert_eq!(messages.len(), 4);
    let answer = dispatch::run(world.process(), Hooks::batch(&messages)).await.unwrap();
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
    let hints = world.receive("Deliveries", 30).await;
    assert_eq!(hints.len(), 1);
    // The sender's, too; and what hints at nothing is acknowledged.
    let mut messages = hints.clone();
    for body in ["{}", "", "null"] {
        let mut other = hints[0].clone();
        (other["Body"], other["MessageId"]) = (json!(body), json!(format!("bad {body}")));
        messages.push(other);
    }
    let mut nothing: Value = serde_json::from_str(hints[0]["Body"].as_str().unwrap()).unwrap();
    nothing["deliveryId"] = json!("dlv_01JD9ZK4T0000000000000000A");
    let mut hint = hints[0].clone();
    (hint["Body"], hint["MessageId"]) = (json!(nothing.to_string()), json!("nothing"));
    messages.push(hint);
    let answer = world.sender().run(Hooks::batch(&messages)).await;
    let failed: Vec<_> = answer
        .batch_item_failures
        .iter()
        .map(|failure| failure.item_identifier.as_str())
        .collect();
    assert_eq!(failed, ["bad {}", "bad ", "bad null"]);
    assert_eq!(world.receivers.take().len(), 1);
}

// --- The schedule --------------------------------------------------------------------------

#[tokio::test]
async fn ten_attempts_in_28_hours_then_dead() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "a").await;
    world.pump().await;
    let mut hours = 0;
    while world.only(&own).await.0.state.waits() {
        world.live(10).await;
        hours += 1;
        assert!(hours < 6 * 48, "it never ends");
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
        // Swept every minute, and by hints that have a minute to arrive.
        let late = 3 * 60_000;
        assert!(
            waited >= base - base / 5 && waited <= base + base / 5 + late,
            "attempt {}: {waited} for {base}", i + 2
        );
        // Byte for byte the same, and signed anew.
        assert_eq!(pair[0].body, pair[1].body);
        assert_ne!(pair[0].header("webhook-signature"), pair[1].header("webhook-signature"));
        assert_eq!(pair[1].attempt(), u32::try_from(i + 2).unwrap());
    }
    let total = sent[9].at.millis() - sent[0].at.millis();
    assert!((20 * HOUR..36 * HOUR).contains(&total), "{total}");
}

#[tokio::test]
async fn an_endpoint_may_ask_for_time() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
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
    assert_eq!(asked.load(Ordering::Relaxed), 4, "never before the schedule's own time");
    let fourth = world.receivers.sent()[3].at;
    assert_eq!(next().await, fourth.plus_millis(24 * HOUR), "never more than a day");
    world.clock.advance(24 * HOUR);
    world.live(2).await;
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
}

#[tokio::test]
async fn an_endpoint_may_end_it() {
    for (instruction, status, state, after) in [
        (None, 410, State::Dead, Status::Disabled),
        (Some(Instruction::Disable), 200, State::Succeeded, Status::Disabled),
        (Some(Instruction::Disable), 500, State::Dead, Status::Disabled),
        (Some(Instruction::AbortMessage), 500, State::Dead, Status::Enabled),
        (Some(Instruction::AbortMessage), 200, State::Succeeded, Status::Enabled),
        (None, 302, State::Failed, Status::Enabled),
        (None, 404, State::Failed, Status::Enabled),
    ] {
        let world = Hooks::at(NOW).await;
        let user = world.account().await;
        let (own, _) = world.endpoint(user, URL).await;
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
        let endpoint = world.view(&own).await;
        assert_eq!(endpoint.status, after);
        if after == Status::Disabled {
            assert!(endpoint.status_reason.is_some());
            // What happens now is missed, and counted.
            world.clock.advance(60_000);
            world.happens(user, "b").await;
            world.live(2).await;
            let missed = world.view(&own).await.missed();
            assert_eq!((missed.count, missed.since), (1, Some(at(NOW, 60_000))));
            let last = world.deliveries(user, own.id).await.pop().unwrap();
            assert_eq!(last.state, State::Missed);
            assert_eq!(world.receivers.take().len(), 1);
        }
    }
}

fn at(text: &str, plus: i64) -> Timestamp {
    tests::at(text).plus_millis(plus)
}

#[tokio::test]
async fn our_faults_use_no_attempt() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    let down = Arc::new(AtomicBool::new(true));
    let resolver = Arc::clone(&down);
    world.receivers.at(URL, move |_| match resolver.load(Ordering::Relaxed) {
        true => Err(Failure::OursResolver("silence".into())),
        false => Ok(answer(200)),
    });
    world.happens(user, "a").await;
    world.pump().await;
    for _ in 0..30 {
        world.live(10).await;
    }
    let (delivery, attempts) = world.only(&own).await;
    assert_eq!((delivery.attempts, attempts.len()), (0, 0));
    assert!(delivery.state.waits());
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
    let (own, _) = world.endpoint(user, URL).await;
    world.receivers.at(URL, |_| Err(Failure::OursResolver("silence".into())));
    world.happens(user, "a").await;
    world.pump().await;
    world.clock.advance(GIVEN_UP - 120_000);
    world.live(1).await;
    assert!(world.only(&own).await.0.state.waits());
    world.live(3).await;
    let (delivery, _) = world.only(&own).await;
    assert_eq!(delivery.state, State::Dead);
    assert!(delivery.reason.unwrap().starts_with("not settled within 72 hours"));
    // Its owner may try it again, for another 72 hours.
    world.receivers.at(URL, |_| Ok(answer(200)));
    let (delivery, _) = world.only(&own).await;
    let now = world.clock.now();
    assert!(delivery::revive(&world.table, &delivery, 0, now).await.unwrap());
    world.live(2).await;
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
}

// --- Endpoints that keep failing -----------------------------------------------------------

#[tokio::test]
async fn a_failing_endpoint_is_probed_and_then_served_in_order() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
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
    let endpoint = world.view(&own).await;
    assert_eq!(endpoint.status, Status::Failing);
    assert_eq!(endpoint.failing_since, Some(at(NOW, 0)));
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
    assert_eq!(distinct.len(), probes.len(), "each probe is another delivery's");
    // It is back: one probe, and the rest follows in the order of the events.
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(18).await;
    assert_eq!(world.view(&own).await.status, Status::Enabled);
    let all = world.deliveries(user, own.id).await;
    assert!(all.iter().skip(1).all(|d| d.state == State::Succeeded), "{all:?}");
    let sent: Vec<_> = world.receivers.take().iter().map(|s| s.delivery()).collect();
    let mut ordered = sent[1..].to_vec();
    ordered.sort();
    assert_eq!(sent[1..], ordered);
    let endpoint = world.view(&own).await;
    assert_eq!(
        (endpoint.failures_since, endpoint.failing_since, endpoint.probe, endpoint.job),
        (None, None, None, None)
    );
}

#[tokio::test]
async fn after_five_days_it_is_disabled_and_what_was_missed_can_be_recovered() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    world.receivers.at(URL, |_| failing());
    for day in 0..6 {
        world.happens(user, &format!("day {day}")).await;
        for _ in 0..12 {
            world.live(2).await;
            world.clock.advance(2 * HOUR - 120_000);
        }
    }
    world.live(3).await;
    let endpoint = world.view(&own).await;
    assert_eq!(endpoint.status, Status::Disabled);
    assert_eq!(endpoint.status_reason.as_deref(), Some("it failed for five days"));
    let all = world.deliveries(user, own.id).await;
    assert_eq!(all.len(), 6);
    assert!(all.iter().all(|d| matches!(d.state, State::Dead | State::Missed)), "{all:?}");
    let missed = all.iter().filter(|d| d.state == State::Missed).count();
    assert!(missed > 0);
    let on = EndpointChange {
        enabled: Some(true),
        ..EndpointChange::default()
    };
    let now = world.clock.now();
    let (_, told) = endpoint::change(&world.table, user, own.id, &on, now).await.unwrap();
    assert_eq!(told.unwrap().count, u64::try_from(missed).unwrap());
    assert_eq!(world.view(&own).await.missed().count, 0);
    world.live(2).await;
    world.receivers.take();
    world.receivers.at(URL, |_| Ok(answer(200)));
    let endpoint = world.view(&own).await;
    endpoint::ask(&world.table, &endpoint, endpoint::Job::Recover, None, now).await.unwrap();
    world.live(2).await;
    let sent: Vec<_> = world.receivers.take().iter().map(|s| s.delivery()).collect();
    let expected: Vec<_> = all.iter().map(|d| d.id).collect();
    assert_eq!(sent, expected, "all of them, once, in the order of their events");
    let all = world.deliveries(user, own.id).await;
    assert!(all.iter().all(|d| d.state == State::Succeeded));
}

#[tokio::test]
async fn a_paused_or_deleted_endpoint_gets_nothing() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    world.receivers.at(URL, |_| failing());
    world.happens(user, "waits").await;
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    let turn = async |enabled| {
        let change = EndpointChange {
            enabled: Some(enabled),
            ..EndpointChange::default()
        };
        let now = world.clock.now();
        let changed = endpoint::change(&world.table, user, own.id, &change, now);
        changed.await.unwrap()
    };
    turn(false).await;
    world.clock.advance(1_000);
    world.happens(user, "meanwhile").await;
    world.live(15).await;
    assert!(world.receivers.take().is_empty());
    let states: Vec<_> = world.deliveries(user, own.id).await.iter().map(|d| d.state).collect();
    assert_eq!(states, [State::Missed, State::Missed]);
    let (_, missed) = turn(true).await;
    assert_eq!(missed.unwrap().count, 2);
    assert!(turn(true).await.1.is_none(), "it is on already");

    world.happens(user, "last").await;
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    endpoint::remove(&world.table, user, own.id).await.unwrap();
    world.live(30).await;
    assert!(world.receivers.take().is_empty());
    let last = world.deliveries(user, own.id).await.pop().unwrap();
    assert_eq!((last.state, last.reason.as_deref()), (State::Dead, Some("the webhook was deleted")));
}

// --- Secrets -------------------------------------------------------------------------------

#[tokio::test]
async fn a_rotation_of_either_kind_breaks_no_signature() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, old) = world.endpoint(user, URL).await;
    let app = world.process();
    let old = Signer { current: old, former: None };
    let next = async |id: &str| {
        world.clock.advance(1_000);
        world.happens(user, id).await;
        world.pump().await;
        world.receivers.take().remove(0)
    };
    let now = || world.clock.now();
    let verdict = |signer: &Signer, sent: &tests::hooks::Sent| -> Vec<bool> {
        let checks = signer.check(&sent.headers, &sent.body, now());
        checks.iter().map(|check| check.passed).collect()
    };
    let keep: endpoint::Keep<'_> = &|_| Ok(None);
    let (_, new) = endpoint::rotate(&world.table, app.vault().unwrap(), user, own.id, 1, now(), keep)
        .await
        .unwrap();
    let new = Signer { current: new, former: None };
    let sent = next("in the overlap").await;
    assert_eq!(verdict(&old, &sent), [true, true, true, true]);
    assert_eq!(verdict(&new, &sent), [false, true, true, true]);
    world.clock.advance(HOUR);
    let sent = next("after it").await;
    assert_eq!(verdict(&old, &sent), [false, true, true, false]);
    assert_eq!(verdict(&new, &sent), [true, true, true, true]);
    // And one that its owner completes.
    let (_, newest) = endpoint::rotate(&world.table, app.vault().unwrap(), user, own.id, 100, now(), keep)
        .await
        .unwrap();
    let newest = Signer { current: newest, former: None };
    assert_eq!(verdict(&new, &next("again").await)[0], true);
    endpoint::complete_rotation(&world.table, user, own.id, keep).await.unwrap();
    let sent = next("completed").await;
    assert_eq!(verdict(&newest, &sent), [true; 4]);
    assert_eq!(verdict(&new, &sent)[0], false);

    // The master key, twice; what was sealed before signs as ever, in a process that has not
    // heard of it and in one that has.
    let (other, secret) = world.endpoint(user, "https://two.example.com/").await;
    assert_eq!(other.secret.kid, "1");
    for kid in ["2", "3"] {
        rotate_master_key(&world).await;
        let (third, _) = world.endpoint(user, &format!("https://{kid}.example.com/")).await;
        assert_eq!(third.secret.kid, kid);
        app.vault().unwrap();
        world.happens(user, kid).await;
        world.pump().await;
        let sent = world.receivers.take();
        let two = sent.iter().find(|sent| sent.url.contains("two")).unwrap();
        let signer = Signer { current: secret.clone(), former: None };
        assert_eq!(verdict(&signer, two), [true; 4]);
        // This process remembers the keys of before.
        assert!(third.signer(app.vault().unwrap(), now()).await.is_ok());
    }
}

async fn rotate_master_key(world: &Hooks) {
    let id = &world.stack.secrets["WebhookKeys"];
    let token = format!("{:032}", tests::hooks::random());
    for step in ["createSecret", "createSecret", "setSecret", "testSecret", "finishSecret", "finishSecret"] {
        let asked = json!({ "Step": step, "SecretId": id, "ClientRequestToken": token });
        let rotation = serde_json::from_value(asked).unwrap();
        webhooks::key_rotation::run(world.process(), rotation).await.unwrap();
    }
}

// --- Nothing lost ---------------------------------------------------------------------------

/// A dispatcher, a sender and a sweep that die at each of their requests to the table, the one
/// they die at done or not done: the event arrives all the same, and each attempt once, but for
/// those of which only the lease says that they were made.
#[tokio::test]
async fn whoever_dies_when_it_arrives() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    for done in [true, false] {
        for nth in 0.. {
            let event = world.event(user, &format!("{done} {nth}"));
            world.faults.crash_at(nth, done);
            let app = world.process();
            let _ = dispatch::dispatch(app, &event).await;
            let sender = world.sender_in(app);
            let hints = world.receive("Deliveries", 0).await;
            let _ = sender.run(Hooks::batch(&hints)).await;
            let _ = sweep::run(app, serde::de::IgnoredAny).await;
            let met = world.faults.revive();
            // The queue has the event still, and gives it to somebody else.
            dispatch::dispatch(world.own(), &event).await.unwrap();
            world.live(7).await;
            let deliveries = world.deliveries(user, own.id).await;
            let last = deliveries.last().unwrap();
            assert_eq!(last.state, State::Succeeded, "{done} {nth}");
            let sent = world.receivers.take();
            for ((id, _), count) in counted(&sent) {
                assert_eq!(id, last.id);
                let lost = usize::try_from(last.lost_leases).unwrap();
                assert!((1..=1 + lost).contains(&count), "{done} {nth}: {count}, {lost}");
            }
            world.clock.advance(1_000);
            if !met {
                assert!(nth > 5, "there was nothing to die at");
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_throttled_table_delays_and_loses_nothing() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    world.happens(user, "a").await;
    let throttled = || Fault::Error(400, "ProvisionedThroughputExceededException");
    for operation in ["BatchGetItem", "UpdateItem", "TransactWriteItems"] {
        world.faults.plan(operation, [throttled(), throttled()]);
    }
    let hints = world.receive("Deliveries", 0).await;
    // The SDK tries again by itself, so one such spell is not even seen.
    let answer = world.sender().run(Hooks::batch(&hints)).await;
    assert!(answer.batch_item_failures.is_empty());
    assert_eq!(world.only(&own).await.0.state, State::Succeeded);
    world.happens(user, "b").await;
    world.faults.plan("UpdateItem", (0..3).map(|_| throttled()));
    let hints = world.receive("Deliveries", 0).await;
    let answer = world.sender().run(Hooks::batch(&hints)).await;
    assert_eq!(answer.batch_item_failures.len(), 1, "the message comes again");
    world.live(3).await;
    assert_eq!(world.receivers.take().len(), 2);
    assert_eq!(world.faults.left(), 0);
}

// --- What each may do -----------------------------------------------------------------------

#[tokio::test]
async fn each_function_may_do_what_it_does() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
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
            dispatch::dispatch(world.process(), &world.event(user, &status.to_string())).await.unwrap();
            did("WebhookDispatch", &mut dispatches);
            let hints = world.receive("Deliveries", 30).await;
            world.sender().run(Hooks::batch(&hints)).await;
            did("WebhookSender", &mut sends);
            sweep::run(world.process(), serde::de::IgnoredAny).await.unwrap();
            did("WebhookSweep", &mut sweeps);
        }
    }
    assert_eq!(world.view(&own).await.status, Status::Disabled);
    for (whose, did) in [("WebhookDispatch", dispatches), ("WebhookSender", sends)] {
        let own = |action: &String| action.starts_with("dynamodb:");
        let allowed: BTreeSet<_> = allowed(whose).into_iter().filter(own).collect();
        assert_eq!(did, allowed, "{whose}");
    }
}
