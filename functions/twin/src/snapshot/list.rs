//! `GET /historic`: the account's snapshots, newest first.

use ::surface::{Error, Input, Json, Page, Query, Reply, Request};
use serde::Serialize;
use twin::snapshot::Snapshot;

use crate::{KeyHolder, Twin};

/// The list's name in its cursors.
const LIST: &str = "historic";

/// Which part of the list.
#[derive(Debug)]
pub struct ListSnapshots(Page);

impl<C> Input<C> for ListSnapshots {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = Page::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

/// A page of snapshots, newest first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Historic {
    snapshots: Vec<Snapshot>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// Answers one page of the list.
///
/// # Errors
/// The cursor is another account's.
pub async fn list(
    context: &'static Twin,
    caller: KeyHolder,
    ListSnapshots(page): ListSnapshots,
) -> Result<Reply<Json<Historic>>, Error> {
    let user = caller.account.user_id;
    let tenant = user.tenant();
    let after = page.after(LIST, &tenant)?;
    let mut snapshots = context.snapshots.list(user, page.reads(), after).await?;
    let next_cursor = page.cut(&mut snapshots, LIST, &tenant, Snapshot::place);
    Reply::json(&Historic {
        snapshots,
        next_cursor,
    })
}
