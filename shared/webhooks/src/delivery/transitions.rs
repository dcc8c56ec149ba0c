//! A delivery goes from state to state: each is a conditional change of its record, together with
//! its entries in the lists.

use common::{Fault, Timestamp};
use dynamo::due::{DUE_AT, DUE_SHARD};
use dynamo::{AttributeValue, Change, Changed, Committed, Part, Table, Transaction, n, read, s};

use super::lists::moved;
use super::queries::attempt_key;
use super::{Attempt, Delivery, GRACE, LEASE, LONGEST_DELAY, Outcome, State, missed_because, name};
use crate::webhook::{Webhook, count_missed};
use crate::{KEPT, KEPT_SECONDS};

/// The name of the part that changes the delivery itself.
const DELIVERY: &str = "delivery";
/// The name of the part that counts a missed event.
const COUNTED: &str = "counted";
/// The name of the part that holds only while the webhook is on.
const ON: &str = "on";

/// What became of a delivery that was to be stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// It is there now.
    New(Delivery),
    /// It was there already.
    Found(Delivery),
    /// The webhook is not what was read: read it again.
    Stale,
}

/// What became of a change that an owner asked for, made together with what is kept of its
/// answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requested {
    /// It is done.
    Done,
    /// Another request with the same `Idempotency-Key` came first.
    Repeated,
    /// The webhook or the delivery is not what was read: read them again.
    Stale,
}

/// Stores a new delivery, unless it is there, if the webhook is still there and as it was read: so
/// that nothing is put for one that was deleted meanwhile. For a webhook that is off, or for which
/// as many wait as may, it is missed, and counted as such in the same transaction.
///
/// # Errors
/// The table can't be reached.
pub async fn store(
    table: &Table,
    delivery: Delivery,
    webhook: &Webhook,
    now: Timestamp,
) -> Result<Stored, Fault> {
    let of = if delivery.state.is_open() {
        Part::new(ON, webhook.admit())
    } else {
        Part::new(COUNTED, count_missed(webhook, now))
    };
    let committed = Transaction::new("storing a delivery")
        .with(DELIVERY, insertion(&delivery, now)?)
        .and([of])
        .and(moved(None, &delivery)?)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(Stored::New(delivery)),
        Committed::Refused(refused) if refused.by(DELIVERY) => {
            let found = table.get(delivery.key()).await?;
            Ok(Stored::Found(found.unwrap_or(delivery)))
        }
        Committed::Refused(_) => Ok(Stored::Stale),
    }
}

/// Stores a new delivery that an owner asked for, if the webhook is on; `more` counts the request
/// and keeps its answer.
///
/// # Errors
/// The table can't be reached.
pub async fn store_if_on(
    table: &Table,
    delivery: &Delivery,
    webhook: &Webhook,
    now: Timestamp,
    more: impl IntoIterator<Item = Part>,
) -> Result<Requested, Fault> {
    let stored = Transaction::new("storing a delivery")
        .with(ON, webhook.admit())
        .with(DELIVERY, insertion(delivery, now)?)
        .and(moved(None, delivery)?)
        .and(more);
    Ok(requested(&stored.commit(table).await?))
}

fn requested(committed: &Committed) -> Requested {
    match committed {
        Committed::Done => Requested::Done,
        Committed::Refused(refused) if refused.by(KEPT) => Requested::Repeated,
        Committed::Refused(_) => Requested::Stale,
    }
}

fn insertion(delivery: &Delivery, now: Timestamp) -> Result<Change, Fault> {
    let insert = Change::insert(delivery.key(), delivery)?;
    // The deliveries of a paced webhook wait behind it.
    if !delivery.state.is_open() || delivery.waits {
        return Ok(insert);
    }
    let due = now.plus_millis(GRACE).min(delivery.deadline);
    Ok(insert
        .set(DUE_SHARD, delivery.own_shard())
        .set(DUE_AT, s(due)))
}

