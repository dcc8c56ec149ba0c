//! Logs: one JSON line an event, to standard output, where Lambda takes them up; and metrics,
//! which CloudWatch reads out of the same lines (its Embedded Metric Format).
//!
//! An event of one of three [`KINDS`] is a metric: its line says in `_aws` which of its members
//! are numbers to count, and by what. Whatever a kind names must be a member of each of its
//! events. What is counted by has few values: each combination is a metric of its own, and paid.

use std::fmt;
use std::panic;

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::{Format, Json, Writer};
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::clock::Clock;
use crate::config;

/// The target of the line that a request ends with.
pub const REQUEST: &str = "twin::request";
/// The target of the line that a worker's run ends with.
pub const WORK: &str = "twin::work";
/// The target of the line that an attempt to deliver a webhook ends with.
pub const DELIVERY: &str = "twin::delivery";

/// Events that are metrics: their target, and as JSON what CloudWatch is to make of them.
pub const KINDS: [(&str, &str); 3] = [
    (
        REQUEST,
        concat!(
            r#"[{"Namespace":"TwinApi","Dimensions":[["stage","surface"],["stage","surface","endpoint"]],"Metrics":["#,
            r#"{"Name":"requests","Unit":"Count"},{"Name":"faults","Unit":"Count"},"#,
            r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"dynamodb.write_units","Unit":"Count"}]},"#,
            r#"{"Namespace":"TwinApi","Dimensions":[["stage","surface"]],"Metrics":["#,
            r#"{"Name":"dynamodb.round_trips","Unit":"Count"},{"Name":"dynamodb.read_units","Unit":"Count"}]},"#,
            r#"{"Namespace":"TwinApi","Dimensions":[["stage","surface","outcome"]],"Metrics":["#,
            r#"{"Name":"requests","Unit":"Count"}]}]"#
        ),
    ),
    (
        WORK,
        concat!(
            r#"[{"Namespace":"TwinApi","Dimensions":[["stage","worker"]],"Metrics":["#,
            r#"{"Name":"runs","Unit":"Count"},{"Name":"faults","Unit":"Count"},{"Name":"found","Unit":"Count"},"#,
            r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"dynamodb.round_trips","Unit":"Count"},"#,
            r#"{"Name":"dynamodb.read_units","Unit":"Count"},{"Name":"dynamodb.write_units","Unit":"Count"}]}]"#
        ),
    ),
    (
        DELIVERY,
        concat!(
            r#"[{"Namespace":"TwinApi","Dimensions":[["stage"],["stage","outcome"]],"Metrics":["#,
            r#"{"Name":"deliveries","Unit":"Count"},{"Name":"failures","Unit":"Count"},{"Name":"attempt","Unit":"None"},"#,
            r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"age_ms","Unit":"Milliseconds"}]}]"#
        ),
    ),
];

/// Starts logging, and keeps what a panic says about its value out of the log but for its
/// place: the pipeline writes the line that names the request.
pub fn start() {
    start_to(std::io::stdout);
}

/// Starts logging to another place.
pub fn start_to(place: impl for<'a> MakeWriter<'a> + Send + Sync + 'static) {
    let (level, stage, clock) = (config::log_level(), config::stage(), Clock::system());
    subscriber(place, level, stage, clock).init();
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = place, "panic");
    }));
}

fn subscriber(
    place: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
    level: Level,
    stage: String,
    clock: Clock,
) -> impl Subscriber + Send + Sync {
    // Metrics are told at every level: alarms go by them.
    let mut told = Targets::new().with_default(level);
    for (target, _) in KINDS {
        told = told.with_target(target, level.max(Level::INFO));
    }
    tracing_subscriber::fmt()
        .with_writer(place)
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_timer(Time(clock.clone()))
        .with_max_level(level.max(Level::INFO))
        .map_event_format(|json| Lines {
            json,
            stage: serde_json::Value::from(stage).to_string(),
            clock,
        })
        .finish()
        .with(told)
}

/// A line each, those of a metric with what makes them one.
struct Lines {
    json: Format<Json, Time>,
    /// As JSON.
    stage: String,
    clock: Clock,
}

struct Time(Clock);

