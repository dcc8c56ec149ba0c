//! A webhook's health: attempts succeed or fail, quickly or slowly, and it is failing, paced,
//! disabled.

use common::{Fault, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{AttributeValue, Change, Table, n, s};

use super::{Job, MOST_WAITING, Status, Webhook, name};
use crate::{DeliveryId, schedule};

/// An attempt, as far as it says something of its webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempted {
    /// Whether the receiver took it.
    pub succeeded: bool,
    /// Whether it took [`SLOW`](super::SLOW) or longer, or timed out.
    pub slow: bool,
}

/// The part of a change that turns a webhook on: its failures are forgotten.
pub(super) fn turned_on(change: Change) -> Change {
    change
        .set(name::STATUS, s(Status::Enabled))
        .remove(name::REASON)
        .remove(name::FAILURES_SINCE)
        .remove(name::FAILING_SINCE)
        .remove(name::SLOW)
        .remove(name::WAITING)
        .remove(name::NEXT_PROBE_AT)
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
        .set(name::JOB, s(Job::Settle))
        .remove(name::JOB_AFTER)
        .remove(name::THEN_RELEASE)
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(now))
}

/// Records what an attempt says of its webhook, if that is news: it fails or is slow, once or time
/// and again, and is paced; or it does not any more, and what waits for it is released. Attempts
/// that were under way together count once.
///
/// # Errors
/// The table can't be reached.
pub async fn record_attempt(
    table: &Table,
    webhook: &Webhook,
    attempted: Attempted,
    now: Timestamp,
) -> Result<(), Fault> {
    if !webhook.status.is_on() {
        return Ok(());
    }
    let after = webhook.after(attempted, now);
    let news = |of: &Webhook| (of.status, of.failures_since, of.slow);
    if news(webhook) == news(&after) {
        return Ok(());
    }
    let mut change = webhook
        .change()
        .if_is(name::STATUS, s(webhook.status))
        .set_or_remove(name::FAILURES_SINCE, after.failures_since.map(s))
        .set_or_remove(name::SLOW, (after.slow > 0).then(|| n(after.slow)));
    change = match webhook.failures_since {
        Some(since) => change.if_is(name::FAILURES_SINCE, s(since)),
        None => change.if_absent(name::FAILURES_SINCE),
    };
    change = match webhook.slow {
        0 => change.if_absent(name::SLOW),
        slow => change.if_is(name::SLOW, n(slow)),
    };
    change = match (webhook.status, after.status) {
        (Status::Failing, Status::Enabled) => change
            .set(name::STATUS, s(Status::Enabled))
            .remove(name::REASON)
            .remove(name::FAILING_SINCE),
        (Status::Enabled, Status::Failing) => change
            .set(name::STATUS, s(Status::Failing))
            .set(name::REASON, s("all attempts have failed for a day"))
            .set_or_remove(name::FAILING_SINCE, after.failures_since.map(s)),
        _ => change,
    };
    change = match (webhook.pace(), after.pace()) {
        (before, Some(pace)) if before != Some(pace) => {
            let next = now.plus_millis(pace.every);
            let change = change
                .set(name::NEXT_PROBE_AT, s(next))
                .set(DUE_SHARD, webhook.own_shard())
                .set(DUE_AT, s(next));
            // What it was to let go is let go at this pace.
            match webhook.job {
                Some(Job::Release) => change.remove(name::JOB).remove(name::JOB_AFTER),
                _ => change,
            }
        }
        (Some(_), None) => {
            let change = change
                .remove(name::NEXT_PROBE_AT)
                .remove(name::LAST_PROBE)
                .remove(name::WAITING)
                .set(DUE_SHARD, webhook.own_shard())
                .set(DUE_AT, s(now));
            match webhook.job {
                // A recovery that was promised goes on; then what waits is released.
                Some(Job::Recover) => change.set(name::THEN_RELEASE, AttributeValue::Bool(true)),
                _ => change
                    .set(name::JOB, s(Job::Release))
                    .remove(name::JOB_AFTER),
            }
        }
        (None, None) if attempted.succeeded => change.remove(name::WAITING),
        _ => change,
    };
    change
        .apply(table, "noting how a webhook answers")
        .await
        .map(|_| ())
}

impl Webhook {
    /// As it is after an attempt, as far as its health goes.
    fn after(&self, attempted: Attempted, now: Timestamp) -> Self {
        let mut after = self.clone();
        after.slow = self.slow_after(attempted);
        if attempted.succeeded {
            after.status = Status::Enabled;
            after.failures_since = None;
            return after;
        }
        let since = self.failures_since.unwrap_or(now);
        after.failures_since = Some(since);
        if now.millis() - since.millis() >= schedule::FAILING_AFTER {
            after.status = Status::Failing;
        }
        after
    }

    /// The part of the transaction that stores a new delivery of it, for a webhook that is on: it
    /// is still there and as it was read. While its attempts fail, deliveries are counted, and
    /// there may be [`MOST_WAITING`].
    pub(crate) fn admit(&self) -> Change {
        if self.failures_since.is_none() && self.pace().is_none() {
            return self.as_read(Change::check(self.key()));
        }
        self.as_read(self.change())
            .if_absent_or_at_most(name::WAITING, n(MOST_WAITING - 1))
            .add(name::WAITING, 1)
    }

