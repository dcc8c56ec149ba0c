//! `GET /me`: the key, its account's plan and quota, the latest twin.

use ::surface::{Error, Json, Reply};
use common::Timestamp;
use metering::LimitStatus;
use serde::Serialize;
use twin::account::{Plan, PlanStatus, Tier};
use twin::api_key::{ApiKeyId, Scope};
use twin::id::UserId;
use twin::snapshot::Snapshot;

use crate::{ENDPOINTS, KeyHolder, Twin};

/// The key, its account, what is left, and the latest twin.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    user_id: UserId,
    plan: PlanView,
    tier: Tier,
    scopes: Vec<Scope>,
    api_key: ApiKeyView,
    quota: Quota,
    rate_limits: Vec<RateLimit>,
    twins: Twins,
}

/// The account's plan.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PlanView {
    name: Plan,
    status: PlanStatus,
}

/// The key that was sent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ApiKeyView {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    /// Its public beginning.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^atk_live_[0-9a-f]{8}$"))
    )]
    prefix: String,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
}

/// This month's requests: of the key or of the account, whichever has the least left.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Quota {
    /// Requests a month.
    monthly_limit: u64,
    /// Requests counted this month.
    used: u64,
    remaining: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
    key: KeyQuota,
    /// When it is spent if the month goes on as it began; null: not before it resets.
    projected_exhaustion_at: Option<Timestamp>,
}

/// The key's own requests. Its limit is null where only the account's holds.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeyQuota {
    limit: Option<u64>,
    used: u64,
    remaining: Option<u64>,
}

/// What an endpoint allows and costs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RateLimit {
    /// Method and path.
    endpoint: String,
    /// Requests a minute, for each key.
    per_minute: u64,
    /// Units of the monthly quota that a call costs.
    quota: u64,
}

/// The account's snapshots.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Twins {
    /// Those that can be served.
    ready: u32,
    total: u32,
    /// The latest that can be served.
    latest: Option<Snapshot>,
}

/// Answers what the key may do, and how much of it is left.
///
/// # Errors
/// The latest snapshot can't be read.
pub async fn view(
    context: &'static Twin,
    caller: KeyHolder,
    (): (),
) -> Result<Reply<Json<Me>>, Error> {
    let KeyHolder {
        key,
        account,
        limits,
    } = caller;
    let latest = match account.latest {
        Some(id) => context.snapshots.find(&account, id).await?,
        None => None,
    };
    let quota = limits.quota();
    Reply::json(&Me {
        user_id: account.user_id,
        plan: PlanView {
            name: account.plan,
            status: account.status,
        },
        tier: account.tier,
        scopes: key.scopes.clone(),
        api_key: ApiKeyView {
            id: key.id,
            name: key.name.clone(),
            prefix: key.id.prefix(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: account.ledger.last_used(key.index),
        },
        quota: Quota {
            monthly_limit: quota.limit,
            used: quota.used,
            remaining: quota.remaining(),
            resets_at: limits.month_ends,
            key: KeyQuota {
                limit: limits.key_limit,
                used: limits.key_used,
                remaining: limits
                    .key_limit
                    .map(|limit| limit.saturating_sub(limits.key_used)),
            },
            projected_exhaustion_at: projected_exhaustion(&limits),
        },
        rate_limits: rate_limits(),
        twins: Twins {
            ready: account.twins.ready,
            total: account.twins.total,
            latest: latest.as_deref().cloned(),
        },
    })
}

/// When the quota will be spent if the month goes on as it began; nothing where that is not
/// before it resets. Spent already is now.
fn projected_exhaustion(status: &LimitStatus) -> Option<Timestamp> {
    let quota = status.quota();
    if quota.remaining() == 0 {
        return Some(status.at);
    }
    let elapsed = i128::from(status.at.millis() - status.month_began.millis()).max(1);
    let left = elapsed * i128::from(quota.remaining()) / i128::from(quota.used.max(1));
    let at = status
        .at
        .plus_millis(i64::try_from(left).unwrap_or(i64::MAX / 2));
    (at < status.month_ends).then_some(at)
}

fn rate_limits() -> Vec<RateLimit> {
    ENDPOINTS
        .iter()
        .map(|endpoint| RateLimit {
            endpoint: format!(
                "{} {}",
                endpoint
                    .route
                    .method
                    .as_ref()
                    .map_or("*", |method| method.as_str()),
                endpoint.route.path
            ),
            per_minute: endpoint.terms.per_minute,
            quota: u64::from(endpoint.terms.counted),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use metering::Quota;

    fn status(at: &str, used: u64) -> LimitStatus {
        LimitStatus {
            at: at.parse().unwrap(),
            burst: Quota { limit: 60, used: 1 },
            minute_ends: at.parse().unwrap(),
            account: Quota { limit: 1000, used },
            key_limit: None,
            key_used: used,
            month_ends: "2026-12-01T00:00:00Z".parse().unwrap(),
            month_began: "2026-11-01T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn exhaustion_is_projected_from_the_month_so_far() {
        let half = |used| projected_exhaustion(&status("2026-11-16T00:00:00Z", used));
        assert_eq!(half(1), None);
        assert_eq!(half(500), None);
        assert_eq!(half(750), Some("2026-11-21T00:00:00Z".parse().unwrap()));
        assert_eq!(half(1000), Some("2026-11-16T00:00:00Z".parse().unwrap()));
    }
}
