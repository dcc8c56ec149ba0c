//! Reading keys of an account.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use common::{Fault, Timestamp};
use dynamo::{Change, Key, List, Table, read_one};
use metering::KeyIndex;
use serde::{Deserialize, Serialize};

use super::{ApiKeyId, HashedKey, KeyError, KeyRecord};
use crate::Account;
use crate::id::UserId;
use crate::layout::{self, NotAPlace};

/// Items read in one round trip.
const AT_ONCE: usize = 100;

/// An entry of a key: where its record is. A key has one in the account's partition, under its id,
/// and one in the list of keys, under its index. Both end when the record does.
#[derive(Serialize, Deserialize)]
pub(super) struct Pointer {
    hash: String,
}

impl Pointer {
    /// The change that writes a key's entry here, whatever stands here.
    pub fn entry(at: Key, hash: HashedKey, record: &KeyRecord) -> Result<Change, Fault> {
        let hash = hash.to_string();
        Ok(record.expiring(Change::put(at, &Self { hash })?))
    }

    fn hash(&self) -> Result<HashedKey, Fault> {
        self.hash
            .parse()
            .map_err(|e| Fault::internal("reading the place of a key's record", e))
    }
}

/// A place in an account's list of keys: live ones come first, of each kind the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    is_live: bool,
    index: KeyIndex,
}

impl KeyPlace {
    /// A key's place at this moment.
    pub fn of(record: &KeyRecord, now: Timestamp) -> Self {
        Self {
            is_live: record.ended(now).is_none(),
            index: record.index,
        }
    }
}

const LIVE: &str = "live";
const ENDED: &str = "ended";

impl fmt::Display for KeyPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_live { LIVE } else { ENDED };
        write!(f, "{kind}#{}", layout::listed_key_sk(self.index))
    }
}

impl FromStr for KeyPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let read = || {
            let (kind, index) = text.split_once('#')?;
            let is_live = match kind {
                LIVE => true,
                ENDED => false,
                _ => return None,
            };
            let index = KeyIndex::new(index.parse().ok()?)?;
            Some(Self { is_live, index })
        };
        read().ok_or(NotAPlace)
    }
}

/// A page of an account's keys: live ones first, then ended ones, each kind newest first; at most
/// `limit`, after a place in the list.
///
/// # Errors
/// The table can't be reached.
pub async fn list(
    table: &Table,
    account: &Account,
    limit: usize,
    after: Option<KeyPlace>,
    now: Timestamp,
) -> Result<Vec<KeyRecord>, Fault> {
    let mut found = Vec::new();
    // There are few live ones, and the account's item has them all.
    if after.is_none_or(|after| after.is_live) {
        let indexes = account.ledger.keys().map(|(index, _)| index);
        let indexes = indexes.filter(|index| after.is_none_or(|after| *index < after.index));
        let all = with_indexes(table, account.user_id, indexes).await?;
        let live = all.into_values().flatten();
        found.extend(live.filter(|record| record.ended(now).is_none()));
        found.sort_by_key(|record| std::cmp::Reverse(record.index));
        found.truncate(limit);
    }
    let after = after.filter(|after| !after.is_live);
    let mut from = after.map(|after| layout::listed_key_sk(after.index));
    while found.len() < limit {
        let entries = List::of("listing keys", layout::key_list(account.user_id))
            .descending()
            .after(from)
            .limit(AT_ONCE)
            .items(table)
            .await?;
        let is_last = entries.len() < AT_ONCE;
        from = entries
            .last()
            .and_then(Key::of_item)
            .map(|key| key.sk().to_owned());
        let mut records = records(table, entries.into_iter().filter_map(read_one)).await?;
        records.retain(|record| record.ended(now).is_some());
        records.sort_by_key(|record| std::cmp::Reverse(record.index));
        records.truncate(limit - found.len());
        found.extend(records);
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// All keys of an account, ended ones included, oldest first: for operators and tests.
///
/// # Errors
/// The table can't be reached.
pub async fn all(table: &Table, user: UserId) -> Result<Vec<KeyRecord>, Fault> {
    let entries: Vec<Pointer> = List::of("listing keys", layout::key_list(user))
        .read(table)
        .await?;
    let mut records = records(table, entries).await?;
    records.sort_by_key(|record| record.index);
    Ok(records)
}

/// The keys of these indexes that are in the account's list; nothing in place of a record that
/// can't be read.
///
/// # Errors
/// The table can't be reached.
pub async fn with_indexes(
    table: &Table,
    user: UserId,
    indexes: impl IntoIterator<Item = KeyIndex>,
) -> Result<HashMap<KeyIndex, Option<KeyRecord>>, Fault> {
    let indexes: Vec<_> = indexes.into_iter().collect();
    let mut found = HashMap::new();
    for some in indexes.chunks(AT_ONCE) {
        let places = some.iter().map(|index| layout::listed_key(user, *index));
        let entries = table.get_items(places.collect()).await?;
        for entry in &entries {
            let sk = Key::of_item(entry).map(|key| key.sk().to_owned());
            let index = sk.and_then(|sk| KeyIndex::new(sk.parse().ok()?));
            found.extend(index.map(|index| (index, None)));
        }
        for record in records(table, entries.into_iter().filter_map(read_one)).await? {
            found.insert(record.index, Some(record));
        }
    }
    Ok(found)
}

/// The records that entries point to.
async fn records(
    table: &Table,
    entries: impl IntoIterator<Item = Pointer>,
) -> Result<Vec<KeyRecord>, Fault> {
    let places = entries
        .into_iter()
        .map(|entry| Ok(layout::record(entry.hash()?)))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut records = Vec::with_capacity(places.len());
    for some in places.chunks(AT_ONCE) {
        let items = table.get_items(some.to_vec()).await?;
        records.extend(items.into_iter().filter_map(read_one::<KeyRecord>));
    }
    Ok(records)
}

/// The record of the key with this id.
///
/// # Errors
/// There is none, or the table can't be reached.
pub async fn find(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
) -> Result<(HashedKey, KeyRecord), KeyError> {
    let pointer: Option<Pointer> = table.get(layout::account_key(user, id)).await?;
    let hash = pointer.ok_or(KeyError::NoKey)?.hash()?;
    let record = table.get(layout::record(hash)).await?;
    Ok((hash, record.ok_or(KeyError::NoKey)?))
}
