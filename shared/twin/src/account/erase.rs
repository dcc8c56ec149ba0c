//! The erasure of an account: all its partitions, and what is found without it.

use common::Fault;
use dynamo::{AttributeValue, Change, Item, Key, List, Table, Transaction, n, s};
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
/// Items read at a time.
const PAGE: usize = 25;

/// The state of an erasure: the account's item is deleted, and this mark stays until everything
/// else is.
#[derive(Debug, Serialize, Deserialize)]
struct Erasure {
    subject: String,
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
    // Before all else, so that no new delivery is made when their partitions are cleared; and
    // these are found by the webhooks' ids, which are therefore the last to go.
    webhook::delete_all(table, &tenant).await?;
    let deliveries = webhook::ids(table, &tenant).await?.into_iter();
    let deliveries = deliveries.flat_map(webhooks::partitions_of_webhook);
    let ids = webhook::partition(&tenant);
    let others = layout::partitions(user).into_iter();
    let others = others.filter(|partition| *partition != ids);
    let mut removed = 0;
    for partition in others.chain(deliveries).chain([ids.clone()]) {
        if !clear(table, user, partition, &mut removed).await? {
            return Ok(false);
        }
    }
    // The subject may have been given to another account meanwhile: then its item stays.
    if owner::account_of(table, &erasure.subject).await? == Some(user) {
        table
            .remove(ERASING, layout::subject(&erasure.subject))
            .await?;
    }
    table.remove(ERASING, layout::erasure(user)).await?;
    Ok(true)
}

/// Removes the items of a partition, but for the mark of the erasure; false where enough was
/// removed for one call.
async fn clear(
    table: &Table,
    user: UserId,
    partition: String,
    removed: &mut usize,
) -> Result<bool, Fault> {
    let mark = layout::erasure(user);
    loop {
        let page = List::of(ERASING, partition.clone())
            .attributes(&[HASH])
            .limit(PAGE)
            .items(table)
            .await?;
        let items: Vec<_> = page.iter().filter(|item| !mark.is_of(item)).collect();
        if items.is_empty() {
            return Ok(true);
        }
        for item in items {
            remove(table, user, item).await?;
            *removed += 1;
        }
        if *removed >= ERASED_AT_ONCE {
            return Ok(false);
        }
    }
}

/// Removes an item; first what stands elsewhere and is found through it.
async fn remove(table: &Table, user: UserId, item: &Item) -> Result<(), Fault> {
    let Some(key) = Key::of_item(item) else {
        return Err(Fault::internal(ERASING, "an item has no key"));
    };
    if let Some(AttributeValue::S(hash)) = item.get(HASH)
        && let Ok(hash) = hash.parse()
    {
        table.remove(ERASING, layout::record(hash)).await?;
    }
    if let Some(id) = layout::snapshot_at(&key, user) {
        table.remove(ERASING, layout::snapshot_owner(id)).await?;
    }
    table.remove(ERASING, key).await
}

/// Deletes the account's item, and leaves the mark of the erasure in its place.
async fn begin(table: &Table, owned: &OwnedAccount) -> Result<(), Fault> {
    let OwnedAccount { account, subject } = owned;
    let user = account.user_id;
    let erasure = Erasure {
        subject: subject.clone(),
    };
    let gone = Change::delete(layout::account(user))
        .if_is(attributes::GENERATION, n(account.ledger.generation));
    let committed = Transaction::new(ERASING)
        .with("mark", Change::put(layout::erasure(user), &erasure)?)
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
