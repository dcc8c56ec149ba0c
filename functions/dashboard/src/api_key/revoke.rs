//! `DELETE /twin/keys/:id`: ends a key, for good. Again is the same.

use ::surface::{Error, Json, Reply};
use twin::api_key::{self, KeyEnding};

use super::{KeyPath, KeyView, one};
use crate::{Dashboard, Owner, refusals};

/// Revokes the key: once this has answered, no call with it is admitted.
///
/// # Errors
/// The account has no such key, whether or not another account does.
pub async fn revoke(
    context: &'static Dashboard,
    owner: Owner,
    KeyPath(id): KeyPath,
) -> Result<Reply<Json<KeyView>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let record = api_key::revoke(table, owner.user_id, id, now)
        .await
        .map_err(refusals::key)?;
    if let Some(message) = api_key::ended(&record, KeyEnding::Revoked) {
        context.queues.send(&message).await;
    }
    Reply::json(&one(context, owner.user_id, record).await?)
}
