//! Webhooks: how long an event takes to arrive, how many deliveries a sender makes, and how a
//! webhook that hangs delays the others.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use surface::TableContext;

use aws_lambda_events::event::sqs::SqsEvent;
use common::config::Environment;
use common::{Clock, Tenant};
use local::{Answer, Options, Received, Receiver, Stack, Which};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use twin::account::{self, AccountChange, Plan, PlanStatus, Tier};
use twin::id::{SnapshotId, UserId};
use webhook_functions::Engine;
use webhook_functions::sender::Sender;
use webhooks::Event;
use webhooks::delivery::{self, Delivery, WakeUp};
use webhooks::resolver::Resolver;
use webhooks::schedule::Retry;
use webhooks::signature::Signer;
use webhooks::transport::Https;
use webhooks::webhook::{self, NewWebhook, Subscription, Webhook};

use crate::table::{Sample, Table, millis, ratio};
use crate::{Error, Places};

/// Events published one after the other.
const PUBLISHED: usize = 20;
/// Deliveries to one receiver that answers immediately.
const DELIVERIES: usize = 1_000;
/// Batches at the same time.
const AT_ONCE: usize = 8;
/// The same for the comparison with a webhook that hangs: as many as in the template.
const POLLERS: usize = 50;
/// Deliveries to each of the healthy webhooks, and to the one that hangs.
const EACH: usize = 40;
const HEALTHY: usize = 9;

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let world = World::start(places, Which::None).await?;
    let rate = rate(&world).await?;
    let fair = fair(&world).await?;
    world.stack.stop().await;
    Ok(vec![arrival(places).await?, rate, fair])
}

struct World {
    stack: Stack,
    engine: &'static Engine,
    user: UserId,
    receiver: Receiver,
}

impl World {
    async fn start(places: &Places, functions: Which) -> Result<Self, Error> {
        let options = Options {
            functions,
            ..Options::new(&places.root)
        };
        let stack = Stack::start(options).await?;
        let of = |named: &BTreeMap<String, String>, id: &str| named.get(id).cloned();
        let settings = Environment::of([
            (
                "EVENTS_URL",
                of(&stack.queues, "Events").unwrap_or_default(),
            ),
            (
                "DELIVERIES_URL",
                of(&stack.queues, "Deliveries").unwrap_or_default(),
            ),
            (
                "RETRIES_URL",
                of(&stack.queues, "Retries").unwrap_or_default(),
            ),
            (
                "WEBHOOK_KEYS_ARN",
                of(&stack.secrets, "WebhookKeys").unwrap_or_default(),
            ),
            ("ALLOWED_HOSTS", "http://127.0.0.1".to_owned()),
            ("AWS_ENDPOINT_URL_SQS", stack.sqs_url.clone()),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", stack.sqs_url.clone()),
        ]);
        let table = local::connect(&stack.dynamodb_url, &stack.table_name);
        let engine = Engine::over(&settings, table, Clock::system())
            .map_err(|e| Error::unexpected("reading the settings", e))?;
        let engine: &'static Engine = Box::leak(Box::new(engine));
        let user = UserId::new(engine.clock.now());
        let change = AccountChange {
            user_id: user,
            subject: "bench".into(),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Enterprise,
            monthly_limit: Some(1_000_000_000),
            updated_at: engine.clock.now(),
        };
        account::put(&engine.table, &change).await?;
        Ok(Self {
            stack,
            engine,
            user,
            receiver: Receiver::start().await?,
        })
    }

    fn sender(&self) -> Result<Arc<Sender<Https>>, Error> {
        let transport = Https::new(Resolver::system(), self.engine.allowed_hosts.clone())
            .map_err(|e| Error::unexpected("setting the sender up", e))?;
        Ok(Arc::new(Sender::new(self.engine, transport)))
    }

    /// A proven webhook of the world's user.
    async fn webhook(&self, path: &str) -> Result<Webhook, Error> {
        self.webhook_of(&self.user.tenant(), path).await
    }

    /// A proven webhook of another tenant: one tenant's webhooks at a host have few probes.
    async fn other(&self, path: &str) -> Result<Webhook, Error> {
        let user = UserId::new(self.engine.clock.now());
        self.webhook_of(&user.tenant(), path).await
    }

    async fn webhook_of(&self, tenant: &Tenant, path: &str) -> Result<Webhook, Error> {
        let new = NewWebhook {
            url: format!("{}{path}", self.receiver.url),
            events: Subscription::All,
            description: None,
            retry: Retry::default(),
        };
        let Engine { table, vault, .. } = self.engine;
        let now = self.engine.clock.now();
        let made = webhook::create(table, vault, tenant, &new, now, None, &|_, _| Ok(None)).await;
        let made = made.map_err(|e| Error::unexpected("creating a webhook", e))?;
        let receiver = demo::Verifying {
            signer: Signer {
                current: made.secret,
                previous: None,
            },
            clock: self.engine.clock.clone(),
        };
        demo::prove_webhook(self.engine, receiver, made.webhook)
            .await
            .map_err(|e| Error::Unexpected(format!("proving a webhook: {e}")))
    }

