//! Jobs about a webhook's deliveries, as they stand on its item: enqueued, done page by page
//! (see [`crate::jobs`]), and cleared.

use common::{Fault, Tenant, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{AttributeValue, Changed, Table, Tries, s};

use super::changes::commit;
use super::rates::count_request;
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
/// A release that was to be done follows it.
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
            return Err(WebhookError::off(before.status));
        }
        if matches!(before.job, Some(Job::Recover | Job::Other(_))) {
            return Err(WebhookError::Recovering);
        }
        let change = before.change().if_is(name::STATUS, s(before.status));
        let change = match before.job {
            Some(job) => change
                .if_is(name::JOB, s(job))
                .set(name::THEN_RELEASE, AttributeValue::Bool(true)),
            None => change.if_absent(name::JOB),
        };
        let change = change
            .set(name::JOB, s(Job::Recover))
            .set(name::JOB_AFTER, s(from))
            .set(DUE_SHARD, before.own_shard())
            .set(DUE_AT, s(now.plus_millis(RECOVERY_GRACE)));
        let doing = "beginning to recover deliveries";
        let counted = count_request(table, tenant, id, now).await?.into_iter();
        let more = counted.chain(keep(&before, None)?);
        if commit(table, doing, change, more).await? {
            return Ok(Webhook {
                then_release: before.then_release || before.job.is_some(),
                job: Some(Job::Recover),
                ..before
            });
        }
    }
    Err(WebhookError::Busy)
}

/// How far a job is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The last delivery that it is done with; nothing: it is done.
    pub after: Option<DeliveryId>,
    /// When the last delivery that it let go is due.
    pub due: Option<Timestamp>,
    /// When it goes on.
    pub resumes_at: Timestamp,
}

/// Records how far a job is. False where another job took its place.
///
/// # Errors
/// The table can't be reached.
pub async fn record_progress(
    table: &Table,
    webhook: &Webhook,
    job: Job,
    progress: Progress,
) -> Result<bool, Fault> {
    let change = webhook
        .as_read(webhook.change())
        .if_is(name::JOB, s(job))
        .set_or_remove(name::JOB_DUE, progress.due.map(s));
    let change = match (progress.after, webhook.next_probe_at) {
        (Some(after), paced) => change
            .set(name::JOB_AFTER, s(after))
            .set(DUE_AT, s(paced.unwrap_or(progress.resumes_at))),
        (None, None) if webhook.then_release => change
            .set(name::JOB, s(Job::Release))
            .remove(name::JOB_AFTER)
            .remove(name::THEN_RELEASE)
            .set(DUE_AT, s(progress.resumes_at)),
        // A paced webhook stays due, for its next turn.
        (None, Some(next)) => change
            .remove(name::JOB)
            .remove(name::JOB_AFTER)
            .remove(name::THEN_RELEASE)
            .set(DUE_AT, s(next)),
        (None, None) => change
            .remove(name::JOB)
            .remove(name::JOB_AFTER)
            .remove(DUE_SHARD)
            .remove(DUE_AT),
    };
    let changed = change.apply(table, "noting a job on a webhook").await?;
    Ok(changed.done().is_some())
}

/// Takes a webhook without a job out of the index of what is due, unless it is paced.
///
/// # Errors
/// The table can't be reached.
pub async fn clear_due(table: &Table, webhook: &Webhook) -> Result<(), Fault> {
    webhook
        .change()
        .if_is(name::STATUS, s(webhook.status))
        .if_absent(name::JOB)
        .if_absent(name::NEXT_PROBE_AT)
        .remove(DUE_SHARD)
        .remove(DUE_AT)
        .apply(table, "clearing a webhook's due time")
        .await
        .map(|_| ())
}
