//! The decision, by a key's record and its account's item.

use common::Timestamp;

use super::{Call, Denial};
use crate::caller::Credential;
use crate::counter::Counter;
use crate::ledger::Ledger;
use crate::limits::LimitStatus;
use crate::window::Windows;

/// What the account's item says about a call.
pub(super) enum Verdict<S> {
    Pass,
    /// The cached record is not the current one.
    Outdated,
    Refuse(Denial<S>),
}

/// Whether the record alone would refuse the call.
pub(super) fn record_refuses<C: Credential>(
    record: &C,
    call: &Call<'_, C::Scope>,
    now: Timestamp,
) -> bool {
    let scope = call.limits.scope;
    record.ended(now).is_some()
        || scope.is_some_and(|scope| !record.has(scope))
        || !record.allows(call.from)
}

/// In the contract's order: key, scope, plan, address, burst, quotas.
pub(super) fn evaluate<C: Credential>(
    record: &C,
    ledger: &Ledger,
    call: &Call<'_, C::Scope>,
    windows: &Windows,
) -> Verdict<C::Scope> {
    let limits = call.limits;
    if let Some(ended) = record.ended(windows.now) {
        return Verdict::Refuse(ended.into());
    }
    if ledger.generation != record.generation()
        || ledger.revision(record.index()) != Some(record.revision())
    {
        return Verdict::Outdated;
    }
    if let Some(scope) = limits.scope
        && !record.has(scope)
    {
        return Verdict::Refuse(Denial::InsufficientScope(scope));
    }
    if !ledger.entitled {
        return Verdict::Refuse(Denial::PlanRequired);
    }
    if !record.allows(call.from) {
        return Verdict::Refuse(Denial::AddressNotAllowed);
    }
    let status = LimitStatus::new(ledger, record, limits, windows);
    if status.burst.remaining() == 0 {
        let retry_after = status.seconds_to(status.minute_ends);
        return Verdict::Refuse(Denial::RateLimited { retry_after });
    }
    if let Some(limit) = limits.bytes_per_minute
        && ledger.count(Counter::Bytes(windows.minute, record.index())) + call.bytes > limit
    {
        let retry_after = status.seconds_to(status.minute_ends);
        return Verdict::Refuse(Denial::BytesLimited { limit, retry_after });
    }
    if limits.counted {
        let retry_after = status.seconds_to(status.month_ends);
        if status.account.remaining() == 0 {
            let limit = status.account.limit;
            return Verdict::Refuse(Denial::AccountQuotaExceeded { limit, retry_after });
        }
        if let Some(limit) = status.key_limit
            && status.key_used >= limit
        {
            return Verdict::Refuse(Denial::KeyQuotaExceeded { limit, retry_after });
        }
    }
    Verdict::Pass
}
