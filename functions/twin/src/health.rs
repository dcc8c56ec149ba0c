//! `GET /health`: is the key alive? Costs no quota, and answers when the quota is spent.

use serde::Serialize;
use shared::access::{ApiKeyId, KeyHolder, Scope};
use shared::clock::Timestamp;
use shared::http::Reply;
use shared::id::UserId;
use shared::{App, Error};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Health<'a> {
    ok: bool,
    api_key_id: ApiKeyId,
    user_id: UserId,
    scopes: &'a [Scope],
    server_time: Timestamp,
}

/// Answers who is calling.
///
/// # Errors
/// None of its own.
pub async fn view(app: &'static App, caller: KeyHolder, (): ()) -> Result<Reply, Error> {
    Reply::json(&Health {
        ok: true,
        api_key_id: caller.key.id,
        user_id: caller.key.user_id,
        scopes: &caller.key.scopes,
        server_time: app.clock.now(),
    })
}
