//! `POST /v1/providers/auth/token` (RFC 6749, section 4.4; OAuth 2.1).

use ::surface::{Error, Json, Reply};
use provider::oauth::Scopes;
use provider::oauth::client::ErrorCode;
use provider::oauth::keys::SigningKeys;
use provider::oauth::token::{Claims, LIFETIME};
use serde::Serialize;

use super::{OfClient, authenticate, refused};
use crate::{Anyone, Console};

/// Signing keys are read again when they are older, in milliseconds.
const CACHED: i64 = 5 * 60_000;
const SIGNING: &str = "signing an access token";

/// An access token.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessToken {
    /// The token, a JSON Web Token (RFC 9068).
    access_token: String,
    /// How it is sent: `Authorization: Bearer`.
    token_type: &'static str,
    /// Seconds until it ends.
    expires_in: i64,
    /// What it is good for, a list parted by spaces.
    scope: String,
}

/// Issues a token.
///
/// # Errors
/// OAuth's own.
pub async fn issue(
    context: &'static Console,
    _: Anyone,
    OfClient(request): OfClient,
) -> Result<Reply<Json<AccessToken>>, Error> {
    match request.parameter("grant_type") {
        Some("client_credentials") => {}
        Some(_) => {
            return Err(refused(request.refuse(
                ErrorCode::UnsupportedGrantType,
                "grant_type must be client_credentials.",
            )));
        }
        None => {
            return Err(refused(
                request.refuse(ErrorCode::InvalidRequest, "grant_type is required."),
            ));
        }
    }
    let scope = match request.parameter("scope") {
        None => Scopes::ALL,
        Some(text) => Scopes::parse(text).ok_or_else(|| {
            refused(request.refuse(
                ErrorCode::InvalidScope,
                "scope must be a list out of provider:runtime, provider:capabilities and \
                 provider:sandbox.",
            ))
        })?,
    };
    let client = authenticate(context, &request).await?;
    let platform = &context.platform;
    let now = platform.clock.now();
    let keys = context
        .signing
        .get(CACHED, SIGNING, SigningKeys::parse)
        .await?;
    let (issuer, app) = (&platform.issuer, client.app);
    let claims = Claims::new(issuer, app, scope, client.revision, client.secret, now);
    let token = keys
        .sign(&claims)
        .ok_or_else(|| Error::unavailable(SIGNING, "there is no key that is in use"))?;
    Reply::json(&AccessToken {
        access_token: token,
        token_type: "Bearer",
        expires_in: LIFETIME,
        scope: scope.to_string(),
    })
}
