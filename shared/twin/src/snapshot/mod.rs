//! Snapshots: metadata in one item with a copy in the list by date, the profile compressed in
//! another, and the account's item, which says how many there are and which is served by default.
//!
//! The rules that must not break: **a ready snapshot never changes**, which is why a process may
//! keep one in memory for as long as it has room; **an id is one account's**, for as long as that
//! account exists; and **its event is stored with it**, in the transaction that makes a snapshot
//! ready or failed.

mod cache;
mod model;
mod packed;
mod publication;

use std::sync::Arc;

use common::{Clock, Fault};
use dynamo::{List, Table};
use profile::{Preset, Profile};

use crate::account::Account;
use crate::id::{SnapshotId, UserId};
use crate::layout;

use cache::Cached;
pub use model::{PurchaseId, Snapshot, SnapshotPlace, Source, Status};
pub use packed::COMPRESSED_LIMIT;
pub use publication::{Publication, PublishError, Published, Stage};

/// A profile's attribute in its item.
const PROFILE: &str = "z";

/// The snapshots in the table, and those that a process keeps in memory.
#[derive(Debug)]
pub struct Snapshots {
    table: Table,
    clock: Clock,
    cached: Cached,
}

impl Snapshots {
    /// With nothing in memory.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            cached: Cached::new(),
        }
    }

    /// A snapshot's metadata; a ready one may come from memory.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn find(
        &self,
        account: &Account,
        id: SnapshotId,
    ) -> Result<Option<Arc<Snapshot>>, Fault> {
        if let Some(found) = self.cached.snapshot(account, id) {
            return Ok(Some(found));
        }
        let snapshot = self.read(account.user_id, id).await?;
        Ok(snapshot.map(|snapshot| {
            let snapshot = Arc::new(snapshot);
            if snapshot.status == Status::Ready {
                self.cached.keep_snapshot(account, &snapshot);
            }
            snapshot
        }))
    }

    /// An account's snapshots, newest first: at most `limit`, after a place in the list (see
    /// [`Snapshot::place`]).
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn list(
        &self,
        user: UserId,
        limit: usize,
        after: Option<SnapshotPlace>,
    ) -> Result<Vec<Snapshot>, Fault> {
        let all: Vec<Snapshot> = List::of("listing snapshots", layout::snapshot_list(user))
            .descending()
            .after(after.map(|place| place.to_string()))
            .limit(limit)
            .read(&self.table)
            .await?;
        Ok(all.into_iter().map(by_this_release).collect())
    }

    async fn read(&self, user: UserId, id: SnapshotId) -> Result<Option<Snapshot>, Fault> {
        let found = self.table.get(layout::snapshot(user, id)).await?;
        Ok(found.map(by_this_release))
    }

    /// The newest snapshot of a purchase, a ready one where there is one.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn of_purchase(
        &self,
        user: UserId,
        purchase: &PurchaseId,
    ) -> Result<Option<Arc<Snapshot>>, Fault> {
        // An account has a handful of snapshots a year: reading past the others is cheaper than
        // an index that every one of them would pay for.
        let all = self.list(user, usize::MAX, None).await?;
        let mut own = all
            .into_iter()
            .filter(|snapshot| snapshot.purchase_id == *purchase);
        let newest = own.next();
        let ready = newest
            .iter()
            .cloned()
            .chain(own)
            .find(|s| s.status == Status::Ready);
        Ok(ready.or(newest).map(Arc::new))
    }

    /// A ready snapshot's profile.
    ///
    /// # Errors
    /// The table can't be reached, or the profile is missing or can't be read: a fault of ours,
    /// as a ready snapshot has one.
    pub async fn profile(&self, account: &Account, id: SnapshotId) -> Result<Arc<Profile>, Fault> {
        let doing = "reading a profile";
        if let Some(found) = self.cached.profile(account, id) {
            return Ok(found);
        }
        let item = self
            .table
            .get_item(layout::profile(account.user_id, id))
            .await?;
        let bytes = item
            .as_ref()
            .and_then(|item| item.get(PROFILE))
            .and_then(|value| value.as_b().ok())
            .ok_or_else(|| Fault::internal(doing, "a ready snapshot has no profile"))?;
        let json = packed::unpack(bytes.as_ref()).map_err(|e| Fault::internal(doing, e))?;
        let profile: Profile = serde_json::from_slice(&json)
            .map_err(|e| Fault::internal(doing, packed::position(&e)))?;
        let profile = Arc::new(profile);
        self.cached.keep_profile(account, id, &profile, json.len());
        Ok(profile)
    }
}

/// The presets that a ready snapshot can serve are those of this release, not of the one that
/// took it in.
fn by_this_release(mut snapshot: Snapshot) -> Snapshot {
    if snapshot.status == Status::Ready {
        let all = Preset::ALL.iter().map(|preset| preset.slug().to_owned());
        snapshot.presets = all.collect();
    }
    snapshot
}
