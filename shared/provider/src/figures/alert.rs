//! Alerts: a capability is slower, or fails more often, than in its last 30 days.
//!
//! When five minutes are over in which a capability was called, the last hour is compared with the
//! 30 days before the last one. Both the hour and those five minutes must be bad, so that neither a
//! short burst nor what is over already counts. An alert opens at the second bad comparison in a
//! row and is resolved at the third good one, where good means less than 80 % of the way to the
//! threshold: so what hovers at a threshold neither opens nor ends one time and again.

use std::time::Duration;

use common::{Fault, Timestamp, words};
use dynamo::due::{self, DUE_AT, DueItem};
use dynamo::{Change, Committed, Item, Table, Transaction, n, s};
use serde::{Deserialize, Serialize};

use super::roll::roll;
use super::span::Length;
use super::{Figures, History, Span, layout};
use crate::id::{AlertId, AppId, CapabilityId, PackageId};
use crate::package::Package;
use crate::package::layout as packages;
use crate::package::store::CapabilityOf;

const HOUR: i64 = 3_600_000;
/// The windows, in milliseconds: the first in which there are enough calls.
const WINDOWS: [i64; 3] = [HOUR, 6 * HOUR, 24 * HOUR];
/// Enough calls of a window, or of what it is compared with.
const ENOUGH: u64 = 50;
/// Calls of the last five minutes that are enough to say that it is over.
const ENOUGH_SHORT: u64 = 10;
/// The part of 30 days that is compared with nothing: the last one. In milliseconds.
const NEW: i64 = 24 * HOUR;
/// Bad comparisons in a row that open an alert, and good ones that resolve it.
const OPENS: u8 = 2;
const RESOLVES: u8 = 3;
/// How far up to a threshold is still good.
const GOOD: f64 = 0.8;
/// Five minutes that ended so long ago are compared with nothing any more. In milliseconds.
const TOO_LATE: i64 = HOUR;
/// The least availability.
const AVAILABLE: f64 = 0.95;
/// How much more may fail than before.
const FAILING: f64 = 0.01;
/// The factor of Wilson's bounds for 95 %.
const Z: f64 = 1.96;
/// A worker's lease on what is due, in milliseconds.
const LEASE: i64 = 60_000;
/// Items of a shard that are looked at in one go.
const AT_ONCE: i32 = 25;
/// Alerts that are resolved are kept for so long, in seconds: 90 days.
const KEPT: i64 = 90 * 86_400;
/// The attribute of five minutes that were compared.
const LOOKED_AT: &str = "looked";
/// The attribute that changes with each write of a watch.
const REVISION: &str = "revision";

words!(
    /// What an alert is about.
    stored Metric as "AlertMetric" {
        /// The latency that 95 % of the calls are not above.
        Latency = "latency";
        /// The share of calls that fail.
        Errors = "errors";
        /// The share of calls that are answered.
        Availability = "availability";
    }
);
words!(
    /// How bad it is.
    stored Severity {
        /// Worth knowing.
        Info = "info";
        /// Users notice it.
        Warning = "warning";
        /// Users are stopped by it.
        Critical = "critical";
    }
);
words!(
    /// Whether it is still so.
    stored AlertStatus {
        /// It is.
        Open = "open";
        /// It is over.
        Resolved = "resolved";
    }
);

/// An alert, as its app sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// Its identifier.
    pub id: AlertId,
    /// The capability.
    pub capability_id: CapabilityId,
    /// The package.
    pub package_id: PackageId,
    /// What it is about.
    pub metric: Metric,
    /// How bad it is, at its worst.
    pub severity: Severity,
    /// Whether it is still so.
    pub status: AlertStatus,
    /// What was measured when it changed last: milliseconds, or a share from 0 to 1.
    pub value: f64,
    /// What it was in the 30 days before; null where there were too few calls.
    pub baseline: Option<f64>,
    /// What it must not pass.
    pub threshold: f64,
    /// The length of what was measured, in minutes.
    pub window_minutes: u32,
    /// The calls in it.
    pub calls: u64,
    /// When it opened.
    pub opened_at: Timestamp,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
}

