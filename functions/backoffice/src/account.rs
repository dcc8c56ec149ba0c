//! `PUT` and `DELETE /accounts/:userId`: an account as the operator's systems know it, and its
//! end.

use lambda_http::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use shared::access::accounts::{self, AccountChange, SUBJECT_LENGTH, Stored};
use shared::access::{Operator, Plan, PlanStatus, Tier};
use shared::clock::Timestamp;
use shared::http::body::{Fields, Wrong, integer, parsed};
use shared::http::{Input, Query, Reply, Request};
use shared::id::UserId;
use shared::{App, Error};

/// How far ahead of our clock a change may be dated: one from the far future would keep every
/// later one out.
const AHEAD_MILLIS: i64 = 10 * 60_000;
/// The largest limit that every JSON reader gets right.
const LARGEST_LIMIT: u64 = (1 << 53) - 1;

/// A change to an account.
#[derive(Debug)]
pub struct Change(AccountChange);

impl Input for Change {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let mut body = Fields::of(request)?;
        let user_id = request.named::<UserId>("userId");
        let subject = body.required("subject", subject);
        let plan = body.required("plan", parsed::<Plan>);
        let status = body.required("status", parsed::<PlanStatus>);
        let tier = body.required("tier", parsed::<Tier>);
        let monthly_limit = body.nullable("monthlyLimit", integer(1..=LARGEST_LIMIT));
        let updated_at = body.required("updatedAt", |value| not_ahead(value, request.at));
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
                body.refuse_all([wrong]);
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
        Some(text) if (1..=SUBJECT_LENGTH).contains(&text.len()) => Ok(text.to_owned()),
        Some(_) => Err(("LENGTH", wanted())),
    }
}

fn not_ahead(value: &Value, now: Timestamp) -> Result<Timestamp, Wrong> {
    let at = parsed::<Timestamp>(value)?;
    if at > now.plus_millis(AHEAD_MILLIS) {
        let message =
            "is more than 10 minutes ahead of our clock, and would keep later changes out";
        return Err(("RANGE", message.to_owned()));
    }
    Ok(at)
}

/// An account as the operator's systems are told of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    user_id: UserId,
    subject: &'a str,
    plan: Plan,
    status: PlanStatus,
    tier: Tier,
    monthly_limit: u64,
    updated_at: Timestamp,
}

impl<'a> From<&'a Stored> for Record<'a> {
    fn from(Stored { account, subject }: &'a Stored) -> Self {
        Self {
            user_id: account.user_id,
            subject,
            plan: account.plan,
            status: account.status,
            tier: account.tier,
            monthly_limit: account.monthly_limit,
            updated_at: account.updated_at,
        }
    }
}

/// Makes or changes the account; answers with it as it then stands, which is as it stood where
/// the change is older.
///
/// # Errors
/// The subject owns another account; the account is being erased; the table can't be reached.
pub async fn put(app: &'static App, _: Operator, Change(change): Change) -> Result<Reply, Error> {
    let stored = accounts::put(&app.table, &change).await?;
    Reply::json(&Record::from(&stored))
}

/// Which account.
#[derive(Debug)]
pub struct Which(UserId);

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let user = request.named("userId");
        Ok(Self(user.map_err(|wrong| Error::Invalid(vec![wrong]))?))
    }
}

/// Erases the account as far as one call goes: 202 until nothing is left, then 204.
///
/// # Errors
/// The table can't be reached: call again.
pub async fn erase(app: &'static App, _: Operator, Which(user): Which) -> Result<Reply, Error> {
    if accounts::erase(&app.table, user).await? {
        return Ok(Reply::nothing());
    }
    Reply::with_status(StatusCode::ACCEPTED, &json!({ "status": "erasing" }))
}
