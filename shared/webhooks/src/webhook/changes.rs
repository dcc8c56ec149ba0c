//! Webhooks are made, changed and deleted.

use common::{Fault, Tenant, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{
    Change, Changed, Committed, Key, List, Part, Table, Transaction, Tries, attribute, n, read, s,
};
use serde::Serialize;

use super::health::{turned_off, turned_on};
use super::probe::{Probe, following, removal};
use super::secrets::seal;
use super::{
    DELETED, ID, Job, Keep, MOST, Missed, Status, Subscription, TRIES, UNPROVEN, WEBHOOK, Webhook,
    WebhookError, find, key, name, partition,
};
use crate::schedule::Retry;
use crate::sealed::{Sealed, Vault};
use crate::signature::Secret;
use crate::{KEPT, KEPT_SECONDS, WEBHOOKS, WebhookId};

/// The name of the part that counts the tenant's webhooks.
const COUNT: &str = "count";
/// The name of the part by which the caller permits a webhook.
const PERMIT: &str = "permit";
/// What a delivery can outlive the retention by, in seconds: attempts may be running when its
/// webhook is deleted, and the table's clean-up is late.
const CLEAN_UP_SECONDS: i64 = 10 * 86_400;

/// A webhook to be made.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Where deliveries go.
    pub url: String,
    /// Which events it receives.
    pub events: Subscription,
    /// Its owner's description.
    pub description: Option<String>,
    /// How deliveries are tried, and tried again.
    pub retry: Retry,
}

/// What its owner may change; absent fields stay as they are.
#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    /// Where deliveries go.
    pub url: Option<String>,
    /// Which events it receives.
    pub events: Option<Subscription>,
    /// Its owner's description; `Some(None)`: none any more.
    pub description: Option<Option<String>>,
    /// How deliveries are tried, and tried again.
    pub retry: Option<Retry>,
    /// Whether it is on (`true`) or paused.
    pub enabled: Option<bool>,
}

/// A webhook that was made.
#[derive(Debug)]
pub struct Made {
    /// The webhook, which is unproven.
    pub webhook: Webhook,
    /// Its secret: here and nowhere else in the clear.
    pub secret: Secret,
    /// Its first probe, whose wake-up the caller sends; none where its host has been probed often
    /// enough.
    pub probe: Option<Probe>,
}

/// Makes a webhook, which is unproven.
///
/// `permit` is the caller's condition (or change) under which the tenant may have webhooks, as
/// the caller has read it; it is a part of the transaction.
///
/// # Errors
/// As [`WebhookError`] says: where it is [`WebhookError::NotPermitted`], the caller looks again.
pub async fn create(
    table: &Table,
    vault: &Vault,
    tenant: &Tenant,
    new: &NewWebhook,
    now: Timestamp,
    permit: Option<Change>,
    keep: Keep<'_>,
) -> Result<Made, WebhookError> {
    let known = (WebhookId::new(now), Secret::generate()?);
    create_as(table, vault, tenant, known, new, now, permit, keep).await
}

/// Makes a webhook whose id and secret its caller has chosen: otherwise as [`create`].
///
/// # Errors
/// As [`create`]; [`WebhookError::Busy`] where there is one of this id.
#[allow(clippy::too_many_arguments)] // those of `create`, and what it makes itself
pub async fn create_as(
    table: &Table,
    vault: &Vault,
    tenant: &Tenant,
    (id, secret): (WebhookId, Secret),
    new: &NewWebhook,
    now: Timestamp,
    permit: Option<Change>,
    keep: Keep<'_>,
) -> Result<Made, WebhookError> {
    let sealed = seal(vault, id, &secret).await?;
    let webhook = new_webhook(tenant, (id, sealed), new, now);
    let (probe, parts) = following(table, &webhook, now).await?;
    let kept = keep(&webhook, probe.as_ref())?;
    store(table, &webhook, permit, parts.into_iter().chain(kept)).await?;
    Ok(Made {
        webhook,
        secret,
        probe,
    })
}

/// Makes a webhook whose id and secret are known, for demonstrations. It is unproven, and no probe
/// is asked for.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn create_known(
    table: &Table,
    tenant: &Tenant,
    known: (WebhookId, Sealed),
    new: &NewWebhook,
    now: Timestamp,
) -> Result<Webhook, WebhookError> {
    let webhook = new_webhook(tenant, known, new, now);
    store(table, &webhook, None, []).await?;
    Ok(webhook)
}

