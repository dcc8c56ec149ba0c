//! The list of a webhook's deliveries.

use dashboard_functions::registry::WEBHOOK_DELIVERY_LIST;
use dynamo::{Change, Key};
use serde_json::{Value, json};
use tests::hooks::answer;
use twin::events;
use webhook_functions::dispatch;
use webhooks::delivery::{self, Delivery, State, Stored};
use webhooks::{DeliveryId, Event};

use super::{NEVER, Own, URL};

#[tokio::test]
async fn deliveries_are_listed_by_what_they_are() {
    let own = Own::new().await;
    // Thirty, one a minute; every third fails, and its event is another kind.
    own.world.receivers.at(URL, |sent| {
        let n: u32 = sent.header("x-afinitwin-event").len() as u32;
        Ok(answer(if n > 12 { 500 } else { 200 }))
    });
    let mut ids = Vec::new();
    for n in 0..30 {
        own.world.clock.advance(60_000);
        let kind = if n % 3 == 0 {
            events::SNAPSHOT_READY
        } else {
            events::TEST
        };
        let event = Event {
            id: format!("e{n}"),
            event: kind,
            ..own.world.event(own.user, "x")
        };
        ids.insert(0, json!(event.delivery_id(own.webhook.id)));
        dispatch::dispatch(own.app.engine, &event).await.unwrap();
    }
    own.world.pump().await;
    let of = |all: Vec<Value>| -> Vec<Value> { all.iter().map(|one| one["id"].clone()).collect() };
    assert_eq!(of(own.listed("").await), ids, "the latest first");
    let third: Vec<_> = ids.iter().rev().step_by(3).rev().cloned().collect();
    assert_eq!(of(own.listed("status=failed").await), third);
    assert_eq!(of(own.listed("event=twin.snapshot.ready").await), third);
    assert!(own.listed("event=twin.test&status=failed").await.is_empty());
    assert_eq!(
        own.listed("event=twin.test&status=succeeded").await.len(),
        20
    );
    for nothing in ["status=dead", "status=missed", "status=pending"] {
        assert!(own.listed(nothing).await.is_empty());
    }
    let failed = &own.listed("status=failed&limit=1").await[0];
    assert_eq!(failed["attempts"][0]["error"], "status");
    assert!(failed["nextAttemptAt"].is_string());

    // Page by page it is the same, and a cursor is of its list.
    for (query, limit, all) in [
        ("", 7, ids.clone()),
        ("status=failed", 3, third),
        ("", 30, ids),
    ] {
        let list = own.ask(&WEBHOOK_DELIVERY_LIST);
        let (mut found, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = list
                .clone()
                .query(&format!("{query}&limit={limit}{cursor}"));
            let page = page.must(own.app, 200).await;
            let some = page["deliveries"].as_array().unwrap().clone();
            assert!(some.len() <= limit);
            found.extend(of(some));
            pages += 1;
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(
            (&found, pages),
            (&all, all.len().div_ceil(limit)),
            "{query}"
        );
        if cursor.is_empty() {
            continue;
        }
        let (other, _) = own
            .world
            .webhook(own.user, "https://other.example.com/in")
            .await;
        for (id, query) in [(own.webhook.id, "status=dead"), (other.id, query)] {
            let wrong = list.clone().id(id).query(&format!("{query}{cursor}"));
            assert_eq!(wrong.code(own.app).await, (400, "VALIDATION_ERROR".into()));
        }
    }
    let unknown = own.ask(&WEBHOOK_DELIVERY_LIST).id(NEVER);
    assert_eq!(
        unknown.code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}

/// A filtered list does not read a month: what failed is read from a list of its own, and of the
/// rest a page looks at so much and no more.
#[tokio::test]
async fn a_filtered_list_reads_little() {
    let own = Own::new().await;
    let (table, now) = (&own.world.table, own.world.clock.now());
    let model = Delivery {
        state: State::Succeeded,
        attempts: 0,
        next_attempt_at: None,
        body: "b".repeat(900),
        ..Delivery::new(
            &events::PRODUCT,
            &own.world.event(own.user, "e"),
            &own.webhook,
            now,
        )
    };
    for n in 0..1_500 {
        let id = DeliveryId::first_of(now.plus_millis(n - 100_000));
        let key = Key::new(format!("{}#dlv", own.webhook.id), id);
        let delivery = Delivery {
            id,
            ..model.clone()
        };
        let put = Change::put(key, &delivery).unwrap();
        put.apply(table, "filling a list").await.unwrap();
    }
    // The earliest of all have failed, and one is another event's.
    for (n, kind) in [events::TEST, events::TEST, events::SNAPSHOT_READY]
        .into_iter()
        .enumerate()
    {
        let event = Event {
            event: kind,
            timestamp: now.plus_millis(n as i64 - 200_000),
            ..own.world.event(own.user, &format!("early {n}"))
        };
        let delivery = Delivery::new(&events::PRODUCT, &event, &own.webhook, now);
        let stored = delivery::store(table, delivery, &own.webhook, now).await;
        let Stored::New(stored) = stored.unwrap() else {
            panic!("it was there")
        };
        assert!(
            delivery::mark_dead(table, &stored, "lost", now)
                .await
                .unwrap()
        );
    }
    let read = async |query: &str| {
        let before = own.app.table.meter.so_far().read_units;
        let list = own.ask(&WEBHOOK_DELIVERY_LIST).query(query);
        let page = list.must(own.app, 200).await;
        let found = page["deliveries"].as_array().unwrap().len();
        let units = own.app.table.meter.so_far().read_units - before;
        (found, units, page["nextCursor"].as_str().map(str::to_owned))
    };
    for (query, wanted) in [
        ("status=dead", 3),
        ("status=failed", 0),
        ("status=missed", 0),
        ("status=dead&event=twin.snapshot.ready", 1),
    ] {
        let (found, units, cursor) = read(query).await;
        assert_eq!((found, cursor), (wanted, None), "{query}");
        assert!(units < 20.0, "{query}: {units} units");
    }
    // Nothing else knows these: page by page, none of which reads much, they are found.
    for (query, wanted) in [("status=pending", 0), ("event=twin.snapshot.ready", 1)] {
        let (mut found, mut pages, mut query) = (0, 0, query.to_owned());
        let filter = query.clone();
        loop {
            let (some, units, cursor) = read(&query).await;
            assert!(units < 300.0, "{query}: {units} units");
            found += some;
            pages += 1;
            match cursor {
                Some(cursor) => query = format!("{filter}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(found, wanted, "{filter}");
        assert!(pages > 1, "{filter}");
    }
}

/// However long receivers' answers are, a page is an answer that Lambda can give.
#[tokio::test]
async fn a_page_of_long_answers_fits() {
    let own = Own::new().await;
    own.world.receivers.at(URL, |_| {
        let mut answer = answer(500);
        answer.body = "\u{1}".repeat(4096);
        Ok(answer)
    });
    for n in 0..50 {
        own.world.happens(own.user, &format!("e{n}")).await;
    }
    own.world.pump().await;
    own.world.live(60).await;
    let list = own.ask(&WEBHOOK_DELIVERY_LIST).must(own.app, 200).await;
    let deliveries = list["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), 50);
    for delivery in deliveries {
        let attempts = delivery["attempts"].as_array().unwrap();
        let numbers: Vec<_> = attempts
            .iter()
            .map(|one| one["n"].as_u64().unwrap())
            .collect();
        assert!(
            numbers.len() == 1 && numbers[0] > 3,
            "the latest: {numbers:?}"
        );
    }
    // Within Lambda's answer the body is text once more.
    assert!(json!(list.to_string()).to_string().len() < 6_000_000);
}
