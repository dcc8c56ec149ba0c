//! How often something may be asked for, counted in the table, whoever counts.
//!
//! A rate has as many places as it allows. To take one writes the moment into it, on the condition
//! that what stands there is older than the rate's interval. So there are never more than that in
//! any interval, and those that take different places at the same time do not meet.

use common::{Fault, Tenant, Timestamp};
use dynamo::{AttributeValue, Change, Key, Part, Table};

use super::WebhookError;
use crate::{RATES, WebhookId};

/// The name of the parts that take places. Where one is refused, somebody else took that place:
/// read again.
const RATE: &str = "rate";

const MINUTE: i64 = 60_000;
/// An item outlives the interval by so many seconds before the table's clean-up may delete it.
const CLEAN_UP_SECONDS: i64 = 3_600;

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted<'a> {
    /// Probes of a host (see [`crate::url::destination`]).
    Probes(&'a str),
    /// An owner's tests, retries and recoveries of a webhook.
    Requests(WebhookId),
    /// The same of all webhooks of the tenant.
    AllRequests,
}

impl Counted<'_> {
    /// How many there may be in how many milliseconds.
    const fn rate(self) -> (u8, i64) {
        match self {
            Self::Probes(_) => (6, 60 * MINUTE),
            Self::Requests(_) => (5, MINUTE),
            Self::AllRequests => (30, MINUTE),
        }
    }

    fn key(self, tenant: &Tenant) -> Key {
        match self {
            Self::Probes(host) => Key::of(tenant, RATES, format_args!("probes#{host}")),
            Self::Requests(id) => Key::of(tenant, RATES, format_args!("requests#{id}")),
            Self::AllRequests => Key::of(tenant, RATES, "requests"),
        }
    }

    fn limit(self) -> &'static str {
        match self {
            Self::Probes(_) => {
                "an account's webhooks at one host are probed at most 6 times in an hour"
            }
            Self::Requests(_) => {
                "a webhook takes at most 5 tests, retries and recoveries in a minute"
            }
            Self::AllRequests => {
                "an account's webhooks take at most 30 tests, retries and recoveries in a minute"
            }
        }
    }
}

/// What an owner's request about a webhook counts as.
pub(crate) fn requests(id: WebhookId) -> [Counted<'static>; 2] {
    [Counted::Requests(id), Counted::AllRequests]
}

/// Takes a place in each rate: the parts of the transaction that does what is counted.
///
/// # Errors
/// [`WebhookError::RateLimited`] where a rate has no place left.
pub(crate) async fn take(
    table: &Table,
    tenant: &Tenant,
    counted: &[Counted<'_>],
    now: Timestamp,
) -> Result<Vec<Part>, WebhookError> {
    let keys = counted.iter().map(|counted| counted.key(tenant)).collect();
    let items = table.get_items(keys).await?;
    let mut random = [0_u8; 4];
    getrandom::fill(&mut random)
        .map_err(|e| Fault::internal("counting a request", e.to_string()))?;
    let random = usize::try_from(u32::from_le_bytes(random)).unwrap_or(0);
    let mut parts = Vec::with_capacity(counted.len());
    for counted in counted {
        let key = counted.key(tenant);
        let (most, within) = counted.rate();
        let item = items.iter().find(|item| key.is_of(item));
        let taken = |place: u8| match item?.get(&name(place))? {
            AttributeValue::N(millis) => millis.parse::<i64>().ok(),
            _ => None,
        };
        let old = now.millis() - within;
        let free: Vec<u8> = (0..most)
            .filter(|place| taken(*place).is_none_or(|at| at <= old))
            .collect();
        let Some(place) = free.get(random % free.len().max(1)) else {
            let first = (0..most).filter_map(taken).min().unwrap_or(now.millis());
            let wait = (first + within - now.millis() + 999) / 1_000;
            return Err(WebhookError::RateLimited {
                limit: counted.limit(),
                retry_after: u64::try_from(wait).unwrap_or(0).max(1),
            });
        };
        let number = |millis: i64| AttributeValue::N(millis.to_string());
        let change = Change::upsert(key)
            .if_absent_or_at_most(&name(*place), number(old))
            .set(&name(*place), number(now.millis()))
            .expires(now.seconds() + within / 1_000 + CLEAN_UP_SECONDS);
        parts.push(Part::new(RATE, change));
    }
    Ok(parts)
}

/// The attribute of a place: when it was last taken, in milliseconds since 1970.
fn name(place: u8) -> String {
    format!("p{place}")
}

/// Counts a test, a retry or a recovery of a webhook: the parts of the transaction that does it.
/// Where that is refused, it may be by another request that was counted meanwhile: count again.
///
/// # Errors
/// [`WebhookError::RateLimited`] where there were too many.
pub async fn count_request(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    now: Timestamp,
) -> Result<Vec<Part>, WebhookError> {
    take(table, tenant, &requests(id), now).await
}
