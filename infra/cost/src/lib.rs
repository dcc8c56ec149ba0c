//! What the system costs: prices, quantities, and the arithmetic between them, line by line.
//!
//! Prices are AWS's ([`prices`]), quantities are measured by a test ([`quantities`]) or counted in
//! the templates and the code ([`Counts`]), and what can be neither is an assumption that has a
//! name ([`Assumptions`]).

pub mod prices;
pub mod quantities;

use std::fmt::Write as _;
use std::path::Path;

use local::template::Template;
use prices::Price;
use quantities::{CALLS, DISPATCH, EVENT, Quantities, SENDER, SWEEPS};
use serde_json::Value;
use surface::{REQUEST, UNREADABLE};

/// A month's.
const MINUTES: f64 = 730.0 * 60.0;
const A_MINUTE: std::time::Duration = std::time::Duration::from_secs(60);
const MILLION: f64 = 1e6;
const GB: f64 = 1e9;

/// What nobody can know beforehand.
#[derive(Debug, Clone, Copy)]
pub struct Assumptions {
    /// Billed milliseconds of a call, a dispatch or a sweep: the function's own and one write's.
    pub milliseconds: f64,
    /// Billed milliseconds of sending a webhook: the receiver's, mostly.
    pub sender_milliseconds: f64,
    /// Bytes that Lambda itself logs of an invocation.
    pub platform_log_bytes: f64,
    /// Bytes that API Gateway logs of a request.
    pub access_log_bytes: f64,
    /// The share of traces that is kept beside the first of each second: X-Ray's own default.
    pub traced: f64,
    /// Connections with which Lambda looks at a quiet queue, 20 s each time.
    pub pollers: f64,
    /// Outcomes (`OK` and errors' codes) that a surface has in a month.
    pub outcomes: f64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            milliseconds: 10.0,
            sender_milliseconds: 200.0,
            platform_log_bytes: 700.0,
            access_log_bytes: 400.0,
            traced: 0.05,
            pollers: 5.0,
            outcomes: 10.0,
        }
    }
}

/// What the templates and the code have of things that are paid by the month.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    memory_gb: f64,
    queues_polled: f64,
    schedules: f64,
    secrets: f64,
    alarm_metrics: f64,
    rollout_metrics: f64,
    series: f64,
}

impl Counts {
    /// Counts them.
    ///
    /// # Errors
    /// A template can't be read, or counts metrics by what is not known here.
    pub fn of(root: &Path, assumed: &Assumptions) -> Result<Self, local::Error> {
        // The twin API alone, without the nested stacks.
        let path = root.join("template.yaml");
        let text = std::fs::read_to_string(&path).map_err(|source| local::Error::Io {
            what: format!("reading {}", path.display()),
            source,
        })?;
        let system = Template::parse(&text)?;
        let [alarms, shared] = ["infra/alarms.yaml", "infra/api-alarms.yaml"]
            .map(|file| Template::read(&root.join(file)));
        let functions = system.functions()?;
        let sum = |count: &dyn Fn(&local::template::Function) -> usize| {
            functions.iter().map(count).sum::<usize>() as f64
        };
        let memory = system.function_property("TwinMe", "MemorySize")?;
        let memory = memory.and_then(|mb| mb.as_f64()).unwrap_or_default();
        Ok(Self {
            memory_gb: memory / 1024.0,
            queues_polled: sum(&|function| function.mappings.len()),
            schedules: sum(&|function| {
                let each_minute = |s: &&local::template::Schedule| s.every() == Some(A_MINUTE);
                function.schedules.iter().filter(each_minute).count()
            }),
            secrets: system.of_type("AWS::SecretsManager::Secret").len() as f64,
            alarm_metrics: watched(&alarms?) + watched(&shared?),
            rollout_metrics: watched(&system),
            series: series(assumed)? + system.of_type("AWS::Logs::MetricFilter").len() as f64,
        })
    }
}

