//! Deliveries: one event for one endpoint, and how far that is.
//!
//! **The record decides, a message is only a hint** that it may be due. An attempt is claimed by
//! a conditional change under a lease that is longer than any sender lives, and completed only
//! by whoever holds the lease; what can't be claimed is somebody else's, or nothing to do. So
//! neither repeated messages nor two senders send an attempt twice, and of a sender that dies a
//! lease is left, which expires. Whatever is not finished stands in the index of what is due, so
//! that no lost message matters.
//!
//! A delivery ends as succeeded, dead or missed, and its owner can revive it from any of them.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, Put, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem,
};
use serde::{Deserialize, Serialize};

use super::endpoint::{self, Endpoint, Status};
use super::event::{Event, Kind};
use super::schedule;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{DeliveryId, UserId, WebhookId};
use crate::table::keys::{BY_DATE, DUE_AT, DUE_SHARD, ORDER, PK, SK};
use crate::table::{self, Change, Changed, Item, Key, Table, Transacted, n, s};
use crate::words::words;

/// The index of deliveries that are due is spread over so many partitions.
pub const SHARDS: u8 = 8;
/// How long an attempt is its sender's alone, in milliseconds: longer than the function lives.
pub const LEASE: i64 = 60_000;
/// A hint has so long to do its work before the sweep sends another, in milliseconds.
pub const GRACE: i64 = 60_000;
/// The longest wait that a message can stand, in milliseconds: SQS holds one back 15 minutes.
pub const LONGEST_DELAY: i64 = 900_000;
/// Deliveries are kept so long after their event, or their revival, in seconds.
const KEPT_SECONDS: i64 = 30 * 86_400;
/// A hint may be so much before its time, in milliseconds: clocks differ.
const EARLY: i64 = 2_000;

words!(
    /// How far a delivery is.
    #[cfg_attr(feature = "schema", schemars(rename = "DeliveryStatus"))]
    State {
        /// No attempt was made yet.
        Pending = "pending";
        /// The last attempt failed; there will be another.
        Failed = "failed";
        /// The endpoint took it.
        Succeeded = "succeeded";
        /// It was given up.
        Dead = "dead";
        /// The endpoint was off.
        Missed = "missed";
    }
);

impl State {
    /// Whether there is more to come.
    pub fn waits(self) -> bool {
        matches!(self, Self::Pending | Self::Failed)
    }

    /// Where in the account's lists a delivery of this state stands: those that wait, those that
    /// can be recovered, or nowhere.
    fn list(self) -> Option<List> {
        match self {
            Self::Pending | Self::Failed => Some(List::Waiting),
            Self::Dead | Self::Missed => Some(List::Lost),
            Self::Succeeded => None,
        }
    }
}

/// A list of an endpoint's deliveries, in the order of their events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Those with attempts to come.
    Waiting,
    /// Dead and missed ones.
    Lost,
}

impl List {
    fn prefix(self, endpoint: WebhookId) -> String {
        match self {
            Self::Waiting => format!("wp#{endpoint}#"),
            Self::Lost => format!("wd#{endpoint}#"),
        }
    }

    /// What stands behind all that begin with the prefix: `$` follows `#`.
    fn end(self, endpoint: WebhookId) -> String {
        format!("{}$", self.prefix(endpoint).trim_end_matches('#'))
    }
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Its identifier, the same on every attempt.
    pub id: DeliveryId,
    /// Where it goes.
    pub endpoint_id: WebhookId,
    /// Whose it is.
    pub user_id: UserId,
    /// What it tells of.
    pub event: Kind,
    /// What is sent.
    pub body: String,
    /// When the event happened.
    pub created_at: Timestamp,
    /// How far it is.
    pub state: State,
    /// Attempts made.
    pub attempts: u32,
    /// Attempts made before it was last revived: its schedule begins anew from there.
    #[serde(default)]
    pub round: u32,
    /// When the next one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// When it is given up, whatever the reason.
    pub deadline: Timestamp,
    /// Who is making an attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<String>,
    /// Until when that attempt is theirs alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<Timestamp>,
    /// Attempts whose sender was not heard of again: they may have been sent, and were repeated.
    #[serde(default)]
    pub lost_leases: u32,
    /// Why it is dead or missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// One attempt, as it is logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Its number, from 1.
    pub n: u32,
    /// When it began.
    pub at: Timestamp,
    /// The answer's status.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What kind of failure it was; nothing where it succeeded.
    pub error: Option<String>,
    /// How the answer begins, where there was one.
    pub response: Option<String>,
}

