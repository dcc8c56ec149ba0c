//! Warm calls inside one process: the time that our code adds to the one write that each call
//! needs, and the cost of a call in DynamoDB.
//!
//! The only thread of the process runs the same code as a function, log lines included; the engine
//! has its own threads. The clock is a test clock, advanced so that no call reaches a limit.

use std::fs::File;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use surface::TableContext;

use common::config::Environment;
use common::telemetry::{self, Metrics};
use common::{Clock, Timestamp};
use dynamo::{Capacity, Table as Store, failed};
use futures::future::join_all;
use presets::{Rendering, render};
use profile::{Lang, Preset, Variant};
use serde_json::Value;
use surface::{Entry, Origin, REQUEST, Request};
use twin_functions::{TWIN, Twin};

use crate::table::{Sample, Table, goal, micros, ratio};
use crate::world::World;
use crate::{Error, Places, is_read, machine};

/// Keys of the account, all in use.
const KEYS: usize = 10;
/// Timed calls of each endpoint.
const CALLS: usize = 3_000;
/// For the throughput: calls at the same time, and calls in all.
const AT_ONCE: usize = 16;
const THROUGHPUT: usize = 4_000;
const ROUNDS: usize = 10;
/// Calls with each key to each endpoint in a minute of the test clock, evenly spread.
const A_MINUTE: usize = 40;
/// Timed renderings of each preset.
const RENDERINGS: usize = 300;

/// An endpoint and a request with each key.
struct Subject {
    entry: Entry<Twin>,
    requests: Vec<Request>,
}

impl Subject {
    fn new(places: &Places, world: &World, entry: Entry<Twin>) -> Result<Self, Error> {
        let requests = (0..KEYS)
            .map(|key| parse(&world.event(places, entry.route.function, key)?))
            .collect::<Result<_, _>>()?;
        Ok(Self { entry, requests })
    }

    fn function(&self) -> &'static str {
        self.entry.route.function
    }

    /// Makes one call, which must be answered with 200.
    async fn answer(&self, twin: &'static Twin, call: usize) -> Result<(), Error> {
        let request = self.requests.get(call % KEYS).cloned();
        let request = request.ok_or_else(|| Error::Unexpected("no request".into()))?;
        let response = self.entry.respond(twin, request).await;
        if response.status() == 200 {
            return Ok(());
        }
        let (name, status) = (self.function(), response.status());
        let body = response.into_body().collect().await?;
        let body = String::from_utf8_lossy(&body);
        Err(Error::Unexpected(format!(
            "{name} answered {status}: {body}"
        )))
    }
}

fn parse(event: &Value) -> Result<Request, Error> {
    lambda_http::request::from_str(&event.to_string())
        .map(|event| Request::new(event, &Origin::default()))
        .map_err(|e| Error::unexpected("reading an event", e))
}

/// The yardstick, sent by the gate's own client.
pub struct Raw(Store);

impl Raw {
    pub async fn new(world: &World) -> Result<Self, Error> {
        let store = world.table.clone();
        let account = store.get_item(twin::layout::account(world.user)).await?;
        store
            .client
            .put_item()
            .table_name(&store.name)
            .set_item(Some(bench_update::item(account.unwrap_or_default())))
            .send()
            .await
            .map_err(|e| failed("writing the yardstick's item", e))?;
        Ok(Self(store))
    }

    pub async fn send(&self) -> Result<(), Error> {
        bench_update::send(&self.0.unretried, &self.0.name)
            .await
            .map_err(|e| failed("sending the yardstick", e).into())
    }
}

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let sink = File::options()
        .write(true)
        .open("/dev/null")
        .map_err(Error::io("opening /dev/null"))?;
    let metrics = Metrics {
        namespace: TWIN.namespace,
        kinds: &[REQUEST],
    };
    telemetry::start_to(Mutex::new(sink), &settings(), metrics);
    // A quarter to noon: neither a day nor a month ends during the run.
    let noon: Timestamp = "2026-11-22T11:45:00Z"
        .parse()
        .map_err(|e| Error::unexpected("reading a date", e))?;
    let world = World::new(places, KEYS, noon).await?;
    let clock = Clock::standing_at(noon);
    // Before anything has been rendered in this process.
    let first = first_renderings(&world);
    let entries = twin_functions::registry().entries.into_iter();
    let subjects = entries
        .filter(|entry| is_read(entry.route))
        .map(|entry| Subject::new(places, &world, entry))
        .collect::<Result<Vec<_>, _>>()?;
    // Before anything is rendered for an answer, which the process then caches.
    let costs = costs(&world, &clock, &subjects).await?;
    let twin = process(&world, &clock)?;
    for call in 0..KEYS {
        for subject in &subjects {
            subject.answer(twin, call).await?;
        }
    }
    let raw = Raw::new(&world).await?;
    let (latency, update) = latency(twin, &clock, &subjects, &raw).await?;
    let throughput = throughput(twin, &clock, &subjects, &raw).await?;
    let rendering = rendering(&world, &first, update);
    Ok(vec![costs, latency, throughput, rendering])
}