/// Claims the next attempt: the delivery under its lease, or nothing where it is not to be had.
///
/// # Errors
/// The table can't be reached. The claim may then have been made: its lease expires.
pub async fn claim(
    table: &Table,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<Option<Delivery>, Fault> {
    let mut token = [0_u8; 16];
    getrandom::fill(&mut token)
        .map_err(|e| Fault::internal("claiming a delivery", e.to_string()))?;
    let token = hex::encode(token);
    let until = now.plus_millis(LEASE);
    let mut change = delivery
        .unleased()
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
    read(item).map(Some)
}

/// Records an attempt and gives its lease back, in one transaction. Where another one follows and
/// the webhook is paced, the delivery waits behind it. False where the lease was lost: then
/// another attempt has been made.
///
/// # Errors
/// The table can't be reached.
pub async fn complete(
    table: &Table,
    delivery: &Delivery,
    webhook: &Webhook,
    attempt: &Attempt,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<bool, Fault> {
    let parked = matches!(outcome, Outcome::Retry(_)) && webhook.pace().is_some();
    let is_paced = parked.then(|| Part::new(ON, webhook.check_as_read()));
    let committed = completion(delivery, attempt, outcome, parked, now)?
        .and(is_paced)
        .commit(table)
        .await?;
    match committed {
        // It is not paced any more, or gone.
        Committed::Refused(refused) if refused.only_by(ON) => {
            let again = completion(delivery, attempt, outcome, false, now)?;
            Ok(again.commit(table).await?.is_done())
        }
        committed => Ok(committed.is_done()),
    }
}

fn completion(
    delivery: &Delivery,
    attempt: &Attempt,
    outcome: &Outcome,
    parked: bool,
    now: Timestamp,
) -> Result<Transaction, Fault> {
    let change = delivery.leased().set(name::ATTEMPTS, n(attempt.n));
    let (state, change) = match outcome {
        Outcome::Succeeded => {
            let state = State::Succeeded;
            (state, Delivery::end(change, state, None))
        }
        Outcome::Dead(reason) => {
            let state = State::Dead;
            (state, Delivery::end(change, state, Some(reason)))
        }
        Outcome::Retry(wait) => {
            let next = now.plus_millis(*wait);
            let change = change
                .set(name::STATE, s(State::Failed))
                .set(name::NEXT, s(next))
                .remove(name::LEASE)
                .remove(name::LEASE_UNTIL)
                .remove(name::WAITS)
                .remove(name::RELEASED);
            let change = if parked {
                change.remove(DUE_SHARD).remove(DUE_AT)
            } else {
                // A message carries a short wait; the index alone a long one.
                let due = if *wait <= LONGEST_DELAY {
                    next.plus_millis(GRACE)
                } else {
                    next
                };
                change.set(DUE_AT, s(due.min(delivery.deadline)))
            };
            (State::Failed, change)
        }
    };
    let log = Change::put(attempt_key(delivery, attempt.n), attempt)?
        .expires(now.seconds() + KEPT_SECONDS);
    Ok(Transaction::new("completing an attempt")
        .with(DELIVERY, change)
        .with("attempt", log)
        .and(delivery.moved_to(state)?))
}

/// Gives a lease back without an attempt, until a later time: the fault was ours.
///
/// # Errors
/// The table can't be reached.
pub async fn release_lease(
    table: &Table,
    delivery: &Delivery,
    until: Timestamp,
) -> Result<(), Fault> {
    delivery
        .leased()
        .remove(name::LEASE)
        .remove(name::LEASE_UNTIL)
        .set(DUE_AT, s(until.min(delivery.deadline)))
        .apply(table, "releasing a delivery's lease")
        .await
        .map(|_| ())
}

/// Postpones a delivery that is not leased: its webhook takes none at the moment.
///
/// # Errors
/// The table can't be reached.
pub async fn postpone(table: &Table, delivery: &Delivery, until: Timestamp) -> Result<(), Fault> {
    delivery
        .unleased()
        .set(DUE_AT, s(until.min(delivery.deadline)))
        .apply(table, "postponing a delivery")
        .await
        .map(|_| ())
}

/// Lets a delivery wait behind its webhook, which is paced: it leaves the index of what is due.
/// False where it, or the webhook, is not what was read.
///
/// # Errors
/// The table can't be reached.
pub async fn park(table: &Table, delivery: &Delivery, webhook: &Webhook) -> Result<bool, Fault> {
    let after = Delivery {
        waits: delivery.state == State::Pending,
        ..delivery.clone()
    };
    let change = delivery.unleased().remove(DUE_SHARD).remove(DUE_AT);
    let change = match after.waits {
        true => change.set(name::WAITS, AttributeValue::Bool(true)),
        false => change,
    };
    let committed = Transaction::new("letting a delivery wait")
        .with(DELIVERY, change)
        .with(ON, webhook.check_as_read())
        .and(moved(delivery.listed(), &after)?)
        .commit(table)
        .await?;
    Ok(committed.is_done())
}

/// Lets a waiting delivery go although its webhook is paced. The caller sends its wake-up. False
/// where it is being attempted at this moment, or is not what was read any more.
///
/// # Errors
/// The table can't be reached.
pub async fn release(table: &Table, delivery: &Delivery, now: Timestamp) -> Result<bool, Fault> {
    let after = Delivery {
        released: true,
        ..delivery.requeued(0, now)
    };
    put_back(table, delivery, &after, now).await
}

/// Gives up a delivery, unless an attempt is being made: that has an outcome of its own.
///
/// # Errors
/// The table can't be reached.
pub async fn mark_dead(
    table: &Table,
    delivery: &Delivery,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let change = Delivery::end(delivery.unleased(), State::Dead, Some(reason));
    let committed = Transaction::new("giving a delivery up")
        .with(DELIVERY, change)
        .and(delivery.moved_to(State::Dead)?)
        .commit(table)
        .await?;
    Ok(committed.is_done())
}

/// Gives up a delivery whose webhook is off: it is missed, and counted on the webhook; unless an
/// attempt is being made, which has an outcome of its own.
///
/// # Errors
/// The table can't be reached.
pub async fn mark_missed(
    table: &Table,
    delivery: &Delivery,
    webhook: &Webhook,
    now: Timestamp,
) -> Result<bool, Fault> {
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let reason = missed_because(webhook);
    let change = Delivery::end(delivery.unleased(), State::Missed, reason.as_deref());
    let committed = Transaction::new("marking a delivery missed")
        .with(DELIVERY, change)
        .with(COUNTED, count_missed(webhook, now))
        .and(delivery.moved_to(State::Missed)?)
        .commit(table)
        .await?;
    Ok(committed.is_done())
}

/// Makes a delivery due: one that waits at once, one that ended from the beginning of the
/// schedule. The caller sends its wake-up after `delay` seconds. False where it is being attempted
/// at this moment, or is not what was read any more.
///
/// # Errors
/// The table can't be reached.
pub async fn requeue(
    table: &Table,
    delivery: &Delivery,
    delay: i32,
    now: Timestamp,
) -> Result<bool, Fault> {
    put_back(table, delivery, &delivery.requeued(delay, now), now).await
}

async fn put_back(
    table: &Table,
    delivery: &Delivery,
    after: &Delivery,
    now: Timestamp,
) -> Result<bool, Fault> {
    if delivery.is_leased(now) {
        return Ok(false);
    }
    let doing = "requeueing a delivery";
    let change = delivery.requeueing(after, now);
    let moved = moved(delivery.listed(), after)?;
    if moved.is_empty() {
        // By itself it is half as expensive.
        return Ok(change.apply(table, doing).await?.done().is_some());
    }
    let requeued = Transaction::new(doing).with(DELIVERY, change).and(moved);
    Ok(requeued.commit(table).await?.is_done())
}

/// The same for one that its owner asked for, if the webhook is on.
///
/// # Errors
/// The table can't be reached.
pub async fn requeue_if_on(
    table: &Table,
    delivery: &Delivery,
    webhook: &Webhook,
    now: Timestamp,
    more: impl IntoIterator<Item = Part>,
) -> Result<Requested, Fault> {
    let after = delivery.requeued(0, now);
    let requeued = Transaction::new("requeueing a delivery")
        .with(ON, webhook.check_on())
        .with(DELIVERY, delivery.requeueing(&after, now))
        .and(moved(delivery.listed(), &after)?)
        .and(more);
    Ok(requested(&requeued.commit(table).await?))
}

impl Delivery {
    /// The change that makes it as it is after being requeued.
    fn requeueing(&self, after: &Self, now: Timestamp) -> Change {
        let due = after.next_attempt_at.unwrap_or(now);
        let change = self
            .unleased()
            .set(name::NEXT, s(due))
            .set(DUE_SHARD, self.own_shard())
            .set(DUE_AT, s(due.plus_millis(GRACE)));
        let change = match after.released {
            true => change.set(name::RELEASED, AttributeValue::Bool(true)),
            false => change.remove(name::RELEASED),
        };
        if self.state.is_open() {
            return change;
        }
        let change = match after.single {
            true => change.set(name::SINGLE, AttributeValue::Bool(true)),
            false => change,
        };
        change
            .set(name::STATE, s(after.state))
            .set(name::ROUND, n(after.round))
            .set(name::DEADLINE, s(after.deadline))
            .expires(after.ttl)
            .remove(name::REASON)
    }

    /// The parts that move it to the list of this state.
    fn moved_to(&self, state: State) -> Result<Vec<Part>, Fault> {
        let after = Self {
            state,
            waits: false,
            ..self.clone()
        };
        moved(self.listed(), &after)
    }
}
