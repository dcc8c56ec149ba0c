//! Runs of the conformance suite, and their reports.
//!
//! A run's item is its lock: one run a version at a time. **The item decides**, and a message is
//! only a wake-up: a function works on a run under a lease that it holds alone, and a run that
//! nobody holds stands in the index of what is due until a worker takes it. A run that has not
//! ended in its time is over, whatever became of the functions that had it.

use common::id::fresh;
use common::{Fault, Timestamp};
use dynamo::due::{self, DUE_AT, DUE_SHARD};
use dynamo::{Change, Committed, Item, Part, Transaction, Tries, n, s};
use serde::{Deserialize, Serialize};
use webhooks::KEPT;

use super::{PackageError, Packages, Pair, TRIES, VERSION, advanced, packed_item};
use crate::conformance::plan::Against;
use crate::conformance::{Report, SUITE, Samples, Setup};
use crate::id::{DeveloperId, PackageId, VersionId};
use crate::package::packed::{PACKED, pack, unpack};
use crate::package::version::ReportSummary;
use crate::package::{Status, layout};

/// Runs of a package in an hour, at most.
pub const VALIDATIONS: u64 = 6;
const HOUR_MILLIS: i64 = 3_600_000;
/// How long a function works on a run before another may take it, in milliseconds: longer than any
/// function that does has.
pub const LEASE_MILLIS: i64 = 90_000;
/// How long a wake-up has before the sweep sends another, in milliseconds.
const WAKE_UP_MILLIS: i64 = 60_000;
/// How long a run may last, in milliseconds. Then the report is made of what there is.
pub const MOST_MILLIS: i64 = 15 * 60_000;
/// How long that may take, in milliseconds. Then the run is over without a report.
const GRACE_MILLIS: i64 = 5 * 60_000;
/// How long the item of a run that is over may stay, in seconds.
const KEPT_SECONDS: i64 = 86_400;
/// Runs that a sweep wakes up, at most.
const AT_ONCE: i32 = 50;
const STARTING: &str = "starting a validation";
const RUN: &str = "run";
/// The attributes of a run's item: its identifier, until when a function has it, when it is over.
const ID: &str = "run";
const LEASE: &str = "lease";
const OVER: &str = "over";
/// The attributes of the count of an hour's runs.
const HOUR: &str = "hour";
const COUNT: &str = "n";

/// A run at work.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its identifier, which no other run has.
    pub id: String,
    /// The package.
    pub package: PackageId,
    /// The version.
    pub version: VersionId,
    /// What it is about.
    pub setup: Setup,
    /// What it has found so far.
    pub samples: Samples,
    /// Until when it is this function's alone.
    pub lease: Timestamp,
}

/// What of a run is stored, compressed.
#[derive(Serialize, Deserialize)]
struct Stored {
    setup: Setup,
    samples: Samples,
}

/// The runtime that a run calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callable {
    /// Whether there is a runtime that may be called.
    pub runtime: bool,
    /// Whether its endpoint is an HTTPS one.
    pub https: bool,
    /// Whether addresses on this machine are allowed, as in development.
    pub local: bool,
}

impl Run {
    /// When it ends at the latest.
    pub fn ends_at(&self) -> Timestamp {
        self.setup.at.plus_millis(MOST_MILLIS)
    }

    /// When another may begin, even if this one has not ended.
    fn over_at(&self) -> Timestamp {
        self.setup.at.plus_millis(MOST_MILLIS + GRACE_MILLIS)
    }
}

/// Where a run stands: what a wake-up says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunPlace {
    /// The package.
    pub package_id: PackageId,
    /// The version.
    pub version_id: VersionId,
}

impl Run {
    /// Where it stands.
    pub fn place(&self) -> RunPlace {
        RunPlace {
            package_id: self.package,
            version_id: self.version,
        }
    }
}

/// Makes the part, named [`webhooks::KEPT`], of a transaction that stores the answer for an
/// `Idempotency-Key`, if there is one: of the run as it begins.
pub type KeepRun<'a> = &'a (dyn Fn(&Run) -> Result<Option<Part>, Fault> + Sync);

/// Stores no answer.
///
/// # Errors
/// None: the signature is that of a [`KeepRun`].
pub fn keep_no_run(_: &Run) -> Result<Option<Part>, Fault> {
    Ok(None)
}

