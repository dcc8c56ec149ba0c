//! `GET /v1/providers/apps/:id`.

use ::surface::{Error, Json, Reply};
use provider::app;

use super::{AppPath, AppView, not_found};
use crate::{Console, Developer};

/// Shows an app.
///
/// # Errors
/// The developer has no such app, whether or not another has.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    AppPath(id): AppPath,
) -> Result<Reply<Json<AppView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let (app, credentials) = app::find(table, caller.id, id)
        .await?
        .ok_or_else(not_found)?;
    Reply::json(&AppView::new(app, &credentials, now))
}
