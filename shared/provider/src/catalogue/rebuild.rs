//! New snapshots: made when something was listed, and from time to time for the counts and ratings.

use common::{Clock, Fault};
use dynamo::{Committed, Table, Transaction, Tries};
use futures::{StreamExt, TryStreamExt};

use super::change::Head;
use super::index::Listed;
use super::reader::{Catalogue, Everything};
use super::snapshot;
use crate::install::counters;

/// Pages of a version that was replaced can be asked for, for so many milliseconds: an hour.
pub const PAGES_KEPT: i64 = 3_600_000;
/// Packages whose installs are counted at a time.
const AT_ONCE: usize = 16;
/// Tries of making a snapshot the newest while packages are published.
const TRIES: u32 = 12;

/// Of which packages installs and ratings are counted anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Of those that have changed.
    Changed,
    /// Of all.
    All,
}

/// What became of a snapshot that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// It is the newest, of so many packages.
    Made {
        /// The catalogue's version with it.
        version: u64,
        /// How many packages it holds.
        packages: usize,
        /// How many items and changes could be removed for it.
        removed: usize,
    },
    /// Nothing has changed since the last one.
    Unchanged,
    /// Another worker made one meanwhile.
    Superseded,
}

/// Makes a snapshot of the catalogue as it stands, and removes what no page can ask for any more.
///
/// # Errors
/// The table can't be reached.
pub async fn rebuild(table: &Table, clock: &Clock, counting: Counting) -> Result<Rebuilt, Fault> {
    let catalogue = Catalogue::new(table.clone(), clock.clone());
    let found = catalogue.everything().await?;
    if counting == Counting::Changed && !found.is_changed && found.snapshot.is_some() {
        return Ok(Rebuilt::Unchanged);
    }
    let (through, former) = (found.version, found.snapshot.clone());
    let packages = count(table, found, counting).await?;
    let place = snapshot::store(table, &packages, through, clock.now()).await?;
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let head = Head::read(table).await?;
        let is_former = head.snapshot.as_ref().map(|newest| newest.id)
            == former.as_ref().map(|former| former.id);
        if !is_former {
            snapshot::discard(table, &place).await?;
            return Ok(Rebuilt::Superseded);
        }
        let (version, parts) = head.snapshot_made(&place, place.at)?;
        let transaction = Transaction::new("making a snapshot the newest").and(parts);
        if transaction.commit(table).await? == Committed::Done {
            let removed = snapshot::clean(table, clock.now(), PAGES_KEPT).await?;
            let packages = place.packages;
            return Ok(Rebuilt::Made {
                version,
                packages,
                removed,
            });
        }
    }
    snapshot::discard(table, &place).await?;
    Err(Fault::unavailable(
        "making a snapshot the newest",
        "packages were published meanwhile, time and again",
    ))
}

async fn count(table: &Table, found: Everything, counting: Counting) -> Result<Vec<Listed>, Fault> {
    let now = found.at;
    let counted = found
        .packages
        .into_iter()
        .map(|(mut listed, changed)| async move {
            if changed || counting == Counting::All {
                let package = listed.entry.package_id;
                listed.figures = counters::figures_and_clean(table, package, now).await?;
            }
            Ok::<_, Fault>(listed)
        });
    futures::stream::iter(counted)
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}
