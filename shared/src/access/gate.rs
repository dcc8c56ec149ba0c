//! The gate: one conditional write that decides a call and counts it.
//!
//! The rules that must not break:
//! * Nobody is admitted but by the write. Memory may spare a look-up or refuse a burst, and no
//!   more; a 401 or 403 that memory suggests is looked up first.
//! * The write is never repeated unless it is known not to have been applied: ADD counts twice.
//! * A window's counters leave the item only when no clock can still be inside it.
//! * What is counted of refusals decides nothing, and never changes an answer.
//!
//! Warm, a call is one round trip and one write unit. All that may change about a caller is on
//! the one item (see [`super::account`]); a refused write answers with the item as it was, so
//! the reason needs no second read.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem, Update,
};

use super::account::{Account, Cell, Slot, fixed};
use super::alerts::{self, Alert};
use super::key::{HashedKey, PlainKey};
use super::memory::{Known, Memory, lock};
use super::record::{KeyRecord, Scope};
use super::usage;
use super::window::{Day, Minute, Month};
use crate::clock::{Clock, Timestamp};
use crate::error::Error;
use crate::table::{self, Key, Table, n};

/// A quota was seen spent: for so long a call looks (one read unit) before it writes, so that
/// a caller who hammers a spent quota neither costs writes nor queues on the item. A raised
/// limit still holds from the very next call.
const LOOK_FIRST_MILLIS: i64 = 4_000;
/// Tries when another transaction holds the item: the write was not applied then.
const CONFLICT_TRIES: u32 = 4;
/// A closed day's usage is kept 13 months and a bit.
const USAGE_KEPT_SECONDS: i64 = 400 * 86_400;
/// Counters closed in one transaction.
const CLOSED_AT_ONCE: usize = 40;

/// How an endpoint is metered.
#[derive(Clone, Copy, Debug)]
pub struct Metering {
    /// The endpoint's letter in the account's item.
    pub letter: char,
    /// The scope it needs; nothing: any key will do.
    pub scope: Option<Scope>,
    /// Calls a minute and key.
    pub per_minute: u64,
    /// Whether a call costs a unit of the monthly quotas, and needs one left.
    pub counted: bool,
}

/// A call that may be done; it has been counted.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The key it came with.
    pub record: Arc<KeyRecord>,
    /// The account as the write left it.
    pub account: Arc<Account>,
    /// What is left.
    pub standing: Standing,
    /// What is to be told of quotas.
    pub(super) alerts: Vec<Alert>,
}

/// A call that may not be done.
#[derive(Debug)]
pub struct Refusal {
    /// Why.
    pub error: Error,
    /// What is left, where the key is known.
    pub standing: Option<Standing>,
    /// The key, where it is known.
    pub record: Option<Arc<KeyRecord>>,
    /// What is to be told of quotas.
    pub(super) alerts: Vec<Alert>,
}

