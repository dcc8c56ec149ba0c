//! `provider-webhook-sender`: makes attempts, and probes webhooks.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use common::Fault;
use webhook_functions::sender;

use super::Deliveries;

/// Does a batch of wake-ups; answers with those that failed.
///
/// # Errors
/// The sender can't be set up.
pub async fn run(
    deliveries: &'static Deliveries,
    event: SqsEvent,
) -> Result<SqsBatchResponse, Fault> {
    sender::run(&deliveries.0, event).await
}
