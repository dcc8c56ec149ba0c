//! Logs: one JSON line an event, to standard output, where Lambda takes them up; and metrics,
//! which CloudWatch reads out of the same lines (its Embedded Metric Format).
//!
//! An event whose target is one of a process's [`Metrics`] is a metric: its line says in `_aws`
//! which of its members are numbers to count, and by which dimensions. Every name in the directives
//! must be a member of each such event. A dimension has few values: each combination is a metric
//! of its own, and is paid for.

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
use crate::config::{self, Environment};

/// Events that are metrics: their target, and as JSON what CloudWatch is to make of them, with
/// [`NAMESPACE`] in place of the namespace.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The target of the events.
    pub target: &'static str,
    /// The value of `CloudWatchMetrics`.
    pub directives: &'static str,
}

/// Stands for a product's namespace in [`Metric::directives`].
pub const NAMESPACE: &str = "{namespace}";

/// Which events of a process are metrics, and under which namespace they are counted.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// CloudWatch's namespace of the product.
    pub namespace: &'static str,
    /// The kinds of events.
    pub kinds: &'static [Metric],
}

/// Starts logging to standard output. A panic is logged by its place alone, since its message may
/// hold what a caller sent: the pipeline writes the line that names the request.
pub fn start(environment: &Environment, metrics: Metrics) {
    start_to(std::io::stdout, environment, metrics);
}

/// Starts logging to another place.
pub fn start_to(
    place: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
    environment: &Environment,
    metrics: Metrics,
) {
    let (level, stage) = (config::log_level(environment), config::stage(environment));
    subscriber(place, level, stage, Clock::system(), metrics).init();
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = place, "panic");
    }));
}

/// What [`start_to`] starts, for tests that read what is logged.
pub fn subscriber(
    place: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
    level: Level,
    stage: String,
    clock: Clock,
    metrics: Metrics,
) -> impl Subscriber + Send + Sync {
    // Metrics are written at every level: alarms go by them.
    let mut written = Targets::new().with_default(level);
    let mut kinds = Vec::with_capacity(metrics.kinds.len());
    for Metric { target, directives } in metrics.kinds {
        written = written.with_target(*target, level.max(Level::INFO));
        kinds.push((*target, directives.replace(NAMESPACE, metrics.namespace)));
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
            kinds,
        })
        .finish()
        .with(written)
}

/// A line each, those of a metric with what makes them one.
struct Lines {
    json: Format<Json, Time>,
    /// As JSON.
    stage: String,
    clock: Clock,
    /// Targets of metrics, each with its directives.
    kinds: Vec<(&'static str, String)>,
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
        let Some((_, metrics)) = self.kinds.iter().find(|(kind, _)| *kind == target) else {
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
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::lock;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            lock(&self.0).extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn metrics_are_written_at_every_level_and_carry_their_namespace() {
        let kinds = &[Metric {
            target: "test::metric",
            directives: r#"[{"Namespace":"{namespace}"}]"#,
        }];
        let metrics = Metrics {
            namespace: "Ours",
            kinds,
        };
        let page = Page::default();
        let (to, now) = (page.clone(), "2026-11-22T12:00:05.250Z".parse().unwrap());
        let subscriber = subscriber(
            move || to.clone(),
            Level::ERROR,
            "de\"v".to_owned(),
            Clock::standing_at(now),
            metrics,
        );
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(target: "test::metric", n = 1_u8, "counted");
            tracing::info!("nothing to count");
            tracing::error!("wrong");
        });
        let text = String::from_utf8(lock(&page.0).clone()).unwrap();
        let lines: Vec<serde_json::Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert_eq!(
            lines[0]["_aws"]["CloudWatchMetrics"][0]["Namespace"],
            "Ours"
        );
        assert_eq!(lines[0]["_aws"]["Timestamp"], 1_795_348_805_250_i64);
        assert_eq!(lines[0]["stage"], "de\"v");
        assert_eq!(lines[1]["message"], "wrong");
        assert!(lines[1].get("_aws").is_none());
    }
}
