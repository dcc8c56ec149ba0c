//! The keys of message signatures: made and rotated by a function, read by those that call
//! providers, published by the table.
//!
//! The first key signs at once. A later one is published before it signs, for as long as
//! verifiers may keep the directory, and afterwards for as long as a signature may be checked.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::config::Environment;
use common::{Clock, Fault, Timestamp};
use dynamo::{Change, Key, Table};
use secrets::Secret;
use secrets::rotation::Rotated;
use serde::{Deserialize, Serialize};

use super::signature::{Directory, PublicKey, SigningKey};

/// The environment variable that names the secret with the private keys.
pub const VARIABLE: &str = "SIGNATURE_KEYS_ARN";
/// Cached keys are read again when they are older, in milliseconds.
const CACHED: i64 = 5 * 60_000;
/// Keys that a secret may hold.
const MOST: usize = 10;

/// When keys are published and retired.
#[derive(Clone, Copy, Debug)]
pub struct Rotation {
    /// How long a key is published before it signs, in milliseconds.
    pub published_before: i64,
    /// How long it is published after the next one signs, in milliseconds.
    pub kept_after: i64,
}

impl Rotation {
    /// A day before, two hours after.
    pub const DEFAULT: Self = Self {
        published_before: 24 * 3_600_000,
        kept_after: 2 * 3_600_000,
    };
}

/// The private keys at one moment, the oldest first.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Ring {
    keys: Vec<StoredKey>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredKey {
    seed: String,
    signs_from: Timestamp,
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ring({} keys)", self.keys.len())
    }
}

impl StoredKey {
    fn new(signs_from: Timestamp) -> Result<Self, Fault> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|e| Fault::internal("making a key of signatures", e.to_string()))?;
        Ok(Self {
            seed: STANDARD.encode(seed),
            signs_from,
        })
    }

    fn key(&self) -> Result<SigningKey, Fault> {
        let bytes = STANDARD.decode(&self.seed).ok();
        let seed = bytes.and_then(|bytes| bytes.try_into().ok());
        let broken = || Fault::internal(READING, "a key is not 32 bytes in base64");
        SigningKey::from_seed(&seed.ok_or_else(broken)?)
    }
}

const READING: &str = "reading the keys of signatures";

impl Ring {
    /// Reads the secret's text.
    ///
    /// # Errors
    /// It holds no keys; the message holds nothing of it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|_| Fault::internal(READING, "it is no ring of keys"))
    }

    /// The secret's text.
    ///
    /// # Errors
    /// Never.
    pub fn text(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|e| Fault::internal("writing keys", e))
    }

    /// The ring with one more key, without those that no verifier needs any more.
    ///
    /// # Errors
    /// It has too many; the system has no randomness.
    pub fn rotated(&self, now: Timestamp, rotation: Rotation) -> Result<Self, Fault> {
        let mut keys = self.live(now, rotation);
        if keys.len() >= MOST {
            let problem = "there are keys that do not sign yet: wait for them";
            return Err(Fault::internal(ROTATING, problem));
        }
        let signs_from = match keys.last() {
            None => now,
            Some(last) => now
                .plus_millis(rotation.published_before)
                .max(last.signs_from),
        };
        keys.push(StoredKey::new(signs_from)?);
        Ok(Self { keys })
    }

    fn live(&self, now: Timestamp, rotation: Rotation) -> Vec<StoredKey> {
        let successors = self.keys.iter().skip(1).map(Some).chain([None]);
        let live = self.keys.iter().zip(successors).filter(|(_, next)| {
            next.is_none_or(|next| next.signs_from.plus_millis(rotation.kept_after) > now)
        });
        live.map(|(key, _)| key.clone()).collect()
    }

    /// The key that signs now.
    ///
    /// # Errors
    /// There is none.
    pub fn signing(&self, now: Timestamp) -> Result<SigningKey, Fault> {
        let latest = self.keys.iter().rfind(|key| key.signs_from <= now);
        // Before the first one signs, by a clock that is behind, it signs all the same.
        let key = latest.or(self.keys.first());
        key.ok_or_else(|| Fault::unavailable(READING, "no key was made yet"))?
            .key()
    }

    /// The public keys, those that do not sign yet included.
    ///
    /// # Errors
    /// A key can't be read.
    pub fn public(&self) -> Result<Vec<PublicKey>, Fault> {
        let keys = self.keys.iter().map(StoredKey::key);
        keys.map(|key| Ok(key?.public().clone())).collect()
    }
}

/// The public keys in the table.
#[derive(Debug, Serialize, Deserialize)]
struct Published {
    keys: Vec<PublicKey>,
}

fn published() -> Key {
    Key::new("signature-keys", "published")
}

/// Publishes the public keys of a ring: before any of its new keys signs.
///
/// # Errors
/// The table can't be reached.
pub async fn publish(table: &Table, ring: &Ring) -> Result<(), Fault> {
    let keys = ring.public()?;
    let doing = "publishing the keys of signatures";
    Change::put(published(), &Published { keys })?
        .apply(table, doing)
        .await
        .map(|_| ())
}

