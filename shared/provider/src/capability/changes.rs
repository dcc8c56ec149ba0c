//! New states in their order, for those who follow a binding: a day of them.

use common::{Fault, Timestamp};
use dynamo::{Change, List, Table};

use super::layout;
use super::state::{Place, State};
use crate::id::{CapabilityId, InstallId};
use crate::package::packed::{PACKED, pack, unpack};

/// A new state is kept for so long, in seconds: a day.
const KEPT: i64 = 86_400;
/// New states that are read in one go.
pub const AT_ONCE: usize = 20;

pub(super) fn put(place: &Place, state: &State, now: Timestamp) -> Result<Change, Fault> {
    let key = layout::logged(place.install, place.capability, state.sequence);
    let change = Change::upsert(key)
        .set(PACKED, pack("logging a state", state)?)
        .expires(now.seconds() + KEPT);
    Ok(change)
}

/// What happened since a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Since {
    /// These states are new, in their order; at most [`AT_ONCE`]. After them there may be more.
    States(Vec<State>),
    /// Some of them are no longer known: the last state stands for all of them.
    Lost(Option<State>),
}

/// The states after the one of this number.
///
/// # Errors
/// The table can't be reached.
pub async fn since(
    table: &Table,
    install: InstallId,
    capability: CapabilityId,
    sequence: u64,
) -> Result<Since, Fault> {
    let from = layout::number(capability, sequence.saturating_add(1));
    let items = List::of("reading new states", layout::log(install))
        .between(from, layout::number(capability, u64::MAX))
        .limit(AT_ONCE)
        .items(table)
        .await?;
    let states = items
        .iter()
        .map(|item| unpack("reading a new state", item))
        .collect::<Result<Vec<State>, _>>()?;
    match states.first() {
        // The table's clean-up may have taken some, in any order.
        Some(first) if is_whole(&states, first, sequence) => Ok(Since::States(states)),
        Some(_) => Ok(Since::Lost(
            super::state::last(table, install, capability).await?,
        )),
        None => {
            let last = super::state::last(table, install, capability).await?;
            let is_behind = last.as_ref().is_some_and(|last| last.sequence > sequence);
            Ok(if is_behind {
                Since::Lost(last)
            } else {
                Since::States(Vec::new())
            })
        }
    }
}

fn is_whole(states: &[State], first: &State, after: u64) -> bool {
    first.sequence == after + 1
        && states
            .iter()
            .zip(first.sequence..)
            .all(|(state, number)| state.sequence == number)
}
