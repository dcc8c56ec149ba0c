//! Closing days: the counts of a day that is over are moved to an item of their own (see
//! [`crate::usage`]).

use std::sync::Mutex;

use common::{Fault, Timestamp, lock};
use dynamo::{Change, Transaction, n};

use super::{Gate, Tenant};
use crate::cache::CachedKey;
use crate::caller::{Account, Credential};
use crate::counter::Counter;
use crate::ledger::{self, Ledger, attributes};
use crate::usage;
use crate::window::{Day, Minute};

/// A closed day's usage is kept 13 months and a bit.
const USAGE_KEPT_SECONDS: i64 = 400 * 86_400;
/// Counters closed in one transaction.
const CLOSED_AT_ONCE: usize = 40;

impl<C: Credential, A: Account> Gate<C, A> {
    /// Whether days are to be closed, and no call with this key has tried in this minute.
    pub(super) fn may_close(
        ledger: &Ledger,
        cached: &Mutex<CachedKey<C, A>>,
        now: Timestamp,
    ) -> bool {
        let minute = Some(Minute::of(now));
        !ledger.closed_days(now).is_empty()
            && std::mem::replace(&mut lock(cached).closing, minute) != minute
    }

    /// Moves the counts of days that are over to their own items. The first call that sees such
    /// a day does it; of several, one succeeds and the others change nothing. A failure does not
    /// matter: the next call sees the day again.
    pub(super) async fn close_days(&self, tenant: &Tenant, ledger: &Ledger, now: Timestamp) {
        for (day, counts) in ledger.closed_days(now) {
            for counts in counts.chunks(CLOSED_AT_ONCE) {
                if let Err(error) = self.close_day(tenant, ledger, day, counts).await {
                    let cause = error.cause();
                    tracing::info!(usage.day = %day, cause, "a day is left for another call to close");
                    return;
                }
            }
        }
    }

    async fn close_day(
        &self,
        tenant: &Tenant,
        ledger: &Ledger,
        day: Day,
        counts: &[(Counter, u64)],
    ) -> Result<(), Fault> {
        let ends = day.end().seconds() + USAGE_KEPT_SECONDS;
        let mut closed = Change::upsert(usage::place(tenant, day)).expires(ends);
        let mut open = Change::upsert(ledger::place(tenant))
            .if_is(attributes::GENERATION, n(ledger.generation));
        for (counter, count) in counts {
            let Some(name) = usage::name(*counter) else {
                continue;
            };
            closed = closed.add(&name, i64::try_from(*count).unwrap_or(i64::MAX));
            open = open
                .if_is(&counter.name(), n(*count))
                .remove(&counter.name());
        }
        Transaction::new("closing a day")
            .with("closed", closed)
            .with("open", open)
            .commit(&self.table)
            .await
            // Refused: another call was first, or the day was written to meanwhile.
            .map(|_| ())
    }
}
