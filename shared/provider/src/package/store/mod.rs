//! Packages in the table.
//!
//! The rules that must not break: **a package and its versions change together or not at all**,
//! each only as it was read (its `revision`); **a slug is one package's**, and no two companies
//! have slugs in the catalogue that can be mistaken for one another; **a descriptor never
//! changes**; and **whoever publishes, suspends or orphans a package changes the catalogue in the
//! same transaction**.
//!
//! * `create`: packages and versions.
//! * `change`: what developers edit.
//! * `listed`: what the catalogue shows.
//! * `publish`: submission, review, publication.
//! * `stop`: suspension by an operator, orphaning by the deletion of an app.
//! * `run`: runs of the conformance suite, and their reports.

mod change;
mod create;
mod listed;
mod publish;
mod run;
mod stop;

use std::fmt;

use common::config::{ConfigError, Environment};
use common::{Clock, Fault, Timestamp};
use dynamo::{Change, Key, List, Part, Table, Transaction, n};
use serde::{Deserialize, Serialize};
use webhooks::Message;

pub use change::PackageChange;
pub use create::{Created, NewPackage, NewVersion};
pub use publish::{Decision, Waiting};
pub use run::{Callable, KeepRun, LEASE_MILLIS, Run, RunPlace, VALIDATIONS, keep_no_run};

use super::descriptor::{Capability, Name};
use super::layout;
use super::model::PackageStatus;
use super::packed::{self, PACKED};
use super::semver::Semver;
use super::slug::Slug;
use super::tier::RiskTier;
use super::version::{NotNext, Version};
use super::{Package, Status};
use crate::id::{CapabilityId, DeveloperId, PackageId, VersionId};

/// Packages of a developer account, at most.
pub const PACKAGES: u64 = 50;
/// Versions of a package, at most.
pub const VERSIONS: u32 = 200;
/// Tries of a change that others come before.
const TRIES: u32 = 8;
/// The attribute that counts a package's or version's changes.
const REVISION: &str = "revision";

/// Durations, which tests rehearse by a clock of their own.
#[derive(Clone, Copy, Debug)]
pub struct Durations {
    /// How long an orphaned package stays in the catalogue, in milliseconds.
    pub orphaned_millis: i64,
    /// How old a report may be when its version is submitted, in milliseconds.
    pub report_millis: i64,
}

impl Default for Durations {
    fn default() -> Self {
        const DAY: i64 = 86_400_000;
        Self {
            orphaned_millis: 30 * DAY,
            report_millis: 7 * DAY,
        }
    }
}

impl Durations {
    /// Those of the environment: `PACKAGE_ORPHANED_DAYS`, `PACKAGE_REPORT_DAYS`.
    ///
    /// # Errors
    /// A setting is no number of days.
    pub fn read(environment: &Environment) -> Result<Self, ConfigError> {
        let default = Self::default();
        let days = |name, default: i64| -> Result<i64, ConfigError> {
            let days: Option<u16> = environment.parsed(name)?;
            Ok(days.map_or(default, |days| i64::from(days) * 86_400_000))
        };
        Ok(Self {
            orphaned_millis: days("PACKAGE_ORPHANED_DAYS", default.orphaned_millis)?,
            report_millis: days("PACKAGE_REPORT_DAYS", default.report_millis)?,
        })
    }
}

/// Packages and all that is theirs.
#[derive(Clone, Debug)]
pub struct Packages {
    table: Table,
    clock: Clock,
    durations: Durations,
}

/// The outcome of a change, with the messages that were stored with it and are to be sent now.
#[derive(Clone, Debug)]
pub struct Stored<T> {
    /// The outcome.
    pub value: T,
    /// The messages.
    pub messages: Vec<Message>,
}

/// A package with one of its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The package.
    pub package: Package,
    /// The version.
    pub version: Version,
}

impl Pair {
    /// How far the version is.
    pub fn status(&self) -> Status {
        self.version.status(&self.package)
    }
}

/// Makes the part, named [`webhooks::KEPT`], of a transaction that stores the answer for an
/// `Idempotency-Key`, if there is one: of the package and version as they will stand.
pub type Keep<'a> = &'a (dyn Fn(&Pair) -> Result<Option<Part>, Fault> + Sync);

