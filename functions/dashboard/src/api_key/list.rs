//! `GET /twin/keys`: all keys of the account, live ones first, each kind newest first.

use ::surface::{Error, Json, Reply};
use serde::Serialize;
use twin::api_key;

use super::{KeyStatus, KeyView, with_use};
use crate::{Dashboard, Owner};

/// All keys, those that live first, each kind newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Keys {
    keys: Vec<KeyView>,
}

/// Answers all keys.
///
/// # Errors
/// There is no such account any more.
pub async fn list(
    context: &'static Dashboard,
    owner: Owner,
    (): (),
) -> Result<Reply<Json<Keys>>, Error> {
    let mut records = api_key::list(&context.table, owner.user_id).await?;
    records.reverse();
    let mut keys = with_use(context, owner.user_id, &records).await?;
    keys.sort_by_key(|key| key.status != KeyStatus::Active);
    Reply::json(&Keys { keys })
}
