//! A world for webhooks: the engines, and as many dispatchers, senders and sweeps as a test
//! wants, whose receivers are closures and whose clock is the test's.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use common::config::Environment;
use common::{Clock, Timestamp};
use dashboard_functions::registry::WEBHOOK_CREATE;
use demo::Verifying;
use dynamo::Table;
use http::{HeaderMap, StatusCode};
use local::{Options, Stack, Which, connect};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use twin::account::{self, AccountChange};
use twin::{Plan, PlanStatus, Tier, UserId, events};
use webhook_functions::sender::Sender;
use webhook_functions::sweep::Report;
use webhook_functions::{dispatch, sweep};
use webhooks::delivery::{self, Attempt, Delivery};
use webhooks::schedule::Retry;
use webhooks::signature::{Secret, Signer};
use webhooks::transport::{Answer, Failure, Post, Transport};
use webhooks::webhook::{self, NewWebhook, Subscription, Webhook};
use webhooks::{DeliveryId, Event, WebhookId};

use crate::ask::ask;
use crate::{Faults, Process, at, root, rows};

/// What a receiver makes of a post.
pub type Behaviour = Arc<dyn Fn(&Sent) -> Result<Answer, Failure> + Send + Sync>;

/// A post as a receiver got it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Where it came.
    pub url: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// When, by the world's clock.
    pub at: Timestamp,
    /// How long it may take.
    pub deadline: Duration,
}

impl Sent {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The delivery.
    pub fn delivery(&self) -> DeliveryId {
        self.header("webhook-id").parse().unwrap()
    }

    /// The attempt's number.
    pub fn attempt(&self) -> u32 {
        self.header("x-afinitwin-attempt").parse().unwrap()
    }
}

/// The receivers of a world, by their URLs.
#[derive(Clone)]
pub struct Receivers {
    behaviours: Arc<Mutex<HashMap<String, Behaviour>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
    clock: Clock,
    /// A post takes up to so many milliseconds before it is there, for tests that end senders.
    pub slowness: Arc<AtomicU64>,
}

impl fmt::Debug for Receivers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receivers")
    }
}

impl Receivers {
    /// None yet: each answers 200.
    pub fn new(clock: Clock) -> Self {
        Self {
            behaviours: Arc::default(),
            sent: Arc::default(),
            clock,
            slowness: Arc::default(),
        }
    }

    /// From now on this receiver does that; without a behaviour it answers 200.
    pub fn at(
        &self,
        url: &str,
        behaviour: impl Fn(&Sent) -> Result<Answer, Failure> + Send + Sync + 'static,
    ) {
        let mut behaviours = self.behaviours.lock().unwrap();
        behaviours.insert(url.to_owned(), Arc::new(behaviour));
    }

    /// All that has been posted.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// All that has been posted since the last time.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().unwrap())
    }
}

