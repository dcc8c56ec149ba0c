//! New keys: made by their owner, or to take over from another key.

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, Part, Table, Transaction, Tries, n};
use metering::ledger::attributes;
use metering::window::Day;
use metering::{Counter, KeyIndex, Ledger};
use webhooks::KEPT;

use super::change::{entries, replace, without_key};
use super::ending::{self, KeyEnding};
use super::read::Pointer;
use super::{
    ApiKeyId, CREATED_A_DAY, CreatedKey, HashedKey, KeyError, KeyRecord, LIVE_KEYS, NewKey,
    PlainKey, StoreReply, TRIES, find, part, with_indexes,
};
use crate::account::{self, Account};
use crate::id::UserId;
use crate::layout;

const CREATING: &str = "creating a key";

/// Stores no answer.
///
/// # Errors
/// None: the signature is that of a [`StoreReply`].
pub fn store_no_reply(_: &CreatedKey) -> Result<Option<Part>, Fault> {
    Ok(None)
}

/// Makes a key. Its plaintext is in the result and nowhere else.
///
/// # Errors
/// As [`KeyError`] says.
pub async fn create(
    table: &Table,
    user: UserId,
    new: &NewKey,
    now: Timestamp,
    reply: StoreReply<'_>,
) -> Result<(PlainKey, KeyRecord), KeyError> {
    let (key, created) = store(table, user, Source::New(new), now, random, reply).await?;
    Ok((key, created.record))
}

/// Makes the key whose plaintext is given: for a key that is known beforehand, as that of a local
/// demonstration is.
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
    let (_, created) = store(table, user, Source::New(new), now, known, &store_no_reply).await?;
    Ok(created.record)
}

/// Makes a key that takes over from another: it may do the same, and the old one stays live for
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
    reply: StoreReply<'_>,
) -> Result<(PlainKey, CreatedKey), KeyError> {
    let source = Source::InPlaceOf(id, overlap_hours);
    store(table, user, source, now, random, reply).await
}

fn random() -> Result<PlainKey, Fault> {
    PlainKey::generate().map_err(|e| Fault::internal(CREATING, e.to_string()))
}

/// What a new key is made of.
enum Source<'a> {
    New(&'a NewKey),
    InPlaceOf(ApiKeyId, u64),
}

/// A key that another takes over from.
struct Replaced {
    hash: HashedKey,
    before: KeyRecord,
    after: KeyRecord,
}

async fn store(
    table: &Table,
    user: UserId,
    source: Source<'_>,
    now: Timestamp,
    key: impl Fn() -> Result<PlainKey, Fault>,
    reply: StoreReply<'_>,
) -> Result<(PlainKey, CreatedKey), KeyError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let account = account::find(table, user).await?;
        let account = account.ok_or(KeyError::NoAccount)?;
        let (new, replaced) = match &source {
            Source::New(new) => ((*new).clone(), None),
            Source::InPlaceOf(id, overlap_hours) => {
                let (new, replaced) = take_over(table, user, *id, *overlap_hours, now).await?;
                (new, Some(replaced))
            }
        };
        if account.ledger.count(Counter::Created(Day::of(now))) >= CREATED_A_DAY {
            return Err(KeyError::TooManyToday);
        }
        let retired = retired(table, &account, replaced.as_ref(), now).await?;
        let index = KeyIndex::new(account.next_index).ok_or(KeyError::TooManyKeys)?;
        let key = key()?;
        let record = KeyRecord {
            id: key.id(),
            user_id: user,
            generation: account.ledger.generation,
            index,
            revision: 1,
            first: replaced.as_ref().map(|old| old.before.first_id()),
            name: new.name,
            scopes: new.scopes,
            monthly_limit: new.monthly_limit,
            expires_at: new.expires_at,
            allowed_ips: new.allowed_ips,
            created_at: now,
            revoked_at: None,
        };
        let entry = |at| Pointer::entry(at, key.hash(), &record);
        let own = Change::insert(layout::record(key.hash()), &record)?;
        let mut transaction = Transaction::new(CREATING)
            .with(part::RECORD, record.expiring(own))
            .with(
                part::ENTRY,
                entry(layout::account_key(user, key.id()))?.if_absent(dynamo::PK),
            )
            .with(part::ENTRY, entry(layout::listed_key(user, index))?)
            .with(
                part::ACCOUNT,
                open(&record, &account.ledger, replaced.as_ref(), &retired, now),
            );
        if record.expires_at.is_some() {
            transaction = transaction.and(ending::parts(&record, KeyEnding::Expired)?);
        }
        if let Some(Replaced {
            hash,
            before,
            after,
        }) = &replaced
        {
            let own = after.expires_at == before.expires_at && after.revoked_at.is_none();
            let ending = if own {
                KeyEnding::Expired
            } else {
                KeyEnding::Replaced
            };
            transaction = transaction
                .with("replaced", replace(*hash, before.revision, after)?)
                .and(entries(*hash, after, before.end())?)
                .and(ending::parts(after, ending)?);
        }
        let replaced = replaced.map(|replaced| replaced.after);
        let created = CreatedKey { record, replaced };
        let transaction = transaction.and(reply(&created)?);
        match transaction.commit(table).await? {
            Committed::Done => return Ok((key, created)),
            Committed::Refused(refused) if refused.by(KEPT) => return Err(KeyError::Repeated),
            // Another key came first, or the 32-bit id is taken. Both are new next time.
            Committed::Refused(_) => {}
        }
    }
    Err(KeyError::Busy)
}

