//! `GET /twin/webhooks/:id`: one webhook.

use ::surface::{Error, Json, Reply};
use webhooks::webhook::{self, WebhookView};

use super::WebhookPath;
use crate::{Dashboard, Owner, refusals};

/// Answers the webhook.
///
/// # Errors
/// The account has no such webhook, whether or not another account does.
pub async fn view(
    context: &'static Dashboard,
    owner: Owner,
    WebhookPath(id): WebhookPath,
) -> Result<Reply<Json<WebhookView>>, Error> {
    let webhook = webhook::find(&context.table, &owner.tenant(), id)
        .await
        .map_err(refusals::webhook)?;
    Reply::sorted(&WebhookView::new(&webhook, context.clock.now()))
}
