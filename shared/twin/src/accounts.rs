//! The operator's changes to accounts: plan, status, tier, and their end.

use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, TransactWriteItem, Update,
};
use serde::{Deserialize, Serialize};

use super::account::{
    Account, Plan, PlanStatus, Tier, Twins, entitles, fixed, plan_letters, tier_letter,
};
use super::owner::Ownership;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::UserId;
use crate::table::{self, Key, Table, Transacted, n, s};

/// Bytes a subject may have: it is part of an item's key.
pub const SUBJECT_LENGTH: usize = 255;

/// An account as the operator's systems know it.
#[derive(Clone, Debug)]
pub struct AccountChange {
    /// Whose it is.
    pub user_id: UserId,
    /// The owner's `sub` claim.
    pub subject: String,
    /// What it pays for.
    pub plan: Plan,
    /// Whether that is in force.
    pub status: PlanStatus,
    /// Its tier.
    pub tier: Tier,
    /// Requests a month; absent: the tier's. `enterprise` has none of its own.
    pub monthly_limit: Option<u64>,
    /// When the change was made in the operator's systems: a later one wins.
    pub updated_at: Timestamp,
}

/// An account and whose it is. The subject has an item of its own: it may be long, and the
/// account's item is written with every call.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The account.
    pub account: Account,
    /// The owner's `sub` claim, or whichever names them.
    pub subject: String,
}

/// Whose an account is, as an item in its partition.
#[derive(Debug, Serialize, Deserialize)]
struct OwnedBy {
    subject: String,
}

/// The account and whose it is, or nothing.
///
/// # Errors
/// The table can't be reached, or its items are not an account's.
pub async fn stored(table: &Table, user: UserId) -> Result<Option<Stored>, Error> {
    let at = Key::account(user);
    let items = table.get_items(vec![at.clone(), Key::owner(user)]).await?;
    let (accounts, owners): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| at.is_of(item));
    let (Some(account), Some(owner)) = (accounts.first(), owners.into_iter().next()) else {
        return Ok(None);
    };
    let account =
        Account::from_item(account).map_err(|e| Error::internal("reading an account's item", e))?;
    let OwnedBy { subject } = table::read(owner)?;
    Ok(Some(Stored { account, subject }))
}

/// The account, or nothing.
///
/// # Errors
/// The table can't be reached, or its item is not an account's.
pub async fn view(table: &Table, user: UserId) -> Result<Option<Account>, Error> {
    match table.get_item(Key::account(user)).await? {
        Some(item) => Account::from_item(&item)
            .map(Some)
            .map_err(|e| Error::internal("reading an account's item", e)),
        None => Ok(None),
    }
}

