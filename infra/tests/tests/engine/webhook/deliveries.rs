//! The list of a webhook's deliveries.

use dashboard_functions::registry::WEBHOOK_DELIVERY_LIST;
use serde_json::{Value, json};
use tests::hooks::answer;
use twin::events;
use webhook_functions::dispatch;
use webhooks::Event;

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
