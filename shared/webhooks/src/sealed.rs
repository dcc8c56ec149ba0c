//! Secrets at rest: sealed with a key that Secrets Manager keeps.
//!
//! The master keys are one secret, a JSON object: `current` names the newest, every other member
//! is a key's material under its name (`kid`). A sealed secret carries the `kid`, so a rotation
//! adds a key and touches nothing that was sealed before. AES-256-GCM (NIST SP 800-38D), with
//! the owner's id as associated data: a secret that is sealed for one owner opens for no other.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_sdk_secretsmanager::Client;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::config::Environment;
use common::{Clock, Fault, Timestamp};
use dynamo::Table;
use hmac::{Hmac, KeyInit, Mac};
use secrets::Secret;
use secrets::rotation::Rotated;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;

/// The environment variable that names the secret with the master keys.
const VARIABLE: &str = "WEBHOOK_KEYS_ARN";
/// Cached keys are read again when they are older, in milliseconds.
const CACHED: i64 = 5 * 60_000;
/// A `kid` that is not known makes them be read again, at most so often, in milliseconds.
const UNKNOWN: i64 = 1_000;
/// The member that names the newest key.
const CURRENT: &str = "current";
/// The shortest material that is taken, in bytes.
const MATERIAL: usize = 32;

/// Something sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The key it was sealed with.
    pub kid: String,
    /// Nonce and ciphertext, in base64.
    pub text: String,
}

/// The master keys at one moment.
pub struct Keyring {
    current: String,
    keys: BTreeMap<String, [u8; 32]>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("current", &self.current)
            .finish_non_exhaustive()
    }
}

/// The secret does not hold master keys, or what was sealed does not open with them.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(&'static str);

impl Keyring {
    /// Reads the secret's text.
    ///
    /// # Errors
    /// It is none; the message holds nothing of it.
    pub fn parse(text: &str) -> Result<Self, Broken> {
        let all: BTreeMap<String, String> = serde_json::from_str(text)
            .map_err(|_| Broken("the master keys are no JSON object of texts"))?;
        let current = all
            .get(CURRENT)
            .filter(|current| *current != CURRENT && all.contains_key(*current))
            .cloned()
            .ok_or(Broken("`current` names none of the master keys"))?;
        if all
            .iter()
            .any(|(name, material)| name != CURRENT && material.len() < MATERIAL)
        {
            return Err(Broken("a master key's material is shorter than 32 bytes"));
        }
        let keys = all
            .into_iter()
            .filter(|(name, _)| name != CURRENT)
            .map(|(name, material)| (name, key_of(&material)))
            .collect();
        Ok(Self { current, keys })
    }

    /// The secret's text with one more key, which is the current one from then on.
    ///
    /// # Errors
    /// The text is no secret of master keys, or the system has no randomness.
    pub fn add_to(text: &str) -> Result<String, Broken> {
        let ring = Self::parse(text)?;
        let mut all: BTreeMap<String, Value> =
            serde_json::from_str(text).map_err(|_| Broken("the master keys are no JSON object"))?;
        let newest = ring.keys.keys().filter_map(|kid| kid.parse::<u64>().ok());
        let kid = (newest.max().unwrap_or(0) + 1).to_string();
        let mut material = [0; 32];
        getrandom::fill(&mut material).map_err(|_| Broken("the system has no randomness"))?;
        all.insert(kid.clone(), STANDARD.encode(material).into());
        all.insert(CURRENT.into(), kid.into());
        serde_json::to_string(&all).map_err(|_| Broken("the master keys can't be written"))
    }

    /// Whether it opens all that another one opens.
    pub fn covers(&self, other: &Self) -> bool {
        other
            .keys
            .iter()
            .all(|(kid, key)| self.keys.get(kid) == Some(key))
    }

    /// Seals with the current key.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn seal(&self, owner: &str, plain: &[u8]) -> Result<Sealed, Broken> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| Broken("the system has no randomness"))?;
        let mut sealed = plain.to_vec();
        self.key(&self.current)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(owner.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| Broken("sealing failed"))?;
        Ok(Sealed {
            kid: self.current.clone(),
            text: STANDARD.encode([&nonce[..], &sealed].concat()),
        })
    }

    /// Opens what was sealed for this owner.
    ///
    /// # Errors
    /// The key is not there, or it was sealed for another, or changed.
    pub fn open(&self, owner: &str, sealed: &Sealed) -> Result<Vec<u8>, Broken> {
        let broken = Broken("what was sealed does not open: it was changed, or is another's");
        let Ok(bytes) = STANDARD.decode(&sealed.text) else {
            return Err(broken);
        };
        let Some((nonce, rest)) = bytes.split_first_chunk::<NONCE_LEN>() else {
            return Err(broken);
        };
        let mut rest = rest.to_vec();
        let key = self.key(&sealed.kid)?;
        let plain = key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(owner.as_bytes()),
                &mut rest,
            )
            .map_err(|_| broken)?;
        Ok(plain.to_vec())
    }

    fn key(&self, kid: &str) -> Result<LessSafeKey, Broken> {
        self.keys
            .get(kid)
            .and_then(|key| UnboundKey::new(&AES_256_GCM, key).ok())
            .map(LessSafeKey::new)
            .ok_or(Broken("it was sealed with a master key that is not there"))
    }
}

/// A key of whatever length its material has: an extract in the sense of HKDF (RFC 5869).
fn key_of(material: &str) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(b"twin webhooks master key") else {
        return [0; 32]; // never: HMAC takes keys of any length
    };
    mac.update(material.as_bytes());
    mac.finalize().into_bytes().into()
}

