//! `POST /twin/webhooks/:id/deliveries/:deliveryId/retry`: sends a delivery again.

use ::surface::body::Fields;
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use dynamo::Tries;
use serde_json::json;
use webhooks::delivery::{self, Requested};
use webhooks::webhook::{self, WebhookError};
use webhooks::{DeliveryId, WebhookId};

use super::{ATTEMPTS, AcceptedDelivery};
use crate::refusals::{self, delivery_in_progress, no_delivery};
use crate::webhook::{TRIES, id, wake_up};
use crate::{Dashboard, Owner};

/// Which delivery.
#[derive(Debug)]
pub struct RetryDelivery {
    webhook: WebhookId,
    delivery: DeliveryId,
    idempotency: Idempotency,
}

impl<C> Input<C> for RetryDelivery {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let webhook = id(request)?;
        let delivery = request.param("deliveryId").ok_or_else(no_delivery)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        Fields::none(request)?;
        Ok(Self {
            webhook,
            delivery,
            idempotency,
        })
    }
}

/// Sends a delivery again, whatever became of it: under the same id, as its next attempt.
///
/// # Errors
/// The account has no such webhook, whether or not another account does, or the webhook no such delivery; the
/// webhook is off; an attempt is being made; there were too many requests.
pub async fn retry(
    context: &'static Dashboard,
    owner: Owner,
    RetryDelivery {
        webhook: webhook_id,
        delivery: delivery_id,
        idempotency,
    }: RetryDelivery,
) -> Result<Reply<Json<AcceptedDelivery, 202>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let webhook = webhook::find(table, &tenant, webhook_id)
                .await
                .map_err(refusals::webhook)?;
            let found = delivery::find(table, &tenant, webhook_id, delivery_id).await?;
            let delivery = found.ok_or_else(no_delivery)?;
            if !webhook.status.is_on() {
                return Err(refusals::webhook(WebhookError::off(webhook.status)));
            }
            if delivery.is_leased(now) {
                return Err(delivery_in_progress());
            }
            let attempts = delivery::attempts(table, std::slice::from_ref(&delivery), ATTEMPTS);
            let attempts = attempts.await?.pop().unwrap_or_default();
            let accepted = AcceptedDelivery::new(&delivery.requeued(0, now), attempts);
            let counted = webhook::count_request(table, &tenant, webhook_id, now)
                .await
                .map_err(refusals::webhook)?;
            let kept = idempotency.store(now, 202, &json!(accepted))?;
            let more = counted.into_iter().chain(kept);
            match delivery::requeue_if_on(table, &delivery, &webhook, now, more).await? {
                Requested::Done => {
                    wake_up(context, &[(delivery.wake_up(), 0)]).await;
                    return Reply::sorted(&accepted);
                }
                Requested::Repeated => return Err(Error::idempotency_in_progress()),
                Requested::Stale => {}
            }
        }
        Err(refusals::webhook(WebhookError::Busy))
    };
    idempotency.run(table, now, work).await
}
