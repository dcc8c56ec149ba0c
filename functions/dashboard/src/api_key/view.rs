//! `GET /twin/keys/:id`: one key.

use ::surface::{Error, Json, Reply};
use twin::api_key;

use super::{KeyPath, KeyView, one};
use crate::{Dashboard, Owner, refusals};

/// Answers the key.
///
/// # Errors
/// The account has no such key, whether or not another account does.
pub async fn view(
    context: &'static Dashboard,
    owner: Owner,
    KeyPath(id): KeyPath,
) -> Result<Reply<Json<KeyView>>, Error> {
    let (_, record) = api_key::find(&context.table, owner.user_id, id)
        .await
        .map_err(refusals::key)?;
    Reply::json(&one(context, owner.user_id, record).await?)
}
