//! The catalogue in a process's memory: a snapshot's index, and a small one of what has changed
//! since.
//!
//! The rules that must not break: **each list is made after the changes were looked at**, with a
//! consistent read of those that this process does not have, so that a package is found by the
//! very next call after it was published; and **a version is always the same list**, because it
//! depends on a snapshot and the changes up to it alone, not on the time or the process.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use common::{Clock, Fault, Timestamp};
use dynamo::{List, Table};
use tokio::sync::Mutex;

use super::change::{Head, Record, RecordKind};
use super::entry::Entry;
use super::index::{Index, Listed, MeanRating, Place, Query};
use super::layout;
use super::snapshot::{self, SnapshotPlace};
use crate::id::PackageId;

/// Tries of reading a snapshot that is replaced meanwhile.
const TRIES: u32 = 3;
/// The greatest version that the log has room for.
const LAST_VERSION: u64 = 999_999_999_999;

/// A page of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The version that it is of: asked for again, the next page follows this one.
    pub version: u64,
    /// How many packages the whole list has.
    pub total: usize,
    /// Those of the page that can still be seen.
    pub packages: Vec<Listed>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// This version of the catalogue is not kept any more, or there never was one.
    #[error("this version of the catalogue is gone: ask without it")]
    Gone,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

/// The catalogue, as a process reads it.
#[derive(Debug)]
pub struct Catalogue {
    table: Table,
    clock: Clock,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    current: Option<Arc<State>>,
    /// What pages of an earlier version are made from: one snapshot before the current one, or
    /// another that was asked for.
    former: Option<Arc<State>>,
}

/// A snapshot, and the changes since.
#[derive(Debug)]
struct State {
    base: Arc<Base>,
    /// The changes that the snapshot does not hold, in their order, without a gap.
    records: Vec<Record>,
    /// All of them, on the snapshot.
    delta: Delta,
    /// The version that it answers for.
    version: u64,
}

/// A snapshot in memory.
#[derive(Debug)]
struct Base {
    place: Option<SnapshotPlace>,
    /// The first version whose counts and ratings are the snapshot's.
    since: u64,
    index: Index,
    mean: MeanRating,
}

/// What changes make of a snapshot.
#[derive(Debug)]
struct Delta {
    /// Packages that are not as the snapshot has them.
    changed: HashSet<PackageId>,
    index: Index,
}

impl Base {
    /// That of a catalogue that has no snapshot yet.
    fn empty() -> Self {
        Self::of(None, 0, Vec::new())
    }

    fn of(place: Option<SnapshotPlace>, since: u64, packages: Vec<Listed>) -> Self {
        Self {
            place,
            since,
            mean: MeanRating::of(packages.iter().map(|package| &package.figures)),
            index: Index::of(packages),
        }
    }

    fn through(&self) -> u64 {
        self.place.as_ref().map_or(0, |place| place.through)
    }
}

impl Delta {
    fn of(base: &Base, records: &[Record]) -> Self {
        let mut changed: BTreeMap<PackageId, Option<&Entry>> = BTreeMap::new();
        for record in records {
            match &record.kind {
                RecordKind::Entry(entry) => changed.insert(entry.package_id, Some(entry)),
                RecordKind::Removed(package) => changed.insert(*package, None),
                RecordKind::Snapshot(_) => None,
            };
        }
        let entries = changed.values().flatten();
        let listed = entries.map(|entry| Listed {
            figures: base
                .index
                .get(entry.package_id)
                .map(|known| known.figures)
                .unwrap_or_default(),
            entry: (*entry).clone(),
        });
        Self {
            index: Index::of(listed),
            changed: changed.keys().copied().collect(),
        }
    }
}

impl State {
    fn of(base: Arc<Base>, records: Vec<Record>) -> Self {
        let version = records.last().map_or(base.through(), |last| last.version);
        Self {
            delta: Delta::of(&base, &records),
            version: version.max(base.since),
            base,
            records,
        }
    }

    /// Whether it can answer for this version.
    fn has(&self, version: u64) -> bool {
        (self.base.since..=self.version).contains(&version)
    }

    /// A package as it stands.
    fn get(&self, id: PackageId) -> Option<&Listed> {
        if self.delta.changed.contains(&id) {
            self.delta.index.get(id)
        } else {
            self.base.index.get(id)
        }
    }

    /// All packages that lists show, in no order.
    fn all(&self) -> impl Iterator<Item = &Listed> {
        let unchanged = self
            .base
            .index
            .all()
            .filter(|listed| !self.delta.changed.contains(&listed.entry.package_id));
        unchanged.chain(self.delta.index.all())
    }

