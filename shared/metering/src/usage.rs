//! Usage by day: requests of each key, refusals by code.
//!
//! A day's counts are on the account's item ([`Counter::KeyDay`], [`Counter::Refused`]) until
//! the day is over beyond any doubt of clocks; then the gate moves them to an item of the day's
//! own, in the partition `<tenant>#use`, which is kept for 13 months. A late write may leave
//! parts of one day in both: they are added.
//!
//! Requests are exact: they are counted by the write that admits them. Refusals are
//! approximate: a process gathers them in memory and writes them at most once a minute and
//! account (or along with the next admitted call, at no cost), so a process that ends loses at
//! most those of its last minute. Nothing is decided by them.

use std::collections::{BTreeMap, BTreeSet};

use common::{Fault, Tenant};
use dynamo::{Item, Key, List, SK, Table, Tries};

use crate::caller::Account;
use crate::counter::{Counter, KeyIndex};
use crate::gate::Denial;
use crate::ledger;
use crate::window::Day;

/// The kind of the partition that holds an account's closed days.
pub const KIND: &str = "use";
/// The refusals that are counted, each with its code in attribute names and its public name.
/// Refusals of unknown keys belong to no account's usage.
pub const REFUSALS: [(char, &str); 8] = [
    ('v', "KEY_REVOKED"),
    ('x', "KEY_EXPIRED"),
    ('s', "INSUFFICIENT_SCOPE"),
    ('p', "PLAN_REQUIRED"),
    ('i', "IP_NOT_ALLOWED"),
    ('r', "RATE_LIMITED"),
    ('k', "KEY_QUOTA_EXCEEDED"),
    ('t', "TIER_QUOTA_EXCEEDED"),
];
/// Tries of a read during which days were closed.
const TRIES: u32 = 4;
const READING: &str = "reading usage";

/// The code that a refusal is counted under, if it is counted.
pub(crate) fn code<S>(denial: &Denial<S>) -> Option<char> {
    match denial {
        Denial::Revoked => Some('v'),
        Denial::Expired => Some('x'),
        Denial::InsufficientScope(_) => Some('s'),
        Denial::PlanRequired => Some('p'),
        Denial::AddressNotAllowed => Some('i'),
        Denial::RateLimited { .. } | Denial::BytesLimited { .. } => Some('r'),
        Denial::KeyQuotaExceeded { .. } => Some('k'),
        Denial::AccountQuotaExceeded { .. } => Some('t'),
        Denial::InvalidKey | Denial::Fault(_) => None,
    }
}

/// The place of a closed day's counts.
pub fn place(tenant: &Tenant, day: Day) -> Key {
    Key::of(tenant, KIND, day)
}

/// One day's counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests of each key.
    pub requests: BTreeMap<KeyIndex, u64>,
    /// Refusals by their public name.
    pub refusals: BTreeMap<&'static str, u64>,
}

impl Usage {
    fn refused(&mut self, code: char, count: u64) {
        if let Some((_, name)) = REFUSALS.iter().find(|(own, _)| *own == code) {
            *self.refusals.entry(name).or_default() += count;
        }
    }
}

/// The attribute that holds a counter on its day's own item; None for what is not counted by day.
pub(crate) fn name(counter: Counter) -> Option<String> {
    match counter {
        Counter::KeyDay(_, index) => Some(format!("k{}", index.encode())),
        Counter::Refused(_, code) => Some(format!("f{code}")),
        _ => None,
    }
}

