//! Warm calls through the AWS runtime emulator, and the memory of the processes after them.

use std::time::Instant;

use common::Clock;
use local::rie::Rie;
use serde_json::Value;

use crate::cold::{engine_environment, expect};
use crate::inside::Raw;
use crate::machine::resident;
use crate::table::{Sample, Table, goal, micros, ratio};
use crate::world::World;
use crate::{Error, HELLO, Places, UPDATE, is_fallback, measured};

const CALLS: usize = 1_000;
/// So many that no key reaches its 60 calls a minute, even on a fast machine.
const KEYS: usize = 20;

struct Subject {
    name: &'static str,
    rie: Rie,
    events: Vec<Value>,
    status: u64,
    times: Sample,
}

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let now = Clock::system().now();
    let world = World::new(places, KEYS, now).await?;
    let environment = engine_environment(&world);
    let mut subjects = Vec::new();
    let yardsticks = [HELLO, UPDATE].map(|name| (name, "twin-not-found", 200));
    let functions = measured().map(|route| {
        let status = if is_fallback(route) { 404 } else { 200 };
        (route.function, route.function, status)
    });
    for (name, event, status) in yardsticks.into_iter().chain(functions) {
        let events = (0..KEYS)
            .map(|key| world.event(places, event, key))
            .collect::<Result<Vec<_>, _>>()?;
        let rie = Rie::start(
            &places.emulator,
            &places.binary(name),
            environment.clone(),
            places.log(name),
        )
        .await?;
        subjects.push(Subject {
            name,
            rie,
            events,
            status,
            times: Sample::default(),
        });
    }
    // Writes the item that bench-update changes.
    Raw::new(&world).await?;
    for call in 0..CALLS {
        for subject in &mut subjects {
            let Some(event) = subject.events.get(call % KEYS) else {
                continue;
            };
            let began = Instant::now();
            let answer = subject.rie.invoke(event).await?;
            let took = began.elapsed();
            expect(subject.name, &answer, subject.status)?;
            // The first call with each key also reads the key's record.
            if call >= KEYS {
                subject.times.push(took);
            }
        }
    }
    let mut table = Table::new(
        format!("Warm calls through the emulator ({CALLS} each, one at a time)"),
        &[
            "function",
            "median, µs",
            "p99, µs",
            "÷ hello-world",
            "÷ bench-update",
            "goal",
            "resident after, MB",
            "÷ hello-world",
        ],
    );
    let median = |name: &str| {
        let subject = subjects.iter().find(|subject| subject.name == name);
        subject.map_or(f64::NAN, |subject| subject.times.median())
    };
    let (hello, update) = (median(HELLO), median(UPDATE));
    let mut hello_resident = f64::NAN;
    for subject in subjects {
        let (median, p99) = (subject.times.median(), subject.times.p99());
        let memory = resident(&places.binary(subject.name))?;
        if subject.name == HELLO {
            hello_resident = memory;
        }
        table.row([
            subject.name.to_owned(),
            micros(median),
            micros(p99),
            ratio(median, hello),
            ratio(median, update),
            if matches!(subject.name, HELLO | UPDATE) {
                "—".into()
            } else {
                goal(median, update)
            },
            format!("{:.1}", memory / 1e6),
            ratio(memory, hello_resident),
        ]);
        subject.rie.stop().await;
    }
    Ok(vec![table])
}
