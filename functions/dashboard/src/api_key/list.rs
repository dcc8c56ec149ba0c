//! `GET /twin/keys`: the account's keys, live ones first, each kind newest first.

use ::surface::{Error, Input, Json, Page, Query, Reply, Request};
use serde::Serialize;
use twin::account;
use twin::api_key::{self, KeyPlace};

use super::{KeyView, with_use};
use crate::refusals::no_account;
use crate::{Dashboard, Owner};

/// The list that a cursor is of.
const LIST: &str = "keys";

/// Which part of the list.
#[derive(Debug)]
pub struct ListKeys(Page);

impl<C> Input<C> for ListKeys {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let page = Page::take(&mut query);
        query.finish()?;
        Ok(Self(page))
    }
}

/// A page of keys: those that live first, each kind newest first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Keys {
    keys: Vec<KeyView>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// Answers one page of the list.
///
/// # Errors
/// There is no such account any more, or the cursor is another account's.
pub async fn list(
    context: &'static Dashboard,
    owner: Owner,
    ListKeys(page): ListKeys,
) -> Result<Reply<Json<Keys>>, Error> {
    let (table, user, tenant) = (&context.table, owner.user_id, owner.tenant());
    let now = context.clock.now();
    let after = page.after(LIST, &tenant)?;
    let account = account::find(table, user).await?.ok_or_else(no_account)?;
    let mut records = api_key::list(table, &account, page.reads(), after, now).await?;
    let place = |record: &_| KeyPlace::of(record, now);
    let next_cursor = page.cut(&mut records, LIST, &tenant, place);
    let keys = with_use(context, &account, &records).await?;
    Reply::json(&Keys { keys, next_cursor })
}
