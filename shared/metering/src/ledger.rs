//! The part of an account's item that the gate reads: entitlement, limit, counters.
//!
//! The item is small because every call writes it. Its other attributes are its product's; their
//! names must be none of a counter's ([`crate::counter`]) nor of [`attributes`].

use std::collections::BTreeMap;

use common::{Fault, Tenant, Timestamp};
use dynamo::{AttributeValue, Item, Key};

use crate::counter::{Counter, KeyIndex};
use crate::window::{self, Day, Minute, Month};

/// Counters that leave the item together with a key, at most: with two months of each. What may be
/// left is stale.
const OF_KEY: usize = 8;

/// Names of the item's attributes that the gate reads and that are no counters.
pub mod attributes {
    /// Entitled: calls are served at all.
    pub const ENTITLED: &str = "t";
    /// Generation: a random number, so that a key of an erased account is no key of an account
    /// of the same id that is made later.
    pub const GENERATION: &str = "g";
    /// Requests a month for all keys together.
    pub const LIMIT: &str = "L";
}

/// The place of an account's item: in the tenant's own partition, which holds nothing bulky.
pub fn place(tenant: &Tenant) -> Key {
    Key::new(tenant, "a")
}

/// The item is not an account's: a fault of ours, or somebody edited the table by hand.
#[derive(Debug, thiserror::Error)]
#[error("the account's item lacks a proper `{0}`")]
pub struct Unreadable(pub &'static str);

pub(crate) fn unreadable(error: Unreadable) -> Fault {
    Fault::internal("reading an account's item", error)
}

/// What the gate reads of an account's item.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Distinguishes this account from an erased one of the same id.
    pub generation: u64,
    /// Whether calls are served at all.
    pub entitled: bool,
    /// Requests a month, all keys together.
    pub monthly_limit: u64,
    counters: BTreeMap<Counter, u64>,
}

impl Ledger {
    /// Reads the item.
    ///
    /// # Errors
    /// An attribute is missing or of the wrong type.
    pub fn from_item(item: &Item) -> Result<Self, Unreadable> {
        let number = |name: &'static str| -> Result<u64, Unreadable> {
            item.get(name).and_then(integer).ok_or(Unreadable(name))
        };
        let entitled = item
            .get(attributes::ENTITLED)
            .and_then(|value| value.as_bool().ok())
            .ok_or(Unreadable(attributes::ENTITLED))?;
        Ok(Self {
            generation: number(attributes::GENERATION)?,
            entitled: *entitled,
            monthly_limit: number(attributes::LIMIT)?,
            counters: item
                .iter()
                .filter_map(|(name, value)| Some((Counter::parse(name)?, integer(value)?)))
                .collect(),
        })
    }

    /// The value of a counter, 0 where there is none.
    pub fn count(&self, counter: Counter) -> u64 {
        self.counters.get(&counter).copied().unwrap_or(0)
    }

    /// The current revision of a key; None where it is revoked.
    pub fn revision(&self, index: KeyIndex) -> Option<u64> {
        self.counters.get(&Counter::Revision(index)).copied()
    }

    /// The keys that have a revision, with it: those that are not revoked, and of expired ones
    /// those whose place is not taken yet.
    pub fn keys(&self) -> impl Iterator<Item = (KeyIndex, u64)> {
        self.counters()
            .filter_map(|(counter, value)| match counter {
                Counter::Revision(index) => Some((index, value)),
                _ => None,
            })
    }

    /// When a key was last used, to the minute.
    pub fn last_used(&self, index: KeyIndex) -> Option<Timestamp> {
        let minute = *self.counters.get(&Counter::LastUsed(index))?;
        Some(Minute(u32::try_from(minute).ok()?).start())
    }

    /// Keys that are not revoked (some may have expired).
    pub fn live_keys(&self) -> usize {
        self.counters
            .keys()
            .filter(|counter| matches!(counter, Counter::Revision(_)))
            .count()
    }

    /// All counters.
    pub fn counters(&self) -> impl Iterator<Item = (Counter, u64)> {
        self.counters
            .iter()
            .map(|(counter, value)| (*counter, *value))
    }

    /// What may be removed from the item at this moment: windows that are over beyond any doubt of
    /// clocks, and what is left of revoked keys. Days are not among them: they are removed when
    /// they are closed. Windows are compared by `<`, never by `≠`: the clock of another process may
    /// already have opened the next one.
    pub fn stale(&self, now: Timestamp) -> Vec<Counter> {
        let minute = Minute::of(now.plus_millis(-window::MINUTE_GRACE_MILLIS));
        let month = Month::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        let day = Day::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        let revoked = |index| self.revision(index).is_none();
        self.counters
            .keys()
            .filter(|counter| match **counter {
                Counter::Burst(_, of, index) | Counter::Bytes(of, index) => {
                    of < minute || revoked(index)
                }
                Counter::Created(of) => of < day,
                Counter::Month(of) | Counter::Notified(_, of, None) => of < month,
                Counter::Notified(_, of, Some(index)) => of < month || revoked(index),
                Counter::KeyMonth(of, index) => of < month || revoked(index),
                Counter::LastUsed(index) => revoked(index),
                Counter::Revision(_) | Counter::KeyDay(..) | Counter::Refused(..) => false,
            })
            .copied()
            .collect()
    }

    /// What leaves the item together with a key: its revision, its last use, its months and their
    /// marks, a bounded number of them. Its days are usage, and leave when they are closed; its
    /// minutes are stale at once.
    pub fn of_key(&self, index: KeyIndex) -> Vec<Counter> {
        self.counters
            .keys()
            .filter(|counter| match **counter {
                Counter::Revision(own)
                | Counter::LastUsed(own)
                | Counter::KeyMonth(_, own)
                | Counter::Notified(_, _, Some(own)) => own == index,
                _ => false,
            })
            .take(OF_KEY)
            .copied()
            .collect()
    }

    /// Days that are over beyond any doubt of clocks and still on the item, oldest first, with
    /// their counts.
    pub fn closed_days(&self, now: Timestamp) -> BTreeMap<Day, Vec<(Counter, u64)>> {
        let today = Day::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        let mut days = BTreeMap::<Day, Vec<(Counter, u64)>>::new();
        for (counter, count) in self.counters() {
            if let Counter::KeyDay(day, _) | Counter::Refused(day, _) = counter
                && day < today
            {
                days.entry(day).or_default().push((counter, count));
            }
        }
        days
    }
}

