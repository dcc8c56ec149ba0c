//! Jobs about a webhook's deliveries, as they stand on its item: enqueued, done page by page
//! (see [`crate::jobs`]), and cleared.

use common::{Fault, Tenant, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{Changed, Table, Tries, s};

use super::changes::commit;
use super::{Job, Keep, TRIES, Webhook, WebhookError, find, name};
use crate::{DeliveryId, WebhookId};

/// The process that begins a recovery has so long to do its first page before the sweep goes on
/// with it, in milliseconds.
const RECOVERY_GRACE: i64 = 60_000;

/// Enqueues a job about a webhook's deliveries, those after this one.
///
/// # Errors
/// It is off or gone; the table can't be reached.
pub async fn enqueue_job(
    table: &Table,
    webhook: &Webhook,
    job: Job,
    after: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), WebhookError> {
    let changed = webhook
        .change()
        .if_is(name::STATUS, s(webhook.status))
        .set(name::JOB, s(job))
        .set_or_remove(name::JOB_AFTER, after.map(s))
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(now))
        .apply(table, "enqueueing a job about a webhook's deliveries")
        .await?;
    match changed {
        Changed::Done { .. } => Ok(()),
        Changed::Refused(None) => Err(WebhookError::Unknown),
        Changed::Refused(Some(_)) => Err(WebhookError::Busy),
    }
}

/// Begins to recover a webhook's lost deliveries, from this one on, unless that is being done.
/// The caller does the first page; where it does not, the sweep does, a little later.
///
/// A release that was to be done gives way: it only hurries, since waiting deliveries are due by
/// themselves.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn begin_recovery(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    from: DeliveryId,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Webhook, WebhookError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, tenant, id).await?;
        if !before.status.is_on() {
            return Err(WebhookError::Off(before.status));
        }
        if before.job == Some(Job::Recover) {
            return Err(WebhookError::Recovering);
        }
        let change = before.change().if_is(name::STATUS, s(before.status));
        let change = match before.job {
            Some(job) => change.if_is(name::JOB, s(job)),
            None => change.if_absent(name::JOB),
        };
        let change = change
            .set(name::JOB, s(Job::Recover))
            .set(name::JOB_AFTER, s(from))
            .set(DUE_SHARD, before.own_shard())
            .set(DUE_AT, s(now.plus_millis(RECOVERY_GRACE)));
        let doing = "beginning to recover deliveries";
        if commit(table, doing, change, keep(&before)?).await? {
            return Ok(before);
        }
    }
    Err(WebhookError::Busy)
}

/// Records how far a job is, or (`None`) that it is done. False where another job took its place.
///
/// # Errors
/// The table can't be reached.
pub async fn record_progress(
    table: &Table,
    webhook: &Webhook,
    job: Job,
    after: Option<DeliveryId>,
) -> Result<bool, Fault> {
    let change = webhook
        .change()
        .if_is(name::JOB, s(job))
        .if_is(name::STATUS, s(webhook.status));
    let change = match (after, webhook.next_probe_at) {
        (Some(after), _) => change.set(name::JOB_AFTER, s(after)),
        // A failing webhook stays due, for its next probe.
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

/// Takes a webhook without a job out of the index of what is due.
///
/// # Errors
/// The table can't be reached.
pub async fn clear_due(table: &Table, webhook: &Webhook) -> Result<(), Fault> {
    webhook
        .change()
        .if_is(name::STATUS, s(webhook.status))
        .if_absent(name::JOB)
        .remove(DUE_SHARD)
        .remove(DUE_AT)
        .apply(table, "clearing a webhook's due time")
        .await
        .map(|_| ())
}
