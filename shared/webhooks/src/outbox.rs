//! The outbox: messages that are stored with their cause, sent at once, and swept up where that
//! failed.
//!
//! A message's item carries `x` and `y` and so stands in the index of what is due. Sending it
//! removes the item; where the sender ends before that, the sweep sends it again after its lease.
//! So a message is sent at least once, nearly always exactly once, and a receiver that must not
//! act twice recognises repeats by the id inside.
//!
//! A message that the queue will never take, or that can't be read, is a dead letter: it leaves
//! its shard of the index for one that no sweep sends from, and stays there, counted by each
//! sweep, until an operator sends it again ([`send_again`]) or removes it.

use std::ops::AddAssign;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::operation::send_message::SendMessageError;
use common::error::chain;
use common::telemetry::Metric;
use common::{Clock, Fault, Tenant, Timestamp};
use dynamo::due::{self, DUE_AT, DUE_SHARD, DueItem};
use dynamo::{Change, Key, TTL, Table, read, s};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::queues::{Queue, message_body};
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
/// Dead letters that are counted, at most: an alarm needs to know that there are some.
const COUNTED: i32 = 100;
/// Why a message is a dead letter.
const FAILURE: &str = "failure";

/// The log line of a sweep that finds dead letters. An alarm reads the metric.
pub const DEAD_LETTERS: Metric = Metric {
    target: "twin::dead_letters",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage"]],"#,
        r#""Metrics":[{"Name":"dead_letters","Unit":"Count"}]}]"#
    ),
};

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
    /// A message with a JSON body. Whatever text is in it, the queue takes it.
    pub fn new(queue: Queue, tenant: Tenant, id: impl Into<String>, body: &Value) -> Self {
        Self {
            id: id.into(),
            tenant,
            queue,
            body: message_body(body),
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
    /// Messages that can never be sent, and became dead letters.
    pub dead: usize,
}

impl AddAssign for Swept {
    fn add_assign(&mut self, more: Self) {
        self.sent += more.sent;
        self.failed += more.failed;
        self.dead += more.dead;
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
        self.post(tenant, body).await?;
        self.remove(tenant, id, body).await
    }

    /// Sends a body. A fault that is [`Fault::Internal`] is the message's: the queue will never
    /// take it.
    pub(crate) async fn post(&self, tenant: &Tenant, body: &str) -> Result<(), Fault> {
        self.client
            .send_message()
            .queue_url(&self.queue_url)
            .message_body(body)
            // One tenant's many messages must not keep the others' waiting.
            .message_group_id(tenant.as_str())
            .send()
            .await
            .map(|_| ())
            .map_err(not_sent)
    }

    /// Removes a message that was sent.
    async fn remove(&self, tenant: &Tenant, id: &str, body: &str) -> Result<(), Fault> {
        Change::delete(key(tenant, id))
            // Another message may have taken this one's place meanwhile.
            .if_is("body", s(body))
            .apply(&self.table, "removing a message that was sent")
            .await
            .map(|_| ())
    }

    /// Sends what is due by now, at most `limit` of each shard, the longest due first. What can't
    /// be sent is counted and stays; it is due again after its lease, behind what is due by then,
    /// so that a message that can't be sent holds up no other. What never can be is a dead letter
    /// from then on.
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

    /// Sends all that is due, for about so many milliseconds; what can't be sent stays. Logs how
    /// many dead letters there are, new or old.
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
            if swept.sent + swept.dead == 0 || now.millis() - began.millis() > budget {
                break;
            }
        }
        self.count_dead_letters(clock.now()).await?;
        if all.failed > 0 {
            let Swept { sent, failed, .. } = all;
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
                Ok(done) => swept += done,
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

    /// Sends a message that the index says is due, or makes it a dead letter; nothing of both
    /// where another sweep has it.
    async fn send_due(&self, due: &DueItem, now: Timestamp) -> Result<Swept, Fault> {
        let mut done = Swept::default();
        // First of all it is claimed, so that one that can't be sent now goes to the back.
        let until = now.plus_millis(LEASE_MILLIS);
        let Some(item) = due.claim(&self.table, until).await? else {
            return Ok(done);
        };
        let posted = match read::<Stored>(item) {
            Ok(stored) => {
                let posted = self.post(&stored.tenant, &stored.body).await;
                posted.map(|()| stored)
            }
            Err(unreadable) => Err(unreadable),
        };
        match posted {
            Ok(Stored { id, tenant, body }) => {
                self.remove(&tenant, &id, &body).await?;
                done.sent = 1;
            }
            Err(failure @ Fault::Internal { .. }) => {
                self.set_aside(due.key(), until, &failure, now).await?;
                done.dead = 1;
            }
            Err(failure) => return Err(failure),
        }
        Ok(done)
    }

    /// Makes a claimed message a dead letter. It no longer ends by itself.
    async fn set_aside(
        &self,
        key: &Key,
        claimed: Timestamp,
        failure: &Fault,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let cause = failure.cause();
        tracing::error!(
            message.id = key.sk(),
            queue = self.queue.name,
            cause,
            "a message can't be sent and is a dead letter"
        );
        Change::upsert(key.clone())
            .if_is(DUE_AT, s(claimed))
            .set(DUE_SHARD, s(self.queue.dead_letters()))
            .set(DUE_AT, s(now))
            .set(FAILURE, s(cause))
            .remove(TTL)
            .apply(&self.table, "setting a dead letter aside")
            .await
            .map(|_| ())
    }

    async fn count_dead_letters(&self, now: Timestamp) -> Result<(), Fault> {
        let found = due::list(&self.table, &self.queue.dead_letters(), now, COUNTED).await?;
        if !found.is_empty() {
            tracing::info!(
                target: DEAD_LETTERS.target,
                queue = self.queue.name,
                dead_letters = found.len(),
                "messages can't be sent"
            );
        }
        Ok(())
    }
}

/// Why a message was not sent. What SQS finds wrong with the message itself, it will find again.
fn not_sent<R: std::fmt::Debug>(error: SdkError<SendMessageError, R>) -> Fault {
    let doing = "sending a message";
    // A message that is too large is an invalid parameter.
    let message = matches!(
        error.code(),
        Some("InvalidMessageContents" | "InvalidParameterValue")
    );
    let chain = chain(&error);
    if message {
        Fault::internal(doing, chain)
    } else {
        Fault::unavailable(doing, chain)
    }
}

/// A message that can never be sent as it is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// The partition that its item stands in: its tenant's outbox.
    pub partition: String,
    /// Its id.
    pub id: String,
    /// Since when it is a dead letter.
    pub since: String,
    /// Why, as the log says it: nothing of the message is in it.
    pub failure: String,
}