/// What an attempt leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The endpoint took it.
    Succeeded,
    /// There is another attempt, so many milliseconds from now.
    Again(i64),
    /// It is given up.
    Dead(String),
}

impl Outcome {
    /// In a word, for the log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Again(_) => "again",
            Self::Dead(_) => "dead",
        }
    }
}

/// A message that says a delivery may be due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hint {
    /// Whose it is.
    pub user_id: UserId,
    /// Where it goes.
    pub endpoint_id: WebhookId,
    /// Which.
    pub delivery_id: DeliveryId,
}

/// What became of a delivery that was to be stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// It is there now.
    New(Delivery),
    /// It was there already.
    Found(Delivery),
    /// The endpoint is not what it was: look again.
    Again,
}

/// Names of attributes that are changed one by one.
mod name {
    pub const STATE: &str = "state";
    pub const ATTEMPTS: &str = "attempts";
    pub const ROUND: &str = "round";
    pub const NEXT: &str = "nextAttemptAt";
    pub const DEADLINE: &str = "deadline";
    pub const LEASE: &str = "lease";
    pub const LEASE_UNTIL: &str = "leaseUntil";
    pub const LOST: &str = "lostLeases";
    pub const REASON: &str = "reason";
    pub const TTL: &str = "ttl";
    pub const EVENT: &str = "event";
}

impl Delivery {
    /// The delivery of an event to an endpoint, as it begins.
    pub fn new(event: &Event, endpoint: &Endpoint, now: Timestamp) -> Self {
        let id = event.delivery_id(endpoint.id);
        let on = endpoint.status.is_on();
        Self {
            id,
            endpoint_id: endpoint.id,
            user_id: endpoint.user_id,
            event: event.event,
            body: event.body(id),
            created_at: event.timestamp,
            state: if on { State::Pending } else { State::Missed },
            attempts: 0,
            round: 0,
            next_attempt_at: on.then_some(now),
            deadline: event.timestamp.plus_millis(schedule::GIVEN_UP),
            lease: None,
            lease_until: None,
            lost_leases: 0,
            reason: (!on).then(|| missed_because(endpoint.status)),
        }
    }

    /// The hint that it may be due.
    pub fn hint(&self) -> Hint {
        Hint {
            user_id: self.user_id,
            endpoint_id: self.endpoint_id,
            delivery_id: self.id,
        }
    }

