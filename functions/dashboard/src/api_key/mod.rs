//! API keys: made, shown, changed, rotated, revoked. A change holds from the very next call.
//!
//! The plaintext is in the answer that makes a key and nowhere else: an answer that is kept for
//! an `Idempotency-Key` is kept without it.

pub mod create;
pub mod list;
pub mod revoke;
pub mod rotate;
pub mod update;
pub mod view;

mod fields;

use ::surface::{Error, Input, Query, Request};
use common::{Timestamp, words};
use metering::window::{Day, Month};
use metering::{Counter, Ended, usage};
use serde::Serialize;
use serde_json::{Value, json};
use twin::api_key::{ApiKeyId, CreatedKey, KeyError, KeyRecord, PlainKey, Scope};
use twin::{Account, UserId, account};

use crate::Dashboard;
use crate::refusals::{self, no_account, plan_required};
use crate::registry::KEY_VIEW;

words!(
    /// Whether a key opens anything.
    KeyStatus {
        /// It does.
        Active = "active";
        /// It is past its expiry.
        Expired = "expired";
        /// Its owner ended it.
        Revoked = "revoked";
    }
);

/// A key as its owner sees it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Key"))]
pub struct KeyView {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    /// Its public beginning.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^atk_live_[0-9a-f]{8}$"))
    )]
    prefix: String,
    scopes: Vec<Scope>,
    /// Requests a month; null: only the account's limit holds.
    monthly_limit: Option<u64>,
    expires_at: Option<Timestamp>,
    /// Networks it may be used from; none: all.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    allowed_ips: Vec<ipnet::IpNet>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    status: KeyStatus,
    /// Requests counted this month.
    used_this_month: u64,
}

impl KeyView {
    fn new(record: &KeyRecord, last_used_at: Option<Timestamp>, used: u64, now: Timestamp) -> Self {
        Self {
            id: record.id,
            name: record.name.clone(),
            prefix: record.id.prefix(),
            scopes: record.scopes.clone(),
            monthly_limit: record.monthly_limit,
            expires_at: record.expires_at,
            allowed_ips: record.allowed_ips.clone(),
            created_at: record.created_at,
            last_used_at,
            revoked_at: record.revoked_at,
            status: match record.ended(now) {
                None => KeyStatus::Active,
                Some(Ended::Revoked) => KeyStatus::Revoked,
                Some(Ended::Expired) => KeyStatus::Expired,
            },
            used_this_month: used,
        }
    }
}

/// Keys with what was counted of them in this month.
async fn with_use(
    context: &Dashboard,
    account: &Account,
    records: &[KeyRecord],
) -> Result<Vec<KeyView>, Error> {
    let now = context.clock.now();
    let month = Month::of(now);
    // A key's count of the month leaves the account's item with the key: then the days have it.
    let is_gone = |record: &KeyRecord| account.ledger.revision(record.index).is_none();
    let days = if records.iter().any(is_gone) {
        let (from, to) = (Day::of(month.start()), Day::of(now));
        let counted =
            usage::view::<Account>(&context.table, &account.user_id.tenant(), from, to).await?;
        counted.ok_or_else(no_account)?.1
    } else {
        Default::default()
    };
    let used = |record: &KeyRecord| {
        if is_gone(record) {
            days.values()
                .filter_map(|day| day.requests.get(&record.index))
                .sum()
        } else {
            let counter = Counter::KeyMonth(month, record.index);
            account.ledger.count(counter)
        }
    };
    let view = |record: &KeyRecord| {
        let last_used_at = account.ledger.last_used(record.index);
        KeyView::new(record, last_used_at, used(record), now)
    };
    Ok(records.iter().map(view).collect())
}

/// One key with what was counted of it in this month.
async fn one(context: &Dashboard, user: UserId, record: KeyRecord) -> Result<KeyView, Error> {
    let account = account::find(&context.table, user).await?;
    let account = account.ok_or_else(no_account)?;
    let mut views = with_use(context, &account, &[record]).await?;
    views
        .pop()
        .ok_or_else(|| Error::internal("describing a key", "it is not there"))
}

