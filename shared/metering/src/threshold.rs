//! Which thresholds of monthly quotas a call has just crossed: of the account's quota, and of a
//! key that has a limit of its own. Each is reported once a month.
//!
//! A mark on the account's item says that a threshold was reported. Its part of a transaction
//! ([`Crossed::mark_notified`]) belongs together with storing the notice, so that there is one
//! notice however many calls of however many processes see the quota run low. The answer to the
//! next write shows the mark to all of them.

use common::{Tenant, Timestamp};
use dynamo::{Change, n};

use crate::caller::Credential;
use crate::counter::{Counter, KeyIndex, QuotaThreshold};
use crate::gate::Denial;
use crate::ledger::{self, Ledger, attributes};
use crate::limits::{LimitStatus, Quota};
use crate::window::Month;

/// A threshold that was just crossed, and of which the account's item has no mark yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossed {
    /// Which threshold.
    pub threshold: QuotaThreshold,
    /// Whose quota it is of: this key's. None: the account's.
    pub key: Option<KeyIndex>,
    /// The quota.
    pub quota: Quota,
    /// The month.
    pub month: Month,
    /// When it was crossed.
    pub at: Timestamp,
    generation: u64,
}

impl Crossed {
    /// The mark on the account's item that says that it was reported.
    pub fn mark(&self) -> Counter {
        Counter::Notified(self.threshold, self.month, self.key)
    }

    /// The change that sets the mark, refused where it is set.
    pub fn mark_notified(&self, tenant: &Tenant) -> Change {
        let mark = self.mark().name();
        Change::upsert(ledger::place(tenant))
            .if_is(attributes::GENERATION, n(self.generation))
            .if_absent(&mark)
            .set(&mark, n(1_u64))
    }
}

/// The thresholds that a call crossed: by the account's item as its write left or found it, and
/// by the reason of its refusal, if it was refused.
pub(crate) fn crossed<C: Credential>(
    ledger: &Ledger,
    credential: &C,
    status: &LimitStatus,
    denial: Option<&Denial<C::Scope>>,
) -> Vec<Crossed> {
    let quotas = [
        (None, Some(status.account)),
        (Some(credential.index()), status.key()),
    ];
    let mut all = Vec::new();
    for (key, quota) in quotas {
        let Some(quota) = quota else { continue };
        let threshold = match denial {
            None if u128::from(quota.used) * 5 >= u128::from(quota.limit) * 4 => {
                QuotaThreshold::Warning80
            }
            Some(Denial::AccountQuotaExceeded { .. }) if key.is_none() => QuotaThreshold::Exceeded,
            Some(Denial::KeyQuotaExceeded { .. }) if key.is_some() => QuotaThreshold::Exceeded,
            _ => continue,
        };
        let crossed = Crossed {
            threshold,
            key,
            quota,
            month: Month::of(status.at),
            at: status.at,
            generation: ledger.generation,
        };
        if ledger.count(crossed.mark()) == 0 {
            all.push(crossed);
        }
    }
    all
}