impl FormatTime for Time {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", self.0.now())
    }
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let target = event.metadata().target();
        let Some((_, metrics)) = KINDS.iter().find(|(kind, _)| *kind == target) else {
            return self.json.format_event(context, writer, event);
        };
        let mut line = String::with_capacity(1024);
        self.json
            .format_event(context, Writer::new(&mut line), event)?;
        let open = line.trim_end().strip_suffix('}').ok_or(fmt::Error)?;
        writeln!(
            writer,
            r#"{open},"stage":{},"_aws":{{"Timestamp":{},"CloudWatchMetrics":{metrics}}}}}"#,
            self.stage,
            self.clock.now().millis(),
        )
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io;
    use std::sync::{Arc, Mutex, PoisonError};

    use serde_json::Value;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut page = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            page.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written while this is done.
    pub(crate) fn written(level: Level, stage: &str, work: impl FnOnce()) -> String {
        let page = Page::default();
        let (to, clock) = (page.clone(), "2026-11-22T12:00:05.250Z".parse().unwrap());
        let clock = Clock::standing_at(clock);
        let subscriber = subscriber(move || to.clone(), level, stage.to_owned(), clock);
        tracing::subscriber::with_default(subscriber, work);
        let page = page.0.lock().unwrap();
        String::from_utf8(page.clone()).unwrap()
    }

    /// A line that is a metric, held against what CloudWatch asks of the format: it drops without
    /// a word what does not hold to it.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
    pub(crate) fn metric(text: &str) -> Value {
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        let line: Value = serde_json::from_str(text).unwrap();
        let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
        assert!(line["_aws"]["Timestamp"].as_u64().unwrap() > 1_000_000_000_000);
        assert!(!directives.is_empty());
        for directive in directives {
            assert_eq!(directive["Namespace"], "TwinApi");
            for dimensions in directive["Dimensions"].as_array().unwrap() {
                let dimensions = dimensions.as_array().unwrap();
                assert!((1..=30).contains(&dimensions.len()));
                for name in dimensions {
                    let value = line[name.as_str().unwrap()].as_str();
                    let value = value.unwrap_or_else(|| panic!("{name} in {text}"));
                    assert!((1..=1024).contains(&value.len()), "{name}");
                }
            }
            let metrics = directive["Metrics"].as_array().unwrap();
            assert!((1..=100).contains(&metrics.len()));
            for metric in metrics {
                let name = metric["Name"].as_str().unwrap();
                assert!(line[name].is_number(), "{name} in {text}");
                let unit = metric["Unit"].as_str().unwrap();
                assert!(["Count", "Milliseconds", "None"].contains(&unit), "{unit}");
            }
        }
        line
    }

    fn request() {
        tracing::info!(
            target: REQUEST,
            surface = "twin",
            request.id = "req_1",
            endpoint = "twin-me",
            http.status = 200_u16,
            outcome = "OK",
            requests = 1_u8,
            faults = 0_u8,
            duration_ms = 7_i64,
            key.id = None::<String>,
            dynamodb.round_trips = 1_u64,
            dynamodb.read_units = 0.5,
            dynamodb.write_units = 1.0,
            "request"
        );
    }

    fn work() {
        tracing::error!(
            target: WORK,
            worker = "outbox-sweep",
            outcome = "it \"broke\"\n",
            runs = 1_u8,
            faults = 1_u8,
            found = 0_u64,
            duration_ms = 7_i64,
            dynamodb.round_trips = 16_u64,
            dynamodb.read_units = 8.0,
            dynamodb.write_units = 0.0,
            "work"
        );
    }

    fn delivery() {
        tracing::info!(
            target: DELIVERY,
            outcome = "again",
            deliveries = 1_u8,
            failures = 1_u8,
            attempt = 2_u32,
            duration_ms = 120_i64,
            age_ms = 6_000_i64,
            "delivery"
        );
    }

    #[test]
    fn the_line_of_a_request() {
        insta::assert_snapshot!(written(Level::INFO, "dev", request));
    }

    #[test]
    fn every_kind_is_as_cloudwatch_wants_it() {
        for (work, members) in [(request as fn(), 16), (work, 14), (delivery, 11)] {
            let text = written(Level::INFO, "de\"v", work);
            let line = metric(&text);
            // Nothing is there twice: the parser would have kept one of them.
            assert_eq!(line.as_object().unwrap().len(), members, "{text}");
            assert_eq!(line["timestamp"], "2026-11-22T12:00:05.250Z");
            assert_eq!(line["_aws"]["Timestamp"], 1_795_348_805_250_i64);
        }
    }

    #[test]
    fn metrics_are_told_at_every_level_and_the_rest_is_not() {
        let text = written(Level::ERROR, "dev", || {
            request();
            tracing::info!("nothing to count");
            tracing::error!("wrong");
        });
        let told: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let [metric, wrong] = told.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(metric["message"], "request");
        assert_eq!(wrong["message"], "wrong");
        assert!(wrong.get("_aws").is_none());
    }
}
