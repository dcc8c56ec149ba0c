//! `GET /historic`: the account's snapshots, newest first.

use serde::Serialize;
use shared::access::KeyHolder;
use shared::http::{Cursor, Input, Query, Reply, Request};
use shared::snapshots::Snapshot;
use shared::{App, Error};

/// Snapshots a page, at most and by default.
const PAGE: usize = 100;
/// The list's name in its cursors.
const LIST: &str = "historic";

/// Which part of the list.
#[derive(Debug)]
pub struct Page {
    limit: usize,
    cursor: Option<Cursor>,
}

impl Input for Page {
    fn parse(request: &Request) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let limit = query.take("limit", |text| match text.parse() {
            Ok(limit) if (1..=PAGE).contains(&limit) => Ok(limit),
            _ => Err(format!("must be a whole number from 1 to {PAGE}")),
        });
        let cursor = query.take("cursor", Cursor::decode);
        query.finish()?;
        Ok(Self {
            limit: limit.unwrap_or(PAGE),
            cursor,
        })
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
pub async fn view(app: &'static App, caller: KeyHolder, page: Page) -> Result<Reply, Error> {
    let user = caller.account.user_id;
    let after = page
        .cursor
        .as_ref()
        .map(|cursor| cursor.place_in(LIST, user))
        .transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut snapshots = app.snapshots.list(user, page.limit + 1, after).await?;
    let more = snapshots.len() > page.limit;
    snapshots.truncate(page.limit);
    let last = snapshots.last().filter(|_| more);
    let next_cursor = last.map(|last| Cursor::after(LIST, user, last.place(user)).encode());
    Reply::json(&Historic {
        snapshots,
        next_cursor,
    })
}