/// No settings: the defaults.
fn settings() -> Environment {
    Environment::of::<String, String>([])
}

/// The context of a new process, with empty caches.
fn process(world: &World, clock: &Clock) -> Result<&'static Twin, Error> {
    let twin = Twin::over(&settings(), world.table.clone(), clock.clone())
        .map_err(|e| Error::unexpected("reading the settings", e))?;
    Ok(Box::leak(Box::new(twin)))
}

/// Advances the clock by the interval between calls to all endpoints.
fn tick(clock: &Clock) {
    clock.advance((60_000 / (A_MINUTE * KEYS)) as i64);
}

/// The cost of a call in DynamoDB: for the first call of a process, and as the mean of three minutes
/// in which all keys use all endpoints.
async fn costs(world: &World, clock: &Clock, subjects: &[Subject]) -> Result<Table, Error> {
    let mut table = Table::new(
        format!("DynamoDB per call ({KEYS} keys, all endpoints in use; warm: mean of 3 minutes)"),
        &[
            "endpoint",
            "warm: round trips",
            "write units",
            "read units",
            "cold: round trips",
            "write units",
            "read units",
        ],
    );
    let so_far = |twin: &Twin| twin.table.meter.so_far();
    let mut cold: Vec<Capacity> = Vec::new();
    for subject in subjects {
        let twin = process(world, clock)?;
        let before = so_far(twin);
        subject.answer(twin, 0).await?;
        cold.push(so_far(twin) - before);
    }
    let twin = process(world, clock)?;
    for call in 0..KEYS {
        for subject in subjects {
            subject.answer(twin, call).await?;
        }
    }
    let mut warm = vec![Capacity::default(); subjects.len()];
    const MINUTES: usize = 3;
    for call in 0..MINUTES * A_MINUTE * KEYS {
        tick(clock);
        for (subject, total) in subjects.iter().zip(&mut warm) {
            let before = so_far(twin);
            subject.answer(twin, call).await?;
            let one = so_far(twin) - before;
            total.round_trips += one.round_trips;
            total.read_units += one.read_units;
            total.write_units += one.write_units;
        }
    }
    let calls = (MINUTES * A_MINUTE * KEYS) as f64;
    for ((subject, warm), cold) in subjects.iter().zip(&warm).zip(&cold) {
        table.row([
            subject.function().to_owned(),
            format!("{:.3}", warm.round_trips as f64 / calls),
            format!("{:.3}", warm.write_units / calls),
            format!("{:.3}", warm.read_units / calls),
            cold.round_trips.to_string(),
            format!("{:.1}", cold.write_units),
            format!("{:.1}", cold.read_units),
        ]);
    }
    Ok(table)
}

async fn latency(
    twin: &'static Twin,
    clock: &Clock,
    subjects: &[Subject],
    raw: &Raw,
) -> Result<(Table, f64), Error> {
    let mut raw_times = Sample::default();
    let mut times = vec![Sample::default(); subjects.len()];
    for call in 0..CALLS {
        tick(clock);
        let began = Instant::now();
        raw.send().await?;
        raw_times.push(began.elapsed());
        for (subject, times) in subjects.iter().zip(&mut times) {
            let began = Instant::now();
            subject.answer(twin, call).await?;
            times.push(began.elapsed());
        }
    }
    let mut table = Table::new(
        format!("Warm calls inside one process ({CALLS} each, one at a time)"),
        &[
            "endpoint",
            "median, µs",
            "÷ UpdateItem",
            "goal",
            "p99, µs",
            "÷ UpdateItem",
        ],
    );
    let update = raw_times.median();
    table.row([
        "UpdateItem alone".to_owned(),
        micros(update),
        ratio(update, update),
        "—".to_owned(),
        micros(raw_times.p99()),
        ratio(raw_times.p99(), raw_times.p99()),
    ]);
    for (subject, times) in subjects.iter().zip(&times) {
        table.row([
            subject.function().to_owned(),
            micros(times.median()),
            ratio(times.median(), update),
            goal(times.median(), update),
            micros(times.p99()),
            ratio(times.p99(), raw_times.p99()),
        ]);
    }
    Ok((table, update))
}