    /// Whether an attempt may be claimed at this moment.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state.waits()
            && self
                .next_attempt_at
                .is_some_and(|at| at <= now.plus_millis(EARLY))
            && self.lease_until.is_none_or(|until| until <= now)
    }

    /// Attempts of this round that have failed.
    pub fn failed_in_round(&self) -> u32 {
        self.attempts.saturating_sub(self.round)
    }

    /// Where deliveries that are due stand in the index.
    pub fn shard(number: u8) -> String {
        format!("w{number}")
    }

    fn key(&self) -> Key {
        Key::delivery(self.user_id, self.endpoint_id, self.id)
    }

    fn own_shard(&self) -> AttributeValue {
        s(Self::shard(table::shard(self.id, SHARDS)))
    }

    fn order(&self, list: List) -> AttributeValue {
        s(format_args!("{}{}", list.prefix(self.endpoint_id), self.id))
    }

    /// A change of a delivery that is nobody's at the moment.
    fn free(&self) -> Change {
        let change = Change::of(self.key())
            .if_is(name::STATE, s(self.state))
            .if_is(name::ATTEMPTS, n(self.attempts));
        match &self.lease {
            None => change.if_absent(name::LEASE),
            // One whose holder was not heard of again.
            Some(lease) => change.if_is(name::LEASE, s(lease)),
        }
    }

    /// A change of a delivery whose lease is ours.
    fn leased(&self) -> Change {
        Change::of(self.key()).if_is(name::LEASE, s(self.lease.as_deref().unwrap_or_default()))
    }

    /// Whether somebody is making an attempt at this moment.
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.lease_until.is_some_and(|until| until > now)
    }

    /// As it is once it has been made due, so many seconds from now.
    pub fn revived(&self, delay: i32, now: Timestamp) -> Self {
        let mut after = self.clone();
        after.next_attempt_at = Some(now.plus_millis(i64::from(delay) * 1000));
        if !self.state.waits() {
            after.state = State::Pending;
            after.round = self.attempts;
            after.deadline = now.plus_millis(schedule::GIVEN_UP);
            after.reason = None;
        }
        after
    }

    /// The change that makes it due.
    fn revival(&self, after: &Self, now: Timestamp) -> Change {
        let due = after.next_attempt_at.unwrap_or(now);
        let change = self
            .free()
            .set(name::NEXT, s(due))
            .set(DUE_SHARD, self.own_shard())
            .set(DUE_AT, s(due.plus_millis(GRACE)));
        if self.state.waits() {
            return change;
        }
        let gone = now.seconds() + KEPT_SECONDS;
        change
            .set(name::STATE, s(after.state))
            .set(name::ROUND, n(after.round))
            .set(name::DEADLINE, s(after.deadline))
            .set(ORDER, self.order(List::Waiting))
            .set(name::TTL, AttributeValue::N(gone.to_string()))
            .remove(name::REASON)
    }

    /// The change that ends it.
    fn end(&self, change: Change, state: State, reason: Option<&str>) -> Change {
        change
            .set(name::STATE, s(state))
            .put(name::REASON, reason.map(s))
            .put(ORDER, state.list().map(|list| self.order(list)))
            .remove(name::NEXT)
            .remove(name::LEASE)
            .remove(name::LEASE_UNTIL)
            .remove(DUE_SHARD)
            .remove(DUE_AT)
    }
}

fn missed_because(status: Status) -> String {
    format!("the webhook was {status}")
}

/// Stores a new delivery, unless it is there. For an endpoint that is off it is missed, and
/// counted as such in the same transaction.
///
/// # Errors
/// The table can't be reached.
pub async fn store(
    table: &Table,
    delivery: Delivery,
    endpoint: &Endpoint,
    now: Timestamp,
) -> Result<Stored, Error> {
    let doing = "storing a delivery";
    let item = new_item(&delivery, endpoint, now)?;
    if delivery.state.waits() {
        return put(table, delivery, item).await;
    }
    let items = vec![
        insertion(table, item, doing)?,
        endpoint::count_missed(table, endpoint, now)?,
    ];
    match table.transact(doing, items).await? {
        Transacted::Done => Ok(Stored::New(delivery)),
        Transacted::Refused(failed) if failed.first() == Some(&true) => Ok(Stored::Found(delivery)),
        Transacted::Refused(_) => Ok(Stored::Again),
    }
}

/// What became of something that an owner asked for, together with what is kept of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is done.
    Done,
    /// Another request with the same `Idempotency-Key` came first.
    Repeated,
    /// The endpoint or the delivery is not what it was: look again.
    Again,
}

/// Stores a new delivery that an owner asked for, if the endpoint is on.
///
/// # Errors
/// The table can't be reached.
pub async fn store_asked(
    table: &Table,
    delivery: &Delivery,
    endpoint: &Endpoint,
    now: Timestamp,
    keep: Option<TransactWriteItem>,
) -> Result<Asked, Error> {
    let doing = "storing a delivery";
    let mut items = vec![
        endpoint::check_on(table, endpoint)?,
        insertion(table, new_item(delivery, endpoint, now)?, doing)?,
    ];
    items.extend(keep);
    asked(table, doing, items).await
}

/// Makes a transaction whose third part, if any, keeps the answer.
async fn asked(
    table: &Table,
    doing: &'static str,
    items: Vec<TransactWriteItem>,
) -> Result<Asked, Error> {
    Ok(match table.transact(doing, items).await? {
        Transacted::Done => Asked::Done,
        Transacted::Refused(failed) if failed.get(2) == Some(&true) => Asked::Repeated,
        Transacted::Refused(_) => Asked::Again,
    })
}

