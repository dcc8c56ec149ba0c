//! The outbox: messages that are stored with their cause, sent at once, and swept up where that
//! failed.
//!
//! A message's item carries `x` and `y` and so stands in the index of what is due. Sending it
//! removes the item; a sender that dies leaves it, and after its lease the sweep sends it again.
//! So a message is sent at least once, nearly always exactly once, and a receiver that must not
//! act twice tells repeats by the id inside.

use std::ops::AddAssign;

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, chain};
use crate::id::UserId;
use crate::table::due::{self, Due};
use crate::table::{self, Key, Table, s};

/// How long whoever stored a message has for sending it before the sweep looks, in milliseconds.
const LEASE_MILLIS: i64 = 30_000;
/// The index is spread over so many partitions a queue.
const SHARDS: u8 = 4;
/// A sweep gives a shard up for now after so many messages that it could not send.
const FAILURES_AT_ONCE: usize = 3;
/// Messages of a shard that are looked at in one go: few, so that each is sent well within the
/// lease that it was claimed under.
const AT_ONCE: i32 = 10;
/// A message that could not be sent in so long is given up by the table's clean-up (TTL).
const KEPT_SECONDS: i64 = 30 * 86_400;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Queue {
    /// Approved discoveries, to the profile compiler.
    ApprovedDiscoveries,
    /// Events, to whoever tells webhook endpoints.
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
    /// From when on it is to be told, where that is not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
}

impl Message {
    /// A message with a JSON body.
    pub fn new(queue: Queue, user: UserId, id: impl Into<String>, body: &Value) -> Self {
        Self {
            id: id.into(),
            user_id: user,
            queue,
            body: body.to_string(),
            not_before: None,
        }
    }

    /// The same, for a time to come: nobody sends it but the sweep, then.
    #[must_use]
    pub fn not_before(self, at: Timestamp) -> Self {
        Self {
            not_before: Some(at),
            ..self
        }
    }

    /// The same, stored under another id than its event has: one that a later message replaces.
    #[must_use]
    pub fn stored_as(self, id: String) -> Self {
        Self { id, ..self }
    }

    fn place(&self) -> Key {
        Key::message(self.user_id, &self.id)
    }

    /// The part of the cause's transaction that stores it, in place of one of the same id.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn store(&self, table: &Table, now: Timestamp) -> Result<TransactWriteItem, Error> {
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(self.item(now)?))
            .build()
            .map_err(|e| Error::internal("storing a message", e))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// The part of a transaction that takes a message back, if it is still there.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn withdraw(table: &Table, user: UserId, id: &str) -> Result<TransactWriteItem, Error> {
        let delete = Delete::builder()
            .table_name(&table.name)
            .set_key(Some(Key::message(user, id).into_item()))
            .build()
            .map_err(|e| Error::internal("taking a message back", e))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    fn item(&self, now: Timestamp) -> Result<table::Item, Error> {
        let mut item = table::write(self.place(), self)?;
        let shard = table::shard(self.user_id, SHARDS);
        let due = self.not_before.unwrap_or(now.plus_millis(LEASE_MILLIS));
        let gone = due.seconds() + KEPT_SECONDS;
        item.insert(table::keys::DUE_SHARD.into(), s(self.queue.shard(shard)));
        item.insert(table::keys::DUE_AT.into(), s(due));
        item.insert("ttl".into(), AttributeValue::N(gone.to_string()));
        Ok(item)
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

    /// Sends a message that was just stored. Where that fails, or it is for a time to come, the
    /// sweep will.
    pub async fn send(&self, message: &Message) {
        if message.not_before.is_none()
            && let Err(error) = self.deliver(message).await
        {
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
            // One account's many messages must not keep the others' waiting.
            .message_group_id(message.user_id.to_string())
            .send()
            .await
            .map_err(|e| table::failed("sending a message", e))?;
        let removed = self
            .table
            .client
            .delete_item()
            .table_name(&self.table.name)
            .set_key(Some(message.place().into_item()))
            // Another message may have taken this one's place meanwhile.
            .condition_expression("#body = :body")
            .expression_attribute_names("#body", "body")
            .expression_attribute_values(":body", s(&message.body))
            .send()
            .await;
        match removed {
            Err(error)
                if !matches!(
                    error.as_service_error(),
                    Some(DeleteItemError::ConditionalCheckFailedException(_))
                ) =>
            {
                Err(table::failed("removing a message that was sent", error))
            }
            _ => Ok(()),
        }
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

    /// Sends all that is due, for about so many milliseconds; what can't be sent stays.
    ///
    /// # Errors
    /// The index can't be read, or a message could not be sent.
    pub async fn sweep_all(&self, clock: &Clock, budget: i64) -> Result<Swept, Error> {
        let began = clock.now();
        let mut all = Swept::default();
        loop {
            let now = clock.now();
            let swept = self.sweep(now, AT_ONCE).await?;
            all += swept;
            if swept.sent == 0 || now.millis() - began.millis() > budget {
                break;
            }
        }
        if all.failed > 0 {
            let Swept { sent, failed } = all;
            let problem = format!("{failed} messages could not be sent and stay, {sent} were");
            return Err(Error::unavailable("sweeping the outbox", problem));
        }
        Ok(all)
    }

    async fn sweep_shard(&self, shard: u8, now: Timestamp, limit: i32) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        let found = due::list(&self.table, &self.queue.shard(shard), now, limit).await?;
        for due in found {
            // Whatever is in trouble is not helped by more of the same, and a lease runs.
            if swept.failed >= FAILURES_AT_ONCE {
                break;
            }
            match self.send_due(&due, now).await {
                Ok(sent) => swept.sent += usize::from(sent),
                Err(error) => {
                    swept.failed += 1;
                    tracing::warn!(
                        message.id = due.sk(),
                        cause = std::error::Error::source(&error).map(chain),
                        "a due message was not sent"
                    );
                }
            }
        }
        Ok(swept)
    }

    /// Sends a message that the index says is due; false where another sweep has it.
    async fn send_due(&self, due: &Due, now: Timestamp) -> Result<bool, Error> {
        // First of all it is claimed, so that one that can't even be read goes to the back.
        match due
            .claim(&self.table, now.plus_millis(LEASE_MILLIS))
            .await?
        {
            Some(item) => self.deliver(&table::read(item)?).await.map(|()| true),
            None => Ok(false),
        }
    }
}
