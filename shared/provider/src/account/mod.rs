//! Developer accounts: companies that provide.
//!
//! A developer's own item holds what decides their calls: status, calls a minute, and how many
//! apps and packages there are. [`Accounts`] makes accounts, logs their owners in and changes
//! them; passwords are [`firebase`]'s.

pub mod address;
mod change;
pub mod firebase;
mod log_in;
pub mod mail;
mod profile;
mod sign_up;

use std::sync::Arc;

use common::{Clock, Fault, Timestamp, words};
use dynamo::{Change, Changed, Item, Table, Transaction, n, s};
use metering::minute::{self, Limit, MinuteStatus};
use serde::Deserialize;

pub use address::{AddressHasher, Email};
pub use change::{ConfirmError, Confirmed, ProfileChange};
pub use firebase::{Firebase, Session};
pub use log_in::LogInError;
pub use profile::{Notifications, Profile};
pub use sign_up::{
    LONGEST_PASSWORD, SHORTEST_PASSWORD, SignUp, SignUpError, WeakPassword, check_password,
};

use crate::id::DeveloperId;
use crate::layout::{self, SubjectHash};

/// Attributes of a developer's item.
pub mod attributes {
    /// The account's status.
    pub const STATUS: &str = "st";
    /// Calls of the console a minute.
    pub const LIMIT: &str = "lim";
    /// The plan.
    pub const PLAN: &str = "plan";
    /// When the operator's systems set the plan.
    pub const PLAN_AT: &str = "planAt";
    /// There, where somebody signed up with the address by another password: see
    /// `sign_up`.
    pub const CONTESTED: &str = "contested";
    /// Its apps.
    pub const APPS: &str = "apps";
    /// Its packages.
    pub const PACKAGES: &str = "pkgs";
}

/// The most that a plan may allow in a minute: one item takes no more writes.
pub const MOST_A_MINUTE: u32 = 30_000;

words!(
    /// What a developer account may do.
    Plan {
        /// 100 calls a minute.
        Free = "free";
        /// 1,000 calls a minute.
        Pro = "pro";
        /// 10,000 calls a minute, or a number of its own.
        Enterprise = "enterprise";
    }
);

impl Plan {
    /// Calls a minute, of each app and of the console.
    pub const fn per_minute(self) -> u32 {
        match self {
            Self::Free => 100,
            Self::Pro => 1_000,
            Self::Enterprise => 10_000,
        }
    }
}

words!(
    /// Where an account stands.
    Status {
        /// Its address has not been verified.
        Pending = "pending";
        /// It can be used.
        Verified = "verified";
        /// The operator has suspended it.
        Suspended = "suspended";
    }
);

/// A developer whose call was counted.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The account.
    pub id: DeveloperId,
    /// Its status.
    pub status: Status,
    /// Its plan.
    pub plan: Plan,
    /// Whether the account opens only to somebody whose address Firebase has proven.
    pub contested: bool,
    /// The minute's limit.
    pub minute: MinuteStatus,
}

/// Why a developer's call is refused.
#[derive(Debug)]
pub enum Denied {
    /// There is no such account any more.
    Gone,
    /// The operator has suspended it.
    Suspended(MinuteStatus),
    /// The minute's calls are used up.
    RateLimited(MinuteStatus),
    /// The table can't be asked.
    Fault(Fault),
}

impl From<Fault> for Denied {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The account of a subject, where there is one.
///
/// # Errors
/// The table can't be reached.
pub async fn of_subject(
    table: &Table,
    subject: &SubjectHash,
) -> Result<Option<DeveloperId>, Fault> {
    #[derive(Deserialize)]
    struct Pointer {
        developer: DeveloperId,
    }
    let pointer: Option<Pointer> = table.get(layout::subject(subject)).await?;
    Ok(pointer.map(|pointer| pointer.developer))
}

/// Counts a call of a developer.
///
/// # Errors
/// Why it is refused.
pub async fn admit(table: &Table, id: DeveloperId, now: Timestamp) -> Result<Admitted, Denied> {
    let key = layout::developer(id);
    let change = Change::update(key.clone()).if_one_of(
        attributes::STATUS,
        [s(Status::Pending), s(Status::Verified)],
    );
    let change = minute::counting(change, now, Limit::Attribute(attributes::LIMIT));
    match change.apply(table, "deciding a developer's call").await? {
        Changed::Done { after } => {
            if let Err(fault) = minute::clean(table, key, &after, now).await {
                tracing::info!(cause = fault.cause(), "old counters stay for now");
            }
            let (status, contested) = state_of(&after);
            Ok(Admitted {
                id,
                status,
                plan: plan_of(&after),
                contested,
                minute: minute_of(&after, now),
            })
        }
        Changed::Refused(None) => Err(Denied::Gone),
        Changed::Refused(Some(item)) => {
            let minute = minute_of(&item, now);
            if minute.is_spent() {
                Err(Denied::RateLimited(minute))
            } else {
                Err(Denied::Suspended(minute))
            }
        }
    }
}

fn minute_of(item: &Item, now: Timestamp) -> MinuteStatus {
    let limit = minute::number(item, attributes::LIMIT).unwrap_or(0);
    minute::status(item, limit, now)
}

fn word<T: std::str::FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name)?.as_s().ok()?.parse().ok()
}

