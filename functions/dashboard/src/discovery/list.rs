//! `GET /discoveries`: those of one status, newest first.

use ::surface::body::{Reader, parsed};
use ::surface::{Error, Input, Json, Page, Query, Reply, Request};
use serde::Serialize;
use twin::discovery::{self, Discovery, Status};

use crate::{Dashboard, Owner};

/// Which part of which list.
#[derive(Debug)]
pub struct ListDiscoveries {
    status: Status,
    page: Page,
}

impl<C> Input<C> for ListDiscoveries {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let status = parsed::<Status>().about("How far their review is.");
        let status = query.take("status", status);
        let page = Page::take(&mut query);
        query.finish()?;
        let status = status.unwrap_or(Status::Pending);
        Ok(Self { status, page })
    }
}

/// A page of discoveries, newest first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Discoveries {
    discoveries: Vec<Discovery>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// Answers one page of the list.
///
/// # Errors
/// The cursor is another account's or another status's.
pub async fn list(
    context: &'static Dashboard,
    owner: Owner,
    ListDiscoveries { status, page }: ListDiscoveries,
) -> Result<Reply<Json<Discoveries>>, Error> {
    let (table, user, tenant) = (&context.table, owner.user_id, owner.tenant());
    let list = format!("discoveries {status}");
    let after = page.after(&list, &tenant)?;
    let mut discoveries = discovery::list(table, user, status, page.reads(), after).await?;
    let next_cursor = page.cut(&mut discoveries, &list, &tenant, Discovery::place);
    Reply::json(&Discoveries {
        discoveries,
        next_cursor,
    })
}