impl Packages {
    /// Begins a run for a version. It is the caller's until its lease ends.
    ///
    /// # Errors
    /// [`PackageError::Running`], [`PackageError::TooManyRuns`]; [`PackageError::NotNext`] where
    /// the version is withdrawn.
    pub async fn begin(
        &self,
        developer: DeveloperId,
        package: PackageId,
        version: VersionId,
        callable: Callable,
        keep: KeepRun<'_>,
    ) -> Result<Run, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let pair = self.pair(developer, package, version).await?;
            if pair.version.stage == Status::Withdrawn {
                return Err(crate::package::version::NotNext {
                    from: Status::Withdrawn,
                    to: Status::Validated,
                }
                .into());
            }
            let now = self.clock.now();
            let run = self.run_of(&pair, callable, now).await?;
            let counted = self.count_run(package, now).await?;
            let item = held(packed_run(&run)?, run.lease).if_absent_or_below(OVER, s(now));
            let all = Transaction::new(STARTING)
                .with(RUN, item)
                .with("count", counted)
                .and(keep(&run)?);
            match all.commit(&self.table).await? {
                Committed::Done => return Ok(run),
                Committed::Refused(refused) if refused.by(KEPT) => {
                    return Err(PackageError::Repeated);
                }
                Committed::Refused(refused) if refused.by(RUN) => {
                    return Err(PackageError::Running);
                }
                // Another run began meanwhile.
                Committed::Refused(_) => {}
            }
        }
        Err(PackageError::Busy)
    }

    async fn run_of(
        &self,
        pair: &Pair,
        callable: Callable,
        now: Timestamp,
    ) -> Result<Run, PackageError> {
        let against = match pair.package.live.filter(|live| *live != pair.version.id) {
            Some(live) => self.version(pair.package.id, live).await?,
            None => None,
        };
        let id = fresh(now);
        let seed = u64::from_be_bytes(*id.to_bytes().last_chunk().unwrap_or(&[0; 8]));
        Ok(Run {
            id: id.to_string(),
            package: pair.package.id,
            version: pair.version.id,
            setup: Setup {
                suite: SUITE,
                seed,
                at: now,
                version: pair.version.version,
                risk_tier: pair.version.risk_tier,
                content_hash: pair.version.content_hash.clone(),
                presented: pair.package.presented(),
                against: against.map(|live| Against {
                    version_id: live.id,
                    version: live.version,
                }),
                runtime: callable.runtime,
                https: callable.https,
                local: callable.local,
            },
            samples: Samples::default(),
            lease: now.plus_millis(LEASE_MILLIS),
        })
    }

    /// The change that counts a run of this hour.
    async fn count_run(&self, package: PackageId, now: Timestamp) -> Result<Change, PackageError> {
        let key = layout::runs(package);
        let hour = n(u64::try_from(now.millis() / HOUR_MILLIS).unwrap_or(0));
        let before = self.table.get_item(key.clone()).await?.unwrap_or_default();
        let count = number(&before, COUNT);
        let expires = now.seconds() + 2 * HOUR_MILLIS / 1_000;
        match before.get(HOUR) {
            Some(seen) if *seen == hour => {
                if count >= VALIDATIONS {
                    let left = HOUR_MILLIS - now.millis().rem_euclid(HOUR_MILLIS);
                    let retry_after = u64::try_from(left / 1_000).unwrap_or(0) + 1;
                    return Err(PackageError::TooManyRuns { retry_after });
                }
                Ok(Change::update(key)
                    .if_is(HOUR, hour)
                    .if_is(COUNT, n(count))
                    .add(COUNT, 1))
            }
            // The hour that was read is over, or none was.
            Some(seen) => Ok(Change::update(key)
                .if_is(HOUR, seen.clone())
                .set(HOUR, hour)
                .set(COUNT, n(1_u64))
                .expires(expires)),
            None => Ok(Change::upsert(key)
                .if_absent(HOUR)
                .set(HOUR, hour)
                .set(COUNT, n(1_u64))
                .expires(expires)),
        }
    }

    /// Takes a run that no function has: it is the caller's until its lease ends. Nothing where
    /// there is none, or a function has it.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn take_run(&self, place: RunPlace) -> Result<Option<Run>, Fault> {
        let now = self.clock.now();
        let lease = now.plus_millis(LEASE_MILLIS);
        let key = layout::run(place.package_id, place.version_id);
        let taken = held(Change::update(key), lease)
            .if_absent_or_at_most(LEASE, s(now))
            .apply(&self.table, "taking a validation")
            .await?;
        taken.done().map(|item| read_run(&item)).transpose()
    }

    /// Stores what a run has found so far, and gives it up: any worker may take it. False where it
    /// was not the caller's any more.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn hand_over(&self, run: &Run) -> Result<bool, Fault> {
        let wanted = self.clock.now().plus_millis(WAKE_UP_MILLIS);
        let change = with_due(packed_run(run)?, wanted)
            .remove(LEASE)
            .if_is(ID, s(&run.id))
            .if_is(LEASE, s(run.lease));
        let handed = change
            .apply(&self.table, "handing a validation over")
            .await?;
        Ok(handed.done().is_some())
    }

    /// The runs that no function has, and for which no wake-up came: each needs another one. Those
    /// that are over are removed.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn left_runs(&self) -> Result<Vec<RunPlace>, Fault> {
        let now = self.clock.now();
        let mut left = Vec::new();
        for due in due::list(&self.table, layout::RUNS, now, AT_ONCE).await? {
            let next = now.plus_millis(WAKE_UP_MILLIS);
            let Some(item) = due.claim(&self.table, next).await? else {
                continue;
            };
            let over = item.get(OVER).and_then(|over| over.as_s().ok());
            if over.is_none_or(|over| *over < now.to_string()) {
                let doing = "removing a validation that did not end";
                tracing::error!(target: "provider::validation", key = due.key().pk(), "{doing}");
                let change = Change::delete(due.key().clone());
                let change = match item.get(ID) {
                    Some(id) => change.if_is(ID, id.clone()),
                    None => change,
                };
                change.apply(&self.table, doing).await?;
                continue;
            }
            left.push(place_of(&item)?);
        }
        Ok(left)
    }

    /// Ends a run: stores its report, and what follows for the version. Where the run was ended
    /// already, what was stored then stands.
    ///
    /// # Errors
    /// [`PackageError::NoVersion`].
    pub async fn finish(&self, run: &Run, report: &Report) -> Result<Pair, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let package = self.find(run.package).await?;
            let package = package.ok_or(PackageError::NoPackage)?;
            let before = self.version(run.package, run.version).await?;
            let before = before.ok_or(PackageError::NoVersion)?;
            let mut after = before.clone();
            let summary = ReportSummary {
                score: report.score,
                passing: report.passing,
                lists_itself: report.lists_itself,
                at: report.at,
                content_hash: report.content_hash.clone(),
                presented: run.setup.presented.hash(),
                against: run.setup.against.as_ref().map(|against| against.version_id),
            };
            after.judged(summary, self.clock.now());
            if !after.stage.is_frozen() {
                after.pictures = report.pictures();
            }
            let key = layout::report(run.package, run.version);
            let run_key = layout::run(run.package, run.version);
            let all = Transaction::new("storing a report")
                .with(VERSION, advanced(before.revision, &after)?)
                .with("report", packed_item("packing a report", key, report)?)
                .with(RUN, Change::delete(run_key).if_is(ID, s(&run.id)));
            match all.commit(&self.table).await? {
                Committed::Done => {
                    let version = after;
                    return Ok(Pair { package, version });
                }
                Committed::Refused(refused) if refused.by(RUN) => {
                    let version = before;
                    return Ok(Pair { package, version });
                }
                // The version was submitted or withdrawn meanwhile.
                Committed::Refused(_) => {}
            }
        }
        Err(PackageError::Busy)
    }

    /// The last report of a version.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn report(
        &self,
        package: PackageId,
        version: VersionId,
    ) -> Result<Option<Report>, Fault> {
        let item = self
            .table
            .get_item(layout::report(package, version))
            .await?;
        item.map(|item| unpack("reading a report", &item))
            .transpose()
    }

    /// When the run of this version began that is at work; none where none is.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn running_since(
        &self,
        package: PackageId,
        version: VersionId,
    ) -> Result<Option<Timestamp>, Fault> {
        let item = self.table.get_item(layout::run(package, version)).await?;
        let run = item.map(|item| read_run(&item)).transpose()?;
        let now = self.clock.now();
        Ok(run
            .filter(|run| run.over_at() >= now)
            .map(|run| run.setup.at))
    }
}

