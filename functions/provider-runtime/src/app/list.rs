//! `GET /v1/providers/runtime/apps`: the runtime apps of all the account's apps, the oldest first.

use ::surface::{Error, Json, OffsetPage, Reply};
use provider::runtime::app::{self, RuntimeAppView};

use crate::{App, Runtime};

/// Lists runtime apps.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Runtime,
    caller: App,
    page: OffsetPage,
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