fn new_item(delivery: &Delivery, endpoint: &Endpoint, now: Timestamp) -> Result<Item, Error> {
    let mut item = table::write(delivery.key(), delivery)?;
    let gone = delivery.created_at.max(now).seconds() + KEPT_SECONDS;
    item.insert(name::TTL.into(), AttributeValue::N(gone.to_string()));
    if let Some(list) = delivery.state.list() {
        item.insert(ORDER.into(), delivery.order(list));
    }
    if delivery.state.waits() {
        // A failing endpoint's deliveries wait for a probe to succeed.
        let wait = match endpoint.status {
            Status::Failing => schedule::PROBE_EVERY,
            _ => GRACE,
        };
        item.insert(DUE_SHARD.into(), delivery.own_shard());
        item.insert(
            DUE_AT.into(),
            s(now.plus_millis(wait).min(delivery.deadline)),
        );
    }
    Ok(item)
}

fn insertion(table: &Table, item: Item, doing: &'static str) -> Result<TransactWriteItem, Error> {
    let put = Put::builder()
        .table_name(&table.name)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(#pk)")
        .expression_attribute_names("#pk", PK)
        .build()
        .map_err(|e| Error::internal(doing, e))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

async fn put(table: &Table, delivery: Delivery, item: Item) -> Result<Stored, Error> {
    let sent = table
        .client
        .put_item()
        .table_name(&table.name)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(#pk)")
        .expression_attribute_names("#pk", PK)
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    match sent {
        Ok(answer) => {
            table.tally.written(answer.consumed_capacity.as_ref());
            Ok(Stored::New(delivery))
        }
        Err(error) => {
            table.tally.written(None);
            match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                    let found = refused.item.clone().map(table::read).transpose()?;
                    Ok(Stored::Found(found.unwrap_or(delivery)))
                }
                _ => Err(table::failed("storing a delivery", error)),
            }
        }
    }
}

/// A delivery and its endpoint, as of now.
///
/// # Errors
/// The table can't be reached.
pub async fn with_endpoint(
    table: &Table,
    hint: &Hint,
) -> Result<(Option<Delivery>, Option<Endpoint>), Error> {
    let user = hint.user_id;
    let at = Key::delivery(user, hint.endpoint_id, hint.delivery_id);
    let endpoint = Key::endpoint(user, hint.endpoint_id);
    let items = table.get_items(vec![at.clone(), endpoint]).await?;
    let (mut deliveries, mut endpoints): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| at.is_of(item));
    Ok((
        deliveries.pop().map(table::read).transpose()?,
        endpoints.pop().map(table::read).transpose()?,
    ))
}

/// One delivery.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    user: UserId,
    endpoint: WebhookId,
    id: DeliveryId,
) -> Result<Option<Delivery>, Error> {
    table.get(Key::delivery(user, endpoint, id)).await
}

