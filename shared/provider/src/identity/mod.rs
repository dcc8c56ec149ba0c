//! ID tokens of developers and users, verified here: a 401 then has the API's own envelope, and a
//! stream's caller can be checked too.

pub mod published;

use common::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

use crate::layout::SubjectHash;

/// The longest token that is looked at, in bytes.
const LONGEST: usize = 8_192;
/// Seconds by which clocks may differ.
const LEEWAY: i64 = 60;

/// What the issuer of ID tokens is, and for whom the tokens must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// The claim `iss`.
    pub issuer: String,
    /// The claim `aud`.
    pub audience: String,
}

/// What of an ID token is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: Audience,
    /// Who it is.
    pub sub: String,
    exp: i64,
    iat: i64,
    #[serde(default)]
    auth_time: Option<i64>,
    /// The address of mail, if there is one.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the issuer has verified the address.
    #[serde(default)]
    pub email_verified: bool,
    #[serde(default)]
    firebase: Option<Firebase>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Firebase {
    #[serde(default)]
    sign_in_provider: Option<String>,
}

impl Claims {
    /// Who it is, with the issuer.
    pub fn subject(&self) -> SubjectHash {
        SubjectHash::of(&self.iss, &self.sub)
    }

    /// Whether nobody in particular signed in (Firebase's anonymous provider).
    pub fn is_anonymous(&self) -> bool {
        let provider = self
            .firebase
            .as_ref()
            .and_then(|f| f.sign_in_provider.as_deref());
        provider == Some("anonymous")
    }
}

/// Why an ID token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// It is no ID token.
    #[error("The ID token can't be read: send the one that your sign-in returned.")]
    Malformed,
    /// The key that signed it is not known.
    #[error("The ID token's key is not known: sign in again.")]
    UnknownKey,
    /// Its signature is wrong.
    #[error("The ID token's signature is not valid: sign in again.")]
    Signature,
    /// It is from another issuer or for another audience.
    #[error("The ID token is for another service: sign in to this one.")]
    Audience,
    /// It has ended, or is from the future.
    #[error("The ID token has expired: sign in again.")]
    Expired,
}

/// Checks an ID token by the issuer's keys.
///
/// # Errors
/// Why it is not accepted.
pub fn verify(
    token: &str,
    issuer: &Issuer,
    keys: &JwkSet,
    now: Timestamp,
) -> Result<Claims, Invalid> {
    if token.len() > LONGEST {
        return Err(Invalid::Malformed);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| Invalid::Malformed)?;
    // A type of its own says that it is another kind of token, such as an access token (RFC 9068).
    let is_plain = header
        .typ
        .as_deref()
        .is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    if header.alg != Algorithm::RS256 || !is_plain {
        return Err(Invalid::Malformed);
    }
    let kid = header.kid.ok_or(Invalid::Malformed)?;
    let key = keys.find(&kid).ok_or(Invalid::UnknownKey)?;
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
    let is_ours = match &claims.aud {
        Audience::One(one) => *one == issuer.audience,
        Audience::Several(all) => all.contains(&issuer.audience),
    };
    if claims.iss != issuer.issuer || !is_ours {
        return Err(Invalid::Audience);
    }
    let began = claims.iat.max(claims.auth_time.unwrap_or(claims.iat));
    if claims.exp <= now.seconds() || began > now.seconds() + LEEWAY {
        return Err(Invalid::Expired);
    }
    if claims.sub.is_empty() || claims.sub.len() > 256 {
        return Err(Invalid::Malformed);
    }
    Ok(claims)
}
