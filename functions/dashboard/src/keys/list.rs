//! `GET /twin/keys`: all keys of the account, those that live first, each kind newest first.

use serde::Serialize;
use shared::access::{Owner, keys};
use shared::http::Reply;
use shared::{App, Error};

use super::{KeyView, Status, with_use};

#[derive(Serialize)]
struct Keys {
    keys: Vec<KeyView>,
}

/// Answers with all keys.
///
/// # Errors
/// The table can't be reached.
pub async fn list(app: &'static App, owner: Owner, (): ()) -> Result<Reply, Error> {
    let mut records = keys::list(&app.table, owner.user_id).await?;
    records.reverse();
    let mut keys = with_use(app, owner.user_id, &records).await?;
    keys.sort_by_key(|key| key.status != Status::Active);
    Reply::json(&Keys { keys })
}
