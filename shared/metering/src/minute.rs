//! Calls of a minute, counted on an item by the conditional write that decides a call: for callers
//! whose only limit is one a minute.
//!
//! The minute is part of the counter's name (`m` and four digits), so that one write counts in any
//! minute and none is refused where clocks differ. A write also removes the names of earlier
//! minutes blindly, and where the item still has many of them (a caller that comes every ten
//! minutes leaves one each time) [`clean`] removes those that the write's answer shows.

use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Item, Key, Table, n};

use crate::limits::seconds;
use crate::window::Minute;

/// What the names of counters begin with.
const PREFIX: char = 'm';
/// The first minute that is removed, in minutes before the present one: a slow clock may still
/// count in the one before.
const GRACE: u32 = 2;
/// Minutes whose names a write removes blindly.
const BLIND: u32 = 8;
/// Stale names that are worth a write of their own.
const STALE: usize = 16;
/// Names that one write removes, at most.
const REMOVED: usize = 250;

/// Where the limit of a minute stands.
#[derive(Clone, Copy, Debug)]
pub enum Limit<'a> {
    /// It is always this.
    Fixed(u32),
    /// On the item itself, in this attribute.
    Attribute(&'a str),
}

/// A minute's limit, and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinuteStatus {
    /// Calls a minute.
    pub limit: u32,
    /// Calls counted in this minute.
    pub used: u32,
    /// When this was so.
    pub at: Timestamp,
    /// When the minute ends.
    pub resets_at: Timestamp,
}

impl MinuteStatus {
    /// Calls that are left.
    pub fn remaining(&self) -> u32 {
        self.limit.saturating_sub(self.used)
    }

    /// Whole seconds until the minute ends, at least 1.
    pub fn seconds_left(&self) -> u64 {
        seconds(self.at, self.resets_at)
    }

    /// Whether no call is left.
    pub fn is_spent(&self) -> bool {
        self.remaining() == 0
    }
}

fn name(minute: Minute) -> String {
    let mut name = String::from(PREFIX);
    minute.encode(&mut name);
    name
}

fn minute(name: &str) -> Option<Minute> {
    Minute::decode(name.strip_prefix(PREFIX)?)
}

/// The change, which counts one call and is refused where the minute's limit is used up. It is
/// sent once ([`Change::unretried`]).
#[must_use]
pub fn counting(change: Change, now: Timestamp, limit: Limit<'_>) -> Change {
    let this = Minute::of(now);
    let counter = name(this);
    let change = match limit {
        Limit::Fixed(limit) => change.if_absent_or_below(&counter, n(limit)),
        Limit::Attribute(limit) => change.if_absent_or_below_attribute(&counter, limit),
    };
    let change = (GRACE..GRACE + BLIND)
        .filter_map(|back| this.0.checked_sub(back))
        .fold(change, |change, earlier| {
            change.remove(&name(Minute(earlier)))
        });
    change.add(&counter, 1).unretried()
}

/// The minute's limit as an item shows it.
pub fn status(item: &Item, limit: u32, now: Timestamp) -> MinuteStatus {
    let this = Minute::of(now);
    MinuteStatus {
        limit,
        used: number(item, &name(this)).unwrap_or(0),
        at: now,
        resets_at: this.end(),
    }
}

/// A number of an item, where it has it.
pub fn number(item: &Item, name: &str) -> Option<u32> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

/// Removes stale names where the item has many; a write's answer shows them.
///
/// # Errors
/// The table can't be reached; the names are still there, and the next write may remove them.
pub async fn clean(table: &Table, key: Key, item: &Item, now: Timestamp) -> Result<(), Fault> {
    let before = Minute::of(now).0.saturating_sub(GRACE);
    let stale: Vec<_> = item
        .keys()
        .filter(|name| minute(name).is_some_and(|minute| minute.0 <= before))
        .take(REMOVED)
        .collect();
    if stale.len() < STALE {
        return Ok(());
    }
    let change = stale
        .into_iter()
        .fold(Change::update(key), |change, name| change.remove(name));
    match change.apply(table, "removing old counters").await? {
        Changed::Done { .. } | Changed::Refused(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_their_minute_alone() {
        let now: Timestamp = "2026-11-22T12:00:59Z".parse().unwrap();
        let own = name(Minute::of(now));
        assert_eq!(own.len(), 5);
        assert_eq!(minute(&own), Some(Minute::of(now)));
        for other in ["m", "mode", "st", "m12345", "sub", "M0000", "mé00"] {
            assert_eq!(minute(other), None, "{other}");
        }
    }

    #[test]
    fn a_status_is_of_the_present_minute() {
        let now: Timestamp = "2026-11-22T12:00:59Z".parse().unwrap();
        let item = Item::from([(name(Minute::of(now)), n(7_u32))]);
        let status = status(&item, 10, now);
        assert_eq!((status.used, status.remaining()), (7, 3));
        assert_eq!(status.seconds_left(), 1);
        let next = super::status(&item, 10, now.plus_millis(1_000));
        assert_eq!((next.used, next.seconds_left()), (0, 60));
    }
}
