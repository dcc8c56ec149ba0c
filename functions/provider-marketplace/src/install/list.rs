//! `GET /v1/space/installs`: the user's installs, the newest first.

use ::surface::{Error, Input, Json, OffsetPage, Query, Reply, Request};
use provider::install;

use super::InstallView;
use crate::{Marketplace, User};

/// Which part of the list.
#[derive(Debug)]
pub struct ListInstalls(OffsetPage);

impl<C> Input<C> for ListInstalls {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = OffsetPage::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

/// Lists installs.
///
/// # Errors
/// None but faults.
pub async fn list(
    context: &'static Marketplace,
    caller: User,
    ListInstalls(page): ListInstalls,
) -> Result<Reply<Json<Vec<InstallView>>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let all = install::of_user(table, &caller.tenant()).await?;
    let own = page.of(&all).iter();
    let views: Vec<_> = own
        .map(|(install, entry)| InstallView::new(context, install, entry.as_ref(), now))
        .collect();
    Ok(Reply::json(&views)?.meta(page.meta(all.len() as u64)))
}
