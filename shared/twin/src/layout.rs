//! Where things stand in the table.
//!
//! | what | partition `pk` | sort `sk` |
//! |---|---|---|
//! | a key's record | `key#<SHA-256>` | `key` |
//! | the account's item | the account | `a` |
//! | whose the account is | the account | `owner` |
//! | a key of the account | the account | `key#<apiKeyId>` |
//! | a snapshot's metadata | the account | `snap#<snapshot>`, `o` = `s#…` |
//! | a snapshot's profile, compressed | the account | `profile#<snapshot>` |
//! | a discovery | the account | `disc#<discovery>`, `o` = `d#<status>#…` |
//! | requests of a closed day | the account | `use#<date>` |
//! | an answer kept for its `Idempotency-Key` | the account | `once#<SHA-256>` |
//! | a message that is to be sent | the account | `out#<message>`, `x` and `y` until it is |
//! | a webhook endpoint | the account | `hook#<endpoint>` |
//! | how many endpoints the account has | the account | `hooks` |
//! | a delivery to an endpoint | the account | `dlv#<endpoint>#<delivery>`, `o` = `w…` until it succeeded, `x` and `y` until it ended |
//! | an attempt of a delivery | the account | `try#<endpoint>#<delivery>#<number>` |
//! | that the account is being erased | the account | `erase` |
//! | whose account a token's subject owns | `sub#<subject>` | `sub` |
//! | whose a snapshot is | `snap#<snapshot>` | `snap` |
//!
//! All that belongs to an account stands in its partition, but for what is found without it: a
//! key's record by its hash, the account by its owner's subject, and that a snapshot's id is
//! taken. The local index `by-date` sorts
//! a partition's lists by `o`; the global index `by-due` finds what is to be done by when: `x`
//! is a kind and a shard, `y` the time.

use super::Item;
use crate::access::key::{ApiKeyId, HashedKey};
use crate::access::window::Day;
use crate::id::{DeliveryId, DiscoveryId, SnapshotId, UserId, WebhookId};
use aws_sdk_dynamodb::types::AttributeValue;

/// The partition key's name.
pub const PK: &str = "pk";
/// The sort key's name.
pub const SK: &str = "sk";
/// The local index that sorts an account's snapshots by date.
pub const BY_DATE: &str = "by-date";
/// The sort key of that index.
pub const ORDER: &str = "o";
/// What `o` of snapshots begins with.
pub const SNAPSHOTS: &str = "s#";
/// What `o` of discoveries begins with.
pub const DISCOVERIES: &str = "d#";
/// The prefix of the sort keys of an account's keys.
pub const KEYS: &str = "key#";
/// The prefix of the sort keys of snapshots' metadata.
pub const SNAPSHOT: &str = "snap#";
/// The prefix of the sort keys of messages to be sent.
pub const OUTBOX: &str = "out#";
/// The prefix of the sort keys of webhook endpoints.
pub const ENDPOINT: &str = "hook#";
/// The prefix of the sort keys of deliveries.
pub const DELIVERY: &str = "dlv#";
/// The index of what is to be done by when.
pub const BY_DUE: &str = "by-due";
/// Its hash key: kind and shard.
pub const DUE_SHARD: &str = "x";
/// Its sort key: the time.
pub const DUE_AT: &str = "y";

/// One item's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pk: String,
    sk: String,
}

impl Key {
    fn new(pk: impl ToString, sk: impl ToString) -> Self {
        Self {
            pk: pk.to_string(),
            sk: sk.to_string(),
        }
    }

    /// Whose the account is.
    pub fn owner(user: UserId) -> Self {
        Self::new(user, "owner")
    }

    /// A key's record.
    pub fn record(hash: HashedKey) -> Self {
        Self::new(format_args!("{KEYS}{hash}"), "key")
    }

    /// The account's item.
    pub fn account(user: UserId) -> Self {
        Self::new(user, "a")
    }

    /// Where the account's item says which record is the key of this id.
    pub fn account_key(user: UserId, id: ApiKeyId) -> Self {
        Self::new(user, format_args!("{KEYS}{id}"))
    }

    /// A snapshot's metadata.
    pub fn snapshot(user: UserId, id: SnapshotId) -> Self {
        Self::new(user, format_args!("{SNAPSHOT}{id}"))
    }

    /// Whose a snapshot is: an id is one account's only.
    pub fn snapshot_owner(id: SnapshotId) -> Self {
        Self::new(format_args!("{SNAPSHOT}{id}"), "snap")
    }

    /// A snapshot's profile.
    pub fn profile(user: UserId, id: SnapshotId) -> Self {
        Self::new(user, format_args!("profile#{id}"))
    }

    /// A discovery.
    pub fn discovery(user: UserId, id: DiscoveryId) -> Self {
        Self::new(user, format_args!("disc#{id}"))
    }

    /// An answer kept for its `Idempotency-Key`, by the hash of that.
    pub fn once(user: UserId, hash: &str) -> Self {
        Self::new(user, format_args!("once#{hash}"))
    }

    /// A message that is to be sent.
    pub fn message(user: UserId, id: &str) -> Self {
        Self::new(user, format_args!("{OUTBOX}{id}"))
    }

    /// A webhook endpoint.
    pub fn endpoint(user: UserId, id: WebhookId) -> Self {
        Self::new(user, format_args!("{ENDPOINT}{id}"))
    }

    /// How many webhook endpoints the account has.
    pub fn endpoints(user: UserId) -> Self {
        Self::new(user, "hooks")
    }

    /// A delivery to an endpoint.
    pub fn delivery(user: UserId, endpoint: WebhookId, id: DeliveryId) -> Self {
        Self::new(user, format_args!("{DELIVERY}{endpoint}#{id}"))
    }

    /// An attempt of a delivery, from 1.
    pub fn attempt(user: UserId, endpoint: WebhookId, id: DeliveryId, n: u32) -> Self {
        Self::new(user, format_args!("try#{endpoint}#{id}#{n:04}"))
    }

    /// That the account is being erased.
    pub fn erasure(user: UserId) -> Self {
        Self::new(user, "erase")
    }

    /// Whose account a token's subject owns.
    pub fn subject(subject: &str) -> Self {
        Self::new(format_args!("sub#{subject}"), "sub")
    }

    /// Requests of a closed day.
    pub fn usage(user: UserId, day: Day) -> Self {
        Self::new(user, format_args!("use#{day}"))
    }

    /// Its sort key.
    pub fn sk(&self) -> &str {
        &self.sk
    }

    /// As the SDK takes it.
    pub fn into_item(self) -> Item {
        Item::from([
            (PK.to_owned(), AttributeValue::S(self.pk)),
            (SK.to_owned(), AttributeValue::S(self.sk)),
        ])
    }

    /// Whether this item stands here.
    pub fn is_of(&self, item: &Item) -> bool {
        let has = |name: &str, value: &str| {
            item.get(name)
                .and_then(|v| v.as_s().ok())
                .is_some_and(|v| v == value)
        };
        has(PK, &self.pk) && has(SK, &self.sk)
    }
}