async fn throughput(
    twin: &'static Twin,
    clock: &Clock,
    subjects: &[Subject],
    raw: &Raw,
) -> Result<Table, Error> {
    let mut table = Table::new(
        format!("Throughput of one thread ({THROUGHPUT} calls, {AT_ONCE} at once)"),
        &[
            "endpoint",
            "calls/s",
            "÷ UpdateItem",
            "CPU s per 1,000 calls",
            "÷ UpdateItem",
        ],
    );
    // In turn here too: some rounds of the yardstick, then some of each endpoint.
    let all: Vec<_> = [None]
        .into_iter()
        .chain(subjects.iter().map(Some))
        .collect();
    let mut spent = vec![(0.0, 0.0); all.len()];
    for round in 0..THROUGHPUT / (AT_ONCE * ROUNDS) {
        for (subject, (seconds, cpu_seconds)) in all.iter().zip(&mut spent) {
            let (began, cpu) = (Instant::now(), machine::cpu_seconds()?);
            for batch in 0..ROUNDS {
                let calls = (0..AT_ONCE).map(|one| async move {
                    match subject {
                        Some(subject) => {
                            let call = (round * ROUNDS + batch) * AT_ONCE + one;
                            subject.answer(twin, call).await
                        }
                        None => raw.send().await,
                    }
                });
                join_all(calls)
                    .await
                    .into_iter()
                    .collect::<Result<(), _>>()?;
            }
            *cpu_seconds += machine::cpu_seconds()? - cpu;
            *seconds += began.elapsed().as_secs_f64();
        }
        for _ in 0..AT_ONCE * ROUNDS {
            tick(clock);
        }
    }
    let calls = (THROUGHPUT / (AT_ONCE * ROUNDS) * AT_ONCE * ROUNDS) as f64;
    let (raw_seconds, raw_cpu) = spent.first().copied().unwrap_or((f64::NAN, f64::NAN));
    for (subject, (seconds, cpu)) in all.iter().zip(&spent) {
        table.row([
            subject
                .map_or("UpdateItem alone", |s| s.function())
                .to_owned(),
            format!("{:.0}", calls / seconds),
            ratio(raw_seconds, *seconds),
            format!("{:.3}", cpu * 1e3 / calls),
            ratio(*cpu, raw_cpu),
        ]);
    }
    Ok(table)
}

/// Each preset in each language, with the time of its first rendering, which includes reading the
/// language's templates for that kind of preset.
fn first_renderings(world: &World) -> Vec<(Rendering, Duration)> {
    let choices = Preset::ALL
        .iter()
        .flat_map(|&preset| Lang::built().iter().map(move |&lang| (preset, lang)));
    choices
        .map(|(preset, lang)| {
            let rendering = Rendering {
                preset,
                lang,
                variant: Variant::Generic,
                include_narratives: false,
            };
            let began = Instant::now();
            std::hint::black_box(render(&world.profile, &rendering));
            (rendering, began.elapsed())
        })
        .collect()
}

/// The rendering that a process does once for a snapshot, preset and choice, and then caches.
fn rendering(world: &World, first: &[(Rendering, Duration)], update: f64) -> Table {
    let mut table = Table::new(
        format!("Rendering a preset (median of {RENDERINGS}; once a snapshot and process)"),
        &[
            "preset",
            "language",
            "µs",
            "÷ UpdateItem",
            "first in a process, µs",
            "÷ UpdateItem",
        ],
    );
    for (rendering, first) in first {
        let mut times = Sample::default();
        for _ in 0..RENDERINGS {
            let began = Instant::now();
            std::hint::black_box(render(&world.profile, rendering));
            times.push(began.elapsed());
        }
        table.row([
            rendering.preset.slug().to_owned(),
            rendering.lang.slug().to_owned(),
            micros(times.median()),
            ratio(times.median(), update),
            micros(first.as_secs_f64()),
            ratio(first.as_secs_f64(), update),
        ]);
    }
    table
}