/// The key that takes over from the one with this id, and what becomes of that.
async fn take_over(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    overlap_hours: u64,
    now: Timestamp,
) -> Result<(NewKey, Replaced), KeyError> {
    let (hash, before) = find(table, user, id).await?;
    if before.ended(now).is_some() {
        return Err(KeyError::NotLive);
    }
    let new = NewKey {
        name: before.name.clone(),
        scopes: before.scopes.clone(),
        monthly_limit: before.monthly_limit,
        expires_at: before.expires_at,
        allowed_ips: before.allowed_ips.clone(),
    };
    let mut after = before.clone();
    after.revision += 1;
    if overlap_hours == 0 {
        after.revoked_at = Some(now);
    } else {
        let hours = i64::try_from(overlap_hours).unwrap_or(i64::MAX / 3_600_000);
        let end = now.plus_millis(hours.saturating_mul(3_600_000));
        after.expires_at = Some(before.expires_at.map_or(end, |own| own.min(end)));
    }
    let replaced = Replaced {
        hash,
        before,
        after,
    };
    Ok((new, replaced))
}

/// The keys that give up their place on the account's item, by index and revision. Keys that
/// have expired are no live keys; they give up their place when it is needed.
async fn retired(
    table: &Table,
    account: &Account,
    replaced: Option<&Replaced>,
    now: Timestamp,
) -> Result<Vec<(KeyIndex, u64)>, KeyError> {
    let ends_now = replaced.is_some_and(|replaced| replaced.after.revoked_at.is_some());
    let live = account
        .ledger
        .live_keys()
        .saturating_sub(usize::from(ends_now));
    if live < LIVE_KEYS {
        return Ok(Vec::new());
    }
    let held: Vec<_> = account.ledger.keys().collect();
    let indexes = held.iter().map(|(index, _)| *index);
    let known = with_indexes(table, account.user_id, indexes).await?;
    let has_ended = |index: &KeyIndex| match known.get(index) {
        Some(Some(record)) => record.ended(now).is_some(),
        // It can't be read, and may live.
        Some(None) => false,
        // It ended long ago, and its items with it.
        None => true,
    };
    let retired: Vec<_> = held
        .into_iter()
        .filter(|(index, _)| has_ended(index))
        .collect();
    if live.saturating_sub(retired.len()) >= LIVE_KEYS {
        return Err(KeyError::TooManyKeys);
    }
    Ok(retired)
}

/// The change of the account's item that makes the new key valid.
fn open(
    record: &KeyRecord,
    ledger: &Ledger,
    replaced: Option<&Replaced>,
    retired: &[(KeyIndex, u64)],
    now: Timestamp,
) -> Change {
    let next = account::attributes::NEXT_INDEX;
    let today = Counter::Created(Day::of(now)).name();
    let mut account = Change::upsert(layout::account(record.user_id))
        .if_is(attributes::GENERATION, n(record.generation))
        .if_is(next, n(record.index.ordinal()))
        .if_absent_or_at_most(&today, n(CREATED_A_DAY - 1))
        .set(&Counter::Revision(record.index).name(), n(record.revision))
        .set(next, n(record.index.ordinal() + 1))
        .add(&today, 1);
    if let Some(Replaced { before, after, .. }) = replaced {
        let old = Counter::Revision(before.index).name();
        account = account.if_is(&old, n(before.revision));
        account = if after.revoked_at.is_some() {
            without_key(account, ledger, before.index)
        } else {
            account.set(&old, n(after.revision))
        };
    }
    for (index, revision) in retired {
        // Its expiry may be moved at this very moment: then it stays.
        let old = Counter::Revision(*index).name();
        account = without_key(account.if_is(&old, n(*revision)), ledger, *index);
    }
    account
}
