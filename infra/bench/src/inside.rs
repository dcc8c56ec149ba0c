//! Warm calls inside one process: what our own code adds to the one write that a call cannot do
//! without, and what a call costs at DynamoDB.
//!
//! The process's one thread runs the code that a function runs, with its log lines; the engine
//! has threads of its own. The clock is ours: it is turned so that no call meets a limit.

use std::fs::File;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use futures::future::join_all;
use lambda_http::{Body, Response};
use serde_json::Value;
use shared::clock::{Clock, Timestamp};
use shared::http::endpoints::{TWIN_HEALTH, TWIN_HISTORIC, TWIN_ME, TWIN_PRESET, TWIN_SNAPSHOT};
use shared::http::{Caller, Endpoint, Input, Reply, Request, respond};
use shared::profile::{Lang, Preset, Rendering, Variant, render};
use shared::table::{Key, Spent, Table as Store, failed};
use shared::{App, telemetry};

use crate::table::{Sample, Table, goal, micros, ratio};
use crate::world::World;
use crate::{Error, Places, machine};

/// Keys on the account, all of them in use.
const KEYS: usize = 10;
/// Timed calls of each endpoint.
const CALLS: usize = 3_000;
/// Calls that run at once for the throughput figures, and how many there are in all.
const AT_ONCE: usize = 16;
const THROUGHPUT: usize = 4_000;
const ROUNDS: usize = 10;
/// Calls of each key and endpoint in a minute of our clock, evenly spread.
const A_MINUTE: usize = 40;
/// Renderings of each preset that are timed.
const RENDERINGS: usize = 300;

type Answer = Pin<Box<dyn Future<Output = Response<Body>>>>;

/// One endpoint, callable.
struct Subject {
    endpoint: &'static Endpoint,
    call: Box<dyn Fn(&'static App, Request) -> Answer>,
    requests: Vec<Request>,
}

impl Subject {
    fn new<C, I, H, F>(
        places: &Places,
        world: &World,
        endpoint: &'static Endpoint,
        handler: H,
    ) -> Result<Self, Error>
    where
        C: Caller + 'static,
        I: Input + 'static,
        H: Fn(&'static App, C, I) -> F + 'static,
        F: Future<Output = Result<Reply, shared::Error>> + 'static,
    {
        let handler: &'static H = Box::leak(Box::new(handler));
        Ok(Self {
            endpoint,
            call: Box::new(move |app, request| Box::pin(respond(app, endpoint, handler, request))),
            requests: (0..KEYS)
                .map(|key| parse(&world.event(places, endpoint.function, key)?))
                .collect::<Result<_, _>>()?,
        })
    }

    /// One call, which must be answered 200.
    async fn answer(&self, app: &'static App, call: usize) -> Result<(), Error> {
        let request = self.requests.get(call % KEYS).cloned();
        let request = request.ok_or_else(|| Error::Unexpected("no request".into()))?;
        expect(self.endpoint, &(self.call)(app, request).await)
    }
}

fn parse(event: &Value) -> Result<Request, Error> {
    lambda_http::request::from_str(&event.to_string())
        .map(Request::new)
        .map_err(|e| Error::unexpected("reading an event", e))
}

fn expect(endpoint: &Endpoint, response: &Response<Body>) -> Result<(), Error> {
    if response.status() == 200 {
        return Ok(());
    }
    let body = String::from_utf8_lossy(response.body());
    let (name, status) = (endpoint.function, response.status());
    Err(Error::Unexpected(format!(
        "{name} answered {status}: {body}"
    )))
}

/// The yardstick, sent by the client that the gate has.
pub struct Raw(Store);

impl Raw {
    pub async fn new(world: &World) -> Result<Self, Error> {
        let store = world.table.clone();
        let account = store.get_item(Key::account(world.user)).await?;
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
        bench_update::send(&self.0.once, &self.0.name)
            .await
            .map_err(|e| failed("sending the yardstick", e).into())
    }
}

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let sink = File::options()
        .write(true)
        .open("/dev/null")
        .map_err(Error::io("opening /dev/null"))?;
    telemetry::start_to(Mutex::new(sink));
    // A quarter to noon: neither a day nor a month ends while we run.
    let noon: Timestamp = "2026-11-22T11:45:00Z"
        .parse()
        .map_err(|e| Error::unexpected("reading a date", e))?;
    let world = World::new(places, KEYS, noon).await?;
    let clock = Clock::standing_at(noon);
    // Before anything has been rendered in this process.
    let first = first_renderings(&world);
    let subjects = [
        Subject::new(places, &world, &TWIN_HEALTH, twin::health::view)?,
        Subject::new(places, &world, &TWIN_ME, twin::me::view)?,
        Subject::new(places, &world, &TWIN_HISTORIC, twin::historic::view)?,
        Subject::new(places, &world, &TWIN_SNAPSHOT, twin::snapshot::view)?,
        Subject::new(places, &world, &TWIN_PRESET, twin::preset::view)?,
    ];
    // First, while nothing has been rendered yet.
    let costs = costs(&world, &clock, &subjects).await?;
    let app = process(&world, &clock);
    for call in 0..KEYS {
        for subject in &subjects {
            subject.answer(app, call).await?;
        }
    }
    let raw = Raw::new(&world).await?;
    let (latency, update) = latency(app, &clock, &subjects, &raw).await?;
    let throughput = throughput(app, &clock, &subjects, &raw).await?;
    let rendering = rendering(&world, &first, update);
    Ok(vec![costs, latency, throughput, rendering])
}

/// A process that has seen nobody.
fn process(world: &World, clock: &Clock) -> &'static App {
    Box::leak(Box::new(App::over(world.table.clone(), clock.clone())))
}

