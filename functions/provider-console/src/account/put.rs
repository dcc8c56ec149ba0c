//! `PUT /v1/internal/providers/accounts/:id`: an account's plan, as the operator's systems know it.

use ::surface::body::{Fields, Object, Reader, Wrong, custom, integer, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::Timestamp;
use provider::account::{MOST_A_MINUTE, Plan, Status};
use provider::app::{self, AppError, PlanChange};
use provider::id::DeveloperId;
use provider_functions::surfaces::ACCOUNT_NOT_FOUND;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Console, Operator};

/// How far ahead of our clock a change may be dated: one from the far future would keep every
/// later one out.
const AHEAD_MILLIS: i64 = 10 * 60_000;

/// An account's plan.
#[derive(Debug)]
pub struct PutAccount(DeveloperId, PlanChange);

impl<C> Input<C> for PutAccount {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = request.param("id").ok_or_else(not_found)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PlanChange",
            about: "An account's plan, as your systems know it.",
        };
        let mut body = Fields::of(request, object)?;
        let plan = body.required("plan", parsed::<Plan>());
        let per_minute = body.optional(
            "perMinute",
            integer(1..=u64::from(MOST_A_MINUTE))
                .about("Calls a minute in place of the plan's; for enterprise alone."),
        );
        let at = custom(
            |value| not_ahead(value, request.at),
            common::clock::moment_schema,
        );
        let at = body.required(
            "updatedAt",
            at.called("Moment").about(
                "When your system made the change, at most 10 minutes ahead of our clock. One \
                 older than what is stored changes nothing.",
            ),
        );
        body.constrained(|| {
            json!({
                "if": { "required": ["perMinute"], "properties": { "perMinute": { "type": "integer" } } },
                "then": { "properties": { "plan": { "enum": ["enterprise"] } } },
            })
        });
        if per_minute.is_some() && plan.is_some_and(|plan| plan != Plan::Enterprise) {
            let message = "is for the plan enterprise alone";
            body.refuse("perMinute", "UNEXPECTED", message);
        }
        body.finish()?;
        let missing = || Error::internal("reading a plan", "a field is neither read nor wrong");
        let (plan, at) = plan.zip(at).ok_or_else(missing)?;
        let per_minute = per_minute.and_then(|calls| u32::try_from(calls).ok());
        let per_minute = per_minute.unwrap_or(plan.per_minute());
        Ok(Self(
            id,
            PlanChange {
                plan,
                per_minute,
                at,
            },
        ))
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

fn not_found() -> Error {
    ACCOUNT_NOT_FOUND.refuse("There is no developer account with this id.")
}

/// An account, as the operator sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountPlan {
    /// Its identifier.
    id: DeveloperId,
    /// Where it stands.
    status: Status,
    /// What it may do.
    plan: Plan,
    /// Calls a minute, of the console and of each app.
    calls_per_minute: u32,
    /// When your systems last changed the plan.
    updated_at: Option<Timestamp>,
}

/// Sets the plan of an account, for all its apps; answers with it as it then stands, which is as it
/// stood where the change is older.
///
/// # Errors
/// There is no such account.
pub async fn put(
    context: &'static Console,
    _: Operator,
    PutAccount(id, change): PutAccount,
) -> Result<Reply<Json<AccountPlan>>, Error> {
    let set = app::set_plan(&context.platform.table, id, change).await;
    let state = set.map_err(|error| match error {
        AppError::NotFound => not_found(),
        other => crate::app::refused(other),
    })?;
    Reply::json(&AccountPlan {
        id,
        status: state.status,
        plan: state.plan,
        calls_per_minute: state.per_minute,
        updated_at: state.plan_at,
    })
}
