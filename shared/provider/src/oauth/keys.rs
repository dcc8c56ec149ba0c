//! The keys that sign access tokens, and their rotation.
//!
//! The private keys are one secret in Secrets Manager, a JSON object whose `keys` stand in the
//! order in which they are used. A rotation adds one that is published at once and used after a
//! while ([`Durations::published`]), so that each verifier has it by then, and drops those whose
//! last tokens have ended. The first key is used at once.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::{Fault, Timestamp};
use dynamo::Table;
use secrets::rotation::Rotated;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::token::{Claims, LIFETIME, TYPE};
use crate::keys::Published;
use crate::layout::PublicKeys;

/// The environment variable that names the secret.
pub const VARIABLE: &str = "TOKEN_KEYS_ARN";

/// How long keys are published around their use, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durations {
    /// From its publication to its first use.
    pub published: i64,
    /// From its last use to its removal: the life of a token, and what clocks differ by.
    pub kept: i64,
}

impl Default for Durations {
    /// A day before, two hours after.
    fn default() -> Self {
        Self {
            published: 86_400,
            kept: LIFETIME + 3_600,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    keys: Vec<StoredKey>,
}

#[derive(Clone, Serialize, Deserialize)]
struct StoredKey {
    kid: String,
    /// PKCS #8 in base64.
    key: String,
    /// When it is first used, in seconds since 1970.
    from: i64,
}

/// The secret does not hold keys. Says nothing of what it holds.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(&'static str);

/// The keys that sign, in the order in which they are used.
pub struct SigningKeys(Vec<(StoredKey, RsaKeyPair)>);

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.0.iter().map(|(key, _)| &key.kid);
        f.debug_list().entries(ids).finish()
    }
}

impl SigningKeys {
    /// Reads the secret's text.
    ///
    /// # Errors
    /// It holds something else.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let stored: Stored =
            serde_json::from_str(text).map_err(|_| Broken("the signing keys are no JSON"))?;
        let keys = stored.keys.into_iter().map(|stored| {
            let der = STANDARD
                .decode(&stored.key)
                .map_err(|_| Broken("a signing key is not base64"))?;
            let pair =
                RsaKeyPair::from_pkcs8(&der).map_err(|_| Broken("a signing key is no RSA key"))?;
            Ok((stored, pair))
        });
        Ok(Self(keys.collect::<Result<_, _>>()?))
    }

    /// The secret's text with one more key, without those that nobody needs any more.
    ///
    /// # Errors
    /// The text is no secret of signing keys, or no key can be made.
    pub fn add_to(text: &str, durations: Durations, now: Timestamp) -> Result<String, Broken> {
        let Self(keys) = Self::parse(text)?;
        let mut keys: Vec<_> = keys.into_iter().map(|(stored, _)| stored).collect();
        let pair =
            RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| Broken("no key can be made"))?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| Broken("no key can be written"))?;
        let from = match keys.last() {
            Some(last) => last.from.max(now.seconds() + durations.published),
            None => now.seconds(),
        };
        keys.push(StoredKey {
            kid: common::id::fresh(now).to_string(),
            key: STANDARD.encode(der.as_ref()),
            from,
        });
        let ends: Vec<i64> = keys.iter().skip(1).map(|key| key.from).collect();
        let mut ends = ends.into_iter();
        // A key's last use is before the first one of the next.
        keys.retain(|_| {
            ends.next()
                .is_none_or(|end| end + durations.kept > now.seconds())
        });
        serde_json::to_string(&Stored { keys }).map_err(|_| Broken("the keys can't be written"))
    }

    /// The public keys as a JSON Web Key Set.
    pub fn published(&self) -> Value {
        let keys: Vec<_> = self
            .0
            .iter()
            .map(|(stored, pair)| {
                let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
                let [n, e] = [&public.n, &public.e].map(|part| URL_SAFE_NO_PAD.encode(part));
                json!({
                    "kty": "RSA", "use": "sig", "alg": "RS256",
                    "kid": stored.kid, "n": n, "e": e,
                })
            })
            .collect();
        json!({ "keys": keys })
    }

    /// The token with these claims, signed with the key that is in use. Nothing where there is
    /// none.
    pub fn sign(&self, claims: &Claims) -> Option<String> {
        let (stored, pair) = self
            .0
            .iter()
            .rev()
            .find(|(stored, _)| stored.from <= claims.iat)?;
        let header = json!({ "alg": "RS256", "typ": TYPE, "kid": stored.kid });
        let claims = serde_json::to_vec(claims).ok()?;
        let message = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message.as_bytes(),
            &mut signature,
        )
        .ok()?;
        Some(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn covers(&self, other: &Self, durations: Durations, now: Timestamp) -> bool {
        let ends = other.0.iter().skip(1).map(|(key, _)| Some(key.from));
        let ends = ends.chain([None]);
        other.0.iter().zip(ends).all(|((key, _), end)| {
            let is_past = end.is_some_and(|end| end + durations.kept <= now.seconds());
            is_past
                || self
                    .0
                    .iter()
                    .any(|(own, _)| own.kid == key.kid && own.from == key.from)
        })
    }
}

/// The rotation of the keys.
#[derive(Debug)]
pub struct KeyRotation<'a> {
    /// Where the public keys are published.
    pub table: &'a Table,
    /// How long.
    pub durations: Durations,
}

