//! `POST /v1/providers/auth/revoke` (RFC 7009).

use ::surface::{Error, Json, Reply};
use provider::app::gate;
use serde::Serialize;

use super::{OfClient, own_token};
use crate::{Anyone, Console};

/// Nothing needs to be said: the token is not live.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revoked {}

/// Revokes a token of the client's own. What is no live token of its own is answered alike.
///
/// # Errors
/// OAuth's own.
pub async fn revoke(
    context: &'static Console,
    _: Anyone,
    OfClient(request): OfClient,
) -> Result<Reply<Json<Revoked>>, Error> {
    if let Some(claims) = own_token(context, &request).await? {
        let platform = &context.platform;
        gate::revoke(&platform.table, &claims, platform.clock.now()).await?;
    }
    Reply::json(&Revoked {})
}
