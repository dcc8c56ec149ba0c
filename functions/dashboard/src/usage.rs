//! `GET /twin/usage`: requests by day and key, and refusals by code.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use shared::access::account::{Cell, Slot};
use shared::access::window::{Day, Month};
use shared::access::{ApiKeyId, Owner, Tier, keys, usage};
use shared::clock::Timestamp;
use shared::http::{Input, Query, Reply, Request};
use shared::{App, Error};

/// How far back days are told.
const MONTHS: u32 = 13;

/// Which days, the first and the last included.
#[derive(Debug)]
pub struct Days {
    from: Day,
    to: Day,
}

impl Input for Days {
    fn parse(request: &Request) -> Result<Self, Error> {
        let today = Day::of(request.at);
        let oldest = today.months_before(MONTHS);
        let day = |text: &str| -> Result<Day, String> {
            match text.parse::<Day>() {
                Ok(day) if day < oldest => Err(format!(
                    "must not be before {oldest}: {MONTHS} months are kept"
                )),
                other => other.map_err(|e| e.to_string()),
            }
        };
        let mut query = Query::of(request);
        let from = query.take("from", day);
        // There is nothing to tell of days to come.
        let to = query.take("to", day).unwrap_or(today).min(today);
        query.finish()?;
        let from = from.unwrap_or_else(|| Day::of(Month::of(to.start()).start()).max(oldest));
        if from > to {
            return Err(Error::field(
                "from",
                "RANGE",
                format!("must not be after {to}"),
            ));
        }
        Ok(Self { from, to })
    }
}

#[derive(Serialize)]
struct Told {
    #[serde(serialize_with = "text")]
    from: Day,
    #[serde(serialize_with = "text")]
    to: Day,
    days: Vec<DayView>,
    refusals: BTreeMap<&'static str, u64>,
    quota: QuotaView,
}

#[derive(Serialize)]
struct DayView {
    #[serde(serialize_with = "text")]
    date: Day,
    total: u64,
    keys: Vec<KeyUse>,
}

#[derive(Serialize)]
struct KeyUse {
    id: ApiKeyId,
    name: String,
    requests: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuotaView {
    tier: Tier,
    monthly_limit: u64,
    used: u64,
    remaining: u64,
    resets_at: Timestamp,
}

fn text<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Answers with every day of the range, also those without a request.
///
/// # Errors
/// The table can't be reached.
pub async fn view(
    app: &'static App,
    owner: Owner,
    Days { from, to }: Days,
) -> Result<Reply, Error> {
    let user = owner.user_id;
    let (account, mut counted) = usage::view(&app.table, user, from, to).await?;
    let known: BTreeMap<Slot, (ApiKeyId, String)> = keys::list(&app.table, user)
        .await?
        .into_iter()
        .map(|record| (record.slot, (record.id, record.name)))
        .collect();
    let mut refusals = BTreeMap::new();
    let mut days = Vec::new();
    let mut date = from;
    while date <= to {
        let day = counted.remove(&date).unwrap_or_default();
        for (code, count) in day.refusals {
            *refusals.entry(code).or_default() += count;
        }
        let named = day.requests.iter().filter_map(|(slot, requests)| {
            let (id, name) = known.get(slot)?.clone();
            Some(KeyUse {
                id,
                name,
                requests: *requests,
            })
        });
        let keys = named.collect();
        days.push(DayView {
            date,
            total: day.requests.values().sum(),
            keys,
        });
        date = date.next();
    }
    let month = Month::of(app.clock.now());
    let used = account.count(Cell::Month(month));
    let quota = QuotaView {
        tier: account.tier,
        monthly_limit: account.monthly_limit,
        used,
        remaining: account.monthly_limit.saturating_sub(used),
        resets_at: month.end(),
    };
    Reply::json(&Told {
        from,
        to,
        days,
        refusals,
        quota,
    })
}
