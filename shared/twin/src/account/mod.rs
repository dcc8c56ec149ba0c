//! Accounts: plan, tier, and the one small item that every call is decided on.
//!
//! The item's attributes, beside the counters ([`metering::counter`]):
//!
//! | attribute | holds |
//! |---|---|
//! | `t` | entitled: the plan includes the API and is active |
//! | `g` | generation: a random number, so that a key of an erased account is no key of an account of the same id that is made later |
//! | `L` | the tier's limit: requests a month for all keys together |
//! | `c` | plan and status, a letter each: `e`, `p`, `r` (professional); `a`, `z` (paused) |
//! | `b` | tier, a letter: `i`, `s`, `p`, `e` |
//! | `u` | `updatedAt` of the plan, in milliseconds |
//! | `s` | the next key's index |
//! | `w` | twins: `ready/total` |
//! | `v` | the latest ready snapshot |
//!
//! The first three are the gate's ([`metering::ledger::attributes`]). Names are short because
//! DynamoDB bills them with every write.

mod change;
mod erase;

use std::fmt;

use common::words::OtherWord;
use common::{Fault, Timestamp, words};
use dynamo::{AttributeValue, Item, Table};
use metering::Ledger;
use metering::ledger::Unreadable;
use serde::{Deserialize, Serialize};

use crate::id::{SnapshotId, UserId};
use crate::layout;

pub use change::{AccountChange, AccountError, SUBJECT_LENGTH, put};
pub use erase::erase;

words!(
    /// What the account pays for.
    stored Plan {
        /// The smallest plan; without the API.
        Essential = "essential";
        /// The middle plan; without the API.
        Premium = "premium";
        /// The plan that includes the API.
        Professional = "professional";
    }
);
words!(
    /// Whether the plan is in force.
    stored PlanStatus {
        /// It is: an active subscription or a live voucher.
        Active = "active";
        /// It is not, for now.
        Paused = "paused";
    }
);
words!(
    /// How many requests a month the account has for all its keys together.
    stored Tier {
        /// 10,000, included in the plan.
        Included = "included";
        /// 100,000.
        Starter = "starter";
        /// 1,000,000.
        Pro = "pro";
        /// As agreed.
        Enterprise = "enterprise";
    }
);

/// How an enum is stored in the account's item: a letter a variant. A letter of another release is
/// kept as a word.
macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),+ }) => {
        impl $name {
            fn code(self) -> char {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(letter) => letter.as_str().chars().next().unwrap_or_default(),
                }
            }

            fn from_code(code: char) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    other => OtherWord::of(other.encode_utf8(&mut [0; 4])).map(Self::Other),
                }
            }
        }
    };
}

codes!(Plan { Essential = 'e', Premium = 'p', Professional = 'r' });
codes!(PlanStatus { Active = 'a', Paused = 'z' });
codes!(Tier { Included = 'i', Starter = 's', Pro = 'p', Enterprise = 'e' });

impl Tier {
    /// Requests a month. None for `enterprise`, whose limit is agreed and must be given, and for a
    /// tier of another release.
    pub fn monthly_limit(self) -> Option<u64> {
        match self {
            Self::Included => Some(10_000),
            Self::Starter => Some(100_000),
            Self::Pro => Some(1_000_000),
            Self::Enterprise | Self::Other(_) => None,
        }
    }
}

/// Names of the item's attributes that the gate does not read.
pub(crate) mod attributes {
    pub const PLAN: &str = "c";
    pub const TIER: &str = "b";
    pub const UPDATED_AT: &str = "u";
    pub const NEXT_INDEX: &str = "s";
    pub const TWINS: &str = "w";
    pub const LATEST: &str = "v";
}

/// How many snapshots an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Twins {
    /// Those that are ready.
    pub ready: u32,
    /// All, of whatever status.
    pub total: u32,
}

impl fmt::Display for Twins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.ready, self.total)
    }
}

/// An account, read from its item.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its identifier.
    pub user_id: UserId,
    /// What the gate reads of it: entitlement, limit, counters.
    pub ledger: Ledger,
    /// What it pays for.
    pub plan: Plan,
    /// Whether that is in force.
    pub status: PlanStatus,
    /// Its tier.
    pub tier: Tier,
    /// When the operator's systems last changed it.
    pub updated_at: Timestamp,
    /// The next key's index.
    pub next_index: u32,
    /// Its snapshots, counted.
    pub twins: Twins,
    /// The snapshot that is served where none is named.
    pub latest: Option<SnapshotId>,
}

impl Account {
    /// Whether the plan includes the API and is in force.
    pub fn entitled(&self) -> bool {
        self.ledger.entitled
    }
}

