//! Ratings: one a user and package, by users who have had it for a day.

use common::{Fault, Tenant, Timestamp};
use dynamo::{Change, Committed, Table, Transaction, Tries, n, s};

use super::model::name;
use super::{SETTLED, TRIES, counters, layout, look};
use crate::id::PackageId;

/// A rating may be changed once in so many milliseconds: 30 days.
pub const CHANGED_AFTER: i64 = 30 * 86_400_000;
/// The most stars.
pub const MOST_STARS: u8 = 5;

/// Why a package was not rated. The sentences go to clients.
#[derive(Debug, thiserror::Error)]
pub enum RatingError {
    /// The user has not installed it.
    #[error("this package is not installed: only who uses it can rate it")]
    NotInstalled,
    /// The user is anonymous, or the email is not verified.
    #[error("only users with a verified email can rate packages")]
    NotVerified,
    /// The install is too young.
    #[error("a package can be rated when it has been installed for a day")]
    TooEarly {
        /// When it can be rated.
        from: Timestamp,
    },
    /// The rating was given or changed too recently.
    #[error("a rating can be changed once in 30 days")]
    TooSoon {
        /// When it can be changed.
        from: Timestamp,
    },
    /// Other changes came first, each time.
    #[error("other changes came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

/// A user's rating of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    /// 1 to 5.
    pub stars: u8,
    /// When it was given.
    pub rated_at: Timestamp,
}

/// Rates a package. The same stars again change nothing.
///
/// # Errors
/// As [`RatingError`] says.
pub async fn rate(
    table: &Table,
    user: &Tenant,
    is_verified: bool,
    package: PackageId,
    stars: u8,
    now: Timestamp,
) -> Result<Rating, RatingError> {
    if !is_verified {
        return Err(RatingError::NotVerified);
    }
    let stars = stars.clamp(1, MOST_STARS);
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found = look(table, user, package).await?;
        let install = found.install.ok_or(RatingError::NotInstalled)?;
        let from = install.installed_at.plus_millis(SETTLED);
        if now < from {
            return Err(RatingError::TooEarly { from });
        }
        let before = found.history.unwrap_or_default();
        let rated = before.stars.zip(before.rated_at);
        if let Some((own, rated_at)) = rated {
            if own == stars {
                return Ok(Rating { stars, rated_at });
            }
            let from = rated_at.plus_millis(CHANGED_AFTER);
            if now < from {
                return Err(RatingError::TooSoon { from });
            }
        }
        let history = Change::update(layout::history(user, package));
        let history = match rated {
            Some((_, rated_at)) => history.if_is(name::RATED_AT, s(rated_at)),
            None => history.if_absent(name::RATED_AT),
        };
        let history = history
            .set(name::STARS, n(stars))
            .set(name::RATED_AT, s(now));
        let installed =
            Change::check(layout::install(user, package)).if_is(name::ID, s(install.id));
        let committed = Transaction::new("rating a package")
            .with("install", installed)
            .with("history", history)
            .with(
                counters::COUNTER,
                counters::rate(package, user.as_str(), rated.map(|(own, _)| own), stars),
            )
            .commit(table)
            .await?;
        if committed == Committed::Done {
            let rated_at = now;
            return Ok(Rating { stars, rated_at });
        }
    }
    Err(RatingError::Busy)
}
