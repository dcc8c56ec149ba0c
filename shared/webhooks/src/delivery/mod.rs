//! Deliveries: one event for one webhook, and how far that is.
//!
//! **The record decides; a message is only a [`WakeUp`]**, which says that it may be due. An
//! attempt is claimed by a conditional change under a lease that is longer than any sender runs,
//! and completed only by the holder of the lease; what can't be claimed is another sender's, or
//! nothing to do. So neither repeated messages nor two senders send an attempt twice, and a
//! sender that ends early leaves a lease, which expires. A delivery that is not settled stands in
//! the index of what is due, so that no lost message matters; but for one whose webhook is paced
//! ([`Pace`](crate::webhook::Pace)): it waits behind its webhook, which stands there in its place.
//!
//! A delivery ends as succeeded, dead or missed, and its owner can requeue it from any of them.

mod lists;
mod queries;
mod transitions;
mod wake_ups;

use common::{Tenant, Timestamp, words};
use dynamo::due::{DUE_AT, DUE_SHARD, shard};
use dynamo::{AttributeValue, Change, Key, n, s};
use serde::{Deserialize, Serialize};

use crate::event::{Event, EventType};
use crate::product::Product;
use crate::webhook::{MOST_WAITING, Webhook};
use crate::{DeliveryId, KEPT_SECONDS, WebhookId, schedule};

pub(crate) use lists::partitions as list_partitions;
pub use lists::{DeliveryList, Page, count_lost, count_waiting, listed, overdue, page};
pub use queries::{attempts, find, with_webhook};
pub use transitions::{
    Requested, Stored, claim, complete, mark_dead, mark_missed, park, postpone, release,
    release_lease, requeue, requeue_if_on, store, store_if_on,
};
pub use wake_ups::{WakeUp, WakeUpQueue};

/// The index of deliveries that are due is spread over so many partitions.
pub const SHARDS: u8 = 8;
/// How long an attempt is its sender's alone, in milliseconds: longer than the function runs.
pub const LEASE: i64 = 60_000;
/// The time for a wake-up to be acted on before the sweep sends another, in milliseconds.
pub const GRACE: i64 = 60_000;
/// The longest wait that a message can be held back for, in milliseconds: SQS allows 15 minutes.
pub const LONGEST_DELAY: i64 = 900_000;
/// A wake-up may be so much before its time, in milliseconds: clocks differ.
const EARLY: i64 = 2_000;

words!(
    /// How far a delivery is.
    stored State as "DeliveryStatus" {
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
    /// Whether there are attempts to come.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Failed)
    }

    /// Whether all deliveries in this state have entries in a list: the states that a failure
    /// leads to.
    fn has_list(self) -> bool {
        matches!(self, Self::Failed | Self::Dead | Self::Missed)
    }
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Its identifier, the same on every attempt.
    pub id: DeliveryId,
    /// Where it goes.
    #[serde(rename = "endpointId")]
    pub webhook_id: WebhookId,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// The kind of its event.
    pub event: EventType,
    /// What is sent.
    pub body: String,
    /// When the event happened.
    pub created_at: Timestamp,
    /// How far it is.
    pub state: State,
    /// Attempts made.
    pub attempts: u32,
    /// Attempts made before it was last requeued: its schedule begins anew from there.
    #[serde(default)]
    pub round: u32,
    /// When the next one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// When it is given up, whatever the reason.
    pub deadline: Timestamp,
    /// The sender that is making an attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<String>,
    /// Until when that attempt is that sender's alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<Timestamp>,
    /// It was not attempted yet, and waits for its webhook: it has an entry in the list of pending
    /// ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
    /// Its turn has come although its webhook is paced.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub released: bool,
    /// Attempts that were never completed: they may have been sent, and were repeated.
    #[serde(default)]
    pub lost_leases: u32,
    /// Why it is dead or missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When the table's clean-up may delete it, in seconds since 1970.
    #[serde(default)]
    pub ttl: i64,
    /// Whether it is attempted once, whatever the answer: a test, or one that had succeeded and was
    /// requeued.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub single: bool,
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
    /// The receiver took it.
    Succeeded,
    /// There is another attempt, so many milliseconds from now.
    Retry(i64),
    /// It is given up, for this reason.
    Dead(String),
}

