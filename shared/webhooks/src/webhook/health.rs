//! A webhook's health: attempts succeed or fail, and it is failing, probed, disabled.

use common::{Fault, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{Change, Table, s};

use super::{Job, Status, Webhook, name};
use crate::{DeliveryId, schedule};

/// The part of a change that turns a webhook on: its failures are forgotten.
pub(super) fn turned_on(change: Change) -> Change {
    change
        .set(name::STATUS, s(Status::Enabled))
        .remove(name::REASON)
        .remove(name::FAILURES_SINCE)
        .remove(name::FAILING_SINCE)
        .remove(name::NEXT_PROBE_AT)
        .remove(name::PROBE)
        .remove(name::LAST_PROBE)
}

/// The part of a change that turns a webhook off: its waiting deliveries are given up.
pub(super) fn turned_off(
    change: Change,
    webhook: &Webhook,
    to: Status,
    reason: &str,
    now: Timestamp,
) -> Change {
    change
        .set(name::STATUS, s(to))
        .set(name::REASON, s(reason))
        .remove(name::NEXT_PROBE_AT)
        .remove(name::PROBE)
        .set(name::JOB, s(Job::Settle))
        .remove(name::JOB_AFTER)
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(now))
}

/// Records that an attempt succeeded: failures are forgotten, and the waiting deliveries of a
/// failing webhook are released.
///
/// # Errors
/// The table can't be reached.
pub async fn record_success(table: &Table, webhook: &Webhook, now: Timestamp) -> Result<(), Fault> {
    if webhook.failures_since.is_none() && webhook.status != Status::Failing {
        return Ok(());
    }
    let change = webhook.change().if_is(name::STATUS, s(webhook.status));
    let change = if webhook.status == Status::Failing {
        let change = turned_on(change)
            .set(DUE_SHARD, webhook.own_shard())
            .set(DUE_AT, s(now));
        match webhook.job {
            // A recovery that was promised goes on; waiting deliveries come due by themselves.
            Some(Job::Recover) => change,
            _ => change
                .set(name::JOB, s(Job::Release))
                .remove(name::JOB_AFTER),
        }
    } else {
        change.remove(name::FAILURES_SINCE)
    };
    change
        .apply(table, "noting that a webhook answers")
        .await
        .map(|_| ())
}

/// Records that an attempt failed. After a day of nothing else the webhook is failing.
///
/// # Errors
/// The table can't be reached.
pub async fn record_failure(table: &Table, webhook: &Webhook, at: Timestamp) -> Result<(), Fault> {
    let doing = "noting that a webhook fails";
    let Some(since) = webhook.failures_since else {
        let change = webhook.change().set_if_absent(name::FAILURES_SINCE, s(at));
        return change.apply(table, doing).await.map(|_| ());
    };
    if webhook.status == Status::Failing
        && let Some(probe) = webhook.probe
    {
        // It has probed: the next window's probe may be another.
        let change = webhook
            .change()
            .if_is(name::PROBE, s(probe))
            .remove(name::PROBE);
        return change.apply(table, doing).await.map(|_| ());
    }
    if webhook.status != Status::Enabled || at.millis() - since.millis() < schedule::FAILING_AFTER {
        return Ok(());
    }
    let probe_at = at.plus_millis(schedule::PROBE_EVERY);
    webhook
        .change()
        .if_is(name::STATUS, s(Status::Enabled))
        .if_is(name::FAILURES_SINCE, s(since))
        .set(name::STATUS, s(Status::Failing))
        .set(name::REASON, s("all attempts have failed for a day"))
        .set(name::FAILING_SINCE, s(since))
        .set(name::NEXT_PROBE_AT, s(probe_at))
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(probe_at))
        .apply(table, doing)
        .await
        .map(|_| ())
}

/// Disables a webhook that is on, for a reason its owner sees.
///
/// # Errors
/// The table can't be reached.
pub async fn disable(
    table: &Table,
    webhook: &Webhook,
    reason: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let change = if_on(webhook.change());
    turned_off(change, webhook, Status::Disabled, reason, now)
        .apply(table, "disabling a webhook")
        .await
        .map(|_| ())
}

/// Names the delivery that probes a failing webhook next, if any waits. False where it is not
/// failing any more.
///
/// # Errors
/// The table can't be reached.
pub async fn schedule_probe(
    table: &Table,
    webhook: &Webhook,
    probe: Option<DeliveryId>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let next = now.plus_millis(schedule::PROBE_EVERY);
    let changed = webhook
        .change()
        .if_is(name::STATUS, s(Status::Failing))
        .set_or_remove(name::PROBE, probe.map(s))
        .set_or_remove(name::LAST_PROBE, probe.map(s))
        .set(name::NEXT_PROBE_AT, s(next))
        .set(DUE_AT, s(next))
        .apply(table, "scheduling a probe")
        .await?;
    Ok(changed.done().is_some())
}

/// A change or check of a webhook that holds only while it is on.
fn if_on(change: Change) -> Change {
    change.if_one_of(name::STATUS, [Status::Enabled, Status::Failing].map(s))
}

/// The change that counts an event as missed.
pub(crate) fn count_missed(webhook: &Webhook, now: Timestamp) -> Change {
    webhook
        .change()
        .if_one_of(name::STATUS, [Status::Disabled, Status::Paused].map(s))
        .add(name::MISSED, 1)
        .set_if_absent(name::MISSED_SINCE, s(now))
}

impl Webhook {
    /// The check that it exists and has the status that was read.
    pub(crate) fn check_unchanged(&self) -> Change {
        Change::check(self.key()).if_is(name::STATUS, s(self.status))
    }

    /// The check that it exists and is on.
    pub(crate) fn check_on(&self) -> Change {
        if_on(Change::check(self.key()))
    }
}