/// Claims the next attempt: the delivery under its lease, or nothing where it is not to be had.
///
/// # Errors
/// The table can't be reached; what of it was done, its lease will tell.
pub async fn claim(
    table: &Table,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<Option<Delivery>, Error> {
    let mut token = [0_u8; 16];
    getrandom::fill(&mut token)
        .map_err(|e| Error::internal("claiming a delivery", e.to_string()))?;
    let token = hex::encode(token);
    let until = now.plus_millis(LEASE);
    let mut change = delivery
        .free()
        .set(name::LEASE, s(&token))
        .set(name::LEASE_UNTIL, s(until))
        .set(DUE_SHARD, delivery.own_shard())
        .set(DUE_AT, s(until));
    if delivery.lease.is_some() {
        change = change.add(name::LOST, 1);
    }
    let item = match change.apply(table, "claiming a delivery").await? {
        Changed::Done { after } => after,
        // A retry of our own write met what it had done.
        Changed::Refused(Some(item)) if item.get(name::LEASE) == Some(&s(&token)) => item,
        Changed::Refused(_) => return Ok(None),
    };
    table::read(item).map(Some)
}

/// Writes an attempt down and gives its lease back, in one transaction. False where the lease
/// was lost: then another attempt has been made of it.
///
/// # Errors
/// The table can't be reached.
pub async fn complete(
    table: &Table,
    delivery: &Delivery,
    attempt: &Attempt,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<bool, Error> {
    let doing = "completing an attempt";
    let change = delivery.leased().set(name::ATTEMPTS, n(attempt.n));
    let change = match outcome {
        Outcome::Succeeded => delivery.end(change, State::Succeeded, None),
        Outcome::Dead(reason) => delivery.end(change, State::Dead, Some(reason)),
        Outcome::Again(wait) => {
            let next = now.plus_millis(*wait);
            // A message carries a short wait; the index alone a long one.
            let due = if *wait <= LONGEST_DELAY {
                next.plus_millis(GRACE)
            } else {
                next
            };
            change
                .set(name::STATE, s(State::Failed))
                .set(name::NEXT, s(next))
                .remove(name::LEASE)
                .remove(name::LEASE_UNTIL)
                .set(DUE_AT, s(due.min(delivery.deadline)))
        }
    };
    let place = Key::attempt(
        delivery.user_id,
        delivery.endpoint_id,
        delivery.id,
        attempt.n,
    );
    let mut item = table::write(place, attempt)?;
    let gone = now.seconds() + KEPT_SECONDS;
    item.insert(name::TTL.into(), AttributeValue::N(gone.to_string()));
    let log = Put::builder()
        .table_name(&table.name)
        .set_item(Some(item))
        .build()
        .map_err(|e| Error::internal(doing, e))?;
    let items = vec![
        change.part(table, doing)?,
        TransactWriteItem::builder().put(log).build(),
    ];
    Ok(table.transact(doing, items).await? == Transacted::Done)
}

/// Gives a lease back without an attempt: what went wrong was ours.
///
/// # Errors
/// The table can't be reached.
pub async fn defer(table: &Table, delivery: &Delivery, until: Timestamp) -> Result<(), Error> {
    delivery
        .leased()
        .remove(name::LEASE)
        .remove(name::LEASE_UNTIL)
        .set(DUE_AT, s(until.min(delivery.deadline)))
        .apply(table, "putting a delivery off")
        .await
        .map(|_| ())
}

/// Looks at a delivery again at a later time: its endpoint does not take any at the moment.
///
/// # Errors
/// The table can't be reached.
pub async fn park(table: &Table, delivery: &Delivery, until: Timestamp) -> Result<(), Error> {
    delivery
        .free()
        .set(DUE_AT, s(until.min(delivery.deadline)))
        .apply(table, "parking a delivery")
        .await
        .map(|_| ())
}

/// Gives up a delivery, unless an attempt is being made of it: that has an outcome of its own.
///
/// # Errors
/// The table can't be reached.
pub async fn bury(
    table: &Table,
    delivery: &Delivery,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let change = delivery.end(delivery.free(), State::Dead, Some(reason));
    let changed = change.apply(table, "giving a delivery up").await?;
    Ok(changed.done().is_some())
}

/// Gives up a delivery whose endpoint is off: it is missed, and counted there; unless an attempt
/// is being made of it, which has an outcome of its own.
///
/// # Errors
/// The table can't be reached.
pub async fn miss(
    table: &Table,
    delivery: &Delivery,
    endpoint: &Endpoint,
    now: Timestamp,
) -> Result<bool, Error> {
    let doing = "missing a delivery";
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let reason = missed_because(endpoint.status);
    let change = delivery.end(delivery.free(), State::Missed, Some(&reason));
    let items = vec![
        change.part(table, doing)?,
        endpoint::count_missed(table, endpoint, now)?,
    ];
    Ok(table.transact(doing, items).await? == Transacted::Done)
}

/// Makes a delivery due now: one that waits at once, one that ended from the beginning of the
/// schedule. Whoever asks sends its hint after `delay` seconds. False where it is being attempted
/// at this moment, or is not what was read any more.
///
/// # Errors
/// The table can't be reached.
pub async fn revive(
    table: &Table,
    delivery: &Delivery,
    delay: i32,
    now: Timestamp,
) -> Result<bool, Error> {
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let changed = delivery
        .revival(&delivery.revived(delay, now), now)
        .apply(table, "reviving a delivery")
        .await?;
    Ok(changed.done().is_some())
}

/// The same for one that its owner asked for, if the endpoint is on.
///
/// # Errors
/// The table can't be reached.
pub async fn revive_asked(
    table: &Table,
    delivery: &Delivery,
    endpoint: &Endpoint,
    now: Timestamp,
    keep: Option<TransactWriteItem>,
) -> Result<Asked, Error> {
    let doing = "reviving a delivery";
    let change = delivery.revival(&delivery.revived(0, now), now);
    let mut items = vec![
        endpoint::check_on(table, endpoint)?,
        change.part(table, doing)?,
    ];
    items.extend(keep);
    asked(table, doing, items).await
}

/// Deliveries of one of an endpoint's lists, the earliest event first, after one of them.
///
/// # Errors
/// The table can't be reached.
pub async fn listed(
    table: &Table,
    user: UserId,
    endpoint: WebhookId,
    list: List,
    after: Option<DeliveryId>,
    limit: i32,
) -> Result<Vec<Delivery>, Error> {
    let mut found = of_list(table, user, endpoint, list, after)
        .limit(limit.saturating_add(1))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    let wanted = usize::try_from(limit).unwrap_or(0);
    let mut deliveries = Vec::new();
    // A page may end before its limit where it is large.
    while deliveries.len() < wanted
        && let Some(page) = found.next().await
    {
        let page = page.map_err(|e| table::failed("reading an endpoint's deliveries", e))?;
        table.tally.read(page.consumed_capacity.as_ref());
        for item in page.items.unwrap_or_default() {
            let delivery: Delivery = table::read(item)?;
            if Some(delivery.id) != after {
                deliveries.push(delivery);
            }
        }
    }
    deliveries.truncate(wanted);
    Ok(deliveries)
}

/// The query for one of an endpoint's lists, from a delivery on.
fn of_list(
    table: &Table,
    user: UserId,
    endpoint: WebhookId,
    list: List,
    from: Option<DeliveryId>,
) -> QueryFluentBuilder {
    let prefix = list.prefix(endpoint);
    let from = from.map_or_else(|| prefix.clone(), |from| format!("{prefix}{from}"));
    table
        .client
        .query()
        .table_name(&table.name)
        .index_name(BY_DATE)
        .consistent_read(true)
        .key_condition_expression("#pk = :pk AND #o BETWEEN :from AND :to")
        .expression_attribute_names("#pk", PK)
        .expression_attribute_names("#o", ORDER)
        .expression_attribute_values(":pk", s(user))
        .expression_attribute_values(":from", s(from))
        .expression_attribute_values(":to", s(list.end(endpoint)))
}

/// How many deliveries are dead or missed, of events since then.
///
/// # Errors
/// The table can't be reached.
pub async fn count_lost(
    table: &Table,
    user: UserId,
    endpoint: WebhookId,
    after: DeliveryId,
) -> Result<u64, Error> {
    let mut pages = of_list(table, user, endpoint, List::Lost, Some(after))
        .select(aws_sdk_dynamodb::types::Select::Count)
        .into_paginator()
        .send();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|e| table::failed("counting lost deliveries", e))?;
        count += u64::try_from(page.count).unwrap_or(0);
    }
    Ok(count)
}

