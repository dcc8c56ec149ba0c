//! `DELETE /twin/webhooks/:id`: ends a webhook. Its waiting deliveries are not sent any more.

use ::surface::{Error, NoContent, Reply};
use webhooks::webhook;

use super::WebhookPath;
use crate::{Dashboard, Owner, refusals};

/// Deletes the webhook.
///
/// # Errors
/// The account has no such webhook, whether or not another account does.
pub async fn delete(
    context: &'static Dashboard,
    owner: Owner,
    WebhookPath(id): WebhookPath,
) -> Result<Reply<NoContent>, Error> {
    let now = context.clock.now();
    webhook::delete(&context.table, &owner.tenant(), id, now)
        .await
        .map_err(refusals::webhook)?;
    Ok(Reply::nothing())
}