/// The dead letters of a queue, at most 100, the oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn dead_letters(
    table: &Table,
    queue: Queue,
    now: Timestamp,
) -> Result<Vec<DeadLetter>, Fault> {
    let mut found = Vec::new();
    for due in due::list(table, &queue.dead_letters(), now, COUNTED).await? {
        let key = due.key();
        // The index may lag: one that was removed meanwhile is none any more.
        let Some(item) = table.get_item(key.clone()).await? else {
            continue;
        };
        let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
        found.push(DeadLetter {
            partition: key.pk().to_owned(),
            id: key.sk().to_owned(),
            since: text(DUE_AT).unwrap_or_default(),
            failure: text(FAILURE).unwrap_or_default(),
        });
    }
    Ok(found)
}

/// Gives a dead letter back to its queue's sweep, which sends it within a minute; false where it
/// is none any more.
///
/// # Errors
/// The table can't be reached.
pub async fn send_again(
    table: &Table,
    queue: Queue,
    letter: &DeadLetter,
    now: Timestamp,
) -> Result<bool, Fault> {
    let key = Key::new(&letter.partition, &letter.id);
    let changed = Change::upsert(key)
        .if_is(DUE_SHARD, s(queue.dead_letters()))
        .set(DUE_SHARD, s(queue.shard(due::shard(&letter.id, SHARDS))))
        .set(DUE_AT, s(now))
        .remove(FAILURE)
        .expires(now.seconds() + KEPT_SECONDS)
        .apply(table, "sending a dead letter again")
        .await?;
    Ok(changed.done().is_some())
}