impl Refusal {
    fn unknown(error: Error) -> Self {
        Self {
            error,
            standing: None,
            record: None,
            alerts: Vec::new(),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::unknown(error)
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
pub struct Standing {
    /// The moment.
    pub at: Timestamp,
    /// This key and endpoint in this minute.
    pub burst: Quota,
    /// When the minute ends.
    pub minute_ends: Timestamp,
    /// All keys of the account in this month.
    pub account: Quota,
    /// This key's own limit; nothing where it has none.
    pub key_limit: Option<u64>,
    /// This key's calls in this month.
    pub key_used: u64,
    /// When the month ends: 00:00 UTC on the 1st.
    pub month_ends: Timestamp,
    /// When the month began.
    pub month_began: Timestamp,
}

impl Standing {
    fn new(account: &Account, record: &KeyRecord, metering: &Metering, windows: &Windows) -> Self {
        Self {
            at: windows.now,
            burst: Quota {
                limit: metering.per_minute,
                used: account.count(windows.burst(metering, record.slot)),
            },
            minute_ends: windows.minute.end(),
            account: Quota {
                limit: account.monthly_limit,
                used: account.count(Cell::Month(windows.month)),
            },
            key_limit: record.monthly_limit,
            key_used: account.count(Cell::KeyMonth(windows.month, record.slot)),
            month_ends: windows.month.end(),
            month_began: windows.month.start(),
        }
    }

    /// Whichever of the account's and the key's quota has the least left.
    pub fn quota(&self) -> Quota {
        let own = self.key_limit.map(|limit| Quota {
            limit,
            used: self.key_used,
        });
        match own {
            Some(own) if own.remaining() < self.account.remaining() => own,
            _ => self.account,
        }
    }

    /// Whole seconds, at least 1, from the moment of this standing to another.
    pub fn seconds_to(&self, end: Timestamp) -> u64 {
        u64::try_from((end.millis() - self.at.millis() + 999) / 1000)
            .unwrap_or(0)
            .max(1)
    }
}

/// The windows of one moment, taken once for a decision.
struct Windows {
    now: Timestamp,
    minute: Minute,
    day: Day,
    month: Month,
}

impl Windows {
    fn of(now: Timestamp) -> Self {
        Self {
            now,
            minute: Minute::of(now),
            day: Day::of(now),
            month: Month::of(now),
        }
    }

    fn burst(&self, metering: &Metering, slot: Slot) -> Cell {
        Cell::Burst(metering.letter, self.minute, slot)
    }
}

/// What the account's item says to a call.
enum Verdict {
    Pass,
    /// The record that was remembered is not the current one.
    Outdated,
    Refuse(Error),
}

/// What became of the write.
enum Written {
    Counted(Account),
    /// The item as it was; nothing where there is none.
    Refused(Option<Account>),
}

/// The gate of one process.
#[derive(Debug)]
pub struct Gate {
    table: Table,
    clock: Clock,
    memory: Memory,
}

impl Gate {
    /// A gate that has seen nobody yet.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            memory: Memory::new(),
        }
    }

    /// What a key of the wrong shape gets: nothing is looked up.
    pub fn refuse_malformed(&self, from: Option<IpAddr>) -> Refusal {
        let windows = Windows::of(self.clock.now());
        if self.memory.too_many_bad_keys(from, windows.minute) {
            return Refusal::unknown(too_many(&windows));
        }
        self.memory.count_bad_key(from, windows.minute);
        Refusal::unknown(Error::InvalidKey)
    }

    /// Decides a call and counts it.
    ///
    /// # Errors
    /// Why it is refused: 401, 403 and 429 in the contract's order, or that the table could not
    /// be asked; then nothing is admitted.
    pub async fn enter(
        &self,
        key: &PlainKey,
        from: Option<IpAddr>,
        metering: &Metering,
    ) -> Result<Admission, Refusal> {
        let mut decided = self.decide(key, from, metering).await;
        if let Err(refusal) = &decided {
            self.count_refusal(refusal).await;
        }
        let (Ok(Admission { alerts, .. }) | Err(Refusal { alerts, .. })) = &mut decided;
        if !alerts.is_empty() {
            self.leave_told(key.hash(), alerts);
        }
        decided
    }

    async fn decide(
        &self,
        key: &PlainKey,
        from: Option<IpAddr>,
        metering: &Metering,
    ) -> Result<Admission, Refusal> {
        let hash = key.hash();
        let mut known = self.know(hash, from).await?;
        // A record may be outdated once; twice in a row is the table's trouble, not the caller's.
        for _ in 0..2 {
            let mut record = Arc::clone(&lock(&known).record);
            if record_refuses(&record, from, metering, self.clock.now()) {
                let (fresh, account) = self.look(hash, &record).await?;
                let windows = Windows::of(self.clock.now());
                if let Verdict::Refuse(error) = judge(&fresh, &account, from, metering, &windows) {
                    return Err(refused(error, &fresh, &account, metering, &windows));
                }
                known = self.memory.put(hash, fresh);
                record = Arc::clone(&lock(&known).record);
            }
            if let Some(refusal) = self.refuse_from_memory(&known, &record, metering) {
                return Err(refusal);
            }
            if metering.counted && self.clock.now() < lock(&known).look_until {
                let item = self.table.get_item(Key::account(record.user_id)).await?;
                let account = account_of(item)?.ok_or_else(|| self.erased(hash))?;
                let windows = Windows::of(self.clock.now());
                match judge(&record, &account, from, metering, &windows) {
                    Verdict::Pass => {}
                    Verdict::Outdated => {
                        known = self.reload(hash).await?;
                        continue;
                    }
                    Verdict::Refuse(error) => {
                        remember_refusal(&known, &error, &record, &account, metering, &windows);
                        return Err(refused(error, &record, &account, metering, &windows));
                    }
                }
            }
            let windows = Windows::of(self.clock.now());
            let stale = lock(&known)
                .last
                .as_ref()
                .map_or_else(Vec::new, |a| a.stale(windows.now));
            match self.write(&record, metering, &windows, &stale).await? {
                Written::Counted(account) => {
                    let account = Arc::new(account);
                    lock(&known).last = Some(Arc::clone(&account));
                    let standing = Standing::new(&account, &record, metering, &windows);
                    if self.may_close(&account, &known, windows.now) {
                        self.close_days(&account, windows.now).await;
                    }
                    let alerts = if metering.counted {
                        alerts::due(&account, &record, &standing, None)
                    } else {
                        Vec::new()
                    };
                    return Ok(Admission {
                        record,
                        account,
                        standing,
                        alerts,
                    });
                }
                Written::Refused(None) => return Err(self.erased(hash)),
                Written::Refused(Some(account)) => {
                    match judge(&record, &account, from, metering, &windows) {
                        Verdict::Refuse(error) => {
                            remember_refusal(&known, &error, &record, &account, metering, &windows);
                            return Err(refused(error, &record, &account, metering, &windows));
                        }
                        Verdict::Outdated => known = self.reload(hash).await?,
                        Verdict::Pass => {
                            let cause =
                                "the write was refused, yet its item would have let it pass";
                            return Err(Error::unavailable("deciding a call", cause).into());
                        }
                    }
                }
            }
        }
        Err(Error::unavailable("deciding a call", "the key's record keeps changing").into())
    }

    /// The key as remembered, or else as it stands in the table.
    async fn know(
        &self,
        hash: HashedKey,
        from: Option<IpAddr>,
    ) -> Result<Arc<Mutex<Known>>, Refusal> {
        if let Some(known) = self.memory.get(hash) {
            return Ok(known);
        }
        let windows = Windows::of(self.clock.now());
        if self.memory.too_many_bad_keys(from, windows.minute) {
            return Err(Refusal::unknown(too_many(&windows)));
        }
        match self.table.get(Key::record(hash)).await? {
            Some(record) => Ok(self.memory.put(hash, record)),
            None => {
                self.memory.count_bad_key(from, windows.minute);
                Err(Refusal::unknown(Error::InvalidKey))
            }
        }
    }

    async fn reload(&self, hash: HashedKey) -> Result<Arc<Mutex<Known>>, Refusal> {
        match self.table.get(Key::record(hash)).await? {
            Some(record) => Ok(self.memory.put(hash, record)),
            None => Err(self.erased(hash)),
        }
    }

    /// The key is of no account any more.
    fn erased(&self, hash: HashedKey) -> Refusal {
        self.memory.forget(hash);
        Refusal::unknown(Error::InvalidKey)
    }

    /// Record and account as of now, in one round trip.
    async fn look(
        &self,
        hash: HashedKey,
        record: &KeyRecord,
    ) -> Result<(KeyRecord, Account), Refusal> {
        let at = Key::account(record.user_id);
        let items = self
            .table
            .get_items(vec![Key::record(hash), at.clone()])
            .await?;
        let (accounts, mut records): (Vec<_>, Vec<_>) =
            items.into_iter().partition(|item| at.is_of(item));
        match (records.pop(), account_of(accounts.into_iter().next())?) {
            (Some(record), Some(account)) => Ok((table::read(record)?, account)),
            _ => Err(self.erased(hash)),
        }
    }

    /// A burst that was refused in this minute stays refused until the minute ends; the record
    /// has already passed.
    fn refuse_from_memory(
        &self,
        known: &Mutex<Known>,
        record: &Arc<KeyRecord>,
        metering: &Metering,
    ) -> Option<Refusal> {
        let now = self.clock.now();
        let (minute, mut standing) = lock(known).bursts.get(&metering.letter).copied()?;
        if minute != Minute::of(now) {
            return None;
        }
        standing.at = now;
        let retry_after = standing.seconds_to(standing.minute_ends);
        Some(Refusal {
            error: Error::RateLimited { retry_after },
            standing: Some(standing),
            record: Some(Arc::clone(record)),
            alerts: Vec::new(),
        })
    }

    /// The one write.
    async fn write(
        &self,
        record: &KeyRecord,
        metering: &Metering,
        windows: &Windows,
        stale: &[String],
    ) -> Result<Written, Error> {
        // Refusals that wait go along: names and a few digits on a write that is made anyway.
        let waiting = self.memory.refusals(record);
        let refusals = waiting
            .as_ref()
            .map(|waiting| lock(waiting).take())
            .unwrap_or_default();
        let request = write_request(record, metering, windows, stale, &refusals);
        let mut attempt = 1;
        loop {
            let sent = self
                .table
                .once
                .update_item()
                .table_name(&self.table.name)
                .set_key(Some(Key::account(record.user_id).into_item()))
                .condition_expression(&request.condition)
                .update_expression(&request.update)
                .set_expression_attribute_names(Some(request.names.clone()))
                .set_expression_attribute_values(Some(request.values.clone()))
                .return_values(ReturnValue::AllNew)
                .return_values_on_condition_check_failure(
                    ReturnValuesOnConditionCheckFailure::AllOld,
                )
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            let error = match sent {
                Ok(answer) => {
                    self.table.tally.written(answer.consumed_capacity.as_ref());
                    return account_of(answer.attributes)?
                        .map(Written::Counted)
                        .ok_or_else(|| {
                            Error::unavailable("counting a call", "the answer has no item")
                        });
                }
                Err(error) => error,
            };
            self.table.tally.written(None);
            match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refusal)) => {
                    if let Some(waiting) = &waiting {
                        lock(waiting).put_back(&refusals);
                    }
                    return Ok(Written::Refused(account_of(refusal.item.clone())?));
                }
                // Not applied: a change to a key held the item at that moment.
                Some(e)
                    if e.code() == Some("TransactionConflictException")
                        && attempt < CONFLICT_TRIES =>
                {
                    tokio::time::sleep(table::jitter(attempt)).await;
                    attempt += 1;
                }
                _ => return Err(table::failed("counting a call", error)),
            }
        }
    }

    /// Counts a refusal, in memory; once a minute at most what has gathered there is written.
    /// Whatever becomes of that, the refusal stands as it is.
    async fn count_refusal(&self, refusal: &Refusal) {
        let (Some(record), Some(letter)) = (&refusal.record, usage::letter(&refusal.error)) else {
            return;
        };
        let now = self.clock.now();
        let refusals = self.memory.refusals_to_be(record);
        let counts = lock(&refusals).count(Cell::Refused(Day::of(now), letter), now);
        if counts.is_empty() {
            return;
        }
        match self.write_refusals(record, &counts).await {
            // An account that is only refused has nobody else to close its days.
            Ok(Some(account)) => self.close_days(&account, now).await,
            Ok(None) => {}
            Err(error) => tracing::info!("a minute's refusals are not counted: {error:?}"),
        }
    }

    /// Adds refusals to the account's item; answers with the account, or nothing where there is
    /// none to add to any more.
    async fn write_refusals(
        &self,
        record: &KeyRecord,
        counts: &BTreeMap<Cell, u64>,
    ) -> Result<Option<Account>, Error> {
        let mut names = HashMap::from([("#g".to_owned(), fixed::GENERATION.to_owned())]);
        let mut values = HashMap::from([(":g".to_owned(), n(record.generation))]);
        let adds = add_refusals(counts, &mut names, &mut values);
        let sent = self
            .table
            .once
            .update_item()
            .table_name(&self.table.name)
            .set_key(Some(Key::account(record.user_id).into_item()))
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
                self.table.tally.written(answer.consumed_capacity.as_ref());
                account_of(answer.attributes)
            }
            Err(error) => {
                self.table.tally.written(None);
                match error.as_service_error() {
                    Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(None),
                    _ => Err(table::failed("counting refusals", error)),
                }
            }
        }
    }

    /// Leaves out what another call of this process tells in this minute: several see a quota
    /// run low before the mark is there.
    fn leave_told(&self, key: HashedKey, alerts: &mut Vec<Alert>) {
        let Some(known) = self.memory.get(key) else {
            return;
        };
        let minute = Minute::of(self.clock.now());
        let telling = &mut lock(&known).telling;
        telling.retain(|(_, at)| *at == minute);
        alerts.retain(|alert| !telling.iter().any(|(mark, _)| *mark == alert.mark()));
        telling.extend(alerts.iter().map(|alert| (alert.mark(), minute)));
    }

    /// Whether days are to be closed, and nobody has tried in this minute.
    fn may_close(&self, account: &Account, known: &Mutex<Known>, now: Timestamp) -> bool {
        let minute = Some(Minute::of(now));
        !account.closed_days(now).is_empty()
            && std::mem::replace(&mut lock(known).closing, minute) != minute
    }

    /// Moves the counts of days that are over to their own items. Whoever sees such a day first
    /// does it; of several, one succeeds and the others change nothing. A failure is no matter:
    /// the next call sees the day again.
    async fn close_days(&self, account: &Account, now: Timestamp) {
        for (day, counts) in account.closed_days(now) {
            for counts in counts.chunks(CLOSED_AT_ONCE) {
                if let Err(error) = self.close_day(account, day, counts).await {
                    tracing::info!(usage.day = %day, "a day is left for another call to close: {error:?}");
                    return;
                }
            }
        }
    }

    async fn close_day(
        &self,
        account: &Account,
        day: Day,
        counts: &[(Cell, u64)],
    ) -> Result<(), Error> {
        let doing = "closing a day";
        let user = account.user_id;
        let mut usage = Update::builder()
            .table_name(&self.table.name)
            .set_key(Some(Key::usage(user, day).into_item()));
        let mut item = Update::builder()
            .table_name(&self.table.name)
            .set_key(Some(Key::account(user).into_item()))
            .expression_attribute_names("#g", fixed::GENERATION)
            .expression_attribute_values(":g", n(account.generation));
        let (mut add, mut remove) = (Vec::new(), Vec::new());
        let mut unchanged = vec!["#g = :g".to_owned()];
        for (i, (cell, count)) in counts.iter().enumerate() {
            let Some(name) = usage::name(*cell) else {
                continue;
            };
            usage = usage
                .expression_attribute_names(format!("#k{i}"), name)
                .expression_attribute_values(format!(":k{i}"), n(*count));
            add.push(format!("#k{i} :k{i}"));
            item = item
                .expression_attribute_names(format!("#d{i}"), cell.name())
                .expression_attribute_values(format!(":d{i}"), n(*count));
            remove.push(format!("#d{i}"));
            unchanged.push(format!("#d{i} = :d{i}"));
        }
        let gone = day.end().seconds() + USAGE_KEPT_SECONDS;
        let usage = usage
            .expression_attribute_names("#ttl", "ttl")
            .expression_attribute_values(":ttl", AttributeValue::N(gone.to_string()))
            .update_expression(format!("ADD {} SET #ttl = :ttl", add.join(", ")))
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        let item = item
            .condition_expression(unchanged.join(" AND "))
            .update_expression(format!("REMOVE {}", remove.join(", ")))
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        self.table
            .transact(
                doing,
                vec![
                    TransactWriteItem::builder().update(usage).build(),
                    TransactWriteItem::builder().update(item).build(),
                ],
            )
            .await
            // Refused: somebody else was first, or the day was written to meanwhile.
            .map(|_| ())
    }
}

