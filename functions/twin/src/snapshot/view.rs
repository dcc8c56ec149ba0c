//! `GET /snapshots/:id`: one snapshot's metadata, of whatever status.

use ::surface::{Error, Input, Json, Query, Reply, Request};
use twin::id::SnapshotId;
use twin::snapshot::Snapshot;

use crate::{KeyHolder, SNAPSHOT_NOT_FOUND, Twin};

/// Which snapshot.
#[derive(Debug)]
pub struct SnapshotPath(SnapshotId);

impl<C> Input<C> for SnapshotPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        // What can't be an id is the id of no snapshot.
        let id = request.param("id").ok_or_else(not_found)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

/// The account has no such snapshot, whether or not another account has.
pub(crate) fn not_found() -> Error {
    SNAPSHOT_NOT_FOUND.refuse(
        "This account has no such snapshot. GET /v1/public/twin/historic lists those it has.",
    )
}

/// Answers its metadata.
///
/// # Errors
/// The account has no such snapshot.
pub async fn view(
    context: &'static Twin,
    caller: KeyHolder,
    SnapshotPath(id): SnapshotPath,
) -> Result<Reply<Json<Snapshot>>, Error> {
    let snapshot = context.snapshots.find(&caller.account, id).await?;
    Reply::json(&*snapshot.ok_or_else(not_found)?)
}
