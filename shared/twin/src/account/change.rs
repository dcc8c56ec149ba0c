//! The operator's changes to accounts: plan, status, tier, owner.

use common::{Fault, Timestamp};
use dynamo::{AttributeValue, Change, Committed, PK, Table, Transaction, Tries, n, s};
use metering::ledger::attributes as ledger;

use super::{
    OwnedAccount, OwnedBy, Plan, PlanStatus, Tier, Twins, attributes, entitles, find_owned,
};
use crate::id::UserId;
use crate::layout;
use crate::owner::{Ownership, USER_ID};

/// Bytes a subject may have: it is part of an item's key.
pub const SUBJECT_LENGTH: usize = 255;
const CHANGING: &str = "changing an account";
/// Tries when another change to the account came first.
const TRIES: u32 = 8;

/// An account as the operator's systems know it.
#[derive(Clone, Debug)]
pub struct AccountChange {
    /// Its identifier.
    pub user_id: UserId,
    /// The claim of the owner's ID token that names them, `sub` by default.
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

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The tier has no limit of its own, and none was given.
    #[error("is required for the tier enterprise")]
    LimitRequired,
    /// The subject is empty or too long.
    #[error("must be text of 1 to {SUBJECT_LENGTH} bytes")]
    SubjectLength,
    /// An erasure of the account was begun and is not complete.
    #[error("the account is being erased")]
    ErasureInProgress,
    /// The subject owns another account.
    #[error("the subject owns another account")]
    SubjectInUse,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Makes the account, or changes what the operator decides of it; its counters and keys stay as
/// they are. A change that is older than the stored one changes nothing. The account as it then
/// stands.
///
/// # Errors
/// As [`AccountError`] says.
pub async fn put(table: &Table, change: &AccountChange) -> Result<OwnedAccount, AccountError> {
    let limit = change.monthly_limit.or_else(|| change.tier.monthly_limit());
    let limit = limit.ok_or(AccountError::LimitRequired)?;
    if !(1..=SUBJECT_LENGTH).contains(&change.subject.len()) {
        return Err(AccountError::SubjectLength);
    }
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find_owned(table, change.user_id).await?;
        if let Some(owned) = &before
            && (owned.account.updated_at > change.updated_at || same(owned, change, limit))
        {
            return Ok(owned.clone());
        }
        let changes = transaction(change, limit, before.as_ref())?;
        match changes.commit(table).await? {
            Committed::Done => {
                let erased = || Fault::unavailable(CHANGING, "it was erased at once");
                let owned = find_owned(table, change.user_id).await?;
                return Ok(owned.ok_or_else(erased)?);
            }
            Committed::Refused(refused) if refused.by(ERASURE) => {
                return Err(AccountError::ErasureInProgress);
            }
            Committed::Refused(refused) if refused.by(SUBJECT) => {
                return Err(AccountError::SubjectInUse);
            }
            // Another change came first.
            Committed::Refused(_) => {}
        }
    }
    Err(Fault::unavailable(CHANGING, "other changes came first, each time").into())
}

/// The part that holds only where the subject owns no other account.
const SUBJECT: &str = "subject";
/// The part that holds only where no erasure is under way.
const ERASURE: &str = "erasure";

fn same(owned: &OwnedAccount, change: &AccountChange, limit: u64) -> bool {
    let account = &owned.account;
    account.updated_at == change.updated_at
        && owned.subject == change.subject
        && (account.plan, account.status) == (change.plan, change.status)
        && (account.tier, account.ledger.monthly_limit) == (change.tier, limit)
}

fn transaction(
    change: &AccountChange,
    limit: u64,
    before: Option<&OwnedAccount>,
) -> Result<Transaction, Fault> {
    let user = change.user_id;
    let mut generation = [0_u8; 4];
    getrandom::fill(&mut generation).map_err(|e| Fault::internal(CHANGING, e.to_string()))?;
    let updated_at = u64::try_from(change.updated_at.millis()).unwrap_or(0);
    let entitled = entitles(change.plan, change.status);
    let plan: String = [change.plan.code(), change.status.code()].iter().collect();
    let account = Change::upsert(layout::account(user))
        .set(ledger::ENTITLED, AttributeValue::Bool(entitled))
        .set(ledger::LIMIT, n(limit))
        .set(attributes::PLAN, s(plan))
        .set(attributes::TIER, s(change.tier.code()))
        .set(attributes::UPDATED_AT, n(updated_at))
        .set_if_absent(ledger::GENERATION, n(u32::from_be_bytes(generation)))
        .set_if_absent(attributes::NEXT_INDEX, n(0_u64))
        .set_if_absent(attributes::TWINS, s(Twins::default()));
    let account = match before {
        None => account.if_absent(ledger::GENERATION),
        // The account and the owner that were read, and nothing newer.
        Some(before) => account
            .if_is(ledger::GENERATION, n(before.account.ledger.generation))
            .if_at_most(attributes::UPDATED_AT, n(updated_at)),
    };
    let owns = Change::put(
        layout::subject(&change.subject),
        &Ownership { user_id: user },
    )?
    .if_absent_or_is(USER_ID, s(user));
    let owned_by = OwnedBy {
        subject: change.subject.clone(),
    };
    let owner = match before {
        None => Change::insert(layout::owner(user), &owned_by)?,
        Some(before) => {
            Change::put(layout::owner(user), &owned_by)?.if_is("subject", s(&before.subject))
        }
    };
    let mut all = Transaction::new(CHANGING)
        .with("account", account)
        .with(SUBJECT, owns)
        .with(ERASURE, Change::check(layout::erasure(user)).if_absent(PK))
        .with("owner", owner);
    if let Some(before) = before.filter(|before| before.subject != change.subject) {
        let old = Change::delete(layout::subject(&before.subject));
        all = all.with("the subject before", old);
    }
    Ok(all)
}
