//! The breaker of a runtime app: where half of its calls fail, it is left alone for a while.
//!
//! Each process counts in its memory, and adds to the runtime app's item once a second: so all
//! processes agree, and a busy runtime app's item is not written with every call. Counts stand in
//! attributes of ten seconds each, so that a write adds without reading. An open breaker lets one
//! call through when its time is over, which a conditional write picks; if that one succeeds, all
//! are let through again, and if not, the breaker stays open for twice as long.

use std::collections::BTreeMap;
use std::sync::Mutex;

use common::{Clock, Fault, Timestamp, lock};
use dynamo::{AttributeValue, Change, Changed, Item, Key, Table, n};
use quick_cache::sync::Cache;

use super::health::{Breaker, BreakerState};
use crate::id::RuntimeAppId;

/// Calls in a minute that are enough to judge by.
const ENOUGH: u64 = 20;
/// The length of what one attribute counts, in milliseconds, and how many of them are a minute.
const SLICE: i64 = 10_000;
const SLICES: i64 = 6;
/// Slices whose attributes a write removes blindly.
const BLIND: i64 = 6;
/// Stale attributes that are worth a write of their own.
const STALE: usize = 32;
/// How long it is open at first, and at most, in milliseconds.
const OPEN: i64 = 30_000;
const LONGEST: i64 = 300_000;
/// How long a trial may take before another one is made, in milliseconds: an action and its table
/// calls.
const TRIAL: i64 = 15_000;
/// How often a process adds its counts, in milliseconds.
const EVERY: i64 = 1_000;
/// Runtime apps that a process counts for.
const REMEMBERED: usize = 1_024;
/// An item that nothing was added to for so long may go, in seconds.
const KEPT: i64 = 86_400;

/// Attributes.
const UNTIL: &str = "until";
const SPELL: &str = "spell";
const TRIAL_UNTIL: &str = "trial";
const SINCE: &str = "since";
const CALLS: char = 'c';
const FAILED: char = 'f';

const OPENING: &str = "opening a breaker";

/// The item of a runtime app's breaker.
pub fn key(runtime_app: RuntimeAppId) -> Key {
    Key::new(format_args!("{runtime_app}#breaker"), "breaker")
}

/// Whether a call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It may.
    Through,
    /// It may, and decides whether others may.
    Trial,
    /// It may not before this moment.
    Refused {
        /// When one may.
        until: Timestamp,
    },
}

/// A breaker as its item has it.
#[derive(Clone, Debug, Default)]
struct Stored {
    until: Option<i64>,
    spell: u32,
    trial_until: Option<i64>,
    /// Slices up to this one count no more.
    since: i64,
    calls: BTreeMap<i64, u64>,
    failed: BTreeMap<i64, u64>,
}

impl Stored {
    fn of(item: Option<&Item>) -> Self {
        let mut stored = Self::default();
        for (name, value) in item.into_iter().flatten() {
            let Some(number) = value.as_n().ok().and_then(|n| n.parse::<i64>().ok()) else {
                continue;
            };
            let count = u64::try_from(number).unwrap_or(0);
            match name.as_str() {
                UNTIL => stored.until = Some(number),
                SPELL => stored.spell = u32::try_from(number).unwrap_or(0),
                TRIAL_UNTIL => stored.trial_until = Some(number),
                SINCE => stored.since = number,
                _ => {
                    if let Some(slice) = slice_of(name, CALLS) {
                        stored.calls.insert(slice, count);
                    } else if let Some(slice) = slice_of(name, FAILED) {
                        stored.failed.insert(slice, count);
                    }
                }
            }
        }
        stored
    }

    /// Calls of the last minute, and those that failed.
    fn minute(&self, now: Timestamp) -> Counts {
        let from = (slice(now) - SLICES + 1).max(self.since + 1);
        let sum = |counts: &BTreeMap<i64, u64>| counts.range(from..).map(|(_, count)| count).sum();
        (sum(&self.calls), sum(&self.failed))
    }

    fn state(&self, now: Timestamp) -> Breaker {
        let Some(until) = self.until else {
            return Breaker::CLOSED;
        };
        let trial = self.trial_until.filter(|trial| *trial > now.millis());
        let (state, next) = if until > now.millis() {
            (BreakerState::Open, until)
        } else {
            (BreakerState::HalfOpen, trial.unwrap_or(now.millis()))
        };
        Breaker {
            state,
            next_try_at: Some(Timestamp::from_millis(next)),
        }
    }

    fn stale(&self, now: Timestamp) -> Vec<String> {
        let before = slice(now) - SLICES;
        let names = |prefix, counts: &BTreeMap<i64, u64>| -> Vec<String> {
            let old = counts.range(..before);
            old.map(|(slice, _)| name(prefix, *slice)).collect()
        };
        let mut all = names(CALLS, &self.calls);
        all.extend(names(FAILED, &self.failed));
        all
    }
}

