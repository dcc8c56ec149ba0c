//! Webhooks: URLs that receive the events a tenant's owner subscribes to.
//!
//! Its owner changes a webhook's settings; deliveries change its health. Both write only the
//! attributes they mean, so neither undoes the other. A webhook for which there is work to be
//! done (a probe, waiting deliveries to be released or given up) stands in the index of what is
//! due.

mod changes;
mod health;
mod jobs;
mod pace;
mod probe;
mod rates;
mod secrets;
mod view;

use common::{Fault, Tenant, Timestamp, words};
use dynamo::due::shard;
use dynamo::{AttributeValue, Change, Key, List, Part, Table, s};
use serde::{Deserialize, Serialize};

use crate::event::EventType;
use crate::product::Product;
use crate::schedule::Retry;
use crate::sealed::Sealed;
use crate::{DeliveryId, WEBHOOKS, WebhookId};

pub use changes::{
    Made, NewWebhook, Updated, WebhookChange, create, create_as, create_known, delete, delete_all,
    update,
};
pub(crate) use health::count_missed;
pub use health::{Attempted, disable, record_attempt, record_turn};
pub use jobs::{Progress, begin_recovery, clear_due, enqueue_job, record_progress};
pub use pace::{Pace, SLOW};
pub use probe::{
    CODE_TRIES, MOST_SENT, Probe, ProbePost, SHARDS as PROBE_SHARDS, Signed, Verdict,
    abandon_probe, ask_for_probe, claim_probe, complete_probe, confirm, find_probe, postpone_probe,
    probes, release_probe,
};
pub use rates::count_request;
pub use secrets::{Rotated, Rotation, complete_rotation, rotate_secret, rotation};
pub use view::{ProbeView, WebhookView};

/// Webhooks a tenant may have.
pub const MOST: u64 = 10;
/// Deliveries that may wait for a webhook whose last attempts have failed: what happens beyond is
/// missed. They are counted from the first failure on, and anew at each probe.
pub const MOST_WAITING: u64 = 10_000;
/// The index of webhooks that are due is spread over so many partitions.
pub const SHARDS: u8 = 4;
/// Tries of a change that another change may come before.
const TRIES: u32 = 8;

/// What the sort keys of webhooks begin with.
const ID: &str = "whk_";
/// What the sort keys of deleted webhooks begin with.
const DELETED: &str = "deleted#";

words!(
    /// Whether events are delivered to a webhook.
    stored Status as "WebhookStatus" {
        /// Its receiver has not shown that it verifies signatures: it gets probes alone, and what
        /// happens meanwhile is missed.
        Unproven = "unproven";
        /// They are.
        Enabled = "enabled";
        /// All attempts of the last day failed: one delivery at a time probes it, the rest wait.
        Failing = "failing";
        /// It has failed for too long, or asked for it: what happens meanwhile is missed.
        Disabled = "disabled";
        /// Its owner wants it so: what happens meanwhile is missed.
        Paused = "paused";
    }
);

impl Status {
    /// Whether events are delivered.
    pub fn is_on(self) -> bool {
        matches!(self, Self::Enabled | Self::Failing)
    }
}

/// Why a webhook is unproven, as its owner sees it.
const UNPROVEN: &str = "its receiver has not shown yet that it verifies signatures";

words!(
    /// What the sweep is to do about a webhook's deliveries, in the order of their events.
    stored Job {
        /// Make those due that wait.
        Release = "release";
        /// Make those due that are dead or missed.
        Recover = "recover";
        /// Give up those that wait: they are missed.
        Settle = "settle";
    }
);

/// Which events a webhook receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    /// All, those of later releases included.
    All,
    /// These, in the product's order. A name that was stored by another release stays.
    Some(Vec<EventType>),
}

const ALL: &str = "*";

impl Subscription {
    /// Whether it includes this event.
    pub fn includes(&self, event: &EventType) -> bool {
        match self {
            Self::All => true,
            Self::Some(events) => events.contains(event),
        }
    }

