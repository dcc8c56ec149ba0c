//! A batch of messages, each of which succeeds or fails by itself.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use futures::FutureExt;
use serde::de::DeserializeOwned;
use shared::Error;
use shared::error::{chain, panic_message};

/// Does the work of each message, all at the same time; answers with those that failed, which
/// the queue then delivers again. A message that panics takes no other along.
pub async fn each<F>(event: SqsEvent, work: impl Fn(SqsMessage) -> F) -> SqsBatchResponse
where
    F: Future<Output = Result<(), Error>>,
{
    let all = event.records.into_iter().map(|message| {
        let id = message.message_id.clone().unwrap_or_default();
        let done = AssertUnwindSafe(Box::pin(work(message))).catch_unwind();
        async move {
            let done = done
                .await
                .unwrap_or_else(|panic| Err(Error::internal("working", panic_message(&*panic))));
            done.err().map(|error| failed(id, &error))
        }
    });
    let failures = futures::future::join_all(all).await;
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = failures.into_iter().flatten().collect();
    response
}

fn failed(id: String, error: &Error) -> BatchItemFailure {
    tracing::warn!(
        message.id = id,
        cause = std::error::Error::source(error).map(chain),
        "a message failed and comes again"
    );
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = id;
    failure
}

/// What a message says.
///
/// # Errors
/// It is not what its queue holds.
pub fn read<T: DeserializeOwned>(message: &SqsMessage) -> Result<T, Error> {
    let body = message.body.as_deref().unwrap_or_default();
    // The error says where, and nothing of what stands there.
    serde_json::from_str(body).map_err(|e| {
        let place = format!("line {} column {}", e.line(), e.column());
        Error::internal("reading a message", place)
    })
}