impl Transport for Receivers {
    async fn post(&self, post: Post) -> Result<Answer, Failure> {
        let slowness = self.slowness.load(Ordering::Relaxed);
        if slowness > 0 {
            let wait = random() % slowness;
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        let sent = Sent {
            url: post.url.to_string(),
            headers: post.headers,
            body: post.body,
            at: self.clock.now(),
            deadline: post.deadline,
        };
        self.sent.lock().unwrap().push(sent.clone());
        let behaviour = self.behaviours.lock().unwrap().get(&sent.url).cloned();
        let answer = behaviour.map_or_else(|| Ok(answer(200)), |behaviour| behaviour(&sent));
        if slowness > 0 {
            tokio::time::sleep(Duration::from_millis(random() % slowness)).await;
        }
        answer
    }
}

/// Proves a webhook: its receiver verifies for the time of a probe, of which nothing is left.
pub async fn prove(process: &'static Process, webhook: Webhook, signer: Signer) -> Webhook {
    let engine = process.engine;
    let rates = webhook.tenant.partition("rate");
    rows::clear(&engine.table, &rates).await;
    let receiver = Verifying {
        signer,
        clock: engine.clock.clone(),
    };
    let proven = demo::prove_webhook(engine, receiver, webhook).await;
    rows::clear(&engine.table, &rates).await;
    proven.unwrap()
}

/// What signs where there is this secret alone.
pub fn signer_of(secret: &Secret) -> Signer {
    Signer {
        current: secret.clone(),
        previous: None,
    }
}

/// The same for a webhook as the answer that made it shows it.
pub async fn prove_made(process: &'static Process, user: UserId, made: &Value) {
    let webhook = found(process, user, made).await;
    let signer = signer_of(&made["secret"].as_str().unwrap().parse().unwrap());
    prove(process, webhook, signer).await;
}

/// A proven webhook, made by a request of its owner's: its answer, with its secret.
pub async fn made(process: &'static Process, user: UserId, body: Value) -> Value {
    let create = ask(&WEBHOOK_CREATE).by(user).body(body);
    let made = create.must(process, 201).await;
    prove_made(process, user, &made).await;
    made
}

/// A webhook whose receiver takes everything, made by a request of its owner's: its answer, and
/// the code in its probe.
pub async fn made_and_probed(
    process: &'static Process,
    user: UserId,
    body: Value,
) -> (Value, String) {
    let create = ask(&WEBHOOK_CREATE).by(user).body(body);
    let made = create.must(process, 201).await;
    let webhook = found(process, user, &made).await;
    let probe = webhook::find_probe(&process.table, &webhook.tenant, webhook.id).await;
    let codes = Codes::default();
    let sender = Sender::new(process.engine, codes.clone());
    let probed = sender.consider(&probe.unwrap().unwrap().wake_up()).await;
    probed.unwrap();
    let codes = codes.0.lock().unwrap();
    assert!(codes.len() == 2 && codes[0] == codes[1], "{codes:?}");
    (made, codes[0].clone())
}

async fn found(process: &'static Process, user: UserId, made: &Value) -> Webhook {
    let id = made["id"].as_str().unwrap().parse().unwrap();
    let found = webhook::find(&process.table, &user.tenant(), id).await;
    found.unwrap()
}

/// A receiver that takes everything, and the codes that it got.
#[derive(Clone, Debug, Default)]
struct Codes(Arc<Mutex<Vec<String>>>);

impl Transport for Codes {
    async fn post(&self, post: Post) -> Result<Answer, Failure> {
        let body: Value = serde_json::from_slice(&post.body).unwrap();
        let code = body["data"]["code"].as_str().map(str::to_owned);
        self.0.lock().unwrap().extend(code);
        Ok(answer(200))
    }
}

/// A number that is never the same twice.
pub fn random() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
}

/// An answer of this status.
pub fn answer(status: u16) -> Answer {
    Answer {
        status: StatusCode::from_u16(status).unwrap(),
        retry_after: None,
        instruction: None,
        body: format!("answer {status}"),
        truncated: false,
    }
}

/// The engines, and what a test needs of them.
pub struct Hooks {
    /// SQS, Secrets Manager, DynamoDB.
    pub stack: Stack,
    /// A proxy before the table, through which all processes talk.
    pub faults: Faults,
    /// The tests' own way to the table.
    pub table: Table,
    /// The world's clock.
    pub clock: Clock,
    /// Its receivers.
    pub receivers: Receivers,
    client: reqwest::Client,
    own: OnceLock<&'static Process>,
}