/// A key that was made.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeKey {
    #[serde(flatten)]
    made: KeyView,
    /// The key in whose place it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<ReplacedKey>,
    /// The plaintext: this answer alone shows it, and its repetition for an `Idempotency-Key`
    /// does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^atk_live_[0-9a-f]{8}_[0-9a-f]{32}$"))
    )]
    key: Option<String>,
}

/// A key in whose place another was made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ReplacedKey {
    id: ApiKeyId,
    /// Until when it opens anything.
    ends_at: Option<Timestamp>,
}

impl MadeKey {
    fn new(created: &CreatedKey, now: Timestamp) -> Self {
        Self {
            made: KeyView::new(&created.record, None, 0, now),
            replaces: created.replaced.as_ref().map(|old| ReplacedKey {
                id: old.id,
                ends_at: old.revoked_at.or(old.expires_at),
            }),
            key: None,
        }
    }

    /// The one answer that shows the plaintext.
    fn with_key(self, key: &PlainKey) -> Self {
        let key = Some(key.reveal().to_owned());
        Self { key, ..self }
    }
}

/// What is kept of the answer: all but the plaintext.
fn kept(created: &CreatedKey, now: Timestamp) -> Value {
    json!(MadeKey::new(created, now))
}

/// Refuses an account whose plan does not include keys.
async fn entitled(context: &Dashboard, user: UserId) -> Result<(), Error> {
    match account::find(&context.table, user).await? {
        None => Err(no_account()),
        Some(account) if account.entitled() => Ok(()),
        Some(_) => Err(plan_required()),
    }
}

/// The key that a path names. What can't be an id is the id of no key.
fn id(request: &Request) -> Result<ApiKeyId, Error> {
    request
        .param("id")
        .ok_or_else(|| refusals::key(KeyError::NoKey))
}

/// Where a key can be read.
fn location(id: ApiKeyId) -> String {
    KEY_VIEW.route.path.replace("{id}", &id.to_string())
}

/// Which key.
#[derive(Debug)]
pub struct KeyPath(ApiKeyId);

impl<C> Input<C> for KeyPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use metering::KeyIndex;

    fn created() -> CreatedKey {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let record = KeyRecord {
            id: "0badc0de".parse().unwrap(),
            user_id: "usr_01JD9ZK4T0000000000000000A".parse().unwrap(),
            generation: 1,
            index: KeyIndex::new(0).unwrap(),
            revision: 1,
            first: None,
            name: "a".into(),
            scopes: vec![Scope::TwinRead],
            monthly_limit: None,
            expires_at: None,
            allowed_ips: vec!["203.0.113.0/24".parse().unwrap()],
            created_at: now,
            revoked_at: None,
        };
        let replaced = KeyRecord {
            expires_at: Some(now.plus_millis(1)),
            ..record.clone()
        };
        CreatedKey {
            record,
            replaced: Some(replaced),
        }
    }

    /// The answer is in the order of its fields, what is kept of it in that of their names.
    #[test]
    fn a_key_is_shown_once() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let plain = "atk_live_0badc0de_00112233445566778899aabbccddeeff";
        let key: PlainKey = plain.parse().unwrap();
        let shown = MadeKey::new(&created(), now).with_key(&key);
        assert_eq!(
            serde_json::to_string(&shown).unwrap(),
            r#"{"id":"0badc0de","name":"a","prefix":"atk_live_0badc0de","scopes":["twin:read"],"monthlyLimit":null,"expiresAt":null,"allowedIps":["203.0.113.0/24"],"createdAt":"2026-11-22T12:00:00.000Z","lastUsedAt":null,"revokedAt":null,"status":"active","usedThisMonth":0,"replaces":{"id":"0badc0de","endsAt":"2026-11-22T12:00:00.001Z"},"key":"atk_live_0badc0de_00112233445566778899aabbccddeeff"}"#
        );
        assert_eq!(
            kept(&created(), now).to_string(),
            r#"{"allowedIps":["203.0.113.0/24"],"createdAt":"2026-11-22T12:00:00.000Z","expiresAt":null,"id":"0badc0de","lastUsedAt":null,"monthlyLimit":null,"name":"a","prefix":"atk_live_0badc0de","replaces":{"endsAt":"2026-11-22T12:00:00.001Z","id":"0badc0de"},"revokedAt":null,"scopes":["twin:read"],"status":"active","usedThisMonth":0}"#
        );
    }
}
