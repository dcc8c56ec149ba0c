//! Developer accounts: companies that provide.
//!
//! A developer's own item holds what decides their calls: status, calls a minute, and how many
//! apps and packages there are.

use common::{Fault, Timestamp, words};
use dynamo::{Change, Changed, Item, Table, n, s};
use metering::minute::{self, Limit, MinuteStatus};
use serde::{Deserialize, Serialize};

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

/// What concerns the owner of an account, and is read by nobody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Profile {
    /// Its identifier.
    pub id: DeveloperId,
    /// The company's name.
    pub company_name: String,
    /// The address that signs in.
    pub email: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A developer whose call was counted.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The account.
    pub id: DeveloperId,
    /// Its status.
    pub status: Status,
    /// Its plan.
    pub plan: Plan,
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
            let word = |name| after.get(name).and_then(|value| value.as_s().ok());
            let plan = word(attributes::PLAN).and_then(|plan| plan.parse().ok());
            let status = word(attributes::STATUS).and_then(|status| status.parse().ok());
            Ok(Admitted {
                id,
                status: status.unwrap_or(Status::Pending),
                plan: plan.unwrap_or(Plan::Free),
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
    let item = Item::from([
        (attributes::STATUS.to_owned(), s(status)),
        (attributes::PLAN.to_owned(), s(plan)),
        (attributes::LIMIT.to_owned(), n(plan.per_minute())),
    ]);
    let own = item
        .into_iter()
        .fold(
            Change::upsert(layout::developer(profile.id)),
            |change, (name, value)| change.set(&name, value),
        )
        .if_absent(dynamo::PK);
    let pointer = Change::upsert(layout::subject(subject))
        .set("developer", s(profile.id))
        .if_absent(dynamo::PK);
    let committed = dynamo::Transaction::new(doing)
        .with("subject", pointer)
        .with("account", own)
        .with(
            "profile",
            Change::insert(layout::profile(profile.id), profile)?,
        )
        .commit(table)
        .await?;
    if committed.is_done() {
        return Ok(profile.id);
    }
    of_subject(table, subject)
        .await?
        .ok_or_else(|| Fault::unavailable(doing, "another change came first"))
}