/// A page of an endpoint's deliveries, the latest event first: those of a state and a kind of
/// event where they are given, after one of them.
///
/// # Errors
/// The table can't be reached.
pub async fn page(
    table: &Table,
    user: UserId,
    endpoint: WebhookId,
    (state, event): (Option<State>, Option<Kind>),
    limit: usize,
    after: Option<&str>,
) -> Result<Vec<Delivery>, Error> {
    let prefix = format!("{}{endpoint}#", table::keys::DELIVERY);
    let mut found = Vec::new();
    let mut from = after.map(|sk| Item::from([(PK.to_owned(), s(user)), (SK.to_owned(), s(sk))]));
    loop {
        let mut query = table
            .client
            .query()
            .table_name(&table.name)
            .consistent_read(true)
            .scan_index_forward(false)
            .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .expression_attribute_values(":pk", s(user))
            .expression_attribute_values(":prefix", s(&prefix))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .set_exclusive_start_key(from);
        let mut filters = Vec::new();
        if let Some(state) = state {
            filters.push("#state = :state");
            query = query
                .expression_attribute_names("#state", name::STATE)
                .expression_attribute_values(":state", s(state));
        }
        if let Some(event) = event {
            filters.push("#event = :event");
            query = query
                .expression_attribute_names("#event", name::EVENT)
                .expression_attribute_values(":event", s(event));
        }
        if filters.is_empty() {
            query = query.limit(i32::try_from(limit - found.len()).unwrap_or(i32::MAX));
        } else {
            query = query.filter_expression(filters.join(" AND "));
        }
        let page = query
            .send()
            .await
            .map_err(|e| table::failed("reading an endpoint's deliveries", e))?;
        table.tally.read(page.consumed_capacity.as_ref());
        for item in page.items.unwrap_or_default() {
            found.push(table::read(item)?);
        }
        from = page.last_evaluated_key;
        if from.is_none() || found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
    }
}