/// The rotation of master keys. Every previous key stays, so that no sealed secret needs to be
/// touched.
#[derive(Clone, Copy, Debug)]
pub struct MasterKeys;

const ROTATING: &str = "rotating the master keys";

impl Rotated for MasterKeys {
    const NAME: &'static str = "master keys";

    fn next(&self, current: &str, _: Timestamp) -> Result<String, Fault> {
        Keyring::add_to(current).map_err(|e| Fault::internal(ROTATING, e))
    }

    /// No other service has to know the key, so that there is nothing to publish. The new keys
    /// must work, and none of the former ones may be missing.
    fn test(&self, next: &str, current: &str, _: Timestamp) -> Result<(), Fault> {
        let broken = |e| Fault::internal(ROTATING, e);
        let next = Keyring::parse(next).map_err(broken)?;
        let current = Keyring::parse(current).map_err(broken)?;
        let sealed = next.seal("test", b"test").map_err(broken)?;
        if next.open("test", &sealed).map_err(broken)? != b"test" || !next.covers(&current) {
            return Err(Fault::internal(ROTATING, "the new keys lack a former one"));
        }
        Ok(())
    }
}

/// The master keys in Secrets Manager, cached for a while.
#[derive(Debug)]
pub struct Vault(Secret<Keyring>);

impl Vault {
    /// The keys in this secret (its ARN or name).
    pub fn new(client: Client, secret: String, clock: Clock) -> Self {
        Self(Secret::new(client, secret, clock))
    }

    /// The keys in the secret that the environment names (`WEBHOOK_KEYS_ARN`). A function that
    /// opens no secret need not have it: without it, the first use fails.
    pub fn read(environment: &Environment, table: &Table, clock: Clock) -> Self {
        Self(Secret::read(environment, VARIABLE, table, clock))
    }

    /// The ARN or name of the secret, if it is known.
    pub fn secret(&self) -> Option<&str> {
        self.0.id()
    }

    /// The client of Secrets Manager.
    pub fn client(&self) -> &Client {
        self.0.client()
    }

    /// Seals with the current key.
    ///
    /// # Errors
    /// The keys can't be had.
    pub async fn seal(&self, owner: &str, plain: &[u8]) -> Result<Sealed, Fault> {
        let ring = self.keys(CACHED).await?;
        ring.seal(owner, plain)
            .map_err(|e| Fault::internal("sealing a secret", e))
    }

    /// Opens what was sealed for this owner.
    ///
    /// # Errors
    /// The keys can't be had, or it does not open.
    pub async fn open(&self, owner: &str, sealed: &Sealed) -> Result<Vec<u8>, Fault> {
        let mut ring = self.keys(CACHED).await?;
        if !ring.keys.contains_key(&sealed.kid) {
            ring = self.keys(UNKNOWN).await?;
        }
        ring.open(owner, sealed)
            .map_err(|e| Fault::internal("opening a sealed secret", e))
    }

    /// The keys, as of so long ago at most.
    async fn keys(&self, age: i64) -> Result<Arc<Keyring>, Fault> {
        self.0
            .get(age, "reading the master keys", Keyring::parse)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str =
        r#"{"current":"1","1":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab"}"#;

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let ring = Keyring::parse(ONE).unwrap();
        let sealed = ring.seal("whk_a", b"secret").unwrap();
        assert_eq!(ring.open("whk_a", &sealed).unwrap(), b"secret");
        assert!(ring.open("whk_b", &sealed).is_err());
        let again = ring.seal("whk_a", b"secret").unwrap();
        assert_ne!(again, sealed, "a nonce of its own each");
        for i in 0..sealed.text.len() - 1 {
            let mut changed = sealed.clone();
            let new = if changed.text.as_bytes()[i] == b'A' {
                "B"
            } else {
                "A"
            };
            changed.text.replace_range(i..=i, new);
            assert!(ring.open("whk_a", &changed).is_err(), "{i}");
        }
        for text in ["", "AAAA", "!"] {
            let sealed = Sealed {
                kid: "1".into(),
                text: text.into(),
            };
            assert!(ring.open("whk_a", &sealed).is_err());
        }
        assert!(!format!("{ring:?}").contains("abc"));
    }

    #[test]
    fn a_rotation_adds_a_key_and_loses_none() {
        let ring = Keyring::parse(ONE).unwrap();
        let sealed = ring.seal("w", b"old").unwrap();
        let text = Keyring::add_to(ONE).unwrap();
        let next = Keyring::parse(&text).unwrap();
        assert_eq!(next.current, "2");
        assert!(next.covers(&ring) && !ring.covers(&next));
        assert_eq!(next.open("w", &sealed).unwrap(), b"old");
        let newer = next.seal("w", b"new").unwrap();
        assert_eq!(newer.kid, "2");
        assert!(ring.open("w", &newer).is_err());
        let third = Keyring::parse(&Keyring::add_to(&text).unwrap()).unwrap();
        assert!(third.covers(&next));
        assert_eq!(third.open("w", &sealed).unwrap(), b"old");
    }

    #[test]
    fn an_error_shows_nothing_of_the_keys() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"current":"1"}"#,
            r#"{"current":"current"}"#,
            r#"{"current":"1","1":"tiny secret"}"#,
            r#"{"current":"1","1":7}"#,
        ] {
            let error = Keyring::parse(text).unwrap_err().to_string();
            assert!(!error.contains("tiny"), "{error}");
        }
    }
}