fn integer(value: &AttributeValue) -> Option<u64> {
    value.as_n().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_over_is_stale() {
        let now: Timestamp = "2026-12-01T00:09:59Z".parse().unwrap();
        let live = KeyIndex::new(0).unwrap();
        let gone = KeyIndex::new(1).unwrap();
        let this = Minute::of(now);
        let november = Month::of(now.plus_millis(-3_600_000));
        let december = Month::of(now);
        let counters = [
            Counter::Revision(live),
            Counter::LastUsed(live),
            Counter::LastUsed(gone),
            Counter::Burst('m', Minute(this.0 - 1), live),
            Counter::Burst('m', this, live),
            Counter::Burst('m', Minute(this.0 + 1), live),
            Counter::Bytes(Minute(this.0 - 1), live),
            Counter::Bytes(this, live),
            Counter::Month(november),
            Counter::KeyMonth(november, live),
            Counter::Month(december),
            Counter::KeyMonth(december, gone),
            Counter::KeyDay(Day(Day::of(now).0 - 1), live),
            Counter::Refused(Day(Day::of(now).0 - 1), 'r'),
        ];
        let ledger = Ledger {
            generation: 1,
            entitled: true,
            monthly_limit: 1,
            counters: counters.iter().map(|counter| (*counter, 1)).collect(),
        };
        let stale = |at: Timestamp| {
            let mut counters = ledger.stale(at);
            counters.sort();
            counters
        };
        // Nine minutes into December, a process with a slow clock still writes November.
        let mut expected = vec![
            Counter::LastUsed(gone),
            Counter::KeyMonth(december, gone),
            Counter::Burst('m', Minute(this.0 - 1), live),
            Counter::Bytes(Minute(this.0 - 1), live),
        ];
        expected.sort();
        assert_eq!(stale(now), expected);
        assert!(ledger.closed_days(now).is_empty());
        // Ten seconds after a minute's start the one before it is still kept.
        assert!(
            !stale(this.start().plus_millis(9_999)).contains(&Counter::Burst(
                'm',
                Minute(this.0 - 1),
                live
            ))
        );
        let later = now.plus_millis(1_000);
        assert!(stale(later).contains(&Counter::Month(november)));
        assert!(stale(later).contains(&Counter::KeyMonth(november, live)));
        assert!(!stale(later).contains(&Counter::Month(december)));
        assert_eq!(ledger.closed_days(later).len(), 1);
    }
}
