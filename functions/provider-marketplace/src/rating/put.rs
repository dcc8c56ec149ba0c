//! `PUT /v1/space/marketplace/:id/rating`: the user's rating of a package that they have installed.

use ::surface::body::{Fields, Object, Reader, integer};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::Timestamp;
use provider::id::PackageId;
use provider::install::rating::{self, MOST_STARS, RatingError};
use provider_functions::surfaces::{
    EMAIL_NOT_VERIFIED, INSTALL_NOT_FOUND, RATING_LIMIT_REACHED, RATING_TOO_EARLY,
};
use serde::Serialize;

use crate::install::create::is_verified;
use crate::package::id;
use crate::{Marketplace, User};

/// Which package, and how many stars.
#[derive(Debug)]
pub struct PutRating {
    package: PackageId,
    stars: u8,
}

impl<C> Input<C> for PutRating {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let package = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PutRating",
            about: "A rating of a package.",
        };
        let mut body = Fields::of(request, object)?;
        let stars = integer(1..=u64::from(MOST_STARS)).about("Stars: 5 is best.");
        let stars = body.required("stars", stars);
        body.finish()?;
        let stars = stars.and_then(|stars| u8::try_from(stars).ok());
        let stars = stars.ok_or_else(|| Error::internal("reading a rating", "a field is gone"))?;
        Ok(Self { package, stars })
    }
}

/// A user's rating of a package.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rating {
    /// The package.
    package_id: PackageId,
    /// Stars, from 1 to 5.
    stars: u8,
    /// When the rating was given, or last changed.
    rated_at: Timestamp,
}

/// Rates a package.
///
/// # Errors
/// The user has not installed it, or not for long enough; has no verified address; changed the
/// rating within the last 30 days.
pub async fn put(
    context: &'static Marketplace,
    caller: User,
    PutRating { package, stars }: PutRating,
) -> Result<Reply<Json<Rating>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let (user, verified) = (caller.tenant(), is_verified(&caller));
    let rated = rating::rate(table, &user, verified, package, stars, now).await;
    let rated = rated.map_err(|error| refused(error, now))?;
    Reply::json(&Rating {
        package_id: package,
        stars: rated.stars,
        rated_at: rated.rated_at,
    })
}

fn refused(error: RatingError, now: Timestamp) -> Error {
    match error {
        RatingError::NotInstalled => INSTALL_NOT_FOUND
            .refuse("You have not installed this package. Only its users can rate it."),
        RatingError::NotVerified => EMAIL_NOT_VERIFIED
            .refuse("Verify your address with the sign-in first: only then ratings count."),
        RatingError::TooEarly { from } => RATING_TOO_EARLY.refuse(format!(
            "You installed this package less than a day ago. You can rate it from {from}."
        )),
        RatingError::TooSoon { from } => {
            let seconds = u64::try_from(from.seconds() - now.seconds()).unwrap_or(1);
            let message = format!("A rating can be changed once in 30 days, yours from {from}.");
            let refusal = RATING_LIMIT_REACHED.refusal(message);
            refusal.retry_after(seconds.max(1)).into()
        }
        RatingError::Busy => Error::unavailable("rating a package", "other changes came first"),
        RatingError::Failed(fault) => fault.into(),
    }
}