fn number(item: &Item, name: &str) -> u64 {
    let number = item
        .get(name)
        .and_then(|value| value.as_n().ok()?.parse().ok());
    number.unwrap_or(0)
}

fn packed_run(run: &Run) -> Result<Change, Fault> {
    let stored = Stored {
        setup: run.setup.clone(),
        samples: run.samples.clone(),
    };
    Ok(Change::upsert(layout::run(run.package, run.version))
        .set(PACKED, pack(STARTING, &stored)?)
        .set(ID, s(&run.id))
        .set("package", s(run.package))
        .set("version", s(run.version))
        .set(OVER, s(run.over_at()))
        .expires(run.over_at().seconds() + KEPT_SECONDS))
}

fn with_due(change: Change, at: Timestamp) -> Change {
    change.set(DUE_SHARD, s(layout::RUNS)).set(DUE_AT, s(at))
}

/// A run that a function has until then; the index lists it afterwards.
fn held(change: Change, until: Timestamp) -> Change {
    with_due(change, until).set(LEASE, s(until))
}

const READING: &str = "reading a validation";

fn member<'a>(item: &'a Item, name: &str) -> Result<&'a String, Fault> {
    let value = item.get(name).and_then(|value| value.as_s().ok());
    value.ok_or_else(|| Fault::internal(READING, format!("the item has no {name}")))
}

fn place_of(item: &Item) -> Result<RunPlace, Fault> {
    let wrong = |e: common::id::NotAnId| Fault::internal(READING, e);
    Ok(RunPlace {
        package_id: member(item, "package")?.parse().map_err(wrong)?,
        version_id: member(item, "version")?.parse().map_err(wrong)?,
    })
}

fn read_run(item: &Item) -> Result<Run, Fault> {
    let stored: Stored = unpack(READING, item)?;
    let place = place_of(item)?;
    // Without a lease nobody has it.
    let lease = member(item, LEASE).ok().and_then(|at| at.parse().ok());
    Ok(Run {
        id: member(item, ID)?.clone(),
        package: place.package_id,
        version: place.version_id,
        lease: lease.unwrap_or(stored.setup.at),
        setup: stored.setup,
        samples: stored.samples,
    })
}