impl Outcome {
    /// In a word, for the log and its metric.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Retry(_) => "again",
            Self::Dead(_) => "dead",
        }
    }
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
    pub const WAITS: &str = "waits";
    pub const RELEASED: &str = "released";
    pub const LOST: &str = "lostLeases";
    pub const REASON: &str = "reason";
    pub const SINGLE: &str = "single";
    pub const EVENT: &str = "event";
}

/// The partition of a webhook's deliveries.
pub(crate) fn partition(webhook: WebhookId) -> String {
    format!("{webhook}#dlv")
}

/// The partition of the attempts of a webhook's deliveries.
pub(crate) fn attempts_partition(webhook: WebhookId) -> String {
    format!("{webhook}#try")
}

/// A delivery's place in the table. Its sort key is its id.
fn key(webhook: WebhookId, id: DeliveryId) -> Key {
    Key::new(partition(webhook), id)
}

impl Delivery {
    /// The delivery of an event to a webhook, as it begins.
    pub fn new(product: &Product, event: &Event, webhook: &Webhook, now: Timestamp) -> Self {
        let id = event.delivery_id(webhook.id);
        let missed = missed_because(webhook);
        let on = missed.is_none();
        Self {
            id,
            webhook_id: webhook.id,
            tenant: webhook.tenant.clone(),
            event: event.event.clone(),
            body: (product.body)(event, id),
            created_at: event.timestamp,
            state: if on { State::Pending } else { State::Missed },
            attempts: 0,
            round: 0,
            next_attempt_at: on.then_some(now),
            deadline: event.timestamp.plus_millis(schedule::GIVEN_UP),
            lease: None,
            lease_until: None,
            waits: on && webhook.pace().is_some(),
            released: false,
            lost_leases: 0,
            reason: missed,
            ttl: event.timestamp.max(now).seconds() + KEPT_SECONDS,
            single: false,
        }
    }

    /// The same, attempted once.
    #[must_use]
    pub fn single(self) -> Self {
        Self {
            single: true,
            ..self
        }
    }

    /// The wake-up that says it may be due.
    pub fn wake_up(&self) -> WakeUp {
        WakeUp {
            tenant: self.tenant.clone(),
            webhook_id: self.webhook_id,
            delivery_id: self.id,
            again: false,
        }
    }

    /// Whether an attempt may be claimed at this moment.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state.is_open()
            && self
                .next_attempt_at
                .is_some_and(|at| at <= now.plus_millis(EARLY))
            && self.lease_until.is_none_or(|until| until <= now)
    }

    /// Whether a sender is making an attempt at this moment.
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.lease_until.is_some_and(|until| until > now)
    }

    /// The state whose list it has an entry in, if any.
    fn listed(&self) -> Option<State> {
        let is_listed = self.state.has_list() || (self.state == State::Pending && self.waits);
        is_listed.then_some(self.state)
    }

    /// Attempts of this round that have failed.
    pub fn failed_in_round(&self) -> u32 {
        self.attempts.saturating_sub(self.round)
    }

    /// A shard of the index of deliveries that are due.
    pub fn shard(number: u8) -> String {
        format!("w{number}")
    }

    fn own_shard(&self) -> AttributeValue {
        s(Self::shard(shard(self.id, SHARDS)))
    }

    fn key(&self) -> Key {
        key(self.webhook_id, self.id)
    }

    /// As it is once it has been requeued, so many seconds from now.
    pub fn requeued(&self, delay: i32, now: Timestamp) -> Self {
        let mut after = self.clone();
        after.next_attempt_at = Some(now.plus_millis(i64::from(delay) * 1000));
        after.released = false;
        if !self.state.is_open() {
            // Its receiver took it once: to see it again needs no schedule.
            after.single |= self.state == State::Succeeded;
            after.state = State::Pending;
            after.round = self.attempts;
            after.deadline = now.plus_millis(schedule::GIVEN_UP);
            after.reason = None;
            after.ttl = now.seconds() + KEPT_SECONDS;
        }
        after
    }

    /// A change of a delivery that no sender holds at the moment.
    fn unleased(&self) -> Change {
        let change = Change::update(self.key())
            .if_is(name::STATE, s(self.state))
            .if_is(name::ATTEMPTS, n(self.attempts));
        match &self.lease {
            None => change.if_absent(name::LEASE),
            // One that has expired.
            Some(lease) => change.if_is(name::LEASE, s(lease)),
        }
    }

    /// A change of a delivery whose lease is ours.
    fn leased(&self) -> Change {
        let lease = self.lease.as_deref().unwrap_or_default();
        Change::update(self.key()).if_is(name::LEASE, s(lease))
    }

    /// The part of a change that ends it.
    fn end(change: Change, state: State, reason: Option<&str>) -> Change {
        change
            .set(name::STATE, s(state))
            .set_or_remove(name::REASON, reason.map(s))
            .remove(name::NEXT)
            .remove(name::LEASE)
            .remove(name::LEASE_UNTIL)
            .remove(name::WAITS)
            .remove(name::RELEASED)
            .remove(DUE_SHARD)
            .remove(DUE_AT)
    }
}

