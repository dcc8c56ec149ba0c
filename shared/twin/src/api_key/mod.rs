//! API keys: the plain key and its hash, the stored record, and the owner's changes.
//!
//! Each change is one transaction over the key's record and the account's item, whose revision
//! of the key makes it hold from the very next call, in every process.

mod change;
mod create;
mod ending;
mod plain;
mod read;
mod record;

use common::{Fault, Timestamp};
use dynamo::Part;
use ipnet::IpNet;

pub use change::{change, revoke};
pub use create::{create, create_known, rotate, store_no_reply};
pub use ending::{KeyEnding, ended};
pub use plain::{ApiKeyId, HashedKey, NotAKey, PlainKey};
pub use read::{KeyPlace, all, find, list, with_indexes};
pub use record::{KeyRecord, Scope};

/// Keys an account may have that are not revoked.
pub const LIVE_KEYS: usize = 20;
/// Keys an account may make in a day (UTC): what is left of each stays on its item until the day
/// is closed.
pub const CREATED_A_DAY: u64 = 100;
/// A key is kept for so long after its end, in seconds: 400 days. Then its id and its hash are
/// unknown, and a call with it is refused like one with a key that never was.
const ENDED_KEPT_SECONDS: i64 = 400 * 86_400;
/// Tries when another change to the account's keys came first.
const TRIES: u32 = 8;

/// Names of parts of transactions.
mod part {
    /// The change of the account's item.
    pub const ACCOUNT: &str = "account";
    /// The change of the key's record.
    pub const RECORD: &str = "record";
    /// An entry that points to the key's record.
    pub const ENTRY: &str = "entry";
    /// The event of the key's end, or what is left of one.
    pub const ENDING: &str = "ending";
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its name, given by its owner.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Requests a month for this key alone.
    pub monthly_limit: Option<u64>,
    /// From this moment on it is refused.
    pub expires_at: Option<Timestamp>,
    /// Addresses it may be used from; empty: any.
    pub allowed_ips: Vec<IpNet>,
}

/// What may change about a key; absent fields stay as they are.
#[derive(Clone, Debug, Default)]
pub struct KeyChange {
    /// Its name, given by its owner.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<Vec<Scope>>,
    /// Requests a month for this key alone; `Some(None)`: no limit of its own any more.
    pub monthly_limit: Option<Option<u64>>,
    /// From this moment on it is refused; `Some(None)`: never.
    pub expires_at: Option<Option<Timestamp>>,
    /// Addresses it may be used from; empty: any.
    pub allowed_ips: Option<Vec<IpNet>>,
}

/// Why a key was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// There is no such key on this account.
    #[error("there is no such key on this account")]
    NoKey,
    /// It is revoked, for good.
    #[error("the key is revoked")]
    Revoked,
    /// It is revoked or has expired, and has nothing left to be taken over.
    #[error("the key is revoked or has expired")]
    NotLive,
    /// Too many were made today.
    #[error("{CREATED_A_DAY} keys were made today (UTC), the most a day allows: go on tomorrow")]
    TooManyToday,
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// The account has as many live keys as it may.
    #[error("the account has {LIVE_KEYS} live keys, the most it may have: revoke one first")]
    TooManyKeys,
    /// Other changes kept coming first.
    #[error("other changes to the account's keys came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A key that was made, without its plaintext.
#[derive(Clone, Debug)]
pub struct CreatedKey {
    /// The new key's record.
    pub record: KeyRecord,
    /// The key it takes over from, as it now stands.
    pub replaced: Option<KeyRecord>,
}

/// The part of a transaction, named [`webhooks::KEPT`], that stores its answer for an
/// `Idempotency-Key`; it is made of what the transaction makes.
pub type StoreReply<'a> = &'a (dyn Fn(&CreatedKey) -> Result<Option<Part>, Fault> + Sync);