/// The public keys as verifiers fetch them.
///
/// # Errors
/// The table can't be reached, or none was published yet.
pub async fn directory(table: &Table) -> Result<Directory, Fault> {
    let published: Option<Published> = table.get(published()).await?;
    let published = published.ok_or_else(|| Fault::unavailable(READING, "none is published"))?;
    Ok(Directory::of(&published.keys))
}

/// The private keys in Secrets Manager, cached for a while: for functions that call providers.
#[derive(Debug)]
pub struct SignatureKeys {
    secret: Secret<Ring>,
    clock: Clock,
}

impl SignatureKeys {
    /// The keys in the secret that the environment names (`SIGNATURE_KEYS_ARN`). A function that
    /// signs nothing need not have it: without it, the first use fails.
    pub fn read(environment: &Environment, table: &Table, clock: Clock) -> Self {
        Self {
            secret: Secret::read(environment, VARIABLE, table, clock.clone()),
            clock,
        }
    }

    /// The key that signs now.
    ///
    /// # Errors
    /// Secrets Manager can't be reached, or holds none.
    pub async fn signing(&self) -> Result<SigningKey, Fault> {
        let ring = self.secret.get(CACHED, READING, Ring::parse).await?;
        ring.signing(self.clock.now())
    }
}

/// The rotation of the keys.
#[derive(Debug)]
pub struct SignatureKeyRotation<'a> {
    /// Where the public keys are published.
    pub table: &'a Table,
    /// When keys are published and retired.
    pub rotation: Rotation,
}

const ROTATING: &str = "rotating the keys of signatures";

impl Rotated for SignatureKeyRotation<'_> {
    const NAME: &'static str = "keys of message signatures";

    fn next(&self, current: &str, now: Timestamp) -> Result<String, Fault> {
        Ring::parse(current)?.rotated(now, self.rotation)?.text()
    }

    async fn publish(&self, next: &str, _: Timestamp) -> Result<(), Fault> {
        publish(self.table, &Ring::parse(next)?).await
    }

    fn test(&self, next: &str, current: &str, now: Timestamp) -> Result<(), Fault> {
        let next = Ring::parse(next)?;
        next.signing(now)?;
        let former = Ring::parse(current)?.live(now, self.rotation);
        let has = |seed: &str| next.keys.iter().any(|own| own.seed == seed);
        if former.iter().all(|key| has(&key.seed)) {
            Ok(())
        } else {
            Err(Fault::internal(ROTATING, "the new keys lack a former one"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn ids(ring: &Ring) -> Vec<String> {
        ring.public().unwrap().iter().map(PublicKey::id).collect()
    }

    #[test]
    fn a_key_is_published_before_it_signs_and_kept_after() {
        let start: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let at = |hours: i64| start.plus_millis(hours * HOUR);
        let signs = |ring: &Ring, hours| ring.signing(at(hours)).unwrap().public().id();
        let (none, rotation) = (Ring::default(), Rotation::DEFAULT);
        assert!(none.signing(start).is_err());
        let first = none.rotated(start, rotation).unwrap();
        let [a] = ids(&first).try_into().unwrap();
        assert_eq!(signs(&first, 0), a);
        assert_eq!(signs(&first, -1), a, "a clock that is behind");

        let second = first.rotated(at(100), rotation).unwrap();
        let [one, b] = ids(&second).try_into().unwrap();
        assert_eq!(one, a);
        assert_eq!(
            (signs(&second, 123), signs(&second, 124)),
            (a.clone(), b.clone())
        );

        // The first one leaves two hours after the second one began to sign.
        for (hours, keys) in [(125, 3), (126, 2)] {
            let third = second.rotated(at(hours), rotation).unwrap();
            assert_eq!(ids(&third).len(), keys, "{hours}");
            assert_eq!(signs(&third, hours), b);
        }
        let again = Ring::parse(&second.text().unwrap()).unwrap();
        assert_eq!(ids(&again), ids(&second));
    }

    #[test]
    fn a_ring_is_bounded_and_shows_nothing() {
        let now = Timestamp::from_millis(0);
        let mut ring = Ring::default();
        for _ in 0..MOST {
            ring = ring.rotated(now, Rotation::DEFAULT).unwrap();
        }
        assert!(ring.rotated(now, Rotation::DEFAULT).is_err());
        let shown = format!("{ring:?} {:?}", ring.signing(now).unwrap());
        assert!(ring.keys.iter().all(|key| !shown.contains(&key.seed)));
        for bad in [
            "",
            "{}",
            "[]",
            r#"{"keys":[{"seed":"tiny secret","signsFrom":7}]}"#,
        ] {
            let error = format!("{:?}", Ring::parse(bad).unwrap_err());
            assert!(!error.contains("tiny"), "{error}");
        }
        let short = r#"{"keys":[{"seed":"AAAA","signsFrom":"2026-11-25T12:00:00Z"}]}"#;
        assert!(Ring::parse(short).unwrap().signing(now).is_err());
    }
}
