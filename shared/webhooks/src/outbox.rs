//! The outbox: messages that are stored with their cause, sent at once, and swept up where that
//! failed.
//!
//! A message's item carries `x` and `y` and so stands in the index of what is due. Sending it
//! removes the item; where the sender ends before that, the sweep sends it again after its lease.
//! So a message is sent at least once, nearly always exactly once, and a receiver that must not
//! act twice recognises repeats by the id inside.

use std::ops::AddAssign;

use aws_sdk_sqs::Client;
use common::{Clock, Fault, Tenant, Timestamp};
use dynamo::due::{self, DUE_AT, DUE_SHARD, DueItem};
use dynamo::{Change, Key, Table, failed, read, s};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::queues::Queue;
use crate::{KEPT_SECONDS, OUTBOX};

/// The time for sending a message that was just stored, before the sweep looks, in milliseconds.
const LEASE_MILLIS: i64 = 30_000;
/// The index is spread over so many partitions a queue.
const SHARDS: u8 = 4;
/// A sweep gives a shard up for now after so many messages that it could not send.
const FAILURES_AT_ONCE: usize = 3;
/// Messages of a shard that are looked at in one go: few, so that each is sent well within the
/// lease that it was claimed under.
const AT_ONCE: i32 = 10;

/// A message that is to be sent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Its id, unique for the tenant: the same whenever the same message is stored.
    pub id: String,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// Where it goes.
    pub queue: Queue,
    /// Its body, as JSON text.
    pub body: String,
    /// When it is to be sent, where that is not at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
}

impl Message {
    /// A message with a JSON body.
    pub fn new(queue: Queue, tenant: Tenant, id: impl Into<String>, body: &Value) -> Self {
        Self {
            id: id.into(),
            tenant,
            queue,
            body: body.to_string(),
            not_before: None,
        }
    }

    /// The same, for a time to come: only the sweep sends it, then.
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

    /// The change that stores it, in place of one of the same id: a part of the transaction of
    /// its cause.
    ///
    /// # Errors
    /// It can't be written as an item: a fault of ours.
    pub fn store(&self, now: Timestamp) -> Result<Change, Fault> {
        let shard = due::shard(&self.tenant, SHARDS);
        let due = self.not_before.unwrap_or(now.plus_millis(LEASE_MILLIS));
        // One that could not be sent in so long is given up.
        Ok(Change::put(key(&self.tenant, &self.id), self)?
            .set(DUE_SHARD, s(self.queue.shard(shard)))
            .set(DUE_AT, s(due))
            .expires(due.seconds() + KEPT_SECONDS))
    }

    /// The change that takes a message back, if it is still there.
    pub fn withdraw(tenant: &Tenant, id: &str) -> Change {
        Change::delete(key(tenant, id))
    }
}

fn key(tenant: &Tenant, id: &str) -> Key {
    Key::of(tenant, OUTBOX, id)
}

/// A message as a sweep reads it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    id: String,
    #[serde(rename = "userId")]
    tenant: Tenant,
    body: String,
}

/// Sends what is stored.
#[derive(Clone, Debug)]
pub struct Outbox {
    table: Table,
    client: Client,
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
    pub fn new(table: Table, client: Client, queue: Queue, queue_url: String) -> Self {
        Self {
            table,
            client,
            queue_url,
            queue,
        }
    }

    /// Sends a message that was just stored. Where that fails, or it is for a time to come, the
    /// sweep will.
    pub async fn send(&self, message: &Message) {
        let Message {
            id, tenant, body, ..
        } = message;
        if message.not_before.is_none()
            && let Err(error) = self.deliver(tenant, id, body).await
        {
            tracing::warn!(
                message.id = id,
                cause = error.cause(),
                "a message is left for the sweep"
            );
        }
    }

    async fn deliver(&self, tenant: &Tenant, id: &str, body: &str) -> Result<(), Fault> {
        self.client
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(body)
            // One tenant's many messages must not keep the others' waiting.
            .message_group_id(tenant.as_str())
            .send()
            .await
            .map_err(|e| failed("sending a message", e))?;
        Change::delete(key(tenant, id))
            // Another message may have taken this one's place meanwhile.
            .if_is("body", s(body))
            .apply(&self.table, "removing a message that was sent")
            .await
            .map(|_| ())
    }

    /// Sends what is due by now, at most `limit` of each shard, the longest due first. What can't
    /// be sent is counted and stays; it is due again after its lease, behind what is due by then,
    /// so that a message that can't be sent holds up no other.
    ///
    /// # Errors
    /// The index can't be read.
    pub async fn sweep(&self, now: Timestamp, limit: i32) -> Result<Swept, Fault> {
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
    pub async fn sweep_all(&self, clock: &Clock, budget: i64) -> Result<Swept, Fault> {
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
            return Err(Fault::unavailable("sweeping the outbox", problem));
        }
        Ok(all)
    }

    async fn sweep_shard(&self, shard: u8, now: Timestamp, limit: i32) -> Result<Swept, Fault> {
        let mut swept = Swept::default();
        let found = due::list(&self.table, &self.queue.shard(shard), now, limit).await?;
        for due in found {
            // More calls do not help a queue or a table in trouble, and a lease runs.
            if swept.failed >= FAILURES_AT_ONCE {
                break;
            }
            match self.send_due(&due, now).await {
                Ok(sent) => swept.sent += usize::from(sent),
                Err(error) => {
                    swept.failed += 1;
                    tracing::warn!(
                        message.id = due.key().sk(),
                        cause = error.cause(),
                        "a due message was not sent"
                    );
                }
            }
        }
        Ok(swept)
    }

    /// Sends a message that the index says is due; false where another sweep has it.
    async fn send_due(&self, due: &DueItem, now: Timestamp) -> Result<bool, Fault> {
        // First of all it is claimed, so that one that can't even be read goes to the back.
        let until = now.plus_millis(LEASE_MILLIS);
        let Some(item) = due.claim(&self.table, until).await? else {
            return Ok(false);
        };
        let Stored { id, tenant, body } = read(item)?;
        self.deliver(&tenant, &id, &body).await.map(|()| true)
    }
}
