//! An app's gate: one conditional write decides a call and counts it.
//!
//! Everything that may end a token stands on the app's item: the app itself and its status, its
//! revision, the secrets that have not ended, the tokens that were revoked. So a deletion, a
//! suspension, a change of plan, a secret's end and a revocation hold from the very next call, in
//! every process. A refused write answers with the item, so that the reason needs no second read.
//!
//! An app whose minute is used up costs a read a call rather than a write, until the minute ends.

use common::{Clock, Fault, Timestamp};
use dynamo::{Change, Changed, Item, Key, Table, n, s};
use metering::minute::{self, Limit, MinuteStatus};
use quick_cache::sync::Cache;

use crate::id::AppId;
use crate::layout;
use crate::oauth::token::Claims;

/// Attributes of an app's item.
pub mod attributes {
    /// [`super::ACTIVE`], or why not.
    pub const STATUS: &str = "st";
    /// The app's revision: tokens of an earlier one have ended.
    pub const REVISION: &str = "rev";
    /// Calls a minute.
    pub const LIMIT: &str = "lim";
    /// What begins the name of a live secret: its value is when it ends, in seconds since 1970.
    pub const SECRET: &str = "s";
    /// What begins the name of a revoked token: its value is when it would have ended.
    pub const REVOKED: &str = "j";
}

/// The status of an app that may call.
pub const ACTIVE: &str = "active";
/// When a secret ends that has no end, in seconds since 1970.
pub const NEVER: u64 = 253_402_300_799;

/// Apps whose used-up minute a process remembers.
const REMEMBERED: usize = 4_096;

/// A call that may be served; it has been counted.
#[derive(Clone, Copy, Debug)]
pub struct Admitted {
    /// The app.
    pub app: AppId,
    /// The minute's limit.
    pub minute: MinuteStatus,
}

/// Why a call is refused.
#[derive(Debug)]
pub enum Denial {
    /// There is no such app any more.
    Gone,
    /// The app is suspended.
    Suspended,
    /// All tokens of the app were revoked after this one was issued.
    Outdated,
    /// The secret that the token was issued for has ended.
    SecretEnded,
    /// The token was revoked.
    Revoked,
    /// The minute's calls are used up.
    RateLimited,
    /// The table can't be asked.
    Fault(Fault),
}

/// A refused call.
#[derive(Debug)]
pub struct Denied {
    /// Why.
    pub denial: Denial,
    /// The minute's limit, where the app is known.
    pub minute: Option<MinuteStatus>,
}

impl From<Fault> for Denied {
    fn from(fault: Fault) -> Self {
        Self {
            denial: Denial::Fault(fault),
            minute: None,
        }
    }
}

/// The name of a secret on the app's item.
pub fn secret(number: u32) -> String {
    format!("{}{number}", attributes::SECRET)
}

/// The name of a revoked token on the app's item.
pub fn revoked(jti: &str) -> String {
    format!("{}{jti}", attributes::REVOKED)
}

/// The gate of one process.
#[derive(Debug)]
pub struct AppGate {
    table: Table,
    clock: Clock,
    /// When the minute ends that an app has used up.
    spent: Cache<AppId, Timestamp>,
}

impl AppGate {
    /// A gate that remembers nothing.
    pub fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            spent: Cache::new(REMEMBERED),
        }
    }

    /// Decides a call with a token whose signature, audience and times were checked.
    ///
    /// # Errors
    /// Why it is refused.
    pub async fn admit(&self, claims: &Claims) -> Result<Admitted, Denied> {
        let now = self.clock.now();
        let key = layout::app(claims.app);
        if self.spent.get(&claims.app).is_some_and(|end| now < end) {
            let item = self.table.get_item(key.clone()).await?;
            if let Some(denied) = denied(item.as_ref(), claims, now) {
                return Err(denied);
            }
        }
        let seconds = u64::try_from(now.seconds()).unwrap_or(0);
        let change = Change::update(key.clone())
            .if_is(attributes::STATUS, s(ACTIVE))
            .if_is(attributes::REVISION, n(claims.rev))
            .if_above(&secret(claims.sec), n(seconds))
            .if_absent(&revoked(&claims.jti));
        let change = minute::counting(change, now, Limit::Attribute(attributes::LIMIT));
        match change.apply(&self.table, "deciding an app's call").await? {
            Changed::Done { after } => {
                self.clean(key, &after, now).await;
                Ok(Admitted {
                    app: claims.app,
                    minute: minute_of(&after, now),
                })
            }
            Changed::Refused(item) => {
                let denied = denied(item.as_ref(), claims, now).unwrap_or_else(|| {
                    let cause = "the write was refused, but its item would pass";
                    Fault::unavailable("deciding an app's call", cause).into()
                });
                if let (Denial::RateLimited, Some(minute)) = (&denied.denial, denied.minute) {
                    self.spent.insert(claims.app, minute.resets_at);
                }
                Err(denied)
            }
        }
    }

    async fn clean(&self, key: Key, item: &Item, now: Timestamp) {
        if let Err(fault) = minute::clean(&self.table, key, item, now).await {
            tracing::info!(cause = fault.cause(), "old counters stay for now");
        }
    }
}

