//! What a process remembers of the keys it has seen, bounded. It never admits anybody.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_cache::sync::Cache;

use super::account::Account;
use super::gate::Standing;
use super::key::HashedKey;
use super::record::KeyRecord;
use super::window::Minute;
use crate::clock::Timestamp;

/// Keys remembered at a time; the least used are forgotten.
const KEYS: usize = 4_096;
/// Addresses counted in a minute; past that, new ones are not.
const ADDRESSES: usize = 16_384;
/// Bad keys from one address in a minute before it is answered from memory.
pub(super) const BAD_KEYS: u32 = 20;

/// What is remembered of one key.
#[derive(Debug)]
pub(super) struct Known {
    pub record: Arc<KeyRecord>,
    /// The account as this key's last write left it; what is stale there leaves with the next.
    pub last: Option<Arc<Account>>,
    /// Endpoints whose minute is spent.
    pub bursts: HashMap<char, (Minute, Standing)>,
    /// Until then a quota was seen spent: look before writing.
    pub look_until: Timestamp,
    /// The minute in which closing a day was last tried.
    pub closing: Option<Minute>,
}

#[derive(Debug)]
pub(super) struct Memory {
    keys: Cache<HashedKey, Arc<Mutex<Known>>>,
    bad: Mutex<(Option<Minute>, HashMap<IpAddr, u32>)>,
}

impl Memory {
    pub fn new() -> Self {
        Self {
            keys: Cache::new(KEYS),
            bad: Mutex::default(),
        }
    }

    pub fn get(&self, key: HashedKey) -> Option<Arc<Mutex<Known>>> {
        self.keys.get(&key)
    }

    /// Remembers a record that was just read, in place of what was known of the key.
    pub fn put(&self, key: HashedKey, record: KeyRecord) -> Arc<Mutex<Known>> {
        let known = Arc::new(Mutex::new(Known {
            record: Arc::new(record),
            last: None,
            bursts: HashMap::new(),
            look_until: Timestamp::from_millis(0),
            closing: None,
        }));
        self.keys.insert(key, Arc::clone(&known));
        known
    }

    pub fn forget(&self, key: HashedKey) {
        self.keys.remove(&key);
    }

    /// Whether this address has sent too many bad keys in this minute.
    pub fn too_many_bad_keys(&self, from: Option<IpAddr>, minute: Minute) -> bool {
        let Some(from) = from else { return false };
        let bad = lock(&self.bad);
        bad.0 == Some(minute) && bad.1.get(&from).is_some_and(|count| *count >= BAD_KEYS)
    }

    /// Counts a bad key against the address that sent it.
    pub fn count_bad_key(&self, from: Option<IpAddr>, minute: Minute) {
        let Some(from) = from else { return };
        let mut bad = lock(&self.bad);
        if bad.0 != Some(minute) {
            *bad = (Some(minute), HashMap::new());
        }
        if bad.1.len() < ADDRESSES || bad.1.contains_key(&from) {
            *bad.1.entry(from).or_default() += 1;
        }
    }
}

/// The guarded value, also where another thread panicked while it held it: everything in here
/// may be lost or stale without harm.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
