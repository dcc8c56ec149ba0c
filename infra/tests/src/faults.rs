//! A proxy before the engine that counts what passes and does what no engine does: throttle,
//! conflict, lose answers, answer rubbish, be slow.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use bytes::Bytes;
use common::Clock;
use futures::Stream;
use http::{HeaderMap, Response};
use serde_json::Value;

/// What happens to one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The engine never sees it; this error is answered.
    Error(u16, &'static str),
    /// The engine never sees it; this body is answered with status 200.
    Rubbish(&'static str),
    /// The engine does it; the answer is lost.
    AnswerLost,
    /// The engine never sees it, and nothing is answered for so long.
    Hang(Duration),
    /// The engine sees it so much later.
    Late(Duration),
    /// It passes.
    Pass,
}

#[derive(Default)]
struct Inner {
    planned: Mutex<HashMap<String, VecDeque<Fault>>>,
    seen: Mutex<HashMap<String, u64>>,
    crash: Mutex<Option<Crash>>,
    actions: Mutex<BTreeSet<String>>,
    partitions: Mutex<Option<Partitions>>,
    /// The odds of a transaction's conflict, in 256, and how many came since.
    conflicts: Mutex<(u64, u64)>,
    /// Texts of secrets by their ids, in place of those that all worlds have.
    secrets: Mutex<HashMap<String, String>>,
}

/// What a partition takes in a second, as DynamoDB has it and no local engine does.
struct Partitions {
    limit: u64,
    clock: Clock,
    second: i64,
    /// Write units of this second, by partition.
    units: HashMap<String, u64>,
    /// The most of any second, and of which partition.
    busiest: (u64, String),
}

impl Partitions {
    /// Whether each partition that a request writes to has room in this second. What it takes is
    /// counted then.
    fn admit(&mut self, writes: &[(String, u64)]) -> bool {
        let second = self.clock.now().seconds();
        if second != self.second {
            self.second = second;
            self.units.clear();
        }
        let mut all = HashMap::<&str, u64>::new();
        for (partition, units) in writes {
            *all.entry(partition).or_default() += units;
        }
        let used = |partition: &str| self.units.get(partition).copied().unwrap_or(0);
        if all.iter().any(|(p, units)| used(p) + units > self.limit) {
            return false;
        }
        for (partition, units) in all {
            let used = self.units.entry(partition.to_owned()).or_default();
            *used += units;
            if *used > self.busiest.0 {
                self.busiest = (*used, partition.to_owned());
            }
        }
        true
    }
}

/// The write units that a request takes, by partition: those of an item that is put by its size,
/// those of another by the kilobyte that its change is within. A transaction's are twice as many.
fn writes(operation: &str, body: &[u8]) -> Vec<(String, u64)> {
    let body: Value = match operation {
        "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems" => {
            serde_json::from_slice(body).unwrap()
        }
        _ => return Vec::new(),
    };
    let units = |write: &Value| {
        let item = write.get("Item");
        let key = item.or_else(|| write.get("Key")).unwrap();
        let partition = key[dynamo::PK]["S"].as_str().unwrap().to_owned();
        let bytes = item.map_or(1, |item| item.to_string().len());
        (partition, bytes.div_ceil(1_024) as u64)
    };
    match body["TransactItems"].as_array() {
        None => vec![units(&body)],
        Some(items) => items
            .iter()
            .flat_map(|item| item.as_object().unwrap().values())
            .map(|write| {
                let (partition, once) = units(write);
                (partition, 2 * once)
            })
            .collect(),
    }
}

/// A process that ends at one of its requests: nothing that it sends after is ever done.
#[derive(Clone, Copy)]
struct Crash {
    /// Requests that still pass.
    left: u64,
    /// Whether the one it ends at is done all the same.
    done: bool,
    /// Whether it has come to that.
    met: bool,
}

impl Inner {
    /// What a crash makes of the next request, where there is to be one.
    fn crashed(&self) -> Option<Fault> {
        let mut crash = self.crash.lock().unwrap();
        let crash = crash.as_mut()?;
        if crash.left > 0 {
            crash.left -= 1;
            return None;
        }
        let first = !std::mem::replace(&mut crash.met, true);
        if first && crash.done {
            return Some(Fault::AnswerLost);
        }
        // Of the errors, one that no client tries again.
        Some(Fault::Error(400, "AccessDeniedException"))
    }
}

impl Inner {
    /// Whether this transaction meets another one.
    fn conflicts(&self) -> bool {
        let mut conflicts = self.conflicts.lock().unwrap();
        let (of_256, count) = &mut *conflicts;
        *count += 1;
        // A multiplicative hash: its high bits look random.
        count.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56 < *of_256
    }
}

/// The proxy.
pub struct Faults {
    /// Where it listens.
    pub url: String,
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Relay {
    inner: Arc<Inner>,
    engine: String,
    client: reqwest::Client,
    /// Whether SQS and Secrets Manager are imitated, or the engine's as well.
    imitates: bool,
}

impl Faults {
    /// Starts one before an engine.
    pub async fn before(engine: &str) -> Self {
        Self::start(engine, false).await
    }

    /// Starts one before a table's engine. What is sent to a queue there is swallowed, and the
    /// secret there holds a master key.
    pub async fn before_table(engine: &str) -> Self {
        Self::start(engine, true).await
    }

    async fn start(engine: &str, imitates: bool) -> Self {
        let inner = Arc::<Inner>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let relay = Relay {
            inner: Arc::clone(&inner),
            engine: engine.to_owned(),
            client,
            imitates,
        };
        let router = Router::new().fallback(pass).with_state(relay);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    /// The next requests of this operation (`UpdateItem`) meet these faults, in order.
    pub fn plan(&self, operation: &str, faults: impl IntoIterator<Item = Fault>) {
        let mut planned = self.inner.planned.lock().unwrap();
        planned
            .entry(operation.to_owned())
            .or_default()
            .extend(faults);
    }

    /// No faults are planned any more.
    pub fn unplan(&self) {
        self.inner.planned.lock().unwrap().clear();
    }

    /// Whoever talks through here ends at their `nth` request from now on (the first is 0): that
    /// one is done and not answered, or not even done, and nothing after it passes, until
    /// [`Faults::revive`].
    pub fn crash_at(&self, nth: u64, done: bool) {
        *self.inner.crash.lock().unwrap() = Some(Crash {
            left: nth,
            done,
            met: false,
        });
    }

    /// Lets everything pass again; true where the crash was met.
    pub fn revive(&self) -> bool {
        let crash = self.inner.crash.lock().unwrap().take();
        crash.is_some_and(|crash| crash.met)
    }

    /// From now on each partition takes so many write units in a second of this clock, and no more.
    pub fn limit_partitions(&self, limit: u64, clock: Clock) {
        *self.inner.partitions.lock().unwrap() = Some(Partitions {
            limit,
            second: clock.now().seconds(),
            clock,
            units: HashMap::new(),
            busiest: (0, String::new()),
        });
    }

    /// The most write units that a partition took in a second since [`Faults::limit_partitions`],
    /// and which it was.
    pub fn busiest(&self) -> (u64, String) {
        let partitions = self.inner.partitions.lock().unwrap();
        partitions.as_ref().unwrap().busiest.clone()
    }

    /// From now on so many of 256 transactions are cancelled, because another one is said to be
    /// under way on the same item; which ones looks random and is the same in every run.
    pub fn conflict(&self, of_256: u64) {
        *self.inner.conflicts.lock().unwrap() = (of_256, 0);
    }

    /// Faults that have not been met.
    pub fn left(&self) -> usize {
        self.inner
            .planned
            .lock()
            .unwrap()
            .values()
            .map(VecDeque::len)
            .sum()
    }

    /// Requests of this operation so far.
    pub fn seen(&self, operation: &str) -> u64 {
        self.inner
            .seen
            .lock()
            .unwrap()
            .get(operation)
            .copied()
            .unwrap_or(0)
    }

    /// What IAM would have been asked for since the last time: `dynamodb:PutItem`. A transaction
    /// is authorised by the actions of its items.
    pub fn take_actions(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.inner.actions.lock().unwrap())
    }

    /// Gives a secret this text.
    pub fn set_secret(&self, id: &str, text: String) {
        self.inner
            .secrets
            .lock()
            .unwrap()
            .insert(id.to_owned(), text);
    }

    /// Requests of any kind so far.
    pub fn all_seen(&self) -> u64 {
        self.inner.seen.lock().unwrap().values().sum()
    }
}

async fn pass(State(relay): State<Relay>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let target = headers
        .get("x-amz-target")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    *relay
        .inner
        .seen
        .lock()
        .unwrap()
        .entry(operation.clone())
        .or_default() += 1;
    let service = match target.split('.').next() {
        Some("AmazonSQS") => "sqs",
        Some("secretsmanager") => "secretsmanager",
        _ => "dynamodb",
    };
    let actions = actions(&operation, &body);
    let actions = actions.iter().map(|action| format!("{service}:{action}"));
    relay.inner.actions.lock().unwrap().extend(actions);
    let asked = body.clone();
    let crashed = relay.inner.crashed();
    let fault = crashed.unwrap_or_else(|| {
        let mut planned = relay.inner.planned.lock().unwrap();
        planned
            .get_mut(&operation)
            .and_then(VecDeque::pop_front)
            .unwrap_or(Fault::Pass)
    });
    if matches!(fault, Fault::Pass) && operation == "TransactWriteItems" && relay.inner.conflicts()
    {
        return conflict(&body);
    }
    let fault = match fault {
        Fault::Pass if service == "dynamodb" => {
            let mut partitions = relay.inner.partitions.lock().unwrap();
            let has_room = partitions
                .as_mut()
                .is_none_or(|all| all.admit(&writes(&operation, &body)));
            if has_room {
                Fault::Pass
            } else {
                Fault::Error(400, "ProvisionedThroughputExceededException")
            }
        }
        fault => fault,
    };
    match fault {
        Fault::Error(status, kind) => {
            let body = serde_json::json!({
                "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
                "message": "made up by the fault proxy",
            });
            json(status, body.to_string())
        }
        Fault::Rubbish(body) => json(200, body.to_owned()),
        Fault::Hang(time) => {
            tokio::time::sleep(time).await;
            json(500, String::new())
        }
        Fault::AnswerLost => {
            relay.send(headers, body).await;
            // A body that ends before its declared length is a connection that broke.
            Response::builder()
                .header("content-type", "application/x-amz-json-1.0")
                .body(Body::from_stream(broken()))
                .unwrap()
        }
        Fault::Late(time) => {
            tokio::time::sleep(time).await;
            let (status, body) = relay.send(headers, body).await;
            json(status, body)
        }
        Fault::Pass if relay.imitates && service != "dynamodb" => {
            let secrets = relay.inner.secrets.lock().unwrap().clone();
            json(200, imitated(service, &asked, &secrets))
        }
        Fault::Pass => {
            let (status, body) = relay.send(headers, body).await;
            json(status, body)
        }
    }
}

/// The answer to a transaction that meets another one at its last item.
fn conflict(body: &[u8]) -> Response<Body> {
    let body: Value = serde_json::from_slice(body).unwrap();
    let items = body["TransactItems"].as_array().unwrap().len();
    let mut reasons = vec![serde_json::json!({ "Code": "None" }); items - 1];
    reasons.push(serde_json::json!({
        "Code": "TransactionConflict",
        "Message": "Transaction is ongoing for the item",
    }));
    let answer = serde_json::json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "made up by the fault proxy",
        "CancellationReasons": reasons,
    });
    json(400, answer.to_string())
}

