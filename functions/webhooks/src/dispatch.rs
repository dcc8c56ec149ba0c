//! `webhook-dispatch`: makes one delivery of an event for each webhook that subscribes to it.
//!
//! The delivery's id follows from the event's and the webhook's, so an event that comes twice, or
//! comes again because half of it failed, makes each delivery once. Where one is there already
//! and waits, its wake-up is sent again.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use common::Fault;
use dynamo::Tries;
use surface::batch;
use webhooks::Event;
use webhooks::delivery::{self, Delivery, Stored};
use webhooks::webhook::{self, Webhook, WebhookError};

use crate::Engine;

/// Tries where a webhook is turned on or off meanwhile.
const TRIES: u32 = 4;

/// Dispatches a batch of events; answers with those that failed.
///
/// # Errors
/// Never: each event fails by itself.
pub async fn run(engine: &'static Engine, event: SqsEvent) -> Result<SqsBatchResponse, Fault> {
    let group = |event: &Event| event.tenant.clone();
    Ok(batch::each(event, group, |event| async move {
        dispatch(engine, &event).await
    })
    .await)
}

/// Makes an event's deliveries, and sends their wake-ups.
///
/// # Errors
/// The table can't be reached: deliveries that were made are found when the event comes again.
pub async fn dispatch(engine: &Engine, event: &Event) -> Result<(), Fault> {
    let (webhooks, unreadable) =
        webhook::list_with_unreadable(&engine.table, &event.tenant).await?;
    let subscribed = webhooks.into_iter().filter(|webhook| {
        // A webhook receives the events that happen while it exists.
        webhook.events.includes(&event.event) && webhook.created_at <= event.timestamp
    });
    let made = subscribed.map(|webhook| make(engine, event, webhook));
    let (mut wake_ups, mut troubled) = (Vec::new(), Vec::new());
    // The event comes again for one that can't be read, and waits among the dead letters until it
    // can: the others have theirs meanwhile.
    let mut failure = (unreadable > 0).then(|| {
        let problem = format!("{unreadable} of the account's webhooks can't be read");
        Fault::internal("dispatching an event", problem)
    });
    for made in futures::future::join_all(made).await {
        match made {
            Ok(Some((delivery, true))) => troubled.push((delivery.wake_up(), 0)),
            Ok(Some((delivery, false))) => wake_ups.push((delivery.wake_up(), 0)),
            Ok(None) => {}
            Err(error) => failure = Some(error),
        }
    }
    let queues = &engine.queues;
    for (queue, wake_ups) in [
        (queues.deliveries(), wake_ups),
        (queues.retries().or_else(|| queues.deliveries()), troubled),
    ] {
        if let Some(queue) = queue {
            queue.send(&wake_ups).await;
        }
    }
    failure.map_or(Ok(()), Err)
}

/// Makes one delivery; answers with it where there is something to send now, and with whether its
/// webhook is in trouble.
async fn make(
    engine: &Engine,
    event: &Event,
    mut webhook: Webhook,
) -> Result<Option<(Delivery, bool)>, Fault> {
    let doing = "dispatching an event";
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let now = engine.clock.now();
        let delivery = Delivery::new(engine.product, event, &webhook, now);
        match delivery::store(&engine.table, delivery, &webhook, now).await? {
            Stored::New(delivery) | Stored::Found(delivery) => {
                let wanted = webhook.pace().is_none() && delivery.is_due(now);
                return Ok(wanted.then_some((delivery, webhook.is_in_trouble())));
            }
            Stored::Stale => {
                match webhook::find(&engine.table, &webhook.tenant, webhook.id).await {
                    Ok(found) => webhook = found,
                    // It was deleted, and receives nothing.
                    Err(WebhookError::Unknown) => return Ok(None),
                    Err(WebhookError::Failed(fault)) => return Err(fault),
                    Err(error) => return Err(Fault::internal(doing, error)),
                }
            }
        }
    }
    Err(Fault::unavailable(
        doing,
        "a webhook is turned on and off, time and again",
    ))
}
