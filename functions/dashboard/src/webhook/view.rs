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
    let (table, tenant) = (&context.table, owner.tenant());
    let webhook = webhook::find(table, &tenant, id)
        .await
        .map_err(refusals::webhook)?;
    let probe = webhook::find_probe(table, &tenant, id).await?;
    let now = context.clock.now();
    Reply::sorted(&WebhookView::new(&webhook, probe.as_ref(), now))
}