/// A comparison of what is new with what was.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Of what.
    pub metric: Metric,
    /// How bad it is; none where it passes no threshold.
    pub severity: Option<Severity>,
    /// Whether it is well below all thresholds.
    pub is_good: bool,
    value: f64,
    baseline: Option<f64>,
    threshold: f64,
    window_minutes: u32,
    calls: u64,
}

/// Compares what is new with what was. Nothing where there are too few calls.
pub fn compare(history: &History, now: Timestamp) -> Vec<Comparison> {
    let window = |millis: i64| history.touching(now.plus_millis(-millis), now);
    let windows = WINDOWS.iter().map(|&millis| (millis, window(millis)));
    let enough = windows.into_iter().find(|(_, w)| w.calls >= ENOUGH);
    let Some((millis, long)) = enough else {
        return Vec::new();
    };
    let last = Span::of(Length::Slot, now.plus_millis(-5 * 60_000));
    let short = history.within(last.start(), last.end());
    let short = (short.calls >= ENOUGH_SHORT).then_some(short);
    let before = history.touching(
        now.plus_millis(-super::history::KNOWN),
        now.plus_millis(-NEW),
    );
    let before = (before.calls >= ENOUGH).then_some(before);
    let sides = Sides {
        long: &long,
        short: short.as_ref(),
        before: before.as_ref(),
        window_minutes: u32::try_from(millis / 60_000).unwrap_or(u32::MAX),
    };
    [sides.latency(), sides.errors(), Some(sides.availability())]
        .into_iter()
        .flatten()
        .collect()
}

struct Sides<'a> {
    long: &'a Figures,
    short: Option<&'a Figures>,
    before: Option<&'a Figures>,
    window_minutes: u32,
}

impl Sides<'_> {
    /// A comparison by thresholds, the least bad first: `long` and `short` are what was measured,
    /// where more is worse.
    fn comparison(
        &self,
        metric: Metric,
        (long, short): (f64, Option<f64>),
        baseline: Option<f64>,
        thresholds: &[(Severity, f64)],
    ) -> Comparison {
        let worst = |measured: f64| {
            let passed = thresholds.iter().filter(|(_, least)| measured > *least);
            passed.map(|(severity, _)| *severity).max()
        };
        // The less bad of the two: none is less than any.
        let severity = short.map_or_else(|| worst(long), |short| worst(short).min(worst(long)));
        let least = thresholds.first().map_or(f64::MAX, |(_, least)| *least);
        let from = baseline.unwrap_or(0.0);
        let good = from + GOOD * (least - from);
        let threshold = thresholds
            .iter()
            .find(|(of, _)| Some(*of) == severity)
            .map_or(least, |(_, least)| *least);
        Comparison {
            metric,
            severity,
            is_good: long <= good || short.is_some_and(|short| short <= good),
            value: long,
            baseline,
            threshold,
            window_minutes: self.window_minutes,
            calls: self.long.calls,
        }
    }

    fn latency(&self) -> Option<Comparison> {
        let base = p95(self.before?)?;
        let (long, short) = (p95(self.long)?, self.short.and_then(p95));
        let noticed = (1.5 * base).max(base + 100.0);
        let thresholds = [
            (Severity::Info, (1.25 * base).min(noticed)),
            (Severity::Warning, noticed),
            (Severity::Critical, (2.0 * base).max(noticed)),
        ];
        Some(self.comparison(Metric::Latency, (long, short), Some(base), &thresholds))
    }

    fn errors(&self) -> Option<Comparison> {
        let base = self.before?.error_rate()?;
        let long = least_share(self.long.failures(), self.long.calls);
        let short = self.short.and_then(Figures::error_rate);
        let thresholds = [(Severity::Warning, base + FAILING)];
        Some(self.comparison(Metric::Errors, (long, short), Some(base), &thresholds))
    }

    fn availability(&self) -> Comparison {
        let missing = |of: &Figures| 1.0 - of.availability().unwrap_or(1.0);
        let measured = (missing(self.long), self.short.map(missing));
        let thresholds = [(Severity::Critical, 1.0 - AVAILABLE)];
        let of_missing = self.comparison(Metric::Availability, measured, None, &thresholds);
        Comparison {
            value: 1.0 - of_missing.value,
            baseline: self.before.and_then(Figures::availability),
            threshold: AVAILABLE,
            ..of_missing
        }
    }
}