/// The account as it was read along, and its counts of the days from `from` to `to`. None: there
/// is no such account.
///
/// # Errors
/// Days were closed during each of several tries; or the table fails.
pub async fn view<A: Account>(
    table: &Table,
    tenant: &Tenant,
    from: Day,
    to: Day,
) -> Result<Option<(A, BTreeMap<Day, Usage>)>, Fault> {
    let Some(mut before) = account::<A>(table, tenant).await? else {
        return Ok(None);
    };
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let mut days = closed(table, tenant, from, to).await?;
        let Some(after) = account::<A>(table, tenant).await? else {
            return Ok(None);
        };
        // A day that was closed meanwhile may have been missed in both places.
        if !open(&before).is_subset(&open(&after)) {
            before = after;
            continue;
        }
        for (counter, count) in after.ledger().counters() {
            match counter {
                Counter::KeyDay(day, index) if (from..=to).contains(&day) => {
                    let requests = &mut days.entry(day).or_default().requests;
                    *requests.entry(index).or_default() += count;
                }
                Counter::Refused(day, code) if (from..=to).contains(&day) => {
                    days.entry(day).or_default().refused(code, count);
                }
                _ => {}
            }
        }
        return Ok(Some((after, days)));
    }
    let cause = "days were closed during each of the reads";
    Err(Fault::unavailable(READING, cause))
}

async fn account<A: Account>(table: &Table, tenant: &Tenant) -> Result<Option<A>, Fault> {
    let item = table.get_item(ledger::place(tenant)).await?;
    item.map(|item| A::from_item(&item).map_err(ledger::unreadable))
        .transpose()
}

fn open(account: &impl Account) -> BTreeSet<Counter> {
    account
        .ledger()
        .counters()
        .map(|(counter, _)| counter)
        .filter(|counter| name(*counter).is_some())
        .collect()
}

/// Counts of closed days alone, in one read.
///
/// # Errors
/// The table fails.
pub async fn closed(
    table: &Table,
    tenant: &Tenant,
    from: Day,
    to: Day,
) -> Result<BTreeMap<Day, Usage>, Fault> {
    let items = List::of(READING, tenant.partition(KIND))
        .between(from.to_string(), to.to_string())
        .items(table)
        .await?;
    Ok(items.iter().filter_map(read).collect())
}

fn read(item: &Item) -> Option<(Day, Usage)> {
    let day = item.get(SK)?.as_s().ok()?;
    let mut usage = Usage::default();
    for (name, count) in item {
        let Some(count) = count.as_n().ok().and_then(|count| count.parse().ok()) else {
            continue;
        };
        if let Some(index) = name.strip_prefix('k').and_then(KeyIndex::decode) {
            usage.requests.insert(index, count);
        } else if let Some(code) = name.strip_prefix('f').and_then(|code| code.parse().ok()) {
            usage.refused(code, count);
        }
    }
    Some((day.parse().ok()?, usage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Timestamp;

    #[test]
    fn each_refusal_has_its_code_and_its_place_on_a_days_item() {
        let codes: BTreeSet<_> = REFUSALS.iter().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), REFUSALS.len());
        for (code, _) in REFUSALS {
            let day = Day::of(Timestamp::MAX);
            assert_eq!(name(Counter::Refused(day, code)), Some(format!("f{code}")));
        }
        let (limit, retry_after) = (1, 1);
        let denials = [
            (Denial::Revoked, "KEY_REVOKED"),
            (Denial::Expired, "KEY_EXPIRED"),
            (Denial::InsufficientScope(()), "INSUFFICIENT_SCOPE"),
            (Denial::PlanRequired, "PLAN_REQUIRED"),
            (Denial::AddressNotAllowed, "IP_NOT_ALLOWED"),
            (Denial::RateLimited { retry_after }, "RATE_LIMITED"),
            (Denial::BytesLimited { limit, retry_after }, "RATE_LIMITED"),
            (
                Denial::KeyQuotaExceeded { limit, retry_after },
                "KEY_QUOTA_EXCEEDED",
            ),
            (
                Denial::AccountQuotaExceeded { limit, retry_after },
                "TIER_QUOTA_EXCEEDED",
            ),
        ];
        for (denial, name) in denials {
            let listed = REFUSALS.iter().find(|(own, _)| code(&denial) == Some(*own));
            assert_eq!(listed.map(|(_, name)| *name), Some(name));
        }
    }
}
