//! Refusals: their reasons, what the cache keeps of them, and how they are counted.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, ReturnValue};
use common::{Fault, Timestamp, lock};
use dynamo::{failed, n};

use super::{Call, Gate, account_of, write};
use crate::cache::{CachedKey, Refused};
use crate::caller::{Account, Credential, Ended};
use crate::counter::Counter;
use crate::ledger::{self, Ledger, attributes};
use crate::limits::{LimitStatus, seconds};
use crate::threshold::{self, Crossed};
use crate::usage;
use crate::window::{Day, Minute, Windows};

/// A spent quota or a paused plan was seen: for so long a call looks (one read unit) before it
/// writes, so that a caller who hammers it neither costs writes nor queues on the item. A raised
/// limit or a resumed plan still holds from the very next call.
const LOOK_FIRST_MILLIS: i64 = 4_000;

/// Why a call is refused.
#[derive(Debug, thiserror::Error)]
pub enum Denial<S> {
    /// Malformed or unknown, or the account was erased.
    #[error("the key is not valid")]
    InvalidKey,
    /// Its owner revoked it.
    #[error("the key is revoked")]
    Revoked,
    /// It is past its expiry.
    #[error("the key has expired")]
    Expired,
    /// It lacks the scope that the endpoint needs.
    #[error("the key lacks a scope")]
    InsufficientScope(S),
    /// The account is not entitled to calls.
    #[error("the account's plan does not include the API, or is paused")]
    PlanRequired,
    /// It may not be used from this address.
    #[error("the key may not be used from this address")]
    AddressNotAllowed,
    /// The limit a minute, of admitted calls or of refused ones; or too many bad keys from this
    /// network.
    #[error("too many requests in this minute")]
    RateLimited {
        /// Whole seconds until another try makes sense.
        retry_after: u64,
    },
    /// The limit of bytes a minute.
    #[error("more than {limit} bytes of bodies in this minute")]
    BytesLimited {
        /// The limit, in bytes.
        limit: u64,
        /// Whole seconds until the minute ends.
        retry_after: u64,
    },
    /// The key's own monthly limit.
    #[error("the key's monthly quota of {limit} requests is used up")]
    KeyQuotaExceeded {
        /// The limit that was reached.
        limit: u64,
        /// Whole seconds until the month ends.
        retry_after: u64,
    },
    /// The account's monthly limit.
    #[error("the account's monthly quota of {limit} requests is used up")]
    AccountQuotaExceeded {
        /// The limit that was reached.
        limit: u64,
        /// Whole seconds until the month ends.
        retry_after: u64,
    },
    /// The table could not be asked.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl<S> Denial<S> {
    /// Whether the refusals of this kind are themselves limited: those that need a read or a write
    /// each time, because what they are refused for may change.
    fn is_limited(&self) -> bool {
        match self {
            Self::Expired
            | Self::InsufficientScope(_)
            | Self::PlanRequired
            | Self::AddressNotAllowed
            | Self::KeyQuotaExceeded { .. }
            | Self::AccountQuotaExceeded { .. } => true,
            Self::InvalidKey
            | Self::Revoked
            | Self::RateLimited { .. }
            | Self::BytesLimited { .. }
            | Self::Fault(_) => false,
        }
    }
}

impl<S> From<Ended> for Denial<S> {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Revoked => Self::Revoked,
            Ended::Expired => Self::Expired,
        }
    }
}

/// A call that may not be served.
pub struct Refusal<C: Credential> {
    /// Why.
    pub denial: Denial<C::Scope>,
    /// The limits and what is left of them, where the key is known.
    pub status: Option<LimitStatus>,
    /// The key's record, where the key is known.
    pub record: Option<Arc<C>>,
    /// Thresholds of quotas that the call crossed, to be reported.
    pub crossed: Vec<Crossed>,
}

