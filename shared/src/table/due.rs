//! What is to be done by when: the index, and the claim that makes sure of one doer.
//!
//! The index holds keys alone, so that a large item is not written twice; and it may be behind.
//! So the item decides: it is claimed by moving its time, which one claimant succeeds in.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};

use super::keys::{BY_DUE, DUE_AT, DUE_SHARD, PK, SK};
use super::{Item, Table, failed, s};
use crate::clock::Timestamp;
use crate::error::Error;

/// An item that the index says is due.
#[derive(Clone, Debug)]
pub struct Due {
    pk: String,
    sk: String,
    seen: AttributeValue,
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
) -> Result<Vec<Due>, Error> {
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
    let due = found.items.unwrap_or_default().into_iter().map(Due::of);
    Ok(due.flatten().collect())
}

impl Due {
    fn of(mut item: Item) -> Option<Self> {
        let mut text = |name| match item.remove(name) {
            Some(AttributeValue::S(text)) => Some(text),
            _ => None,
        };
        Some(Self {
            pk: text(PK)?,
            sk: text(SK)?,
            seen: item.remove(DUE_AT)?,
        })
    }

    /// Its sort key.
    pub fn sk(&self) -> &str {
        &self.sk
    }

    /// Claims it until `next`, when it is due again unless it is settled before: the item as it
    /// now stands, or nothing where it is not what the index said any more.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn claim(&self, table: &Table, next: Timestamp) -> Result<Option<Item>, Error> {
        let claimed = table
            .client
            .update_item()
            .table_name(&table.name)
            .key(PK, s(&self.pk))
            .key(SK, s(&self.sk))
            .condition_expression("#y = :seen")
            .update_expression("SET #y = :next")
            .expression_attribute_names("#y", DUE_AT)
            .expression_attribute_values(":seen", self.seen.clone())
            .expression_attribute_values(":next", s(next))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match claimed {
            Ok(answer) => Ok(answer.attributes),
            Err(error)
                if matches!(
                    error.as_service_error(),
                    Some(UpdateItemError::ConditionalCheckFailedException(_))
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(failed("claiming what is due", error)),
        }
    }
}
