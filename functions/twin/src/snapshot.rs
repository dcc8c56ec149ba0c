//! `GET /snapshots/:id`: one snapshot's metadata, of whatever status.

use shared::access::KeyHolder;
use shared::http::{Input, Query, Reply, Request};
use shared::id::SnapshotId;
use shared::{App, Error};

/// Which snapshot.
#[derive(Debug)]
pub struct Which(SnapshotId);

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        // What can't be an id is the id of no snapshot.
        let id = request.param("id").ok_or(Error::SnapshotNotFound)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

/// Answers its metadata.
///
/// # Errors
/// The account has no such snapshot, whoever else may.
pub async fn view(app: &'static App, caller: KeyHolder, Which(id): Which) -> Result<Reply, Error> {
    let found = app.snapshots.view(&caller.account, id).await?;
    Reply::json(&*found.ok_or(Error::SnapshotNotFound)?)
}
