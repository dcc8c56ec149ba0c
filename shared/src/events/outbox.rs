//! The outbox: messages that are stored with their cause, sent at once, and swept up where that
//! failed.
//!
//! A message's item carries `x` and `y` and so stands in the index of what is due. Sending it
//! removes the item; a sender that dies leaves it, and after its lease the sweep sends it again.
//! So a message is sent at least once, nearly always exactly once, and a receiver that must not
//! act twice tells repeats by the id inside.

use std::ops::AddAssign;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::error::{Error, chain};
use crate::id::UserId;
use crate::table::{self, Key, Table, s};

/// How long whoever stored a message has for sending it before the sweep looks, in milliseconds.
const LEASE_MILLIS: i64 = 30_000;
/// The index is spread over so many partitions a queue.
const SHARDS: u8 = 4;
/// A sweep gives a shard up for now after so many messages that it could not send.
const FAILURES_AT_ONCE: usize = 3;
/// A message that could not be sent in so long is given up by the table's clean-up (TTL).
const KEPT_SECONDS: i64 = 30 * 86_400;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Queue {
    /// Approved discoveries, to the profile compiler.
    ApprovedDiscoveries,
    /// Events, to webhooks. They are stored from now on; what sends them comes with webhooks.
    Events,
}

impl Queue {
    fn letter(self) -> char {
        match self {
            Self::ApprovedDiscoveries => 'a',
            Self::Events => 'e',
        }
    }

    fn shard(self, number: u8) -> String {
        format!("{}{number}", self.letter())
    }
}

/// A message that is to be sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its id within the account, the same whenever the same thing is told.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Where it goes.
    pub queue: Queue,
    /// What it says, as JSON text.
    pub body: String,
}

impl Message {
    /// A message with a JSON body.
    pub fn new(queue: Queue, user: UserId, id: impl Into<String>, body: &Value) -> Self {
        Self {
            id: id.into(),
            user_id: user,
            queue,
            body: body.to_string(),
        }
    }

    fn place(&self) -> Key {
        Key::message(self.user_id, &self.id)
    }

    /// The part of the cause's transaction that stores it.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn store(&self, table: &Table, now: Timestamp) -> Result<TransactWriteItem, Error> {
        let mut item = table::write(self.place(), self)?;
        let shard = Sha256::digest(self.user_id.to_string())
            .first()
            .map_or(0, |b| b % SHARDS);
        let due = now.plus_millis(LEASE_MILLIS);
        let gone = now.seconds() + KEPT_SECONDS;
        item.insert(table::keys::DUE_SHARD.into(), s(self.queue.shard(shard)));
        item.insert(table::keys::DUE_AT.into(), s(due));
        item.insert("ttl".into(), AttributeValue::N(gone.to_string()));
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(item))
            .build()
            .map_err(|e| Error::internal("storing a message", e))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

/// Sends what is stored.
#[derive(Clone, Debug)]
pub struct Outbox {
    table: Table,
    sqs: aws_sdk_sqs::Client,
    queue_url: String,
    queue: Queue,
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Messages sent.
    pub sent: usize,
    /// Messages that could not be sent and stay.
    pub failed: usize,
}

impl AddAssign for Swept {
    fn add_assign(&mut self, more: Self) {
        self.sent += more.sent;
        self.failed += more.failed;
    }
}

impl Outbox {
    /// The outbox of one queue.
    pub fn new(table: Table, sqs: aws_sdk_sqs::Client, queue: Queue, queue_url: String) -> Self {
        Self {
            table,
            sqs,
            queue_url,
            queue,
        }
    }

    /// Sends a message that was just stored. Where that fails the sweep will.
    pub async fn send(&self, message: &Message) {
        if let Err(error) = self.deliver(message).await {
            tracing::warn!(
                message.id,
                cause = std::error::Error::source(&error).map(tracing::field::display),
                "a message is left for the sweep"
            );
        }
    }

