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
use shared::access::accounts::{self, AccountChange};
use shared::access::keys::{self, KeyChange, NewKey};
use shared::access::{KeyRecord, PlainKey, Plan, PlanStatus, Scope, Tier};
use shared::clock::Timestamp;
use shared::events::delivery::{self, State};
use shared::events::endpoint::{self, Endpoint, EndpointChange, Status};
use shared::events::schedule::{GIVEN_UP, WAITS};
use shared::events::signature::Signer;
use shared::events::{Event, Kind};
use shared::http::endpoints::TWIN_ME;
use shared::http::respond;
use shared::id::UserId;
use tests::hooks::{Hooks, answer, counted};
use tests::logs::{logs, metrics};
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
    logs();
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
    let lines = metrics("delivery");
    let line = lines.iter().find(|line| line["delivery.id"] == json!(id));
    assert_eq!(line.unwrap()["outcome"], "succeeded");
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
    endpoint::change(&world.table, user, some.id, &wants, now)
        .await
        .unwrap();
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
    let answer = dispatch::run(world.process(), Hooks::batch(&messages))
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
    for _ in 0..9 {
        let next = world.only(&own).await.0.next_attempt_at.unwrap();
        world
            .clock
            .advance(next.millis() - world.clock.now().millis() - 90_000);
        world.live(1).await;
        assert!(world.only(&own).await.0.state.waits());
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
        // Never early. Swept every minute, and by hints that have a minute to arrive.
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
async fn an_endpoint_may_end_it() {
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
    world
        .receivers
        .at(URL, |_| Err(Failure::OursResolver("silence".into())));
    world.happens(user, "a").await;
    world.pump().await;
    world.clock.advance(GIVEN_UP - 120_000);
    world.live(1).await;
    assert!(world.only(&own).await.0.state.waits());
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
        delivery::revive(&world.table, &delivery, 0, now)
            .await
            .unwrap()
    );
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
    assert_eq!(
        distinct.len(),
        probes.len(),
        "each probe is another delivery's"
    );
    // It is back: one probe, and the rest follows in the order of the events.
    world.receivers.at(URL, |_| Ok(answer(200)));
    world.live(18).await;
    assert_eq!(world.view(&own).await.status, Status::Enabled);
    let all = world.deliveries(user, own.id).await;
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
    let endpoint = world.view(&own).await;
    assert_eq!(
        (
            endpoint.failures_since,
            endpoint.failing_since,
            endpoint.probe,
            endpoint.job
        ),
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
    assert_eq!(
        endpoint.status_reason.as_deref(),
        Some("it failed for five days")
    );
    let all = world.deliveries(user, own.id).await;
    assert_eq!(all.len(), 6);
    assert!(
        all.iter()
            .all(|d| matches!(d.state, State::Dead | State::Missed)),
        "{all:?}"
    );
    let missed = all.iter().filter(|d| d.state == State::Missed).count();
    assert!(missed > 0);
    let on = EndpointChange {
        enabled: Some(true),
        ..EndpointChange::default()
    };
    let now = world.clock.now();
    let (_, told) = endpoint::change(&world.table, user, own.id, &on, now)
        .await
        .unwrap();
    assert_eq!(told.unwrap().count, u64::try_from(missed).unwrap());
    assert_eq!(world.view(&own).await.missed().count, 0);
    world.live(2).await;
    world.receivers.take();
    world.receivers.at(URL, |_| Ok(answer(200)));
    let endpoint = world.view(&own).await;
    endpoint::ask(&world.table, &endpoint, endpoint::Job::Recover, None, now)
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
    let states: Vec<_> = world
        .deliveries(user, own.id)
        .await
        .iter()
        .map(|d| d.state)
        .collect();
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
    assert_eq!(
        (last.state, last.reason.as_deref()),
        (State::Dead, Some("the webhook was deleted"))
    );
}

// --- Secrets -------------------------------------------------------------------------------

#[tokio::test]
async fn a_rotation_of_either_kind_breaks_no_signature() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, old) = world.endpoint(user, URL).await;
    let app = world.process();
    let old = Signer {
        current: old,
        former: None,
    };
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
    let (_, new) = endpoint::rotate(
        &world.table,
        app.vault().unwrap(),
        user,
        own.id,
        1,
        now(),
        keep,
    )
    .await
    .unwrap();
    let new = Signer {
        current: new,
        former: None,
    };
    let sent = next("in the overlap").await;
    assert_eq!(verdict(&old, &sent), [true, true, true, true]);
    assert_eq!(verdict(&new, &sent), [false, true, true, true]);
    world.clock.advance(HOUR);
    let sent = next("after it").await;
    assert_eq!(verdict(&old, &sent), [false, true, true, false]);
    assert_eq!(verdict(&new, &sent), [true, true, true, true]);
    // And one that its owner completes.
    let (_, newest) = endpoint::rotate(
        &world.table,
        app.vault().unwrap(),
        user,
        own.id,
        100,
        now(),
        keep,
    )
    .await
    .unwrap();
    let newest = Signer {
        current: newest,
        former: None,
    };
    assert!(verdict(&new, &next("again").await)[0]);
    endpoint::complete_rotation(&world.table, user, own.id, keep)
        .await
        .unwrap();
    let sent = next("completed").await;
    assert_eq!(verdict(&newest, &sent), [true; 4]);
    assert!(!verdict(&new, &sent)[0]);

    // The master key, twice; what was sealed before signs as ever, in a process that has not
    // heard of it and in one that has.
    let (other, secret) = world.endpoint(user, "https://two.example.com/").await;
    assert_eq!(other.secret.kid, "1");
    for kid in ["2", "3"] {
        rotate_master_key(&world).await;
        world.clock.advance(2_000);
        let url = format!("https://{kid}.example.com/");
        let (third, _) = world.endpoint_by(world.process(), user, &url).await;
        assert_eq!(third.secret.kid, kid);
        app.vault().unwrap();
        world.happens(user, kid).await;
        world.pump().await;
        let sent = world.receivers.take();
        let two = sent.iter().find(|sent| sent.url.contains("two")).unwrap();
        let signer = Signer {
            current: secret.clone(),
            former: None,
        };
        assert_eq!(verdict(&signer, two), [true; 4]);
        // This process remembers the keys of before.
        assert!(third.signer(app.vault().unwrap(), now()).await.is_ok());
    }
}

