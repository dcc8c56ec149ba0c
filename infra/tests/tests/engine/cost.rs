//! What a call uses is what `cargo xtask cost` calculates with.

use std::sync::Arc;

use backoffice_functions::registry::OUTBOX_SWEEP;
use cost::quantities::{CALLS, DISPATCH, EVENT, Quantities, SENDER, SWEEPS};
use dynamo::{Capacity, Transaction};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use surface::lambda::run_worker;
use tests::ask::ask;
use tests::hooks::Hooks;
use tests::logs::Logged;
use tests::{Process, World};
use twin_functions::registry::{HEALTH, HISTORIC, LIFE_FACTS, ME, PRESET};
use webhook_functions::registry::{WEBHOOK_DISPATCH, WEBHOOK_SENDER, WEBHOOK_SWEEP};
use webhook_functions::sweep::Share;

const NOW: &str = "2026-11-22T12:00:00Z";

/// Fails with all measurements where one is not what the calculation assumes. Bytes may be a
/// twentieth off: ids and times differ in length.
fn compare(measured: &[(&str, Quantities)], assumed: &[(&str, Quantities)]) {
    let right = measured.iter().zip(assumed).all(|((_, m), (_, r))| {
        let near = |m: f64, r: f64| (m - r).abs() <= 0.05 * r;
        (m.reads, m.writes) == (r.reads, r.writes)
            && near(m.logged, r.logged)
            && near(m.sent, r.sent)
    });
    assert!(right, "measured: {measured:#?}");
}

/// What a process used, and what it logged, since a moment.
struct Since {
    process: &'static Process,
    used: Capacity,
    logged: Logged,
}

impl Since {
    fn now(process: &'static Process) -> Self {
        let (used, logged) = (process.table.meter.so_far(), Logged::now());
        Self {
            process,
            used,
            logged,
        }
    }

    fn took(self, sent: usize) -> Quantities {
        let used = self.process.table.meter.so_far() - self.used;
        Quantities {
            reads: used.read_units,
            writes: used.write_units,
            logged: self.logged.bytes() as f64,
            sent: sent as f64,
        }
    }
}

#[tokio::test]
async fn calls_use_what_the_cost_is_calculated_with() {
    let world = World::at(NOW).await;
    demo::seed(&world.table).await.unwrap();
    let process = world.process_on_time();
    let fact = json!({ "facts": [{
        "category": "professional", "value": "Works at an AI start-up since 2023", "consent": true,
    }] });
    let mut calls: Vec<_> = [&HEALTH, &ME, &PRESET, &HISTORIC]
        .map(|endpoint| (ask(endpoint).id("estandar"), demo::READ_KEY))
        .into();
    calls.push((ask(&LIFE_FACTS).body(fact), demo::WRITE_KEY));
    calls.push((ask(&ME), "atk_live_0"));
    let mut measured = Vec::new();
    for ((name, _), (mut call, key)) in CALLS.iter().zip(calls) {
        call = call.header("x-twin-key", key);
        // Cold, then warm.
        let mut last = None;
        for value in ["a fact of before", "Works at an AI start-up since 2023"] {
            if let Some(body) = &mut call.body {
                let mut facts: Value = serde_json::from_str(body).unwrap();
                facts["facts"][0]["value"] = json!(value);
                *body = facts.to_string();
            }
            let since = Since::now(process);
            let (_, body) = call.of(process).await;
            last = Some(since.took(body.to_string().len()));
        }
        measured.push((*name, last.unwrap()));
    }
    // Above the minute's limit calls are refused without a call to the table.
    let call = ask(&ME).header("x-twin-key", demo::READ_KEY);
    for _ in 0..70 {
        call.of(process).await;
    }
    let since = Since::now(process);
    let (status, body) = call.of(process).await;
    assert_eq!(status, 429, "{body}");
    measured.push((CALLS[6].0, since.took(body.to_string().len())));
    compare(&measured, &CALLS);

    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    world.webhook(user, "https://hooks.example.com/in").await;
    let mut measured = Vec::new();
    let process = world.own();
    for id in ["cold", "warm"] {
        measured.clear();
        let event = world.event(user, id);
        let since = Since::now(process);
        let message = event.message();
        let store = message.store(world.clock.now()).unwrap();
        let stored = Transaction::new("storing").with("message", store);
        assert!(stored.commit(&process.table).await.unwrap().is_done());
        process.engine.queues.send(&message).await;
        measured.push(("an event", since.took(0)));

        let messages = world.receive("Events", 30).await;
        let since = Since::now(process);
        let batch = Hooks::batch(&messages);
        let run = webhook_functions::dispatch::run;
        run_worker(process.engine, &WEBHOOK_DISPATCH, &run, batch)
            .await
            .unwrap();
        measured.push(("dispatch", since.took(0)));
        world.delete("Events", &messages[0]).await;

        let messages = world.receive("Deliveries", 30).await;
        let sender = world.sender_in(process);
        let since = Since::now(process);
        let batch = Hooks::batch(&messages);
        let run = |_, batch| {
            let sender = Arc::clone(&sender);
            async move { Ok(sender.run(batch).await) }
        };
        run_worker(process.engine, &WEBHOOK_SENDER, &run, batch)
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
    let (since, seen) = (Since::now(process), world.faults.all_seen());
    let run = webhook_functions::sweep::run_share;
    for share in 0..4 {
        let share: Share = serde_json::from_value(json!({ "share": share, "of": 4 })).unwrap();
        run_worker(process.engine, &WEBHOOK_SWEEP, &run, share)
            .await
            .unwrap();
    }
    let run = backoffice_functions::outbox::sweep::run;
    run_worker(process.backoffice, &OUTBOX_SWEEP, &run, IgnoredAny)
        .await
        .unwrap();
    // A Query that finds nothing is half a unit, which the meter does not count.
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