    /// From the names of a product's events, or `*` alone.
    ///
    /// # Errors
    /// There is none, or one that is no event; the place of the first that is wrong, and why.
    pub fn parse(product: &Product, names: &[String]) -> Result<Self, (usize, String)> {
        if let [only] = names
            && only == ALL
        {
            return Ok(Self::All);
        }
        let mut events = Vec::new();
        for (i, name) in names.iter().enumerate() {
            if name == ALL {
                return Err((i, "* stands alone: it means all events".to_owned()));
            }
            let event = product.subscribable(name).map_err(|message| (i, message))?;
            if !events.contains(&event) {
                events.push(event);
            }
        }
        if events.is_empty() {
            let message = "must name at least one event, or be [\"*\"]";
            return Err((0, message.to_owned()));
        }
        events.sort_by_key(|event| product.order(event));
        Ok(Self::Some(events))
    }
}

impl Serialize for Subscription {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => [ALL].serialize(serializer),
            Self::Some(events) => serializer.collect_seq(events),
        }
    }
}

impl<'de> Deserialize<'de> for Subscription {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let events = Vec::<EventType>::deserialize(deserializer)?;
        if events.iter().any(|event| event.as_str() == ALL) {
            return Ok(Self::All);
        }
        Ok(Self::Some(events))
    }
}

/// A secret that has been replaced and still signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviousSecret {
    /// The secret, sealed.
    pub secret: Sealed,
    /// Until when it signs.
    pub ends_at: Timestamp,
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its identifier.
    pub id: WebhookId,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// Where deliveries go.
    pub url: String,
    /// Which events it receives.
    pub events: Subscription,
    /// Its owner's description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How deliveries are tried, and tried again.
    #[serde(default, skip_serializing_if = "Retry::is_default")]
    pub retry: Retry,
    /// Whether it receives events.
    pub status: Status,
    /// Why it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its owner's changes.
    pub version: u64,
    /// The secret that signs, sealed.
    pub secret: Sealed,
    /// The secret before, while it still signs.
    #[serde(default, rename = "former", skip_serializing_if = "Option::is_none")]
    pub previous_secret: Option<PreviousSecret>,
    /// When the first of an unbroken row of attempts failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failures_since: Option<Timestamp>,
    /// The same, once that row is a day long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// Slow attempts in a row.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slow: u32,
    /// When deliveries are let go next, while it is [paced](Pace).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_probe_at: Option<Timestamp>,
    /// The last delivery that was let go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_probe: Option<DeliveryId>,
    /// Deliveries made since its last attempts fail: they wait, at most so many.
    #[serde(default)]
    pub waiting: u64,
    /// Events missed since it was last enabled.
    #[serde(default)]
    pub missed: u64,
    /// When the first of those was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_since: Option<Timestamp>,
    /// What is to be done about its deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// The last delivery that the job is done with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_after: Option<DeliveryId>,
    /// What waits is to be released once the job is done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub then_release: bool,
    /// When the last delivery that a job let go is due: the next follows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_due: Option<Timestamp>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What was missed while an endpoint was off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Missed {
    /// How many events.
    pub count: u64,
    /// When the first was missed.
    pub since: Option<Timestamp>,
}