/// Makes the account, or changes what the operator decides of it; its counters and keys stay
/// as they are. A change that is older than the stored one changes nothing. Answers with the
/// account as it then stands.
///
/// # Errors
/// `enterprise` without a limit; a subject that owns another account; an account that is being
/// erased; the table can't be reached.
pub async fn put(table: &Table, change: &AccountChange) -> Result<Stored, Error> {
    let Some(limit) = change.monthly_limit.or_else(|| change.tier.monthly_limit()) else {
        let message = "is required for the tier enterprise";
        return Err(Error::field("monthlyLimit", "REQUIRED", message));
    };
    if !(1..=SUBJECT_LENGTH).contains(&change.subject.len()) {
        let message = format!("must be text of 1 to {SUBJECT_LENGTH} bytes");
        return Err(Error::field("subject", "LENGTH", message));
    }
    for attempt in 1..=TRIES {
        let before = stored(table, change.user_id).await?;
        if let Some(stored) = &before
            && (stored.account.updated_at > change.updated_at || same(stored, change, limit))
        {
            return Ok(stored.clone());
        }
        let (items, subject_at, erasure_at) = changes(table, change, limit, before.as_ref())?;
        match table.transact(CHANGING, items).await? {
            Transacted::Done => {
                let stored = stored(table, change.user_id).await?;
                return stored.ok_or_else(|| Error::unavailable(CHANGING, "it was erased at once"));
            }
            Transacted::Refused(failed) if failed.get(erasure_at) == Some(&true) => {
                let message = "This account is being erased. Call DELETE until it answers 204.";
                return Err(Error::refused("ERASURE_IN_PROGRESS", message));
            }
            Transacted::Refused(failed) if failed.get(subject_at) == Some(&true) => {
                let message = "This subject owns another account. One sign-in owns one account.";
                return Err(Error::refused("SUBJECT_IN_USE", message));
            }
            // Another change came first.
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(Error::unavailable(
        CHANGING,
        "other changes came first, time and again",
    ))
}

const CHANGING: &str = "changing an account";
/// Tries when another change to the account came first.
const TRIES: u32 = 8;

fn same(stored: &Stored, change: &AccountChange, limit: u64) -> bool {
    let account = &stored.account;
    account.updated_at == change.updated_at
        && stored.subject == change.subject
        && (account.plan, account.status) == (change.plan, change.status)
        && (account.tier, account.monthly_limit) == (change.tier, limit)
}

/// The transaction of a change, and where in it the subject and the erasure are looked at.
fn changes(
    table: &Table,
    change: &AccountChange,
    limit: u64,
    before: Option<&Stored>,
) -> Result<(Vec<TransactWriteItem>, usize, usize), Error> {
    let internal = |e| Error::internal(CHANGING, e);
    let user = change.user_id;
    let mut generation = [0_u8; 4];
    getrandom::fill(&mut generation).map_err(|e| Error::internal(CHANGING, e.to_string()))?;
    let updated_at = u64::try_from(change.updated_at.millis()).unwrap_or(0);
    let account = Update::builder()
        .table_name(&table.name)
        .set_key(Some(Key::account(user).into_item()))
        .update_expression(
            "SET #t = :t, #c = :c, #b = :b, #L = :L, #u = :u, \
             #g = if_not_exists(#g, :g), #s = if_not_exists(#s, :s), #w = if_not_exists(#w, :w)",
        )
        .expression_attribute_names("#t", fixed::ENTITLED)
        .expression_attribute_names("#c", fixed::PLAN)
        .expression_attribute_names("#b", fixed::TIER)
        .expression_attribute_names("#L", fixed::LIMIT)
        .expression_attribute_names("#u", fixed::UPDATED_AT)
        .expression_attribute_names("#g", fixed::GENERATION)
        .expression_attribute_names("#s", fixed::NEXT_SLOT)
        .expression_attribute_names("#w", fixed::TWINS)
        .expression_attribute_values(
            ":t",
            AttributeValue::Bool(entitles(change.plan, change.status)),
        )
        .expression_attribute_values(":c", s(plan_letters(change.plan, change.status)))
        .expression_attribute_values(":b", s(tier_letter(change.tier)))
        .expression_attribute_values(":L", n(limit))
        .expression_attribute_values(":u", n(updated_at))
        .expression_attribute_values(":g", n(u32::from_be_bytes(generation)))
        .expression_attribute_values(":s", n(0_u64))
        .expression_attribute_values(":w", s(Twins::default()));
    let account = match before {
        None => account.condition_expression("attribute_not_exists(#g)"),
        // The account and the owner that were read, and nothing newer.
        Some(before) => account
            .condition_expression("#g = :seen AND #u <= :u")
            .expression_attribute_values(":seen", n(before.account.generation)),
    };
    let owns = Put::builder()
        .table_name(&table.name)
        .set_item(Some(table::write(
            Key::subject(&change.subject),
            &Ownership { user_id: user },
        )?))
        .condition_expression("attribute_not_exists(#pk) OR #user = :user")
        .expression_attribute_names("#pk", table::keys::PK)
        .expression_attribute_names("#user", "userId")
        .expression_attribute_values(":user", s(user))
        .build()
        .map_err(internal)?;
    let owned_by = OwnedBy {
        subject: change.subject.clone(),
    };
    let owner = Put::builder()
        .table_name(&table.name)
        .set_item(Some(table::write(Key::owner(user), &owned_by)?));
    let owner = match before {
        None => owner
            .condition_expression("attribute_not_exists(#pk)")
            .expression_attribute_names("#pk", table::keys::PK),
        Some(before) => owner
            .condition_expression("#subject = :before")
            .expression_attribute_names("#subject", "subject")
            .expression_attribute_values(":before", s(&before.subject)),
    };
    let not_erased = ConditionCheck::builder()
        .table_name(&table.name)
        .set_key(Some(Key::erasure(user).into_item()))
        .condition_expression("attribute_not_exists(#pk)")
        .expression_attribute_names("#pk", table::keys::PK)
        .build()
        .map_err(internal)?;
    let mut items = vec![
        TransactWriteItem::builder()
            .update(account.build().map_err(internal)?)
            .build(),
        TransactWriteItem::builder().put(owns).build(),
        TransactWriteItem::builder()
            .condition_check(not_erased)
            .build(),
        TransactWriteItem::builder()
            .put(owner.build().map_err(internal)?)
            .build(),
    ];
    if let Some(before) = before.filter(|before| before.subject != change.subject) {
        let old = Delete::builder()
            .table_name(&table.name)
            .set_key(Some(Key::subject(&before.subject).into_item()))
            .build()
            .map_err(internal)?;
        items.push(TransactWriteItem::builder().delete(old).build());
    }
    Ok((items, 1, 2))
}

/// Where an erasure stands: the account's item is gone, and this is left until all else is.
#[derive(Debug, Serialize, Deserialize)]
struct Erasure {
    subject: String,
}

/// Items that one call of [`erase`] removes at most.
const ERASED_AT_ONCE: usize = 200;

/// Erases an account, as far as one call goes: its keys are refused from the first call on; the
/// rest goes in pages, and what a call that died left is left for the next. True once nothing
/// is left.
///
/// # Errors
/// The table can't be reached; call again.
pub async fn erase(table: &Table, user: UserId) -> Result<bool, Error> {
    let doing = "erasing an account";
    if let Some(stored) = stored(table, user).await? {
        begin_erasure(table, &stored).await?;
    }
    let Some(erasure) = table.get::<Erasure>(Key::erasure(user)).await? else {
        return Ok(true);
    };
    let mut removed = 0;
    loop {
        let page = table
            .client
            .query()
            .table_name(&table.name)
            .consistent_read(true)
            .key_condition_expression("#pk = :pk")
            .projection_expression("#pk, #sk, #hash")
            .expression_attribute_names("#pk", table::keys::PK)
            .expression_attribute_names("#sk", table::keys::SK)
            .expression_attribute_names("#hash", "hash")
            .expression_attribute_values(":pk", s(user))
            .limit(25)
            .send()
            .await
            .map_err(|e| table::failed(doing, e))?;
        let own = Key::erasure(user);
        let items: Vec<_> = page
            .items
            .unwrap_or_default()
            .into_iter()
            .filter(|item| !own.is_of(item))
            .collect();
        if items.is_empty() && page.last_evaluated_key.is_none() {
            break;
        }
        for mut item in items {
            // What stands elsewhere is found through its place here, so it goes first.
            if let Some(AttributeValue::S(hash)) = item.remove("hash")
                && let Ok(hash) = hash.parse()
            {
                table.remove(doing, Key::record(hash).into_item()).await?;
            }
            if let Some(AttributeValue::S(sk)) = item.get(table::keys::SK)
                && let Some(id) = sk.strip_prefix(table::keys::SNAPSHOT)
                && let Ok(id) = id.parse()
            {
                table
                    .remove(doing, Key::snapshot_owner(id).into_item())
                    .await?;
            }
            table.remove(doing, item).await?;
            removed += 1;
        }
        if removed >= ERASED_AT_ONCE {
            return Ok(false);
        }
    }
    // The subject may have been given to another account meanwhile: then it is not ours.
    let subject = Key::subject(&erasure.subject);
    if table
        .get::<Ownership>(subject.clone())
        .await?
        .is_some_and(|own| own.user_id == user)
    {
        table.remove(doing, subject.into_item()).await?;
    }
    table.remove(doing, Key::erasure(user).into_item()).await?;
    Ok(true)
}

/// Takes the account's item away, and leaves the mark of the erasure in its place.
async fn begin_erasure(table: &Table, stored: &Stored) -> Result<(), Error> {
    let doing = "erasing an account";
    let internal = |e| Error::internal(doing, e);
    let Stored { account, subject } = stored;
    let user = account.user_id;
    let erasure = Erasure {
        subject: subject.clone(),
    };
    let mark = Put::builder()
        .table_name(&table.name)
        .set_item(Some(table::write(Key::erasure(user), &erasure)?))
        .build()
        .map_err(internal)?;
    let gone = Delete::builder()
        .table_name(&table.name)
        .set_key(Some(Key::account(user).into_item()))
        .condition_expression("#g = :g")
        .expression_attribute_names("#g", fixed::GENERATION)
        .expression_attribute_values(":g", n(account.generation))
        .build()
        .map_err(internal)?;
    let nobodys = Delete::builder()
        .table_name(&table.name)
        .set_key(Some(Key::owner(user).into_item()))
        .condition_expression("#subject = :subject")
        .expression_attribute_names("#subject", "subject")
        .expression_attribute_values(":subject", s(subject))
        .build()
        .map_err(internal)?;
    let items = vec![
        TransactWriteItem::builder().put(mark).build(),
        TransactWriteItem::builder().delete(gone).build(),
        TransactWriteItem::builder().delete(nobodys).build(),
    ];
    match table.transact(doing, items).await? {
        Transacted::Done => Ok(()),
        Transacted::Refused(_) => Err(Error::unavailable(doing, "the account changed meanwhile")),
    }
}
