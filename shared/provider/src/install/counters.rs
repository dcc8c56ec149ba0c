//! How many users have a package, exactly, and how they rate it: in eight shards, so that
//! installations of a package that everybody wants at once do not wait for each other.
//!
//! The rules that must not break: **a count changes in the transaction of what it counts**, and
//! **what is taken away is taken from the shard that it was added to**, so that no count is below
//! 0 and the shards' sum is the number of installs. A shard also says which version can be
//! installed, so that an installation's one condition decides about that too.

use std::collections::BTreeMap;

use common::{Fault, Timestamp};
use dynamo::due::shard;
use dynamo::{AttributeValue, Change, Item, List, Part, Table, s};
use serde::{Deserialize, Serialize};

use super::layout;
use crate::id::{InstallId, PackageId, VersionId};

/// The shards of a package's counters.
pub const SHARDS: u8 = 8;
/// The days that recent installs are counted over.
pub const RECENT_DAYS: u32 = 30;
/// An install counts for the order by popularity once it is a day old: those of today and
/// yesterday may be younger.
const SETTLING_DAYS: u32 = 2;
/// Days that a shard keeps beyond the recent ones before they are removed.
const KEPT_DAYS: u32 = 40;
/// Counts that one change removes: an expression has at most 4 KB.
const REMOVED_AT_ONCE: usize = 400;
/// The name of the part that is refused where the version can't be installed (any more).
pub(super) const COUNTER: &str = "counter";

const OPEN: &str = "open";
const CURRENT: &str = "current";
const LIFETIME: &str = "lifetime";
const RATINGS: &str = "ratings";
const STARS: &str = "stars";
/// What the names of a day's counts begin with: installs, and those that count for popularity.
const INSTALLED: char = 'i';
const POPULAR: char = 'p';

/// How often a package is installed, and how it is rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Figures {
    /// Installs that there are.
    pub installs: u64,
    /// Installs that there ever were.
    pub lifetime: u64,
    /// Installs of the last 30 days, removed ones included.
    pub recent: u64,
    /// Those of them that the order by popularity counts: of users with a verified email, a day
    /// old at least, once in 30 days each.
    pub popularity: u64,
    /// Ratings.
    pub ratings: u64,
    /// The stars of all ratings together.
    pub stars: u64,
}

impl Figures {
    /// The mean of its ratings, in stars, where there are any.
    pub fn mean(&self) -> Option<f64> {
        (self.ratings > 0).then(|| self.stars as f64 / self.ratings as f64)
    }
}

/// The number of a moment's day, from 1970-01-01.
pub(super) fn day(at: Timestamp) -> u32 {
    u32::try_from(at.seconds().div_euclid(86_400)).unwrap_or(0)
}

/// The shard that counts an install.
fn shard_of(install: InstallId) -> u8 {
    shard(install, SHARDS)
}

/// The parts by which a version of a package can be installed from now on, or none can.
pub(crate) fn open_for(package: PackageId, version: Option<VersionId>) -> Vec<Part> {
    let shards = 0..SHARDS;
    let parts = shards.map(|shard| {
        let change = Change::upsert(layout::counter(package, shard));
        Part::new(
            "catalogue counter",
            change.set_or_remove(OPEN, version.map(s)),
        )
    });
    parts.collect()
}

/// One more install of a version; `popular` where it counts for popularity. Refused where the
/// version can't be installed.
pub(super) fn add(
    package: PackageId,
    version: VersionId,
    install: InstallId,
    popular: bool,
    now: Timestamp,
) -> Change {
    let counter = Change::update(layout::counter(package, shard_of(install)))
        .if_is(OPEN, s(version))
        .add(CURRENT, 1)
        .add(LIFETIME, 1)
        .add(&format!("{INSTALLED}{}", day(now)), 1);
    if popular {
        counter.add(&format!("{POPULAR}{}", day(now)), 1)
    } else {
        counter
    }
}