    async fn deliver(&self, message: &Message) -> Result<(), Error> {
        self.sqs
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(&message.body)
            .send()
            .await
            .map_err(|e| table::failed("sending a message", e))?;
        self.table
            .client
            .delete_item()
            .table_name(&self.table.name)
            .set_key(Some(message.place().into_item()))
            .send()
            .await
            .map_err(|e| table::failed("removing a message that was sent", e))?;
        Ok(())
    }

    /// Sends what is due by now, at most `limit` of each shard, the longest due first. What can't
    /// be sent is counted and stays; it is due again after its lease, behind what is due by then,
    /// so that a message nobody can send holds up no other.
    ///
    /// # Errors
    /// The index can't be read.
    pub async fn sweep(&self, now: Timestamp, limit: i32) -> Result<Swept, Error> {
        let shards = (0..SHARDS).map(|shard| self.sweep_shard(shard, now, limit));
        let mut swept = Swept::default();
        let mut failure = None;
        for shard in futures::future::join_all(shards).await {
            match shard {
                Ok(shard) => swept += shard,
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(swept), Err)
    }

    async fn sweep_shard(&self, shard: u8, now: Timestamp, limit: i32) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        let due = self
            .table
            .client
            .query()
            .table_name(&self.table.name)
            .index_name(table::keys::BY_DUE)
            .key_condition_expression("#x = :x AND #y <= :now")
            .expression_attribute_names("#x", table::keys::DUE_SHARD)
            .expression_attribute_names("#y", table::keys::DUE_AT)
            .expression_attribute_values(":x", s(self.queue.shard(shard)))
            .expression_attribute_values(":now", s(now))
            .limit(limit)
            .send()
            .await
            .map_err(|e| table::failed("looking for due messages", e))?;
        for item in due.items.unwrap_or_default() {
            // Whatever is in trouble is not helped by more of the same, and a lease runs.
            if swept.failed >= FAILURES_AT_ONCE {
                break;
            }
            let id = item
                .get(table::keys::SK)
                .and_then(|sk| sk.as_s().ok())
                .cloned();
            match self.send_due(item, now).await {
                Ok(sent) => swept.sent += usize::from(sent),
                Err(error) => {
                    swept.failed += 1;
                    tracing::warn!(
                        message.id = id,
                        cause = std::error::Error::source(&error).map(chain),
                        "a due message was not sent"
                    );
                }
            }
        }
        Ok(swept)
    }

    /// Sends a message that the index says is due; false where another sweep has it.
    async fn send_due(&self, item: table::Item, now: Timestamp) -> Result<bool, Error> {
        // First of all it is claimed, so that one that can't even be read goes to the back.
        let own = [table::keys::PK, table::keys::SK];
        let place = item.iter().filter(|(name, _)| own.contains(&name.as_str()));
        let place = place
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let seen = item.get(table::keys::DUE_AT).cloned();
        if !self.claim(place, seen, now).await? {
            return Ok(false);
        }
        self.deliver(&table::read(item)?).await?;
        Ok(true)
    }

    /// Takes a due message for one lease. The index may be behind: the item decides.
    async fn claim(
        &self,
        place: table::Item,
        seen: Option<AttributeValue>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let Some(seen) = seen else { return Ok(false) };
        let claimed = self
            .table
            .client
            .update_item()
            .table_name(&self.table.name)
            .set_key(Some(place))
            .condition_expression("#y = :seen")
            .update_expression("SET #y = :next")
            .expression_attribute_names("#y", table::keys::DUE_AT)
            .expression_attribute_values(":seen", seen)
            .expression_attribute_values(":next", s(now.plus_millis(LEASE_MILLIS)))
            .send()
            .await;
        match claimed {
            Ok(_) => Ok(true),
            Err(error)
                if matches!(
                    error.as_service_error(),
                    Some(UpdateItemError::ConditionalCheckFailedException(_))
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(table::failed("claiming a due message", error)),
        }
    }
}
