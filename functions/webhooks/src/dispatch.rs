//! `webhook-dispatch`: makes one delivery of an event for each endpoint that is told of it.
//!
//! The delivery's id follows from the event's and the endpoint's, so an event that comes twice,
//! or comes again because half of it failed, makes each delivery once. One that is there and
//! waits has its hint sent again.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use shared::events::Event;
use shared::events::delivery::{self, Delivery, Stored};
use shared::events::endpoint::{self, Endpoint, Status};
use shared::{App, Error};

use crate::batch;

/// Tries when an endpoint is turned on or off meanwhile.
const TRIES: u32 = 4;

/// Dispatches a batch of events; answers with those that failed.
///
/// # Errors
/// Never: each event fails by itself.
pub async fn run(app: &'static App, event: SqsEvent) -> Result<SqsBatchResponse, Error> {
    let group = |event: &Event| event.user_id;
    Ok(batch::each(
        event,
        group,
        |event| async move { dispatch(app, &event).await },
    )
    .await)
}

/// Makes an event's deliveries, and sends their hints.
///
/// # Errors
/// The table can't be reached: what was made is found when the event comes again.
pub async fn dispatch(app: &App, event: &Event) -> Result<(), Error> {
    let endpoints = endpoint::list(&app.table, event.user_id).await?;
    let told = endpoints.into_iter().filter(|endpoint| {
        // An endpoint is told of what happens while it is there.
        endpoint.events.includes(event.event) && endpoint.created_at <= event.timestamp
    });
    let made = futures::future::join_all(told.map(|endpoint| make(app, event, endpoint))).await;
    let mut hints = Vec::new();
    let mut failure = None;
    for made in made {
        match made {
            Ok(Some(delivery)) => hints.push((delivery.hint(), 0)),
            Ok(None) => {}
            Err(error) => failure = Some(error),
        }
    }
    if let Some(queue) = app.deliveries() {
        queue.send(&hints).await;
    }
    failure.map_or(Ok(()), Err)
}

/// Makes one delivery; answers with it where there is something to send now.
async fn make(app: &App, event: &Event, mut endpoint: Endpoint) -> Result<Option<Delivery>, Error> {
    for _ in 0..TRIES {
        let now = app.clock.now();
        let delivery = Delivery::new(event, &endpoint, now);
        match delivery::store(&app.table, delivery, &endpoint, now).await? {
            Stored::New(delivery) | Stored::Found(delivery) => {
                let wanted = endpoint.status == Status::Enabled && delivery.is_due(now);
                return Ok(wanted.then_some(delivery));
            }
            Stored::Again => {
                match endpoint::find(&app.table, endpoint.user_id, endpoint.id).await {
                    Ok(found) => endpoint = found,
                    // It is gone, and is told of nothing.
                    Err(endpoint::EndpointError::Unknown) => return Ok(None),
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    Err(Error::unavailable(
        "dispatching an event",
        "a webhook is turned on and off, time and again",
    ))
}
