//! Where things stand in the table.
//!
//! | what | partition `pk` | sort `sk` |
//! |---|---|---|
//! | a key's record | `key#<SHA-256>` | `key` |
//! | the account's item | the account | `a` |
//! | a key of the account | the account | `key#<apiKeyId>` |
//! | a snapshot's metadata | the account | `snap#<snapshot>`, and `o` for the index by date |
//! | a snapshot's profile, compressed | the account | `profile#<snapshot>` |
//! | requests of a closed day | the account | `use#<date>` |
//!
//! All that belongs to an account stands in its partition, but for the keys' records, which are
//! found by hash alone.

use super::Item;
use crate::access::key::{ApiKeyId, HashedKey};
use crate::access::window::Day;
use crate::id::{SnapshotId, UserId};
use aws_sdk_dynamodb::types::AttributeValue;

/// The partition key's name.
pub const PK: &str = "pk";
/// The sort key's name.
pub const SK: &str = "sk";
/// The local index that sorts an account's snapshots by date.
pub const BY_DATE: &str = "by-date";
/// The sort key of that index.
pub const ORDER: &str = "o";
/// The prefix of the sort keys of snapshots' metadata.
pub const SNAPSHOTS: &str = "snap#";
/// The prefix of the sort keys of an account's keys.
pub const KEYS: &str = "key#";

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
        Self::new(user, format_args!("{SNAPSHOTS}{id}"))
    }

    /// A snapshot's profile.
    pub fn profile(user: UserId, id: SnapshotId) -> Self {
        Self::new(user, format_args!("profile#{id}"))
    }

    /// Requests of a closed day.
    pub fn usage(user: UserId, day: Day) -> Self {
        Self::new(user, format_args!("use#{day}"))
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
