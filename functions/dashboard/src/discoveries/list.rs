//! `GET /discoveries`: those of one status, newest first.

use serde::Serialize;
use shared::access::Owner;
use shared::discoveries::{self, Discovery, Status};
use shared::http::{Input, Page, Query, Reply, Request};
use shared::{App, Error};

/// Which part of which list.
#[derive(Debug)]
pub struct Part {
    status: Status,
    page: Page,
}

impl Input for Part {
    fn parse(request: &Request) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let status = query.take("status", str::parse::<Status>);
        let page = Page::take(&mut query);
        query.finish()?;
        let status = status.unwrap_or(Status::Pending);
        Ok(Self { status, page })
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
pub async fn list(app: &'static App, owner: Owner, part: Part) -> Result<Reply, Error> {
    let (user, Part { status, page }) = (owner.user_id, part);
    let list = format!("discoveries {status}");
    let after = page.after(&list, user)?;
    let mut discoveries = discoveries::list(&app.table, user, status, page.reads(), after).await?;
    let next_cursor = page.cut(&mut discoveries, &list, user, |last| last.place(user));
    Reply::json(&Discoveries {
        discoveries,
        next_cursor,
    })
}