impl<C: Credential> fmt::Debug for Refusal<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("denial", &self.denial)
            .field("status", &self.status)
            .field("record", &self.record)
            .field("crossed", &self.crossed)
            .finish()
    }
}

impl<C: Credential> From<Fault> for Refusal<C> {
    fn from(fault: Fault) -> Self {
        Self::unknown(Denial::Fault(fault))
    }
}

impl<C: Credential> Refusal<C> {
    pub(super) fn unknown(denial: Denial<C::Scope>) -> Self {
        Self {
            denial,
            status: None,
            record: None,
            crossed: Vec::new(),
        }
    }

    pub(super) fn known(
        denial: Denial<C::Scope>,
        record: &C,
        ledger: &Ledger,
        call: &Call<'_, C::Scope>,
        windows: &Windows,
    ) -> Self {
        let status = LimitStatus::new(ledger, record, call.limits, windows);
        Self {
            crossed: threshold::crossed(ledger, record, &status, Some(&denial)),
            denial,
            status: Some(status),
            record: Some(Arc::new(record.clone())),
        }
    }

    /// Until the end of the minute of this status, which is also that of `now`.
    fn rate_limited(record: &Arc<C>, mut status: LimitStatus, now: Timestamp) -> Self {
        status.at = now;
        let retry_after = status.seconds_to(status.minute_ends);
        Self {
            denial: Denial::RateLimited { retry_after },
            status: Some(status),
            record: Some(Arc::clone(record)),
            crossed: Vec::new(),
        }
    }
}

/// Where a key's refusals are counted: by the endpoint, and apart for calls from elsewhere than
/// the key's owner allows.
fn place<C: Credential>(call: &Call<'_, C::Scope>, record: &C) -> (char, bool) {
    (call.limits.code, record.allows(call.from))
}

impl<C: Credential, A: Account> Gate<C, A> {
    /// What needs no look at the table: a revocation is final, and refusals have the same limit a
    /// minute as the calls that are admitted.
    pub(super) fn refuse_again(
        &self,
        cached: &Mutex<CachedKey<C, A>>,
        call: &Call<'_, C::Scope>,
    ) -> Option<Refusal<C>> {
        let windows = Windows::of(self.clock.now());
        let cached = lock(cached);
        let record = &cached.record;
        if let Some(account) = &cached.revoked {
            let ledger = account.ledger();
            return Some(Refusal::known(
                Denial::Revoked,
                record,
                ledger,
                call,
                &windows,
            ));
        }
        let refused = cached.refused.get(&place(call, &**record))?;
        let is_spent = refused.minute == windows.minute && refused.count >= call.limits.per_minute;
        is_spent.then(|| Refusal::rate_limited(record, refused.status, windows.now))
    }

    /// A burst or a body that was refused in this minute stays refused until the minute ends; the
    /// record has already passed.
    pub(super) fn refuse_burst(
        &self,
        cached: &Mutex<CachedKey<C, A>>,
        call: &Call<'_, C::Scope>,
    ) -> Option<Refusal<C>> {
        let windows = Windows::of(self.clock.now());
        let cached = lock(cached);
        let record = &cached.record;
        if let Some((minute, status)) = cached.bursts.get(&call.limits.code)
            && *minute == windows.minute
        {
            return Some(Refusal::rate_limited(record, *status, windows.now));
        }
        let (limit, (minute, bytes)) = (call.limits.bytes_per_minute?, cached.bytes?);
        if minute != windows.minute || bytes + call.bytes <= limit {
            return None;
        }
        let retry_after = seconds(windows.now, windows.minute.end());
        let denial = Denial::BytesLimited { limit, retry_after };
        let ledger = cached.last.as_ref()?.ledger();
        Some(Refusal::known(denial, record, ledger, call, &windows))
    }

