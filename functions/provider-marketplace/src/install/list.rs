//! `GET /v1/space/installs`: the user's installs, the newest first.

use ::surface::{Error, Json, OffsetPage, Reply};
use provider::install;

use super::InstallView;
use crate::{Marketplace, User};

/// Lists installs.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Marketplace,
    caller: User,
    page: OffsetPage,
) -> Result<Reply<Json<Vec<InstallView>>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let all = install::of_user(table, &caller.tenant()).await?;
    let own = page.of(&all).iter();
    let views: Vec<_> = own
        .map(|(install, entry)| InstallView::new(context, install, entry.as_ref(), now))
        .collect();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
