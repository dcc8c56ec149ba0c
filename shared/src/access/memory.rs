//! What a process remembers of the keys it has seen, bounded. It never admits anybody.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_cache::sync::Cache;

use super::account::{Account, Cell};
use super::gate::Standing;
use super::key::HashedKey;
use super::record::KeyRecord;
use super::window::Minute;
use crate::clock::Timestamp;
use crate::id::UserId;

/// Keys remembered at a time; the least used are forgotten.
const KEYS: usize = 4_096;
/// Addresses counted in a minute; past that, new ones are not.
const ADDRESSES: usize = 16_384;
/// Bad keys from one address in a minute before it is answered from memory.
pub(super) const BAD_KEYS: u32 = 20;

/// Accounts whose refusals are gathered at a time.
const ACCOUNTS: usize = 1_024;
/// Refusals are written at most this often, an account and process.
const REFUSALS_MILLIS: i64 = 60_000;

/// Refusals of one account that the table does not have yet.
#[derive(Debug)]
pub(super) struct Refusals {
    counts: BTreeMap<Cell, u64>,
    /// From then on they are worth a write of their own.
    due: Timestamp,
}

impl Refusals {
    /// Counts one; answers with all there are where it is time to write them.
    pub fn count(&mut self, cell: Cell, now: Timestamp) -> BTreeMap<Cell, u64> {
        *self.counts.entry(cell).or_default() += 1;
        if now < self.due {
            return BTreeMap::new();
        }
        self.due = now.plus_millis(REFUSALS_MILLIS);
        self.take()
    }

    /// All there are, to be written along with something else.
    pub fn take(&mut self) -> BTreeMap<Cell, u64> {
        std::mem::take(&mut self.counts)
    }

    /// They were not written after all.
    pub fn put_back(&mut self, counts: &BTreeMap<Cell, u64>) {
        for (cell, count) in counts {
            *self.counts.entry(*cell).or_default() += count;
        }
    }
}

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
    /// Marks of the quotas' events that were told of late, each with the minute.
    pub telling: Vec<(Cell, Minute)>,
}

#[derive(Debug)]
pub(super) struct Memory {
    keys: Cache<HashedKey, Arc<Mutex<Known>>>,
    refusals: Cache<(UserId, u64), Arc<Mutex<Refusals>>>,
    bad: Mutex<(Option<Minute>, HashMap<IpAddr, u32>)>,
}

impl Memory {
    pub fn new() -> Self {
        Self {
            keys: Cache::new(KEYS),
            refusals: Cache::new(ACCOUNTS),
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
            telling: Vec::new(),
        }));
        self.keys.insert(key, Arc::clone(&known));
        known
    }

    pub fn forget(&self, key: HashedKey) {
        self.keys.remove(&key);
    }

    /// The refusals of this key's account, if there were any of late.
    pub fn refusals(&self, record: &KeyRecord) -> Option<Arc<Mutex<Refusals>>> {
        self.refusals.get(&(record.user_id, record.generation))
    }

    /// The refusals of this key's account, with room for one more.
    pub fn refusals_to_be(&self, record: &KeyRecord) -> Arc<Mutex<Refusals>> {
        self.refusals(record).unwrap_or_else(|| {
            let (counts, due) = (BTreeMap::new(), Timestamp::from_millis(0));
            let refusals = Arc::new(Mutex::new(Refusals { counts, due }));
            let of = (record.user_id, record.generation);
            self.refusals.insert(of, Arc::clone(&refusals));
            refusals
        })
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