/// One install less; `uncounted` is the day that it counted for popularity on, where it counts no
/// more.
pub(super) fn take(package: PackageId, install: InstallId, uncounted: Option<u32>) -> Change {
    let counter = Change::update(layout::counter(package, shard_of(install))).add(CURRENT, -1);
    match uncounted {
        Some(day) => counter.add(&format!("{POPULAR}{day}"), -1),
        None => counter,
    }
}

/// A user's rating, in place of an earlier one. `rater` is always the same for a user and
/// package.
pub(super) fn rate(package: PackageId, rater: &str, before: Option<u8>, stars: u8) -> Change {
    let counter = Change::update(layout::counter(package, shard(rater, SHARDS)));
    match before {
        Some(before) => counter.add(STARS, i64::from(stars) - i64::from(before)),
        None => counter.add(RATINGS, 1).add(STARS, i64::from(stars)),
    }
}

/// The figures of a package at this moment.
///
/// # Errors
/// The table can't be reached.
pub async fn figures(table: &Table, package: PackageId, now: Timestamp) -> Result<Figures, Fault> {
    Ok(read(table, package, now).await?.0)
}

/// The figures of a package, and the shards that keep more days than they need.
async fn read(
    table: &Table,
    package: PackageId,
    now: Timestamp,
) -> Result<(Figures, Vec<Item>), Fault> {
    let shards = List::of("counting installs", layout::counters(package));
    let shards = shards.items(table).await?;
    let figures = shards
        .iter()
        .fold(Figures::default(), |all, shard| all.plus(shard, now));
    let full = |shard: &Item| days(shard).count() > 2 * KEPT_DAYS as usize;
    Ok((figures, shards.into_iter().filter(full).collect()))
}

/// The figures of a package, for the catalogue: counts of days that are past are removed on the
/// way, where there are many.
///
/// # Errors
/// The table can't be reached.
pub async fn figures_and_clean(
    table: &Table,
    package: PackageId,
    now: Timestamp,
) -> Result<Figures, Fault> {
    let (figures, full) = read(table, package, now).await?;
    for shard in full {
        let Some(key) = dynamo::Key::of_item(&shard) else {
            continue;
        };
        let past = days(&shard)
            .filter(|(_, day, _)| day + KEPT_DAYS < self::day(now))
            .take(REMOVED_AT_ONCE);
        let change = past.fold(Change::update(key), |change, (name, ..)| {
            change.remove(name)
        });
        change
            .apply(table, "removing the counts of past days")
            .await?;
    }
    Ok(figures)
}

/// The counts of days in a shard: the attribute's name, the day, and the count.
fn days(shard: &Item) -> impl Iterator<Item = (&str, u32, i64)> {
    shard.iter().filter_map(|(name, value)| {
        let day = name.strip_prefix([INSTALLED, POPULAR])?;
        Some((name.as_str(), day.parse().ok()?, number(value)))
    })
}

fn number(value: &AttributeValue) -> i64 {
    value
        .as_n()
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}

impl Figures {
    fn plus(self, shard: &Item, now: Timestamp) -> Self {
        let get = |name: &str| shard.get(name).map_or(0, number);
        let today = day(now);
        let mut sums = BTreeMap::new();
        for (name, day, count) in days(shard) {
            let popular = name.starts_with(POPULAR);
            let settled = if popular { SETTLING_DAYS } else { 0 };
            // Thirty days, the last of which may be today.
            let last = today.saturating_sub(settled);
            if day <= last && day + RECENT_DAYS > last {
                *sums.entry(popular).or_insert(0) += count;
            }
        }
        let sum = |popular| sums.get(&popular).copied().unwrap_or(0);
        let plus = |own: u64, more: i64| own.saturating_add_signed(more);
        Self {
            installs: plus(self.installs, get(CURRENT)),
            lifetime: plus(self.lifetime, get(LIFETIME)),
            recent: plus(self.recent, sum(false)),
            popularity: plus(self.popularity, sum(true)),
            ratings: plus(self.ratings, get(RATINGS)),
            stars: plus(self.stars, get(STARS)),
        }
    }
}
