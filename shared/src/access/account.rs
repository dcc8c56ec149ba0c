//! The account's item: the one small item that every call is decided on, and the names of its
//! attributes. No other module knows these names.
//!
//! | attribute | holds |
//! |---|---|
//! | `t` | entitled: the plan includes the API and is active |
//! | `g` | generation: a random number, so that a key of an account that was erased is none of an account of the same id made later |
//! | `c` | plan and status, a letter each: `e`, `p`, `r` (professional); `a`, `z` (paused) |
//! | `b` | tier, a letter: `i`, `s`, `p`, `e` |
//! | `L` | the tier's limit: requests a month for all keys together |
//! | `u` | `updatedAt` of the plan, in milliseconds |
//! | `s` | the next key's slot |
//! | `w` | twins: `ready/total` |
//! | `v` | the latest ready snapshot |
//! | `k<DDD>` | keys made in a day |
//! | `e<slot>` | a key's epoch; absent once it is revoked |
//! | `n<slot>` | the minute a key was last used in |
//! | `m<MM>`, `m<MM><slot>` | requests in a month: the account's, a key's |
//! | `d<DDD><slot>` | a key's requests in a day, until the day is closed |
//! | `f<DDD><code>` | refusals in a day by their code's letter, until the day is closed |
//! | `8<MM>`, `8<MM><slot>` | that 80 % of a month's quota were told: the account's, a key's |
//! | `x<MM>`, `x<MM><slot>` | that a month's quota was told to be spent |
//! | `r<endpoint><NNNN><slot>` | a key's requests in a minute to one endpoint |
//!
//! Windows are written as [`super::window`] says; names are short because DynamoDB bills them
//! with every write.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Deserialize, Serialize};

use super::window::{self, Day, Minute, Month};
use crate::clock::Timestamp;
use crate::id::{SnapshotId, UserId};
use crate::words::words;

/// At most so many stale names leave in one write: DynamoDB allows 300 operators in all.
pub const STALE_AT_ONCE: usize = 30;