/// Where an account stands, and whether its address is contested, by its item.
fn state_of(item: &Item) -> (Status, bool) {
    let status = word(item, attributes::STATUS).unwrap_or(Status::Pending);
    (status, item.contains_key(attributes::CONTESTED))
}

fn plan_of(item: &Item) -> Plan {
    word(item, attributes::PLAN).unwrap_or(Plan::Free)
}

/// An account as its operator sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Its status.
    pub status: Status,
    /// Its plan.
    pub plan: Plan,
    /// Calls a minute, of the console and of each app.
    pub per_minute: u32,
    /// When the operator's systems set the plan; never: as it was made.
    pub plan_at: Option<Timestamp>,
}

impl State {
    pub(crate) fn of(item: &Item) -> Self {
        Self {
            status: state_of(item).0,
            plan: plan_of(item),
            per_minute: minute::number(item, attributes::LIMIT).unwrap_or(0),
            plan_at: word(item, attributes::PLAN_AT),
        }
    }
}

/// Makes accounts, logs their owners in, and changes them.
#[derive(Debug)]
pub struct Accounts {
    table: Table,
    clock: Clock,
    /// The claim `iss` of ID tokens.
    issuer: String,
    firebase: Firebase,
    hasher: Arc<AddressHasher>,
}

impl Accounts {
    /// Those of a table, whose owners this project of Firebase's signs in.
    pub fn new(
        table: Table,
        clock: Clock,
        issuer: String,
        firebase: Firebase,
        hasher: Arc<AddressHasher>,
    ) -> Self {
        Self {
            table,
            clock,
            issuer,
            firebase,
            hasher,
        }
    }

    /// Where an account stands, with its profile.
    async fn standing(&self, id: DeveloperId) -> Result<(Status, Option<Profile>), Fault> {
        let (own, profile) = (layout::developer(id), layout::profile(id));
        let items = self.table.get_items(vec![own.clone(), profile]).await?;
        let (own, profile): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| own.is_of(item));
        let profile = profile.into_iter().next().map(dynamo::read).transpose()?;
        let status = own.first().map_or(Status::Pending, |item| state_of(item).0);
        Ok((status, profile))
    }
}

/// A key out of the text of a secret that Secrets Manager generated.
fn secret_key(text: &str) -> Result<Vec<u8>, &'static str> {
    match text.len() {
        32.. => Ok(text.as_bytes().to_vec()),
        _ => Err("the secret must hold at least 32 characters"),
    }
}

/// The changes that make an account, each with its name.
fn parts_of_new(
    subject: &SubjectHash,
    profile: &Profile,
    status: Status,
    plan: Plan,
) -> Result<[(&'static str, Change); 3], Fault> {
    let account = Change::upsert(layout::developer(profile.id))
        .if_absent(dynamo::PK)
        .set(attributes::STATUS, s(status))
        .set(attributes::PLAN, s(plan))
        .set(attributes::LIMIT, n(plan.per_minute()));
    let pointer = Change::upsert(layout::subject(subject))
        .if_absent(dynamo::PK)
        .set("developer", s(profile.id));
    let profile = Change::insert(layout::profile(profile.id), profile)?;
    Ok([
        ("subject", pointer),
        ("account", account),
        ("profile", profile),
    ])
}

/// Makes an account for a subject, or finds the one that it has.
///
/// # Errors
/// The table can't be reached, or other changes came first each time.
pub async fn create(
    table: &Table,
    subject: &SubjectHash,
    profile: &Profile,
    status: Status,
    plan: Plan,
) -> Result<DeveloperId, Fault> {
    let doing = "making a developer account";
    let parts = parts_of_new(subject, profile, status, plan)?;
    let transaction = parts
        .into_iter()
        .fold(Transaction::new(doing), |all, (name, change)| {
            all.with(name, change)
        });
    if transaction.commit(table).await?.is_done() {
        return Ok(profile.id);
    }
    of_subject(table, subject)
        .await?
        .ok_or_else(|| Fault::unavailable(doing, "another change came first"))
}