/// Why a webhook was not made or changed. The sentences go to clients.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The change that permits its tenant to make one was refused: look again whether it may.
    #[error("whether a webhook may be made has changed meanwhile")]
    NotPermitted,
    /// The tenant has no such webhook.
    #[error("there is no such endpoint on this account")]
    Unknown,
    /// The tenant has as many as it may.
    #[error("the account has {MOST} webhooks, the most it may have: delete one first")]
    TooMany,
    /// It is paused or disabled.
    #[error("the webhook is {0}: enable it first")]
    Off(Status),
    /// Its receiver has not shown that it verifies signatures, nor has its owner said the code.
    #[error(
        "the webhook is unproven: its receiver must answer 2xx to what is signed right and 400, \
         401 or 403 to what is not; ask for a probe with a test, or confirm the probe's code"
    )]
    Unproven,
    /// There is no code that could prove it.
    #[error(
        "there is no code to confirm: none was sent to this URL, or it has expired or was tried \
         {CODE_TRIES} times; ask for a probe with a test"
    )]
    NoCode,
    /// Another code than the latest probe's.
    #[error("this is not the code of the latest probe: {left} tries are left")]
    WrongCode {
        /// Tries that are left.
        left: u32,
    },
    /// Too much was asked for in a short time.
    #[error("{limit}: try again in {retry_after} s")]
    RateLimited {
        /// What is allowed.
        limit: &'static str,
        /// After so many seconds there is room for one more.
        retry_after: u64,
    },
    /// A recovery of its lost deliveries is running.
    #[error("what this webhook has lost is being recovered: try again when that is done")]
    Recovering,
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// Other changes came first, each time.
    #[error("other changes to the webhook came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

impl WebhookError {
    /// Why a webhook of this status, which is off, is refused.
    pub fn off(status: Status) -> Self {
        match status {
            Status::Unproven => Self::Unproven,
            status => Self::Off(status),
        }
    }
}

/// Makes the part, named [`KEPT`](crate::KEPT), of a transaction that stores the answer for an
/// `Idempotency-Key`, if there is one: of the webhook as it will stand, and its latest probe.
pub type Keep<'a> = &'a (dyn Fn(&Webhook, Option<&Probe>) -> Result<Option<Part>, Fault> + Sync);

/// Names of attributes that are changed one by one.
mod name {
    pub const URL: &str = "url";
    pub const EVENTS: &str = "events";
    pub const DESCRIPTION: &str = "description";
    pub const RETRY: &str = "retry";
    pub const STATUS: &str = "status";
    pub const REASON: &str = "statusReason";
    pub const VERSION: &str = "version";
    pub const SECRET: &str = "secret";
    pub const PREVIOUS_SECRET: &str = "former";
    pub const FAILURES_SINCE: &str = "failuresSince";
    pub const FAILING_SINCE: &str = "failingSince";
    pub const NEXT_PROBE_AT: &str = "nextProbeAt";
    pub const SLOW: &str = "slow";
    pub const LAST_PROBE: &str = "lastProbe";
    pub const WAITING: &str = "waiting";
    pub const MISSED: &str = "missed";
    pub const MISSED_SINCE: &str = "missedSince";
    pub const JOB: &str = "job";
    pub const JOB_AFTER: &str = "jobAfter";
    pub const JOB_DUE: &str = "jobDue";
    pub const THEN_RELEASE: &str = "thenRelease";
    pub const COUNT: &str = "count";
}

/// The name of the part that changes the webhook itself.
pub const WEBHOOK: &str = "webhook";

/// The partition of a tenant's webhooks.
pub fn partition(tenant: &Tenant) -> String {
    tenant.partition(WEBHOOKS)
}

/// A webhook's place in the table.
pub fn key(tenant: &Tenant, id: WebhookId) -> Key {
    Key::of(tenant, WEBHOOKS, id)
}

impl Webhook {
    fn key(&self) -> Key {
        key(&self.tenant, self.id)
    }

    /// A shard of the index of webhooks that are due.
    pub fn shard(number: u8) -> String {
        format!("p{number}")
    }

    fn own_shard(&self) -> AttributeValue {
        s(Self::shard(shard(self.id, SHARDS)))
    }

    /// A change of the webhook, which must still exist.
    fn change(&self) -> Change {
        Change::update(self.key())
    }

    /// Whether as many deliveries wait for it as may.
    pub fn is_full(&self) -> bool {
        self.waiting >= MOST_WAITING
    }

