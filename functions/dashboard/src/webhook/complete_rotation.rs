//! `POST /twin/webhooks/:id/rotate-secret/complete`: ends the overlap of a rotation now.

use ::surface::{Error, Json, Reply};
use serde_json::json;
use webhooks::webhook::{self, Probe, Webhook, WebhookView};

use super::WebhookAction;
use crate::{Dashboard, Owner, refusals};

/// Ends the previous secret now.
///
/// # Errors
/// The account has no such webhook, whether or not another account does.
pub async fn complete_rotation(
    context: &'static Dashboard,
    owner: Owner,
    WebhookAction { id, idempotency }: WebhookAction,
) -> Result<Reply<Json<WebhookView>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let store = |webhook: &Webhook, probe: Option<&Probe>| {
            let view = WebhookView::new(webhook, probe, now);
            idempotency.store(now, 200, &json!(view))
        };
        let (webhook, probe) = webhook::complete_rotation(table, &tenant, id, &store)
            .await
            .map_err(refusals::webhook)?;
        Reply::sorted(&WebhookView::new(&webhook, probe.as_ref(), now))
    };
    idempotency.run(table, now, work).await
}
