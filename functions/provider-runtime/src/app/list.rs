//! `GET /v1/providers/runtime/apps`: the runtime apps of all the account's apps, the oldest first.

use ::surface::{Error, Input, Json, OffsetPage, Query, Reply, Request};
use provider::runtime::app::{self, RuntimeAppView};

use crate::{App, Runtime};

/// Which part of the list.
#[derive(Debug)]
pub struct ListRuntimeApps(OffsetPage);

impl<C> Input<C> for ListRuntimeApps {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = OffsetPage::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

/// Lists runtime apps.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Runtime,
    caller: App,
    ListRuntimeApps(page): ListRuntimeApps,
) -> Result<Reply<Json<Vec<RuntimeAppView>>>, Error> {
    let now = context.platform.clock.now();
    let developer = context.developer(caller.id).await?;
    let all = app::list(&context.platform.table, developer).await?;
    let views: Vec<_> = page
        .of(&all)
        .iter()
        .map(|runtime_app| RuntimeAppView::of(runtime_app, now))
        .collect();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
