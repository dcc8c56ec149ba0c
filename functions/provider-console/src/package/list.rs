//! `GET /v1/providers/packages/manage`: the developer's packages, the newest first.

use ::surface::body::{Reader, parsed};
use ::surface::{Error, Input, Json, OffsetPage, Query, Reply, Request};
use provider::package::PackageStatus;

use super::PackageView;
use crate::{Console, Developer};

/// Which part of the list, and of which status.
#[derive(Debug)]
pub struct ListPackages {
    page: OffsetPage,
    status: Option<PackageStatus>,
}

impl<C> Input<C> for ListPackages {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = OffsetPage::take(&mut query);
        let status = parsed::<PackageStatus>().about("Only those of this status.");
        let status = query.take("status", status);
        query.finish()?;
        Ok(Self { page, status })
    }
}

/// Lists the packages.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Console,
    caller: Developer,
    ListPackages { page, status }: ListPackages,
) -> Result<Reply<Json<Vec<PackageView>>>, Error> {
    let mut all = context.packages.of_developer(caller.id).await?;
    all.retain(|package| status.is_none_or(|status| package.status() == status));
    let views: Vec<_> = page.of(&all).iter().map(PackageView::new).collect();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
