//! What is to be done by when: the index, and the claim that makes sure that one process does it.
//!
//! The index `by-due` holds keys alone, so that a large item is not written twice; and it may lag
//! behind the table. So the item decides: it is claimed by moving its time, which one claimant
//! succeeds in. An item stands in the index while it has both attributes.

use aws_sdk_dynamodb::types::AttributeValue;
use common::{Fault, Timestamp};
use sha2::{Digest, Sha256};

use crate::key::{PK, SK};
use crate::{Change, Item, Key, Table, failed, s};

/// The index of what is due.
pub const BY_DUE: &str = "by-due";
/// Its partition key: a kind and a shard.
pub const DUE_SHARD: &str = "x";
/// Its sort key: the time.
pub const DUE_AT: &str = "y";

/// An item that the index says is due.
#[derive(Clone, Debug)]
pub struct DueItem {
    key: Key,
    seen: AttributeValue,
}

/// Which of so many shards of the index something stands in, by its identifier.
pub fn shard(id: impl ToString, shards: u8) -> u8 {
    let digest = Sha256::digest(id.to_string());
    digest.first().map_or(0, |b| b % shards)
}

/// What of a shard is due by now, the longest due first, at most `limit`.
///
/// # Errors
/// The index can't be read.
pub async fn list(
    table: &Table,
    shard: &str,
    now: Timestamp,
    limit: i32,
) -> Result<Vec<DueItem>, Fault> {
    let found = table
        .client
        .query()
        .table_name(&table.name)
        .index_name(BY_DUE)
        .key_condition_expression("#x = :x AND #y <= :now")
        .expression_attribute_names("#x", DUE_SHARD)
        .expression_attribute_names("#y", DUE_AT)
        .expression_attribute_values(":x", s(shard))
        .expression_attribute_values(":now", s(now))
        .limit(limit)
        .send()
        .await
        .map_err(|e| failed("looking for what is due", e))?;
    let due = found.items.unwrap_or_default().into_iter().map(DueItem::of);
    Ok(due.flatten().collect())
}

impl DueItem {
    fn of(mut item: Item) -> Option<Self> {
        let mut text = |name| match item.remove(name) {
            Some(AttributeValue::S(text)) => Some(text),
            _ => None,
        };
        Some(Self {
            key: Key::new(text(PK)?, text(SK)?),
            seen: item.remove(DUE_AT)?,
        })
    }

    /// Where it stands.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Claims it until `next`, when it is due again unless it is settled before: the item as it
    /// now stands, or nothing where it is no longer what the index said.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn claim(&self, table: &Table, next: Timestamp) -> Result<Option<Item>, Fault> {
        let claimed = Change::upsert(self.key.clone())
            .if_is(DUE_AT, self.seen.clone())
            .set(DUE_AT, s(next))
            .apply(table, "claiming what is due")
            .await?;
        Ok(claimed.done())
    }
}
