//! What a process keeps in memory of the keys it has seen, bounded. It never admits a call.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use common::{Tenant, Timestamp, lock};
use quick_cache::sync::Cache;

use crate::caller::Credential;
use crate::counter::Counter;
use crate::limits::LimitStatus;
use crate::window::Minute;

/// Keys cached at a time; the least used are dropped.
const KEYS: usize = 4_096;
/// Addresses counted in a minute; past that, new ones are not.
const ADDRESSES: usize = 16_384;
/// Bad keys from one address in a minute before it is answered from memory.
pub(crate) const BAD_KEYS: u32 = 20;

/// Accounts whose refusals are gathered at a time.
const ACCOUNTS: usize = 1_024;
/// Refusals are written at most this often, an account and process.
const REFUSALS_MILLIS: i64 = 60_000;

/// Refusals of one account that the table does not have yet.
#[derive(Debug)]
pub(crate) struct Refusals {
    counts: BTreeMap<Counter, u64>,
    /// From then on they are worth a write of their own.
    due: Timestamp,
}

impl Refusals {
    /// Counts one; answers with all there are where it is time to write them.
    pub fn count(&mut self, counter: Counter, now: Timestamp) -> BTreeMap<Counter, u64> {
        *self.counts.entry(counter).or_default() += 1;
        if now < self.due {
            return BTreeMap::new();
        }
        self.due = now.plus_millis(REFUSALS_MILLIS);
        self.take()
    }

    /// All there are, to be written along with something else.
    pub fn take(&mut self) -> BTreeMap<Counter, u64> {
        std::mem::take(&mut self.counts)
    }

    /// They were not written after all.
    pub fn put_back(&mut self, counts: &BTreeMap<Counter, u64>) {
        for (counter, count) in counts {
            *self.counts.entry(*counter).or_default() += count;
        }
    }
}

/// One key in the cache.
#[derive(Debug)]
pub(crate) struct CachedKey<C, A> {
    pub record: Arc<C>,
    /// The account as this key's last write left it; its stale names are removed by the next.
    pub last: Option<Arc<A>>,
    /// Endpoints whose burst limit is used up in this minute.
    pub bursts: HashMap<char, (Minute, LimitStatus)>,
    /// A quota was seen used up: until then, look before writing.
    pub look_until: Timestamp,
    /// The minute in which this process last tried to close a day.
    pub closing: Option<Minute>,
    /// Marks of the thresholds that were reported of late, each with the minute.
    pub notifying: Vec<(Counter, Minute)>,
}

/// Bad keys of a minute, by the address they came from.
type BadKeys = (Option<Minute>, HashMap<IpAddr, u32>);

#[derive(Debug)]
pub(crate) struct KeyCache<C: Credential, A> {
    keys: Cache<C::Hash, Arc<Mutex<CachedKey<C, A>>>>,
    refusals: Cache<(Tenant, u64), Arc<Mutex<Refusals>>>,
    bad: Mutex<BadKeys>,
}

impl<C: Credential, A> KeyCache<C, A> {
    pub fn new() -> Self {
        Self {
            keys: Cache::new(KEYS),
            refusals: Cache::new(ACCOUNTS),
            bad: Mutex::default(),
        }
    }

    pub fn get(&self, key: C::Hash) -> Option<Arc<Mutex<CachedKey<C, A>>>> {
        self.keys.get(&key)
    }

    /// Caches a record that was just read, in place of what was cached of the key.
    pub fn put(&self, key: C::Hash, record: C) -> Arc<Mutex<CachedKey<C, A>>> {
        let cached = Arc::new(Mutex::new(CachedKey {
            record: Arc::new(record),
            last: None,
            bursts: HashMap::new(),
            look_until: Timestamp::from_millis(0),
            closing: None,
            notifying: Vec::new(),
        }));
        self.keys.insert(key, Arc::clone(&cached));
        cached
    }

    pub fn remove(&self, key: C::Hash) {
        self.keys.remove(&key);
    }

    /// The refusals of this key's account, if there were any of late.
    pub fn refusals(&self, record: &C) -> Option<Arc<Mutex<Refusals>>> {
        self.refusals.get(&(record.tenant(), record.generation()))
    }

    /// The refusals of this key's account, with room for one more.
    pub fn refusals_or_new(&self, record: &C) -> Arc<Mutex<Refusals>> {
        self.refusals(record).unwrap_or_else(|| {
            let (counts, due) = (BTreeMap::new(), Timestamp::from_millis(0));
            let refusals = Arc::new(Mutex::new(Refusals { counts, due }));
            let of = (record.tenant(), record.generation());
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
