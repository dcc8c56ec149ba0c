//! Cold starts: init as the AWS runtime emulator itself measures it, and the time to the first
//! answer.
//!
//! Init is measured with production's settings: AWS's own endpoints, Amazon's roots trusted. The
//! event is one that is refused before the key is looked up, because there is no AWS to ask. The
//! first answer is measured against a local engine, so that it includes all work that init leaves
//! to the first call, except for a TLS handshake.

use std::time::{Duration, Instant};

use common::Clock;
use local::REGION;
use local::rie::Rie;
use serde_json::{Value, json};
use twin_functions::registry::{PRESET, SNAPSHOT};

use crate::inside::Raw;
use crate::table::{Sample, Table, goal, millis, ratio};
use crate::world::World;
use crate::{Error, HELLO, Places, UPDATE, is_fallback, measured};

const RUNS: usize = 20;

/// One binary, its two events and its times.
struct Subject {
    name: &'static str,
    refused: Value,
    refused_status: u64,
    answered: Value,
    answered_status: u64,
    init: Sample,
    first: Sample,
}

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let world = World::new(places, 1, Clock::system().now()).await?;
    let production = environment(&[
        ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "example"),
        ("AWS_SESSION_TOKEN", "example"),
        ("AWS_REGION", "eu-west-1"),
        // Overrides what this shell has set: an empty variable counts as absent.
        ("AWS_ENDPOINT_URL_DYNAMODB", ""),
        ("AWS_ENDPOINT_URL", ""),
        ("TRUST_STORE", ""),
        ("TABLE_NAME", "twin-prod-Table-1ABCDEFGHIJKL"),
    ]);
    let local = engine_environment(&world);

    // Writes the item that bench-update changes.
    Raw::new(&world).await?;
    let mut subjects = vec![Subject::yardstick(HELLO), Subject::yardstick(UPDATE)];
    for route in measured() {
        let answered = world.event(places, route.function, 0)?;
        let refused = without_work(&answered);
        let fallback = is_fallback(route);
        subjects.push(Subject {
            name: route.function,
            refused,
            refused_status: if fallback { 404 } else { 400 },
            answered,
            answered_status: if fallback { 404 } else { 200 },
            init: Sample::default(),
            first: Sample::default(),
        });
    }
    for run in 0..RUNS {
        for subject in in_turn(&mut subjects, run) {
            let (init, _) = start(places, subject.name, &production, &subject.refused)
                .await?
                .expect(subject.refused_status)?;
            subject.init.push(init);
            let (_, first) = start(places, subject.name, &local, &subject.answered)
                .await?
                .expect(subject.answered_status)?;
            subject.first.push(first);
        }
    }
    Ok(vec![table(&subjects), templates(&subjects)])
}

impl Subject {
    fn yardstick(name: &'static str) -> Self {
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": "/", "rawQueryString": "",
            "headers": {"accept": "*/*"},
            "requestContext": {"http": {"method": "GET", "path": "/", "sourceIp": "203.0.113.7"}},
            "isBase64Encoded": false
        });
        Self {
            name,
            refused: without_work(&event),
            refused_status: 200,
            answered: event,
            answered_status: 200,
            init: Sample::default(),
            first: Sample::default(),
        }
    }
}

/// The same event with an unknown query parameter.
fn without_work(event: &Value) -> Value {
    let mut event = event.clone();
    if let Some(query) = event.get_mut("rawQueryString") {
        *query = "unknown=1".into();
    }
    event
}

fn table(subjects: &[Subject]) -> Table {
    let mut table = Table::new(
        format!("Cold start (emulator, median of {RUNS})"),
        &[
            "function",
            "init, ms",
            "÷ hello-world",
            "goal",
            "to the first answer, ms",
            "÷ hello-world",
        ],
    );
    let (hello_init, hello_first) = subjects.first().map_or((f64::NAN, f64::NAN), |s| {
        (s.init.median(), s.first.median())
    });
    for subject in subjects {
        let (init, first) = (subject.init.median(), subject.first.median());
        let verdict = if matches!(subject.name, HELLO | UPDATE) {
            "—".into()
        } else {
            goal(init, hello_init)
        };
        table.row([
            subject.name.to_owned(),
            millis(init),
            ratio(init, hello_init),
            verdict,
            millis(first),
            ratio(first, hello_first),
        ]);
    }
    table
}

/// The cost of the prompts' templates at a start: `twin-preset` contains them, `twin-snapshot` is
/// the same function without them.
fn templates(subjects: &[Subject]) -> Table {
    type Figure = fn(&Subject) -> &Sample;
    let mut table = Table::new(
        "The templates at a cold start (from the table above)",
        &["figure", "twin-preset, ms", "twin-snapshot, ms", "ratio"],
    );
    let median = |name: &str, figure: Figure| {
        let found = subjects.iter().find(|subject| subject.name == name);
        found.map_or(f64::NAN, |subject| figure(subject).median())
    };
    let figures: [(&str, Figure); 2] = [
        ("init", |subject| &subject.init),
        ("to the first answer", |subject| &subject.first),
    ];
    for (name, figure) in figures {
        let with = median(PRESET.route.function, figure);
        let without = median(SNAPSHOT.route.function, figure);
        table.row([
            name.to_owned(),
            millis(with),
            millis(without),
            ratio(with, without),
        ]);
    }
    table
}

/// In reverse order every other round, so that no subject always follows the same one.
fn in_turn<T>(all: &mut [T], round: usize) -> impl Iterator<Item = &mut T> {
    let count = all.len();
    let mut all: Vec<Option<&mut T>> = all.iter_mut().map(Some).collect();
    (0..count).filter_map(move |at| {
        let at = if round.is_multiple_of(2) {
            at
        } else {
            count - 1 - at
        };
        all.get_mut(at).and_then(Option::take)
    })
}

/// The variables that Lambda and template.yaml set.
pub fn environment(more: &[(&str, &str)]) -> Vec<(String, String)> {
    [("STAGE", "bench"), ("RUST_LOG", "info")]
        .iter()
        .chain(more)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The same, with the local engine as DynamoDB.
pub fn engine_environment(world: &World) -> Vec<(String, String)> {
    let mut all = environment(&[
        ("AWS_REGION", REGION),
        ("TRUST_STORE", ""),
        ("TABLE_NAME", &world.engines.table_name),
    ]);
    all.extend(world.engines.env());
    all
}

/// A first answer, and the times until then.
struct Started {
    name: &'static str,
    answer: Value,
    init: Duration,
    first: Duration,
}

impl Started {
    fn expect(self, status: u64) -> Result<(Duration, Duration), Error> {
        expect(self.name, &self.answer, status)?;
        Ok((self.init, self.first))
    }
}

/// Checks the answer's status.
pub fn expect(name: &str, answer: &Value, status: u64) -> Result<(), Error> {
    if answer.get("statusCode").and_then(Value::as_u64) == Some(status) {
        return Ok(());
    }
    Err(Error::Unexpected(format!(
        "{name} answered {answer} where {status} was expected"
    )))
}

async fn start(
    places: &Places,
    name: &'static str,
    environment: &[(String, String)],
    event: &Value,
) -> Result<Started, Error> {
    let rie = Rie::start(
        &places.emulator,
        &places.binary(name),
        environment.to_vec(),
        places.log(name),
    )
    .await?;
    let began = Instant::now();
    let answer = rie.invoke(event).await?;
    let first = began.elapsed();
    let init = rie.init_time();
    rie.stop().await;
    Ok(Started {
        name,
        answer,
        init: init?,
        first,
    })
}