/// In milliseconds.
fn p95(figures: &Figures) -> Option<f64> {
    let latency: Option<Duration> = figures.latencies.percentile(95);
    latency.map(|latency| latency.as_secs_f64() * 1_000.0)
}

/// The share that is behind so many of so many, at the least: Wilson's lower bound, 95 %.
fn least_share(some: u64, of: u64) -> f64 {
    if of == 0 {
        return 0.0;
    }
    let (n, share) = (of as f64, some as f64 / of as f64);
    let middle = share + Z * Z / (2.0 * n);
    let width = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - width) / (1.0 + Z * Z / n)).max(0.0)
}

/// What is known of one metric of a capability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Watch {
    /// Which one.
    pub metric: Metric,
    /// Bad comparisons in a row.
    bad: u8,
    /// Good ones in a row.
    good: u8,
    /// The open alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Alert>,
    /// The end of the last five minutes that were compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
    revision: u64,
}

impl Watch {
    /// Of a metric of which nothing is known.
    pub fn new(metric: Metric) -> Self {
        Self {
            metric,
            bad: 0,
            good: 0,
            open: None,
            until: None,
            revision: 0,
        }
    }

    /// Takes a comparison: the alert that opened, became worse or is over by it.
    pub fn take(
        &mut self,
        comparison: &Comparison,
        (capability, package): (CapabilityId, PackageId),
        now: Timestamp,
    ) -> Option<Alert> {
        match (&mut self.open, comparison.severity) {
            (None, None) => {
                self.bad = 0;
                None
            }
            (None, Some(severity)) => {
                self.bad = self.bad.saturating_add(1);
                if self.bad < OPENS {
                    return None;
                }
                (self.bad, self.good) = (0, 0);
                let alert = Alert {
                    id: AlertId::new(now),
                    capability_id: capability,
                    package_id: package,
                    metric: self.metric,
                    severity,
                    status: AlertStatus::Open,
                    value: comparison.value,
                    baseline: comparison.baseline,
                    threshold: comparison.threshold,
                    window_minutes: comparison.window_minutes,
                    calls: comparison.calls,
                    opened_at: now,
                    resolved_at: None,
                };
                self.open = Some(alert.clone());
                Some(alert)
            }
            (Some(alert), Some(severity)) if severity > alert.severity => {
                self.good = 0;
                alert.severity = severity;
                alert.measured(comparison);
                Some(alert.clone())
            }
            (Some(alert), _) => {
                self.good = if comparison.is_good { self.good + 1 } else { 0 };
                if self.good < RESOLVES {
                    return None;
                }
                let mut alert = alert.clone();
                alert.measured(comparison);
                alert.status = AlertStatus::Resolved;
                alert.resolved_at = Some(now);
                (self.open, self.good) = (None, 0);
                Some(alert)
            }
        }
    }
}

impl Alert {
    fn measured(&mut self, comparison: &Comparison) {
        self.value = comparison.value;
        self.baseline = comparison.baseline;
        self.threshold = comparison.threshold;
        self.window_minutes = comparison.window_minutes;
        self.calls = comparison.calls;
    }

    fn put(&self, app: AppId) -> Result<Change, Fault> {
        let change = Change::put(layout::alert(app, self.id), self)?;
        Ok(match self.resolved_at {
            Some(at) => change.expires(at.seconds() + KEPT),
            None => change,
        })
    }
}

/// What a sweep did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swept {
    /// Spans that became part of a longer one.
    pub rolled: usize,
    /// Five minutes that were compared.
    pub compared: usize,
    /// Alerts that opened, became worse or are over, with their apps.
    pub alerts: Vec<(AppId, Alert)>,
}