/// Stores no answer.
///
/// # Errors
/// None: the signature is that of a [`Keep`].
pub fn keep_nothing(_: &Pair) -> Result<Option<Part>, Fault> {
    Ok(None)
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The developer has no such package.
    #[error("there is no such package")]
    NoPackage,
    /// The package has no such version.
    #[error("there is no such version")]
    NoVersion,
    /// No version of this identifier waits for review.
    #[error("no such version waits for review")]
    NoReview,
    /// The developer has no such app.
    #[error("there is no such app")]
    NoApp,
    /// The account has as many packages as it may.
    #[error("the account has {PACKAGES} packages, the most there may be")]
    TooManyPackages,
    /// The package has as many versions as it may.
    #[error("the package has {VERSIONS} versions, the most there may be")]
    TooManyVersions,
    /// Another package has the slug.
    #[error("the slug is taken")]
    SlugTaken,
    /// Another company's published package has a slug that differs in one character.
    #[error("the slug differs in one character from {0}, which another company has published")]
    SlugTooSimilar(Slug),
    /// The tier that was stated is below that of the riskiest capability.
    #[error("the riskiest capability is {0}")]
    TierTooLow(RiskTier),
    /// The number is used.
    #[error("{number} was created by {by} at {at}")]
    NumberTaken {
        /// The number.
        number: Semver,
        /// Who created it.
        by: DeveloperId,
        /// When.
        at: Timestamp,
        /// How far it is.
        status: Status,
    },
    /// The number is not ahead of the published one.
    #[error("must be greater than the published version, {0}")]
    NumberBehind(Semver),
    /// The status does not lead there.
    #[error(transparent)]
    NotNext(#[from] NotNext),
    /// There is no report that allows a submission, and why.
    #[error("{0}")]
    NotValidated(&'static str),
    /// The package stands in the way, by its status.
    #[error("the package is {0}")]
    Stopped(PackageStatus),
    /// The version is published.
    #[error("the version is published")]
    Live,
    /// A run of the suite for this version is at work.
    #[error("a validation of this version is at work")]
    Running,
    /// As many runs as there may be in an hour were made.
    #[error("{VALIDATIONS} validations were made this hour")]
    TooManyRuns {
        /// Seconds until there may be another.
        retry_after: u64,
    },
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// Other changes kept coming first.
    #[error("other changes of the package came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What stands under a capability's identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CapabilityOf {
    /// Its package.
    pub package_id: PackageId,
    /// Its name there.
    pub name: Name,
}

/// Whose a slug is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SlugOf {
    package_id: PackageId,
    developer_id: DeveloperId,
}

/// An item that is its key alone.
#[derive(Clone, Copy, Debug, Serialize)]
struct Pointer {}

impl Packages {
    /// The packages of a table.
    pub fn new(table: Table, clock: Clock, durations: Durations) -> Self {
        Self {
            table,
            clock,
            durations,
        }
    }

    /// A package.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn find(&self, package: PackageId) -> Result<Option<Package>, Fault> {
        self.table.get(layout::package(package)).await
    }

    /// A developer's package. Another's is as one that there is not.
    ///
    /// # Errors
    /// [`PackageError::NoPackage`].
    pub async fn owned(
        &self,
        developer: DeveloperId,
        package: PackageId,
    ) -> Result<Package, PackageError> {
        let found = self.find(package).await?;
        let own = found.filter(|found| found.developer_id == developer);
        own.ok_or(PackageError::NoPackage)
    }

    /// All packages of a developer, the newest first.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn of_developer(&self, developer: DeveloperId) -> Result<Vec<Package>, Fault> {
        let pk = layout::of_developer(developer);
        let ids: Vec<PackageId> = self.ids("listing packages", pk).await?;
        let keys: Vec<_> = ids.into_iter().map(layout::package).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let items = self.table.get_items(keys).await?;
        let mut found = items
            .into_iter()
            .map(dynamo::read::<Package>)
            .collect::<Result<Vec<_>, _>>()?;
        found.sort_by_key(|package| std::cmp::Reverse(package.id));
        Ok(found)
    }

    /// All versions of a package, the greatest number first.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn versions(&self, package: PackageId) -> Result<Vec<Version>, Fault> {
        let list = List::of("listing versions", layout::versions(package));
        let mut all: Vec<Version> = list.read(&self.table).await?;
        all.sort_by_key(|version| std::cmp::Reverse(version.version));
        Ok(all)
    }

    /// A version of a package.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn version(
        &self,
        package: PackageId,
        version: VersionId,
    ) -> Result<Option<Version>, Fault> {
        self.table.get(layout::version(package, version)).await
    }

    /// A developer's package and one of its versions.
    ///
    /// # Errors
    /// [`PackageError::NoPackage`], [`PackageError::NoVersion`].
    pub async fn pair(
        &self,
        developer: DeveloperId,
        package: PackageId,
        version: VersionId,
    ) -> Result<Pair, PackageError> {
        let package = self.owned(developer, package).await?;
        let version = self.version(package.id, version).await?;
        let version = version.ok_or(PackageError::NoVersion)?;
        Ok(Pair { package, version })
    }

    /// The descriptors of a version, sorted by name.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn capabilities(
        &self,
        package: PackageId,
        version: VersionId,
    ) -> Result<Vec<Capability>, Fault> {
        let doing = "reading descriptors";
        let list = List::of(doing, layout::descriptors(package))
            .prefix(layout::descriptor_prefix(version));
        let items = list.items(&self.table).await?;
        items
            .iter()
            .map(|item| packed::unpack(doing, item))
            .collect()
    }

    /// The descriptor of one capability of a version.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn capability(
        &self,
        package: PackageId,
        version: VersionId,
        name: &Name,
    ) -> Result<Option<Capability>, Fault> {
        let key = layout::descriptor(package, version, name);
        let item = self.table.get_item(key).await?;
        item.map(|item| packed::unpack("reading a descriptor", &item))
            .transpose()
    }

    /// The package of a capability, and its name there.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn of_capability(&self, id: CapabilityId) -> Result<Option<CapabilityOf>, Fault> {
        self.table.get(layout::capability(id)).await
    }

    /// The slug of another company's published package that this one could be mistaken for.
    async fn similar(&self, slug: &Slug, developer: DeveloperId) -> Result<Option<Slug>, Fault> {
        for length in slug.lengths_nearby() {
            let list = List::of("comparing slugs", layout::slugs(length));
            for item in list.items(&self.table).await? {
                let key = Key::of_item(&item);
                let owner: SlugOf = dynamo::read(item)?;
                let other = key.and_then(|key| key.sk().parse::<Slug>().ok());
                if let Some(other) = other
                    && owner.developer_id != developer
                    && other.is_near(slug)
                {
                    return Ok(Some(other));
                }
            }
        }
        Ok(None)
    }

    /// The identifiers that a partition's sort keys are.
    async fn ids<T: std::str::FromStr>(
        &self,
        doing: &'static str,
        pk: String,
    ) -> Result<Vec<T>, Fault>
    where
        T::Err: fmt::Display,
    {
        let items = List::of(doing, pk)
            .attributes(&[])
            .items(&self.table)
            .await?;
        let keys = items.iter().filter_map(Key::of_item);
        keys.map(|key| {
            let id = key.sk().parse::<T>();
            id.map_err(|e| Fault::internal(doing, e.to_string()))
        })
        .collect()
    }
}

