//! `GET /v1/internal/providers/reviews`: the versions that wait for review, the longest first.

use ::surface::{Error, Json, OffsetPage, Reply};
use provider::package::store::Waiting;

use crate::{Console, Operator};

/// Lists the versions that wait for review.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Console,
    _: Operator,
    page: OffsetPage,
) -> Result<Reply<Json<Vec<Waiting>>>, Error> {
    let all = context.packages.reviews().await?;
    let views = page.of(&all).to_vec();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