impl metering::Account for Account {
    fn from_item(item: &Item) -> Result<Self, Unreadable> {
        let text = |name: &'static str| {
            item.get(name)
                .and_then(|v| v.as_s().ok())
                .map(String::as_str)
                .ok_or(Unreadable(name))
        };
        let number = |name: &'static str| -> Result<u64, Unreadable> {
            item.get(name).and_then(integer).ok_or(Unreadable(name))
        };
        let code =
            |name: &'static str, at: usize| text(name)?.chars().nth(at).ok_or(Unreadable(name));
        let plan = code(attributes::PLAN, 0).map(Plan::from_code)?;
        let status = code(attributes::PLAN, 1).map(PlanStatus::from_code)?;
        let tier = code(attributes::TIER, 0).map(Tier::from_code)?;
        let (ready, total) = text(attributes::TWINS)?
            .split_once('/')
            .ok_or(Unreadable(attributes::TWINS))?;
        let count = |digits: &str| digits.parse().map_err(|_| Unreadable(attributes::TWINS));
        let updated_at = i64::try_from(number(attributes::UPDATED_AT)?).unwrap_or(i64::MAX);
        Ok(Self {
            user_id: text(dynamo::PK)?
                .parse()
                .map_err(|_| Unreadable(dynamo::PK))?,
            ledger: Ledger::from_item(item)?,
            plan: plan.ok_or(Unreadable(attributes::PLAN))?,
            status: status.ok_or(Unreadable(attributes::PLAN))?,
            tier: tier.ok_or(Unreadable(attributes::TIER))?,
            updated_at: Timestamp::from_millis(updated_at),
            next_index: u32::try_from(number(attributes::NEXT_INDEX)?).unwrap_or(u32::MAX),
            twins: Twins {
                ready: count(ready)?,
                total: count(total)?,
            },
            latest: match item.get(attributes::LATEST) {
                None => None,
                Some(_) => Some(
                    text(attributes::LATEST)?
                        .parse()
                        .map_err(|_| Unreadable(attributes::LATEST))?,
                ),
            },
        })
    }

    fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// An account and its owner. The subject has an item of its own: it may be long, and the
/// account's item is written with every call.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedAccount {
    /// The account.
    pub account: Account,
    /// The claim of the owner's ID token that names them, `sub` by default.
    pub subject: String,
}

/// The owner of an account, as an item in its partition.
#[derive(Debug, Serialize, Deserialize)]
struct OwnedBy {
    subject: String,
}

/// The account. None: there is none of this id.
///
/// # Errors
/// The table can't be reached, or the item is not an account's.
pub async fn find(table: &Table, user: UserId) -> Result<Option<Account>, Fault> {
    let item = table.get_item(layout::account(user)).await?;
    item.map(|item| read(&item)).transpose()
}

/// The account with its owner. None: there is none of this id.
///
/// # Errors
/// The table can't be reached, or the items are not an account's.
pub async fn find_owned(table: &Table, user: UserId) -> Result<Option<OwnedAccount>, Fault> {
    let at = layout::account(user);
    let items = table
        .get_items(vec![at.clone(), layout::owner(user)])
        .await?;
    let (accounts, owners): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| at.is_of(item));
    let (Some(account), Some(owner)) = (accounts.first(), owners.into_iter().next()) else {
        return Ok(None);
    };
    let account = read(account)?;
    let OwnedBy { subject } = dynamo::read(owner)?;
    Ok(Some(OwnedAccount { account, subject }))
}

fn read(item: &Item) -> Result<Account, Fault> {
    metering::Account::from_item(item).map_err(|e| Fault::internal("reading an account's item", e))
}

/// Whether a plan in this status includes the API.
fn entitles(plan: Plan, status: PlanStatus) -> bool {
    plan == Plan::Professional && status == PlanStatus::Active
}

fn integer(value: &AttributeValue) -> Option<u64> {
    value.as_n().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use metering::Counter;

    #[test]
    fn attributes_are_no_counters_and_differ_from_the_gates() {
        let own = [
            attributes::PLAN,
            attributes::TIER,
            attributes::UPDATED_AT,
            attributes::NEXT_INDEX,
            attributes::TWINS,
            attributes::LATEST,
        ];
        let gates = [
            metering::ledger::attributes::ENTITLED,
            metering::ledger::attributes::GENERATION,
            metering::ledger::attributes::LIMIT,
        ];
        for name in own {
            assert_eq!(Counter::parse(name), None, "{name}");
            assert!(!gates.contains(&name), "{name}");
        }
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for plan in Plan::ALL {
            assert_eq!(Plan::from_code(plan.code()), Some(*plan));
        }
        for status in PlanStatus::ALL {
            assert_eq!(PlanStatus::from_code(status.code()), Some(*status));
        }
        for tier in Tier::ALL {
            assert_eq!(Tier::from_code(tier.code()), Some(*tier));
        }
    }
}
