//! Figures of the calls that reach providers: how many there were, how long they took, and how
//! they failed.
//!
//! * [`sketch`]: latencies in buckets.
//! * [`span`]: the five minutes, hours and days that figures are kept for.
//! * [`record`](mod@record): calls are counted, each once however often its message comes.
//! * [`roll`]: five minutes become hours, and hours days.
//! * [`history`]: the figures of a capability, for any part of the last 30 days.
//! * [`alert`]: whether a capability is slower or fails more often than it used to.
//! * [`certification`]: how good a published package is, by its last report and its figures.
//! * [`layout`]: where all of it stands in the table.
//!
//! The rules that must not break: **a call is counted once**, in the span that it was made in; and
//! **spans are disjoint**: what one becomes part of no longer stands beside it.

pub mod alert;
pub mod certification;
pub mod history;
pub mod layout;
pub mod record;
pub mod roll;
pub mod sketch;
pub mod span;

use std::collections::BTreeMap;
use std::ops::AddAssign;

use dynamo::{Change, Item};
use serde::Serialize;

pub use history::History;
pub use record::{Call, record};
pub use sketch::Sketch;
pub use span::Span;

use crate::runtime::call::ErrorClass;
use sketch::Bucket;

/// The attribute of all calls, which each record changes.
pub(crate) const CALLS: &str = "calls";
/// What the names of attributes begin with that count failures.
const FAILED: &str = "e_";

/// Figures of a number of calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// All calls.
    pub calls: u64,
    /// Those that failed, by the word of their [`ErrorClass`].
    pub failed: BTreeMap<String, u64>,
    /// How long they took, those that failed too.
    pub latencies: Sketch,
}

impl Figures {
    /// Adds a call.
    pub fn add(&mut self, call: &Call) {
        self.calls += 1;
        if let Some(class) = call.failed {
            *self.failed.entry(class.to_string()).or_default() += 1;
        }
        self.latencies.record(call.took());
    }

    /// Calls that failed.
    pub fn failures(&self) -> u64 {
        self.failed.values().sum()
    }

    /// Calls that no provider answered, or only by a status.
    pub fn unavailable(&self) -> u64 {
        let those = [
            ErrorClass::Unreachable,
            ErrorClass::Timeout,
            ErrorClass::Reset,
            ErrorClass::Credentials,
            ErrorClass::Status,
        ];
        let count = |class: ErrorClass| self.failed.get(class.as_str()).copied().unwrap_or(0);
        those.into_iter().map(count).sum()
    }

    /// The share of calls that failed, 0 to 1; none without a call.
    pub fn error_rate(&self) -> Option<f64> {
        (self.calls > 0).then(|| self.failures() as f64 / self.calls as f64)
    }

    /// The share of calls that the provider answered, 0 to 1; none without a call.
    pub fn availability(&self) -> Option<f64> {
        let unavailable = self.unavailable();
        (self.calls > 0).then(|| 1.0 - unavailable as f64 / self.calls as f64)
    }

    /// As an item has them; other attributes are passed over.
    pub(crate) fn of_item(item: &Item) -> Self {
        let mut figures = Self::default();
        for (name, value) in item {
            let count = value.as_n().ok().and_then(|count| count.parse().ok());
            let Some(count) = count else {
                continue;
            };
            if name == CALLS {
                figures.calls = count;
            } else if let Some(class) = name.strip_prefix(FAILED) {
                figures.failed.insert(class.to_owned(), count);
            } else if let Some(bucket) = Bucket::of_name(name) {
                figures.latencies.add(bucket, count);
            }
        }
        figures
    }

    /// The change, which adds them to an item.
    pub(crate) fn added(&self, change: Change) -> Change {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let change = change.add(CALLS, count(self.calls));
        let failed = self.failed.iter().fold(change, |change, (class, n)| {
            change.add(&format!("{FAILED}{class}"), count(*n))
        });
        self.latencies
            .buckets()
            .fold(failed, |change, (bucket, n)| {
                change.add(&bucket.name(), count(n))
            })
    }
}

impl AddAssign<&Self> for Figures {
    fn add_assign(&mut self, other: &Self) {
        self.calls += other.calls;
        for (class, count) in &other.failed {
            *self.failed.entry(class.clone()).or_default() += count;
        }
        self.latencies += &other.latencies;
    }
}

/// Figures as a provider sees them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CallFigures"))]
pub struct Summary {
    /// Calls that reached the provider, or tried to.
    pub calls: u64,
    /// The median latency in milliseconds, to within 2 %; null without a call.
    pub p50_ms: Option<f64>,
    /// The latency that 95 % of the calls are not above.
    pub p95_ms: Option<f64>,
    /// The latency that 99 % of the calls are not above.
    pub p99_ms: Option<f64>,
    /// The share of calls that failed, 0 to 1; null without a call.
    pub error_rate: Option<f64>,
    /// The share of calls that the provider answered, 0 to 1; null without a call.
    pub availability: Option<f64>,
    /// Failed calls by their kind.
    pub errors: BTreeMap<String, u64>,
}

impl Summary {
    /// Of figures.
    pub fn of(figures: &Figures) -> Self {
        let percentile = |percent| {
            let latency = figures.latencies.percentile(percent)?;
            Some(rounded(latency.as_secs_f64() * 1_000.0, 10.0))
        };
        let share = |share: Option<f64>| share.map(|share| rounded(share, 1_000_000.0));
        Self {
            calls: figures.calls,
            p50_ms: percentile(50),
            p95_ms: percentile(95),
            p99_ms: percentile(99),
            error_rate: share(figures.error_rate()),
            availability: share(figures.availability()),
            errors: figures.failed.clone(),
        }
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CapabilityId;
    use common::Timestamp;
    use dynamo::{Key, n, s};

    #[test]
    fn figures_are_read_as_they_are_written() {
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let mut figures = Figures::default();
        for (micros, failed) in [
            (900, None),
            (120_000, None),
            (5_000_000, Some(ErrorClass::Timeout)),
            (80_000, Some(ErrorClass::Provider)),
        ] {
            let capability = CapabilityId::new(now);
            figures.add(&Call {
                id: "inv_1".to_owned(),
                capability,
                at: now,
                micros,
                failed,
            });
        }
        assert_eq!((figures.failures(), figures.unavailable()), (2, 1));
        assert_eq!(figures.error_rate(), Some(0.5));
        assert_eq!(figures.availability(), Some(0.75));
        // What `added` adds is what `of_item` reads.
        let mut item = Item::from([(CALLS.to_owned(), n(4_u32)), ("pk".to_owned(), s("cap"))]);
        for (class, count) in &figures.failed {
            item.insert(format!("{FAILED}{class}"), n(*count));
        }
        for (bucket, count) in figures.latencies.buckets() {
            item.insert(bucket.name(), n(count));
        }
        assert_eq!(Figures::of_item(&item), figures);
        let _change = figures.added(Change::upsert(Key::new("a", "b")));
    }

    #[test]
    fn a_summary_of_nothing_has_no_rates() {
        let summary = Summary::of(&Figures::default());
        assert_eq!((summary.calls, summary.p50_ms), (0, None));
        assert_eq!((summary.error_rate, summary.availability), (None, None));
    }
}
