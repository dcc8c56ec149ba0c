//! `GET /twin/usage`: requests by day and key, and refusals by code.

use std::collections::{BTreeMap, BTreeSet};

use ::surface::body::{Reader, Wrong, custom};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::Timestamp;
use metering::window::{Day, Month};
use metering::{Counter, KeyIndex, usage};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use twin::api_key::{self, ApiKeyId};
use twin::{Account, Tier};

use crate::refusals::no_account;
use crate::{Dashboard, Owner};

/// How far back there are days.
const MONTHS: u32 = 13;

/// Which days, the first and the last included.
#[derive(Debug)]
pub struct ViewUsage {
    from: Day,
    to: Day,
}

impl<C> Input<C> for ViewUsage {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let today = Day::of(request.at);
        let oldest = today.months_before(MONTHS);
        let mut query = Query::of(request);
        let from = query.take(
            "from",
            day_since(oldest).about("The first day. Without it, the first of `to`'s month."),
        );
        let to = query.take(
            "to",
            day_since(oldest).about("The last day. Without it, today."),
        );
        query.finish()?;
        // There is no use of days to come.
        let to = to.unwrap_or(today).min(today);
        let from = from.unwrap_or_else(|| Day::of(Month::of(to.start()).start()).max(oldest));
        if from > to {
            let message = format!("must not be after {to}");
            return Err(Error::field("from", "RANGE", message));
        }
        Ok(Self { from, to })
    }
}

fn day_since(oldest: Day) -> impl Reader<Value = Day> {
    let read = move |value: &Value| -> Result<Day, Wrong> {
        match value.as_str().unwrap_or_default().parse::<Day>() {
            Ok(day) if day < oldest => {
                let message = format!("must not be before {oldest}: {MONTHS} months are kept");
                Err(("INVALID", message))
            }
            other => other.map_err(|e| ("INVALID", e.to_string())),
        }
    };
    custom(read, || json!({ "type": "string", "format": "date" }))
}

/// What was used.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Usage {
    /// The first day.
    #[serde(serialize_with = "text")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    from: Day,
    /// The last day.
    #[serde(serialize_with = "text")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    to: Day,
    /// Every day of the range, also those without a request.
    days: Vec<DayUsage>,
    /// Refusals of the range, by the error's code.
    refusals: BTreeMap<&'static str, u64>,
    quota: UsageQuota,
}

/// Requests of one day.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct DayUsage {
    /// A calendar day in UTC.
    #[serde(serialize_with = "text")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    date: Day,
    total: u64,
    keys: Vec<KeyUsage>,
}

/// Requests of one key on one day.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeyUsage {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    requests: u64,
}

/// The account's requests of this month.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct UsageQuota {
    tier: Tier,
    monthly_limit: u64,
    used: u64,
    remaining: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
}

fn text<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Answers every day of the range, also those without a request.
///
/// # Errors
/// There is no such account any more.
pub async fn view(
    context: &'static Dashboard,
    owner: Owner,
    ViewUsage { from, to }: ViewUsage,
) -> Result<Reply<Json<Usage>>, Error> {
    let table = &context.table;
    let counted = usage::view::<Account>(table, &owner.tenant(), from, to).await?;
    let (account, mut counted) = counted.ok_or_else(no_account)?;
    // Those that were used, and no others: an account may have very many that have ended.
    let used: BTreeSet<KeyIndex> = counted
        .values()
        .flat_map(|day| day.requests.keys().copied())
        .collect();
    let known: BTreeMap<KeyIndex, (ApiKeyId, String)> =
        api_key::with_indexes(table, owner.user_id, used)
            .await?
            .into_values()
            .flatten()
            .map(|record| (record.index, (record.id, record.name)))
            .collect();
    let mut refusals = BTreeMap::new();
    let mut days = Vec::new();
    let mut date = from;
    while date <= to {
        let day = counted.remove(&date).unwrap_or_default();
        for (code, count) in day.refusals {
            *refusals.entry(code).or_default() += count;
        }
        let named = day.requests.iter().filter_map(|(index, requests)| {
            let (id, name) = known.get(index)?.clone();
            Some(KeyUsage {
                id,
                name,
                requests: *requests,
            })
        });
        let keys = named.collect();
        days.push(DayUsage {
            date,
            total: day.requests.values().sum(),
            keys,
        });
        date = date.next();
    }
    let month = Month::of(context.clock.now());
    let monthly_limit = account.ledger.monthly_limit;
    let used = account.ledger.count(Counter::Month(month));
    let quota = UsageQuota {
        tier: account.tier,
        monthly_limit,
        used,
        remaining: monthly_limit.saturating_sub(used),
        resets_at: month.end(),
    };
    Reply::json(&Usage {
        from,
        to,
        days,
        refusals,
        quota,
    })
}