/// A moment in milliseconds, or a slice: never less than 0.
fn signed(number: i64) -> AttributeValue {
    n(u64::try_from(number).unwrap_or(0))
}

fn slice(at: Timestamp) -> i64 {
    at.millis().div_euclid(SLICE)
}

fn name(prefix: char, slice: i64) -> String {
    format!("{prefix}{slice}")
}

fn slice_of(name: &str, prefix: char) -> Option<i64> {
    name.strip_prefix(prefix)?.parse().ok()
}

/// How long a breaker is open that opened so many times in a row.
fn open_for(spell: u32) -> i64 {
    let doubled = OPEN.saturating_mul(1_i64 << spell.saturating_sub(1).min(8));
    doubled.min(LONGEST)
}

fn is_bad((calls, failed): Counts) -> bool {
    calls >= ENOUGH && failed * 2 >= calls
}

/// The state of a breaker, by its item.
pub fn state(item: Option<&Item>, now: Timestamp) -> Breaker {
    Stored::of(item).state(now)
}

/// Calls, and those of them that failed.
type Counts = (u64, u64);

/// What a process counted.
#[derive(Debug, Default)]
struct Counted {
    /// What it has not added yet, by slice.
    pending: BTreeMap<i64, Counts>,
    /// The last minute of all processes, when it added last.
    known: Counts,
    added_at: Option<Timestamp>,
}

impl Counted {
    fn count(&mut self, slice: i64, failed: bool) {
        // What was not added in time counts no more.
        self.pending.retain(|of, _| *of > slice - SLICES);
        let own = self.pending.entry(slice).or_default();
        (own.0, own.1) = (own.0 + 1, own.1 + u64::from(failed));
    }

    fn minute(&self) -> Counts {
        let own = self.pending.values();
        own.fold(self.known, |sum, own| (sum.0 + own.0, sum.1 + own.1))
    }
}

/// The breakers of one process.
#[derive(Debug)]
pub struct Breakers {
    table: Table,
    clock: Clock,
    counted: Cache<RuntimeAppId, std::sync::Arc<Mutex<Counted>>>,
}

