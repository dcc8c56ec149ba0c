//! `GET /twin/webhooks`: all webhooks of the account, oldest first.

use ::surface::{Error, Json, Reply};
use serde::Serialize;
use webhooks::webhook::{self, WebhookView};

use crate::{Dashboard, Owner};

/// All webhooks, oldest first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhooks {
    webhooks: Vec<WebhookView>,
}

/// Answers all webhooks.
///
/// # Errors
/// The list can't be read.
pub async fn list(
    context: &'static Dashboard,
    owner: Owner,
    (): (),
) -> Result<Reply<Json<Webhooks>>, Error> {
    let now = context.clock.now();
    let (table, tenant) = (&context.table, owner.tenant());
    let all = webhook::list(table, &tenant).await?;
    let probes = webhook::probes(table, &tenant, &all).await?;
    let webhooks = all
        .iter()
        .map(|one| WebhookView::new(one, probes.get(&one.id), now));
    Reply::sorted(&Webhooks {
        webhooks: webhooks.collect(),
    })
}
