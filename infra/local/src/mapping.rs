//! What queues lead to: messages are given to functions as Lambda's event source mappings
//! do. What a function takes is deleted; what it fails at comes back when it is visible
//! again, until the queue's own policy makes a dead letter of it.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::emulator::Calls;
use crate::schedule::Invoker;
use crate::template::Mapping;
use crate::{Error, Progress, REGION, queues};

/// The longest that SQS lets one wait for messages.
const POLL: Duration = Duration::from_secs(20);
/// What SQS gives, and takes back, at most at a time.
const CALL: usize = 10;
/// After a failure: a function that is broken, or a queue that is gone, is not asked as
/// fast as it can fail.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the end waits for batches that functions have.
const GRACE: Duration = Duration::from_secs(5);

/// A queue and the function that works it off.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) bin: String,
    pub(crate) mapping: Mapping,
    /// The queue's URL.
    pub(crate) url: String,
}

/// Running mappings; dropped, they end, and with them what they have just begun.
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

    /// Takes no more messages, and waits a while for the batches that functions have.
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
            // Messages that are received at this very moment stay invisible: their queue ends too.
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

    /// A batch: what there is within `wait`, and what comes in the window after that.
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

    /// Invokes the function with a batch and deletes what it took: how many it took, and how
    /// many it gave back.
    pub(crate) async fn give(
        &self,
        batch: &[Value],
        calls: &Calls,
        invoker: &Invoker,
    ) -> Result<(usize, usize), Error> {
        let records: Vec<_> = batch.iter().map(|message| self.record(message)).collect();
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
            // One whose time ran out meanwhile is no longer ours to delete; it comes again.
            let request = json!({ "QueueUrl": self.url, "Entries": entries });
            calls.sqs("DeleteMessageBatch", &request).await?;
        }
        Ok((taken.len(), failed.len()))
    }

    /// A message as Lambda writes it.
    fn record(&self, message: &Value) -> Value {
        let part = |name| message.get(name).cloned();
        let attributes = part("MessageAttributes").unwrap_or_default();
        let attributes: Map<_, _> = attributes
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), attribute(value)))
            .collect();
        let mut record = json!({
            "messageId": part("MessageId"),
            "receiptHandle": part("ReceiptHandle"),
            "body": part("Body"),
            "attributes": part("Attributes").unwrap_or_else(|| json!({})),
            "messageAttributes": attributes,
            "md5OfBody": part("MD5OfBody"),
            "eventSource": "aws:sqs",
            "eventSourceARN": queues::arn(&self.url),
            "awsRegion": REGION,
        });
        if let (Some(sum), Some(fields)) = (part("MD5OfMessageAttributes"), record.as_object_mut())
        {
            fields.insert("md5OfMessageAttributes".into(), sum);
        }
        record
    }
}

fn attribute(value: &Value) -> Value {
    let mut fields = Map::new();
    for (name, from) in [
        ("stringValue", "StringValue"),
        ("binaryValue", "BinaryValue"),
        ("dataType", "DataType"),
    ] {
        if let Some(value) = value.get(from) {
            fields.insert(name.into(), value.clone());
        }
    }
    for name in ["stringListValues", "binaryListValues"] {
        fields.insert(name.into(), json!([]));
    }
    Value::Object(fields)
}

fn id(message: &Value) -> &str {
    let id = message.get("MessageId").and_then(Value::as_str);
    id.unwrap_or_default()
}

/// The messages that a function says it failed at; `None` where it doesn't say so in the way
/// that Lambda understands, to whom the whole batch has failed then.
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::emulator::{self, Emulator};
    use crate::template::Template;

    const TEMPLATE: &str = r#"
Resources:
  Work:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 1
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2 }
  Dead: { Type: AWS::SQS::Queue }
