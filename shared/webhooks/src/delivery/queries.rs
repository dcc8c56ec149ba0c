//! Deliveries and attempts are read.

use std::collections::HashMap;

use common::{Fault, Tenant};
use dynamo::{Key, Table, read, read_one};

use super::{Attempt, Delivery, WakeUp, attempts_partition, key};
use crate::webhook::{self, Webhook};
use crate::{DeliveryId, WebhookId};

/// Most items that one batch of reads takes.
const BATCH: usize = 100;

/// An attempt's place in the table.
pub(super) fn attempt_key(delivery: &Delivery, number: u32) -> Key {
    let sk = format_args!("{}#{number:04}", delivery.id);
    Key::new(attempts_partition(delivery.webhook_id), sk)
}

/// A delivery and its webhook, as of now.
///
/// # Errors
/// The table can't be reached.
pub async fn with_webhook(
    table: &Table,
    wake_up: &WakeUp,
) -> Result<(Option<Delivery>, Option<Webhook>), Fault> {
    let delivery = key(wake_up.webhook_id, wake_up.delivery_id);
    let webhook = webhook::key(&wake_up.tenant, wake_up.webhook_id);
    let items = table.get_items(vec![delivery.clone(), webhook]).await?;
    let (mut deliveries, mut webhooks): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| delivery.is_of(item));
    Ok((
        deliveries.pop().map(read).transpose()?,
        webhooks.pop().map(read).transpose()?,
    ))
}

/// One delivery of a tenant's webhook.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    tenant: &Tenant,
    webhook: WebhookId,
    id: DeliveryId,
) -> Result<Option<Delivery>, Fault> {
    let found: Option<Delivery> = table.get(key(webhook, id)).await?;
    Ok(found.filter(|delivery| delivery.tenant == *tenant))
}

/// The attempts of each delivery, the latest `limit` of them, in order.
///
/// # Errors
/// The table can't be reached.
pub async fn attempts(
    table: &Table,
    deliveries: &[Delivery],
    limit: u32,
) -> Result<Vec<Vec<Attempt>>, Fault> {
    let mut wanted = Vec::new();
    for delivery in deliveries {
        let first = delivery.attempts.saturating_sub(limit) + 1;
        wanted.extend((first..=delivery.attempts).map(|n| attempt_key(delivery, n)));
    }
    let mut found: HashMap<String, Vec<Attempt>> = HashMap::new();
    for some in wanted.chunks(BATCH) {
        for item in table.get_items(some.to_vec()).await? {
            let key = Key::of_item(&item);
            let delivery = key.as_ref().and_then(|key| key.sk().split_once('#'));
            let delivery = delivery.map(|(id, _)| id.to_owned()).unwrap_or_default();
            found.entry(delivery).or_default().extend(read_one(item));
        }
    }
    let of = |delivery: &Delivery| {
        let mut own = found.remove(&delivery.id.to_string()).unwrap_or_default();
        own.sort_by_key(|attempt| attempt.n);
        own
    };
    Ok(deliveries.iter().map(of).collect())
}
