//! The limits of an endpoint, and how much of them a caller has used.

use common::Timestamp;

use crate::caller::Credential;
use crate::counter::{Counter, KeyIndex};
use crate::ledger::Ledger;
use crate::window::Windows;

/// How an endpoint is metered.
#[derive(Clone, Copy, Debug)]
pub struct Limits<S> {
    /// The endpoint's code in attribute names: one letter, another for each endpoint.
    pub code: char,
    /// The scope it needs. None: any key may call it.
    pub scope: Option<S>,
    /// Calls a minute and key.
    pub per_minute: u64,
    /// Bytes of bodies a minute and key, over all endpoints that limit them. None: not limited.
    pub bytes_per_minute: Option<u64>,
    /// Whether a call costs a unit of the monthly quotas, and needs one left.
    pub counted: bool,
}

impl<S> Limits<S> {
    pub(crate) fn burst(&self, windows: &Windows, index: KeyIndex) -> Counter {
        Counter::Burst(self.code, windows.minute, index)
    }
}

/// A limit and how much of it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Calls allowed.
    pub limit: u64,
    /// Calls counted.
    pub used: u64,
}

impl Quota {
    /// Calls left.
    pub fn remaining(self) -> u64 {
        self.limit.saturating_sub(self.used)
    }
}

/// A caller's limits at one moment.
#[derive(Clone, Copy, Debug)]
pub struct LimitStatus {
    /// The moment.
    pub at: Timestamp,
    /// This key and endpoint in this minute.
    pub burst: Quota,
    /// When the minute ends.
    pub minute_ends: Timestamp,
    /// All keys of the account in this month.
    pub account: Quota,
    /// This key's own limit. None: only the account's holds.
    pub key_limit: Option<u64>,
    /// This key's calls in this month.
    pub key_used: u64,
    /// When the month ends: 00:00 UTC on the 1st.
    pub month_ends: Timestamp,
    /// When the month began.
    pub month_began: Timestamp,
}

impl LimitStatus {
    pub(crate) fn new<C: Credential>(
        ledger: &Ledger,
        credential: &C,
        limits: &Limits<C::Scope>,
        windows: &Windows,
    ) -> Self {
        let index = credential.index();
        Self {
            at: windows.now,
            burst: Quota {
                limit: limits.per_minute,
                used: ledger.count(limits.burst(windows, index)),
            },
            minute_ends: windows.minute.end(),
            account: Quota {
                limit: ledger.monthly_limit,
                used: ledger.count(Counter::Month(windows.month)),
            },
            key_limit: credential.monthly_limit(),
            key_used: ledger.count(Counter::KeyMonth(windows.month, index)),
            month_ends: windows.month.end(),
            month_began: windows.month.start(),
        }
    }

    /// The key's own quota, if it has one.
    pub fn key(&self) -> Option<Quota> {
        self.key_limit.map(|limit| Quota {
            limit,
            used: self.key_used,
        })
    }

    /// Of the account's and the key's quota the one that has less left.
    pub fn quota(&self) -> Quota {
        match self.key() {
            Some(own) if own.remaining() < self.account.remaining() => own,
            _ => self.account,
        }
    }

    /// Whole seconds, at least 1, from the moment of this status to another.
    pub fn seconds_to(&self, end: Timestamp) -> u64 {
        seconds(self.at, end)
    }
}

/// Whole seconds, at least 1, between two moments.
pub(crate) fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from((to.millis() - from.millis() + 999) / 1000)
        .unwrap_or(0)
        .max(1)
}
