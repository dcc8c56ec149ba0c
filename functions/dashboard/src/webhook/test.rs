//! `POST /twin/webhooks/:id/test`: an event for one webhook, to see it arrive.

use ::surface::{Error, Json, Reply, RequestId};
use dynamo::Tries;
use serde_json::json;
use twin::events;
use webhooks::delivery::{self, Delivery, Requested};
use webhooks::webhook::{self, WebhookError};

use super::{TRIES, WebhookAction, wake_up};
use crate::delivery::AcceptedDelivery;
use crate::{Dashboard, Owner, refusals};

/// Sends the webhook a `twin.test`, whatever it is subscribed to.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; it is off.
pub async fn test(
    context: &'static Dashboard,
    owner: Owner,
    WebhookAction { id, idempotency }: WebhookAction,
) -> Result<Reply<Json<AcceptedDelivery, 202>>, Error> {
    let Dashboard { table, product, .. } = context;
    let (tenant, now) = (owner.tenant(), context.clock.now());
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let event = events::test(tenant.clone(), RequestId::new(now), now);
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let webhook = webhook::find(table, &tenant, id)
                .await
                .map_err(refusals::webhook)?;
            if !webhook.status.is_on() {
                return Err(refusals::webhook(WebhookError::Off(webhook.status)));
            }
            let delivery = Delivery::new(product, &event, &webhook, now);
            let accepted = AcceptedDelivery::new(&delivery, Vec::new());
            let kept = idempotency.store(now, 202, &json!(accepted))?;
            match delivery::store_if_on(table, &delivery, &webhook, now, kept).await? {
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