fn new_webhook(
    tenant: &Tenant,
    (id, secret): (WebhookId, Sealed),
    new: &NewWebhook,
    now: Timestamp,
) -> Webhook {
    Webhook {
        id,
        tenant: tenant.clone(),
        url: new.url.clone(),
        events: new.events.clone(),
        description: new.description.clone(),
        retry: new.retry,
        status: Status::Unproven,
        status_reason: Some(UNPROVEN.into()),
        created_at: now,
        version: 1,
        secret,
        previous_secret: None,
        failures_since: None,
        failing_since: None,
        slow: 0,
        next_probe_at: None,
        last_probe: None,
        waiting: 0,
        missed: 0,
        missed_since: None,
        job: None,
        job_after: None,
        then_release: false,
        job_due: None,
    }
}

async fn store(
    table: &Table,
    webhook: &Webhook,
    permit: Option<Change>,
    more: impl IntoIterator<Item = Part>,
) -> Result<(), WebhookError> {
    let counted = Change::upsert(count(&webhook.tenant))
        .if_absent_or_at_most(name::COUNT, n(MOST - 1))
        .add(name::COUNT, 1);
    let permit = permit.map(|change| Part::new(PERMIT, change));
    let committed = Transaction::new("creating a webhook")
        .and(permit)
        .with(COUNT, counted)
        .with(WEBHOOK, Change::insert(webhook.key(), webhook)?)
        .and(more)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(()),
        Committed::Refused(refused) if refused.by(COUNT) => Err(WebhookError::TooMany),
        Committed::Refused(refused) if refused.by(KEPT) => Err(WebhookError::Repeated),
        Committed::Refused(refused) if refused.by(PERMIT) => Err(WebhookError::NotPermitted),
        Committed::Refused(_) => Err(WebhookError::Busy),
    }
}

/// The item that counts a tenant's webhooks.
fn count(tenant: &Tenant) -> Key {
    Key::of(tenant, WEBHOOKS, "count")
}

/// A webhook that was changed.
#[derive(Debug)]
pub struct Updated {
    /// The webhook as it then stands.
    pub webhook: Webhook,
    /// What it missed, where it was off, or had missed something, and now is on.
    pub missed: Option<Missed>,
    /// The probe of its new URL, whose wake-up the caller sends; none where the URL stays, or its
    /// host has been probed often enough.
    pub probe: Option<Probe>,
}

/// Changes a webhook's settings. A webhook whose URL changes is unproven.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn update(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    change: &WebhookChange,
    now: Timestamp,
) -> Result<Updated, WebhookError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, tenant, id).await?;
        let mut update = before
            .change()
            .if_is(name::VERSION, n(before.version))
            .if_is(name::STATUS, s(before.status))
            .set(name::VERSION, n(before.version + 1));
        let moved = change.url.as_ref().filter(|url| **url != before.url);
        if change.enabled.is_some() && (moved.is_some() || before.status == Status::Unproven) {
            return Err(WebhookError::Unproven);
        }
        if let Some(events) = &change.events {
            update = update.set(name::EVENTS, attribute(events)?);
        }
        if let Some(description) = &change.description {
            update = update.set_or_remove(name::DESCRIPTION, description.as_ref().map(s));
        }
        if let Some(retry) = &change.retry {
            update = update.set(name::RETRY, attribute(retry)?);
        }
        let (mut probe, mut parts) = (None, Vec::new());
        if let Some(url) = moved {
            update = turned_off(update, &before, Status::Unproven, UNPROVEN, now)
                .remove(name::FAILURES_SINCE)
                .remove(name::FAILING_SINCE)
                .set(name::URL, s(url));
            let after = Webhook {
                url: url.clone(),
                ..before.clone()
            };
            (probe, parts) = following(table, &after, now).await?;
            if probe.is_none() {
                // The probe of the URL before says nothing of this one.
                parts.push(Probe::unsent(&after, now).store()?);
            }
        }
        let missed = match change.enabled {
            Some(true) if before.status != Status::Enabled || before.missed > 0 => {
                if before.status != Status::Enabled {
                    // Deliveries that still wait are released.
                    update = turned_on(update)
                        .set(name::JOB, s(Job::Release))
                        .remove(name::JOB_AFTER)
                        .set(DUE_SHARD, before.own_shard())
                        .set(DUE_AT, s(now));
                }
                // Missed events are in the answer, and counted anew from now on.
                update = update
                    // A count that grew since it was read would be lost.
                    .if_is(name::MISSED, n(before.missed))
                    .set(name::MISSED, n(0_u64))
                    .remove(name::MISSED_SINCE);
                Some(before.missed())
            }
            Some(false) if before.status != Status::Paused => {
                let reason = "paused by its owner";
                update = turned_off(update, &before, Status::Paused, reason, now);
                None
            }
            _ => None,
        };
        let doing = "changing a webhook";
        if parts.is_empty() {
            // By itself it is half as expensive.
            match update.apply(table, doing).await? {
                Changed::Done { after } => {
                    return Ok(Updated {
                        webhook: read(after)?,
                        missed,
                        probe,
                    });
                }
                Changed::Refused(None) => return Err(WebhookError::Unknown),
                Changed::Refused(Some(_)) => {}
            }
        } else if Transaction::new(doing)
            .with(WEBHOOK, update)
            .and(parts)
            .commit(table)
            .await?
            .is_done()
        {
            let webhook = find(table, tenant, id).await?;
            return Ok(Updated {
                webhook,
                missed,
                probe,
            });
        }
    }
    Err(WebhookError::Busy)
}