impl Hooks {
    /// An empty world at this moment.
    pub async fn at(now: &str) -> Self {
        let options = Options {
            functions: Which::None,
            ..Options::new(root())
        };
        let stack = Stack::start(options).await.unwrap();
        let faults = Faults::before(&stack.dynamodb_url).await;
        let table = connect(&stack.dynamodb_url, &stack.table_name);
        let clock = Clock::standing_at(at(now));
        let receivers = Receivers::new(clock.clone());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            stack,
            faults,
            table,
            clock,
            receivers,
            client,
            own: OnceLock::new(),
        }
    }

    /// The settings of its processes.
    pub fn settings(&self) -> Environment {
        self.settings_with(&[])
    }

    /// The settings of its processes, and more.
    pub fn settings_with(&self, more: &[(&str, &str)]) -> Environment {
        let own = [
            ("EVENTS_URL", self.stack.queues["Events"].as_str()),
            ("DELIVERIES_URL", &self.stack.queues["Deliveries"]),
            (
                "APPROVED_DISCOVERIES_URL",
                &self.stack.queues["ApprovedDiscoveries"],
            ),
            // No RETRIES_URL: what is there is held back by the real time, which stands still
            // here. The sweep does it instead.
            ("WEBHOOK_KEYS_ARN", &self.stack.secrets["WebhookKeys"]),
            ("AWS_ENDPOINT_URL_SQS", &self.stack.sqs_url),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.stack.sqs_url),
        ];
        Environment::of(own.into_iter().chain(more.iter().copied()))
    }

    /// The process that does what a test does not watch closely.
    pub fn own(&self) -> &'static Process {
        self.own.get_or_init(|| self.process())
    }

    /// A process with caches of its own.
    pub fn process(&self) -> &'static Process {
        self.process_through(&self.faults)
    }

    /// A process that talks to the table through this proxy.
    pub fn process_through(&self, faults: &Faults) -> &'static Process {
        let table = connect(&faults.url, &self.stack.table_name);
        Process::new(self.settings(), table, self.clock.clone())
    }

    /// A process with more settings than the others.
    pub fn process_with(&self, more: &[(&str, &str)]) -> &'static Process {
        let table = connect(&self.faults.url, &self.stack.table_name);
        Process::new(self.settings_with(more), table, self.clock.clone())
    }

    /// A sender in a process of its own.
    pub fn sender(&self) -> Arc<Sender<Receivers>> {
        self.sender_in(self.process())
    }

    /// A sender in this process.
    pub fn sender_in(&self, process: &'static Process) -> Arc<Sender<Receivers>> {
        Arc::new(Sender::new(process.engine, self.receivers.clone()))
    }

    /// A professional account.
    pub async fn account(&self) -> UserId {
        let user = UserId::new(self.clock.now());
        let change = AccountChange {
            user_id: user,
            subject: format!("owner of {user}"),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Enterprise,
            monthly_limit: Some(1_000_000),
            updated_at: self.clock.now(),
        };
        account::put(&self.table, &change).await.unwrap();
        user
    }

    /// A proven webhook that receives every event.
    pub async fn webhook(&self, user: UserId, url: &str) -> (Webhook, Secret) {
        self.webhook_by(self.own(), user, url).await
    }

    /// The same, made by this process.
    pub async fn webhook_by(
        &self,
        process: &'static Process,
        user: UserId,
        url: &str,
    ) -> (Webhook, Secret) {
        let new = NewWebhook {
            url: url.into(),
            events: Subscription::All,
            description: None,
            retry: Retry::default(),
        };
        let (vault, tenant, now) = (&process.engine.vault, user.tenant(), self.clock.now());
        let made = webhook::create(&self.table, vault, &tenant, &new, now, None, &|_, _| {
            Ok(None)
        });
        let made = made.await.unwrap();
        let proven = prove(process, made.webhook, signer_of(&made.secret)).await;
        (proven, made.secret)
    }

    /// A webhook as it stands.
    pub async fn view(&self, of: &Webhook) -> Webhook {
        webhook::find(&self.table, &of.tenant, of.id).await.unwrap()
    }

    /// Something that happens now.
    pub fn event(&self, user: UserId, id: &str) -> Event {
        Event {
            id: id.into(),
            tenant: user.tenant(),
            event: events::TEST,
            timestamp: self.clock.now(),
            data: json!({ "message": id }),
        }
    }

    /// It happens, and is dispatched at once; its deliveries' wake-ups are in the queue.
    pub async fn happens(&self, user: UserId, id: &str) {
        dispatch::dispatch(self.own().engine, &self.event(user, id))
            .await
            .unwrap();
    }

    /// All deliveries of a webhook, the earliest event first.
    pub async fn deliveries(&self, webhook: WebhookId) -> Vec<Delivery> {
        let page = delivery::page(&self.table, webhook, (None, None), 100_000, None);
        let mut all = page.await.unwrap().deliveries;
        all.reverse();
        all
    }

    /// The only delivery of a webhook, and its attempts.
    pub async fn only(&self, of: &Webhook) -> (Delivery, Vec<Attempt>) {
        let mut all = self.deliveries(of.id).await;
        assert_eq!(all.len(), 1, "{all:?}");
        let attempts = delivery::attempts(&self.table, &all, 1_000).await.unwrap();
        (all.remove(0), attempts[0].clone())
    }

    /// Messages of a queue, taken out of it.
    pub async fn drain(&self, queue: &str) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let messages = self.receive(queue, 30).await;
            if messages.is_empty() {
                return all;
            }
            for message in messages {
                self.delete(queue, &message).await;
                let body = message["Body"].as_str().unwrap();
                all.push(serde_json::from_str(body).unwrap());
            }
        }
    }

    /// Receives up to ten messages, invisible to others for so many seconds.
    pub async fn receive(&self, queue: &str, seconds: u32) -> Vec<Value> {
        let request = json!({
            "QueueUrl": self.stack.queues[queue], "MaxNumberOfMessages": 10,
            "VisibilityTimeout": seconds, "AttributeNames": ["All"],
        });
        let answer = self.sqs("ReceiveMessage", request).await;
        answer["Messages"].as_array().cloned().unwrap_or_default()
    }

    /// Deletes a message that was received.
    pub async fn delete(&self, queue: &str, message: &Value) {
        let request = json!({
            "QueueUrl": self.stack.queues[queue], "ReceiptHandle": message["ReceiptHandle"],
        });
        self.sqs("DeleteMessage", request).await;
    }

    /// Sends a message.
    pub async fn post(&self, queue: &str, body: &Value) {
        let request = json!({
            "QueueUrl": self.stack.queues[queue], "MessageBody": body.to_string(),
        });
        self.sqs("SendMessage", request).await;
    }

    /// From now on a queue takes messages of at most so many bytes.
    pub async fn limit_messages(&self, queue: &str, bytes: u32) {
        let request = json!({
            "QueueUrl": self.stack.queues[queue],
            "Attributes": { "MaximumMessageSize": bytes.to_string() },
        });
        self.sqs("SetQueueAttributes", request).await;
    }

    async fn sqs(&self, action: &str, request: Value) -> Value {
        let answer = self
            .client
            .post(&self.stack.sqs_url)
            .header("x-amz-target", format!("AmazonSQS.{action}"))
            .header("content-type", "application/x-amz-json-1.0")
            .body(request.to_string())
            .send()
            .await
            .unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default()
    }

    /// Messages as Lambda hands them to a function.
    pub fn batch(messages: &[Value]) -> aws_lambda_events::event::sqs::SqsEvent {
        let records: Vec<_> = messages
            .iter()
            .map(|message| {
                json!({
                    "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"], "attributes": {}, "messageAttributes": {},
                    "md5OfBody": "", "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs",
                    "awsRegion": "us-east-1",
                })
            })
            .collect();
        serde_json::from_value(json!({ "Records": records })).unwrap()
    }

    /// Dispatches the events in the queue and makes the attempts that wake-ups are there for,
    /// until both queues are empty. No message fails.
    pub async fn pump(&self) {
        let (engine, sender) = (self.own().engine, self.sender_in(self.own()));
        loop {
            let events = self.receive("Events", 30).await;
            if !events.is_empty() {
                let answer = dispatch::run(engine, Self::batch(&events)).await.unwrap();
                assert!(answer.batch_item_failures.is_empty(), "{answer:?}");
            }
            let wake_ups = self.receive("Deliveries", 30).await;
            // One by one: a slow machine must not change their order.
            for wake_up in wake_ups.chunks(1) {
                let answer = Arc::clone(&sender).run(Self::batch(wake_up)).await;
                assert!(answer.batch_item_failures.is_empty(), "{answer:?}");
            }
            if events.is_empty() && wake_ups.is_empty() {
                return;
            }
            for (queue, messages) in [("Events", events), ("Deliveries", wake_ups)] {
                for message in &messages {
                    self.delete(queue, message).await;
                }
            }
        }
    }

    /// A sweep, and all it leads to.
    pub async fn sweep(&self) -> Report {
        let report = sweep::run(self.own().engine, IgnoredAny).await.unwrap();
        self.pump().await;
        report
    }

    /// Minute by minute, for so long, all that happens by itself.
    pub async fn live(&self, minutes: u32) {
        for _ in 0..minutes {
            self.clock.advance(60_000);
            self.sweep().await;
        }
    }
}

/// How often each attempt was posted: by delivery and number.
pub fn counted(sent: &[Sent]) -> BTreeMap<(DeliveryId, u32), usize> {
    let mut counts = BTreeMap::new();
    for sent in sent {
        *counts.entry((sent.delivery(), sent.attempt())).or_default() += 1;
    }
    counts
}
