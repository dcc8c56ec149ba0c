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

use lambda_http::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use shared::access::account::Cell;
use shared::access::keys::Made;
use shared::access::window::{Day, Month};
use shared::access::{ApiKeyId, KeyRecord, PlainKey, Scope, accounts, usage};
use shared::clock::Timestamp;
use shared::http::{Reply, Request};
use shared::id::UserId;
use shared::{App, Error};

/// Whether a key opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It does.
    Active,
    /// It is past its expiry.
    Expired,
    /// Its owner ended it.
    Revoked,
}

/// A key as its owner sees it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    id: ApiKeyId,
    name: String,
    prefix: String,
    scopes: Vec<Scope>,
    monthly_limit: Option<u64>,
    expires_at: Option<Timestamp>,
    allowed_ips: Vec<ipnet::IpNet>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    status: Status,
    used_this_month: u64,
}

impl KeyView {
    fn new(record: &KeyRecord, last_used_at: Option<Timestamp>, used: u64, now: Timestamp) -> Self {
        let status = match record.dead(now) {
            None => Status::Active,
            Some(Error::KeyRevoked) => Status::Revoked,
            Some(_) => Status::Expired,
        };
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
            status,
            used_this_month: used,
        }
    }
}

/// Keys with what is counted of them in this month.
///
/// # Errors
/// There is no such account; the table can't be reached.
async fn with_use(app: &App, user: UserId, records: &[KeyRecord]) -> Result<Vec<KeyView>, Error> {
    let now = app.clock.now();
    let month = Month::of(now);
    let account = accounts::view(&app.table, user)
        .await?
        .ok_or(Error::NoAccount)?;
    // The month's count of a key leaves the account's item with the key: then the days have it.
    let gone = |record: &KeyRecord| account.epoch(record.slot).is_none();
    let days = if records.iter().any(gone) {
        usage::view(&app.table, user, Day::of(month.start()), Day::of(now))
            .await?
            .1
    } else {
        Default::default()
    };
    let used = |record: &KeyRecord| {
        if gone(record) {
            days.values()
                .filter_map(|day| day.requests.get(&record.slot))
                .sum()
        } else {
            account.count(Cell::KeyMonth(month, record.slot))
        }
    };
    let view = |record: &KeyRecord| {
        KeyView::new(record, account.last_used(record.slot), used(record), now)
    };
    Ok(records.iter().map(view).collect())
}

/// One key with what is counted of it in this month.
async fn one(app: &App, user: UserId, record: KeyRecord) -> Result<Reply, Error> {
    Reply::json(&with_use(app, user, &[record]).await?.first())
}

/// What is told of a key that was made.
#[derive(Serialize)]
struct MadeView<'a> {
    #[serde(flatten)]
    view: KeyView,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<ReplacedView>,
    /// The plaintext.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
}

/// The key whose place it takes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReplacedView {
    id: ApiKeyId,
    ends_at: Option<Timestamp>,
}

impl MadeView<'_> {
    fn new(made: &Made, now: Timestamp) -> Self {
        Self {
            view: KeyView::new(&made.record, None, 0, now),
            replaces: made.replaced.as_ref().map(|old| ReplacedView {
                id: old.id,
                ends_at: old.revoked_at.or(old.expires_at),
            }),
            key: None,
        }
    }
}

/// What is kept of the answer: all but the plaintext.
fn kept(made: &Made, now: Timestamp) -> Value {
    json!(MadeView::new(made, now))
}

/// The one answer that shows the plaintext.
fn shown(key: &PlainKey, made: &Made, now: Timestamp) -> Result<Reply, Error> {
    let view = MadeView {
        key: Some(key.reveal()),
        ..MadeView::new(made, now)
    };
    Reply::with_status(StatusCode::CREATED, &view)
}

/// Keys are the Professional plan's.
async fn entitled(app: &App, user: UserId) -> Result<(), Error> {
    match accounts::view(&app.table, user).await? {
        None => Err(Error::NoAccount),
        Some(account) if account.entitled() => Ok(()),
        Some(_) => Err(Error::PlanRequired),
    }
}

/// The key that a path names. What can't be an id is the id of no key.
fn named(request: &Request) -> Result<ApiKeyId, Error> {
    let unknown = shared::access::keys::KeyError::NoKey;
    request.param("id").ok_or_else(|| unknown.into())
}
