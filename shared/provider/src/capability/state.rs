//! States: the last answer for an install, a capability and parameters.
//!
//! Whoever finds a state that is no longer fresh takes the lease in the state's own item by a
//! conditional write, fetches, and writes the new state only while it still has the lease. Others
//! get the old state meanwhile, or wait. A holder that ends is replaced when its lease is over.

use std::collections::VecDeque;

use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Item, Key, PK, Table, Transaction, Tries, n, s};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ParamsHash, changes, layout};
use crate::id::{CapabilityId, InstallId, VersionId};
use crate::package::packed::{PACKED, pack, unpack};

const STORING: &str = "storing a state";
/// How long a holder has the lease, in milliseconds: the time of a call, and of storing its answer.
pub const LEASE: i64 = 8_000;
/// How old a state may be that stands in for one that can't be fetched, in milliseconds: a day.
pub const LAST_RESORT: i64 = 86_400_000;
/// Sets of parameters whose states a binding has, at most; the oldest leaves.
pub const SETS: usize = 32;
/// A state is kept for so long after it was fetched, in seconds.
const KEPT: i64 = 2 * 86_400;
/// Tries of storing a state: others of the same binding, with other parameters, may come first.
const TRIES: u32 = 14;

/// Attributes of a state's item.
const LEASE_UNTIL: &str = "lease";
const HOLDER: &str = "holder";
const REVISION: &str = "revision";

/// A state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Its number among the states of its binding, from 1.
    pub sequence: u64,
    /// The data.
    pub data: Value,
    /// How long it is fresh, in seconds.
    pub ttl: u64,
    /// When the provider had it.
    pub fetched_at: Timestamp,
    /// Where it is from, as the provider has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The version of the package that it was fetched for.
    pub version_id: VersionId,
}

impl State {
    /// When it is no longer fresh.
    pub fn expires_at(&self) -> Timestamp {
        self.fetched_at.plus_millis(self.ttl_millis())
    }

    /// Whether it is fresh.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now < self.expires_at()
    }

    /// Whether it may be given while another one is fetched: it is at most twice as old as it may
    /// be.
    pub fn is_presentable(&self, now: Timestamp) -> bool {
        now < self.expires_at().plus_millis(self.ttl_millis())
    }

    /// Whether it may be given where none can be fetched.
    pub fn is_last_resort(&self, now: Timestamp) -> bool {
        now < self.fetched_at.plus_millis(LAST_RESORT)
    }

    fn ttl_millis(&self) -> i64 {
        i64::try_from(self.ttl.saturating_mul(1_000)).unwrap_or(i64::MAX)
    }

    /// Of its item; nothing where no state was stored yet.
    ///
    /// # Errors
    /// The item holds something else: a fault of ours.
    pub fn of(item: &Item) -> Result<Option<Self>, Fault> {
        if !item.contains_key(PACKED) {
            return Ok(None);
        }
        unpack("reading a state", item).map(Some)
    }
}

/// Which state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The install.
    pub install: InstallId,
    /// The capability.
    pub capability: CapabilityId,
    /// The parameters.
    pub params: ParamsHash,
}

impl Place {
    /// The state's key.
    pub fn key(&self) -> Key {
        layout::state(self.install, self.capability, &self.params)
    }
}

/// The right to fetch a state.
#[derive(Clone, Debug)]
pub struct Lease {
    place: Place,
    holder: String,
}

/// What is to be done for a caller.
#[derive(Clone, Debug)]
pub enum Next {
    /// Fetch a state, and [`store`] it or [`release`] the lease. The state before it is here, if
    /// there is one.
    Fetch(Lease, Option<State>),
    /// Another caller fetches. The state before it is here, if there is one.
    Wait(Option<State>),
}

/// Takes the lease, if nobody has it. `holder` is an identifier of this caller's own.
///
/// # Errors
/// The table can't be reached.
pub async fn lease(
    table: &Table,
    place: Place,
    holder: &str,
    now: Timestamp,
) -> Result<Next, Fault> {
    let taken = Change::upsert(place.key())
        .if_absent_or_at_most(LEASE_UNTIL, s(now))
        .set(LEASE_UNTIL, s(now.plus_millis(LEASE)))
        .set(HOLDER, s(holder))
        .expires(now.seconds() + KEPT)
        .apply(table, "taking the lease of a state")
        .await?;
    Ok(match taken {
        Changed::Done { after } => {
            let holder = holder.to_owned();
            Next::Fetch(Lease { place, holder }, State::of(&after)?)
        }
        Changed::Refused(item) => {
            let state = item.as_ref().map(State::of).transpose()?;
            Next::Wait(state.flatten())
        }
    })
}

/// Gives a lease back: nothing was fetched.
///
/// # Errors
/// The table can't be reached; the lease ends by itself.
pub async fn release(table: &Table, lease: &Lease) -> Result<(), Fault> {
    Change::update(lease.place.key())
        .if_is(HOLDER, s(&lease.holder))
        .remove(LEASE_UNTIL)
        .remove(HOLDER)
        .apply(table, "releasing the lease of a state")
        .await?;
    Ok(())
}

/// The states that a binding has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    /// The number of the last one.
    sequence: u64,
    /// Their parameters, the last used at the end.
    sets: VecDeque<ParamsHash>,
    /// Those of the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<ParamsHash>,
    revision: u64,
}

