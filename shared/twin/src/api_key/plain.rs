//! API keys: `atk_live_<8 lower-case hex>_<32 lower-case hex>`.
//!
//! The plaintext is held by one type that shows nothing of itself, and only as long as it takes
//! to hash it; everything that is stored, compared or remembered is the hash. A wrong shape is
//! refused before anything is hashed or looked up.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const PREFIX: &str = "atk_live_";
const ID_LENGTH: usize = 8;
const SECRET_LENGTH: usize = 32;
const LENGTH: usize = PREFIX.len() + ID_LENGTH + 1 + SECRET_LENGTH;

/// A key as its holder sends it.
#[derive(Clone)]
pub struct PlainKey {
    text: SecretString,
    id: ApiKeyId,
}

/// What was given has not the shape of a key. Says nothing of what was given.
#[derive(Debug, thiserror::Error)]
#[error("not an API key")]
pub struct NotAKey;

impl PlainKey {
    /// A new key with 128 random bits.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut id = [0_u8; ID_LENGTH / 2];
        let mut secret = [0_u8; SECRET_LENGTH / 2];
        getrandom::fill(&mut id)?;
        getrandom::fill(&mut secret)?;
        let id = ApiKeyId(u32::from_be_bytes(id));
        let text = format!("{PREFIX}{id}_{}", hex::encode(secret));
        Ok(Self {
            text: text.into(),
            id,
        })
    }

    /// The SHA-256 of the whole string: what is stored and looked up.
    pub fn hash(&self) -> HashedKey {
        HashedKey(Sha256::digest(self.text.expose_secret().as_bytes()).into())
    }

    /// The public part.
    pub fn id(&self) -> ApiKeyId {
        self.id
    }

    /// The plaintext, for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        self.text.expose_secret()
    }
}

impl FromStr for PlainKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        if text.len() != LENGTH {
            return Err(NotAKey);
        }
        let rest = text.strip_prefix(PREFIX).ok_or(NotAKey)?;
        let (id, secret) = rest.split_once('_').ok_or(NotAKey)?;
        if secret.len() != SECRET_LENGTH || !secret.bytes().all(is_lower_hex) {
            return Err(NotAKey);
        }
        Ok(Self {
            text: text.to_owned().into(),
            id: id.parse()?,
        })
    }
}

impl fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainKey({})", self.id)
    }
}

fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// The SHA-256 of a key. Looked up as a whole by a table that hashes it again, so there is
/// nothing to compare byte by byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HashedKey([u8; 32]);

impl fmt::Display for HashedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for HashedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedKey(…)")
    }
}

impl FromStr for HashedKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAKey)?;
        Ok(Self(bytes))
    }
}

/// The public part of a key, unique within its account: 8 lower-case hexadecimal digits.
/// The only part of a key that is ever logged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiKeyId(u32);

impl ApiKeyId {
    /// The key's beginning as a person would recognise it: `atk_live_1a2b3c4d`.
    pub fn prefix(self) -> String {
        format!("{PREFIX}{self}")
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ApiKeyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ApiKeyId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The public part of a key: the 8 digits that follow `atk_live_`.",
            "pattern": "^[0-9a-f]{8}$",
        })
    }
}

impl fmt::Display for ApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl fmt::Debug for ApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ApiKeyId {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        if text.len() != ID_LENGTH || !text.bytes().all(is_lower_hex) {
            return Err(NotAKey);
        }
        u32::from_str_radix(text, 16).map(Self).map_err(|_| NotAKey)
    }
}

impl Serialize for ApiKeyId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApiKeyId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "atk_live_0badc0de_00112233445566778899aabbccddeeff";

    #[test]
    fn a_generated_key_parses_and_hashes_as_any_sha256() {
        let key = PlainKey::generate().unwrap();
        let again: PlainKey = key.reveal().parse().unwrap();
        assert_eq!(again.id(), key.id());
        assert_eq!(again.hash(), key.hash());
        // printf %s "$KEY" | sha256sum
        assert_eq!(
            KEY.parse::<PlainKey>().unwrap().hash().to_string(),
            "1ab839ec49a83b3f2cf265dda46fdd9986acd904ddb9baeb0eee86a6fabe6f81"
        );
    }

    #[test]
    fn nothing_of_the_secret_shows() {
        let key: PlainKey = KEY.parse().unwrap();
        assert_eq!(format!("{key:?}"), "PlainKey(0badc0de)");
        assert_eq!(format!("{:?}", key.hash()), "HashedKey(…)");
    }

    #[test]
    fn wrong_shapes_are_refused() {
        for bad in [
            "",
            "atk_live_",
            "atk_test_0badc0de_00112233445566778899aabbccddeeff",
            "atk_live_0BADC0DE_00112233445566778899aabbccddeeff",
            "atk_live_0badc0de_00112233445566778899AABBCCDDEEFF",
            "atk_live_0badc0de_00112233445566778899aabbccddeef",
            "atk_live_0badc0de_00112233445566778899aabbccddeefff",
            "atk_live_0badc0de-00112233445566778899aabbccddeeff",
            "atk_live_0badc0d_e00112233445566778899aabbccddeeff",
            " atk_live_0badc0de_00112233445566778899aabbccddeef",
            "atk_live_+badc0de_00112233445566778899aabbccddeeff",
            "atk_live_0badc0de_00112233445566778899aabbccddeéf",
        ] {
            assert!(bad.parse::<PlainKey>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "(atk_live_)?\\PC{0,60}") {
            if let Ok(key) = text.parse::<PlainKey>() {
                prop_assert_eq!(key.reveal(), text);
            }
        }
    }
}
