//! `GET /health`: does the key work? Costs no quota, and answers when the quota is spent.

use ::surface::{Error, Json, Reply};
use common::Timestamp;
use serde::Serialize;
use twin::api_key::{ApiKeyId, Scope};
use twin::id::UserId;

use crate::{KeyHolder, Twin};

/// The key is alive.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    ok: bool,
    api_key_id: ApiKeyId,
    user_id: UserId,
    scopes: Vec<Scope>,
    /// What our clock says.
    server_time: Timestamp,
}

/// Answers who is calling.
///
/// # Errors
/// None of its own.
pub async fn view(
    context: &'static Twin,
    caller: KeyHolder,
    (): (),
) -> Result<Reply<Json<Health>>, Error> {
    Reply::json(&Health {
        ok: true,
        api_key_id: caller.key.id,
        user_id: caller.key.user_id,
        scopes: caller.key.scopes.clone(),
        server_time: context.clock.now(),
    })
}