impl Breakers {
    /// Breakers of a process that has counted nothing.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            counted: Cache::new(REMEMBERED),
        }
    }

    /// Whether a call may be made, by the breaker's item as it was just read.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn admit(
        &self,
        runtime_app: RuntimeAppId,
        item: Option<&Item>,
    ) -> Result<Passage, Fault> {
        let now = self.clock.now();
        let stored = Stored::of(item);
        let Some(until) = stored.until else {
            return Ok(Passage::Through);
        };
        let refused = |until| Passage::Refused { until };
        let breaker = stored.state(now);
        let next = breaker.next_try_at.unwrap_or(now);
        if breaker.state == BreakerState::Open || next > now {
            return Ok(refused(next));
        }
        let trial_until = now.plus_millis(TRIAL);
        let claimed = Change::update(key(runtime_app))
            .if_is(UNTIL, signed(until))
            .if_absent_or_at_most(TRIAL_UNTIL, signed(now.millis()))
            .set(TRIAL_UNTIL, signed(trial_until.millis()))
            .apply(&self.table, "trying a runtime app again")
            .await?;
        Ok(match claimed {
            Changed::Done { .. } => Passage::Trial,
            Changed::Refused(item) => {
                let stored = Stored::of(item.as_ref());
                let next = stored.state(now).next_try_at;
                // Another process's trial has closed it, or is under way.
                next.map_or(Passage::Through, |next| refused(next.max(now)))
            }
        })
    }

    /// Counts a call that was made, and opens or closes the breaker where it decides that.
    ///
    /// # Errors
    /// The table can't be reached; the call is counted with the next one.
    pub async fn record(
        &self,
        runtime_app: RuntimeAppId,
        passage: Passage,
        failed: bool,
    ) -> Result<(), Fault> {
        if passage == Passage::Trial {
            return self.decide(runtime_app, failed).await;
        }
        let now = self.clock.now();
        let counted = self.counted.get_or_insert_with(&runtime_app, || {
            Ok::<_, std::convert::Infallible>(std::sync::Arc::default())
        });
        let Ok(counted) = counted;
        let pending = {
            let mut counted = lock(&counted);
            counted.count(slice(now), failed);
            let is_due = counted
                .added_at
                .is_none_or(|at| at.plus_millis(EVERY) <= now);
            if !is_due && !is_bad(counted.minute()) {
                return Ok(());
            }
            counted.added_at = Some(now);
            std::mem::take(&mut counted.pending)
        };
        let added = self.add(runtime_app, &pending, now).await;
        if added.is_err() {
            let mut counted = lock(&counted);
            for (slice, (calls, failed)) in pending {
                let own = counted.pending.entry(slice).or_default();
                (own.0, own.1) = (own.0 + calls, own.1 + failed);
            }
        }
        let stored = Stored::of(Some(&added?));
        lock(&counted).known = stored.minute(now);
        if stored.until.is_none() && is_bad(stored.minute(now)) {
            self.open(runtime_app, now).await?;
        }
        let stale = stored.stale(now);
        if stale.len() >= STALE {
            let change = Change::update(key(runtime_app));
            let change = stale
                .iter()
                .fold(change, |change, name| change.remove(name));
            change.apply(&self.table, "removing old counts").await?;
        }
        Ok(())
    }

    async fn add(
        &self,
        runtime_app: RuntimeAppId,
        pending: &BTreeMap<i64, Counts>,
        now: Timestamp,
    ) -> Result<Item, Fault> {
        let old = slice(now) - SLICES;
        let change = (1..=BLIND).fold(Change::upsert(key(runtime_app)), |change, back| {
            change
                .remove(&name(CALLS, old - back))
                .remove(&name(FAILED, old - back))
        });
        let change = change.expires(now.seconds() + KEPT);
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let change = pending.iter().fold(change, |change, (slice, counts)| {
            let change = change.add(&name(CALLS, *slice), count(counts.0));
            match counts.1 {
                0 => change,
                failed => change.add(&name(FAILED, *slice), count(failed)),
            }
        });
        let changed = change.apply(&self.table, "counting a runtime app's calls");
        Ok(changed.await?.done().unwrap_or_default())
    }

    async fn open(&self, runtime_app: RuntimeAppId, now: Timestamp) -> Result<(), Fault> {
        let until = now.plus_millis(open_for(1));
        Change::update(key(runtime_app))
            .if_absent(UNTIL)
            .set(UNTIL, signed(until.millis()))
            .set(SPELL, n(1_u8))
            .apply(&self.table, OPENING)
            .await?;
        Ok(())
    }

    /// What came of a trial.
    async fn decide(&self, runtime_app: RuntimeAppId, failed: bool) -> Result<(), Fault> {
        let now = self.clock.now();
        let key = key(runtime_app);
        let stored = Stored::of(self.table.get_item(key.clone()).await?.as_ref());
        let Some(until) = stored.until else {
            return Ok(());
        };
        let change = Change::update(key)
            .if_is(UNTIL, signed(until))
            .remove(TRIAL_UNTIL);
        let change = if failed {
            let spell = stored.spell.saturating_add(1);
            let until = now.plus_millis(open_for(spell));
            change
                .set(UNTIL, signed(until.millis()))
                .set(SPELL, n(spell))
        } else {
            // What failed before it counts no more.
            change
                .remove(UNTIL)
                .remove(SPELL)
                .set(SINCE, signed(slice(now)))
        };
        change.apply(&self.table, OPENING).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-25T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_time_doubles_up_to_five_minutes() {
        let seconds: Vec<_> = (1..=7).map(|spell| open_for(spell) / 1_000).collect();
        assert_eq!(seconds, [30, 60, 120, 240, 300, 300, 300]);
        assert_eq!(open_for(u32::MAX), LONGEST);
    }

    #[test]
    fn half_of_twenty_failing_is_bad() {
        assert!(is_bad((20, 10)));
        assert!(!is_bad((20, 9)));
        assert!(!is_bad((19, 19)));
    }

    #[test]
    fn only_the_last_minute_since_it_closed_counts() {
        let this = slice(now());
        let item = |since| {
            Item::from([
                (name(CALLS, this), n(1_u8)),
                (name(CALLS, this - 5), n(10_u8)),
                (name(FAILED, this - 5), n(5_u8)),
                (name(CALLS, this - 6), n(100_u8)),
                (SINCE.to_owned(), signed(since)),
            ])
        };
        assert_eq!(Stored::of(Some(&item(0))).minute(now()), (11, 5));
        assert_eq!(Stored::of(Some(&item(this - 5))).minute(now()), (1, 0));
        assert_eq!(Stored::of(Some(&item(0))).stale(now()).len(), 0);
        let later = now().plus_millis(SLICE);
        assert_eq!(Stored::of(Some(&item(0))).stale(later).len(), 1);
    }

    #[test]
    fn a_state_is_closed_open_or_half_open() {
        let item = |until: i64, trial: i64| {
            let at = |millis: i64| signed(now().plus_millis(millis).millis());
            Item::from([
                (UNTIL.to_owned(), at(until)),
                (TRIAL_UNTIL.to_owned(), at(trial)),
            ])
        };
        let of = |item: &Item| {
            let breaker = state(Some(item), now());
            let next = breaker.next_try_at.unwrap().millis() - now().millis();
            (breaker.state, next)
        };
        assert_eq!(state(None, now()), Breaker::CLOSED);
        assert_eq!(of(&item(5, 0)), (BreakerState::Open, 5));
        assert_eq!(of(&item(0, 0)), (BreakerState::HalfOpen, 0));
        assert_eq!(of(&item(-5, 7)), (BreakerState::HalfOpen, 7));
    }
}
