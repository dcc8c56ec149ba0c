//! `GET /v1/space/marketplace`: the packages that a search finds, or all of them, page by page.
//! The pages of one `catalogVersion` neither repeat nor skip a package.

use ::surface::body::{Reader, Wrong, custom, parsed, text};
use ::surface::{Error, Input, Json, OffsetPage, Query, Reply, Request};
use provider::catalogue::{self, PageError, Search, Sort};
use provider::package::listing::CATEGORY;
use provider_functions::surfaces::CATALOG_VERSION_GONE;
use serde_json::{Value, json};

use super::MarketplacePackage;
use crate::{Marketplace, User};

/// What is searched for, in which order, and which part of that.
#[derive(Debug)]
pub struct ListMarketplace {
    page: OffsetPage,
    query: catalogue::Query,
    version: Option<u64>,
}

/// A version of the catalogue, as an earlier page said it.
fn version() -> impl Reader<Value = u64> {
    let read = |value: &Value| -> Result<u64, Wrong> {
        let text = value.as_str().unwrap_or_default();
        text.parse().map_err(|_| {
            let problem = "must be the catalogVersion of an earlier page";
            ("INVALID", problem.to_owned())
        })
    };
    custom(read, || json!({ "type": "integer", "minimum": 0 }))
        .about("`meta.catalogVersion` of the first page, so that this one follows it.")
}

impl<C> Input<C> for ListMarketplace {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let search = parsed::<Search>().about(
            "Words to be found in name, company, category or description; typing errors are \
             forgiven.",
        );
        let category = text(CATEGORY).about("Only packages of this category.");
        let sort = parsed::<Sort>()
            .about("The order; without it the best match is first, or the most popular.");
        let wanted = catalogue::Query {
            search: query.take("q", search),
            category: query.take("category", category),
            sort: query.take("sort", sort),
        };
        let page = OffsetPage::take(&mut query);
        let version = query.take("catalogVersion", version());
        query.finish()?;
        Ok(Self {
            page,
            query: wanted,
            version,
        })
    }
}

/// Lists packages.
///
/// # Errors
/// The version of the catalogue is not kept any more.
pub async fn list(
    context: &'static Marketplace,
    _: User,
    ListMarketplace {
        page,
        query,
        version,
    }: ListMarketplace,
) -> Result<Reply<Json<Vec<MarketplacePackage>>>, Error> {
    let index = |number| usize::try_from(number).unwrap_or(usize::MAX);
    let (offset, limit) = (index(page.offset), index(page.limit));
    let found = context.catalogue.page(&query, offset, limit, version).await;
    let found = found.map_err(|error| match error {
        PageError::Gone => CATALOG_VERSION_GONE.refuse(
            "This version of the catalogue is not kept any more. Begin again without \
             catalogVersion.",
        ),
        PageError::Failed(fault) => fault.into(),
    })?;
    let packages = found.packages.into_iter();
    let views: Vec<_> = packages
        .map(|listed| MarketplacePackage::new(context, listed.entry, listed.figures))
        .collect();
    let mut meta = page.meta(found.total as u64);
    if let Some(meta) = meta.as_object_mut() {
        meta.insert("catalogVersion".to_owned(), json!(found.version));
    }
    Ok(Reply::json(&views)?.meta(meta))
}