/// The metrics that a template's alarms look at.
fn watched(template: &Template) -> f64 {
    let alarms = template.of_type("AWS::CloudWatch::Alarm").into_iter();
    let each = alarms.map(|id| match template.written(&id, "Metrics") {
        Some(Value::Array(all)) => all.iter().filter(|m| m.get("MetricStat").is_some()).count(),
        _ => 1,
    });
    each.sum::<usize>() as f64
}

/// The metrics that the log lines make: each name by each combination of what it is counted by.
fn series(assumed: &Assumptions) -> Result<f64, local::Error> {
    let (routes, workers) = (
        registry::routes(registry::Product::Twin),
        registry::workers(registry::Product::Twin),
    );
    let surfaces = registry::surfaces(registry::Product::Twin).len() as f64;
    let mut kinds = vec![REQUEST, UNREADABLE];
    for metric in workers.iter().flat_map(|worker| worker.metrics) {
        if !kinds.iter().any(|known| known.target == metric.target) {
            kinds.push(*metric);
        }
    }
    let mut all = 0.0;
    for kind in kinds {
        let directives: Vec<Value> = serde_json::from_str(kind.directives).unwrap_or_default();
        for directive in &directives {
            let list = |name| {
                directive
                    .get(name)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
            };
            let metrics = list("Metrics").count() as f64;
            for by in list("Dimensions") {
                let names = by
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str);
                all += metrics
                    * match names.collect::<Vec<_>>().as_slice() {
                        ["stage"] => 1.0,
                        ["stage", "surface"] => surfaces,
                        ["stage", "surface", "endpoint"] => routes.len() as f64,
                        ["stage", "surface", "outcome"] => surfaces * assumed.outcomes,
                        ["stage", "worker"] => workers.len() as f64,
                        // Of an attempt: succeeded, again, dead.
                        ["stage", "outcome"] => 3.0,
                        // Of a probe: passed, failed, abandoned.
                        ["stage", "verdict"] => 3.0,
                        other => {
                            let problem = format!("how many values has {other:?}?");
                            return Err(local::Error::Template(problem));
                        }
                    };
            }
        }
    }
    Ok(all)
}

/// One line of the arithmetic.
struct Line {
    /// The column it stands in.
    column: &'static str,
    /// The line itself, as it is printed.
    text: String,
    dollars: f64,
}

/// So many of what has this price.
fn line(column: &'static str, amount: f64, unit: &str, price: Price) -> Line {
    Line {
        column,
        text: format!(
            "{} {unit} × ${}, {}",
            number(amount),
            rate(price.dollars),
            price.what
        ),
        dollars: amount * price.dollars,
    }
}

const COLUMNS: [&str; 7] = [
    "API Gateway",
    "Lambda",
    "table",
    "queues",
    "logs",
    "traces",
    "data out",
];

/// All that is printed, calculated.
pub struct Cost {
    millions: Vec<(String, Vec<Line>)>,
    month: Vec<(String, Vec<Line>)>,
}

impl Cost {
    /// Reckons.
    pub fn of(assumed: &Assumptions, counts: &Counts) -> Self {
        let calls = CALLS.iter().map(|(name, takes)| {
            let mut lines = vec![line(
                "API Gateway",
                MILLION,
                "requests",
                prices::API_REQUEST,
            )];
            lines.extend(run(
                1.0,
                assumed.milliseconds,
                takes,
                MILLION,
                assumed,
                counts,
            ));
            let access = assumed.access_log_bytes * MILLION / GB;
            lines.push(line(
                "logs",
                access,
                "GB of API Gateway's lines",
                prices::LOG_GB,
            ));
            lines.push(line(
                "traces",
                assumed.traced * MILLION,
                "traces",
                prices::TRACE,
            ));
            lines.push(line(
                "data out",
                takes.sent * MILLION / GB,
                "GB",
                prices::GB_OUT,
            ));
            ((*name).to_owned(), lines)
        });
        let mut millions: Vec<_> = calls.collect();
        millions.push(("webhooks delivered".into(), delivery(assumed, counts)));
        Self {
            millions,
            month: month(assumed, counts),
        }
    }

