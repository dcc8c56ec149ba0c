//! An app's credentials: `client_id` and `client_secret`.
//!
//! Both consist of `[A-Za-z0-9_]`, so that they are the same with and without form encoding: some
//! OAuth libraries encode the two halves of Basic credentials, as RFC 6749 (section 2.3.1) asks,
//! and others do not.
//!
//! A client id is its app's identifier with another prefix: no look-up leads from one to the
//! other. A secret ends with a checksum, so that a mistyped one is refused without a look-up, and
//! secret scanners can recognise one.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::id::AppId;

const CLIENT: &str = "prov_";
const SECRET: &str = "secret_";
const RANDOM: usize = 40;
const CHECKSUM: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of a secret that its owner is shown again, to tell two apart.
const SHOWN: usize = SECRET.len() + 4;

/// What was given has not the shape of a credential. Says nothing of what was given.
#[derive(Debug, thiserror::Error)]
#[error("not a client credential")]
pub struct NotACredential;

/// A client id: `prov_` and the 26 characters of its app's identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientId(AppId);

impl ClientId {
    /// The client id of an app.
    pub fn of(app: AppId) -> Self {
        Self(app)
    }

    /// The app.
    pub fn app(self) -> AppId {
        self.0
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let app = self.0.to_string();
        write!(f, "{CLIENT}{}", app.trim_start_matches("app_"))
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ClientId {
    type Err = NotACredential;

    fn from_str(text: &str) -> Result<Self, NotACredential> {
        let rest = text.strip_prefix(CLIENT).ok_or(NotACredential)?;
        let app = format!("app_{rest}").parse().map_err(|_| NotACredential)?;
        Ok(Self(app))
    }
}

impl Serialize for ClientId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ClientId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ClientId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "`prov_` and 26 characters.",
            "pattern": "^prov_[0-7][0-9A-HJKMNP-TV-Z]{25}$",
        })
    }
}

/// A client secret as its holder sends it: `secret_`, 40 random characters (238 bits) and 6 of
/// checksum, the CRC-32 of all before it.
#[derive(Clone)]
pub struct ClientSecret(SecretString);

impl ClientSecret {
    /// A new one.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut text = SECRET.to_owned();
        // A byte of 248 or more would make some characters likelier than others.
        while text.len() < SECRET.len() + RANDOM {
            let mut bytes = [0_u8; RANDOM];
            getrandom::fill(&mut bytes)?;
            let fair = bytes.iter().filter(|byte| **byte < 248);
            let left = SECRET.len() + RANDOM - text.len();
            text.extend(fair.take(left).map(|byte| digit(u32::from(*byte))));
        }
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Ok(Self(text.into()))
    }

    /// What is stored and compared.
    pub fn hash(&self) -> HashedSecret {
        HashedSecret(Sha256::digest(self.0.expose_secret().as_bytes()).into())
    }

    /// The plaintext, for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }

    /// Its first characters, by which an owner recognises it later.
    pub fn beginning(&self) -> &str {
        self.0.expose_secret().get(..SHOWN).unwrap_or_default()
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

impl FromStr for ClientSecret {
    type Err = NotACredential;

    fn from_str(text: &str) -> Result<Self, NotACredential> {
        let rest = text.strip_prefix(SECRET).ok_or(NotACredential)?;
        if rest.len() != RANDOM + CHECKSUM || !rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(NotACredential);
        }
        let (body, given) = text
            .split_at_checked(SECRET.len() + RANDOM)
            .ok_or(NotACredential)?;
        if checksum(body) != given {
            return Err(NotACredential);
        }
        Ok(Self(text.to_owned().into()))
    }
}

fn digit(value: u32) -> char {
    let index = usize::try_from(value % 62).unwrap_or(0);
    char::from(ALPHABET.get(index).copied().unwrap_or(b'0'))
}

/// The CRC-32 in base 62, its last digit first.
fn checksum(body: &str) -> String {
    let mut left = crc32fast::hash(body.as_bytes());
    (0..CHECKSUM)
        .map(|_| {
            let next = digit(left % 62);
            left /= 62;
            next
        })
        .collect()
}

/// The SHA-256 of a secret: enough for 238 random bits, which no one tries one by one.
#[derive(Clone)]
pub struct HashedSecret([u8; 32]);

impl Serialize for HashedSecret {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for HashedSecret {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash).map_err(serde::de::Error::custom)?;
        Ok(Self(hash))
    }
}

impl HashedSecret {
    /// Whether it is of this secret, in a time that does not depend on the answer.
    pub fn is_of(&self, secret: &ClientSecret) -> bool {
        self.0.ct_eq(&secret.hash().0).into()
    }
}

impl fmt::Debug for HashedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashedSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_client_id_is_its_apps() {
        let app: AppId = "app_01JD9ZK4T0000000000000000A".parse().unwrap();
        let client = ClientId::of(app);
        assert_eq!(client.to_string(), "prov_01JD9ZK4T0000000000000000A");
        assert_eq!(client.to_string().parse::<ClientId>().unwrap().app(), app);
        for bad in [
            "",
            "prov_",
            "app_01JD9ZK4T0000000000000000A",
            "prov_01jd9zk4t0000000000000000a",
        ] {
            assert!(bad.parse::<ClientId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_generated_secret_is_read_and_recognised() {
        let secret = ClientSecret::generate().unwrap();
        let text = secret.reveal();
        assert_eq!(text.len(), 53);
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        let again: ClientSecret = text.parse().unwrap();
        assert!(secret.hash().is_of(&again));
        assert!(!ClientSecret::generate().unwrap().hash().is_of(&again));
        assert_eq!(secret.beginning().len(), 11);
        assert!(!format!("{secret:?} {:?}", secret.hash()).contains(&text[11..]));
        let stored = serde_json::to_string(&secret.hash()).unwrap();
        assert_eq!(stored.len(), 66);
        assert!(
            serde_json::from_str::<HashedSecret>(&stored)
                .unwrap()
                .is_of(&again)
        );
    }

    #[test]
    fn a_mistyped_secret_is_refused_without_a_look_up() {
        let secret = ClientSecret::generate().unwrap();
        let text = secret.reveal();
        for i in 0..text.len() {
            for other in ['x', 'X', '7', '_', 'é'] {
                let mut wrong: Vec<_> = text.chars().collect();
                if wrong[i] == other {
                    continue;
                }
                wrong[i] = other;
                let wrong: String = wrong.into_iter().collect();
                assert!(wrong.parse::<ClientSecret>().is_err(), "{i}");
            }
        }
        for bad in ["", "secret_", &text[..52], &format!("{text}a")] {
            assert!(bad.parse::<ClientSecret>().is_err());
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "(secret_|prov_)?\\PC{0,60}") {
            let _ = text.parse::<ClientSecret>();
            let _ = text.parse::<ClientId>();
        }
    }
}
