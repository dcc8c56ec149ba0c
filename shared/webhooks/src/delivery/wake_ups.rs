//! Messages that say a delivery may be due.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use common::{Fault, Tenant};
use dynamo::failed;
use serde::{Deserialize, Serialize};

use crate::{DeliveryId, WebhookId};

/// A message that says a delivery may be due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WakeUp {
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// Where it goes.
    #[serde(rename = "endpointId")]
    pub webhook_id: WebhookId,
    /// Which.
    pub delivery_id: DeliveryId,
    /// Whether it comes through the queue of retries.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// A queue of wake-ups.
#[derive(Clone, Debug)]
pub struct WakeUpQueue {
    client: Client,
    queue_url: String,
    /// Whether it is the queue of retries.
    again: bool,
}

impl WakeUpQueue {
    /// This queue.
    pub fn new(client: Client, queue_url: String, again: bool) -> Self {
        Self {
            client,
            queue_url,
            again,
        }
    }

    /// Sends wake-ups, each held back for so many seconds. What can't be sent is left to the
    /// sweep, and logged.
    pub async fn send(&self, wake_ups: &[(WakeUp, i32)]) {
        for some in wake_ups.chunks(10) {
            if let Err(error) = self.send_some(some).await {
                tracing::warn!(
                    hints = some.len(),
                    cause = error.cause(),
                    "wake-ups are left for the sweep"
                );
            }
        }
    }

    async fn send_some(&self, wake_ups: &[(WakeUp, i32)]) -> Result<(), Fault> {
        let doing = "sending wake-ups";
        let mut batch = self.client.send_message_batch().queue_url(&self.queue_url);
        for (i, (wake_up, delay)) in wake_ups.iter().enumerate() {
            let wake_up = WakeUp {
                again: self.again,
                ..wake_up.clone()
            };
            let body = serde_json::to_string(&wake_up).map_err(|e| Fault::internal(doing, e))?;
            let entry = SendMessageBatchRequestEntry::builder()
                .id(i.to_string())
                .message_body(body)
                .delay_seconds(*delay)
                // One busy or slow webhook must not keep the others' waiting.
                .message_group_id(wake_up.webhook_id.to_string())
                .build()
                .map_err(|e| Fault::internal(doing, e))?;
            batch = batch.entries(entry);
        }
        let sent = batch.send().await.map_err(|e| failed(doing, e))?;
        match sent.failed() {
            [] => Ok(()),
            [first, ..] => {
                let code = first.code().to_owned();
                let problem = format!("some were refused: {code}");
                Err(Fault::unavailable(doing, problem))
            }
        }
    }
}
