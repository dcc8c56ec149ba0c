//! The operator's changes to accounts: plan, status, tier.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::account::{
    Account, Plan, PlanStatus, Tier, Twins, entitles, fixed, plan_letters, tier_letter,
};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::UserId;
use crate::table::{self, Key, Table, n, s};

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
/// `enterprise` without a limit; the table can't be reached.
pub async fn put(table: &Table, change: &AccountChange) -> Result<Account, Error> {
    let doing = "changing an account";
    let Some(limit) = change.monthly_limit.or_else(|| change.tier.monthly_limit()) else {
        let message = "is required for the tier enterprise";
        return Err(Error::field("monthlyLimit", "REQUIRED", message));
    };
    let mut generation = [0_u8; 4];
    getrandom::fill(&mut generation).map_err(|e| Error::internal(doing, e.to_string()))?;
    let updated_at = u64::try_from(change.updated_at.millis()).unwrap_or(0);
    let answer = table
        .client
        .update_item()
        .table_name(&table.name)
        .set_key(Some(Key::account(change.user_id).into_item()))
        // Not older than what is stored; the same again is the same again.
        .condition_expression("attribute_not_exists(#u) OR #u <= :u")
        .update_expression(
            "SET #t = :t, #c = :c, #b = :b, #L = :L, #u = :u, #q = :q, \
             #g = if_not_exists(#g, :g), #s = if_not_exists(#s, :s), #w = if_not_exists(#w, :w)",
        )
        .expression_attribute_names("#t", fixed::ENTITLED)
        .expression_attribute_names("#c", fixed::PLAN)
        .expression_attribute_names("#b", fixed::TIER)
        .expression_attribute_names("#L", fixed::LIMIT)
        .expression_attribute_names("#u", fixed::UPDATED_AT)
        .expression_attribute_names("#q", fixed::SUBJECT)
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
        .expression_attribute_values(":q", s(&change.subject))
        .expression_attribute_values(":g", n(u32::from_be_bytes(generation)))
        .expression_attribute_values(":s", n(0_u64))
        .expression_attribute_values(":w", s(Twins::default()))
        .return_values(ReturnValue::AllNew)
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .send()
        .await;
    let item = match answer {
        Ok(answer) => answer.attributes.unwrap_or_default(),
        Err(error) => match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(later)) => {
                later.item.clone().unwrap_or_default()
            }
            _ => return Err(table::failed(doing, error)),
        },
    };
    Account::from_item(&item).map_err(|e| Error::internal(doing, e))
}
