//! `GET /twin/webhooks/:id`: one webhook.

use shared::access::Owner;
use shared::events::endpoint;
use shared::http::{Input, Query, Reply, Request};
use shared::id::WebhookId;
use shared::{App, Error};

use super::named;

/// Which webhook.
#[derive(Debug)]
pub struct Which(pub(super) WebhookId);

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

/// Answers with the webhook.
///
/// # Errors
/// The account has no such webhook, whoever else may.
pub async fn view(app: &'static App, owner: Owner, Which(id): Which) -> Result<Reply, Error> {
    let endpoint = endpoint::find(&app.table, owner.user_id, id).await?;
    Reply::json(&endpoint::view(&endpoint, app.clock.now()))
}
