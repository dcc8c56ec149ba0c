//! `GET /historic`: the account's snapshots, newest first.

use serde::Serialize;
use shared::access::KeyHolder;
use shared::http::{Input, Page, Query, Reply, Request};
use shared::snapshots::Snapshot;
use shared::{App, Error};

/// The list's name in its cursors.
const LIST: &str = "historic";

/// Which part of the list.
#[derive(Debug)]
pub struct Part(Page);

impl Input for Part {
    fn parse(request: &Request) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = Page::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Historic {
    snapshots: Vec<Snapshot>,
    next_cursor: Option<String>,
}

/// Answers one page of the list.
///
/// # Errors
/// The cursor is another account's; the list can't be read.
pub async fn view(app: &'static App, caller: KeyHolder, Part(page): Part) -> Result<Reply, Error> {
    let user = caller.account.user_id;
    let after = page.after(LIST, user)?;
    let mut snapshots = app.snapshots.list(user, page.reads(), after).await?;
    let next_cursor = page.cut(&mut snapshots, LIST, user, |last| last.place(user));
    Reply::json(&Historic {
        snapshots,
        next_cursor,
    })
}