fn minute_of(item: &Item, now: Timestamp) -> MinuteStatus {
    let limit = minute::number(item, attributes::LIMIT).unwrap_or(0);
    minute::status(item, limit, now)
}

/// Why a token's call is refused by the item as it stands; nothing where it would pass.
fn denied(item: Option<&Item>, claims: &Claims, now: Timestamp) -> Option<Denied> {
    let Some(item) = item.filter(|item| item.contains_key(attributes::STATUS)) else {
        return Some(Denied {
            denial: Denial::Gone,
            minute: None,
        });
    };
    let number = |name: &str| -> Option<u64> { item.get(name)?.as_n().ok()?.parse().ok() };
    let status = item
        .get(attributes::STATUS)
        .and_then(|value| value.as_s().ok());
    let minute = minute_of(item, now);
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let denial = if status.map(String::as_str) != Some(ACTIVE) {
        Denial::Suspended
    } else if number(attributes::REVISION) != Some(claims.rev) {
        Denial::Outdated
    } else if number(&secret(claims.sec)).is_none_or(|end| end <= seconds) {
        Denial::SecretEnded
    } else if item.contains_key(&revoked(&claims.jti)) {
        Denial::Revoked
    } else if minute.is_spent() {
        Denial::RateLimited
    } else {
        return None;
    };
    Some(Denied {
        denial,
        minute: Some(minute),
    })
}

/// Tokens that are remembered as revoked, one by one.
const REVOKED_TOKENS: usize = 20;

/// Revokes a token: remembered until it would have ended. Where 20 are remembered already, all of
/// the app's tokens end instead.
///
/// # Errors
/// The table can't be reached, or other changes came first each time.
pub async fn revoke(table: &Table, claims: &Claims, now: Timestamp) -> Result<(), Fault> {
    let doing = "revoking a token";
    let key = layout::app(claims.app);
    let name = revoked(&claims.jti);
    let mut tries = dynamo::Tries::new(6);
    while tries.next().await {
        let Some(item) = table.get_item(key.clone()).await? else {
            return Ok(());
        };
        if denied(Some(&item), claims, now)
            .is_some_and(|denied| !matches!(denied.denial, Denial::RateLimited))
        {
            return Ok(());
        }
        let ended = |value: &dynamo::AttributeValue| {
            let end: Option<i64> = value.as_n().ok().and_then(|end| end.parse().ok());
            end.is_none_or(|end| end <= now.seconds())
        };
        let all: Vec<_> = item
            .iter()
            .filter(|(name, _)| is_revoked_token(name))
            .collect();
        let change = Change::update(key.clone()).if_is(attributes::REVISION, n(claims.rev));
        let change = if all.iter().filter(|(_, value)| !ended(value)).count() < REVOKED_TOKENS {
            all.iter()
                .filter(|(_, value)| ended(value))
                .fold(change, |change, (name, _)| change.remove(name))
                .set(&name, n(u64::try_from(claims.exp).unwrap_or(0)))
        } else {
            all.iter()
                .fold(change, |change, (name, _)| change.remove(name))
                .set(attributes::REVISION, n(claims.rev + 1))
        };
        if let Changed::Done { .. } = change.apply(table, doing).await? {
            return Ok(());
        }
    }
    Err(Fault::unavailable(doing, "other changes came first"))
}

/// Whether a token would be let in, its minute's limit aside.
///
/// # Errors
/// The table can't be reached.
pub async fn is_live(table: &Table, claims: &Claims, now: Timestamp) -> Result<bool, Fault> {
    let item = table.get_item(layout::app(claims.app)).await?;
    let denied = denied(item.as_ref(), claims, now);
    Ok(denied.is_none_or(|denied| matches!(denied.denial, Denial::RateLimited)))
}

/// Names of revoked tokens are the prefix and a ULID.
fn is_revoked_token(name: &str) -> bool {
    name.strip_prefix(attributes::REVOKED)
        .is_some_and(|jti| jti.len() == 26)
}

/// The revision of an app that may have tokens, by its item.
pub(super) fn revision_of(item: &Item) -> Option<u64> {
    let active = item.get(attributes::STATUS)?.as_s().ok()? == ACTIVE;
    let revision = item.get(attributes::REVISION)?.as_n().ok()?.parse().ok()?;
    active.then_some(revision)
}
