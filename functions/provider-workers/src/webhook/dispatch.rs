//! `provider-webhook-dispatch`: makes one delivery of an event for each of its app's webhooks that
//! subscribes to it.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use common::Fault;
use webhook_functions::dispatch;

use super::Deliveries;

/// Dispatches a batch of events; answers with those that failed.
///
/// # Errors
/// Never: each event fails by itself.
pub async fn run(
    deliveries: &'static Deliveries,
    event: SqsEvent,
) -> Result<SqsBatchResponse, Fault> {
    dispatch::run(&deliveries.0, event).await
}
