//! `POST /twin/webhooks/:id/test`: an event for one webhook, to see it arrive.

use lambda_http::http::StatusCode;
use serde_json::json;
use shared::access::Owner;
use shared::events::delivery::{self, Asked, Delivery};
use shared::events::endpoint::{self, EndpointError};
use shared::events::{Event, Kind};
use shared::http::Reply;
use shared::id::RequestId;
use shared::{App, Error};

use super::deliveries::accepted;
use super::{Order, TRIES, hint};

/// Sends the webhook a `twin.test`, whatever it is subscribed to.
///
/// # Errors
/// The account has no such webhook, whoever else may; it is off.
pub async fn test(app: &'static App, owner: Owner, order: Order) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &order.once);
    let table = &app.table;
    let work = async {
        let event = Event {
            id: format!("test.{}", RequestId::new(now)),
            user_id: user,
            event: Kind::Test,
            timestamp: now,
            data: json!({ "message": "This is a test: your webhook is reached." }),
        };
        for _ in 0..TRIES {
            let endpoint = endpoint::find(table, user, order.id).await?;
            if !endpoint.status.is_on() {
                return Err(EndpointError::Off(endpoint.status).into());
            }
            let delivery = Delivery::new(&event, &endpoint, now);
            let view = accepted(&delivery, Vec::new());
            let keep = once.keep(table, user, now, StatusCode::ACCEPTED, &view)?;
            match delivery::store_asked(table, &delivery, &endpoint, now, keep).await? {
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
