//! `GET /v1/internal/providers/reviews`: the versions that wait for review, the longest first.

use ::surface::{Error, Input, Json, OffsetPage, Query, Reply, Request};
use provider::package::store::Waiting;

use crate::{Console, Operator};

/// Which part of the list.
#[derive(Debug)]
pub struct ListReviews(OffsetPage);

impl<C> Input<C> for ListReviews {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = OffsetPage::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

/// Lists the versions that wait for review.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Console,
    _: Operator,
    ListReviews(page): ListReviews,
) -> Result<Reply<Json<Vec<Waiting>>>, Error> {
    let all = context.packages.reviews().await?;
    let views = page.of(&all).to_vec();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