/// Turns the clock by what a call of each endpoint may take of a minute.
fn tick(clock: &Clock) {
    clock.advance((60_000 / (A_MINUTE * KEYS)) as i64);
}

/// What a call costs at DynamoDB: the first of a process, and the mean over three minutes in
/// which all keys use all endpoints.
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
    let spent = |app: &App| app.table.tally.so_far();
    let mut cold: Vec<Spent> = Vec::new();
    for subject in subjects {
        let app = process(world, clock);
        let before = spent(app);
        subject.answer(app, 0).await?;
        cold.push(spent(app) - before);
    }
    let app = process(world, clock);
    for call in 0..KEYS {
        for subject in subjects {
            subject.answer(app, call).await?;
        }
    }
    let mut warm = vec![Spent::default(); subjects.len()];
    const MINUTES: usize = 3;
    for call in 0..MINUTES * A_MINUTE * KEYS {
        tick(clock);
        for (subject, total) in subjects.iter().zip(&mut warm) {
            let before = spent(app);
            subject.answer(app, call).await?;
            let one = spent(app) - before;
            total.round_trips += one.round_trips;
            total.read_units += one.read_units;
            total.write_units += one.write_units;
        }
    }
    let calls = (MINUTES * A_MINUTE * KEYS) as f64;
    for ((subject, warm), cold) in subjects.iter().zip(&warm).zip(&cold) {
        table.row([
            subject.endpoint.function.to_owned(),
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
    app: &'static App,
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
            subject.answer(app, call).await?;
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
            subject.endpoint.function.to_owned(),
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
    app: &'static App,
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
    // In turn here too: the yardstick, then each endpoint, a few rounds each.
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
                            subject.answer(app, call).await
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
                .map_or("UpdateItem alone", |s| s.endpoint.function)
                .to_owned(),
            format!("{:.0}", calls / seconds),
            ratio(raw_seconds, *seconds),
            format!("{:.3}", cpu * 1e3 / calls),
            ratio(*cpu, raw_cpu),
        ]);
    }
    Ok(table)
}

/// Each preset in each language, with the time of its first rendering, in which a process reads
/// the language's templates for that kind of preset.
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

/// What a process does once for a snapshot, preset and choice, and then remembers.
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
