//! Lost deliveries that their owner recovers.

use std::collections::BTreeSet;

use common::Timestamp;
use dashboard_functions::registry::{WEBHOOK_RECOVER, WEBHOOK_UPDATE, WEBHOOK_VIEW};
use dynamo::{Change, Key};
use serde_json::json;
use twin::events::PRODUCT;
use webhooks::delivery::{self, Delivery, Stored};
use webhooks::webhook::Job;
use webhooks::{DeliveryId, Event, jobs};

use super::{NEVER, Own};

/// Missed while it was off, counted when it is on again, and recovered.
#[tokio::test]
async fn missed_events_are_counted_and_recovered() {
    let own = Own::new().await;
    let world = &own.world;
    let change = |status: &str| {
        let change = json!({ "status": status });
        own.ask(&WEBHOOK_UPDATE).body(change)
    };
    change("paused").must(own.app, 200).await;
    world.clock.advance(60_000);
    let since = world.clock.now();
    for n in 0..5 {
        world.happens(own.user, &format!("e{n}")).await;
        world.clock.advance(1_000);
    }
    world.pump().await;
    assert!(world.receivers.take().is_empty());
    let seen = own.ask(&WEBHOOK_VIEW).must(own.app, 200).await;
    assert_eq!(seen["missed"], json!({ "count": 5, "since": since }));
    let recover = own.ask(&WEBHOOK_RECOVER).body(json!({ "since": since }));
    assert_eq!(
        recover.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    assert_eq!(
        recover.clone().id(NEVER).code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );

    let on = change("enabled").must(own.app, 200).await;
    assert_eq!(
        on["missed"],
        json!({ "count": 5, "since": since }),
        "the answer to the change has the count"
    );
    let again = change("enabled").must(own.app, 200).await;
    assert_eq!(
        again["missed"],
        json!({ "count": 0, "since": null }),
        "and counted anew"
    );
    assert_eq!(own.listed("status=missed").await.len(), 5);
    assert_eq!(
        own.listed("status=missed").await[0]["reason"],
        "the webhook was paused"
    );
    // Of events since then, that moment included.
    let later = json!({ "since": since.plus_millis(3_000) });
    let two = recover.clone().body(later).once("two");
    assert_eq!(two.must(own.app, 202).await, json!({ "queued": 2 }));
    assert_eq!(two.must(own.app, 202).await, json!({ "queued": 2 }));
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 3 }));
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 0 }));
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 5);
    assert_eq!(own.listed("status=succeeded").await.len(), 5);
    // What waited when it was turned on is released after that.
    world.sweep().await;
    let rested = world.view(&own.webhook).await;
    assert_eq!((rested.job, rested.job_after), (None, None));
}

/// More than one page: the first at once, the rest by the sweep, in order, each once; and no
/// second recovery beside it.
#[tokio::test]
async fn a_long_recovery_is_done_in_pages() {
    let own = Own::new().await;
    let world = &own.world;
    let since = world.clock.now();
    let ids = lost(&own, 250).await;
    let recover = own.ask(&WEBHOOK_RECOVER).body(json!({ "since": since }));
    assert_eq!(
        recover.clone().once("k").must(own.app, 202).await,
        json!({ "queued": 250 })
    );
    assert_eq!(own.listed("status=pending&limit=50").await.len(), 50);
    let webhook = world.view(&own.webhook).await;
    assert_eq!(
        (webhook.job, webhook.job_after),
        (Some(Job::Recover), Some(ids[99]))
    );
    assert_eq!(
        recover.code(own.app).await,
        (409, "RECOVERY_IN_PROGRESS".into())
    );
    assert_eq!(
        recover.clone().once("k").must(own.app, 202).await,
        json!({ "queued": 250 })
    );
    world.live(3).await;
    let sent: Vec<_> = world
        .receivers
        .take()
        .iter()
        .map(|sent| sent.delivery())
        .collect();
    assert_eq!(sent.len(), 250);
    assert_eq!(
        sent.iter().copied().collect::<BTreeSet<_>>(),
        ids.iter().copied().collect()
    );
    assert_eq!(world.view(&own.webhook).await.job, None);
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 0 }));
}

/// Whichever request its process ends at, the sweep does what was promised.
#[tokio::test]
async fn a_recovery_outlives_its_process() {
    let own = Own::new().await;
    let world = &own.world;
    let mut met_any = 0;
    for done in [false, true] {
        for nth in 0.. {
            let since = world.clock.now();
            let ids = lost(&own, 3).await;
            let recover = own.ask(&WEBHOOK_RECOVER).body(json!({ "since": since }));
            let recover = recover.once(&format!("{done}.{nth}"));
            world.faults.crash_at(nth, done);
            let _ = recover.of(world.process()).await;
            let met = world.faults.revive();
            // Its client asks again, and what was begun is begun once.
            let answer = recover.must(world.process(), 202).await;
            assert_eq!(answer, json!({ "queued": 3 }), "{done} {nth}");
            world.live(4).await;
            let sent: BTreeSet<_> = world
                .receivers
                .take()
                .iter()
                .map(|s| s.delivery())
                .collect();
            assert_eq!(sent, ids.iter().copied().collect(), "{done} {nth}");
            assert_eq!(world.view(&own.webhook).await.job, None);
            world.clock.advance(60_000);
            if !met {
                break;
            }
            met_any += 1;
        }
    }
    assert!(met_any > 10, "{met_any}");
}