fn account_of(item: Option<table::Item>) -> Result<Option<Account>, Error> {
    match item {
        // Some engines answer with the bare key where there is no item.
        Some(item) if item.contains_key(fixed::GENERATION) => Account::from_item(&item)
            .map(Some)
            .map_err(|e| Error::internal("reading an account's item", e)),
        _ => Ok(None),
    }
}

/// Whether the record alone would refuse the call.
fn record_refuses(
    record: &KeyRecord,
    from: Option<IpAddr>,
    metering: &Metering,
    now: Timestamp,
) -> bool {
    record.dead(now).is_some()
        || metering.scope.is_some_and(|scope| !record.has(scope))
        || !record.allows(from)
}

/// The contract's order: key, scope, plan, address, burst, quotas.
fn judge(
    record: &KeyRecord,
    account: &Account,
    from: Option<IpAddr>,
    metering: &Metering,
    windows: &Windows,
) -> Verdict {
    if let Some(error) = record.dead(windows.now) {
        return Verdict::Refuse(error);
    }
    if account.generation != record.generation || account.epoch(record.slot) != Some(record.epoch) {
        return Verdict::Outdated;
    }
    if let Some(scope) = metering.scope
        && !record.has(scope)
    {
        return Verdict::Refuse(Error::InsufficientScope(scope));
    }
    if !account.entitled() {
        return Verdict::Refuse(Error::PlanRequired);
    }
    if !record.allows(from) {
        return Verdict::Refuse(Error::IpNotAllowed);
    }
    let standing = Standing::new(account, record, metering, windows);
    if standing.burst.remaining() == 0 {
        let retry_after = standing.seconds_to(standing.minute_ends);
        return Verdict::Refuse(Error::RateLimited { retry_after });
    }
    if metering.counted {
        let retry_after = standing.seconds_to(standing.month_ends);
        if standing.account.remaining() == 0 {
            let limit = standing.account.limit;
            return Verdict::Refuse(Error::TierQuotaExceeded { limit, retry_after });
        }
        if let Some(limit) = standing.key_limit
            && standing.key_used >= limit
        {
            return Verdict::Refuse(Error::KeyQuotaExceeded { limit, retry_after });
        }
    }
    Verdict::Pass
}