    /// The refusal of a call by its account's item; the cache keeps what saves the next call a
    /// write.
    pub(super) fn refuse(
        &self,
        cached: &Mutex<CachedKey<C, A>>,
        denial: Denial<C::Scope>,
        record: &C,
        ledger: &Ledger,
        call: &Call<'_, C::Scope>,
        windows: &Windows,
    ) -> Refusal<C> {
        let mut cached = lock(cached);
        match denial {
            Denial::RateLimited { .. } => {
                let status = LimitStatus::new(ledger, record, call.limits, windows);
                let code = call.limits.code;
                cached.bursts.insert(code, (windows.minute, status));
            }
            Denial::BytesLimited { .. } => {
                let counted = ledger.count(Counter::Bytes(windows.minute, record.index()));
                cached.bytes = Some((windows.minute, counted));
            }
            Denial::PlanRequired
            | Denial::KeyQuotaExceeded { .. }
            | Denial::AccountQuotaExceeded { .. } => {
                cached.look_until = windows.now.plus_millis(LOOK_FIRST_MILLIS);
            }
            _ => {}
        }
        Refusal::known(denial, record, ledger, call, windows)
    }

    /// Counts a refusal towards the minute's limit of refusals.
    pub(super) fn limit_refusals(
        &self,
        key: C::Hash,
        call: &Call<'_, C::Scope>,
        refusal: &Refusal<C>,
    ) {
        let (Some(status), true) = (refusal.status, refusal.denial.is_limited()) else {
            return;
        };
        let Some(cached) = self.cache.get(key) else {
            return;
        };
        let minute = Minute::of(status.at);
        let mut cached = lock(&cached);
        let place = place(call, &*cached.record);
        let before = cached.refused.get(&place);
        let before = before.filter(|refused| refused.minute == minute);
        let count = before.map_or(0, |refused| refused.count) + 1;
        let refused = Refused {
            minute,
            count,
            status,
        };
        cached.refused.insert(place, refused);
    }

    /// Counts a refusal, in memory; what has gathered there is written once a minute at most.
    /// Whether that succeeds or not, the refusal stands as it is.
    pub(super) async fn count_refusal(&self, refusal: &Refusal<C>) {
        let (Some(record), Some(code)) = (&refusal.record, usage::code(&refusal.denial)) else {
            return;
        };
        let now = self.clock.now();
        let refusals = self.cache.refusals_or_new(record);
        let counts = lock(&refusals).count(Counter::Refused(Day::of(now), code), now);
        if counts.is_empty() {
            return;
        }
        match self.write_refusals(record, &counts).await {
            // An account whose calls are all refused has no other call to close its days.
            Ok(Some(account)) => {
                self.close_days(&record.tenant(), account.ledger(), now)
                    .await;
            }
            Ok(None) => {}
            Err(error) => {
                let cause = error.cause();
                tracing::info!(cause, "a minute's refusals are not counted");
            }
        }
    }

    /// Adds refusals to the account's item. The account as it now stands, or None where there is
    /// no such account any more.
    async fn write_refusals(
        &self,
        record: &C,
        counts: &BTreeMap<Counter, u64>,
    ) -> Result<Option<A>, Fault> {
        let mut names = [("#g".to_owned(), attributes::GENERATION.to_owned())].into();
        let mut values = [(":g".to_owned(), n(record.generation()))].into();
        let adds = write::add_refusals(counts, &mut names, &mut values);
        let sent = self
            .table
            .unretried
            .update_item()
            .table_name(&self.table.name)
            .set_key(Some(ledger::place(&record.tenant()).into_item()))
            .condition_expression("#g = :g")
            .update_expression(format!("ADD {}", adds.join(", ")))
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values))
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent {
            Ok(answer) => {
                self.table.meter.written(answer.consumed_capacity.as_ref());
                account_of(answer.attributes)
            }
            Err(error) => {
                self.table.meter.written(None);
                match error.as_service_error() {
                    Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
                    _ => Err(failed("counting refusals", error)),
                }
            }
        }
    }
}