/// At 20 a second and in the order of the events, whichever run lets them go: a second recovery
/// goes on where the first one ended.
#[tokio::test]
async fn recoveries_keep_their_pace() {
    let own = Own::new().await;
    let world = &own.world;
    let since = world.clock.now();
    let ids = lost(&own, 90).await;
    world.clock.advance(1_000);
    // The latest thirty first, then the rest.
    for from in [60, 0] {
        let since = since.plus_millis(from);
        let recover = own.ask(&WEBHOOK_RECOVER).body(json!({ "since": since }));
        recover.must(own.app, 202).await;
    }
    let due = due(&own, &ids).await;
    let (first, then) = (&due[60..], &due[..60]);
    assert!(first.is_sorted() && then.is_sorted());
    assert!(first.last() <= then.first(), "{due:?}");
    let mut a_second = std::collections::BTreeMap::<i64, usize>::new();
    for at in &due {
        *a_second.entry(at.seconds()).or_default() += 1;
    }
    assert!(a_second.values().all(|count| *count <= 20), "{a_second:?}");
}

/// A run lets go what is due within two minutes; the next one goes on in time.
#[tokio::test]
async fn a_recovery_is_never_far_ahead() {
    let own = Own::new().await;
    let Own { world, webhook, .. } = &own;
    let ids = lost(&own, 100).await;
    let now = world.clock.now();
    let nearly = now.plus_millis(118_000);
    let (table, clock) = (&world.table, &world.clock);
    let page = jobs::run_page(table, clock, webhook, Job::Recover, None, Some(nearly));
    let page = page.await.unwrap();
    assert_eq!(
        (page.done, page.last, page.is_last),
        (40, Some(ids[39]), false)
    );
    assert!(page.is_ahead);
    let progress = page.progress(now);
    assert_eq!(progress.after, Some(ids[39]));
    assert_eq!(progress.resumes_at, now.plus_millis(60_000));
    world.clock.advance(60_000);
    let page = jobs::run_page(table, clock, webhook, Job::Recover, page.last, page.due);
    let page = page.await.unwrap();
    assert_eq!((page.done, page.is_last), (60, true));
    assert!(due(&own, &ids).await.is_sorted());
}

/// However many were lost, a recovery begins: they are counted as far as 10,000.
#[tokio::test]
async fn a_recovery_begins_however_much_was_lost() {
    let own = Own::new().await;
    let world = &own.world;
    let since = world.clock.now();
    lost(&own, 30).await;
    let count = async |from, most| {
        let from = DeliveryId::first_of(from);
        delivery::count_lost(&world.table, own.webhook.id, from, most)
            .await
            .unwrap()
    };
    assert_eq!(count(since, 100).await, 30);
    assert_eq!(count(since.plus_millis(20), 100).await, 10);
    assert_eq!(count(since, 20).await, 20, "no more are read");
    // Entries as of a month's worth; what they stand for is not there.
    for n in 0..10_100 {
        let id = DeliveryId::first_of(since.plus_millis(1_000 + n));
        let key = Key::new(format!("{}#missed", own.webhook.id), id);
        let entry = json!({ "event": "twin.test", "deadline": since });
        Change::put(key, &entry)
            .unwrap()
            .apply(&world.table, "filling a list")
            .await
            .unwrap();
    }
    let recover = own.ask(&WEBHOOK_RECOVER).body(json!({ "since": since }));
    assert_eq!(
        recover.must(own.app, 202).await,
        json!({ "queued": 10_000 })
    );
    let before = world.table.meter.so_far();
    assert_eq!(count(since, 1_000).await, 1_000);
    let cost = world.table.meter.so_far() - before;
    assert!(cost.round_trips <= 2 && cost.read_units < 50.0, "{cost:?}");
}

/// When these deliveries are due.
async fn due(own: &Own, ids: &[DeliveryId]) -> Vec<Timestamp> {
    let all = own.world.deliveries(own.webhook.id).await;
    let all = all.iter().filter(|delivery| ids.contains(&delivery.id));
    all.map(|delivery| delivery.next_attempt_at.unwrap())
        .collect()
}

/// So many deliveries that were given up, a millisecond apart.
async fn lost(own: &Own, count: i64) -> Vec<DeliveryId> {
    let (table, now) = (&own.world.table, own.world.clock.now());
    let mut ids = Vec::new();
    for n in 0..count {
        let event = Event {
            timestamp: now.plus_millis(n),
            ..own.world.event(own.user, &format!("{now} {n}"))
        };
        let delivery = Delivery::new(&PRODUCT, &event, &own.webhook, now);
        let Stored::New(stored) = delivery::store(table, delivery, &own.webhook, now)
            .await
            .unwrap()
        else {
            panic!("it was there")
        };
        assert!(
            delivery::mark_dead(table, &stored, "lost", now)
                .await
                .unwrap()
        );
        ids.push(stored.id);
    }
    ids
}
