//! Webhook endpoints: URLs that an account's owner has told of events.
//!
//! Its owner changes what an endpoint is; what delivers to it changes how it fares. Both write
//! only the attributes they mean, so neither undoes the other. An endpoint that has work to be
//! done about it (a probe, waiting deliveries to be let go or given up) stands in the index of
//! what is due.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::event::Kind;
use super::schedule;
use super::signature::{Secret, Signer};
use crate::access::account::fixed;
use crate::access::accounts;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{DeliveryId, UserId, WebhookId};
use crate::secrets::{Sealed, Vault};
use crate::table::{self, Change, Changed, Key, Table, Transacted, n, s};
use crate::words::words;

/// Endpoints an account may have.
pub const MOST: u64 = 10;
/// The index of endpoints that are due is spread over so many partitions.
pub const SHARDS: u8 = 4;
/// Whoever begins a recovery has so long to do its first part, in milliseconds.
const RECOVERY_GRACE: i64 = 60_000;
/// Tries when another change came first.
const TRIES: u32 = 8;

words!(
    /// Whether an endpoint is told of events.
    #[cfg_attr(feature = "schema", schemars(rename = "WebhookStatus"))]
    Status {
        /// It is.
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
    /// Whether anything is delivered.
    pub fn is_on(self) -> bool {
        matches!(self, Self::Enabled | Self::Failing)
    }
}

words!(
    /// What the sweep is to do about an endpoint's deliveries, in the order of their events.
    Job {
        /// Let go those that wait.
        Release = "release";
        /// Let go those that are dead or missed.
        Recover = "recover";
        /// Give up those that wait: they are missed.
        Settle = "settle";
    }
);

/// Which events an endpoint is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    /// All, those of later releases included.
    All,
    /// These.
    Some(BTreeSet<Kind>),
}

const ALL: &str = "*";

impl Subscription {
    /// Whether it includes this kind.
    pub fn includes(&self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::Some(kinds) => kinds.contains(&kind),
        }
    }

    /// From the names of events, or `*` alone.
    ///
    /// # Errors
    /// There is none, or one that is no event; the place of the first that is wrong, and why.
    pub fn parse(names: &[String]) -> Result<Self, (usize, &'static str)> {
        if let [only] = names
            && only == ALL
        {
            return Ok(Self::All);
        }
        let mut kinds = BTreeSet::new();
        for (i, name) in names.iter().enumerate() {
            if name == ALL {
                return Err((i, "* stands alone: it means all events"));
            }
            kinds.insert(name.parse::<Kind>().map_err(|message| (i, message))?);
        }
        if kinds.is_empty() {
            return Err((0, "must name at least one event, or be [\"*\"]"));
        }
        Ok(Self::Some(kinds))
    }
}

impl Serialize for Subscription {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => [ALL].serialize(serializer),
            Self::Some(kinds) => serializer.collect_seq(kinds),
        }
    }
}

impl<'de> Deserialize<'de> for Subscription {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Self::parse(&names).map_err(|(_, message)| serde::de::Error::custom(message))
    }
}

/// A secret that has been replaced and is still live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Former {
    /// The secret, sealed.
    pub secret: Sealed,
    /// Until when it signs.
    pub ends_at: Timestamp,
}

/// An endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Its identifier.
    pub id: WebhookId,
    /// Whose it is.
    pub user_id: UserId,
    /// Where deliveries go.
    pub url: String,
    /// Which events it is told of.
    pub events: Subscription,
    /// What its owner says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is told of events.
    pub status: Status,
    /// Why it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its owner's changes.
    pub version: u64,
    /// What signs, sealed.
    pub secret: Sealed,
    /// What signed before, for as long as it is live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Former>,
    /// When the first of an unbroken row of attempts failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failures_since: Option<Timestamp>,
    /// The same, once that row is a day long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// When the next probe is let go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_probe_at: Option<Timestamp>,
    /// The delivery that may probe it, until it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<DeliveryId>,
    /// The delivery that was last let go to probe it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_probe: Option<DeliveryId>,
    /// Events missed since it was last enabled.
    #[serde(default)]
    pub missed: u64,
    /// When the first of those was missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_since: Option<Timestamp>,
    /// What is to be done about its deliveries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// The last delivery that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_after: Option<DeliveryId>,
}