const ROTATING: &str = "rotating the signing keys";

impl Rotated for KeyRotation<'_> {
    const NAME: &'static str = "signing keys";

    fn next(&self, current: &str, now: Timestamp) -> Result<String, Fault> {
        SigningKeys::add_to(current, self.durations, now).map_err(|e| Fault::internal(ROTATING, e))
    }

    async fn publish(&self, next: &str, now: Timestamp) -> Result<(), Fault> {
        let next = SigningKeys::parse(next).map_err(|e| Fault::internal(ROTATING, e))?;
        let published = Published {
            jwks: next.published().to_string(),
            at: now,
            until: None,
            wanted: None,
        };
        published.write(self.table, PublicKeys::AccessTokens).await
    }

    fn test(&self, next: &str, current: &str, now: Timestamp) -> Result<(), Fault> {
        let broken = |e| Fault::internal(ROTATING, e);
        let next = SigningKeys::parse(next).map_err(broken)?;
        let current = SigningKeys::parse(current).map_err(broken)?;
        if next.0.iter().all(|(key, _)| key.from > now.seconds()) {
            return Err(Fault::internal(ROTATING, "no key is in use"));
        }
        if !next.covers(&current, self.durations, now) {
            return Err(Fault::internal(ROTATING, "the new keys lack a former one"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scope::Scopes;
    use super::super::token::{Invalid, verify};
    use super::*;
    use crate::id::AppId;
    use jsonwebtoken::jwk::JwkSet;

    const NONE: &str = r#"{"keys":[]}"#;
    const ISSUER: &str = "https://api.example";

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn token(keys: &SigningKeys, now: Timestamp) -> String {
        let claims = Claims::new(ISSUER, AppId::new(now), Scopes::ALL, 1, 1, now);
        keys.sign(&claims).unwrap()
    }

    fn published(keys: &SigningKeys) -> JwkSet {
        serde_json::from_value(keys.published()).unwrap()
    }

    /// Rotated every day, at each moment every token that has not ended is accepted by the keys
    /// that a verifier read up to five minutes before it was issued.
    #[test]
    fn no_token_is_refused_while_keys_are_rotated() {
        let durations = Durations::default();
        let mut now = at("2026-11-22T12:00:00Z");
        let mut text = SigningKeys::add_to(NONE, durations, now).unwrap();
        let mut before = SigningKeys::parse(&text).unwrap();
        for day in 0..4 {
            for _ in 0..24 {
                let keys = SigningKeys::parse(&text).unwrap();
                let token = token(&keys, now);
                let late = now.plus_millis((LIFETIME - 1) * 1_000);
                verify(&token, ISSUER, &published(&before), now).unwrap();
                verify(&token, ISSUER, &published(&keys), late).unwrap();
                let ended = now.plus_millis(LIFETIME * 1_000);
                assert_eq!(
                    verify(&token, ISSUER, &published(&keys), ended),
                    Err(Invalid::Expired)
                );
                before = keys;
                now = now.plus_millis(3_600_000);
            }
            text = SigningKeys::add_to(&text, durations, now).unwrap();
            let count = SigningKeys::parse(&text).unwrap().0.len();
            assert!(count <= 3, "{count} keys on day {day}");
        }
        assert!(!format!("{before:?}").contains("key"));
    }

    #[test]
    fn a_token_of_other_keys_or_another_type_is_refused() {
        let now = at("2026-11-22T12:00:00Z");
        let make = || {
            let text = SigningKeys::add_to(NONE, Durations::default(), now).unwrap();
            SigningKeys::parse(&text).unwrap()
        };
        let (ours, theirs) = (make(), make());
        let token = token(&ours, now);
        let refused = |token: &str, issuer: &str, keys: &SigningKeys| {
            verify(token, issuer, &published(keys), now).unwrap_err()
        };
        assert_eq!(refused(&token, ISSUER, &theirs), Invalid::UnknownKey);
        assert_eq!(
            refused(&token, "https://other.example", &ours),
            Invalid::Audience
        );
        let parts: Vec<_> = token.split('.').collect();
        let [header, claims, signature] = parts.as_slice() else {
            panic!("{token}");
        };
        let header: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
        for (member, value, expected) in [
            ("typ", json!("JWT"), Invalid::Malformed),
            ("alg", json!("none"), Invalid::Malformed),
            ("alg", json!("HS256"), Invalid::Malformed),
            ("kid", json!("other"), Invalid::UnknownKey),
            ("x", json!(1), Invalid::Signature),
        ] {
            let mut header = header.clone();
            header[member] = value;
            let header = URL_SAFE_NO_PAD.encode(header.to_string());
            let changed = format!("{header}.{claims}.{signature}");
            assert_eq!(refused(&changed, ISSUER, &ours), expected, "{member}");
        }
        for text in ["", ".", "..", "a.b.c", &"x".repeat(10_000)] {
            assert_eq!(refused(text, ISSUER, &ours), Invalid::Malformed);
        }
    }

    #[test]
    fn an_error_shows_nothing_of_the_keys() {
        for text in [
            "",
            "[]",
            r#"{"keys":[{"kid":"a","key":"c2VjcmV0","from":1}]}"#,
        ] {
            let error = SigningKeys::parse(text).unwrap_err().to_string();
            assert!(!error.contains("c2Vj"), "{error}");
        }
    }
}
