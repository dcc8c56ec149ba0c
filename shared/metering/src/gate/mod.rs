//! The gate: one conditional write that decides a call and counts it.
//!
//! The rules that must not break:
//! * Only the write admits a call. The cache may save a look-up, refuse what is final (a
//!   revocation) and refuse what came too often in a minute, and no more; before any other refusal
//!   of the key itself (its expiry, scope, plan or address), the table is asked.
//! * The write is never repeated unless it is known not to have been applied: ADD counts twice.
//! * A window's counters leave the item only when no clock can still be inside it; and they leave
//!   it, whatever a process remembers.
//! * Counts of refusals decide nothing, and never change an answer.
//!
//! Warm, a call is one round trip and one write unit. All that may change about a caller is on
//! the one item (see [`crate::ledger`]); a refused write answers with the item as it was, so the
//! reason needs no second read.

mod cleaning;
mod days;
mod decision;
mod refusal;
mod write;

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use common::{Clock, Fault, Tenant, Timestamp, lock};
use dynamo::{Item, Table};

use crate::cache::{CachedKey, KeyCache};
use crate::caller::{Account, Credential};
use crate::ledger::{self, attributes};
use crate::limits::{LimitStatus, Limits, seconds};
use crate::threshold::{self, Crossed};
use crate::window::{Minute, Windows};

use decision::{Verdict, evaluate, record_refuses};
pub use refusal::{Denial, Refusal};
use write::Written;

const DECIDING: &str = "deciding a call";

/// A call that may be served; it has been counted.
#[derive(Clone, Debug)]
pub struct Admission<C, A> {
    /// The record of the key that it came with.
    pub record: Arc<C>,
    /// The account as the write left it.
    pub account: Arc<A>,
    /// The limits, and what is left of them.
    pub status: LimitStatus,
    /// Thresholds of quotas that the call crossed, to be reported.
    pub crossed: Vec<Crossed>,
}

/// A call, as far as the gate looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a, S> {
    /// The address that it comes from, where that is known.
    pub from: Option<IpAddr>,
    /// Bytes of its body.
    pub bytes: u64,
    /// How its endpoint is metered.
    pub limits: &'a Limits<S>,
}

/// The gate of one process, for the keys and accounts of one product.
#[derive(Debug)]
pub struct Gate<C: Credential, A> {
    table: Table,
    clock: Clock,
    cache: KeyCache<C, A>,
}

