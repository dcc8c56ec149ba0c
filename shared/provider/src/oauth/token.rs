//! Access tokens: JSON Web Tokens as RFC 9068 has them.

use common::Timestamp;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

use super::scope::Scopes;
use crate::app::ClientId;
use crate::id::AppId;

/// How long a token is valid, in seconds.
pub const LIFETIME: i64 = 3_600;
/// The header's `typ` (RFC 9068, section 2.1).
pub const TYPE: &str = "at+jwt";
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 4_096;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it: the API's public URL.
    pub iss: String,
    /// The client, which is also the subject: nobody else is meant.
    pub sub: String,
    /// The client.
    pub client_id: String,
    /// Whom it is for: the API.
    pub aud: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// Its identifier, by which it is revoked.
    pub jti: String,
    /// What it is good for.
    pub scope: Scopes,
    /// The app.
    pub app: AppId,
    /// The app's revision: an app whose tokens were all revoked has a later one.
    pub rev: u64,
    /// The number of the secret that it was issued for: it ends with that secret.
    pub sec: u32,
}

impl Claims {
    /// A new token's.
    pub fn new(
        issuer: &str,
        app: AppId,
        scope: Scopes,
        rev: u64,
        sec: u32,
        now: Timestamp,
    ) -> Self {
        let client = ClientId::of(app).to_string();
        Self {
            iss: issuer.to_owned(),
            sub: client.clone(),
            client_id: client,
            aud: issuer.to_owned(),
            iat: now.seconds(),
            exp: now.seconds() + LIFETIME,
            jti: common::id::fresh(now).to_string(),
            scope,
            app,
            rev,
            sec,
        }
    }
}

/// Why a token is not accepted. Each is RFC 6750's `invalid_token`; the sentence says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is no access token of ours.
    #[error("The access token is not one of this API's: request one from the token endpoint.")]
    Malformed,
    /// The key that signed it is not published.
    #[error("The access token's key is not known: request a new token.")]
    UnknownKey,
    /// Its signature is wrong.
    #[error("The access token's signature is not valid: request a new token.")]
    Signature,
    /// It is for another issuer or audience.
    #[error("The access token is for another API: request one from this API's token endpoint.")]
    Audience,
    /// It has ended, or is from the future.
    #[error("The access token has expired: request a new one.")]
    Expired,
}

/// Checks a token: its signature by one of the published keys, its type, issuer, audience and
/// times. Whether it was revoked is the gate's to decide.
///
/// # Errors
/// Why it is not accepted.
pub fn verify(token: &str, issuer: &str, keys: &JwkSet, now: Timestamp) -> Result<Claims, Invalid> {
    if token.len() > LONGEST {
        return Err(Invalid::Malformed);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| Invalid::Malformed)?;
    let is_type = header.typ.as_deref().is_some_and(|typ| {
        typ.eq_ignore_ascii_case(TYPE) || typ.eq_ignore_ascii_case("application/at+jwt")
    });
    if header.alg != Algorithm::RS256 || !is_type {
        return Err(Invalid::Malformed);
    }
    let kid = header.kid.ok_or(Invalid::Malformed)?;
    let key: &Jwk = keys.find(&kid).ok_or(Invalid::UnknownKey)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| Invalid::UnknownKey)?;
    // Times are compared with our own clock below.
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => Invalid::Signature,
            _ => Invalid::Malformed,
        })?
        .claims;
    if claims.iss != issuer || claims.aud != issuer {
        return Err(Invalid::Audience);
    }
    // A minute for clocks that differ.
    if claims.exp <= now.seconds() || claims.iat > now.seconds() + 60 {
        return Err(Invalid::Expired);
    }
    Ok(claims)
}
