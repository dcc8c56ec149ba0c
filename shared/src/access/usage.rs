//! Usage by day: requests of each key, refusals by code.
//!
//! A day's counts stand on the account's item ([`Cell::KeyDay`], [`Cell::Refused`]) until it is
//! over beyond any doubt of clocks; then the gate moves them to an item of their own, kept for 13
//! months. A late write may leave parts of one day in both: they are added.
//!
//! Requests are exact, as they are counted by the write that admits them. Refusals are
//! approximate: a process gathers them in memory and writes them at most once a minute and
//! account (or along with the next admitted call, for nothing), so one that ends takes at most
//! its last minute's along. Nothing is decided by them.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, Cell, Slot};
use super::accounts;
use super::window::Day;
use crate::error::Error;
use crate::id::UserId;
use crate::table::{self, Item, Key, Table, s};

/// The refusals that are counted, each with its letter in attribute names. Those of a key that
/// is nobody's are nobody's usage.
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
/// Tries of a read that met the closing of a day.
const TRIES: u32 = 4;

/// The letter that a refusal is counted under, if it is.
pub(super) fn letter(error: &Error) -> Option<char> {
    match error {
        Error::KeyRevoked => Some('v'),
        Error::KeyExpired => Some('x'),
        Error::InsufficientScope(_) => Some('s'),
        Error::PlanRequired => Some('p'),
        Error::IpNotAllowed => Some('i'),
        Error::RateLimited { .. } => Some('r'),
        Error::KeyQuotaExceeded { .. } => Some('k'),
        Error::TierQuotaExceeded { .. } => Some('t'),
        _ => None,
    }
}

/// One day's counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests of each key.
    pub requests: BTreeMap<Slot, u64>,
    /// Refusals by code.
    pub refusals: BTreeMap<&'static str, u64>,
}

impl Usage {
    fn refused(&mut self, letter: char, count: u64) {
        if let Some((_, code)) = REFUSALS.iter().find(|(own, _)| *own == letter) {
            *self.refusals.entry(code).or_default() += count;
        }
    }
}

/// The attribute that holds a cell's count on its day's own item; nothing for what is not
/// counted by day.
pub(super) fn name(cell: Cell) -> Option<String> {
    match cell {
        Cell::KeyDay(_, slot) => Some(format!("k{}", slot.encode())),
        Cell::Refused(_, letter) => Some(format!("f{letter}")),
        _ => None,
    }
}

/// Counts of the days from `from` to `to`, by day, with the account as it was read along.
///
/// # Errors
/// There is no such account; the table can't be reached.
pub async fn view(
    table: &Table,
    user: UserId,
    from: Day,
    to: Day,
) -> Result<(Account, BTreeMap<Day, Usage>), Error> {
    let account = || async { accounts::view(table, user).await?.ok_or(Error::NoAccount) };
    let mut before = account().await?;
    for attempt in 1..=TRIES {
        let mut days = closed(table, user, from, to).await?;
        let after = account().await?;
        // A day that was closed meanwhile may have been missed in both places.
        if !open(&before).is_subset(&open(&after)) {
            before = after;
            tokio::time::sleep(table::jitter(attempt)).await;
            continue;
        }
        for (cell, count) in after.cells() {
            match cell {
                Cell::KeyDay(day, slot) if (from..=to).contains(&day) => {
                    let requests = &mut days.entry(day).or_default().requests;
                    *requests.entry(slot).or_default() += count;
                }
                Cell::Refused(day, letter) if (from..=to).contains(&day) => {
                    days.entry(day).or_default().refused(letter, count);
                }
                _ => {}
            }
        }
        return Ok((after, days));
    }
    Err(Error::unavailable(
        "reading usage",
        "days are being closed, time and again",
    ))
}

fn open(account: &Account) -> BTreeSet<Cell> {
    account
        .cells()
        .map(|(cell, _)| cell)
        .filter(|cell| name(*cell).is_some())
        .collect()
}

/// Counts of closed days alone, in one read.
///
/// # Errors
/// The table can't be reached.
pub async fn closed(
    table: &Table,
    user: UserId,
    from: Day,
    to: Day,
) -> Result<BTreeMap<Day, Usage>, Error> {
    let mut days = BTreeMap::new();
    let mut items = table
        .client
        .query()
        .table_name(&table.name)
        .consistent_read(true)
        .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
        .expression_attribute_names("#pk", table::keys::PK)
        .expression_attribute_names("#sk", table::keys::SK)
        .expression_attribute_values(":pk", s(user))
        .expression_attribute_values(":from", s(Key::usage(user, from).sk()))
        .expression_attribute_values(":to", s(Key::usage(user, to).sk()))
        .into_paginator()
        .items()
        .send();
    while let Some(item) = items.next().await {
        let item = item.map_err(|e| table::failed("reading usage", e))?;
        days.extend(read(&item));
    }
    Ok(days)
}

fn read(item: &Item) -> Option<(Day, Usage)> {
    let (_, day) = item.get(table::keys::SK)?.as_s().ok()?.split_once('#')?;
    let mut usage = Usage::default();
    for (name, count) in item {
        let Some(count) = count.as_n().ok().and_then(|count| count.parse().ok()) else {
            continue;
        };
        if let Some(slot) = name.strip_prefix('k').and_then(Slot::decode) {
            usage.requests.insert(slot, count);
        } else if let Some(letter) = name.strip_prefix('f').and_then(|code| code.parse().ok()) {
            usage.refused(letter, count);
        }
    }
    Some((day.parse().ok()?, usage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::ERRORS;

    #[test]
    fn each_refusal_has_its_letter_and_is_a_documented_one() {
        let letters: BTreeSet<_> = REFUSALS.iter().map(|(letter, _)| letter).collect();
        assert_eq!(letters.len(), REFUSALS.len());
        for (letter, code) in REFUSALS {
            assert!(ERRORS.iter().any(|(listed, ..)| *listed == code), "{code}");
            let day = Day::of(crate::clock::Timestamp::MAX);
            assert_eq!(name(Cell::Refused(day, letter)), Some(format!("f{letter}")));
        }
    }
}