/// Does what is due about figures: compares five minutes that are over, and makes older ones part
/// of longer spans. What is left, the next call does.
///
/// # Errors
/// The table can't be reached.
pub async fn sweep(table: &Table, shard: u8, now: Timestamp) -> Result<Swept, Fault> {
    let mut swept = Swept::default();
    for due in due::list(table, &layout::shard(shard), now, AT_ONCE).await? {
        sweep_one(table, &due, now, &mut swept).await?;
    }
    Ok(swept)
}

async fn sweep_one(
    table: &Table,
    due: &DueItem,
    now: Timestamp,
    swept: &mut Swept,
) -> Result<(), Fault> {
    let capability = layout::capability(due.key().pk());
    let (Some(capability), Ok(span)) = (capability, due.key().sk().parse::<Span>()) else {
        return Ok(());
    };
    let Some(item) = due.claim(table, now.plus_millis(LEASE)).await? else {
        return Ok(());
    };
    if !is_to_be_compared(span, &item, now) {
        swept.rolled += usize::from(roll(table, capability, span, &item).await?);
        return Ok(());
    }
    let looked = Change::update(layout::span(capability, span))
        .set(LOOKED_AT, n(1_u8))
        .set_or_remove(DUE_AT, span.rolls_at().map(s));
    let history = History::load(table, capability).await?;
    swept.compared += 1;
    let changed = watch(table, capability, &history, span.end(), looked).await?;
    swept.alerts.extend(changed);
    Ok(())
}

fn is_to_be_compared(span: Span, item: &Item, now: Timestamp) -> bool {
    span.length() == Length::Slot
        && !item.contains_key(LOOKED_AT)
        && span.end().plus_millis(TOO_LATE) > now
}

/// Stores what a comparison changes, with `looked`. Where another worker came first, nothing is
/// stored, and what is due comes again.
async fn watch(
    table: &Table,
    capability: CapabilityId,
    history: &History,
    until: Timestamp,
    looked: Change,
) -> Result<Vec<(AppId, Alert)>, Fault> {
    let comparisons = compare(history, until);
    let mut all = Transaction::new("watching a capability").with("span", looked);
    let mut alerts = Vec::new();
    let mut owner = None;
    for comparison in comparisons {
        let of_metric = |watch: &&Watch| watch.metric == comparison.metric;
        let before = history.watches.iter().find(of_metric);
        if before.is_some_and(|watch| watch.until >= Some(until)) {
            continue;
        }
        let is_quiet = before.is_none() && comparison.severity.is_none();
        if is_quiet {
            continue;
        }
        if owner.is_none() {
            owner = owner_of(table, capability).await?;
        }
        let Some((package, app)) = owner else {
            break;
        };
        let mut after = before.map_or_else(|| Watch::new(comparison.metric), Watch::clone);
        let changed = after.take(&comparison, (capability, package), until);
        after.until = Some(until);
        after.revision += 1;
        let key = layout::watch(capability, comparison.metric);
        let put = Change::put(key, &after)?.if_absent_or_is(REVISION, n(after.revision - 1));
        all = all.with("watch", put);
        if let Some(alert) = changed {
            all = all.with("alert", alert.put(app)?);
            alerts.push((app, alert));
        }
    }
    match all.commit(table).await? {
        Committed::Done => Ok(alerts),
        Committed::Refused(_) => Ok(Vec::new()),
    }
}

/// The package that a capability is of, and its app.
async fn owner_of(
    table: &Table,
    capability: CapabilityId,
) -> Result<Option<(PackageId, AppId)>, Fault> {
    let of: Option<CapabilityOf> = table.get(packages::capability(capability)).await?;
    let Some(of) = of else {
        return Ok(None);
    };
    let package: Option<Package> = table.get(packages::package(of.package_id)).await?;
    Ok(package.map(|package| (package.id, package.app_id)))
}

#[cfg(test)]
mod tests;