    /// The two tables, as infra/docs/operating.md has them.
    pub fn tables(&self) -> String {
        let mut text = format!("| a million of | all | {} |\n", COLUMNS.join(" | "));
        text.push_str("|---|---|---|---|---|---|---|---|---|\n");
        for (name, lines) in &self.millions {
            let _ = write!(text, "| {name} | {} |", dollars(total(lines, None)));
            for column in COLUMNS {
                let _ = write!(text, " {} |", dollars(total(lines, Some(column))));
            }
            text.push('\n');
        }
        text.push_str("\n| a month, whatever is called | |\n|---|---|\n");
        for (name, lines) in &self.month {
            let _ = writeln!(text, "| {name} | {} |", dollars(total(lines, None)));
        }
        let all: f64 = self.month.iter().map(|(_, lines)| total(lines, None)).sum();
        let _ = writeln!(text, "| all of it, at most | {} |", dollars(all));
        text
    }

    /// How each figure comes about.
    pub fn arithmetic(&self) -> String {
        let mut text = String::new();
        for (name, lines) in self.millions.iter().chain(&self.month) {
            let _ = writeln!(text, "\n{name}: {}", dollars(total(lines, None)));
            for line in lines {
                let _ = writeln!(text, "  {:>8}  {}", dollars(line.dollars), line.text);
            }
        }
        text
    }
}

/// What is in no table.
pub const LEFT_OUT: &str = "Not in it: free tiers, storage (table, backups, logs), cold starts, \
the reading of metrics and logs, what waits longer than a call (erasure, publishing), taxes.";

/// Invocations with what they take of the table, and their logs.
fn run(
    invocations: f64,
    milliseconds: f64,
    takes: &Quantities,
    times: f64,
    assumed: &Assumptions,
    counts: &Counts,
) -> Vec<Line> {
    let seconds = counts.memory_gb * milliseconds / 1_000.0 * times;
    let logged = (takes.logged + invocations * assumed.platform_log_bytes) * times / GB;
    vec![
        line(
            "Lambda",
            invocations * times,
            "invocations",
            prices::INVOCATION,
        ),
        line(
            "Lambda",
            seconds,
            &format!(
                "GB-s ({} GB, {} ms)",
                counts.memory_gb,
                number(milliseconds)
            ),
            prices::GB_SECOND,
        ),
        line(
            "table",
            takes.reads * times,
            "read units",
            prices::READ_UNIT,
        ),
        line(
            "table",
            takes.writes * times,
            "write units",
            prices::WRITE_UNIT,
        ),
        line(
            "logs",
            logged,
            "GB of lines, Lambda's own with them",
            prices::LOG_GB,
        ),
    ]
}

/// An event for one webhook, each message alone in its batch: the dearest case.
fn delivery(assumed: &Assumptions, counts: &Counts) -> Vec<Line> {
    let all = [EVENT, DISPATCH, SENDER];
    let sum = |of: &dyn Fn(&Quantities) -> f64| all.iter().map(of).sum();
    let takes = Quantities {
        reads: sum(&|q| q.reads),
        writes: sum(&|q| q.writes),
        logged: sum(&|q| q.logged),
        sent: sum(&|q| q.sent),
    };
    let milliseconds = assumed.milliseconds + assumed.sender_milliseconds;
    let mut lines = run(2.0, milliseconds, &takes, MILLION, assumed, counts);
    lines.extend([
        line(
            "queues",
            6.0 * MILLION,
            "requests (two queues: send, receive, delete)",
            prices::QUEUE_REQUEST,
        ),
        line("queues", 3.0 * MILLION, "of them", prices::FAIR_REQUEST),
        line(
            "traces",
            2.0 * assumed.traced * MILLION,
            "traces",
            prices::TRACE,
        ),
        line("data out", takes.sent * MILLION / GB, "GB", prices::GB_OUT),
    ]);
    lines
}

