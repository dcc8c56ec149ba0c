//! Changes of the catalogue: each has a number, which is the catalogue's version afterwards.
//!
//! The rules that must not break: **a change and its cause are one transaction**, so that a
//! version that was published is found and installable from the very next call; **versions have
//! no gaps**, because each change holds only for the version that it follows; and **the counters
//! of a package's installs say which version may be installed**, so that an installation is
//! refused from the moment at which its package is suspended.
//!
//! Whoever publishes, suspends, orphans or removes a package reads the [`Head`] first, then what
//! it decides by, and commits the parts of [`Head::change`] with its own. Where the part
//! [`HEAD`] refuses, another change came first: all of it is to be read again.
//!
//! ```no_run
//! # use provider::catalogue::{self, Head, ListingChange};
//! # use provider::catalogue::entry::Entry;
//! # async fn f(table: &dynamo::Table, clock: &common::Clock, queues: &webhooks::Queues)
//! #     -> Result<(), common::Fault> {
//! # async fn decide(_: &dynamo::Table) -> Entry { unimplemented!() }
//! let mut tries = dynamo::Tries::new(8);
//! while tries.next().await {
//!     let head = Head::read(table).await?;
//!     let entry = decide(table).await;
//!     let listed = head.change(&ListingChange::Put(&entry), clock.now())?;
//!     let transaction = dynamo::Transaction::new("publishing").and(listed.parts);
//!     if transaction.commit(table).await?.is_done() {
//!         queues.send(&listed.message).await;
//!         break;
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use common::{Fault, Timestamp};
use dynamo::{Change, Part, Table, n};
use serde::{Deserialize, Serialize};
use serde_json::json;
use webhooks::{Message, Queue};

use super::entry::Entry;
use super::layout;
use super::snapshot::SnapshotPlace;
use crate::id::PackageId;
use crate::install::counters;

/// The name of the part that is refused where another change of the catalogue came first.
pub const HEAD: &str = "catalogue";
/// The queue whose worker makes snapshots.
pub const QUEUE: Queue = Queue {
    name: "catalogue",
    code: 'c',
    variable: "CATALOGUE_URL",
};
/// The message that asks for a snapshot: one for all changes that it has not been sent for yet.
const REBUILD: &str = "rebuild";

/// The names of the head's attributes.
const VERSION: &str = "version";
const SNAPSHOT: &str = "snapshot";

/// The catalogue's version, and the snapshot that holds most of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of the last change; 0 before the first.
    pub version: u64,
    /// The newest snapshot; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotPlace>,
}

/// A change of what is listed.
#[derive(Clone, Copy, Debug)]
pub enum ListingChange<'a> {
    /// The package stands in the catalogue as this says.
    Put(&'a Entry),
    /// It leaves the catalogue.
    Remove(PackageId),
}

/// What a transaction that changes the catalogue must hold, and what is to be sent after it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The parts: 12 of them.
    pub parts: Vec<Part>,
    /// The message that is stored by one of them.
    pub message: Message,
    /// The catalogue's version afterwards.
    pub version: u64,
}

/// A change as it is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub version: u64,
    pub at: Timestamp,
    #[serde(flatten)]
    pub kind: RecordKind,
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum RecordKind {
    /// A package was listed, or changed.
    Entry(Box<Entry>),
    /// A package was removed.
    Removed(PackageId),
    /// A snapshot was made: its counts and ratings hold from here on.
    Snapshot(SnapshotPlace),
}

impl Head {
    /// The catalogue's head as it stands.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn read(table: &Table) -> Result<Self, Fault> {
        Ok(table.get(layout::head()).await?.unwrap_or_default())
    }

    /// What a transaction must hold that makes this change of the catalogue.
    ///
    /// # Errors
    /// It can't be written as items: a fault of ours.
    pub fn change(&self, change: &ListingChange<'_>, now: Timestamp) -> Result<Listed, Fault> {
        let (package, listed, kind) = match change {
            ListingChange::Put(entry) => {
                let key = layout::entry(entry.package_id);
                let put = Change::put(key, entry)?;
                let kind = RecordKind::Entry(Box::new((*entry).clone()));
                (entry.package_id, put, kind)
            }
            ListingChange::Remove(package) => (
                *package,
                Change::delete(layout::entry(*package)),
                RecordKind::Removed(*package),
            ),
        };
        let installable = match change {
            ListingChange::Put(entry) if entry.status.is_installable() => Some(entry.version_id),
            _ => None,
        };
        let (version, mut parts) = self.next(kind, now, |head| head)?;
        // The same id for all changes: the last one's message stands for the others.
        let message = Message::new(
            QUEUE,
            layout::tenant(),
            REBUILD,
            &json!({ "version": version }),
        );
        parts.push(Part::new("catalogue entry", listed));
        parts.push(Part::new("catalogue message", message.store(now)?));
        parts.extend(counters::open_for(package, installable));
        Ok(Listed {
            parts,
            message,
            version,
        })
    }

    /// The parts that log a change, and the version that it makes.
    pub(super) fn next(
        &self,
        kind: RecordKind,
        at: Timestamp,
        with: impl FnOnce(Change) -> Change,
    ) -> Result<(u64, Vec<Part>), Fault> {
        let version = self.version + 1;
        let record = Record { version, at, kind };
        let head = Change::upsert(layout::head())
            .if_absent_or_is(VERSION, n(self.version))
            .set(VERSION, n(version));
        let log = Change::insert(layout::log(version), &record)?;
        let parts = vec![Part::new(HEAD, with(head)), Part::new("catalogue log", log)];
        Ok((version, parts))
    }

    /// The parts that make a snapshot the newest, and the version that this makes.
    pub(super) fn snapshot_made(
        &self,
        place: &SnapshotPlace,
        at: Timestamp,
    ) -> Result<(u64, Vec<Part>), Fault> {
        let value = dynamo::attribute(place)?;
        let kind = RecordKind::Snapshot(place.clone());
        self.next(kind, at, |head| head.set(SNAPSHOT, value))
    }
}