    /// The packages of a page, and how many there are in all. They are those of a version, whether
    /// they can still be seen or not.
    fn page(
        &self,
        version: u64,
        query: &Query,
        offset: usize,
        limit: usize,
    ) -> (usize, Vec<Listed>) {
        let earlier;
        let delta = if version == self.version {
            &self.delta
        } else {
            let until = self
                .records
                .partition_point(|record| record.version <= version);
            earlier = Delta::of(&self.base, self.records.get(..until).unwrap_or_default());
            &earlier
        };
        let mean = self.base.mean;
        let unchanged = self
            .base
            .index
            .matching(query, mean)
            .filter(|((_, id), _)| !delta.changed.contains(id));
        let mut found: Vec<(Place, &Listed)> =
            unchanged.chain(delta.index.matching(query, mean)).collect();
        let (total, wanted) = (found.len(), offset.saturating_add(limit));
        if wanted < total {
            found.select_nth_unstable_by_key(wanted, |(place, _)| *place);
            found.truncate(wanted);
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        let page = found.into_iter().skip(offset).take(limit);
        (total, page.map(|(_, listed)| listed.clone()).collect())
    }
}

impl Catalogue {
    /// With nothing in memory.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            memory: Mutex::default(),
        }
    }

    /// A page of the packages that a query asks for: of the present version, or of one that an
    /// earlier page was of. A package that left the catalogue since is left out of its page, and
    /// moves no other.
    ///
    /// # Errors
    /// As [`PageError`] says.
    pub async fn page(
        &self,
        query: &Query,
        offset: usize,
        limit: usize,
        version: Option<u64>,
    ) -> Result<Page, PageError> {
        let (current, former) = self.states(version).await?;
        let now = self.clock.now();
        let version = version.unwrap_or(current.version);
        let state = former.as_ref().unwrap_or(&current);
        let (total, mut packages) = state.page(version, query, offset, limit);
        packages.retain(|listed| {
            let id = listed.entry.package_id;
            current
                .get(id)
                .is_some_and(|listed| listed.entry.is_listed(now))
        });
        Ok(Page {
            version,
            total,
            packages,
        })
    }

    /// The counts and ratings that lists order a package by.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn listed(&self, package: PackageId) -> Result<Option<Listed>, Fault> {
        let mut memory = self.memory.lock().await;
        let state = self.refresh(&mut memory).await?;
        Ok(state.get(package).cloned())
    }

    /// The present state, and the one that answers for an earlier version where that is another.
    async fn states(
        &self,
        version: Option<u64>,
    ) -> Result<(Arc<State>, Option<Arc<State>>), PageError> {
        let mut memory = self.memory.lock().await;
        let current = self.refresh(&mut memory).await?;
        let former = match version {
            Some(version) if version > current.version => return Err(PageError::Gone),
            Some(version) if !current.has(version) => {
                let known = memory.former.as_ref().filter(|former| former.has(version));
                let former = match known {
                    Some(former) => Arc::clone(former),
                    None => Arc::new(self.load_former(version).await?.ok_or(PageError::Gone)?),
                };
                memory.former = Some(Arc::clone(&former));
                Some(former)
            }
            _ => None,
        };
        Ok((current, former))
    }

    /// The state of this moment.
    async fn refresh(&self, memory: &mut Memory) -> Result<Arc<State>, Fault> {
        let before = memory.current.take();
        let state = match &before {
            Some(known) => match self.catch_up(known).await? {
                Caught::Unchanged => Arc::clone(known),
                Caught::Changed(state) => Arc::from(state),
                Caught::Lost => Arc::new(self.load().await?),
            },
            None => Arc::new(self.load().await?),
        };
        if let Some(known) = before.filter(|known| known.base.since != state.base.since) {
            memory.former = Some(known);
        }
        memory.current = Some(Arc::clone(&state));
        Ok(state)
    }

    /// What the changes that came since make of a state.
    async fn catch_up(&self, known: &Arc<State>) -> Result<Caught, Fault> {
        let new = self.changes(known.version + 1, LAST_VERSION).await?;
        if new.is_empty() {
            return Ok(Caught::Unchanged);
        }
        if !follow(&new, known.version) {
            return Ok(Caught::Lost);
        }
        let made = last_snapshot(&new);
        let mut records = known.records.clone();
        let base = match made {
            None => Arc::clone(&known.base),
            Some((since, place)) if place.through >= known.base.through() => {
                let Some(packages) = snapshot::load(&self.table, place).await? else {
                    return Ok(Caught::Lost);
                };
                Arc::new(Base::of(Some(place.clone()), since, packages))
            }
            // An older one was made the newest by a worker that was slow.
            Some(_) => return Ok(Caught::Lost),
        };
        records.extend(new);
        records.retain(|record| record.version > base.through());
        Ok(Caught::Changed(Box::new(State::of(base, records))))
    }

    /// The state of this moment, from the table alone.
    async fn load(&self) -> Result<State, Fault> {
        let mut tries = dynamo::Tries::new(TRIES);
        while tries.next().await {
            let head = Head::read(&self.table).await?;
            let through = head.snapshot.as_ref().map_or(0, |place| place.through);
            let records = self.changes(through + 1, LAST_VERSION);
            let (packages, records) = match &head.snapshot {
                None => (Some(Vec::new()), records.await?),
                Some(place) => {
                    let packages = snapshot::load(&self.table, place);
                    let (packages, records) = futures::future::join(packages, records).await;
                    (packages?, records?)
                }
            };
            let since = last_snapshot_of(&records, head.snapshot.as_ref());
            // A newer snapshot was made, and this one was removed, while they were read.
            let (Some(packages), true, Some(since)) = (packages, follow(&records, through), since)
            else {
                continue;
            };
            let base = Base::of(head.snapshot, since, packages);
            return Ok(State::of(Arc::new(base), records));
        }
        Err(Fault::unavailable(
            "reading the catalogue",
            "its snapshot was replaced, time and again",
        ))
    }

    /// The state that answers for a version before the current snapshot; nothing where that is not
    /// kept any more.
    async fn load_former(&self, version: u64) -> Result<Option<State>, Fault> {
        let log = self.changes(0, LAST_VERSION).await?;
        let until = log.partition_point(|record| record.version <= version);
        let (before, after) = log.split_at_checked(until).unwrap_or_default();
        let (base, through) = match last_snapshot(before) {
            Some((since, place)) => match snapshot::load(&self.table, place).await? {
                Some(packages) => (
                    Base::of(Some(place.clone()), since, packages),
                    place.through,
                ),
                None => return Ok(None),
            },
            // The whole log is there: no snapshot had been made yet.
            None => (Base::empty(), 0),
        };
        // It answers for the versions before the next snapshot.
        let epoch = after
            .iter()
            .take_while(|record| !matches!(record.kind, RecordKind::Snapshot(_)));
        let records: Vec<_> = before
            .iter()
            .chain(epoch)
            .filter(|record| record.version > through)
            .cloned()
            .collect();
        let state = follow(&records, through).then(|| State::of(Arc::new(base), records));
        Ok(state.filter(|state| state.has(version)))
    }

    async fn changes(&self, from: u64, to: u64) -> Result<Vec<Record>, Fault> {
        List::of("reading changes of the catalogue", layout::LOG)
            .between(layout::log_place(from), layout::log_place(to))
            .read(&self.table)
            .await
    }

    /// All packages that lists show, with the version they are of and the last snapshot: what a
    /// new snapshot is made from. Those of them that have changed since that one come with a mark.
    pub(super) async fn everything(&self) -> Result<Everything, Fault> {
        let mut memory = self.memory.lock().await;
        let state = self.refresh(&mut memory).await?;
        let now = self.clock.now();
        let packages = state.all().filter(|listed| listed.entry.is_listed(now));
        let changed = |listed: &Listed| state.delta.changed.contains(&listed.entry.package_id);
        Ok(Everything {
            version: state.version,
            snapshot: state.base.place.clone(),
            is_changed: !state.delta.changed.is_empty(),
            packages: packages
                .map(|listed| (listed.clone(), changed(listed)))
                .collect(),
            at: now,
        })
    }
}