/// The attempts of a delivery, the latest `limit` of them, in order.
///
/// # Errors
/// The table can't be reached.
pub async fn attempts(
    table: &Table,
    deliveries: &[Delivery],
    limit: u32,
) -> Result<Vec<Vec<Attempt>>, Error> {
    let mut wanted = Vec::new();
    for delivery in deliveries {
        let first = delivery.attempts.saturating_sub(limit) + 1;
        for n in first..=delivery.attempts {
            let (user, endpoint) = (delivery.user_id, delivery.endpoint_id);
            wanted.push(Key::attempt(user, endpoint, delivery.id, n));
        }
    }
    let mut found: Vec<(String, Attempt)> = Vec::new();
    for some in wanted.chunks(100) {
        for item in table.get_items(some.to_vec()).await? {
            let sk = item.get(SK).and_then(|sk| sk.as_s().ok()).cloned();
            found.push((sk.unwrap_or_default(), table::read(item)?));
        }
    }
    let of = |delivery: &Delivery| {
        let prefix = format!("try#{}#{}#", delivery.endpoint_id, delivery.id);
        let mut own: Vec<_> = found
            .iter()
            .filter(|(sk, _)| sk.starts_with(&prefix))
            .map(|(_, attempt)| attempt.clone())
            .collect();
        own.sort_by_key(|attempt| attempt.n);
        own
    };
    Ok(deliveries.iter().map(of).collect())
}

/// Sends hints to a queue.
#[derive(Clone, Debug)]
pub struct Hints {
    sqs: aws_sdk_sqs::Client,
    queue_url: String,
}

impl Hints {
    /// To this queue.
    pub fn new(sqs: aws_sdk_sqs::Client, queue_url: String) -> Self {
        Self { sqs, queue_url }
    }

    /// Sends hints, each held back for so many seconds. What can't be sent is left to the sweep,
    /// and logged.
    pub async fn send(&self, hints: &[(Hint, i32)]) {
        for some in hints.chunks(10) {
            if let Err(error) = self.send_some(some).await {
                tracing::warn!(
                    hints = some.len(),
                    cause = std::error::Error::source(&error).map(crate::error::chain),
                    "hints are left for the sweep"
                );
            }
        }
    }

    async fn send_some(&self, hints: &[(Hint, i32)]) -> Result<(), Error> {
        let doing = "sending hints";
        let mut batch = self.sqs.send_message_batch().queue_url(&self.queue_url);
        for (i, (hint, delay)) in hints.iter().enumerate() {
            let body = serde_json::to_string(hint).map_err(|e| Error::internal(doing, e))?;
            let entry = aws_sdk_sqs::types::SendMessageBatchRequestEntry::builder()
                .id(i.to_string())
                .message_body(body)
                .delay_seconds(*delay)
                // One busy or slow endpoint must not keep the others' waiting.
                .message_group_id(hint.endpoint_id.to_string())
                .build()
                .map_err(|e| Error::internal(doing, e))?;
            batch = batch.entries(entry);
        }
        let sent = batch.send().await.map_err(|e| table::failed(doing, e))?;
        match sent.failed() {
            [] => Ok(()),
            [first, ..] => {
                let why = first.code().to_owned();
                Err(Error::unavailable(
                    doing,
                    format!("some were refused: {why}"),
                ))
            }
        }
    }
}