    /// A delivery that is due.
    async fn delivery(&self, webhook: &Webhook, name: &str) -> Result<WakeUp, Error> {
        let (product, now) = (self.engine.product, self.engine.clock.now());
        let event = Event {
            id: name.to_owned(),
            tenant: webhook.tenant.clone(),
            event: product.test_event.clone(),
            timestamp: now,
            data: json!({ "message": "About as long as the body of a webhook." }),
        };
        let delivery = Delivery::new(product, &event, webhook, now);
        let wake_up = delivery.wake_up();
        delivery::store(&self.engine.table, delivery, webhook, now).await?;
        Ok(wake_up)
    }
}

/// Messages as Lambda passes them to a function.
fn batch(wake_ups: &[WakeUp]) -> Result<SqsEvent, Error> {
    let records: Vec<_> = wake_ups
        .iter()
        .map(|wake_up| {
            json!({
                "messageId": wake_up.delivery_id, "body": json!(wake_up).to_string(),
                "attributes": {}, "messageAttributes": {},
            })
        })
        .collect();
    serde_json::from_value(json!({ "Records": records }))
        .map_err(|e| Error::unexpected("making a batch", e))
}

/// From the request that publishes a snapshot to the POST at the receiver.
async fn arrival(places: &Places) -> Result<Table, Error> {
    let functions = [
        "backoffice-snapshot-put",
        "webhook-dispatch",
        "webhook-sender",
    ];
    let functions = Which::Only(functions.map(str::to_owned).to_vec());
    let world = World::start(places, functions).await?;
    world.webhook("/in").await?;
    let (mut whole, mut queue) = (Sample::default(), Sample::default());
    for n in 0..=PUBLISHED {
        let id = SnapshotId::new(world.engine.clock.now());
        let url = format!("{}/v1/internal/snapshots/{id}", world.stack.api_url);
        let body = json!({
            "userId": world.user, "status": "failed", "source": "purchase",
            "purchaseId": "pur_bench", "snapshotDate": "2026-11-22T00:00:00Z", "reason": "bench",
        })
        .to_string();
        let given = [("content-type", "application/json")];
        let signed = local::sign(&world.stack.internal, "PUT", &url, &given, body.as_bytes())?;
        let mut request = format!(
            "PUT /v1/internal/snapshots/{id} HTTP/1.1\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        );
        let host = world.stack.api_url.trim_start_matches("http://");
        if !signed
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("host"))
        {
            request.push_str(&format!("host: {host}\r\n"));
        }
        for (name, value) in &signed {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        request.push_str(&body);
        let before = world.receiver.count();
        let began = Instant::now();
        let status = exchange(host, request.as_bytes()).await?;
        if status != 200 {
            return Err(Error::Unexpected(format!("publishing answered {status}")));
        }
        world
            .receiver
            .wait_for(before + 1, Duration::from_secs(30))
            .await?;
        let took = began.elapsed();
        let trip = queue_round_trip(&world).await?;
        // The first event also starts the processes.
        if n > 0 {
            whole.push(took);
            queue.push(trip);
        }
    }
    let mut table = Table::new(
        format!("From publishing a snapshot to the POST ({PUBLISHED} times, debug builds)"),
        &["what", "median, ms", "p95, ms", "÷ queue"],
    );
    for (name, sample) in [
        (
            "publish → outbox → events → dispatch → deliveries → sender → POST",
            &whole,
        ),
        ("one message sent to a queue and received, alone", &queue),
    ] {
        table.row([
            name.to_owned(),
            millis(sample.median()),
            millis(sample.at(0.95)),
            ratio(sample.median(), queue.median()),
        ]);
    }
    world.stack.stop().await;
    Ok(table)
}

/// Sends one message to a queue and receives it.
async fn queue_round_trip(world: &World) -> Result<Duration, Error> {
    let sqs = local::connect_queues(&world.stack.sqs_url);
    let url = world
        .stack
        .queues
        .get("Retries")
        .ok_or_else(|| Error::Unexpected("no queue".into()))?;
    let began = Instant::now();
    sqs.send_message()
        .queue_url(url)
        .message_body("{}")
        .send()
        .await
        .map_err(|e| Error::unexpected("sending a message", e))?;
    let got = sqs
        .receive_message()
        .queue_url(url)
        .wait_time_seconds(2)
        .send()
        .await
        .map_err(|e| Error::unexpected("receiving a message", e))?;
    let took = began.elapsed();
    for message in got.messages.unwrap_or_default() {
        if let Some(handle) = message.receipt_handle {
            let _gone = sqs
                .delete_message()
                .queue_url(url)
                .receipt_handle(handle)
                .send()
                .await;
        }
    }
    Ok(took)
}

/// Sends a request unchanged, and returns the status of the answer.
async fn exchange(host: &str, request: &[u8]) -> Result<u16, Error> {
    let io = |e| Error::unexpected("a request over loopback", e);
    let mut stream = TcpStream::connect(host).await.map_err(io)?;
    stream.write_all(request).await.map_err(io)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.map_err(io)?;
    let text = String::from_utf8_lossy(&answer);
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    status.ok_or_else(|| Error::Unexpected(format!("not an HTTP answer: {text:.60}")))
}

/// Deliveries a second, beside the same bodies posted over a plain socket.
async fn rate(world: &World) -> Result<Table, Error> {
    let sender = world.sender()?;
    let webhook = world.webhook("/rate").await?;
    let mut wake_ups = Vec::new();
    for n in 0..DELIVERIES {
        wake_ups.push(world.delivery(&webhook, &format!("rate {n}")).await?);
    }
    let before = world.receiver.count();
    let began = Instant::now();
    let batches: Vec<_> = wake_ups.chunks(10).collect();
    for some in batches.chunks(AT_ONCE) {
        let running = some.iter().map(|wake_ups| {
            let sender = Arc::clone(&sender);
            let event = batch(wake_ups);
            async move { Ok::<_, Error>(sender.run(event?).await) }
        });
        for answer in futures::future::join_all(running).await {
            if !answer?.batch_item_failures.is_empty() {
                return Err(Error::Unexpected("a delivery failed".into()));
            }
        }
    }
    let own = began.elapsed();
    let sent = world
        .receiver
        .wait_for(before + DELIVERIES, Duration::from_secs(1))
        .await?;
    let sample = sent.last().cloned();
    let bare = bare(world, sample).await?;
    let mut table = Table::new(
        format!(
            "A sender's deliveries ({DELIVERIES}, in batches of 10, {AT_ONCE} batches at once, one thread)"
        ),
        &["what", "a second", "÷ bare client"],
    );
    let rate = |took: Duration| DELIVERIES as f64 / took.as_secs_f64();
    table.row([
        "claim, sign, POST, log".to_owned(),
        format!("{:.0}", rate(own)),
        ratio(rate(own), rate(bare)),
    ]);
    table.row([
        "the same POST alone, a connection each".to_owned(),
        format!("{:.0}", rate(bare)),
        ratio(rate(bare), rate(bare)),
    ]);
    Ok(table)
}

async fn bare(world: &World, sample: Option<Received>) -> Result<Duration, Error> {
    let sample = sample.ok_or_else(|| Error::Unexpected("nothing was received".into()))?;
    let address: SocketAddr = world
        .receiver
        .url
        .trim_start_matches("http://")
        .parse()
        .map_err(|e| Error::unexpected("reading an address", e))?;
    let mut request = format!(
        "POST /rate HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n",
        sample.body.len()
    );
    for (name, value) in &sample.headers {
        if !["host", "connection", "content-length"].contains(&name.as_str()) {
            request.push_str(&format!(
                "{name}: {}\r\n",
                value.to_str().unwrap_or_default()
            ));
        }
    }
    request.push_str("\r\n");
    let request = Arc::new([request.as_bytes(), &sample.body].concat());
    let began = Instant::now();
    let host = address.to_string();
    for some in [(); DELIVERIES].chunks(AT_ONCE * 10) {
        let posts = some.iter().map(|()| exchange(&host, &request));
        for status in futures::future::join_all(posts).await {
            if status? != 200 {
                return Err(Error::Unexpected("a bare post failed".into()));
            }
        }
    }
    Ok(began.elapsed())
}

/// How a webhook that hangs delays the healthy ones: from the wake-up in the queue to the POST.
async fn fair(world: &World) -> Result<Table, Error> {
    world.receiver.answer("/hangs", |_| Answer::hang());
    let hanging = world.other("/hangs").await?;
    let mut healthy = Vec::new();
    for n in 0..HEALTHY {
        healthy.push(world.other(&format!("/healthy/{n}")).await?);
    }
    let without = through_the_queue(world, &healthy, None, "without").await?;
    let with = through_the_queue(world, &healthy, Some(&hanging), "with").await?;
    let mut table = Table::new(
        format!(
            "Healthy webhooks beside one that hangs ({} deliveries to {} of them, {EACH} to the other, {POLLERS} batches at once)",
            EACH * healthy.len(),
            healthy.len(),
        ),
        &["what", "median, ms", "p95, ms", "p95 ÷ without"],
    );
    for (name, sample) in [("all healthy", &without), ("one hangs", &with)] {
        table.row([
            name.to_owned(),
            millis(sample.median()),
            millis(sample.at(0.95)),
            ratio(sample.at(0.95), without.at(0.95)),
        ]);
    }
    Ok(table)
}

async fn through_the_queue(
    world: &World,
    healthy: &[Webhook],
    hanging: Option<&Webhook>,
    name: &str,
) -> Result<Sample, Error> {
    let sender = world.sender()?;
    let sqs = local::connect_queues(&world.stack.sqs_url);
    let url = world
        .stack
        .queues
        .get("Deliveries")
        .cloned()
        .ok_or_else(|| Error::Unexpected("no queue".into()))?;
    let mut wake_ups = Vec::new();
    for n in 0..EACH {
        for webhook in hanging.iter().copied().chain(healthy) {
            wake_ups.push(world.delivery(webhook, &format!("{name} {n}")).await?);
        }
    }
    let over = Arc::new(AtomicBool::new(false));
    let tasks = tokio::task::LocalSet::new();
    let before = world.receiver.count();
    let mut pollers = tokio::task::JoinSet::new();
    let sample = tasks
        .run_until(async {
            for _ in 0..POLLERS {
                let (sender, sqs, url) = (Arc::clone(&sender), sqs.clone(), url.clone());
                let over = Arc::clone(&over);
                pollers.spawn_local(async move {
                    while !over.load(Ordering::Relaxed) {
                        if let Err(error) = poll(&sender, &sqs, &url).await {
                            eprintln!("  · a poller: {error}");
                        }
                    }
                });
            }
            let queue = world
                .engine
                .queues
                .deliveries()
                .ok_or_else(|| Error::Unexpected("no queue".into()))?;
            let mut queued = HashMap::new();
            for some in wake_ups.chunks(10) {
                let at = std::time::SystemTime::UNIX_EPOCH
                    + Duration::from_millis(
                        u64::try_from(world.engine.clock.now().millis()).unwrap_or(0),
                    );
                queued.extend(
                    some.iter()
                        .map(|wake_up| (wake_up.delivery_id.to_string(), at)),
                );
                let some: Vec<_> = some.iter().map(|wake_up| (wake_up.clone(), 0)).collect();
                queue.send(&some).await;
            }
            let wanted = EACH * healthy.len();
            let deadline = Instant::now() + Duration::from_secs(120);
            let arrived = loop {
                let all = world.receiver.received();
                let arrived: Vec<_> = all
                    .into_iter()
                    .skip(before)
                    .filter(|sent| sent.path.starts_with("/healthy/"))
                    .collect();
                if arrived.len() >= wanted {
                    break arrived;
                }
                if Instant::now() > deadline {
                    let arrived = arrived.len();
                    let problem = format!("{name}: {arrived} of {wanted} deliveries arrived");
                    return Err(Error::Unexpected(problem));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            };
            let mut sample = Sample::default();
            for sent in arrived {
                if let Some(at) = queued.get(sent.header("webhook-id")) {
                    let arrived: std::time::SystemTime = sent.at.into();
                    sample.push(arrived.duration_since(*at).unwrap_or_default());
                }
            }
            Ok(sample)
        })
        .await;
    // A poller that was cut off in its long poll would still take messages of the next pass, and
    // hide them for as long as the queue does: each ends by itself first.
    over.store(true, Ordering::Relaxed);
    tasks
        .run_until(async { while pollers.join_next().await.is_some() {} })
        .await;
    sample
}

/// Receives and processes one batch, as the event source mapping does.
async fn poll(
    sender: &Arc<Sender<Https>>,
    sqs: &aws_sdk_sqs::Client,
    url: &str,
) -> Result<(), Error> {
    let got = sqs
        .receive_message()
        .queue_url(url)
        .max_number_of_messages(10)
        .wait_time_seconds(1)
        .send()
        .await
        .map_err(|e| Error::unexpected("receiving messages", e))?;
    let messages = got.messages.unwrap_or_default();
    if messages.is_empty() {
        return Ok(());
    }
    let wake_ups: Vec<WakeUp> = messages
        .iter()
        .filter_map(|message| serde_json::from_str(message.body()?).ok())
        .collect();
    Arc::clone(sender).run(batch(&wake_ups)?).await;
    for message in messages {
        sqs.delete_message()
            .queue_url(url)
            .set_receipt_handle(message.receipt_handle)
            .send()
            .await
            .map_err(|e| Error::unexpected("deleting a message", e))?;
    }
    Ok(())
}
