//! `POST /v1/providers/auth/introspect` (RFC 7662).

use ::surface::{Error, Json, Reply};
use provider::app::gate;
use provider::oauth::token::Claims;
use serde::Serialize;

use super::{OfClient, own_token};
use crate::{Anyone, Console};

/// Whether a token is live, and what it says where it is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Introspection {
    /// Whether it is live.
    active: bool,
    #[serde(flatten)]
    token: Option<LiveToken>,
}

/// What a live token says.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LiveToken {
    /// What it is good for.
    scope: String,
    /// The client.
    client_id: String,
    /// How it is sent.
    token_type: &'static str,
    /// When it ends, in seconds since 1970.
    exp: i64,
    /// When it was issued, in seconds since 1970.
    iat: i64,
    /// The client.
    sub: String,
    /// Whom it is for.
    aud: String,
    /// Who issued it.
    iss: String,
    /// Its identifier.
    jti: String,
}

impl From<Claims> for LiveToken {
    fn from(claims: Claims) -> Self {
        Self {
            scope: claims.scope.to_string(),
            client_id: claims.client_id,
            token_type: "Bearer",
            exp: claims.exp,
            iat: claims.iat,
            sub: claims.sub,
            aud: claims.aud,
            iss: claims.iss,
            jti: claims.jti,
        }
    }
}

/// Says whether a token of the client's own is live. Another's is answered as one that is not.
///
/// # Errors
/// OAuth's own.
pub async fn introspect(
    context: &'static Console,
    _: Anyone,
    OfClient(request): OfClient,
) -> Result<Reply<Json<Introspection>>, Error> {
    let platform = &context.platform;
    let now = platform.clock.now();
    let live = match own_token(context, &request).await? {
        Some(claims) => gate::is_live(&platform.table, &claims, now)
            .await?
            .then_some(claims),
        None => None,
    };
    Reply::json(&Introspection {
        active: live.is_some(),
        token: live.map(LiveToken::from),
    })
}