/// That a webhook was deleted, while it may have deliveries.
#[derive(Serialize)]
struct Deleted {
    id: WebhookId,
}

/// Deletes a webhook. Its waiting deliveries are not sent any more; what is stored of them goes
/// with time, and the webhook's id stays as long, so that an erasure of the tenant finds them.
///
/// # Errors
/// There is none; the table can't be reached.
pub async fn delete(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    now: Timestamp,
) -> Result<(), WebhookError> {
    let deleted = Change::put(deleted(tenant, id), &Deleted { id })?
        .expires(now.seconds() + KEPT_SECONDS + CLEAN_UP_SECONDS);
    let committed = Transaction::new("deleting a webhook")
        .with(WEBHOOK, Change::delete(key(tenant, id)).if_exists())
        .with(COUNT, Change::upsert(count(tenant)).add(name::COUNT, -1))
        .with("deleted", deleted)
        .with("probe", removal(tenant, id))
        .commit(table)
        .await?;
    if committed.is_done() {
        Ok(())
    } else {
        Err(WebhookError::Unknown)
    }
}

/// Deletes all webhooks of a tenant that is being erased. Their ids stay ([`ids`](super::ids)) until their
/// [`partition`] is cleared, and no new delivery is made for them meanwhile. `while_erased` makes
/// the caller's condition, a part of each transaction; false where it does not hold any more.
///
/// # Errors
/// The table can't be reached.
pub async fn delete_all(
    table: &Table,
    tenant: &Tenant,
    while_erased: impl Fn() -> Part,
) -> Result<bool, Fault> {
    let doing = "deleting a tenant's webhooks";
    let webhooks = List::of(doing, partition(tenant))
        .prefix(ID)
        .attributes(&[])
        .items(table)
        .await?;
    let keys = webhooks.iter().filter_map(Key::of_item);
    for id in keys.filter_map(|key| key.sk().parse().ok()) {
        let gone = Transaction::new(doing)
            .with(WEBHOOK, Change::delete(key(tenant, id)).if_exists())
            .with(
                "deleted",
                Change::put(deleted(tenant, id), &Deleted { id })?,
            )
            .with("probe", removal(tenant, id))
            .and([while_erased()])
            .commit(table)
            .await?;
        // It may be deleted by its owner at the same time.
        if matches!(gone, Committed::Refused(refused) if !refused.only_by(WEBHOOK)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The place of a deleted webhook's id.
fn deleted(tenant: &Tenant, id: WebhookId) -> Key {
    Key::of(tenant, WEBHOOKS, format_args!("{DELETED}{id}"))
}

/// Makes an owner's change together with what is kept of its answer, and other parts; false where the webhook is
/// not what was read.
pub(super) async fn commit(
    table: &Table,
    doing: &'static str,
    change: Change,
    more: impl IntoIterator<Item = Part>,
) -> Result<bool, WebhookError> {
    let transaction = Transaction::new(doing).with(WEBHOOK, change).and(more);
    match transaction.commit(table).await? {
        Committed::Done => Ok(true),
        Committed::Refused(refused) if refused.by(KEPT) => Err(WebhookError::Repeated),
        Committed::Refused(_) => Ok(false),
    }
}
