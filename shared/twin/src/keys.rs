//! The owner's changes to keys: create, change, revoke. Each is one transaction over the key's
//! record and the account's item, whose epoch makes it hold from the very next call, in every
//! process.

use aws_sdk_dynamodb::types::{Put, TransactWriteItem, Update};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::account::{Account, Cell, Slot, fixed};
use super::accounts;
use super::key::{ApiKeyId, HashedKey, PlainKey};
use super::record::{KeyRecord, Scope};
use super::window::Day;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::events::{Event, Kind, Message};
use crate::id::UserId;
use crate::table::{self, Key, Table, Transacted, n, s};

/// Keys an account may have that are not revoked.
pub const LIVE_KEYS: usize = 20;
/// Keys an account may make in a day (UTC): what is left of each stays on its item until the day
/// is closed.
pub const CREATED_A_DAY: u64 = 100;
/// Tries when another change to the account's keys came first.
const TRIES: u32 = 8;

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Requests a month for this key alone.
    pub monthly_limit: Option<u64>,
    /// From when on it is refused.
    pub expires_at: Option<Timestamp>,
    /// Addresses it may be used from; empty: any.
    pub allowed_ips: Vec<IpNet>,
}

/// What may change about a key; absent fields stay as they are.
#[derive(Clone, Debug, Default)]
pub struct KeyChange {
    /// What its owner calls it.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<Vec<Scope>>,
    /// Requests a month for this key alone; `Some(None)`: no limit of its own any more.
    pub monthly_limit: Option<Option<u64>>,
    /// From when on it is refused; `Some(None)`: never.
    pub expires_at: Option<Option<Timestamp>>,
    /// Addresses it may be used from; empty: any.
    pub allowed_ips: Option<Vec<IpNet>>,
}

/// Why a key was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// There is no such key on this account.
    #[error("there is no such key on this account")]
    NoKey,
    /// It is revoked, for good.
    #[error("the key is revoked")]
    Revoked,
    /// It is revoked or has expired, and has nothing left to be taken over.
    #[error("the key is revoked or has expired")]
    NotLive,
    /// Too many were made today.
    #[error("{CREATED_A_DAY} keys were made today (UTC), the most a day allows: go on tomorrow")]
    TooManyToday,
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// The account has as many live keys as it may.
    #[error("the account has {LIVE_KEYS} live keys, the most it may have: revoke one first")]
    TooManyKeys,
    /// Other changes kept coming first.
    #[error("other changes to the account's keys came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// As a surface tells it.
impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        let message = format!("{error}.");
        match error {
            KeyError::NoAccount => Self::NoAccount,
            KeyError::NoKey => Self::refused("KEY_NOT_FOUND", "This account has no such key."),
            KeyError::Revoked | KeyError::NotLive => Self::refused(
                "KEY_NOT_LIVE",
                "This key is revoked or has expired. Create a new one.",
            ),
            KeyError::TooManyKeys | KeyError::TooManyToday => {
                Self::refused("KEY_LIMIT_REACHED", message)
            }
            KeyError::Repeated => Self::IdempotencyInProgress,
            KeyError::Busy => Self::unavailable("changing a key", message),
            KeyError::Failed(error) => error,
        }
    }
}

/// In the account's partition: where the record of the key with this id stands.
#[derive(Serialize, Deserialize)]
struct Pointer {
    hash: String,
}

/// What was made, without its plaintext.
#[derive(Clone, Debug)]
pub struct Made {
    /// The new key's record.
    pub record: KeyRecord,
    /// The key it takes over from, as it stands now.
    pub replaced: Option<KeyRecord>,
}

/// The part of a transaction that keeps its answer for an `Idempotency-Key`, made of what the
/// transaction makes.
pub type Keep<'a> = &'a (dyn Fn(&Made) -> Result<Option<TransactWriteItem>, Error> + Sync);

/// Keeps nothing.
pub fn keep_nothing(_: &Made) -> Result<Option<TransactWriteItem>, Error> {
    Ok(None)
}

