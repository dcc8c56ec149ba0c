//! Gives the messages of queues to functions, as Lambda's event source mappings do. A message
//! that a function takes is deleted; one that it fails at comes back when it is visible again,
//! until the queue's own policy makes it a dead letter.

mod record;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::emulator::Calls;
use crate::invoker::Invoker;
use crate::template::Mapping;
use crate::{Error, Progress};

/// The longest poll that SQS allows.
const POLL: Duration = Duration::from_secs(20);
/// The most messages that SQS gives, or deletes, in one call.
const CALL: usize = 10;
/// The pause after a failure, so that a broken function or a deleted queue is not called in a
/// tight loop.
const PAUSE: Duration = Duration::from_secs(1);
/// How long stopping waits for batches that functions work on.
const GRACE: Duration = Duration::from_secs(5);

/// A queue and the function that gets its messages.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) bin: String,
    pub(crate) mapping: Mapping,
    /// The queue's URL.
    pub(crate) url: String,
}

/// Running mappings. Dropped, they end at once.
#[derive(Debug)]
pub(crate) struct Mappings {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Mappings {
    /// Gives each queue's messages to its function, in as many batches at once as the mapping
    /// allows, but at most `concurrency`.
    pub(crate) fn start(
        sources: &[Source],
        calls: &Calls,
        invoker: &Invoker,
        concurrency: usize,
        progress: &Progress,
    ) -> Self {
        let mut tasks = JoinSet::new();
        let (stop, stopped) = watch::channel(false);
        for source in sources.iter().filter(|source| source.mapping.enabled) {
            let bound = source.mapping.concurrency.unwrap_or(concurrency);
            for _ in 0..bound.min(concurrency).max(1) {
                let (source, calls, invoker) = (source.clone(), calls.clone(), invoker.clone());
                let (stopped, progress) = (stopped.clone(), progress.clone());
                tasks.spawn(async move { source.run(&calls, &invoker, stopped, &progress).await });
            }
        }
        Self { tasks, stop }
    }

    /// Takes no more messages, and waits a while for the batches that functions work on.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        let _late = tokio::time::timeout(GRACE, ended).await;
    }
}

impl Source {
    async fn run(
        &self,
        calls: &Calls,
        invoker: &Invoker,
        mut stopped: watch::Receiver<bool>,
        progress: &Progress,
    ) {
        loop {
            // Messages that are being received at this moment stay invisible; their queue ends too.
            let batch = tokio::select! {
                batch = self.receive(calls, POLL) => batch,
                _ = stopped.wait_for(|stop| *stop) => return,
            };
            let done = match batch {
                Ok(batch) if batch.is_empty() => continue,
                Ok(batch) => self.give(&batch, calls, invoker).await,
                Err(error) => Err(error),
            };
            match done {
                Ok((_, 0)) => {}
                Ok((taken, back)) => progress(&format!(
                    "{} took {taken} and gave back {back} messages of {}",
                    self.bin, self.mapping.queue
                )),
                Err(error) => {
                    progress(&format!("the queue {}: {error}", self.mapping.queue));
                    tokio::select! {
                        () = tokio::time::sleep(PAUSE) => {},
                        _ = stopped.wait_for(|stop| *stop) => return,
                    }
                }
            }
        }
    }

    /// A batch: the messages that come within `wait`, and in the window after the first.
    pub(crate) async fn receive(&self, calls: &Calls, wait: Duration) -> Result<Vec<Value>, Error> {
        let size = self.mapping.batch_size;
        let mut batch = self.ask(calls, size, wait).await?;
        let full = Instant::now() + self.mapping.batching_window;
        while !batch.is_empty() && batch.len() < size && Instant::now() < full {
            // SQS waits whole seconds only.
            let left = full - Instant::now();
            let wait = Duration::from_secs(left.as_secs()).min(POLL);
            if wait.is_zero() {
                tokio::time::sleep(left).await;
            }
            batch.extend(self.ask(calls, size - batch.len(), wait).await?);
        }
        Ok(batch)
    }

    async fn ask(&self, calls: &Calls, most: usize, wait: Duration) -> Result<Vec<Value>, Error> {
        let request = json!({
            "QueueUrl": self.url,
            "MaxNumberOfMessages": most.min(CALL),
            "WaitTimeSeconds": wait.as_secs(),
            "AttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        });
        let mut answer = calls.sqs("ReceiveMessage", &request).await?;
        Ok(match answer.get_mut("Messages").map(Value::take) {
            Some(Value::Array(messages)) => messages,
            _ => Vec::new(),
        })
    }

    /// Invokes the function with a batch and deletes the messages that it took. Returns how many
    /// it took and how many it gave back.
    pub(crate) async fn give(
        &self,
        batch: &[Value],
        calls: &Calls,
        invoker: &Invoker,
    ) -> Result<(usize, usize), Error> {
        let records: Vec<_> = batch
            .iter()
            .map(|message| record::record(message, &self.url))
            .collect();
        let answer = invoker
            .invoke(&self.bin, &json!({ "Records": records }))
            .await?;
        let failed = if self.mapping.reports_failures {
            failures(&answer, batch).ok_or_else(|| Error::Process {
                name: self.bin.clone(),
                problem: format!("gave no valid answer to a batch, which thus failed: {answer}"),
                log: None,
            })?
        } else {
            BTreeSet::new()
        };
        let taken: Vec<_> = batch
            .iter()
            .filter(|message| !failed.contains(id(message)))
            .collect();
        for some in taken.chunks(CALL) {
            let entries: Vec<_> = some
                .iter()
                .enumerate()
                .map(|(n, message)| json!({ "Id": n.to_string(), "ReceiptHandle": message.get("ReceiptHandle") }))
                .collect();
            // A message whose visibility timeout has passed is not deleted; it comes again.
            let request = json!({ "QueueUrl": self.url, "Entries": entries });
            calls.sqs("DeleteMessageBatch", &request).await?;
        }
        Ok((taken.len(), failed.len()))
    }
}

fn id(message: &Value) -> &str {
    let id = message.get("MessageId").and_then(Value::as_str);
    id.unwrap_or_default()
}

/// The messages that a function reports as failed. `None` where Lambda does not understand the
/// report: then the whole batch has failed.
fn failures<'a>(answer: &'a Value, batch: &[Value]) -> Option<BTreeSet<&'a str>> {
    let list = match answer {
        Value::Null => return Some(BTreeSet::new()),
        Value::String(text) if text.is_empty() => return Some(BTreeSet::new()),
        Value::Object(fields) => fields.get("batchItemFailures"),
        _ => return None,
    };
    let list = match list {
        None | Some(Value::Null) => return Some(BTreeSet::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return None,
    };
    let one = |item: &'a Value| {
        let failed = item.get("itemIdentifier")?.as_str()?;
        let known = batch.iter().any(|message| id(message) == failed);
        known.then_some(failed)
    };
    list.iter().map(one).collect()
}