/// An endpoint to be made.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// Where deliveries go.
    pub url: String,
    /// Which events it is told of.
    pub events: Subscription,
    /// What its owner says of it.
    pub description: Option<String>,
}

/// What its owner may change; absent fields stay as they are.
#[derive(Clone, Debug, Default)]
pub struct EndpointChange {
    /// Where deliveries go.
    pub url: Option<String>,
    /// Which events it is told of.
    pub events: Option<Subscription>,
    /// What its owner says of it; `Some(None)`: nothing any more.
    pub description: Option<Option<String>>,
    /// Whether it is on (`true`) or paused.
    pub enabled: Option<bool>,
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

/// Why an endpoint was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The plan does not include webhooks.
    #[error("the plan does not include webhooks")]
    PlanRequired,
    /// There is no such endpoint on this account.
    #[error("there is no such endpoint on this account")]
    Unknown,
    /// The account has as many as it may.
    #[error("the account has {MOST} webhooks, the most it may have: delete one first")]
    TooMany,
    /// It is paused or disabled.
    #[error("the webhook is {0}: enable it first")]
    Off(Status),
    /// What it has lost is being recovered already.
    #[error("what this webhook has lost is being recovered: try again when that is done")]
    Recovering,
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// Other changes kept coming first.
    #[error("other changes to the webhook came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// As a surface tells it.
impl From<EndpointError> for Error {
    fn from(error: EndpointError) -> Self {
        let message = format!("{error}.");
        match error {
            EndpointError::NoAccount => Self::NoAccount,
            EndpointError::PlanRequired => Self::PlanRequired,
            EndpointError::Unknown => {
                Self::refused("WEBHOOK_NOT_FOUND", "This account has no such webhook.")
            }
            EndpointError::TooMany => Self::refused("WEBHOOK_LIMIT_REACHED", capital(&message)),
            EndpointError::Off(_) => Self::refused("WEBHOOK_NOT_ENABLED", capital(&message)),
            EndpointError::Recovering => Self::refused("RECOVERY_IN_PROGRESS", capital(&message)),
            EndpointError::Repeated => Self::IdempotencyInProgress,
            EndpointError::Busy => Self::unavailable("changing a webhook", message),
            EndpointError::Failed(error) => error,
        }
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The part of a transaction that keeps its answer for an `Idempotency-Key`.
pub type Keep<'a> = &'a (dyn Fn(&Endpoint) -> Result<Option<TransactWriteItem>, Error> + Sync);

/// Names of attributes that are changed one by one.
mod name {
    pub const URL: &str = "url";
    pub const EVENTS: &str = "events";
    pub const DESCRIPTION: &str = "description";
    pub const STATUS: &str = "status";
    pub const REASON: &str = "statusReason";
    pub const VERSION: &str = "version";
    pub const SECRET: &str = "secret";
    pub const FORMER: &str = "former";
    pub const FAILURES_SINCE: &str = "failuresSince";
    pub const FAILING_SINCE: &str = "failingSince";
    pub const NEXT_PROBE_AT: &str = "nextProbeAt";
    pub const PROBE: &str = "probe";
    pub const LAST_PROBE: &str = "lastProbe";
    pub const MISSED: &str = "missed";
    pub const MISSED_SINCE: &str = "missedSince";
    pub const JOB: &str = "job";
    pub const JOB_AFTER: &str = "jobAfter";
    pub const COUNT: &str = "count";
}
use crate::table::keys::{DUE_AT, DUE_SHARD, PK};

impl Endpoint {
    fn key(&self) -> Key {
        Key::endpoint(self.user_id, self.id)
    }

    /// Where it stands in the index while there is work to be done about it.
    pub fn shard(number: u8) -> String {
        format!("p{number}")
    }

    fn own_shard(&self) -> AttributeValue {
        s(Self::shard(table::shard(self.id, SHARDS)))
    }

    /// Opens the secrets that are live at this moment.
    ///
    /// # Errors
    /// The master keys can't be had, or they do not open.
    pub async fn signer(&self, vault: &Vault, now: Timestamp) -> Result<Signer, Error> {
        let current = self.open(vault, &self.secret).await?;
        let former = match self.former.as_ref().filter(|former| former.ends_at > now) {
            Some(former) => Some(self.open(vault, &former.secret).await?),
            None => None,
        };
        Ok(Signer { current, former })
    }

    async fn open(&self, vault: &Vault, sealed: &Sealed) -> Result<Secret, Error> {
        let bytes = vault.open(&self.id.to_string(), sealed).await?;
        Secret::from_bytes(&bytes)
            .ok_or_else(|| Error::internal("opening a webhook's secret", "it is not 32 bytes"))
    }

    /// What was missed since it was last enabled.
    pub fn missed(&self) -> Missed {
        Missed {
            count: self.missed,
            since: self.missed_since,
        }
    }
}

async fn seal(vault: &Vault, id: WebhookId) -> Result<(Secret, Sealed), Error> {
    let secret = Secret::generate()?;
    let sealed = vault.seal(&id.to_string(), secret.bytes()).await?;
    Ok((secret, sealed))
}

/// Makes an endpoint. Its secret is in the answer and nowhere else in the clear.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn create(
    table: &Table,
    vault: &Vault,
    user: UserId,
    new: &NewEndpoint,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(Endpoint, Secret), EndpointError> {
    let id = WebhookId::new(now);
    let (secret, sealed) = seal(vault, id).await?;
    let endpoint = store(table, user, (id, sealed), new, now, keep).await?;
    Ok((endpoint, secret))
}

/// Makes an endpoint whose id and secret are known, for demonstrations.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn create_known(
    table: &Table,
    user: UserId,
    known: (WebhookId, Sealed),
    new: &NewEndpoint,
    now: Timestamp,
) -> Result<Endpoint, EndpointError> {
    store(table, user, known, new, now, &|_| Ok(None)).await
}

async fn store(
    table: &Table,
    user: UserId,
    (id, secret): (WebhookId, Sealed),
    new: &NewEndpoint,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Endpoint, EndpointError> {
    let doing = "creating a webhook";
    for attempt in 1..=TRIES {
        let account = accounts::view(table, user)
            .await?
            .ok_or(EndpointError::NoAccount)?;
        if !account.entitled() {
            return Err(EndpointError::PlanRequired);
        }
        let endpoint = Endpoint {
            id,
            user_id: user,
            url: new.url.clone(),
            events: new.events.clone(),
            description: new.description.clone(),
            status: Status::Enabled,
            status_reason: None,
            created_at: now,
            version: 1,
            secret: secret.clone(),
            former: None,
            failures_since: None,
            failing_since: None,
            next_probe_at: None,
            probe: None,
            last_probe: None,
            missed: 0,
            missed_since: None,
            job: None,
            job_after: None,
        };
        // The account as it was read: entitled, and not being erased.
        let entitled = ConditionCheck::builder()
            .table_name(&table.name)
            .set_key(Some(Key::account(user).into_item()))
            .condition_expression("#g = :g AND #t = :t")
            .expression_attribute_names("#g", fixed::GENERATION)
            .expression_attribute_names("#t", fixed::ENTITLED)
            .expression_attribute_values(":g", n(account.generation))
            .expression_attribute_values(":t", AttributeValue::Bool(true))
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        let counted = Change::of_counter(Key::endpoints(user))
            .if_absent_or_at_most(name::COUNT, n(MOST - 1))
            .add(name::COUNT, 1);
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(table::write(endpoint.key(), &endpoint)?))
            .condition_expression("attribute_not_exists(#pk)")
            .expression_attribute_names("#pk", PK)
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        let mut items = vec![
            TransactWriteItem::builder()
                .condition_check(entitled)
                .build(),
            counted.part(table, doing)?,
            TransactWriteItem::builder().put(put).build(),
        ];
        items.extend(keep(&endpoint)?);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok(endpoint),
            Transacted::Refused(failed) if failed.get(1) == Some(&true) => {
                return Err(EndpointError::TooMany);
            }
            Transacted::Refused(failed) if failed.get(3) == Some(&true) => {
                return Err(EndpointError::Repeated);
            }
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(EndpointError::Busy)
}

/// All endpoints of an account, oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, user: UserId) -> Result<Vec<Endpoint>, Error> {
    let found = table
        .client
        .query()
        .table_name(&table.name)
        .consistent_read(true)
        .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
        .expression_attribute_names("#pk", PK)
        .expression_attribute_names("#sk", table::keys::SK)
        .expression_attribute_values(":pk", s(user))
        .expression_attribute_values(":prefix", s(table::keys::ENDPOINT))
        .send()
        .await
        .map_err(|e| table::failed("listing webhooks", e))?;
    let items = found.items.unwrap_or_default();
    items.into_iter().map(table::read).collect()
}

/// One endpoint of an account.
///
/// # Errors
/// There is none, or the table can't be reached.
pub async fn find(table: &Table, user: UserId, id: WebhookId) -> Result<Endpoint, EndpointError> {
    table
        .get(Key::endpoint(user, id))
        .await?
        .ok_or(EndpointError::Unknown)
}

/// Changes what an endpoint is. Answers with it as it then stands and, where it was off and now
/// is on, with what it missed.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn change(
    table: &Table,
    user: UserId,
    id: WebhookId,
    change: &EndpointChange,
    now: Timestamp,
) -> Result<(Endpoint, Option<Missed>), EndpointError> {
    let doing = "changing a webhook";
    for attempt in 1..=TRIES {
        let before = find(table, user, id).await?;
        let mut update = Change::of(before.key())
            .if_is(name::VERSION, n(before.version))
            .if_is(name::STATUS, s(before.status))
            .set(name::VERSION, n(before.version + 1));
        if let Some(url) = &change.url {
            update = update.set(name::URL, s(url));
        }
        if let Some(events) = &change.events {
            let events =
                serde_dynamo::to_attribute_value(events).map_err(|e| Error::internal(doing, e))?;
            update = update.set(name::EVENTS, events);
        }
        if let Some(description) = &change.description {
            update = update.put(name::DESCRIPTION, description.as_ref().map(s));
        }
        let turned = match change.enabled {
            Some(true) if before.status != Status::Enabled => {
                // What still waits is let go; what was missed has been counted, and is told.
                update = on(update)
                    .set(name::JOB, s(Job::Release))
                    .remove(name::JOB_AFTER)
                    .set(DUE_SHARD, before.own_shard())
                    .set(DUE_AT, s(now))
                    // A count that grew since it was read would be lost.
                    .if_is(name::MISSED, n(before.missed))
                    .set(name::MISSED, n(0_u64))
                    .remove(name::MISSED_SINCE);
                (!before.status.is_on()).then(|| before.missed())
            }
            Some(false) if before.status != Status::Paused => {
                update = off(update, &before, Status::Paused, "paused by its owner", now);
                None
            }
            _ => None,
        };
        match update.apply(table, doing).await? {
            Changed::Done { after } => return Ok((table::read(after)?, turned)),
            Changed::Refused(None) => return Err(EndpointError::Unknown),
            Changed::Refused(Some(_)) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(EndpointError::Busy)
}

/// The endpoint is well: nothing of its failures stays.
fn on(change: Change) -> Change {
    change
        .set(name::STATUS, s(Status::Enabled))
        .remove(name::REASON)
        .remove(name::FAILURES_SINCE)
        .remove(name::FAILING_SINCE)
        .remove(name::NEXT_PROBE_AT)
        .remove(name::PROBE)
        .remove(name::LAST_PROBE)
}

/// The endpoint is told of nothing any more, and what waits is given up.
fn off(change: Change, endpoint: &Endpoint, to: Status, why: &str, now: Timestamp) -> Change {
    change
        .set(name::STATUS, s(to))
        .set(name::REASON, s(why))
        .remove(name::NEXT_PROBE_AT)
        .remove(name::PROBE)
        .set(name::JOB, s(Job::Settle))
        .remove(name::JOB_AFTER)
        .set(DUE_SHARD, endpoint.own_shard())
        .set(DUE_AT, s(now))
}

/// Deletes an endpoint. What waits for it goes nowhere any more.
///
/// # Errors
/// There is none; the table can't be reached.
pub async fn remove(table: &Table, user: UserId, id: WebhookId) -> Result<(), EndpointError> {
    let doing = "deleting a webhook";
    let delete = Delete::builder()
        .table_name(&table.name)
        .set_key(Some(Key::endpoint(user, id).into_item()))
        .condition_expression("attribute_exists(#pk)")
        .expression_attribute_names("#pk", PK)
        .build()
        .map_err(|e| Error::internal(doing, e))?;
    let items = vec![
        TransactWriteItem::builder().delete(delete).build(),
        Change::of_counter(Key::endpoints(user))
            .add(name::COUNT, -1)
            .part(table, doing)?,
    ];
    match table.transact(doing, items).await? {
        Transacted::Done => Ok(()),
        Transacted::Refused(_) => Err(EndpointError::Unknown),
    }
}

/// Gives an endpoint a new secret. The one before lives for so many hours more, or ends at once
/// where that is 0.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn rotate(
    table: &Table,
    vault: &Vault,
    user: UserId,
    id: WebhookId,
    overlap_hours: u64,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(Endpoint, Secret), EndpointError> {
    let doing = "rotating a webhook's secret";
    let (secret, sealed) = seal(vault, id).await?;
    for attempt in 1..=TRIES {
        let before = find(table, user, id).await?;
        let mut after = before.clone();
        after.version += 1;
        after.secret = sealed.clone();
        let hours = i64::try_from(overlap_hours).unwrap_or(0);
        after.former = (hours > 0).then(|| Former {
            secret: before.secret.clone(),
            ends_at: now.plus_millis(hours.saturating_mul(3_600_000)),
        });
        let wrong = |e| Error::internal(doing, e);
        let former = after.former.as_ref();
        let change = Change::of(before.key())
            .if_is(name::VERSION, n(before.version))
            .set(name::VERSION, n(after.version))
            .set(
                name::SECRET,
                serde_dynamo::to_attribute_value(&after.secret).map_err(wrong)?,
            )
            .put(
                name::FORMER,
                former
                    .map(serde_dynamo::to_attribute_value)
                    .transpose()
                    .map_err(wrong)?,
            );
        let mut items = vec![change.part(table, doing)?];
        items.extend(keep(&after)?);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok((after, secret)),
            Transacted::Refused(failed) if failed.get(1) == Some(&true) => {
                return Err(EndpointError::Repeated);
            }
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(EndpointError::Busy)
}

/// Ends the overlap of a rotation now. Without one nothing changes.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn complete_rotation(
    table: &Table,
    user: UserId,
    id: WebhookId,
    keep: Keep<'_>,
) -> Result<Endpoint, EndpointError> {
    let doing = "completing a webhook's rotation";
    for attempt in 1..=TRIES {
        let before = find(table, user, id).await?;
        let mut after = before.clone();
        after.version += 1;
        after.former = None;
        let change = Change::of(before.key())
            .if_is(name::VERSION, n(before.version))
            .set(name::VERSION, n(after.version))
            .remove(name::FORMER);
        let mut items = vec![change.part(table, doing)?];
        items.extend(keep(&after)?);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok(after),
            Transacted::Refused(failed) if failed.get(1) == Some(&true) => {
                return Err(EndpointError::Repeated);
            }
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(EndpointError::Busy)
}

/// An attempt succeeded: failures are forgotten, and what waits for a failing endpoint is let go.
///
/// # Errors
/// The table can't be reached.
pub async fn succeeded(table: &Table, endpoint: &Endpoint, now: Timestamp) -> Result<(), Error> {
    let doing = "noting that a webhook answers";
    if endpoint.failures_since.is_none() && endpoint.status != Status::Failing {
        return Ok(());
    }
    let change = Change::of(endpoint.key()).if_is(name::STATUS, s(endpoint.status));
    let change = if endpoint.status == Status::Failing {
        let change = on(change)
            .set(DUE_SHARD, endpoint.own_shard())
            .set(DUE_AT, s(now));
        match endpoint.job {
            // What was promised goes on; what waits comes due by itself.
            Some(Job::Recover) => change,
            _ => change
                .set(name::JOB, s(Job::Release))
                .remove(name::JOB_AFTER),
        }
    } else {
        change.remove(name::FAILURES_SINCE)
    };
    change.apply(table, doing).await.map(|_| ())
}

/// An attempt failed. After a day of nothing else the endpoint is failing.
///
/// # Errors
/// The table can't be reached.
pub async fn failed(table: &Table, endpoint: &Endpoint, at: Timestamp) -> Result<(), Error> {
    let doing = "noting that a webhook fails";
    let Some(since) = endpoint.failures_since else {
        let change = Change::of(endpoint.key()).set_if_absent(name::FAILURES_SINCE, s(at));
        return change.apply(table, doing).await.map(|_| ());
    };
    if endpoint.status == Status::Failing
        && let Some(probe) = endpoint.probe
    {
        // It has probed: its next turn is the next window's, or another's.
        let change = Change::of(endpoint.key())
            .if_is(name::PROBE, s(probe))
            .remove(name::PROBE);
        return change.apply(table, doing).await.map(|_| ());
    }
    if endpoint.status != Status::Enabled || at.millis() - since.millis() < schedule::FAILING_AFTER
    {
        return Ok(());
    }
    let probe_at = at.plus_millis(schedule::PROBE_EVERY);
    Change::of(endpoint.key())
        .if_is(name::STATUS, s(Status::Enabled))
        .if_is(name::FAILURES_SINCE, s(since))
        .set(name::STATUS, s(Status::Failing))
        .set(name::REASON, s("all attempts have failed for a day"))
        .set(name::FAILING_SINCE, s(since))
        .set(name::NEXT_PROBE_AT, s(probe_at))
        .set(DUE_SHARD, endpoint.own_shard())
        .set(DUE_AT, s(probe_at))
        .apply(table, doing)
        .await
        .map(|_| ())
}

/// Disables an endpoint that is on, for a reason its owner sees.
///
/// # Errors
/// The table can't be reached.
pub async fn disable(
    table: &Table,
    endpoint: &Endpoint,
    why: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let change = Change::of(endpoint.key())
        .if_one_of(name::STATUS, [Status::Enabled, Status::Failing].map(s));
    off(change, endpoint, Status::Disabled, why, now)
        .apply(table, "disabling a webhook")
        .await
        .map(|_| ())
}

/// Names the delivery that probes a failing endpoint next, if any waits.
///
/// # Errors
/// The table can't be reached.
pub async fn let_probe(
    table: &Table,
    endpoint: &Endpoint,
    probe: Option<DeliveryId>,
    now: Timestamp,
) -> Result<bool, Error> {
    let next = now.plus_millis(schedule::PROBE_EVERY);
    let changed = Change::of(endpoint.key())
        .if_is(name::STATUS, s(Status::Failing))
        .put(name::PROBE, probe.map(s))
        .put(name::LAST_PROBE, probe.map(s))
        .set(name::NEXT_PROBE_AT, s(next))
        .set(DUE_AT, s(next))
        .apply(table, "letting a probe go")
        .await?;
    Ok(changed.done().is_some())
}

/// Asks for a job to be done about an endpoint's deliveries, those after this one.
///
/// # Errors
/// It is off or gone; the table can't be reached.
pub async fn ask(
    table: &Table,
    endpoint: &Endpoint,
    job: Job,
    after: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), EndpointError> {
    let changed = Change::of(endpoint.key())
        .if_is(name::STATUS, s(endpoint.status))
        .set(name::JOB, s(job))
        .put(name::JOB_AFTER, after.map(s))
        .set(DUE_SHARD, endpoint.own_shard())
        .set(DUE_AT, s(now))
        .apply(table, "asking for a webhook's deliveries")
        .await?;
    match changed {
        Changed::Done { .. } => Ok(()),
        Changed::Refused(None) => Err(EndpointError::Unknown),
        Changed::Refused(Some(_)) => Err(EndpointError::Busy),
    }
}

/// Begins to recover what an endpoint has lost, from this delivery on, unless that is being done.
/// Whoever begins it does the first of it; where they don't, the sweep does, a little later.
///
/// A release that was to be done gives way: it is a hurry only, for what waits is due by itself.
///
/// # Errors
/// As [`EndpointError`] says.
pub async fn begin_recovery(
    table: &Table,
    user: UserId,
    id: WebhookId,
    from: DeliveryId,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Endpoint, EndpointError> {
    let doing = "beginning to recover deliveries";
    for attempt in 1..=TRIES {
        let before = find(table, user, id).await?;
        if !before.status.is_on() {
            return Err(EndpointError::Off(before.status));
        }
        if before.job == Some(Job::Recover) {
            return Err(EndpointError::Recovering);
        }
        let change = Change::of(before.key()).if_is(name::STATUS, s(before.status));
        let change = match before.job {
            Some(job) => change.if_is(name::JOB, s(job)),
            None => change.if_absent(name::JOB),
        };
        let change = change
            .set(name::JOB, s(Job::Recover))
            .set(name::JOB_AFTER, s(from))
            .set(DUE_SHARD, before.own_shard())
            .set(DUE_AT, s(now.plus_millis(RECOVERY_GRACE)));
        let mut items = vec![change.part(table, doing)?];
        items.extend(keep(&before)?);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok(before),
            Transacted::Refused(failed) if failed.get(1) == Some(&true) => {
                return Err(EndpointError::Repeated);
            }
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(EndpointError::Busy)
}

/// The part of a transaction that holds only while an endpoint is there and on.
///
/// # Errors
/// It can't be written: a fault of ours.
pub fn check_on(table: &Table, endpoint: &Endpoint) -> Result<TransactWriteItem, Error> {
    let check = ConditionCheck::builder()
        .table_name(&table.name)
        .set_key(Some(endpoint.key().into_item()))
        .condition_expression("#s IN (:enabled, :failing)")
        .expression_attribute_names("#s", name::STATUS)
        .expression_attribute_values(":enabled", s(Status::Enabled))
        .expression_attribute_values(":failing", s(Status::Failing))
        .build()
        .map_err(|e| Error::internal("checking a webhook", e))?;
    Ok(TransactWriteItem::builder().condition_check(check).build())
}

/// Notes how far a job is, or (`None`) that it is done. False where another job took its place.
///
/// # Errors
/// The table can't be reached.
pub async fn note_job(
    table: &Table,
    endpoint: &Endpoint,
    job: Job,
    after: Option<DeliveryId>,
) -> Result<bool, Error> {
    let change = Change::of(endpoint.key())
        .if_is(name::JOB, s(job))
        .if_is(name::STATUS, s(endpoint.status));
    let change = match (after, endpoint.next_probe_at) {
        (Some(after), _) => change.set(name::JOB_AFTER, s(after)),
        // A failing endpoint stays due, for its next probe.
        (None, Some(probe_at)) => change
            .remove(name::JOB)
            .remove(name::JOB_AFTER)
            .set(DUE_AT, s(probe_at)),
        (None, None) => change
            .remove(name::JOB)
            .remove(name::JOB_AFTER)
            .remove(DUE_SHARD)
            .remove(DUE_AT),
    };
    let changed = change.apply(table, "noting a job on a webhook").await?;
    Ok(changed.done().is_some())
}

/// Nothing is to be done about an endpoint any more.
///
/// # Errors
/// The table can't be reached.
pub async fn rest(table: &Table, endpoint: &Endpoint) -> Result<(), Error> {
    Change::of(endpoint.key())
        .if_is(name::STATUS, s(endpoint.status))
        .if_absent(name::JOB)
        .remove(DUE_SHARD)
        .remove(DUE_AT)
        .apply(table, "letting a webhook rest")
        .await
        .map(|_| ())
}

/// The part of a transaction that counts an event as missed.
///
/// # Errors
/// It can't be written: a fault of ours.
pub fn count_missed(
    table: &Table,
    endpoint: &Endpoint,
    now: Timestamp,
) -> Result<TransactWriteItem, Error> {
    Change::of(endpoint.key())
        .if_one_of(name::STATUS, [Status::Disabled, Status::Paused].map(s))
        .add(name::MISSED, 1)
        .set_if_absent(name::MISSED_SINCE, s(now))
        .part(table, "counting a missed event")
}

/// An endpoint without its secrets, as its owner sees it.
pub fn view(endpoint: &Endpoint, now: Timestamp) -> Value {
    let former = endpoint.former.as_ref().map(|former| former.ends_at);
    serde_json::json!({
        "id": endpoint.id,
        "url": endpoint.url,
        "events": endpoint.events,
        "description": endpoint.description,
        "status": endpoint.status,
        "statusReason": endpoint.status_reason,
        "failingSince": endpoint.failing_since,
        "missed": endpoint.missed(),
        "overlapEndsAt": former.filter(|ends_at| *ends_at > now),
        "createdAt": endpoint.created_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscriptions_are_events_or_all() {
        let parse = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
            Subscription::parse(&names)
        };
        assert_eq!(parse(&["*"]), Ok(Subscription::All));
        let two = parse(&["twin.quota.exceeded", "twin.snapshot.ready"]).unwrap();
        assert!(two.includes(Kind::QuotaExceeded) && !two.includes(Kind::Test));
        assert_eq!(parse(&["twin.test", "*"]).unwrap_err().0, 1);
        assert_eq!(parse(&["twin.test", "twin.nothing"]).unwrap_err().0, 1);
        assert!(parse(&[]).is_err());
        let text = serde_json::to_string(&two).unwrap();
        assert_eq!(text, r#"["twin.snapshot.ready","twin.quota.exceeded"]"#);
        assert_eq!(serde_json::from_str::<Subscription>(&text).unwrap(), two);
        assert_eq!(
            serde_json::to_string(&Subscription::All).unwrap(),
            r#"["*"]"#
        );
    }
}