impl<C: Credential, A: Account> Gate<C, A> {
    /// A gate with an empty cache.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            cache: KeyCache::new(),
        }
    }

    /// The refusal of a key of the wrong shape: nothing is looked up.
    pub fn refuse_malformed(&self, from: Option<IpAddr>) -> Refusal<C> {
        self.refuse_bad_key(from)
    }

    /// The refusal of a key that is none. A network that sends many is answered with a 429: that
    /// changes nothing for the good keys behind it.
    fn refuse_bad_key(&self, from: Option<IpAddr>) -> Refusal<C> {
        let windows = Windows::of(self.clock.now());
        if !self.cache.too_many_bad_keys(from, windows.minute) {
            return Refusal::unknown(Denial::InvalidKey);
        }
        let retry_after = seconds(windows.now, windows.minute.end());
        Refusal::unknown(Denial::RateLimited { retry_after })
    }

    /// Decides a call and counts it.
    ///
    /// # Errors
    /// Why it is refused; where the table can't be asked, nothing is admitted.
    pub async fn admit(
        &self,
        key: C::Hash,
        call: &Call<'_, C::Scope>,
    ) -> Result<Admission<C, A>, Refusal<C>> {
        let mut decided = self.decide(key, call).await;
        if let Err(refusal) = &decided {
            self.limit_refusals(key, call, refusal);
            self.count_refusal(refusal).await;
        }
        let (Ok(Admission { crossed, .. }) | Err(Refusal { crossed, .. })) = &mut decided;
        if !crossed.is_empty() {
            self.leave_out_reported(key, crossed);
        }
        decided
    }

    async fn decide(
        &self,
        key: C::Hash,
        call: &Call<'_, C::Scope>,
    ) -> Result<Admission<C, A>, Refusal<C>> {
        let mut cached = self.lookup(key, call.from).await?;
        if let Some(refusal) = self.refuse_again(&cached, call) {
            return Err(refusal);
        }
        // A record may be outdated once; twice in a row is a fault of the table's, not the
        // caller's.
        for _ in 0..2 {
            let mut record = Arc::clone(&lock(&cached).record);
            if record_refuses(&*record, call, self.clock.now()) {
                let (fresh, account) = self.read_both(key, &record).await?;
                let windows = Windows::of(self.clock.now());
                let ledger = account.ledger();
                if let Verdict::Refuse(denial) = evaluate(&fresh, ledger, call, &windows) {
                    let refusal = Refusal::known(denial, &fresh, ledger, call, &windows);
                    if matches!(refusal.denial, Denial::Revoked) {
                        cached = self.cache.put(key, fresh);
                        lock(&cached).revoked = Some(Arc::new(account));
                    }
                    return Err(refusal);
                }
                cached = self.cache.put(key, fresh);
                record = Arc::clone(&lock(&cached).record);
            }
            if let Some(refusal) = self.refuse_burst(&cached, call) {
                return Err(refusal);
            }
            if self.clock.now() < lock(&cached).look_until {
                let item = self.table.get_item(ledger::place(&record.tenant())).await?;
                let account = account_of::<A>(item)?.ok_or_else(|| self.erased(key))?;
                let windows = Windows::of(self.clock.now());
                let ledger = account.ledger();
                match evaluate(&*record, ledger, call, &windows) {
                    Verdict::Pass => {}
                    Verdict::Outdated => {
                        cached = self.reload(key).await?;
                        continue;
                    }
                    Verdict::Refuse(denial) => {
                        return Err(self.refuse(&cached, denial, &record, ledger, call, &windows));
                    }
                }
            }
            let windows = Windows::of(self.clock.now());
            let stale = lock(&cached)
                .last
                .as_ref()
                .map_or_else(Vec::new, |account| account.ledger().stale(windows.now));
            match self.write(&record, call, &windows, &stale).await? {
                Written::Counted(account) => {
                    let account = self.keep(&cached, account, windows.now).await;
                    let ledger = account.ledger();
                    let status = LimitStatus::new(ledger, &*record, call.limits, &windows);
                    if Self::may_close(ledger, &cached, windows.now) {
                        self.close_days(&record.tenant(), ledger, windows.now).await;
                    }
                    let crossed = if call.limits.counted {
                        threshold::crossed(ledger, &*record, &status, None)
                    } else {
                        Vec::new()
                    };
                    return Ok(Admission {
                        record,
                        account,
                        status,
                        crossed,
                    });
                }
                Written::Refused(None) => return Err(self.erased(key)),
                Written::Refused(Some(account)) => {
                    let account = self.keep(&cached, account, windows.now).await;
                    let ledger = account.ledger();
                    match evaluate(&*record, ledger, call, &windows) {
                        Verdict::Refuse(denial) => {
                            return Err(
                                self.refuse(&cached, denial, &record, ledger, call, &windows)
                            );
                        }
                        Verdict::Outdated => cached = self.reload(key).await?,
                        Verdict::Pass => {
                            let cause = "the write was refused, but its item would pass";
                            return Err(Fault::unavailable(DECIDING, cause).into());
                        }
                    }
                }
            }
        }
        Err(Fault::unavailable(DECIDING, "the key's record keeps changing").into())
    }

    /// Caches the account as a write left or found it, and removes stale names from it where it
    /// has many.
    async fn keep(&self, cached: &Mutex<CachedKey<C, A>>, account: A, now: Timestamp) -> Arc<A> {
        let account = Arc::new(account);
        let tenant = {
            let mut cached = lock(cached);
            cached.last = Some(Arc::clone(&account));
            cached.record.tenant()
        };
        self.clean(&tenant, account.ledger(), now).await;
        account
    }

    /// The key from the cache, or else from the table: whatever else its address sent, a key that
    /// may be a good one is looked up. One that was none is not looked up again in its minute.
    async fn lookup(
        &self,
        key: C::Hash,
        from: Option<IpAddr>,
    ) -> Result<Arc<Mutex<CachedKey<C, A>>>, Refusal<C>> {
        if let Some(cached) = self.cache.get(key) {
            return Ok(cached);
        }
        let minute = Minute::of(self.clock.now());
        if !self.cache.is_unknown(key, minute) {
            if let Some(record) = self.table.get(C::place(key)).await? {
                return Ok(self.cache.put(key, record));
            }
            self.cache.remember_unknown(key, minute);
        }
        Err(self.refuse_bad_key(from))
    }

    async fn reload(&self, key: C::Hash) -> Result<Arc<Mutex<CachedKey<C, A>>>, Refusal<C>> {
        match self.table.get(C::place(key)).await? {
            Some(record) => Ok(self.cache.put(key, record)),
            None => Err(self.erased(key)),
        }
    }

    /// The key's account is no more.
    fn erased(&self, key: C::Hash) -> Refusal<C> {
        self.cache.remove(key);
        Refusal::unknown(Denial::InvalidKey)
    }

    /// Record and account as they now stand, in one round trip.
    async fn read_both(&self, key: C::Hash, record: &C) -> Result<(C, A), Refusal<C>> {
        let at = ledger::place(&record.tenant());
        let items = self
            .table
            .get_items(vec![C::place(key), at.clone()])
            .await?;
        let (accounts, mut records): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| at.is_of(item));
        match (records.pop(), account_of::<A>(accounts.into_iter().next())?) {
            (Some(record), Some(account)) => Ok((dynamo::read(record)?, account)),
            _ => Err(self.erased(key)),
        }
    }

    /// Leaves out the thresholds that another call of this process reports in this minute:
    /// several calls see a quota run low before the mark is there.
    fn leave_out_reported(&self, key: C::Hash, crossed: &mut Vec<Crossed>) {
        let Some(cached) = self.cache.get(key) else {
            return;
        };
        let minute = Minute::of(self.clock.now());
        let notifying = &mut lock(&cached).notifying;
        notifying.retain(|(_, at)| *at == minute);
        crossed.retain(|crossed| !notifying.iter().any(|(mark, _)| *mark == crossed.mark()));
        notifying.extend(crossed.iter().map(|crossed| (crossed.mark(), minute)));
    }
}

fn account_of<A: Account>(item: Option<Item>) -> Result<Option<A>, Fault> {
    match item {
        // Some engines answer with the bare key where there is no item.
        Some(item) if item.contains_key(attributes::GENERATION) => {
            A::from_item(&item).map(Some).map_err(ledger::unreadable)
        }
        _ => Ok(None),
    }
}
