//! `GET /v1/providers/apps`: the developer's apps, the oldest first.

use ::surface::{Error, Json, OffsetPage, Reply};
use provider::app;

use super::AppView;
use crate::{Console, Developer};

/// Lists the apps.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Console,
    caller: Developer,
    page: OffsetPage,
) -> Result<Reply<Json<Vec<AppView>>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let apps = app::list(table, caller.id).await?;
    let credentials = app::credentials_of(table, page.of(&apps)).await?;
    let views: Vec<_> = page
        .of(&apps)
        .iter()
        .filter_map(|app| {
            let own = credentials.iter().find(|own| own.app == app.id)?;
            Some(AppView::new(app.clone(), own, now))
        })
        .collect();
    Ok(Reply::json(&views)?.meta(page.meta(apps.len() as u64)))
}
