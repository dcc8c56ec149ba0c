//! What a process keeps in memory of the keys it has seen, bounded. It never admits a call.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex};

use common::{Tenant, Timestamp, lock};
use quick_cache::sync::Cache;

use crate::caller::Credential;
use crate::counter::Counter;
use crate::limits::LimitStatus;
use crate::window::Minute;

/// Keys cached at a time; the least used are dropped.
const KEYS: usize = 4_096;
/// Unknown keys remembered at a time.
const UNKNOWN: usize = 16_384;
/// Networks counted in a minute; past that, new ones are not.
const NETWORKS: usize = 16_384;
/// Bad keys from one network in a minute before more of them are answered with a 429.
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
    /// The account as it was when the key was found revoked. A revocation is final.
    pub revoked: Option<Arc<A>>,
    /// Endpoints whose burst limit is used up in this minute.
    pub bursts: HashMap<char, (Minute, LimitStatus)>,
    /// Bytes that were seen counted in a minute in which some were refused. They only grow.
    pub bytes: Option<(Minute, u64)>,
    /// Refusals of a minute by their endpoint, and by whether the key may be used from where the
    /// call came from: whoever calls from elsewhere uses up nothing of those who may call.
    pub refused: HashMap<(char, bool), Refused>,
    /// A spent quota or a paused plan was seen: until then, look before writing.
    pub look_until: Timestamp,
    /// The minute in which this process last tried to close a day.
    pub closing: Option<Minute>,
    /// Marks of the thresholds that were reported of late, each with the minute.
    pub notifying: Vec<(Counter, Minute)>,
}

/// Refusals in a minute that this process has seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    pub minute: Minute,
    pub count: u64,
    /// The limits as they were at the last of them.
    pub status: LimitStatus,
}

/// Bad keys of a minute, by the network they came from.
type BadKeys = (Option<Minute>, HashMap<IpAddr, u32>);

#[derive(Debug)]
pub(crate) struct KeyCache<C: Credential, A> {
    keys: Cache<C::Hash, Arc<Mutex<CachedKey<C, A>>>>,
    refusals: Cache<(Tenant, u64), Arc<Mutex<Refusals>>>,
    unknown: Cache<C::Hash, Minute>,
    bad: Mutex<BadKeys>,
}

impl<C: Credential, A> KeyCache<C, A> {
    pub fn new() -> Self {
        Self {
            keys: Cache::new(KEYS),
            refusals: Cache::new(ACCOUNTS),
            unknown: Cache::new(UNKNOWN),
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
            revoked: None,
            bursts: HashMap::new(),
            bytes: None,
            refused: HashMap::new(),
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

    /// Whether this key was looked up in this minute, and is none.
    pub fn is_unknown(&self, key: C::Hash, minute: Minute) -> bool {
        self.unknown.get(&key) == Some(minute)
    }

    /// Remembers that there is no such key.
    pub fn remember_unknown(&self, key: C::Hash, minute: Minute) {
        self.unknown.insert(key, minute);
    }

    /// Counts a bad key against the network that sent it. True where it sent too many in this
    /// minute before.
    pub fn too_many_bad_keys(&self, from: Option<IpAddr>, minute: Minute) -> bool {
        let Some(from) = from.map(network) else {
            return false;
        };
        let mut bad = lock(&self.bad);
        if bad.0 != Some(minute) {
            *bad = (Some(minute), HashMap::new());
        }
        if bad.1.len() >= NETWORKS && !bad.1.contains_key(&from) {
            return false;
        }
        let count = bad.1.entry(from).or_default();
        if *count >= BAD_KEYS {
            return true;
        }
        *count += 1;
        false
    }
}

/// The network that an address is counted by: an IPv4 address itself; of an IPv6 address the first
/// 64 bits, because any host has as many addresses as it likes behind them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() & !u128::from(u64::MAX),
        )),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_address_is_counted_by_its_network() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.7"), "203.0.113.7");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2:ffff:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:3:3:4:5:6"), "2001:db8:1:3::");
    }
}
