//! What a call takes is what `cargo xtask cost` reckons with.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::Arc;

use cost::quantities::{CALLS, DISPATCH, EVENT, Quantities, SENDER, SWEEPS};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use shared::App;
use shared::events::outbox::Message;
use shared::http::endpoints::{
    OUTBOX_SWEEP, TWIN_HEALTH, TWIN_HISTORIC, TWIN_LIFE_FACTS, TWIN_ME, TWIN_PRESET,
    WEBHOOK_DISPATCH, WEBHOOK_SENDER, WEBHOOK_SWEEP,
};
use shared::lambda::work;
use shared::table::Spent;
use tests::World;
use tests::ask::ask;
use tests::hooks::Hooks;
use tests::logs::logs;

const NOW: &str = "2026-11-22T12:00:00Z";

/// Fails with all that is measured where anything is not as it is reckoned with. Bytes may be a
/// twentieth off: ids and times differ in length.
fn compare(measured: &[(&str, Quantities)], reckoned: &[(&str, Quantities)]) {
    let right = measured.iter().zip(reckoned).all(|((_, m), (_, r))| {
        let near = |m: f64, r: f64| (m - r).abs() <= 0.05 * r;
        (m.reads, m.writes) == (r.reads, r.writes)
            && near(m.logged, r.logged)
            && near(m.sent, r.sent)
    });
    assert!(right, "measured: {measured:#?}");
}

/// What was spent, and the lines that were logged, since a moment.
struct Since {
    app: &'static App,
    spent: Spent,
    logged: usize,
}

impl Since {
    fn now(app: &'static App) -> Self {
        let (spent, logged) = (app.table.tally.so_far(), logs().len());
        Self { app, spent, logged }
    }

    fn took(self, sent: usize) -> Quantities {
        let spent = self.app.table.tally.so_far() - self.spent;
        Quantities {
            reads: spent.read_units,
            writes: spent.write_units,
            logged: (logs().len() - self.logged) as f64,
            sent: sent as f64,
        }
    }
}

/// One test, because what is logged in this process is counted.
#[tokio::test]
async fn a_call_takes_what_is_reckoned_with() {
    logs();
    let world = World::at(NOW).await;
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let fact = json!({ "facts": [{
        "category": "professional", "value": "Works at an AI start-up since 2023", "consent": true,
    }] });
    let mut calls: Vec<_> = [&TWIN_HEALTH, &TWIN_ME, &TWIN_PRESET, &TWIN_HISTORIC]
        .map(|endpoint| (ask(endpoint).id("estandar"), demo::READ_KEY))
        .into();
    calls.push((ask(&TWIN_LIFE_FACTS).body(fact), demo::WRITE_KEY));
    calls.push((ask(&TWIN_ME), "atk_live_0"));
    let mut measured = Vec::new();
    for ((name, _), (mut call, key)) in CALLS.iter().zip(calls) {
        call.headers = json!({ "x-twin-key": key });
        // Cold, then warm.
        let mut last = None;
        for value in ["a fact of before", "Works at an AI start-up since 2023"] {
            if let Some(body) = &mut call.body {
                let mut facts: Value = serde_json::from_str(body).unwrap();
                facts["facts"][0]["value"] = json!(value);
                *body = facts.to_string();
            }
            let since = Since::now(app);
            let (_, body) = call.of(app).await;
            last = Some(since.took(body.to_string().len()));
        }
        measured.push((*name, last.unwrap()));
    }
    // A minute that is spent refuses without asking the table.
    let mut call = ask(&TWIN_ME);
    call.headers = json!({ "x-twin-key": demo::READ_KEY });
    for _ in 0..70 {
        call.of(app).await;
    }
    let since = Since::now(app);
    let (status, body) = call.of(app).await;
    assert_eq!(status, 429, "{body}");
    measured.push((CALLS[6].0, since.took(body.to_string().len())));
    compare(&measured, &CALLS);

    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    world.endpoint(user, "https://hooks.example.com/in").await;
    let mut measured = Vec::new();
    let app = world.own();
    for id in ["cold", "warm"] {
        measured.clear();
        let event = world.event(user, id);
        let since = Since::now(app);
        let message: Message = event.message();
        let store = message.store(&app.table, world.clock.now()).unwrap();
        app.table.transact("storing", vec![store]).await.unwrap();
        app.events().unwrap().send(&message).await;
        measured.push(("an event", since.took(0)));

        let messages = world.receive("Events", 30).await;
        let since = Since::now(app);
        let run = async |app, batch| webhooks::dispatch::run(app, batch).await;
        work(app, &WEBHOOK_DISPATCH, &run, Hooks::batch(&messages))
            .await
            .unwrap();
        measured.push(("dispatch", since.took(0)));
        world.delete("Events", &messages[0]).await;

        let messages = world.receive("Deliveries", 30).await;
        let sender = world.sender_in(app);
        let since = Since::now(app);
        let run = |_, batch| {
            let sender = Arc::clone(&sender);
            async move { Ok(sender.run(batch).await) }
        };
        work(app, &WEBHOOK_SENDER, &run, Hooks::batch(&messages))
            .await
            .unwrap();
        let sent = world.receivers.take();
        let headers: usize = sent[0]
            .headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        measured.push(("sender", since.took(sent[0].body.len() + headers)));
        world.delete("Deliveries", &messages[0]).await;
    }
    world.clock.advance(60_000);
    let (since, seen) = (Since::now(app), world.faults.all_seen());
    work(
        app,
        &WEBHOOK_SWEEP,
        &|app, _: IgnoredAny| webhooks::sweep::run(app, IgnoredAny),
        IgnoredAny,
    )
    .await
    .unwrap();
    work(
        app,
        &OUTBOX_SWEEP,
        &|app, _: IgnoredAny| backoffice::sweep::run(app, IgnoredAny),
        IgnoredAny,
    )
    .await
    .unwrap();
    // A Query that finds nothing is half a unit, which the tally does not see.
    let queries = world.faults.all_seen() - seen;
    let sweeps = Quantities {
        reads: queries as f64 / 2.0,
        ..since.took(0)
    };
    measured.push(("both sweeps", sweeps));
    compare(
        &measured,
        &[("", EVENT), ("", DISPATCH), ("", SENDER), ("", SWEEPS)],
    );
}
