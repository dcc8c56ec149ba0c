//! `GET /me`: the key, its account's plan and quota, the latest twin.

use serde::Serialize;
use shared::access::{ApiKeyId, KeyHolder, Plan, PlanStatus, Scope, Standing, Tier};
use shared::clock::Timestamp;
use shared::http::endpoints::ENDPOINTS;
use shared::http::{Access, Reply};
use shared::id::UserId;
use shared::snapshots::Snapshot;
use shared::{App, Error};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Me<'a> {
    user_id: UserId,
    plan: PlanView,
    tier: Tier,
    scopes: &'a [Scope],
    api_key: ApiKeyView<'a>,
    quota: QuotaView,
    rate_limits: Vec<RateLimitView>,
    twins: TwinsView<'a>,
}

#[derive(Serialize)]
struct PlanView {
    name: Plan,
    status: PlanStatus,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiKeyView<'a> {
    id: ApiKeyId,
    name: &'a str,
    prefix: String,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuotaView {
    monthly_limit: u64,
    used: u64,
    remaining: u64,
    resets_at: Timestamp,
    key: KeyQuotaView,
    projected_exhaustion_at: Option<Timestamp>,
}

/// The key's own limit; `null` where it has none and only the account's holds.
#[derive(Serialize)]
struct KeyQuotaView {
    limit: Option<u64>,
    used: u64,
    remaining: Option<u64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RateLimitView {
    endpoint: String,
    per_minute: u64,
    quota: u64,
}

#[derive(Serialize)]
struct TwinsView<'a> {
    ready: u32,
    total: u32,
    latest: Option<&'a Snapshot>,
}

/// Answers what the key may do, and how much of it is left.
///
/// # Errors
/// The latest snapshot can't be read.
pub async fn view(app: &'static App, caller: KeyHolder, (): ()) -> Result<Reply, Error> {
    let KeyHolder {
        key,
        account,
        standing,
    } = caller;
    let latest = match account.latest {
        Some(id) => app.snapshots.view(&account, id).await?,
        None => None,
    };
    let quota = standing.quota();
    Reply::json(&Me {
        user_id: account.user_id,
        plan: PlanView {
            name: account.plan,
            status: account.status,
        },
        tier: account.tier,
        scopes: &key.scopes,
        api_key: ApiKeyView {
            id: key.id,
            name: &key.name,
            prefix: key.id.prefix(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: account.last_used(key.slot),
        },
        quota: QuotaView {
            monthly_limit: quota.limit,
            used: quota.used,
            remaining: quota.remaining(),
            resets_at: standing.month_ends,
            key: KeyQuotaView {
                limit: standing.key_limit,
                used: standing.key_used,
                remaining: standing
                    .key_limit
                    .map(|limit| limit.saturating_sub(standing.key_used)),
            },
            projected_exhaustion_at: projected_exhaustion(&standing),
        },
        rate_limits: rate_limits(),
        twins: TwinsView {
            ready: account.twins.ready,
            total: account.twins.total,
            latest: latest.as_deref(),
        },
    })
}

/// When the quota will be spent if the month goes on as it began; nothing where that is not
/// before it resets. Spent already is now.
fn projected_exhaustion(standing: &Standing) -> Option<Timestamp> {
    let quota = standing.quota();
    if quota.remaining() == 0 {
        return Some(standing.at);
    }
    let elapsed = i128::from(standing.at.millis() - standing.month_began.millis()).max(1);
    let left = elapsed * i128::from(quota.remaining()) / i128::from(quota.used.max(1));
    let at = standing
        .at
        .plus_millis(i64::try_from(left).unwrap_or(i64::MAX / 2));
    (at < standing.month_ends).then_some(at)
}

fn rate_limits() -> Vec<RateLimitView> {
    ENDPOINTS
        .iter()
        .filter_map(|endpoint| match endpoint.access {
            Access::Key(metering) => Some(RateLimitView {
                endpoint: format!(
                    "{} {}",
                    endpoint
                        .method
                        .as_ref()
                        .map_or("*", |method| method.as_str()),
                    endpoint.path
                ),
                per_minute: metering.per_minute,
                quota: u64::from(metering.counted),
            }),
            Access::Public | Access::Owner | Access::Operator => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::access::gate::Quota;

    fn standing(at: &str, used: u64) -> Standing {
        Standing {
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
        let half = |used| projected_exhaustion(&standing("2026-11-16T00:00:00Z", used));
        assert_eq!(half(1), None);
        assert_eq!(half(500), None);
        assert_eq!(half(750), Some("2026-11-21T00:00:00Z".parse().unwrap()));
        assert_eq!(half(1000), Some("2026-11-16T00:00:00Z".parse().unwrap()));
    }
}
