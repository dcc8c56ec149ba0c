//! `POST /twin/webhooks/:id/test`: an event for one webhook, to see it arrive; for one that is
//! unproven, a probe.

use ::surface::{Error, IdempotentCall, Json, Reply, RequestId};
use common::{Tenant, Timestamp};
use dynamo::Tries;
use serde_json::json;
use twin::events;
use webhooks::delivery::{self, Delivery, Requested};
use webhooks::webhook::{self, Status, Webhook, WebhookError};

use super::{TRIES, WebhookAction, wake_up};
use crate::delivery::AcceptedDelivery;
use crate::{Dashboard, Owner, refusals};

/// Sends the webhook a `twin.test`, whatever it is subscribed to, once; or a probe, where it is
/// unproven.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; it is off; there were
/// too many tests or probes.
pub async fn test(
    context: &'static Dashboard,
    owner: Owner,
    WebhookAction { id, idempotency }: WebhookAction,
) -> Result<Reply<Json<AcceptedDelivery, 202>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let request = RequestId::new(now);
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let webhook = webhook::find(table, &tenant, id)
                .await
                .map_err(refusals::webhook)?;
            let accepted = match webhook.status {
                Status::Unproven => probe(context, &webhook, &idempotency, now).await?,
                status if status.is_on() => {
                    deliver(context, &tenant, &webhook, request, &idempotency, now).await?
                }
                status => return Err(refusals::webhook(WebhookError::off(status))),
            };
            if let Some(accepted) = accepted {
                return Reply::sorted(&accepted);
            }
        }
        Err(refusals::webhook(WebhookError::Busy))
    };
    idempotency.run(table, now, work).await
}

/// Asks for a probe; nothing where the webhook is not what was read.
async fn probe(
    context: &Dashboard,
    webhook: &Webhook,
    idempotency: &IdempotentCall,
    now: Timestamp,
) -> Result<Option<AcceptedDelivery>, Error> {
    let event = &context.product.test_event;
    let asked = webhook::ask_for_probe(&context.table, webhook, now, |probe| {
        let accepted = AcceptedDelivery::of_probe(probe, event);
        idempotency.store(now, 202, &json!(accepted))
    });
    match asked.await {
        Ok(probe) => {
            wake_up(context, &[(probe.wake_up(), 0)]).await;
            Ok(Some(AcceptedDelivery::of_probe(&probe, event)))
        }
        Err(WebhookError::Busy) => Ok(None),
        Err(error) => Err(refusals::webhook(error)),
    }
}

/// Stores the delivery of a test event; nothing where the webhook is not what was read.
async fn deliver(
    context: &Dashboard,
    tenant: &Tenant,
    webhook: &Webhook,
    request: RequestId,
    idempotency: &IdempotentCall,
    now: Timestamp,
) -> Result<Option<AcceptedDelivery>, Error> {
    let Dashboard { table, product, .. } = context;
    let event = events::test(tenant.clone(), request, now);
    let delivery = Delivery::new(product, &event, webhook, now).single();
    let accepted = AcceptedDelivery::new(&delivery, Vec::new());
    let counted = webhook::count_request(table, tenant, webhook.id, now)
        .await
        .map_err(refusals::webhook)?;
    let kept = idempotency.store(now, 202, &json!(accepted))?;
    let more = counted.into_iter().chain(kept);
    match delivery::store_if_on(table, &delivery, webhook, now, more).await? {
        Requested::Done => {
            wake_up(context, &[(delivery.wake_up(), 0)]).await;
            Ok(Some(accepted))
        }
        Requested::Repeated => Err(Error::idempotency_in_progress()),
        Requested::Stale => Ok(None),
    }
}
