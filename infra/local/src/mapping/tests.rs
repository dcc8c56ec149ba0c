use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::*;
use crate::emulator::{self, Emulator};
use crate::queues;
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
    lines: Arc<Mutex<Vec<String>>>,
    progress: Progress,
}

impl World {
    /// A queue, and a function that makes this of each event.
    async fn new(name: &str, worker: impl Fn(&Value) -> Outcome + Send + Sync + 'static) -> Self {
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
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let sink = lines.clone();
        Self {
            emulator,
            urls,
            invoker: Invoker::new(url).unwrap(),
            events,
            lines,
            progress: Arc::new(move |line| sink.lock().unwrap().push(line.to_owned())),
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
    assert!(world.lines.lock().unwrap().is_empty());
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
    let lines = world.lines.lock().unwrap().clone();
    assert_eq!(
        lines,
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
    until(async || world.lines.lock().unwrap().len() == 2).await;
    running.stop().await;
    assert_eq!(world.left("Work").await, count);
    let lines = world.lines.lock().unwrap().clone();
    assert!(
        lines
            .iter()
            .all(|line| line == "the queue Work: worker failed: no"),
        "{lines:?}"
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
