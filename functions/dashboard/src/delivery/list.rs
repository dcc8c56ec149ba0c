//! `GET /twin/webhooks/:id/deliveries`: what was sent to a webhook and what came of it.

use ::surface::body::{Reader, Wrong, custom, parsed};
use ::surface::{Cursor, Error, Input, Json, Page, Query, Reply, Request};
use serde::Serialize;
use serde_json::{Value, json};
use webhooks::delivery::{self, State};
use webhooks::{EventType, Product, WebhookId, webhook};

use super::{ATTEMPTS, DeliveryView};
use crate::webhook::id;
use crate::{Dashboard, Owner, refusals};

/// Deliveries a page, at most and by default.
const PAGE: usize = 50;

/// Which part of which list.
#[derive(Debug)]
pub struct ListDeliveries {
    id: WebhookId,
    status: Option<State>,
    event: Option<EventType>,
    page: Page,
}

impl Input<Dashboard> for ListDeliveries {
    fn parse(request: &Request, context: &Dashboard) -> Result<Self, Error> {
        let id = id(request)?;
        let mut query = Query::of(request);
        let status = parsed::<State>().about("Only those that are so far.");
        let status = query.take("status", status);
        let event = event(context.product).about("Only those that tell of this.");
        let event = query.take("event", event);
        let page = Page::take_of(&mut query, PAGE);
        query.finish()?;
        Ok(Self {
            id,
            status,
            event,
            page,
        })
    }
}

fn event(product: &Product) -> impl Reader<Value = EventType> {
    let read = |value: &Value| -> Result<EventType, Wrong> {
        let name = value.as_str().unwrap_or_default();
        product.event(name).map_err(|message| ("INVALID", message))
    };
    custom(read, || json!({ "$ref": "#/components/schemas/EventKind" }))
}

/// A page of deliveries, the latest event first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    deliveries: Vec<DeliveryView>,
    /// Goes on with the list; null: this is its end. With a filter a page may be short, or empty,
    /// and not be the last.
    next_cursor: Option<String>,
}

/// Answers one page of the list, the latest event first.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; the cursor is of another list.
pub async fn list(
    context: &'static Dashboard,
    owner: Owner,
    ListDeliveries {
        id,
        status,
        event,
        page,
    }: ListDeliveries,
) -> Result<Reply<Json<Deliveries>>, Error> {
    let (table, tenant) = (&context.table, owner.tenant());
    let list = format!(
        "deliveries {id} {} {}",
        status.map_or("all", State::as_str),
        event.as_ref().map_or("all", EventType::as_str)
    );
    let after = page.after(&list, &tenant)?;
    webhook::find(table, &tenant, id)
        .await
        .map_err(refusals::webhook)?;
    let filter = (status, event.as_ref());
    let found = delivery::page(table, id, filter, page.reads(), after).await?;
    let (mut found, goes_on_after) = (found.deliveries, found.goes_on_after);
    let next_cursor = page
        .cut(&mut found, &list, &tenant, |last| last.id)
        .or_else(|| goes_on_after.map(|after| Cursor::after(&list, &tenant, after).encode()));
    let attempts = delivery::attempts(table, &found, ATTEMPTS).await?;
    let views = found.iter().zip(attempts);
    Reply::json(&Deliveries {
        deliveries: views
            .map(|(delivery, attempts)| DeliveryView::new(delivery, attempts))
            .collect(),
        next_cursor,
    })
}