/// The change of a package that was read at a revision, which it moves on.
fn changed(before: u32, after: &mut Package, now: Timestamp) -> Result<Change, Fault> {
    after.revision = before + 1;
    after.updated_at = now;
    let put = Change::put(layout::package(after.id), after)?.if_is(REVISION, n(before));
    Ok(match after.orphaned {
        // What has left the catalogue is not due any more.
        Some(orphaned) if after.live.is_some() => put
            .set(dynamo::due::DUE_SHARD, dynamo::s(layout::REMOVALS))
            .set(dynamo::due::DUE_AT, dynamo::s(orphaned.removal_at)),
        _ => put,
    })
}

/// The change of a version that was read at a revision.
fn advanced(before: u32, after: &Version) -> Result<Change, Fault> {
    let key = layout::version(after.package_id, after.id);
    Ok(Change::put(key, after)?.if_is(REVISION, n(before)))
}

/// The part of a transaction that changes a package.
const PACKAGE: &str = "package";
/// The part that changes a version.
const VERSION: &str = "version";

/// A transaction that stores messages, too.
fn with_messages(
    all: Transaction,
    messages: &[Message],
    now: Timestamp,
) -> Result<Transaction, Fault> {
    messages.iter().try_fold(all, |all, message| {
        Ok(all.with("message", message.store(now)?))
    })
}

/// A packed value as an item's change.
fn packed_item<T: Serialize>(doing: &'static str, key: Key, value: &T) -> Result<Change, Fault> {
    Ok(Change::upsert(key).set(PACKED, packed::pack(doing, value)?))
}
