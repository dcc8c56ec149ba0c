//! `GET /twin/webhooks/:id/deliveries` and `POST …/deliveries/:deliveryId/retry`: what was sent
//! to a webhook and what came of it, and one of them again.

use lambda_http::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use shared::access::Owner;
use shared::clock::Timestamp;
use shared::events::Kind;
use shared::events::delivery::{self, Asked, Attempt, Delivery, State};
use shared::events::endpoint::{self, EndpointError};
use shared::http::body::Fields;
use shared::http::{Input, Once, Page, Query, Reply, Request};
use shared::id::{DeliveryId, WebhookId};
use shared::table::{Key, Place};
use shared::{App, Error};

use super::{TRIES, hint, named, with};

/// Deliveries a page, at most and by default.
const PAGE: usize = 50;
/// Attempts of a delivery that are shown: the latest.
const ATTEMPTS: u32 = 20;
/// They may take so many bytes, or the oldest of them are left out: answers of receivers can be
/// long, and Lambda's own is at most 6 MB.
const ROOM: usize = 48 * 1024;

/// Which part of which list.
#[derive(Debug)]
pub struct Part {
    id: WebhookId,
    status: Option<State>,
    event: Option<Kind>,
    page: Page,
}

impl Input for Part {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        let mut query = Query::of(request);
        let status = query.take("status", str::parse::<State>);
        let event = query.take("event", str::parse::<Kind>);
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

/// A delivery as its owner sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeliveryView {
    id: DeliveryId,
    event: Kind,
    status: State,
    reason: Option<String>,
    attempts: Vec<Attempt>,
    next_attempt_at: Option<Timestamp>,
    created_at: Timestamp,
    /// Attempts whose sender was not heard of again: they may have been sent.
    interrupted: u32,
}

impl DeliveryView {
    fn new(delivery: &Delivery, mut attempts: Vec<Attempt>) -> Self {
        let mut room = ROOM;
        let fitting = attempts.iter().rev().take_while(|attempt| {
            let taken = serde_json::to_vec(attempt).map_or(0, |text| text.len());
            let fits = room.checked_sub(taken);
            room = fits.unwrap_or(room);
            fits.is_some()
        });
        let fitting = fitting.count();
        attempts.drain(..attempts.len() - fitting);
        Self {
            id: delivery.id,
            event: delivery.event,
            status: delivery.state,
            reason: delivery.reason.clone(),
            attempts,
            next_attempt_at: delivery.next_attempt_at,
            created_at: delivery.created_at,
            interrupted: delivery.lost_leases,
        }
    }
}

/// What is answered where a delivery is to be made: how it stands, to be looked up later.
pub(super) fn accepted(delivery: &Delivery, attempts: Vec<Attempt>) -> Value {
    let view = json!(DeliveryView::new(delivery, attempts));
    with(view, "deliveryId", json!(delivery.id))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Deliveries {
    deliveries: Vec<DeliveryView>,
    next_cursor: Option<String>,
}

/// Answers with one page of the list, the latest event first.
///
/// # Errors
/// The account has no such webhook, whoever else may; the cursor is of another list.
pub async fn list(app: &'static App, owner: Owner, part: Part) -> Result<Reply, Error> {
    let (user, table) = (owner.user_id, &app.table);
    let Part {
        id,
        status,
        event,
        page,
    } = part;
    let list = format!(
        "deliveries {id} {} {}",
        status.map_or("all", State::as_str),
        event.map_or("all", Kind::as_str)
    );
    let after = page.after(&list, user)?.map(|place| place.sk.as_str());
    endpoint::find(table, user, id).await?;
    let mut found = delivery::page(table, user, id, (status, event), page.reads(), after).await?;
    let next_cursor = page.cut(&mut found, &list, user, |last| Place {
        sk: Key::delivery(user, id, last.id).sk().to_owned(),
        // The list is in the table's own order.
        order: last.id.to_string(),
    });
    let attempts = delivery::attempts(table, &found, ATTEMPTS).await?;
    let views = found.iter().zip(attempts);
    Reply::json(&Deliveries {
        deliveries: views
            .map(|(d, tried)| DeliveryView::new(d, tried))
            .collect(),
        next_cursor,
    })
}

/// Which delivery.
#[derive(Debug)]
pub struct Which {
    id: WebhookId,
    delivery: DeliveryId,
    once: Once,
}

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        let delivery = request.param("deliveryId").ok_or_else(unknown)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        Fields::of_optional(request)?.finish()?;
        Ok(Self { id, delivery, once })
    }
}

fn unknown() -> Error {
    let message = "This webhook has no such delivery. They are kept for 30 days.";
    Error::refused("DELIVERY_NOT_FOUND", message)
}

fn in_progress() -> Error {
    let message = "This delivery is being attempted at this moment. Look at it in a minute.";
    Error::refused("DELIVERY_IN_PROGRESS", message)
}

/// Sends a delivery again, whatever became of it: under the same id, as its next attempt.
///
/// # Errors
/// The account has no such webhook, whoever else may, or it has no such delivery; it is off; an
/// attempt is being made.
pub async fn retry(app: &'static App, owner: Owner, which: Which) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &which.once);
    let table = &app.table;
    let work = async {
        for _ in 0..TRIES {
            let endpoint = endpoint::find(table, user, which.id).await?;
            let found = delivery::find(table, user, which.id, which.delivery).await?;
            let delivery = found.ok_or_else(unknown)?;
            if !endpoint.status.is_on() {
                return Err(EndpointError::Off(endpoint.status).into());
            }
            if delivery.is_leased(now) {
                return Err(in_progress());
            }
            let made = delivery::attempts(table, std::slice::from_ref(&delivery), ATTEMPTS);
            let made = made.await?.pop().unwrap_or_default();
            let view = accepted(&delivery.revived(0, now), made);
            let keep = once.keep(table, user, now, StatusCode::ACCEPTED, &view)?;
            match delivery::revive_asked(table, &delivery, &endpoint, now, keep).await? {
                Asked::Done => {
                    hint(app, &[(delivery.hint(), 0)]).await;
                    return Reply::with_status(StatusCode::ACCEPTED, &view);
                }
                Asked::Repeated => return Err(Error::IdempotencyInProgress),
                Asked::Again => {}
            }
        }
        Err(EndpointError::Busy.into())
    };
    once.run(table, user, now, work).await
}
