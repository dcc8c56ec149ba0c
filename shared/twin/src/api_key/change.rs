//! Changes to a key that is there: of its settings, and its revocation.

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, Part, Table, Transaction, Tries, n};
use metering::ledger::attributes;
use metering::{Counter, KeyIndex, Ledger};

use super::ending::{self, KeyEnding};
use super::read::Pointer;
use super::record::REVISION;
use super::{ApiKeyId, HashedKey, KeyChange, KeyError, KeyRecord, TRIES, find, part};
use crate::account;
use crate::id::UserId;
use crate::layout;

/// Changes a key. The record as it then stands.
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

/// Revokes a key, for good: once this has returned, no call with it is admitted anywhere.
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
    let revoked = alter(table, user, id, "revoking a key", |record| {
        record.revoked_at = Some(now);
    })
    .await;
    match revoked {
        Err(KeyError::Revoked) => Ok(find(table, user, id).await?.1),
        other => other,
    }
}

/// One record's change together with its revision, so that the next write of each process that
/// has the record in its cache is refused.
async fn alter(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
    doing: &'static str,
    change: impl Fn(&mut KeyRecord),
) -> Result<KeyRecord, KeyError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let (hash, mut record) = find(table, user, id).await?;
        if record.revoked_at.is_some() {
            return Err(KeyError::Revoked);
        }
        let before = record.revision;
        let end = record.end();
        change(&mut record);
        record.revision = before + 1;
        let revision = Counter::Revision(record.index).name();
        let account = Change::upsert(layout::account(user))
            .if_is(attributes::GENERATION, n(record.generation))
            .if_is(&revision, n(before));
        let account = if record.revoked_at.is_some() {
            let found = account::find(table, user)
                .await?
                .ok_or(KeyError::NoAccount)?;
            without_key(account, &found.ledger, record.index)
        } else {
            account.set(&revision, n(record.revision))
        };
        let ending = match record.revoked_at {
            Some(_) => KeyEnding::Revoked,
            None => KeyEnding::Expired,
        };
        let own = Transaction::new(doing)
            .with(part::RECORD, replace(hash, before, &record)?)
            .and(entries(hash, &record, end)?)
            .and(ending::parts(&record, ending)?);
        let all = own.clone().with(part::ACCOUNT, account);
        match all.commit(table).await? {
            Committed::Done => return Ok(record),
            // The record is the current one, and the account's item has nothing of it any more:
            // it had expired, and another key has its place.
            Committed::Refused(refused) if refused.only_by(part::ACCOUNT) => {
                if record.revoked_at.is_none() {
                    return Err(KeyError::NotLive);
                }
                if own.commit(table).await?.is_done() {
                    return Ok(record);
                }
            }
            Committed::Refused(_) => {}
        }
    }
    Err(KeyError::Busy)
}

/// A change of the account's item that takes a key off it, with all that is counted of the key.
/// One that has given up its place before has nothing left there; its revision is removed all the
/// same, because a transaction takes no change without an expression.
pub(super) fn without_key(account: Change, ledger: &Ledger, index: KeyIndex) -> Change {
    let revision = Counter::Revision(index);
    let others = ledger.of_key(index).into_iter();
    let others = others.filter(|counter| *counter != revision);
    std::iter::once(revision)
        .chain(others)
        .fold(account, |account, counter| account.remove(&counter.name()))
}

/// A record in place of itself, if it is still the one that was read.
pub(super) fn replace(
    hash: HashedKey,
    before: u64,
    record: &KeyRecord,
) -> Result<Change, KeyError> {
    let change = Change::put(layout::record(hash), record)?;
    Ok(record.expiring(change).if_is(REVISION, n(before)))
}

/// The parts that move the end of a key's entries with the key's own, which was `before`.
pub(super) fn entries(
    hash: HashedKey,
    record: &KeyRecord,
    before: Option<Timestamp>,
) -> Result<Vec<Part>, Fault> {
    if record.end() == before {
        return Ok(Vec::new());
    }
    let places = [
        layout::account_key(record.user_id, record.id),
        layout::listed_key(record.user_id, record.index),
    ];
    let entry = |at| Ok(Part::new(part::ENTRY, Pointer::entry(at, hash, record)?));
    places.into_iter().map(entry).collect()
}