/// What was fetched.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The data.
    pub data: Value,
    /// How long they are fresh, in seconds.
    pub ttl: u64,
    /// When the provider had them.
    pub fetched_at: Timestamp,
    /// Where they are from.
    pub source: Option<String>,
    /// The version that they were fetched for.
    pub version_id: VersionId,
}

/// Stores what was fetched, and gives the lease back. Data that did not change keep their number,
/// and nobody who follows the binding hears of them. Nothing where the lease was lost: the state of
/// its new holder is the one that stays.
///
/// # Errors
/// The table can't be reached, or other changes came first each time.
pub async fn store(
    table: &Table,
    lease: &Lease,
    fetched: &Fetched,
    now: Timestamp,
) -> Result<Option<State>, Fault> {
    let place = &lease.place;
    let keys = [place.key(), layout::head(place.install, place.capability)];
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let items = table.get_items(keys.to_vec()).await?;
        let find = |key: &Key| items.iter().find(|item| key.is_of(item));
        let [state_key, head_key] = &keys;
        let Some(item) = find(state_key).filter(|item| is_held(item, lease)) else {
            return Ok(None);
        };
        let before = State::of(item)?;
        let head: Option<Head> = find(head_key).cloned().map(dynamo::read).transpose()?;
        let head = head.unwrap_or_default();
        let unchanged = before.filter(|before| before.data == fetched.data);
        let state = State {
            sequence: unchanged.map_or(head.sequence + 1, |before| before.sequence),
            data: fetched.data.clone(),
            ttl: fetched.ttl,
            fetched_at: fetched.fetched_at,
            source: fetched.source.clone(),
            version_id: fetched.version_id,
        };
        if commit(table, lease, &head, &state, now).await? {
            return Ok(Some(state));
        }
    }
    Err(Fault::unavailable(STORING, "other changes came first"))
}

fn is_held(item: &Item, lease: &Lease) -> bool {
    let holder = item.get(HOLDER).and_then(|holder| holder.as_s().ok());
    holder.is_some_and(|holder| *holder == lease.holder)
}

async fn commit(
    table: &Table,
    lease: &Lease,
    head: &Head,
    state: &State,
    now: Timestamp,
) -> Result<bool, Fault> {
    let place = &lease.place;
    let stored = Change::update(place.key())
        .if_is(HOLDER, s(&lease.holder))
        .set(PACKED, pack(STORING, state)?)
        .remove(LEASE_UNTIL)
        .remove(HOLDER)
        .expires(now.seconds() + KEPT);
    if state.sequence <= head.sequence {
        return Ok(stored.apply(table, STORING).await?.done().is_some());
    }
    let mut after = head.clone();
    after.sequence = state.sequence;
    after.last = Some(place.params.clone());
    after.sets.retain(|set| *set != place.params);
    after.sets.push_back(place.params.clone());
    after.revision += 1;
    let leaves = (after.sets.len() > SETS).then(|| after.sets.pop_front());
    let key = layout::head(place.install, place.capability);
    let put = Change::put(key, &after)?.expires(now.seconds() + KEPT);
    let put = match head.revision {
        0 => put.if_absent(PK),
        revision => put.if_is(REVISION, n(revision)),
    };
    let mut all = Transaction::new(STORING)
        .with("state", stored)
        .with("head", put)
        .with("change", changes::put(place, state, now)?);
    if let Some(oldest) = leaves.flatten() {
        let key = layout::state(place.install, place.capability, &oldest);
        all = all.with("oldest", Change::delete(key));
    }
    Ok(all.commit(table).await?.is_done())
}

/// The last state of a binding, for whatever parameters.
///
/// # Errors
/// The table can't be reached.
pub async fn last(
    table: &Table,
    install: InstallId,
    capability: CapabilityId,
) -> Result<Option<State>, Fault> {
    let head: Option<Head> = table.get(layout::head(install, capability)).await?;
    let Some(params) = head.and_then(|head| head.last) else {
        return Ok(None);
    };
    let key = layout::state(install, capability, &params);
    let item = table.get_item(key).await?;
    let state = item.as_ref().map(State::of).transpose()?;
    Ok(state.flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_fresh_then_presentable_then_a_last_resort() {
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let state = State {
            sequence: 1,
            data: Value::Null,
            ttl: 300,
            fetched_at: now,
            source: None,
            version_id: VersionId::new(now),
        };
        let at = |seconds: i64| {
            let at = now.plus_millis(seconds * 1_000);
            (
                state.is_fresh(at),
                state.is_presentable(at),
                state.is_last_resort(at),
            )
        };
        assert_eq!(at(299), (true, true, true));
        assert_eq!(at(300), (false, true, true));
        assert_eq!(at(599), (false, true, true));
        assert_eq!(at(600), (false, false, true));
        assert_eq!(at(86_399), (false, false, true));
        assert_eq!(at(86_400), (false, false, false));
        let never = State { ttl: 0, ..state };
        assert!(!never.is_fresh(now) && !never.is_presentable(now));
        let forever = State {
            ttl: u64::MAX,
            ..never
        };
        assert!(forever.is_fresh(now));
    }
}
