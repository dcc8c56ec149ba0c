//! Public keys as verifiers have them: in the table, cached in memory for a while.

use std::sync::{Arc, Mutex};

use common::{Clock, Fault, Timestamp, lock};
use dynamo::{Change, Table, n};
use jsonwebtoken::jwk::JwkSet;
use serde::{Deserialize, Serialize};

use crate::layout::{self, PublicKeys};

/// Cached keys are read again when they are older, in milliseconds.
const CACHED: i64 = 5 * 60_000;
/// A key that is not known makes them be read again at most so often, in milliseconds.
const UNKNOWN: i64 = 60_000;
/// The attribute by which a verifier asks for keys that the table does not have.
const WANTED: &str = "wanted";

/// Published keys, as they stand in the table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Published {
    /// The keys as a JSON Web Key Set (RFC 7517), in its text.
    pub jwks: String,
    /// When they were fetched or made.
    pub at: Timestamp,
    /// When they should be fetched anew, where somebody else publishes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// When a verifier last met a key that is not among them, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<u64>,
}

impl Published {
    /// Writes keys in place of those that stand there.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn write(&self, table: &Table, of: PublicKeys) -> Result<(), Fault> {
        let put = Change::put(layout::keys(of), self)?;
        put.apply(table, "publishing keys").await.map(|_| ())
    }
}

/// The keys of one kind in the memory of a process.
#[derive(Debug)]
pub struct KeySet {
    table: Table,
    clock: Clock,
    of: PublicKeys,
    cached: Mutex<Option<(Timestamp, Arc<JwkSet>)>>,
    /// When this process last asked for keys anew.
    asked: Mutex<Option<Timestamp>>,
}

impl KeySet {
    /// None yet.
    pub fn new(table: Table, clock: Clock, of: PublicKeys) -> Self {
        Self {
            table,
            clock,
            of,
            cached: Mutex::new(None),
            asked: Mutex::new(None),
        }
    }

    /// The keys. Where `unknown` says that a key is not among them, they are read again, at most
    /// once a minute.
    ///
    /// # Errors
    /// The table can't be reached and none are cached, or it holds something else there.
    pub async fn get(&self, unknown: bool) -> Result<Arc<JwkSet>, Fault> {
        let now = self.clock.now();
        let age = if unknown { UNKNOWN } else { CACHED };
        let cached = lock(&self.cached).clone();
        if let Some((at, keys)) = &cached
            && now.millis() - at.millis() < age
        {
            return Ok(Arc::clone(keys));
        }
        let read: Result<Option<Published>, Fault> = self.table.get(layout::keys(self.of)).await;
        let keys = match (read, cached) {
            (Ok(Some(published)), _) => Arc::new(parse(&published.jwks)?),
            // That there are none yet is not remembered: a process may start before the first one.
            (Ok(None), _) => return Ok(Arc::new(JwkSet { keys: Vec::new() })),
            // Old keys serve while the table does not answer.
            (Err(_), Some((_, keys))) => return Ok(keys),
            (Err(fault), None) => return Err(fault),
        };
        *lock(&self.cached) = Some((now, Arc::clone(&keys)));
        Ok(keys)
    }

    /// Asks for keys anew: somebody uses one that the table does not have. A process asks at most
    /// once a minute, and costs nothing in between, whatever is sent to it.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn want(&self) -> Result<(), Fault> {
        let now = self.clock.now();
        {
            let mut asked = lock(&self.asked);
            if asked.is_some_and(|at| now.millis() - at.millis() < UNKNOWN) {
                return Ok(());
            }
            *asked = Some(now);
        }
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        Change::update(layout::keys(self.of))
            .if_absent_or_at_most(WANTED, n(seconds.saturating_sub(60)))
            .set(WANTED, n(seconds))
            .apply(&self.table, "asking for keys")
            .await
            .map(|_| ())
    }
}

fn parse(jwks: &str) -> Result<JwkSet, Fault> {
    serde_json::from_str(jwks).map_err(|e| Fault::internal("reading public keys", e))
}
