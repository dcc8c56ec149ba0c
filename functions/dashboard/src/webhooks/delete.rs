//! `DELETE /twin/webhooks/:id`: ends a webhook. What waits for it goes nowhere any more.

use shared::access::Owner;
use shared::events::endpoint;
use shared::http::Reply;
use shared::{App, Error};

use super::view::Which;

/// Deletes the webhook.
///
/// # Errors
/// The account has no such webhook, whoever else may.
pub async fn delete(app: &'static App, owner: Owner, Which(id): Which) -> Result<Reply, Error> {
    endpoint::remove(&app.table, owner.user_id, id).await?;
    Ok(Reply::nothing())
}
