//! Where the catalogue stands in the table.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | the catalogue's version, and which snapshot holds it | `cat` | `head` |
//! | a change of the catalogue | `cat#log` | its version, 12 digits |
//! | a part of a snapshot | `cat#snap` | `<snapshot>#<part, 3 digits>` |
//! | a package's entry | `<package>#cat` | `entry` |
//! | a part of a picture | `pic#<SHA-256>` | its number |
//! | that a snapshot is to be made (see [`webhooks::outbox`]) | `cat#out` | `rebuild` |
//!
//! A search reads `cat#log` alone, so that nothing else can throttle it.

use common::Tenant;
use dynamo::Key;

use super::entry::PictureHash;
use super::snapshot::SnapshotId;
use crate::id::PackageId;

const CATALOGUE: &str = "cat";
/// The partition of the changes, in their order.
pub const LOG: &str = "cat#log";
/// The partition of the snapshots.
pub(super) const SNAPSHOTS: &str = "cat#snap";

/// Whose the catalogue's messages are.
pub(super) fn tenant() -> Tenant {
    Tenant::new(CATALOGUE)
}

/// The catalogue's version.
pub fn head() -> Key {
    Key::new(CATALOGUE, "head")
}

/// The sort key of the change that made a version.
pub(super) fn log_place(version: u64) -> String {
    format!("{version:012}")
}

/// The change that made a version.
pub fn log(version: u64) -> Key {
    Key::new(LOG, log_place(version))
}

/// What the sort keys of a snapshot's parts begin with.
pub(super) fn snapshot_prefix(snapshot: SnapshotId) -> String {
    format!("{snapshot}#")
}

/// A part of a snapshot.
pub fn snapshot(snapshot: SnapshotId, part: usize) -> Key {
    Key::new(
        SNAPSHOTS,
        format_args!("{}{part:03}", snapshot_prefix(snapshot)),
    )
}

/// The snapshot that a part is of, by the part's sort key.
pub(super) fn snapshot_of(sk: &str) -> Option<SnapshotId> {
    sk.split_once('#')?.0.parse().ok()
}

/// A package's entry.
pub fn entry(package: PackageId) -> Key {
    Key::new(format_args!("{package}#cat"), "entry")
}

/// The partition of a picture's parts.
pub(super) fn picture_partition(hash: PictureHash) -> String {
    format!("pic#{hash}")
}

/// A part of a picture.
pub fn picture(hash: PictureHash, part: usize) -> Key {
    Key::new(picture_partition(hash), part)
}
