//! `POST /v1/providers/auth/revoke` (RFC 7009).

use ::surface::{Error, Json, Reply};
use provider::app::gate;
use provider::oauth::client::ErrorCode;
use provider::oauth::token;
use serde::Serialize;

use super::{OfClient, authenticate, refused};
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
    let client = authenticate(context, &request).await?;
    let Some(token) = request.parameter("token") else {
        return Err(refused(
            request.refuse(ErrorCode::InvalidRequest, "token is required."),
        ));
    };
    let platform = &context.platform;
    let now = platform.clock.now();
    let keys = platform.access_keys.get(false).await?;
    if let Ok(claims) = token::verify(token, &platform.issuer, &keys, now)
        && claims.app == client.app
    {
        gate::revoke(&platform.table, &claims, now).await?;
    }
    Reply::json(&Revoked {})
}