"#;

    type Events = Arc<Mutex<Vec<Value>>>;

    struct World {
        emulator: Emulator,
        urls: BTreeMap<String, String>,
        invoker: Invoker,
        /// What `worker` was given.
        events: Events,
        told: Arc<Mutex<Vec<String>>>,
        progress: Progress,
    }

    impl World {
        /// A queue, and a function that makes this of each event.
        async fn new(
            name: &str,
            worker: impl Fn(&Value) -> Outcome + Send + Sync + 'static,
        ) -> Self {
            let emulator = emulator::for_test(name).await;
            let mut template = Template::parse(TEMPLATE).unwrap();
            let urls = queues::create(&emulator.calls, &mut template)
                .await
                .unwrap();
            let events = Events::default();
            let (seen, worker) = (events.clone(), Arc::new(worker));
            let answer = async move |event: String| {
                let event: Value = serde_json::from_str(&event).unwrap();
                let outcome = worker(&event);
                seen.lock().unwrap().push(event);
                match outcome {
                    Ok((answer, delay)) => {
                        tokio::time::sleep(delay).await;
                        (http::StatusCode::OK, answer.to_string())
                    }
                    Err(problem) => (http::StatusCode::INTERNAL_SERVER_ERROR, problem.to_owned()),
                }
            };
            let app = axum::Router::new().route(
                "/2015-03-31/functions/worker/invocations",
                axum::routing::post(answer),
            );
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            tokio::spawn(async move { axum::serve(listener, app).await });
            let told = Arc::<Mutex<Vec<String>>>::default();
            let tell = told.clone();
            Self {
                emulator,
                urls,
                invoker: Invoker::new(url).unwrap(),
                events,
                told,
                progress: Arc::new(move |line| tell.lock().unwrap().push(line.to_owned())),
            }
        }

        fn source(&self, reports_failures: bool) -> Source {
            Source {
                bin: "worker".into(),
                mapping: Mapping {
                    name: "WorkerWork".into(),
                    queue: "Work".into(),
                    batch_size: 10,
                    batching_window: Duration::ZERO,
                    reports_failures,
                    concurrency: Some(2),
                    enabled: true,
                },
                url: self.urls["Work"].clone(),
            }
        }

        fn start(&self, source: Source, concurrency: usize) -> Mappings {
            Mappings::start(
                &[source],
                &self.emulator.calls,
                &self.invoker,
                concurrency,
                &self.progress,
            )
        }

        async fn send(&self, queue: &str, message: Value) {
            let mut request = message;
            request["QueueUrl"] = json!(self.urls[queue]);
            self.emulator
                .calls
                .sqs("SendMessage", &request)
                .await
                .unwrap();
        }

        /// The bodies in a queue, however visible.
        async fn left(&self, queue: &str) -> u64 {
            let asked = json!({ "QueueUrl": self.urls[queue], "AttributeNames": ["All"] });
            let found = self
                .emulator
                .calls
                .sqs("GetQueueAttributes", &asked)
                .await
                .unwrap();
            ["", "NotVisible", "Delayed"]
                .iter()
                .map(|kind| {
                    let name = format!("ApproximateNumberOfMessages{kind}");
                    let count = found["Attributes"][name].as_str().unwrap();
                    count.parse::<u64>().unwrap()
                })
                .sum()
        }
    }

    /// What a function answers and after how long, or what it fails with.
    type Outcome = Result<(Value, Duration), &'static str>;

    async fn until(mut so: impl AsyncFnMut() -> bool) {
        let patience = Instant::now() + Duration::from_secs(20);
        while !so().await {
            assert!(Instant::now() < patience, "it never came to that");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn now(answer: Value) -> Outcome {
        Ok((answer, Duration::ZERO))
    }

    fn bodies(event: &Value) -> Vec<String> {
        let records = event["Records"].as_array().unwrap().iter();
        let bodies = records.map(|record| record["body"].as_str().unwrap().to_owned());
        bodies.collect()
    }

    #[tokio::test]
    async fn a_function_gets_what_lambda_would_give_it_and_what_it_takes_is_gone() {
        let world = World::new("mapping-event", |_| now(Value::Null)).await;
        world
            .send(
                "Work",
                json!({
                    "MessageBody": "{\"id\":1}", "MessageGroupId": "whk_1",
                    "MessageAttributes": {
                        "kind": { "DataType": "String", "StringValue": "a" },
                        "raw": { "DataType": "Binary", "BinaryValue": "AAE=" },
                    },
                }),
            )
            .await;
        let running = world.start(world.source(true), 1);
        until(async || world.left("Work").await == 0).await;
        running.stop().await;

        let mut event = world.events.lock().unwrap().remove(0);
        let record = &mut event["Records"][0];
        for (path, length) in [
            ("/messageId", 36),
            ("/receiptHandle", 36),
            ("/attributes/SentTimestamp", 13),
            ("/attributes/ApproximateFirstReceiveTimestamp", 13),
            ("/md5OfMessageAttributes", 32),
        ] {
            let value = record.pointer_mut(path).unwrap().take();
            assert_eq!(value.as_str().unwrap().len(), length, "{path}");
        }
        assert_eq!(
            event,
            json!({ "Records": [{
                "messageId": null, "receiptHandle": null,
                "body": "{\"id\":1}",
                "attributes": {
                    "ApproximateReceiveCount": "1", "SentTimestamp": null,
                    "SenderId": "000000000000", "ApproximateFirstReceiveTimestamp": null,
                    "MessageGroupId": "whk_1",
                },
                "messageAttributes": {
                    "kind": { "stringValue": "a", "dataType": "String", "stringListValues": [], "binaryListValues": [] },
                    "raw": { "binaryValue": "AAE=", "dataType": "Binary", "stringListValues": [], "binaryListValues": [] },
                },
                "md5OfBody": "d2ce28b9a7fd7e4407e2b0fd499b7fe4", "md5OfMessageAttributes": null,
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:twin-local-Work",
                "awsRegion": "us-east-1",
            }] })
        );
        assert!(world.told.lock().unwrap().is_empty());
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn what_it_gives_back_comes_again_and_dies_of_it() {
        let world = World::new("mapping-partial", |event| {
            let records = event["Records"].as_array().unwrap().iter();
            let bad = records.filter(|record| record["body"] == "bad");
            let failures = bad.map(|record| json!({ "itemIdentifier": record["messageId"] }));
            now(json!({ "batchItemFailures": failures.collect::<Vec<_>>() }))
        })
        .await;
        for body in ["good", "bad", "fine"] {
            world.send("Work", json!({ "MessageBody": body })).await;
        }
        let running = world.start(world.source(true), 1);
        until(async || world.left("Dead").await == 1).await;
        running.stop().await;
        let given: Vec<_> = world.events.lock().unwrap().iter().map(bodies).collect();
        assert_eq!(given, [vec!["good", "bad", "fine"], vec!["bad"]]);
        assert_eq!(world.left("Work").await, 0);
        let told = world.told.lock().unwrap().clone();
        assert_eq!(
            told,
            [
                "worker took 2 and gave back 1 messages of Work",
                "worker took 0 and gave back 1 messages of Work"
            ]
        );
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn a_function_that_fails_keeps_nothing_and_is_not_asked_at_once() {
        let world = World::new("mapping-fails", |_| Err("no")).await;
        let (count, size) = (12, 5);
        for n in 0..count {
            world
                .send("Work", json!({ "MessageBody": n.to_string() }))
                .await;
        }
        let mut source = world.source(false);
        source.mapping.batch_size = size;
        let running = world.start(source, 1);
        until(async || world.told.lock().unwrap().len() == 2).await;
        running.stop().await;
        assert_eq!(world.left("Work").await, count);
        let told = world.told.lock().unwrap().clone();
        assert!(
            told.iter()
                .all(|line| line == "the queue Work: worker failed: no"),
            "{told:?}"
        );
        let given: Vec<_> = world
            .events
            .lock()
            .unwrap()
            .iter()
            .map(|e| bodies(e).len())
            .collect();
        assert_eq!(given, [5, 5]);
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn it_has_several_batches_at_once_and_the_end_waits_for_them() {
        let slow = Duration::from_millis(800);
        let world = World::new("mapping-many", move |_| Ok((json!({}), slow))).await;
        for n in 0..3 {
            world
                .send("Work", json!({ "MessageBody": n.to_string() }))
                .await;
        }
        let mut source = world.source(true);
        source.mapping.batch_size = 1;
        // Two at most, by the mapping; the third is never asked for.
        let running = world.start(source, 8);
        until(async || world.events.lock().unwrap().len() == 2).await;
        running.stop().await;
        assert_eq!(world.events.lock().unwrap().len(), 2);
        assert_eq!(world.left("Work").await, 1);

        let mut off = world.source(true);
        off.mapping.enabled = false;
        assert!(world.start(off, 1).tasks.is_empty());
        world.emulator.stop().await;
    }

    #[tokio::test]
    async fn a_batch_that_is_not_full_waits_for_more() {
        let world = World::new("mapping-window", |_| now(Value::Null)).await;
        let mut source = world.source(false);
        source.url = world.urls["Dead"].clone();
        source.mapping.batch_size = 14;
        source.mapping.batching_window = Duration::from_secs(10);
        for n in 0..12 {
            world
                .send("Dead", json!({ "MessageBody": n.to_string() }))
                .await;
        }
        let calls = &world.emulator.calls;
        let start = Instant::now();
        let later = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            for n in 12..14 {
                world
                    .send("Dead", json!({ "MessageBody": n.to_string() }))
                    .await;
            }
        };
        let (batch, ()) = tokio::join!(source.receive(calls, POLL), later);
        let ids: BTreeSet<_> = batch.as_ref().unwrap().iter().map(id).collect();
        assert_eq!(ids.len(), 14);
        assert!(start.elapsed() < Duration::from_secs(5));
        source.mapping.batching_window = Duration::ZERO;
        let none = source.receive(calls, Duration::ZERO).await.unwrap();
        assert_eq!(none, Vec::<Value>::new());
        world.emulator.stop().await;
    }

    #[test]
    fn what_lambda_does_not_understand_is_a_batch_that_failed() {
        let batch = [json!({ "MessageId": "a" }), json!({ "MessageId": "b" })];
        for (answer, failed) in [
            (json!(null), Some(vec![])),
            (json!(""), Some(vec![])),
            (json!({}), Some(vec![])),
            (json!({ "batchItemFailures": null }), Some(vec![])),
            (json!({ "batchItemFailures": [] }), Some(vec![])),
            (
                json!({ "batchItemFailures": [{ "itemIdentifier": "b" }] }),
                Some(vec!["b"]),
            ),
            (
                json!({ "batchItemFailures": [{ "itemIdentifier": "c" }] }),
                None,
            ),
            (
                json!({ "batchItemFailures": [{ "itemIdentifier": "" }] }),
                None,
            ),
            (
                json!({ "batchItemFailures": [{ "itemIdentifier": null }] }),
                None,
            ),
            (json!({ "batchItemFailures": [{ "id": "a" }] }), None),
            (json!({ "batchItemFailures": ["a"] }), None),
            (json!({ "batchItemFailures": "a" }), None),
            (json!([]), None),
            (json!("done"), None),
            (json!(true), None),
        ] {
            let found = failures(&answer, &batch);
            assert_eq!(found, failed.map(BTreeSet::from_iter), "{answer}");
        }
    }
}
