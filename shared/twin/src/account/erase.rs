//! The erasure of an account: all its partitions, and what is found without it.

use common::Fault;
use dynamo::{AttributeValue, Change, Committed, Item, Key, List, Part, Table, Transaction, n, s};
use metering::ledger::attributes;
use serde::{Deserialize, Serialize};
use webhooks::webhook;

use super::{OwnedAccount, find_owned};
use crate::id::UserId;
use crate::layout::{self, HASH};
use crate::owner;

const ERASING: &str = "erasing an account";
/// Items that one call of [`erase`] removes at most, a page more or less.
const ERASED_AT_ONCE: usize = 200;
/// Items removed at a time, in one transaction: with what is found through them and the check of
/// the mark, at most 51 of the 100 parts that it may have.
const PAGE: usize = 25;

/// The state of an erasure: the account's item is deleted, and this mark stays until everything
/// else is. Meanwhile no account of this id can be made.
#[derive(Debug, Serialize, Deserialize)]
struct Erasure {
    subject: String,
    /// Random. Whatever is removed is removed under the condition that this very mark stands, so
    /// that a slow call takes nothing of an account that was made after another call had finished.
    nonce: String,
}

/// The name of the part that holds only while the erasure is under way.
const MARK: &str = "mark";

impl Erasure {
    fn of(subject: &str) -> Result<Self, Fault> {
        let mut nonce = [0_u8; 16];
        getrandom::fill(&mut nonce).map_err(|e| Fault::internal(ERASING, e.to_string()))?;
        Ok(Self {
            subject: subject.to_owned(),
            nonce: hex::encode(nonce),
        })
    }

    /// The part that holds only while this erasure is under way.
    fn stands(&self, user: UserId) -> Part {
        let mark = layout::erasure(user);
        Part::new(MARK, Change::check(mark).if_is("nonce", s(&self.nonce)))
    }
}

/// Erases an account, as far as one call goes: its keys are refused from the first call on; the
/// rest is removed in pages, and what an interrupted call left is left for the next. True once
/// nothing is left.
///
/// # Errors
/// The table can't be reached; call again.
pub async fn erase(table: &Table, user: UserId) -> Result<bool, Fault> {
    if let Some(owned) = find_owned(table, user).await? {
        begin(table, &owned).await?;
    }
    let Some(erasure) = table.get::<Erasure>(layout::erasure(user)).await? else {
        return Ok(true);
    };
    let tenant = user.tenant();
    // Another call has finished it where the mark is gone.
    let ours = || erasure.stands(user);
    // Before all else, so that no new delivery is made when their partitions are cleared; and
    // these are found by the webhooks' ids, which are therefore the last to go.
    if !webhook::delete_all(table, &tenant, ours).await? {
        return Ok(true);
    }
    let deliveries = webhook::ids(table, &tenant).await?.into_iter();
    let deliveries = deliveries.flat_map(webhooks::partitions_of_webhook);
    let ids = webhook::partition(&tenant);
    let others = layout::partitions(user).into_iter();
    let others = others.filter(|partition| *partition != ids);
    let mut removed = 0;
    for partition in others.chain(deliveries).chain([ids.clone()]) {
        match clear(table, user, &erasure, partition, &mut removed).await? {
            Cleared::All => {}
            Cleared::Part => return Ok(false),
            Cleared::Finished => return Ok(true),
        }
    }
    let ended = Change::delete(layout::erasure(user)).if_is("nonce", s(&erasure.nonce));
    let mut last = Transaction::new(ERASING).with(MARK, ended);
    // The subject may have been given to another account meanwhile: then its item stays.
    if owner::account_of(table, &erasure.subject).await? == Some(user) {
        let subject = Change::delete(layout::subject(&erasure.subject));
        last = last.with("subject", subject.if_is(owner::USER_ID, s(user)));
    }
    match last.commit(table).await? {
        Committed::Refused(refused) if !refused.by(MARK) => Ok(false),
        _ => Ok(true),
    }
}

/// What became of a partition.
enum Cleared {
    /// It is empty.
    All,
    /// Enough was removed for one call.
    Part,
    /// Another call has finished the erasure.
    Finished,
}

/// Removes the items of a partition, but for the mark of the erasure.
async fn clear(
    table: &Table,
    user: UserId,
    erasure: &Erasure,
    partition: String,
    removed: &mut usize,
) -> Result<Cleared, Fault> {
    let mark = layout::erasure(user);
    loop {
        let page = List::of(ERASING, partition.clone())
            .attributes(&[HASH])
            .limit(PAGE)
            .items(table)
            .await?;
        let items: Vec<_> = page.iter().filter(|item| !mark.is_of(item)).collect();
        if items.is_empty() {
            return Ok(Cleared::All);
        }
        let mut removal = Transaction::new(ERASING).and([erasure.stands(user)]);
        for item in &items {
            for key in found_by(user, item)? {
                removal = removal.with("item", Change::delete(key));
            }
        }
        if !removal.commit(table).await?.is_done() {
            return Ok(Cleared::Finished);
        }
        *removed += items.len();
        if *removed >= ERASED_AT_ONCE {
            return Ok(Cleared::Part);
        }
    }
}

/// An item's key, and the keys of what stands elsewhere and is found through it.
fn found_by(user: UserId, item: &Item) -> Result<Vec<Key>, Fault> {
    let Some(key) = Key::of_item(item) else {
        return Err(Fault::internal(ERASING, "an item has no key"));
    };
    let mut keys = Vec::new();
    if let Some(AttributeValue::S(hash)) = item.get(HASH)
        && let Ok(hash) = hash.parse()
    {
        keys.push(layout::record(hash));
    }
    if let Some(id) = layout::snapshot_at(&key, user) {
        keys.push(layout::snapshot_owner(id));
    }
    keys.push(key);
    Ok(keys)
}

/// Deletes the account's item, and leaves the mark of the erasure in its place.
async fn begin(table: &Table, owned: &OwnedAccount) -> Result<(), Fault> {
    let OwnedAccount { account, subject } = owned;
    let user = account.user_id;
    let erasure = Erasure::of(subject)?;
    let gone = Change::delete(layout::account(user))
        .if_is(attributes::GENERATION, n(account.ledger.generation));
    let committed = Transaction::new(ERASING)
        .with(MARK, Change::put(layout::erasure(user), &erasure)?)
        .with("account", gone)
        .with(
            "owner",
            Change::delete(layout::owner(user)).if_is("subject", s(subject)),
        )
        .commit(table)
        .await?;
    if committed.is_done() {
        Ok(())
    } else {
        let cause = "the account changed meanwhile";
        Err(Fault::unavailable(ERASING, cause))
    }
}
