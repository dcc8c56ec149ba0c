//! A batch of messages, each of which succeeds or fails by itself.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use common::Fault;
use common::error::panic_message;
use futures::FutureExt;
use futures::future::join_all;
use futures::stream::{FuturesUnordered, StreamExt};
use serde::de::DeserializeOwned;

/// How long a message may keep the next of its group waiting.
const HEAD_START: Duration = Duration::from_millis(250);
/// Messages of a group that are worked on at the same time, at most. A process works on one batch
/// at a time, so a group has at most twice as many in flight as there are processes.
const AT_ONCE: usize = 2;

/// Does the work of each message; answers with those that failed, which the queue then delivers
/// again. A message that can't be read, or panics, takes no other along.
///
/// Messages of different groups are worked on at the same time; those of one group begin one
/// after the other, so that they keep their order where the work is quick, and a slow one holds
/// none up for long; but two at most are worked on at the same time.
pub async fn each<T, G, F>(
    event: SqsEvent,
    group: impl Fn(&T) -> G,
    work: impl Fn(T) -> F,
) -> SqsBatchResponse
where
    T: DeserializeOwned,
    G: Ord,
    F: Future<Output = Result<(), Fault>>,
{
    let mut failures = Vec::new();
    let mut groups = BTreeMap::<G, Vec<_>>::new();
    for message in event.records {
        match read::<T>(&message) {
            Ok(content) => {
                let of = group(&content);
                let done = AssertUnwindSafe(Box::pin(work(content))).catch_unwind();
                let id = message.message_id.unwrap_or_default();
                groups.entry(of).or_default().push(async move {
                    let panicked = |panic: Box<dyn Any + Send>| {
                        Err(Fault::internal("working", panic_message(&*panic)))
                    };
                    (id, done.await.unwrap_or_else(panicked))
                });
            }
            Err(error) => failures.push(failed(message.message_id.unwrap_or_default(), &error)),
        }
    }
    let groups = join_all(groups.into_values().map(staggered)).await;
    for (id, done) in groups.into_iter().flatten() {
        if let Err(error) = done {
            failures.push(failed(id, &error));
        }
    }
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = failures;
    response
}

/// Does all of it, each begun when the one before has ended or had its head start, and fewer than
/// `AT_ONCE` are running.
pub async fn staggered<F: Future>(all: Vec<F>) -> Vec<F::Output> {
    let mut running = FuturesUnordered::new();
    let mut done = Vec::with_capacity(all.len());
    for one in all {
        if running.len() >= AT_ONCE
            && let Some(ended) = running.next().await
        {
            done.push(ended);
        }
        running.push(one);
        if let Ok(Some(ended)) = tokio::time::timeout(HEAD_START, running.next()).await {
            done.push(ended);
        }
    }
    while let Some(ended) = running.next().await {
        done.push(ended);
    }
    done
}

fn failed(id: String, error: &Fault) -> BatchItemFailure {
    tracing::warn!(
        message.id = id,
        cause = error.cause(),
        "a message failed and comes again"
    );
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = id;
    failure
}

/// A message's content.
fn read<T: DeserializeOwned>(message: &SqsMessage) -> Result<T, Fault> {
    let body = message.body.as_deref().unwrap_or_default();
    // The error says where, and nothing of the text there.
    serde_json::from_str(body).map_err(|e| {
        let place = format!("line {} column {}", e.line(), e.column());
        Fault::internal("reading a message", place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn event(bodies: &[&str]) -> SqsEvent {
        let records: Vec<_> = bodies
            .iter()
            .map(|body| serde_json::json!({ "messageId": body, "body": body, "attributes": {}, "messageAttributes": {} }))
            .collect();
        serde_json::from_value(serde_json::json!({ "Records": records })).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_keeps_its_order_and_holds_no_other_up() {
        let began = tokio::time::Instant::now();
        let log = Mutex::new(Vec::new());
        // Tens are groups; number 10 and the fourth group take long, and 20 panics.
        let answer = each(
            event(&[
                "10", "11", "rubbish", "12", "20", "21", "30", "40", "41", "42",
            ]),
            |n: &u32| n / 10,
            |n| {
                let log = &log;
                async move {
                    log.lock().unwrap().push((n, began.elapsed().as_millis()));
                    match n {
                        10 | 40.. => tokio::time::sleep(Duration::from_secs(10)).await,
                        20 => panic!("20"),
                        30 => return Err(Fault::internal("working", "30")),
                        _ => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                    Ok(())
                }
            },
        )
        .await;
        let mut failed: Vec<_> = answer
            .batch_item_failures
            .iter()
            .map(|failure| failure.item_identifier.as_str())
            .collect();
        failed.sort_unstable();
        assert_eq!(failed, ["20", "30", "rubbish"]);
        let mut log = log.into_inner().unwrap();
        log.sort_unstable();
        assert_eq!(
            log,
            [
                (10, 0),
                (11, 250),
                (12, 270),
                (20, 0),
                (21, 0),
                (30, 0),
                (40, 0),
                (41, 250),
                // Not before one of the others has ended.
                (42, 10_000)
            ]
        );
        assert_eq!(began.elapsed().as_secs(), 20);
    }
}
