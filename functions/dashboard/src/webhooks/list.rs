//! `GET /twin/webhooks`: all webhooks of the account, oldest first.

use serde_json::json;
use shared::access::Owner;
use shared::events::endpoint;
use shared::http::Reply;
use shared::{App, Error};

/// Answers with all webhooks.
///
/// # Errors
/// The table can't be reached.
pub async fn list(app: &'static App, owner: Owner, (): ()) -> Result<Reply, Error> {
    let now = app.clock.now();
    let all = endpoint::list(&app.table, owner.user_id).await?;
    let all: Vec<_> = all.iter().map(|one| endpoint::view(one, now)).collect();
    Reply::json(&json!({ "webhooks": all }))
}
