//! `PUT /accounts/:userId`: an account as the operator's systems know it.

use ::surface::body::{Fields, Object, Reader, Wrong, custom, integer, legible, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::Timestamp;
use common::text::Lines;
use serde::Serialize;
use serde_json::{Value, json};
use twin::account::{
    self, AccountChange, AccountError, OwnedAccount, Plan, PlanStatus, SUBJECT_LENGTH, Tier,
};
use twin::id::UserId;

use crate::{BackOffice, ERASURE_IN_PROGRESS, Operator, SUBJECT_IN_USE};

const ACCOUNT: Object = Object {
    name: "AccountChange",
    about: "An account as your systems know it.",
};
/// How far ahead of our clock a change may be dated: one from the far future would keep every
/// later one out.
const AHEAD_MILLIS: i64 = 10 * 60_000;
/// The largest limit that every JSON reader gets right.
const LARGEST_LIMIT: u64 = (1 << 53) - 1;

/// A change to an account.
#[derive(Debug)]
pub struct PutAccount(AccountChange);

impl<C> Input<C> for PutAccount {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let mut body = Fields::of(request, ACCOUNT)?;
        let user_id = request.named::<UserId>("userId");
        let subject = custom(
            subject,
            || json!({ "type": "string", "minLength": 1, "maxLength": SUBJECT_LENGTH }),
        )
        .about(
            "The claim of its owner's ID tokens: 1 to 255 bytes of UTF-8. One owns one account.",
        );
        let subject = body.required("subject", subject);
        let plan = body.required("plan", parsed::<Plan>());
        let status = body.required("status", parsed::<PlanStatus>());
        let tier = body.required("tier", parsed::<Tier>());
        let monthly_limit = body.nullable(
            "monthlyLimit",
            integer(1..=LARGEST_LIMIT)
                .about("Requests a month in place of the tier's; required for enterprise."),
        );
        let updated_at = body.required(
            "updatedAt",
            custom(
                |value| not_ahead(value, request.at),
                common::clock::moment_schema,
            )
            .called("Moment")
            .about(
                "When your system made the change, at most 10 minutes ahead of our clock. One \
                 older than what is stored changes nothing.",
            ),
        );
        body.constrained(|| {
            json!({
                "if": { "properties": { "tier": { "const": "enterprise" } } },
                "then": {
                    "properties": { "monthlyLimit": { "type": "integer" } },
                    "required": ["monthlyLimit"],
                },
            })
        });
        if tier == Some(Tier::Enterprise) && matches!(monthly_limit, None | Some(None)) {
            body.refuse(
                "monthlyLimit",
                "REQUIRED",
                "is required for the tier enterprise",
            );
        }
        let user_id = match user_id {
            Ok(user_id) => Some(user_id),
            Err(wrong) => {
                body.refuse_all(wrong);
                None
            }
        };
        body.finish()?;
        let change = || {
            Some(AccountChange {
                user_id: user_id?,
                subject: subject?,
                plan: plan?,
                status: status?,
                tier: tier?,
                monthly_limit: monthly_limit.flatten(),
                updated_at: updated_at?,
            })
        };
        let missing = || Error::internal("reading a change", "a field is neither read nor wrong");
        change().map(Self).ok_or_else(missing)
    }
}

fn subject(value: &Value) -> Result<String, Wrong> {
    let wanted = || format!("must be text of 1 to {SUBJECT_LENGTH} bytes");
    match value.as_str() {
        None => Err(("TYPE", wanted())),
        Some(text) if !(1..=SUBJECT_LENGTH).contains(&text.len()) => Err(("LENGTH", wanted())),
        Some(text) => legible(text, Lines::One).map(|()| text.to_owned()),
    }
}

fn not_ahead(value: &Value, now: Timestamp) -> Result<Timestamp, Wrong> {
    let at = parsed::<Timestamp>().read(value)?;
    if at > now.plus_millis(AHEAD_MILLIS) {
        let message =
            "is more than 10 minutes ahead of our clock, and would keep later changes out";
        return Err(("RANGE", message.to_owned()));
    }
    Ok(at)
}

/// An account as it stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Account"))]
pub struct AccountView {
    user_id: UserId,
    /// The claim of its owner's ID tokens.
    subject: String,
    plan: Plan,
    status: PlanStatus,
    tier: Tier,
    /// Requests a month.
    monthly_limit: u64,
    updated_at: Timestamp,
}

impl From<OwnedAccount> for AccountView {
    fn from(OwnedAccount { account, subject }: OwnedAccount) -> Self {
        Self {
            user_id: account.user_id,
            subject,
            plan: account.plan,
            status: account.status,
            tier: account.tier,
            monthly_limit: account.ledger.monthly_limit,
            updated_at: account.updated_at,
        }
    }
}

/// Makes or changes the account; answers with it as it then stands, which is as it stood where
/// the change is older.
///
/// # Errors
/// The subject owns another account; the account is being erased.
pub async fn put(
    context: &'static BackOffice,
    _: Operator,
    PutAccount(change): PutAccount,
) -> Result<Reply<Json<AccountView>>, Error> {
    let stored = account::put(&context.table, &change).await;
    Reply::json(&AccountView::from(stored.map_err(refusal)?))
}

fn refusal(error: AccountError) -> Error {
    match error {
        AccountError::LimitRequired => {
            let message = "is required for the tier enterprise";
            Error::field("monthlyLimit", "REQUIRED", message)
        }
        AccountError::SubjectLength => {
            let message = format!("must be text of 1 to {SUBJECT_LENGTH} bytes");
            Error::field("subject", "LENGTH", message)
        }
        AccountError::ErasureInProgress => ERASURE_IN_PROGRESS
            .refuse("This account is being erased. Call DELETE until it answers 204."),
        AccountError::SubjectInUse => SUBJECT_IN_USE
            .refuse("This subject owns another account. One sign-in owns one account."),
        AccountError::Fault(fault) => fault.into(),
    }
}