fn refused(
    error: Error,
    record: &KeyRecord,
    account: &Account,
    metering: &Metering,
    windows: &Windows,
) -> Refusal {
    let standing = Standing::new(account, record, metering, windows);
    Refusal {
        alerts: alerts::due(account, record, &standing, Some(&error)),
        error,
        standing: Some(standing),
        record: Some(Arc::new(record.clone())),
    }
}

fn remember_refusal(
    known: &Mutex<Known>,
    error: &Error,
    record: &KeyRecord,
    account: &Account,
    metering: &Metering,
    windows: &Windows,
) {
    let mut known = lock(known);
    match error {
        Error::RateLimited { .. } => {
            let standing = Standing::new(account, record, metering, windows);
            known
                .bursts
                .insert(metering.letter, (windows.minute, standing));
        }
        Error::KeyQuotaExceeded { .. } | Error::TierQuotaExceeded { .. } => {
            known.look_until = windows.now.plus_millis(LOOK_FIRST_MILLIS);
        }
        _ => {}
    }
}

fn too_many(windows: &Windows) -> Error {
    let left = windows.minute.end().millis() - windows.now.millis();
    Error::RateLimited {
        retry_after: u64::try_from((left + 999) / 1000).unwrap_or(1).max(1),
    }
}

struct WriteRequest {
    condition: String,
    update: String,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

fn write_request(
    record: &KeyRecord,
    metering: &Metering,
    windows: &Windows,
    stale: &[String],
    refusals: &BTreeMap<Cell, u64>,
) -> WriteRequest {
    let slot = record.slot;
    let mut names = HashMap::new();
    let mut values = HashMap::new();
    let mut name = |placeholder: &str, name: String| names.insert(placeholder.to_owned(), name);
    let mut value = |placeholder: &str, v: AttributeValue| values.insert(placeholder.to_owned(), v);

    name("#t", fixed::ENTITLED.to_owned());
    name("#g", fixed::GENERATION.to_owned());
    name("#e", Cell::Epoch(slot).name());
    name("#r", windows.burst(metering, slot).name());
    name("#n", Cell::LastUsed(slot).name());
    value(":t", AttributeValue::Bool(true));
    value(":g", n(record.generation));
    value(":e", n(record.epoch));
    value(":burst", n(metering.per_minute));
    value(":n", n(windows.minute.0));
    value(":one", n(1_u64));
    let mut condition = String::from(
        "#t = :t AND #g = :g AND #e = :e AND (attribute_not_exists(#r) OR #r < :burst)",
    );
    let mut update = String::from("SET #n = :n ADD #r :one");
    if metering.counted {
        name("#m", Cell::Month(windows.month).name());
        name("#k", Cell::KeyMonth(windows.month, slot).name());
        name("#d", Cell::KeyDay(windows.day, slot).name());
        name("#L", fixed::LIMIT.to_owned());
        // Where the window is new the limit must still allow a first call.
        value(":none", n(0_u64));
        condition.push_str(
            " AND ((attribute_not_exists(#m) AND #L > :none) OR (attribute_exists(#m) AND #m < #L))",
        );
        if let Some(limit) = record.monthly_limit {
            value(":limit", n(limit));
            condition.push_str(" AND (attribute_not_exists(#k) OR #k < :limit)");
        }
        update.push_str(", #m :one, #k :one, #d :one");
    }
    for add in add_refusals(refusals, &mut names, &mut values) {
        update.push_str(&format!(", {add}"));
    }
    for (i, stale) in stale.iter().enumerate() {
        update.push_str(if i == 0 { " REMOVE " } else { ", " });
        let placeholder = format!("#s{i}");
        update.push_str(&placeholder);
        names.insert(placeholder, stale.clone());
    }
    WriteRequest {
        condition,
        update,
        names,
        values,
    }
}

/// The parts of an ADD that count refusals.
fn add_refusals(
    counts: &BTreeMap<Cell, u64>,
    names: &mut HashMap<String, String>,
    values: &mut HashMap<String, AttributeValue>,
) -> Vec<String> {
    let each = counts.iter().enumerate().map(|(i, (cell, count))| {
        names.insert(format!("#f{i}"), cell.name());
        values.insert(format!(":f{i}"), n(*count));
        format!("#f{i} :f{i}")
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::account::STALE_AT_ONCE;
    use std::collections::HashSet;

    /// No local engine holds DynamoDB's limits on expressions: 300 operators, 4 KB.
    #[test]
    fn the_largest_write_is_within_the_limits_of_expressions() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let record = KeyRecord {
            id: "0badc0de".parse().unwrap(),
            user_id: crate::id::UserId::new(now),
            generation: u64::MAX,
            slot: Slot::new(200_000).unwrap(),
            epoch: u64::MAX,
            name: String::new(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: Some(1_000_000),
            expires_at: None,
            allowed_ips: Vec::new(),
            created_at: now,
            revoked_at: None,
        };
        let metering = Metering {
            letter: 'p',
            scope: Some(Scope::TwinRead),
            per_minute: 60,
            counted: true,
        };
        let stale: Vec<_> = (0..STALE_AT_ONCE)
            .map(|i| Cell::LastUsed(Slot::new(i as u32).unwrap()).name())
            .collect();
        // Two days' refusals, of every code.
        let refusals: BTreeMap<_, _> = [now, now.plus_millis(86_400_000)]
            .iter()
            .flat_map(|at| usage::REFUSALS.map(|(code, _)| (Cell::Refused(Day::of(*at), code), 9)))
            .collect();
        let write = write_request(&record, &metering, &Windows::of(now), &stale, &refusals);
        let operators = |expression: &str| {
            [
                "=",
                "<",
                ">",
                " AND ",
                " OR ",
                "attribute_",
                ",",
                "SET ",
                "ADD ",
                "REMOVE ",
            ]
            .iter()
            .map(|operator| expression.matches(operator).count())
            .sum::<usize>()
        };
        assert!(operators(&write.condition) + operators(&write.update) < 300);
        assert!(write.condition.len() < 4_096 && write.update.len() < 4_096);
        // No attribute is named twice: DynamoDB refuses overlapping paths.
        let distinct: HashSet<_> = write.names.values().collect();
        assert_eq!(distinct.len(), write.names.len());
        for placeholder in write.names.keys().chain(write.values.keys()) {
            assert!(write.condition.contains(placeholder) || write.update.contains(placeholder));
        }
    }
}