async fn rotate_master_key(world: &Hooks) {
    let id = &world.stack.secrets["WebhookKeys"];
    let token = format!("{:032}", tests::hooks::random());
    for step in [
        "createSecret",
        "createSecret",
        "setSecret",
        "testSecret",
        "finishSecret",
        "finishSecret",
    ] {
        let asked = json!({ "Step": step, "SecretId": id, "ClientRequestToken": token });
        let rotation = serde_json::from_value(asked).unwrap();
        webhooks::key_rotation::run(world.process(), rotation)
            .await
            .unwrap();
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
                assert!(
                    (1..=1 + lost).contains(&count),
                    "{done} {nth}: {count}, {lost}"
                );
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
    assert_eq!(
        answer.batch_item_failures.len(),
        1,
        "the message comes again"
    );
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
            dispatch::dispatch(world.process(), &world.event(user, &status.to_string()))
                .await
                .unwrap();
            did("WebhookDispatch", &mut dispatches);
            let hints = world.receive("Deliveries", 30).await;
            world.sender().run(Hooks::batch(&hints)).await;
            did("WebhookSender", &mut sends);
            sweep::run(world.process(), serde::de::IgnoredAny)
                .await
                .unwrap();
            did("WebhookSweep", &mut sweeps);
        }
    }
    assert_eq!(world.view(&own).await.status, Status::Disabled);
    // An endpoint that is turned on or off at that very moment is read again.
    dispatches.insert("dynamodb:GetItem".into());
    for (whose, did) in [("WebhookDispatch", dispatches), ("WebhookSender", sends)] {
        let own = |action: &String| action.starts_with("dynamodb:");
        let allowed: BTreeSet<_> = allowed(whose).into_iter().filter(own).collect();
        assert_eq!(did, allowed, "{whose}");
    }
}

// --- What there is to tell ------------------------------------------------------------------

/// Events in the queue after a sweep of what was stored: their kinds, and what they say.
async fn told(world: &Hooks) -> Vec<Event> {
    sweep::run(world.own(), serde::de::IgnoredAny)
        .await
        .unwrap();
    let messages = world.drain("Events").await;
    let mut events: Vec<Event> = messages
        .into_iter()
        .map(|message| serde_json::from_value(message).unwrap())
        .collect();
    events.sort_by_key(|event| event.timestamp);
    events
}