    /// The check that it is still there and as it was read.
    pub(crate) fn check_as_read(&self) -> Change {
        self.as_read(Change::check(self.key()))
    }

    /// A change or check that holds only while its status, and whether it is paced, are what was
    /// read.
    pub(super) fn as_read(&self, change: Change) -> Change {
        let change = change.if_is(name::STATUS, s(self.status));
        match self.next_probe_at {
            Some(_) => change.if_present(name::NEXT_PROBE_AT),
            None => change.if_absent(name::NEXT_PROBE_AT),
        }
    }

    /// The check that it exists and is on.
    pub(crate) fn check_on(&self) -> Change {
        if_on(Change::check(self.key()))
    }
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

/// Records that deliveries of a paced webhook are let go, up to this one, and when the next are.
/// `waiting` corrects the count of those that wait. False where it is not what was read any more:
/// then none may be let go.
///
/// # Errors
/// The table can't be reached.
pub async fn record_turn(
    table: &Table,
    webhook: &Webhook,
    last: Option<DeliveryId>,
    waiting: Option<u64>,
    next: Timestamp,
) -> Result<bool, Fault> {
    let change = webhook
        .as_read(webhook.change())
        .set_or_remove(name::LAST_PROBE, last.map(s))
        .set(name::NEXT_PROBE_AT, s(next))
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(next));
    let change = match waiting {
        Some(waiting) => change.set(name::WAITING, n(waiting)),
        None => change,
    };
    let changed = change.apply(table, "letting deliveries go").await?;
    Ok(changed.done().is_some())
}

/// A change or check of a webhook that holds only while it is on.
fn if_on(change: Change) -> Change {
    change.if_one_of(name::STATUS, [Status::Enabled, Status::Failing].map(s))
}

/// The change that counts an event as missed: it is off as it was read, or as many deliveries
/// wait as may.
pub(crate) fn count_missed(webhook: &Webhook, now: Timestamp) -> Change {
    let change = webhook
        .change()
        .if_is(name::STATUS, s(webhook.status))
        .add(name::MISSED, 1)
        .set_if_absent(name::MISSED_SINCE, s(now));
    if webhook.status.is_on() {
        change.if_at_least(name::WAITING, n(MOST_WAITING))
    } else {
        change
    }
}

#[cfg(test)]
mod tests {
    use super::super::pace::{Pace, SLOW};
    use super::super::view::tests::webhook;
    use super::*;

    const MINUTE: i64 = 60_000;

    fn at(seconds: i64) -> Timestamp {
        webhook().created_at.plus_millis(seconds * 1000)
    }

    fn attempts(webhook: &Webhook, succeeded: bool, took: i64, times: u32) -> Webhook {
        let slow = took >= SLOW;
        let attempted = Attempted { succeeded, slow };
        (0..times).fold(webhook.clone(), |webhook, _| {
            webhook.after(attempted, at(10))
        })
    }

    #[test]
    fn a_webhook_that_is_slow_twice_is_paced_whatever_it_answers() {
        let well = webhook();
        let paced = |every, at_once| Some(Pace { every, at_once });
        assert_eq!(attempts(&well, true, 4_999, 9).pace(), None);
        assert_eq!(attempts(&well, true, 9_900, 1).pace(), None);
        let slow = attempts(&well, true, 9_900, 2);
        assert_eq!(slow.pace(), paced(MINUTE, 30));
        assert!(slow.is_in_trouble());
        // No write once that is noted.
        assert_eq!(attempts(&slow, true, 9_900, 1).slow, slow.slow);
        assert_eq!(attempts(&slow, true, 100, 1).pace(), None);
        // One that does not answer is left alone for longer and longer, up to five minutes.
        let minutes = |times| attempts(&well, false, 10_000, times).pace();
        assert_eq!(minutes(1), None);
        for (times, wait) in [(2, 1), (3, 2), (4, 4), (5, 5), (9, 5)] {
            assert_eq!(minutes(times), paced(wait * MINUTE, 1), "{times}");
        }
        // Quick failures are no reason.
        assert_eq!(attempts(&well, false, 100, 50).pace(), None);
    }

    #[test]
    fn a_day_of_failures_is_failing_and_one_success_ends_it() {
        let fails = Attempted {
            succeeded: false,
            slow: false,
        };
        let first = webhook().after(fails, at(0));
        assert_eq!(first.status, Status::Enabled);
        let day = schedule::FAILING_AFTER / 1000;
        assert_eq!(first.after(fails, at(day - 1)).status, Status::Enabled);
        let failing = first.after(fails, at(day));
        assert_eq!(failing.status, Status::Failing);
        let every = schedule::PROBE_EVERY;
        assert_eq!(failing.pace(), Some(Pace { every, at_once: 1 }));
        let well = attempts(&failing, true, 100, 1);
        assert_eq!((well.status, well.failures_since), (Status::Enabled, None));
        assert_eq!(well.pace(), None);
    }
}