/// How an enum is written in the account's item: a letter a variant.
macro_rules! letters {
    ($name:ident { $($variant:ident = $letter:literal),+ }) => {
        impl $name {
            fn letter(self) -> char {
                match self { $(Self::$variant => $letter,)+ }
            }

            fn from_letter(letter: char) -> Option<Self> {
                match letter { $($letter => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(
    /// What the account pays for.
    Plan {
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
    PlanStatus {
        /// It is: an active subscription or a live voucher.
        Active = "active";
        /// It is not, for now.
        Paused = "paused";
    }
);
words!(
    /// How many requests a month the account has for all its keys together.
    Tier {
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

letters!(Plan { Essential = 'e', Premium = 'p', Professional = 'r' });
letters!(PlanStatus { Active = 'a', Paused = 'z' });
letters!(Tier { Included = 'i', Starter = 's', Pro = 'p', Enterprise = 'e' });

impl Tier {
    /// Requests a month; nothing for `enterprise`, whose limit is agreed and must be given.
    pub fn monthly_limit(self) -> Option<u64> {
        match self {
            Self::Included => Some(10_000),
            Self::Starter => Some(100_000),
            Self::Pro => Some(1_000_000),
            Self::Enterprise => None,
        }
    }
}

/// A key's ordinal within its account: one base-64 digit for the first 64 keys, two for the
/// next 4,096, three for the next 262,144.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Slot(u32);

const ONE: u32 = 64;
const TWO: u32 = ONE + 64 * 64;
const THREE: u32 = TWO + 64 * 64 * 64;

impl Slot {
    /// The key's ordinal, if there is room for it.
    pub fn new(ordinal: u32) -> Option<Self> {
        (ordinal < THREE).then_some(Self(ordinal))
    }

    /// The key's ordinal.
    pub fn ordinal(self) -> u32 {
        self.0
    }

    /// Its digits, as in attribute names.
    pub fn encode(self) -> String {
        let mut digits = String::with_capacity(3);
        match self.0 {
            n if n < ONE => window::encode(n, 1, &mut digits),
            n if n < TWO => window::encode(n - ONE, 2, &mut digits),
            n => window::encode(n - TWO, 3, &mut digits),
        }
        digits
    }

    /// From its digits.
    pub fn decode(digits: &str) -> Option<Self> {
        let n = window::decode(digits)?;
        match digits.len() {
            1 => Some(Self(n)),
            2 => Some(Self(n + ONE)),
            3 => Some(Self(n + TWO)),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Slot {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(u32::deserialize(d)?).ok_or_else(|| serde::de::Error::custom("slot too large"))
    }
}

/// A counter or mark on the item, other than its fixed attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// A key's epoch.
    Epoch(Slot),
    /// The minute a key was last used in.
    LastUsed(Slot),
    /// Keys made in a day.
    Created(Day),
    /// The account's requests in a month.
    Month(Month),
    /// A key's requests in a month.
    KeyMonth(Month, Slot),
    /// A key's requests in a day.
    KeyDay(Day, Slot),
    /// The account's refusals in a day, of the code with this letter.
    Refused(Day, char),
    /// That a month's quota was told to run low or out: the account's, or a key's.
    Told(Alarm, Month, Option<Slot>),
    /// A key's requests in a minute to the endpoint with this letter.
    Burst(char, Minute, Slot),
}

/// What is told of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alarm {
    /// 80 % of it are spent.
    Warning80,
    /// A call was refused for it.
    Exceeded,
}

letters!(Alarm { Warning80 = '8', Exceeded = 'x' });

impl Cell {
    /// The attribute's name.
    pub fn name(self) -> String {
        let mut name = String::with_capacity(9);
        let slot = match self {
            Self::Epoch(slot) => {
                name.push('e');
                Some(slot)
            }
            Self::LastUsed(slot) => {
                name.push('n');
                Some(slot)
            }
            Self::Created(day) => {
                name.push('k');
                day.encode(&mut name);
                None
            }
            Self::Month(month) => {
                name.push('m');
                month.encode(&mut name);
                None
            }
            Self::KeyMonth(month, slot) => {
                name.push('m');
                month.encode(&mut name);
                Some(slot)
            }
            Self::KeyDay(day, slot) => {
                name.push('d');
                day.encode(&mut name);
                Some(slot)
            }
            Self::Refused(day, code) => {
                name.push('f');
                day.encode(&mut name);
                name.push(code);
                None
            }
            Self::Told(alarm, month, slot) => {
                name.push(alarm.letter());
                month.encode(&mut name);
                slot
            }
            Self::Burst(endpoint, minute, slot) => {
                name.push('r');
                name.push(endpoint);
                minute.encode(&mut name);
                Some(slot)
            }
        };
        if let Some(slot) = slot {
            name.push_str(&slot.encode());
        }
        name
    }

    /// What an attribute of this name is; nothing for fixed attributes and strangers.
    pub fn parse(name: &str) -> Option<Self> {
        let kind = name.chars().next()?;
        let rest = name.get(kind.len_utf8()..)?;
        let slot = |from: usize| rest.get(from..).and_then(Slot::decode);
        match kind {
            'e' => slot(0).map(Self::Epoch),
            'n' => slot(0).map(Self::LastUsed),
            'k' => Day::decode(rest).map(Self::Created),
            'm' => {
                let month = Month::decode(rest.get(..Month::WIDTH)?)?;
                if rest.len() == Month::WIDTH {
                    Some(Self::Month(month))
                } else {
                    Some(Self::KeyMonth(month, slot(Month::WIDTH)?))
                }
            }
            'd' => Some(Self::KeyDay(
                Day::decode(rest.get(..Day::WIDTH)?)?,
                slot(Day::WIDTH)?,
            )),
            'f' => Some(Self::Refused(
                Day::decode(rest.get(..Day::WIDTH)?)?,
                rest.get(Day::WIDTH..)?.parse().ok()?,
            )),
            '8' | 'x' => {
                let alarm = Alarm::from_letter(kind)?;
                let month = Month::decode(rest.get(..Month::WIDTH)?)?;
                let of_key = rest.len() > Month::WIDTH;
                let slot = of_key.then(|| slot(Month::WIDTH).ok_or(()));
                Some(Self::Told(alarm, month, slot.transpose().ok()?))
            }
            'r' => {
                let endpoint = rest.chars().next()?;
                let from = endpoint.len_utf8();
                let to = from + Minute::WIDTH;
                Some(Self::Burst(
                    endpoint,
                    Minute::decode(rest.get(from..to)?)?,
                    slot(to)?,
                ))
            }
            _ => None,
        }
    }
}

/// Names of the fixed attributes.
pub(crate) mod fixed {
    pub const ENTITLED: &str = "t";
    pub const GENERATION: &str = "g";
    pub const PLAN: &str = "c";
    pub const TIER: &str = "b";
    pub const LIMIT: &str = "L";
    pub const UPDATED_AT: &str = "u";
    pub const NEXT_SLOT: &str = "s";
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

/// The account's item, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whose it is.
    pub user_id: UserId,
    /// Tells this account from an erased one of the same id.
    pub generation: u64,
    /// What it pays for.
    pub plan: Plan,
    /// Whether that is in force.
    pub status: PlanStatus,
    /// Its tier.
    pub tier: Tier,
    /// Requests a month, all keys together.
    pub monthly_limit: u64,
    /// When the operator's systems last changed it.
    pub updated_at: Timestamp,
    /// The next key's slot.
    pub next_slot: u32,
    /// Its snapshots, counted.
    pub twins: Twins,
    /// The snapshot that is served where none is named.
    pub latest: Option<SnapshotId>,
    cells: BTreeMap<Cell, u64>,
}

/// The item is not an account's: a fault of ours or a hand in the table.
#[derive(Debug, thiserror::Error)]
#[error("the account's item lacks a proper `{0}`")]
pub struct Unreadable(&'static str);

impl Account {
    /// Reads the item.
    ///
    /// # Errors
    /// A fixed attribute is missing or of the wrong type.
    pub fn from_item(item: &HashMap<String, AttributeValue>) -> Result<Self, Unreadable> {
        let text = |name: &'static str| {
            item.get(name)
                .and_then(|v| v.as_s().ok())
                .map(String::as_str)
                .ok_or(Unreadable(name))
        };
        let number = |name: &'static str| -> Result<u64, Unreadable> {
            item.get(name).and_then(integer).ok_or(Unreadable(name))
        };
        let letter =
            |name: &'static str, at: usize| text(name)?.chars().nth(at).ok_or(Unreadable(name));
        let plan = Plan::from_letter(letter(fixed::PLAN, 0)?).ok_or(Unreadable(fixed::PLAN))?;
        let status =
            PlanStatus::from_letter(letter(fixed::PLAN, 1)?).ok_or(Unreadable(fixed::PLAN))?;
        let (ready, total) = text(fixed::TWINS)?
            .split_once('/')
            .ok_or(Unreadable(fixed::TWINS))?;
        let count = |digits: &str| digits.parse().map_err(|_| Unreadable(fixed::TWINS));
        Ok(Self {
            user_id: text("pk")?.parse().map_err(|_| Unreadable("pk"))?,
            generation: number(fixed::GENERATION)?,
            plan,
            status,
            tier: Tier::from_letter(letter(fixed::TIER, 0)?).ok_or(Unreadable(fixed::TIER))?,
            monthly_limit: number(fixed::LIMIT)?,
            updated_at: Timestamp::from_millis(
                i64::try_from(number(fixed::UPDATED_AT)?).unwrap_or(i64::MAX),
            ),
            next_slot: u32::try_from(number(fixed::NEXT_SLOT)?).unwrap_or(u32::MAX),
            twins: Twins {
                ready: count(ready)?,
                total: count(total)?,
            },
            latest: match item.get(fixed::LATEST) {
                None => None,
                Some(_) => Some(
                    text(fixed::LATEST)?
                        .parse()
                        .map_err(|_| Unreadable(fixed::LATEST))?,
                ),
            },
            cells: item
                .iter()
                .filter_map(|(name, value)| Some((Cell::parse(name)?, integer(value)?)))
                .collect(),
        })
    }

    /// Whether the plan includes the API and is in force.
    pub fn entitled(&self) -> bool {
        entitles(self.plan, self.status)
    }

    /// The value of a cell, 0 where there is none.
    pub fn count(&self, cell: Cell) -> u64 {
        self.cells.get(&cell).copied().unwrap_or(0)
    }

    /// A key's current epoch; nothing where it is revoked.
    pub fn epoch(&self, slot: Slot) -> Option<u64> {
        self.cells.get(&Cell::Epoch(slot)).copied()
    }

    /// When a key was last used, to the minute.
    pub fn last_used(&self, slot: Slot) -> Option<Timestamp> {
        let minute = *self.cells.get(&Cell::LastUsed(slot))?;
        Some(Minute(u32::try_from(minute).ok()?).start())
    }

    /// Keys that are not revoked (some may have expired).
    pub fn live_keys(&self) -> usize {
        self.cells
            .keys()
            .filter(|cell| matches!(cell, Cell::Epoch(_)))
            .count()
    }

    /// All cells, for people who look at an account.
    pub fn cells(&self) -> impl Iterator<Item = (Cell, u64)> {
        self.cells.iter().map(|(cell, value)| (*cell, *value))
    }

    /// Names that may leave the item at this moment: windows that are over beyond any doubt
    /// of clocks, and what is left of revoked keys. Days are not among them: they leave when
    /// they are closed. An earlier window is less, never merely different: another process's
    /// clock may already have opened the next one.
    pub fn stale(&self, now: Timestamp) -> Vec<String> {
        let minute = Minute::of(now.plus_millis(-window::MINUTE_GRACE_MILLIS));
        let month = Month::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        let day = Day::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        self.cells
            .keys()
            .filter(|cell| match **cell {
                Cell::Burst(_, of, _) => of < minute,
                Cell::Created(of) => of < day,
                Cell::Month(of) | Cell::Told(_, of, None) => of < month,
                Cell::Told(_, of, Some(slot)) => of < month || self.epoch(slot).is_none(),
                Cell::KeyMonth(of, slot) => of < month || self.epoch(slot).is_none(),
                Cell::LastUsed(slot) => self.epoch(slot).is_none(),
                Cell::Epoch(_) | Cell::KeyDay(..) | Cell::Refused(..) => false,
            })
            .take(STALE_AT_ONCE)
            .map(|cell| cell.name())
            .collect()
    }

    /// Days that are over beyond any doubt of clocks and still on the item, oldest first, with
    /// their counts.
    pub fn closed_days(&self, now: Timestamp) -> BTreeMap<Day, Vec<(Cell, u64)>> {
        let today = Day::of(now.plus_millis(-window::DAY_GRACE_MILLIS));
        let mut days = BTreeMap::<Day, Vec<(Cell, u64)>>::new();
        for (cell, count) in self.cells() {
            if let Cell::KeyDay(day, _) | Cell::Refused(day, _) = cell
                && day < today
            {
                days.entry(day).or_default().push((cell, count));
            }
        }
        days
    }
}

/// Whether a plan in this status includes the API.
pub(super) fn entitles(plan: Plan, status: PlanStatus) -> bool {
    plan == Plan::Professional && status == PlanStatus::Active
}

/// The value of the attribute that holds plan and status.
pub(super) fn plan_letters(plan: Plan, status: PlanStatus) -> String {
    [plan.letter(), status.letter()].iter().collect()
}

/// The value of the attribute that holds the tier.
pub(super) fn tier_letter(tier: Tier) -> String {
    tier.letter().to_string()
}

fn integer(value: &AttributeValue) -> Option<u64> {
    value.as_n().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slots() -> impl Strategy<Value = Slot> {
        (0..THREE).prop_map(Slot)
    }

    fn cells() -> impl Strategy<Value = Cell> {
        prop_oneof![
            slots().prop_map(Cell::Epoch),
            slots().prop_map(Cell::LastUsed),
            (0_u32..4096).prop_map(|m| Cell::Month(Month(m))),
            (0_u32..1 << 18).prop_map(|d| Cell::Created(Day(d))),
            (0_u32..4096, slots()).prop_map(|(m, s)| Cell::KeyMonth(Month(m), s)),
            (0_u32..1 << 18, slots()).prop_map(|(d, s)| Cell::KeyDay(Day(d), s)),
            (any::<bool>(), 0_u32..4096, proptest::option::of(slots())).prop_map(|(low, m, s)| {
                let alarm = if low {
                    Alarm::Warning80
                } else {
                    Alarm::Exceeded
                };
                Cell::Told(alarm, Month(m), s)
            }),
            (0_u32..1 << 18, prop::char::range('a', 'z'))
                .prop_map(|(d, code)| Cell::Refused(Day(d), code)),
            (prop::char::range('a', 'z'), 0_u32..1 << 24, slots())
                .prop_map(|(e, n, s)| Cell::Burst(e, Minute(n), s)),
        ]
    }

    proptest! {
        #[test]
        fn a_name_says_which_cell_it_is(cell in cells()) {
            prop_assert_eq!(Cell::parse(&cell.name()), Some(cell));
            prop_assert!(cell.name().len() <= 9);
        }

        #[test]
        fn different_cells_have_different_names(a in cells(), b in cells()) {
            prop_assert_eq!(a == b, a.name() == b.name());
        }

        #[test]
        fn parsing_never_panics(name in "\\PC{0,12}") {
            if let Some(cell) = Cell::parse(&name) {
                prop_assert_eq!(cell.name(), name);
            }
        }
    }

    #[test]
    fn fixed_names_are_no_cells() {
        for name in [
            "pk", "sk", "t", "g", "c", "b", "L", "u", "s", "w", "v", "ttl",
        ] {
            assert_eq!(Cell::parse(name), None, "{name}");
        }
    }

    #[test]
    fn slots_are_short_and_never_collide() {
        assert_eq!(Slot(0).encode(), "-");
        assert_eq!(Slot(63).encode(), "z");
        assert_eq!(Slot(64).encode(), "--");
        assert_eq!(Slot(THREE - 1).encode(), "zzz");
        assert!(Slot::new(THREE).is_none());
    }

    #[test]
    fn only_what_is_over_is_stale() {
        let now: Timestamp = "2026-12-01T00:09:59Z".parse().unwrap();
        let slot = Slot(0);
        let gone = Slot(1);
        let this = Minute::of(now);
        let november = Month::of(now.plus_millis(-3_600_000));
        let december = Month::of(now);
        let cells = [
            Cell::Epoch(slot),
            Cell::LastUsed(slot),
            Cell::LastUsed(gone),
            Cell::Burst('m', Minute(this.0 - 1), slot),
            Cell::Burst('m', this, slot),
            Cell::Burst('m', Minute(this.0 + 1), slot),
            Cell::Month(november),
            Cell::KeyMonth(november, slot),
            Cell::Month(december),
            Cell::KeyMonth(december, gone),
            Cell::KeyDay(Day(Day::of(now).0 - 1), slot),
            Cell::Refused(Day(Day::of(now).0 - 1), 'r'),
        ];
        let account = |cells: &[Cell]| Account {
            user_id: UserId::new(now),
            generation: 1,
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Included,
            monthly_limit: 1,
            updated_at: now,
            next_slot: 2,
            twins: Twins::default(),
            latest: None,
            cells: cells.iter().map(|cell| (*cell, 1)).collect(),
        };
        let account = account(&cells);
        let stale = |at: Timestamp| {
            let mut names: Vec<_> = account
                .stale(at)
                .iter()
                .filter_map(|name| Cell::parse(name))
                .collect();
            names.sort();
            names
        };
        // Nine minutes into December, November is still being written by somebody's slow clock.
        let mut expected = vec![
            Cell::LastUsed(gone),
            Cell::KeyMonth(december, gone),
            Cell::Burst('m', Minute(this.0 - 1), slot),
        ];
        expected.sort();
        assert_eq!(stale(now), expected);
        assert!(account.closed_days(now).is_empty());
        // Ten seconds after a minute's start the one before it is still kept.
        assert!(
            !stale(this.start().plus_millis(9_999)).contains(&Cell::Burst(
                'm',
                Minute(this.0 - 1),
                slot
            ))
        );
        let later = now.plus_millis(1_000);
        assert!(stale(later).contains(&Cell::Month(november)));
        assert!(stale(later).contains(&Cell::KeyMonth(november, slot)));
        assert!(!stale(later).contains(&Cell::Month(december)));
        assert_eq!(account.closed_days(later).len(), 1);
    }
}
