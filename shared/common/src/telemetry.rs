//! Logs: one JSON line an event, to standard output, where Lambda takes them up; and metrics,
//! which CloudWatch reads out of the same lines (its Embedded Metric Format).
//!
//! An event whose target is one of a process's [`Metrics`] is a metric: its line says in `_aws`
//! which of its members are numbers to count, and by which dimensions. Every name in the directives
//! must be a member of each such event. A dimension has few values: each combination is a metric
//! of its own, and is paid for.
//!
//! The level is that of our own crates. Of another crate nothing below a warning is written,
//! whatever the level: HTTP clients, the SDK and the runtime log requests and answers at their
//! lower levels, with keys, secrets and profiles in them.

use std::fmt;
use std::panic;

use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
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

/// The crates of this workspace that run in functions. They are held to log nothing that is secret
/// or personal at any level; a test compares this list with the workspace.
pub const OUR_CRATES: [&str; 21] = [
    "backoffice_functions",
    "common",
    "dashboard_functions",
    "dynamo",
    "fallback_functions",
    "metering",
    "presets",
    "profile",
    "provider",
    "provider_console_functions",
    "provider_fallback_functions",
    "provider_functions",
    "provider_marketplace_functions",
    "provider_runtime_functions",
    "provider_worker_functions",
    "secrets",
    "surface",
    "twin",
    "twin_functions",
    "webhook_functions",
    "webhooks",
];

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
    let kinds: Vec<_> = metrics
        .kinds
        .iter()
        .map(|Metric { target, directives }| {
            (*target, directives.replace(NAMESPACE, metrics.namespace))
        })
        .collect();
    let targets: Vec<_> = kinds.iter().map(|(target, _)| *target).collect();
    let is_written =
        move |event: &Metadata<'_>| *event.level() <= level_of(event.target(), level, &targets);
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
        .with(filter_fn(is_written))
}

/// The level that events of this target are written at.
fn level_of(target: &str, level: Level, metrics: &[&str]) -> Level {
    let module = target.split("::").next().unwrap_or_default();
    if metrics.contains(&target) {
        // Alarms go by them.
        level.max(Level::INFO)
    } else if OUR_CRATES.contains(&module) {
        level
    } else {
        level.min(Level::WARN)
    }
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
            tracing::info!(target: "common::test", "nothing to count");
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

    /// `RUST_LOG` is a level; directives for a crate are none, as every other wrong value.
    #[test]
    fn no_setting_opens_another_crate_s_log() {
        for (setting, ours) in [
            ("trace", 5),
            ("error", 1),
            ("aws_sdk_dynamodb=trace", 3),
            ("trace,aws_sdk_dynamodb=trace", 3),
            ("aws_sdk_dynamodb", 3),
            ("", 3),
        ] {
            let level = config::log_level(&Environment::of([("RUST_LOG", setting)]));
            let page = Page::default();
            let to = page.clone();
            let metrics = Metrics {
                namespace: "Ours",
                kinds: &[],
            };
            let stage = "dev".to_owned();
            let subscriber = subscriber(move || to.clone(), level, stage, Clock::system(), metrics);
            macro_rules! at_every_level {
                ($target:literal) => {
                    tracing::error!(target: $target, $target);
                    tracing::warn!(target: $target, $target);
                    tracing::info!(target: $target, $target);
                    tracing::debug!(target: $target, $target);
                    tracing::trace!(target: $target, $target);
                };
            }
            tracing::subscriber::with_default(subscriber, || {
                at_every_level!("twin::request");
                at_every_level!("aws_sdk_dynamodb::operation");
            });
            let text = String::from_utf8(lock(&page.0).clone()).unwrap();
            assert_eq!(text.matches("twin::request").count(), ours, "{setting}");
            let others = text.matches("aws_sdk_dynamodb").count();
            assert_eq!(others, ours.min(2), "{setting}");
        }
    }

    #[test]
    fn other_crates_are_held_at_warnings() {
        let metrics = ["other::metric"];
        for (target, level, written) in [
            ("common::clock", Level::TRACE, Level::TRACE),
            ("common", Level::ERROR, Level::ERROR),
            ("twin_functions::me", Level::DEBUG, Level::DEBUG),
            ("other::metric", Level::ERROR, Level::INFO),
            ("other::metric", Level::TRACE, Level::TRACE),
            ("other", Level::TRACE, Level::WARN),
            ("other", Level::ERROR, Level::ERROR),
            // A crate whose name begins with one of ours is not ours.
            ("twinkle::request", Level::TRACE, Level::WARN),
            ("common_http", Level::TRACE, Level::WARN),
            ("hyper::common", Level::TRACE, Level::WARN),
            ("", Level::TRACE, Level::WARN),
        ] {
            assert_eq!(
                level_of(target, level, &metrics),
                written,
                "{target} {level}"
            );
        }
    }
}