async fn key(world: &Hooks, user: UserId, change: impl FnOnce(&mut NewKey)) -> KeyRecord {
    let mut new = NewKey {
        name: "crm".into(),
        scopes: Scope::ALL.to_vec(),
        monthly_limit: None,
        expires_at: None,
        allowed_ips: Vec::new(),
    };
    change(&mut new);
    let now = world.clock.now();
    keys::create(&world.table, user, &new, now, &keys::keep_nothing)
        .await
        .unwrap()
        .1
}

#[tokio::test]
async fn a_key_s_end_is_told_when_it_comes() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (start, table) = (world.clock.now(), &world.table);
    let hours = |n: i64| start.plus_millis(n * HOUR);
    let expires = |at: Option<Timestamp>| KeyChange {
        expires_at: Some(at),
        ..KeyChange::default()
    };
    let plain = key(&world, user, |_| {}).await;
    let expiring = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let moved = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let kept = key(&world, user, |new| new.expires_at = Some(hours(1))).await;
    let rotated = key(&world, user, |_| {}).await;
    let replaced = key(&world, user, |_| {}).await;
    keys::change(table, user, moved.id, &expires(Some(hours(3))))
        .await
        .unwrap();
    keys::change(table, user, kept.id, &expires(None))
        .await
        .unwrap();
    keys::rotate(table, user, rotated.id, 2, start, &keys::keep_nothing)
        .await
        .unwrap();
    keys::rotate(table, user, replaced.id, 0, start, &keys::keep_nothing)
        .await
        .unwrap();
    keys::revoke(table, user, plain.id, start).await.unwrap();
    keys::revoke(table, user, plain.id, start).await.unwrap();
    let revoked_first = key(&world, user, |new| new.expires_at = Some(hours(4))).await;
    keys::revoke(table, user, revoked_first.id, start)
        .await
        .unwrap();

    // At once is after the sweep's patience: nobody here sends them.
    world.clock.advance(60_000);
    let now: Vec<_> = told(&world).await;
    let say = |events: &[Event]| -> BTreeSet<(String, String)> {
        let say = |event: &Event| {
            assert_eq!(event.event, Kind::ApiKeyRevoked);
            assert_eq!(event.data["name"], "crm");
            let text = |name: &str| event.data[name].as_str().unwrap().to_owned();
            (text("apiKeyId"), text("reason"))
        };
        events.iter().map(say).collect()
    };
    let expected = |all: &[(&KeyRecord, &str)]| -> BTreeSet<(String, String)> {
        all.iter()
            .map(|(key, reason)| (key.id.to_string(), (*reason).to_owned()))
            .collect()
    };
    assert_eq!(
        say(&now),
        expected(&[
            (&plain, "revoked"),
            (&replaced, "replaced"),
            (&revoked_first, "revoked")
        ])
    );
    assert_eq!(now.len(), 3);
    world.clock.advance(HOUR - 60_000);
    let hour = told(&world).await;
    assert_eq!(say(&hour), expected(&[(&expiring, "expired")]));
    assert_eq!(hour[0].timestamp, hours(1));
    world.clock.advance(HOUR);
    assert_eq!(
        say(&told(&world).await),
        expected(&[(&rotated, "replaced")])
    );
    world.clock.advance(HOUR);
    assert_eq!(say(&told(&world).await), expected(&[(&moved, "expired")]));
    // One that lives again ends anew.
    keys::change(table, user, expiring.id, &expires(Some(hours(5))))
        .await
        .unwrap();
    world.clock.advance(10 * HOUR);
    let last = told(&world).await;
    assert_eq!(say(&last), expected(&[(&expiring, "expired")]));
    assert_ne!(last[0].id, hour[0].id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_quota_is_told_once_a_month_whoever_crosses_it() {
    let world = Hooks::at("2026-11-30T23:00:00Z").await;
    let user = world.account().await;
    let limit = async |limit: u64| {
        let change = AccountChange {
            user_id: user,
            subject: format!("owner of {user}"),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Enterprise,
            monthly_limit: Some(limit),
            updated_at: world.clock.now(),
        };
        accounts::put(&world.table, &change).await.unwrap();
    };
    limit(50).await;
    let (own, record) = {
        let new = NewKey {
            name: "crm".into(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: Some(20),
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let now = world.clock.now();
        keys::create(&world.table, user, &new, now, &keys::keep_nothing)
            .await
            .unwrap()
    };
    let (free, _) = {
        let new = NewKey {
            name: "site".into(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let now = world.clock.now();
        keys::create(&world.table, user, &new, now, &keys::keep_nothing)
            .await
            .unwrap()
    };
    let processes: Vec<_> = (0..8).map(|_| world.process()).collect();
    // Through the pipeline, as it is where events are told.
    let call = async |process: usize, key: &PlainKey| {
        let event = json!({
            "version": "2.0", "rawPath": "/v1/public/twin/me", "rawQueryString": "",
            "headers": { "x-twin-key": key.reveal() },
            "requestContext": { "http": { "method": "GET", "sourceIp": "203.0.113.7" } },
            "isBase64Encoded": false,
        });
        let request = shared::lambda::request(serde_json::from_value(event).unwrap());
        respond(processes[process], &TWIN_ME, &twin::me::view, request)
            .await
            .status()
            .as_u16()
    };
    let calls = async |n: usize, key: &PlainKey| {
        futures::future::join_all((0..n).map(|i| call(i % 8, key))).await
    };
    // 15 of the key's 20: nothing yet. 16: 80 %.
    assert!(calls(15, &own).await.iter().all(|status| *status == 200));
    assert!(world.drain("Events").await.is_empty());
    assert!(calls(3, &own).await.iter().all(|status| *status == 200));
    let events = told(&world).await;
    assert_eq!(events.len(), 1, "{events:?}");
    let reset = tests::at("2026-12-01T00:00:00Z");
    assert_eq!(events[0].event, Kind::QuotaWarning80);
    let data = &events[0].data;
    assert_eq!(
        (&data["scope"], &data["limit"]),
        (&json!("key"), &json!(20))
    );
    assert_eq!(
        (&data["apiKeyId"], &data["resetsAt"]),
        (&json!(record.id), &json!(reset))
    );
    assert!((16..=18).contains(&data["used"].as_u64().unwrap()));
    let refused = calls(10, &own)
        .await
        .iter()
        .filter(|status| **status == 429)
        .count();
    assert_eq!(refused, 8);
    let kinds = |events: &[Event]| -> Vec<(Kind, String)> {
        let mut kinds: Vec<_> = events
            .iter()
            .map(|event| {
                (
                    event.event,
                    event.data["scope"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        kinds.sort();
        kinds
    };
    let of = |kind, scope: &str| (kind, scope.to_owned());
    assert_eq!(kinds(&told(&world).await), [of(Kind::QuotaExceeded, "key")]);
    // The account's own: 40 of 50, then all; from several processes at once.
    assert!(calls(30, &free).await.iter().all(|status| *status == 200));
    let warned = told(&world).await;
    assert_eq!(kinds(&warned), [of(Kind::QuotaWarning80, "account")]);
    assert_eq!(warned.len(), 1);
    assert!(calls(8, &free).await.iter().all(|status| *status == 429));
    assert_eq!(
        kinds(&told(&world).await),
        [of(Kind::QuotaExceeded, "account")]
    );
    world.clock.advance(120_000);
    calls(16, &free).await;
    assert!(told(&world).await.is_empty());
    // What can't be told in one call is told by another, a minute later.
    limit(60).await;
    world.clock.advance(HOUR);
    let refused = || Fault::Error(400, "AccessDeniedException");
    world.faults.plan("TransactWriteItems", [refused()]);
    assert!(calls(15, &own).await.iter().all(|status| *status == 200));
    assert_eq!(call(0, &own).await, 200);
    assert_eq!(world.faults.left(), 0);
    assert_eq!(call(0, &own).await, 200);
    assert!(
        told(&world).await.is_empty(),
        "this process has tried in this minute"
    );
    world.clock.advance(60_000);
    assert_eq!(call(0, &own).await, 200);
    assert_eq!(
        kinds(&told(&world).await),
        [of(Kind::QuotaWarning80, "key")]
    );
}

// --- All at once ----------------------------------------------------------------------------

/// 2,000 events for 20 endpoints, most of them well and some not, while dispatchers, senders and
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
        let (endpoint, _) = world.endpoint(user, &url).await;
        match i {
            // Each second post fails, one way or another, and the endpoint is well for all that:
            // but no delivery five times, or chance alone would end one in a thousand.
            1..=3 => world
                .receivers
                .at(&url, move |sent| match tests::hooks::random() % 6 {
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
            let some = EndpointChange {
                events: Some(
                    endpoint::Subscription::parse(&["twin.snapshot.ready".into()]).unwrap(),
                ),
                ..EndpointChange::default()
            };
            let now = world.clock.now();
            endpoint::change(&world.table, user, endpoint.id, &some, now)
                .await
                .unwrap();
            ill.push(endpoint);
        } else {
            well.push(endpoint);
        }
    }
    let world = Arc::new(world);
    // Half of the events are sent by whoever stored them, half were left by one who died.
    let app = world.own();
    for n in 0..EVENTS {
        let told = users.iter().map(|user| {
            let mut event = world.event(*user, &format!("event {n}"));
            if n % 10 == 0 {
                event.event = Kind::SnapshotReady;
            }
            let message = event.message();
            async move {
                let stored = message.store(&app.table, app.clock.now()).unwrap();
                app.table.transact("a cause", vec![stored]).await.unwrap();
                if n % 2 == 0 {
                    app.tell(&message).await;
                }
            }
        });
        futures::future::join_all(told).await;
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
        let sweeping = tokio::spawn(sweep::run(world.own(), serde::de::IgnoredAny));
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
        tokio::time::sleep(std::time::Duration::from_millis(
            tests::hooks::random() % 400,
        ))
        .await;
        if tests::hooks::random().is_multiple_of(2) {
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
    for endpoint in well.iter().chain(&ill) {
        let deliveries = world.deliveries(endpoint.user_id, endpoint.id).await;
        let is_well = well.iter().any(|well| well.id == endpoint.id);
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

async fn all_ended(world: &Hooks, well: &[Endpoint], ill: &[Endpoint]) -> bool {
    for endpoint in well.iter().chain(ill) {
        let list = delivery::List::Waiting;
        let waiting =
            delivery::listed(&world.table, endpoint.user_id, endpoint.id, list, None, 1).await;
        if !waiting.unwrap().is_empty() {
            return false;
        }
    }
    // What an event has not been made of is none of them.
    world.receive("Events", 0).await.is_empty()
        && delivery::page(
            &world.table,
            well[0].user_id,
            well[0].id,
            (None, None),
            1,
            None,
        )
        .await
        .is_ok_and(|page| !page.is_empty())
}

/// One turn of whoever takes messages: it may be ended in the middle, and then its messages come
/// again; they may come again all the same.
async fn work(world: &Hooks, worker: usize, calm: bool) {
    let random = |below: u64| tests::hooks::random() % below;
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
        tokio::spawn(async move { dispatch::run(app, batch).await.unwrap() })
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

/// An attempt that is being made has an outcome of its own, whatever becomes of its endpoint.
#[tokio::test]
async fn what_is_being_attempted_is_not_given_up() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, _) = world.endpoint(user, URL).await;
    world.happens(user, "a").await;
    let (waits, _) = world.only(&own).await;
    let now = world.clock.now();
    let claimed = delivery::claim(&world.table, &waits, now).await.unwrap();
    let claimed = claimed.unwrap();
    let pause = EndpointChange {
        enabled: Some(false),
        ..EndpointChange::default()
    };
    endpoint::change(&world.table, user, own.id, &pause, now)
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
        delivery::complete(&world.table, &claimed, &attempt, &outcome, now)
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
    let (own, _) = world.endpoint(user, URL).await;
    for n in 0..40 {
        let mut event = world.event(user, &format!("{n}"));
        event.data = json!({ "message": "x".repeat(60_000) });
        dispatch::dispatch(world.own(), &event).await.unwrap();
    }
    let pause = EndpointChange {
        enabled: Some(false),
        ..EndpointChange::default()
    };
    let now = world.clock.now();
    endpoint::change(&world.table, user, own.id, &pause, now)
        .await
        .unwrap();
    sweep::run(world.own(), serde::de::IgnoredAny)
        .await
        .unwrap();
    assert_eq!(world.view(&own).await.missed().count, 40);
}