/// See [`Catalogue::everything`].
#[derive(Debug)]
pub(super) struct Everything {
    pub version: u64,
    pub snapshot: Option<SnapshotPlace>,
    pub is_changed: bool,
    pub packages: Vec<(Listed, bool)>,
    pub at: Timestamp,
}

/// What became of a state when the changes since were read.
enum Caught {
    Unchanged,
    Changed(Box<State>),
    /// Some of them are not there any more: the process stood still for long.
    Lost,
}

/// Whether changes follow a version and each other without a gap.
fn follow(records: &[Record], version: u64) -> bool {
    records
        .iter()
        .zip(version + 1..)
        .all(|(record, expected)| record.version == expected)
}

/// The last snapshot that changes made, and the version from which on it is the newest.
fn last_snapshot(records: &[Record]) -> Option<(u64, &SnapshotPlace)> {
    records.iter().rev().find_map(|record| match &record.kind {
        RecordKind::Snapshot(place) => Some((record.version, place)),
        _ => None,
    })
}

/// The version from which on this snapshot is the newest, where it still is.
fn last_snapshot_of(records: &[Record], place: Option<&SnapshotPlace>) -> Option<u64> {
    match (last_snapshot(records), place) {
        (Some((since, last)), Some(place)) if last.id == place.id => Some(since),
        (None, None) => Some(0),
        _ => None,
    }
}