/// What a queue or a secret answers that is not there.
fn imitated(service: &str, asked: &[u8], secrets: &HashMap<String, String>) -> String {
    let keys = serde_json::json!({ "current": "1", "1": "k".repeat(64) });
    let asked: serde_json::Value = serde_json::from_slice(asked).unwrap_or_default();
    let replaced = asked["SecretId"].as_str().and_then(|id| secrets.get(id));
    match service {
        "secretsmanager" if replaced.is_some() => {
            serde_json::json!({ "SecretString": replaced })
        }
        "secretsmanager" if asked["SecretId"] == "token-keys" => {
            serde_json::json!({ "SecretString": *crate::provider::SIGNING_KEYS })
        }
        "secretsmanager" if asked["SecretId"] == "signature-keys" => {
            serde_json::json!({ "SecretString": crate::provider::SIGNATURE_KEYS.text().unwrap() })
        }
        "sqs" => serde_json::json!({ "MessageId": "1", "Successful": [], "Failed": [] }),
        _ => serde_json::json!({ "Name": "keys", "SecretString": keys.to_string() }),
    }
    .to_string()
}

fn actions(operation: &str, body: &[u8]) -> BTreeSet<String> {
    match operation {
        "TransactWriteItems" => {}
        "SendMessageBatch" => return BTreeSet::from(["SendMessage".to_owned()]),
        _ => return BTreeSet::from([operation.to_owned()]),
    }
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    let items = body["TransactItems"].as_array().unwrap().iter();
    let kinds = items.flat_map(|item| item.as_object().unwrap().keys());
    kinds
        .map(|kind| format!("{kind}Item").replace("ItemItem", "Item"))
        .collect()
}

fn broken() -> impl Stream<Item = std::io::Result<Bytes>> + use<> {
    let parts = [
        Ok(Bytes::from_static(b"{")),
        Err(std::io::Error::other("broken")),
    ];
    futures::stream::iter(parts)
}

impl Relay {
    async fn send(&self, mut headers: HeaderMap, body: Bytes) -> (u16, String) {
        headers.remove("host");
        let sent = self
            .client
            .post(&self.engine)
            .headers(headers)
            .body(body)
            .send()
            .await;
        let answer = sent.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

fn json(status: u16, body: String) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/x-amz-json-1.0")
        .body(Body::from(body))
        .unwrap()
}