    /// The events missed since it was last enabled.
    pub fn missed(&self) -> Missed {
        Missed {
            count: self.missed,
            since: self.missed_since,
        }
    }
}

/// All webhooks of a tenant, oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, tenant: &Tenant) -> Result<Vec<Webhook>, Fault> {
    Ok(list_with_unreadable(table, tenant).await?.0)
}

/// The same, and how many there are that can't be read.
///
/// # Errors
/// The table can't be reached.
pub async fn list_with_unreadable(
    table: &Table,
    tenant: &Tenant,
) -> Result<(Vec<Webhook>, usize), Fault> {
    List::of("listing webhooks", partition(tenant))
        .prefix(ID)
        .read_with_unreadable(table)
        .await
}

/// One webhook of a tenant.
///
/// # Errors
/// There is none, or the table can't be reached.
pub async fn find(table: &Table, tenant: &Tenant, id: WebhookId) -> Result<Webhook, WebhookError> {
    table
        .get(key(tenant, id))
        .await?
        .ok_or(WebhookError::Unknown)
}

/// All webhooks of a tenant that may have deliveries, deleted ones included: what an erasure of
/// the tenant goes through, with [`partitions_of_webhook`](crate::partitions_of_webhook).
///
/// # Errors
/// The table can't be reached.
pub async fn ids(table: &Table, tenant: &Tenant) -> Result<Vec<WebhookId>, Fault> {
    let items = List::of("listing webhooks", partition(tenant))
        .attributes(&[])
        .items(table)
        .await?;
    let keys = items.iter().filter_map(Key::of_item);
    Ok(keys.filter_map(|key| id_of(key.sk())).collect())
}

fn id_of(sk: &str) -> Option<WebhookId> {
    sk.strip_prefix(DELETED).unwrap_or(sk).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::tests::PRODUCT;

    #[test]
    fn subscriptions_are_events_or_all() {
        let parse = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
            Subscription::parse(&PRODUCT, &names)
        };
        assert_eq!(parse(&["*"]), Ok(Subscription::All));
        let two = parse(&["twin.quota.exceeded", "twin.snapshot.ready"]).unwrap();
        assert!(two.includes(&EventType::of("twin.quota.exceeded")));
        assert!(!two.includes(&PRODUCT.test_event));
        assert_eq!(parse(&["twin.test", "*"]).unwrap_err().0, 1);
        assert_eq!(parse(&["twin.test", "twin.nothing"]).unwrap_err().0, 1);
        assert!(parse(&[]).is_err());
        assert_eq!(
            parse(&["twin.test", "twin.test"]),
            parse(&["twin.test"]),
            "a set"
        );
        let text = serde_json::to_string(&two).unwrap();
        assert_eq!(text, r#"["twin.snapshot.ready","twin.quota.exceeded"]"#);
        assert_eq!(serde_json::from_str::<Subscription>(&text).unwrap(), two);
        assert_eq!(
            serde_json::to_string(&Subscription::All).unwrap(),
            r#"["*"]"#
        );
        assert_eq!(
            serde_json::from_str::<Subscription>(r#"["*"]"#).unwrap(),
            Subscription::All
        );
    }

    #[test]
    fn an_event_of_another_release_stays_where_it_was_stored() {
        let stored = r#"["twin.later","twin.test"]"#;
        let read: Subscription = serde_json::from_str(stored).unwrap();
        assert!(read.includes(&EventType::of("twin.later")));
        assert_eq!(serde_json::to_string(&read).unwrap(), stored);
    }

    #[test]
    fn a_deleted_webhook_is_found_by_an_erasure() {
        let id = "whk_01JD9ZK4T0000000000000000A";
        assert_eq!(id_of(id).unwrap().to_string(), id);
        assert_eq!(id_of(&format!("{DELETED}{id}")).unwrap().to_string(), id);
        assert_eq!(id_of("count"), None);
    }
}
