//! `DELETE /twin/keys/:id`: ends a key, for good. Again is the same.

use shared::access::{Owner, keys};
use shared::http::Reply;
use shared::{App, Error};

use super::one;
use super::view::Which;

/// Revokes the key: once this has answered, nobody gets in with it.
///
/// # Errors
/// The account has no such key, whoever else may.
pub async fn revoke(app: &'static App, owner: Owner, Which(id): Which) -> Result<Reply, Error> {
    let record = keys::revoke(&app.table, owner.user_id, id, app.clock.now()).await?;
    if let Some(message) = keys::ended(&record, keys::Ending::Revoked) {
        app.tell(&message).await;
    }
    one(app, owner.user_id, record).await
}