/// Makes a key. The plaintext is in the answer and nowhere else.
///
/// # Errors
/// As [`KeyError`] says.
pub async fn create(
    table: &Table,
    user: UserId,
    new: &NewKey,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(PlainKey, KeyRecord), KeyError> {
    let (key, made) = store(table, user, Wanted::New(new), now, random, keep).await?;
    Ok((key, made.record))
}

/// Makes the key whose plaintext is given: for a key that is known beforehand, as a local
/// demonstration's is.
///
/// # Errors
/// As [`KeyError`] says; [`KeyError::Busy`] also where the account has a key of this id.
pub async fn create_known(
    table: &Table,
    user: UserId,
    key: &PlainKey,
    new: &NewKey,
    now: Timestamp,
) -> Result<KeyRecord, KeyError> {
    let known = || Ok(key.clone());
    let (_, made) = store(table, user, Wanted::New(new), now, known, &keep_nothing).await?;
    Ok(made.record)
}

/// Makes a key that takes over from another: it may do the same, and the old one lives for
/// `overlap_hours` more, or ends at once where that is 0. An earlier expiry of its own stands.
///
/// # Errors
/// As [`KeyError`] says.
pub async fn rotate(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    overlap_hours: u64,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(PlainKey, Made), KeyError> {
    store(
        table,
        user,
        Wanted::InPlaceOf(id, overlap_hours),
        now,
        random,
        keep,
    )
    .await
}

fn random() -> Result<PlainKey, Error> {
    PlainKey::generate().map_err(|e| Error::internal(CREATING, e.to_string()))
}

const CREATING: &str = "creating a key";

/// What a new key is to be.
enum Wanted<'a> {
    New(&'a NewKey),
    InPlaceOf(ApiKeyId, u64),
}

async fn store(
    table: &Table,
    user: UserId,
    wanted: Wanted<'_>,
    now: Timestamp,
    key: impl Fn() -> Result<PlainKey, Error>,
    keep: Keep<'_>,
) -> Result<(PlainKey, Made), KeyError> {
    for attempt in 1..=TRIES {
        let account = accounts::view(table, user)
            .await?
            .ok_or(KeyError::NoAccount)?;
        let (new, replaced) = match &wanted {
            Wanted::New(new) => ((*new).clone(), None),
            Wanted::InPlaceOf(id, overlap_hours) => {
                let (hash, old) = find(table, user, *id).await?;
                match old.dead(now) {
                    None => {}
                    Some(_) => return Err(KeyError::NotLive),
                }
                let new = NewKey {
                    name: old.name.clone(),
                    scopes: old.scopes.clone(),
                    monthly_limit: old.monthly_limit,
                    expires_at: old.expires_at,
                    allowed_ips: old.allowed_ips.clone(),
                };
                let mut after = old.clone();
                after.epoch += 1;
                if *overlap_hours == 0 {
                    after.revoked_at = Some(now);
                } else {
                    let hours = i64::try_from(*overlap_hours).unwrap_or(i64::MAX / 3_600_000);
                    let end = now.plus_millis(hours.saturating_mul(3_600_000));
                    after.expires_at = Some(old.expires_at.map_or(end, |own| own.min(end)));
                }
                (new, Some((hash, old, after)))
            }
        };
        let today = Cell::Created(Day::of(now));
        if account.count(today) >= CREATED_A_DAY {
            return Err(KeyError::TooManyToday);
        }
        // Keys that have expired are no live keys; they give up their place when it is needed.
        let ends_now = replaced
            .as_ref()
            .is_some_and(|(.., after)| after.revoked_at.is_some());
        let mut retired = Vec::new();
        let live = account.live_keys().saturating_sub(usize::from(ends_now));
        if live >= LIVE_KEYS {
            retired = expired(table, &account, now).await?;
            if live.saturating_sub(retired.len()) >= LIVE_KEYS {
                return Err(KeyError::TooManyKeys);
            }
        }
        let slot = Slot::new(account.next_slot).ok_or(KeyError::TooManyKeys)?;
        let key = key()?;
        let record = KeyRecord {
            id: key.id(),
            user_id: user,
            generation: account.generation,
            slot,
            epoch: 1,
            name: new.name,
            scopes: new.scopes,
            monthly_limit: new.monthly_limit,
            expires_at: new.expires_at,
            allowed_ips: new.allowed_ips,
            created_at: now,
            revoked_at: None,
        };
        let pointer = Pointer {
            hash: key.hash().to_string(),
        };
        let opened = update(CREATING, table, Key::account(user), |u| {
            let mut condition =
                String::from("#g = :g AND #s = :s AND (attribute_not_exists(#k) OR #k < :most)");
            let mut set = String::from("SET #e = :e, #s = :next");
            let mut remove = Vec::new();
            let mut u = u
                .expression_attribute_names("#g", fixed::GENERATION)
                .expression_attribute_names("#s", fixed::NEXT_SLOT)
                .expression_attribute_names("#k", today.name())
                .expression_attribute_names("#e", Cell::Epoch(slot).name())
                .expression_attribute_values(":g", n(account.generation))
                .expression_attribute_values(":s", n(slot.ordinal()))
                .expression_attribute_values(":next", n(slot.ordinal() + 1))
                .expression_attribute_values(":most", n(CREATED_A_DAY))
                .expression_attribute_values(":one", n(1_u64))
                .expression_attribute_values(":e", n(record.epoch));
            if let Some((_, old, after)) = &replaced {
                u = u
                    .expression_attribute_names("#old", Cell::Epoch(old.slot).name())
                    .expression_attribute_values(":before", n(old.epoch));
                condition.push_str(" AND #old = :before");
                if after.revoked_at.is_some() {
                    remove.push("#old".to_owned());
                } else {
                    u = u.expression_attribute_values(":after", n(after.epoch));
                    set.push_str(", #old = :after");
                }
            }
            for (i, (slot, epoch)) in retired.iter().enumerate() {
                // Its expiry may be moved at this very moment: then it stays.
                condition.push_str(&format!(" AND #r{i} = :r{i}"));
                u = u
                    .expression_attribute_names(format!("#r{i}"), Cell::Epoch(*slot).name())
                    .expression_attribute_values(format!(":r{i}"), n(*epoch));
                remove.push(format!("#r{i}"));
            }
            set.push_str(" ADD #k :one");
            if !remove.is_empty() {
                set.push_str(&format!(" REMOVE {}", remove.join(", ")));
            }
            u.condition_expression(condition).update_expression(set)
        })?;
        let mut items = vec![
            insert(CREATING, table, Key::record(key.hash()), &record)?,
            insert(CREATING, table, Key::account_key(user, key.id()), &pointer)?,
            opened,
        ];
        if record.expires_at.is_some() {
            items.extend(end_told(table, &record, Ending::Expired)?);
        }
        if let Some((hash, old, after)) = &replaced {
            items.push(replace(CREATING, table, *hash, old.epoch, after)?);
            let own = after.expires_at == old.expires_at && after.revoked_at.is_none();
            let ending = if own {
                Ending::Expired
            } else {
                Ending::Replaced
            };
            items.extend(end_told(table, after, ending)?);
        }
        let replaced = replaced.map(|(.., after)| after);
        let made = Made { record, replaced };
        let kept = keep(&made)?;
        let keeps = kept.is_some();
        items.extend(kept);
        match table.transact(CREATING, items).await? {
            Transacted::Done => return Ok((key, made)),
            Transacted::Refused(failed) if keeps && failed.last() == Some(&true) => {
                return Err(KeyError::Repeated);
            }
            // Another key came first, or the 32-bit id is taken. Both are new next time.
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(KeyError::Busy)
}

/// Slots and epochs of keys that have expired and still hold a place on the account's item.
async fn expired(
    table: &Table,
    account: &Account,
    now: Timestamp,
) -> Result<Vec<(Slot, u64)>, Error> {
    let all = list(table, account.user_id).await?;
    let gone = all.iter().filter(|record| record.dead(now).is_some());
    Ok(gone
        .map(|record| (record.slot, record.epoch))
        .filter(|(slot, _)| account.epoch(*slot).is_some())
        .collect())
}

/// A record in place of itself, if it is still the one that was read.
fn replace(
    doing: &'static str,
    table: &Table,
    hash: HashedKey,
    before: u64,
    record: &KeyRecord,
) -> Result<TransactWriteItem, Error> {
    let put = Put::builder()
        .table_name(&table.name)
        .set_item(Some(table::write(Key::record(hash), record)?))
        .condition_expression("#epoch = :before")
        .expression_attribute_names("#epoch", "epoch")
        .expression_attribute_values(":before", n(before))
        .build()
        .map_err(|e| Error::internal(doing, e))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// All keys of an account, revoked ones included, oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, user: UserId) -> Result<Vec<KeyRecord>, Error> {
    let mut pointers = Vec::new();
    let mut pages = table
        .client
        .query()
        .table_name(&table.name)
        .consistent_read(true)
        .key_condition_expression("#pk = :pk AND begins_with(#sk, :keys)")
        .expression_attribute_names("#pk", table::keys::PK)
        .expression_attribute_names("#sk", table::keys::SK)
        .expression_attribute_values(":pk", s(user))
        .expression_attribute_values(":keys", s(table::keys::KEYS))
        .into_paginator()
        .items()
        .send();
    while let Some(item) = pages.next().await {
        let item = item.map_err(|e| table::failed("listing keys", e))?;
        pointers.push(hash_of(table::read::<Pointer>(item)?)?);
    }
    let mut records: Vec<KeyRecord> = Vec::with_capacity(pointers.len());
    for some in pointers.chunks(100) {
        let wanted = some.iter().map(|hash| Key::record(*hash)).collect();
        for item in table.get_items(wanted).await? {
            records.push(table::read(item)?);
        }
    }
    records.sort_by_key(|record| record.slot);
    Ok(records)
}

/// Changes a key. The answer is the record as it then stands.
///
/// # Errors
/// As [`KeyError`] says.
pub async fn change(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    change: &KeyChange,
) -> Result<KeyRecord, KeyError> {
    alter(table, user, id, "changing a key", |record| {
        let KeyChange {
            name,
            scopes,
            monthly_limit,
            expires_at,
            allowed_ips,
        } = change.clone();
        record.name = name.unwrap_or_else(|| record.name.clone());
        record.scopes = scopes.unwrap_or_else(|| record.scopes.clone());
        record.monthly_limit = monthly_limit.unwrap_or(record.monthly_limit);
        record.expires_at = expires_at.unwrap_or(record.expires_at);
        record.allowed_ips = allowed_ips.unwrap_or_else(|| record.allowed_ips.clone());
    })
    .await
}

/// Revokes a key, for good: once this has answered, no call with it is admitted anywhere.
/// Revoking it again changes nothing.
///
/// # Errors
/// As [`KeyError`] says.
pub async fn revoke(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    now: Timestamp,
) -> Result<KeyRecord, KeyError> {
    let revoked = alter(table, user, id, "revoking a key", |r| {
        r.revoked_at = Some(now)
    })
    .await;
    match revoked {
        Err(KeyError::Revoked) => Ok(find(table, user, id).await?.1),
        other => other,
    }
}

/// One record's change together with its epoch, so that every process that remembers the record
/// is told by its next write.
async fn alter(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    doing: &'static str,
    change: impl Fn(&mut KeyRecord),
) -> Result<KeyRecord, KeyError> {
    for attempt in 1..=TRIES {
        let (hash, mut record) = find(table, user, id).await?;
        if record.revoked_at.is_some() {
            return Err(KeyError::Revoked);
        }
        let before = record.epoch;
        change(&mut record);
        record.epoch = before + 1;
        let told = update(doing, table, Key::account(user), |u| {
            let u = u
                .condition_expression("#g = :g AND #e = :before")
                .expression_attribute_names("#g", fixed::GENERATION)
                .expression_attribute_names("#e", Cell::Epoch(record.slot).name())
                .expression_attribute_values(":g", n(record.generation))
                .expression_attribute_values(":before", n(before));
            if record.revoked_at.is_some() {
                u.update_expression("REMOVE #e, #n")
                    .expression_attribute_names("#n", Cell::LastUsed(record.slot).name())
            } else {
                u.update_expression("SET #e = :e")
                    .expression_attribute_values(":e", n(record.epoch))
            }
        })?;
        let own = replace(doing, table, hash, before, &record)?;
        let ending = match record.revoked_at {
            Some(_) => Ending::Revoked,
            None => Ending::Expired,
        };
        let events = end_told(table, &record, ending)?;
        let with_events = |items: Vec<TransactWriteItem>| items.into_iter().chain(events.clone());
        let all = with_events(vec![own.clone(), told]).collect();
        match table.transact(doing, all).await? {
            Transacted::Done => return Ok(record),
            // The record is the current one, and the account knows nothing of it any more: it
            // had expired, and another key has its place.
            Transacted::Refused(failed) if failed.starts_with(&[false, true]) => {
                if record.revoked_at.is_none() {
                    return Err(KeyError::NotLive);
                }
                let own = with_events(vec![own]).collect();
                if table.transact(doing, own).await? == Transacted::Done {
                    return Ok(record);
                }
            }
            Transacted::Refused(_) => {}
        }
        tokio::time::sleep(table::jitter(attempt)).await;
    }
    Err(KeyError::Busy)
}

/// Why a key opens nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "KeyEnding"))]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// Its owner ended it.
    Revoked,
    /// Its time was over.
    Expired,
    /// Another key took its place.
    Replaced,
}

/// The event that a key ended, or will: with whoever revokes it at once, at its expiry
/// otherwise. Nothing for a key without an end.
pub fn ended(record: &KeyRecord, ending: Ending) -> Option<Message> {
    let id = record.id;
    let (event_id, at) = match (record.revoked_at, record.expires_at) {
        (Some(at), _) => (format!("key.revoked.{id}"), at),
        // An expiry that was moved ends the key anew.
        (None, Some(at)) => (format!("key.expired.{id}.{}", at.millis()), at),
        (None, None) => return None,
    };
    let event = Event {
        id: event_id,
        user_id: record.user_id,
        event: Kind::ApiKeyRevoked,
        timestamp: at,
        data: json!({ "apiKeyId": id, "name": record.name, "reason": ending }),
    };
    let message = event.message();
    Some(match record.revoked_at {
        Some(_) => message,
        None => message.stored_as(expiry_of(record)).not_before(at),
    })
}

/// Where the event of a key's expiry is stored until then: one place, so that it moves with it.
fn expiry_of(record: &KeyRecord) -> String {
    format!("key.expired.{}", record.id)
}

/// The parts of a change that store the event of the key's end as it then stands, and take back
/// what was stored before.
fn end_told(
    table: &Table,
    record: &KeyRecord,
    ending: Ending,
) -> Result<Vec<TransactWriteItem>, Error> {
    let expiry_stands = record.revoked_at.is_none() && record.expires_at.is_some();
    let withdrawn =
        (!expiry_stands).then(|| Message::withdraw(table, record.user_id, &expiry_of(record)));
    let at = record.revoked_at.unwrap_or(record.created_at);
    let stored = ended(record, ending).map(|message| message.store(table, at));
    withdrawn.into_iter().chain(stored).collect()
}

/// The record of the key with this id.
///
/// # Errors
/// There is none, or the table can't be reached.
pub async fn find(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
) -> Result<(HashedKey, KeyRecord), KeyError> {
    let pointer: Pointer = table
        .get(Key::account_key(user, id))
        .await?
        .ok_or(KeyError::NoKey)?;
    let hash = hash_of(pointer)?;
    let record = table.get(Key::record(hash)).await?.ok_or(KeyError::NoKey)?;
    Ok((hash, record))
}

fn hash_of(pointer: Pointer) -> Result<HashedKey, Error> {
    pointer
        .hash
        .parse()
        .map_err(|e| Error::internal("reading where a key's record stands", e))
}

fn insert<T: Serialize>(
    doing: &'static str,
    table: &Table,
    key: Key,
    value: &T,
) -> Result<TransactWriteItem, Error> {
    let put = Put::builder()
        .table_name(&table.name)
        .set_item(Some(table::write(key, value)?))
        .condition_expression("attribute_not_exists(#pk)")
        .expression_attribute_names("#pk", table::keys::PK)
        .build()
        .map_err(|e| Error::internal(doing, e))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

fn update(
    doing: &'static str,
    table: &Table,
    key: Key,
    with: impl FnOnce(
        aws_sdk_dynamodb::types::builders::UpdateBuilder,
    ) -> aws_sdk_dynamodb::types::builders::UpdateBuilder,
) -> Result<TransactWriteItem, Error> {
    let update = with(
        Update::builder()
            .table_name(&table.name)
            .set_key(Some(key.into_item())),
    )
    .build()
    .map_err(|e| Error::internal(doing, e))?;
    Ok(TransactWriteItem::builder().update(update).build())
}