/// What is paid by the month.
fn month(assumed: &Assumptions, counts: &Counts) -> Vec<(String, Vec<Line>)> {
    let one = |name: String, amount, unit: &str, price| (name, vec![line("", amount, unit, price)]);
    let receives = counts.queues_polled * assumed.pollers * 3.0 * MINUTES;
    let mut sweeps = run(
        counts.schedules,
        counts.schedules * assumed.milliseconds,
        &SWEEPS,
        MINUTES,
        assumed,
        counts,
    );
    // Alone in its second, so always kept.
    sweeps.push(line(
        "traces",
        counts.schedules * MINUTES,
        "traces",
        prices::TRACE,
    ));
    vec![
        one(
            format!("{} metrics out of log lines", number(counts.series)),
            counts.series,
            "metrics",
            prices::METRIC,
        ),
        one(
            "alarms".into(),
            counts.alarm_metrics,
            "metrics looked at",
            prices::ALARM_METRIC,
        ),
        one(
            "alarms of gradual rollouts".into(),
            counts.rollout_metrics,
            "metrics looked at",
            prices::ALARM_METRIC,
        ),
        one("the dashboard".into(), 1.0, "dashboard", prices::DASHBOARD),
        one(
            "traces of each second's first call, at most".into(),
            60.0 * MINUTES,
            "traces",
            prices::TRACE,
        ),
        one(
            format!("looking at {} quiet queues", number(counts.queues_polled)),
            receives,
            "requests",
            prices::QUEUE_REQUEST,
        ),
        ("sweeps that find nothing".into(), sweeps),
        one(
            "the key that seals webhooks' secrets".into(),
            counts.secrets,
            "secret",
            prices::SECRET,
        ),
    ]
}

fn total(lines: &[Line], column: Option<&str>) -> f64 {
    let those = lines
        .iter()
        .filter(|line| column.is_none_or(|column| line.column == column));
    those.map(|line| line.dollars).sum()
}

fn dollars(amount: f64) -> String {
    if amount == 0.0 {
        "–".to_owned()
    } else {
        format!("{amount:.2}")
    }
}

/// A rate without an exponent and without zeros at its end.
fn rate(dollars: f64) -> String {
    let text = format!("{dollars:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// With commas between thousands.
fn number(amount: f64) -> String {
    let text = if amount.fract() == 0.0 {
        format!("{amount:.0}")
    } else {
        format!("{amount:.3}")
    };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (amount, text) in [(1.0, "1"), (1_000.0, "1,000"), (43_800.5, "43,800.500")] {
            assert_eq!(number(amount), text);
        }
        assert_eq!(number(1_971_000.0), "1,971,000");
        assert_eq!(rate(0.000_013_333_4), "0.0000133334");
        assert_eq!(
            (rate(3.0), dollars(0.0), dollars(1.005_1)),
            ("3".into(), "–".into(), "1.01".into())
        );
    }

    /// By hand: 1 + 0.2 + 0.25 × 10,000 × 0.0000133334 + 0.625 + (1,013 + 700 + 400) / 1,000 × 0.5
    /// + 0.05 × 5 + 0.138 × 0.09.
    #[test]
    fn a_million_calls_are_added_up() {
        let counts = Counts {
            memory_gb: 0.25,
            queues_polled: 3.0,
            schedules: 2.0,
            secrets: 1.0,
            alarm_metrics: 0.0,
            rollout_metrics: 0.0,
            series: 0.0,
        };
        let cost = Cost::of(&Assumptions::default(), &counts);
        let (name, lines) = &cost.millions[0];
        assert_eq!(name, "`health`");
        assert!(
            (total(lines, None) - 3.177_25).abs() < 0.000_01,
            "{}",
            total(lines, None)
        );
        // By hand: 3 × 5 × 3 × 43,800 × 0.4 / 1,000,000.
        let quiet = &cost.month[5];
        assert!((total(&quiet.1, None) - 0.7884).abs() < 0.000_01);
    }
}
