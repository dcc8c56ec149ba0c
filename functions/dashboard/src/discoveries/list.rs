//! `GET /discoveries`: those of one status, newest first.

use serde::Serialize;
use shared::access::Owner;
use shared::discoveries::{self, Discovery, Status};
use shared::http::{Cursor, Input, Query, Reply, Request};
use shared::{App, Error};

/// Discoveries a page, at most and by default.
const PAGE: usize = 100;

/// Which part of which list.
#[derive(Debug)]
pub struct Page {
    status: Status,
    limit: usize,
    cursor: Option<Cursor>,
}

impl Input for Page {
    fn parse(request: &Request) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let status = query.take("status", str::parse::<Status>);
        let limit = query.take("limit", |text| match text.parse() {
            Ok(limit) if (1..=PAGE).contains(&limit) => Ok(limit),
            _ => Err(format!("must be a whole number from 1 to {PAGE}")),
        });
        let cursor = query.take("cursor", Cursor::decode);
        query.finish()?;
        Ok(Self {
            status: status.unwrap_or(Status::Pending),
            limit: limit.unwrap_or(PAGE),
            cursor,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Discoveries {
    discoveries: Vec<Discovery>,
    next_cursor: Option<String>,
}

/// Answers with one page of the list.
///
/// # Errors
/// The cursor is another account's or another status's; the list can't be read.
pub async fn list(app: &'static App, owner: Owner, page: Page) -> Result<Reply, Error> {
    let user = owner.user_id;
    let list = format!("discoveries {}", page.status);
    let after = page
        .cursor
        .as_ref()
        .map(|cursor| cursor.place_in(&list, user))
        .transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut discoveries =
        discoveries::list(&app.table, user, page.status, page.limit + 1, after).await?;
    let more = discoveries.len() > page.limit;
    discoveries.truncate(page.limit);
    let last = discoveries.last().filter(|_| more);
    let next_cursor = last.map(|last| Cursor::after(&list, user, last.place(user)).encode());
    Reply::json(&Discoveries {
        discoveries,
        next_cursor,
    })
}
