//! Runs of the conformance suite, and their reports.
//!
//! A run's item is its lock: one run a version at a time. It stands in the index of what is due,
//! so that a run whose function ended goes on in a worker.

use common::id::fresh;
use common::{Fault, Timestamp};
use dynamo::due::{self, DUE_AT, DUE_SHARD};
use dynamo::{Change, Committed, Item, Transaction, Tries, n, s};
use serde::{Deserialize, Serialize};

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
/// How long a function works on a run before another may take it, in milliseconds.
pub const LEASE_MILLIS: i64 = 60_000;
/// How long a run may last, in milliseconds. Then the report is made of what there is.
pub const MOST_MILLIS: i64 = 15 * 60_000;
/// Runs that a worker takes in one go.
const AT_ONCE: i32 = 5;
const STARTING: &str = "starting a validation";
const RUN: &str = "run";
/// The attributes of a run's item.
const ID: &str = "run";
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
}

impl Packages {
    /// Begins a run for a version.
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
            let lease = now.plus_millis(LEASE_MILLIS);
            let item = with_due(packed_run(&run)?, lease).if_absent(dynamo::PK);
            let all = Transaction::new(STARTING)
                .with(RUN, item)
                .with("count", counted);
            match all.commit(&self.table).await? {
                Committed::Done => return Ok(run),
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

    /// Stores what a run has found so far, and keeps it from others for another while: false where
    /// the run is over.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn keep(&self, run: &Run) -> Result<bool, Fault> {
        let lease = self.clock.now().plus_millis(LEASE_MILLIS);
        let change = with_due(packed_run(run)?, lease).if_is(ID, s(&run.id));
        let kept = change.apply(&self.table, "storing a validation").await?;
        Ok(kept.done().is_some())
    }

    /// The runs that their functions left: each is then this caller's for another while.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn left_runs(&self) -> Result<Vec<Run>, Fault> {
        let now = self.clock.now();
        let mut runs = Vec::new();
        for due in due::list(&self.table, layout::RUNS, now, AT_ONCE).await? {
            let claimed = due
                .claim(&self.table, now.plus_millis(LEASE_MILLIS))
                .await?;
            runs.extend(claimed.map(|item| read_run(&item)).transpose()?);
        }
        Ok(runs)
    }

    /// Gives a run back to the worker at once.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn hand_over(&self, run: &Run) -> Result<(), Fault> {
        let change = with_due(packed_run(run)?, self.clock.now()).if_is(ID, s(&run.id));
        change
            .apply(&self.table, "handing a validation over")
            .await?;
        Ok(())
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

    /// Whether a run of this version is at work.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn is_running(&self, package: PackageId, version: VersionId) -> Result<bool, Fault> {
        let item = self.table.get_item(layout::run(package, version)).await?;
        Ok(item.is_some())
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
        .set("version", s(run.version)))
}

fn with_due(change: Change, at: Timestamp) -> Change {
    change.set(DUE_SHARD, s(layout::RUNS)).set(DUE_AT, s(at))
}

fn read_run(item: &Item) -> Result<Run, Fault> {
    let doing = "reading a validation";
    let stored: Stored = unpack(doing, item)?;
    let text = |name: &str| {
        let value = item.get(name).and_then(|value| value.as_s().ok());
        value.ok_or_else(|| Fault::internal(doing, format!("the item has no {name}")))
    };
    let wrong = |e: common::id::NotAnId| Fault::internal(doing, e);
    Ok(Run {
        id: text(ID)?.clone(),
        package: text("package")?.parse().map_err(wrong)?,
        version: text("version")?.parse().map_err(wrong)?,
        setup: stored.setup,
        samples: stored.samples,
    })
}