/// Why a delivery to this webhook is missed, if it is.
fn missed_because(webhook: &Webhook) -> Option<String> {
    if !webhook.status.is_on() {
        return Some(format!("the webhook was {}", webhook.status));
    }
    webhook
        .is_full()
        .then(|| format!("{MOST_WAITING} deliveries were waiting for the webhook"))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn delivery(state: State) -> Delivery {
        let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        Delivery {
            id: "dlv_01JD9ZK4T0000000000000000A".parse().unwrap(),
            webhook_id: "whk_01JD9ZK4T0000000000000000A".parse().unwrap(),
            tenant: Tenant::new("usr_01JD9ZK4T0000000000000000A"),
            event: EventType::of("twin.test"),
            body: "{}".into(),
            created_at: at,
            state,
            attempts: 3,
            round: 1,
            next_attempt_at: state.is_open().then_some(at),
            deadline: at.plus_millis(schedule::GIVEN_UP),
            lease: None,
            lease_until: None,
            waits: false,
            released: false,
            lost_leases: 0,
            reason: None,
            ttl: at.seconds() + KEPT_SECONDS,
            single: false,
        }
    }

    #[test]
    fn a_requeued_delivery_begins_its_schedule_anew_once_it_had_ended() {
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let failed = delivery(State::Failed);
        let after = failed.requeued(2, now);
        assert_eq!(after.next_attempt_at, Some(now.plus_millis(2_000)));
        assert_eq!(
            (after.state, after.round, after.deadline, after.ttl),
            (State::Failed, 1, failed.deadline, failed.ttl)
        );
        let after = delivery(State::Dead).requeued(0, now);
        assert_eq!(
            (after.state, after.round, after.failed_in_round()),
            (State::Pending, 3, 0)
        );
        assert_eq!(after.deadline, now.plus_millis(schedule::GIVEN_UP));
        assert_eq!(after.ttl, now.seconds() + KEPT_SECONDS);
        assert!(!after.single);
        assert!(delivery(State::Succeeded).requeued(0, now).single);
    }

    #[test]
    fn the_stored_names_stay() {
        let stored = serde_json::to_value(delivery(State::Pending)).unwrap();
        assert_eq!(stored["userId"], "usr_01JD9ZK4T0000000000000000A");
        assert_eq!(stored["endpointId"], "whk_01JD9ZK4T0000000000000000A");
        let read: Delivery = serde_json::from_value(stored).unwrap();
        assert_eq!(read, delivery(State::Pending));
        assert_eq!(
            serde_json::to_string(&read.wake_up()).unwrap(),
            r#"{"userId":"usr_01JD9ZK4T0000000000000000A","endpointId":"whk_01JD9ZK4T0000000000000000A","deliveryId":"dlv_01JD9ZK4T0000000000000000A"}"#
        );
    }
}
