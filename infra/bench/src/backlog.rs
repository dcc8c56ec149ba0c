//! A backlog: deliveries that are all due at once, half of them to receivers that hang and some to
//! receivers that are slow, and how long each healthy one waits, beside the same backlog without
//! the bad ones.
//!
//! The table, the sweep and the sender are the real ones. Simulated are the time, the queues and
//! the receivers: the clock is turned to the moment at which the next free sender begins a batch,
//! or at which a minute's sweeps begin, so a run is the same on any machine. Rates of hosts are
//! left out (each webhook has a host of its own).

use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use common::config::Environment;
use common::{Clock, Timestamp};
use futures::stream::{self, StreamExt};
use http::{HeaderMap, StatusCode};
use local::Engines;
use serde_json::{Value, json};
use surface::TableContext;
use twin::UserId;
use webhook_functions::Engine;
use webhook_functions::sender::Sender;
use webhook_functions::sweep::{self, Share};
use webhooks::Event;
use webhooks::delivery::{self, Delivery, GRACE, WakeUp};
use webhooks::schedule::Retry;
use webhooks::signature::Signer;
use webhooks::transport::{Answer, Failure, Post, Transport};
use webhooks::webhook::{self, NewWebhook, Subscription, Webhook};

use crate::table::{Sample, Table, ratio};
use crate::{Error, Places};

/// Webhooks of the backlog, unless `BENCH_WEBHOOKS` says otherwise: 1,000 take half an hour of CPU, and
/// the local engine takes longer for each the more there are.
const WEBHOOKS: usize = 200;
/// Deliveries to each.
const EACH: usize = 100;
/// Webhooks of one account.
const OF_A_TENANT: usize = 10;
/// Batches at the same time from each of the two queues, as in the template.
const SENDERS: usize = 50;
/// Runs of the sweep at the same time, as in the template.
const SWEEPS: u8 = 4;
/// Simulated times: what a healthy receiver takes, a slow one, one that hangs, what a sender needs
/// beside an attempt, and one call to the table. In milliseconds.
const HEALTHY: i64 = 50;
const SLOW: i64 = 9_900;
const HANGING: i64 = 10_000;
const OWN: i64 = 15;
const CALL: i64 = 5;
/// Calls to the table that the sweeps make side by side.
const SIDE_BY_SIDE: u64 = 100;
/// The run is given up after so long, simulated.
const LONGEST: i64 = 12 * 3_600_000;

pub async fn run(places: &Places) -> Result<Vec<Table>, Error> {
    let asked = Environment::of_process().parsed("BENCH_WEBHOOKS");
    let asked = asked.map_err(|e| Error::unexpected("reading BENCH_WEBHOOKS", e))?;
    let webhooks = asked.unwrap_or(WEBHOOKS);
    let without = one(places, webhooks, false).await?;
    let with = one(places, webhooks, true).await?;
    let mut table = Table::new(
        format!(
            "A backlog of {} due deliveries of {webhooks} webhooks: when the healthy ones are sent \
             (simulated time, in seconds)",
            webhooks * EACH
        ),
        &[
            "what",
            "healthy deliveries",
            "median",
            "p99",
            "last",
            "tenants: median of last",
            "worst tenant",
            "p99 ÷ without",
        ],
    );
    let seconds = |value: f64| format!("{value:.1}");
    for (name, waited) in [
        ("the healthy ones alone", &without),
        ("half hang, 1 % take 9.9 s", &with),
    ] {
        table.row([
            name.to_owned(),
            waited.deliveries.to_string(),
            seconds(waited.each.median()),
            seconds(waited.each.p99()),
            seconds(waited.each.at(1.0)),
            seconds(waited.tenants.median()),
            seconds(waited.tenants.at(1.0)),
            ratio(waited.each.p99(), without.each.p99()),
        ]);
    }
    Ok(vec![table])
}

/// How long the healthy deliveries waited, and the last one of each tenant.
struct Waited {
    deliveries: usize,
    each: Sample,
    tenants: Sample,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Healthy,
    Slow,
    Hanging,
}

impl Kind {
    fn of(n: usize) -> Self {
        match n {
            n if n.is_multiple_of(2) => Self::Hanging,
            n if n % 100 == 1 => Self::Slow,
            _ => Self::Healthy,
        }
    }
}

async fn one(places: &Places, webhooks: usize, bad: bool) -> Result<Waited, Error> {
    let world = World::start(places).await?;
    let kinds = (0..webhooks).map(|n| (n, Kind::of(n)));
    let kinds: Vec<_> = kinds
        .filter(|(_, kind)| bad || *kind == Kind::Healthy)
        .collect();
    let mut healthy = 0;
    let mut tenants = BTreeMap::new();
    for (n, kind) in kinds {
        let tenant = *tenants
            .entry(n / OF_A_TENANT)
            .or_insert_with(|| UserId::new(world.now()));
        let host = format!("h{n}.example.com");
        let webhook = world.webhook(tenant, &host).await?;
        world
            .receivers
            .lock()
            .kinds
            .insert(host, (kind, n / OF_A_TENANT));
        world.fill(&webhook).await?;
        if kind == Kind::Healthy {
            healthy += EACH;
        }
    }
    // All are due now.
    world.clock.advance(GRACE + 1_000);
    let start = world.now();
    let sent = world.work_off(start, healthy).await?;
    let (mut each, mut last) = (Sample::default(), BTreeMap::<usize, i64>::new());
    for (tenant, at) in &sent {
        let waited = at.millis() - start.millis();
        each.push(Duration::from_millis(u64::try_from(waited).unwrap_or(0)));
        let latest = last.entry(*tenant).or_default();
        *latest = waited.max(*latest);
    }
    let mut tenants = Sample::default();
    for waited in last.into_values() {
        tenants.push(Duration::from_millis(u64::try_from(waited).unwrap_or(0)));
    }
    Ok(Waited {
        deliveries: sent.len(),
        each,
        tenants,
    })
}

/// Receivers, by their hosts, with the tenants that they belong to.
#[derive(Clone)]
struct Receivers {
    clock: Clock,
    state: Arc<Mutex<Received>>,
}

#[derive(Default)]
struct Received {
    kinds: HashMap<String, (Kind, usize)>,
    /// When each healthy delivery was sent, with its tenant.
    sent: Vec<(usize, Timestamp)>,
}

impl Receivers {
    fn lock(&self) -> MutexGuard<'_, Received> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Receivers {
    async fn post(&self, post: Post) -> Result<Answer, Failure> {
        let mut state = self.lock();
        let found = state.kinds.get(post.url.authority()).copied();
        let (kind, tenant) = found.ok_or(Failure::Dns)?;
        match kind {
            Kind::Healthy => {
                state.sent.push((tenant, self.clock.now()));
                self.clock.advance(HEALTHY);
            }
            Kind::Slow => self.clock.advance(SLOW),
            Kind::Hanging => {
                self.clock.advance(HANGING);
                return Err(Failure::Timeout);
            }
        }
        Ok(Answer {
            status: StatusCode::OK,
            retry_after: None,
            instruction: None,
            body: String::new(),
            truncated: false,
        })
    }
}

/// A queue that serves its groups in turn, as fair queues do.
#[derive(Default)]
struct Queue {
    /// Messages that are held back, by when they come.
    held: BinaryHeap<std::cmp::Reverse<(i64, u64, String)>>,
    groups: HashMap<String, VecDeque<WakeUp>>,
    turns: VecDeque<String>,
    count: u64,
}

impl Queue {
    fn put(&mut self, at: i64, body: String) {
        self.count += 1;
        self.held.push(std::cmp::Reverse((at, self.count, body)));
    }

    /// When there will be a message at the earliest.
    fn next(&self, now: i64) -> Option<i64> {
        if !self.turns.is_empty() {
            return Some(now);
        }
        self.held.peek().map(|held| held.0.0)
    }

    fn take(&mut self, now: i64) -> Result<Vec<WakeUp>, Error> {
        while self.held.peek().is_some_and(|held| held.0.0 <= now) {
            let Some(std::cmp::Reverse((_, _, body))) = self.held.pop() else {
                break;
            };
            let wake_up: WakeUp = serde_json::from_str(&body)
                .map_err(|e| Error::unexpected("reading a wake-up", e))?;
            let group = wake_up.webhook_id.to_string();
            let own = self.groups.entry(group.clone()).or_default();
            if own.is_empty() {
                self.turns.push_back(group);
            }
            own.push_back(wake_up);
        }
        let mut batch = Vec::new();
        while batch.len() < 10 {
            let Some(group) = self.turns.pop_front() else {
                break;
            };
            if let Some(own) = self.groups.get_mut(&group) {
                batch.extend(own.pop_front());
                if !own.is_empty() {
                    self.turns.push_back(group);
                }
            }
        }
        Ok(batch)
    }
}

/// The two queues: deliveries, retries.
type Queues = Arc<Mutex<[Queue; 2]>>;

struct World {
    engine: &'static Engine,
    clock: Clock,
    receivers: Receivers,
    sender: Sender<Receivers>,
    queues: Queues,
    _engines: Engines,
}

impl World {
    async fn start(places: &Places) -> Result<Self, Error> {
        let engines = Engines::memory(&places.root)?;
        let now: Timestamp = "2026-11-22T12:00:00Z"
            .parse()
            .map_err(|e| Error::unexpected("reading a time", e))?;
        let clock = Clock::standing_at(now);
        let queues = Queues::default();
        let url = imitation(Arc::clone(&queues), clock.clone()).await?;
        let settings = Environment::of([
            ("EVENTS_URL", "https://sqs.example/events"),
            ("DELIVERIES_URL", "https://sqs.example/deliveries"),
            ("RETRIES_URL", "https://sqs.example/retries"),
            ("WEBHOOK_KEYS_ARN", "keys"),
            ("AWS_ENDPOINT_URL_SQS", &url),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &url),
        ]);
        let table = local::connect(&engines.dynamodb_url, &engines.table_name);
        let engine = Engine::over(&settings, table, clock.clone())
            .map_err(|e| Error::unexpected("reading the settings", e))?;
        let engine: &'static Engine = Box::leak(Box::new(engine));
        let receivers = Receivers {
            clock: clock.clone(),
            state: Arc::default(),
        };
        Ok(Self {
            sender: Sender::new(engine, receivers.clone()),
            engine,
            clock,
            receivers,
            queues,
            _engines: engines,
        })
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn turn_to(&self, millis: i64) {
        self.clock.advance(millis - self.now().millis());
    }

    fn queues(&self) -> MutexGuard<'_, [Queue; 2]> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A proven webhook.
    async fn webhook(&self, user: UserId, host: &str) -> Result<Webhook, Error> {
        let new = NewWebhook {
            url: format!("https://{host}/"),
            events: Subscription::All,
            description: None,
            retry: Retry::default(),
        };
        let Engine { table, vault, .. } = self.engine;
        let (tenant, now) = (user.tenant(), self.now());
        let made = webhook::create(table, vault, &tenant, &new, now, None, &|_, _| Ok(None)).await;
        let made = made.map_err(|e| Error::unexpected("creating a webhook", e))?;
        let receiver = demo::Verifying {
            signer: Signer {
                current: made.secret,
                previous: None,
            },
            clock: self.clock.clone(),
        };
        demo::prove_webhook(self.engine, receiver, made.webhook)
            .await
            .map_err(|e| Error::Unexpected(format!("proving a webhook: {e}")))
    }

    /// Its deliveries, whose wake-ups are lost.
    async fn fill(&self, webhook: &Webhook) -> Result<(), Error> {
        let (product, now) = (self.engine.product, self.now());
        let stored = (0..EACH).map(|n| async move {
            let event = Event {
                id: format!("{} {n}", webhook.id),
                tenant: webhook.tenant.clone(),
                event: product.test_event.clone(),
                timestamp: now,
                data: json!({ "message": "About as long as the body of a webhook." }),
            };
            let delivery = Delivery::new(product, &event, webhook, now);
            delivery::store(&self.engine.table, delivery, webhook, now).await
        });
        let mut stored = stream::iter(stored).buffer_unordered(16);
        while let Some(one) = stored.next().await {
            one?;
        }
        Ok(())
    }

    /// Lets sweeps and senders work until so many healthy deliveries were sent: when each was.
    async fn work_off(
        &self,
        start: Timestamp,
        healthy: usize,
    ) -> Result<Vec<(usize, Timestamp)>, Error> {
        let mut next_sweep = start.millis();
        // When each sender is free, by queue.
        let mut free = [vec![start.millis(); SENDERS], vec![start.millis(); SENDERS]];
        while self.receivers.lock().sent.len() < healthy {
            let batch = self.next_batch(&free, next_sweep);
            let Some((queue, sender, at)) = batch else {
                if next_sweep - start.millis() > LONGEST {
                    let sent = self.receivers.lock().sent.len();
                    let problem = format!("{sent} of {healthy} are sent after twelve hours");
                    return Err(Error::Unexpected(problem));
                }
                self.turn_to(next_sweep);
                self.sweep().await?;
                next_sweep += 60_000;
                continue;
            };
            let wake_ups = match self.queues().get_mut(queue) {
                Some(queue) => queue.take(at)?,
                None => Vec::new(),
            };
            let until = self.send(at, &wake_ups).await?;
            if let Some(own) = free.get_mut(queue).and_then(|all| all.get_mut(sender)) {
                *own = until;
            }
        }
        Ok(std::mem::take(&mut self.receivers.lock().sent))
    }

    /// The next batch that begins before the next sweep: its queue, its sender, and when.
    fn next_batch(&self, free: &[Vec<i64>; 2], next_sweep: i64) -> Option<(usize, usize, i64)> {
        let queues = self.queues();
        let candidates = queues.iter().zip(free).enumerate();
        let candidates = candidates.filter_map(|(number, (queue, free))| {
            let (sender, at) = free.iter().enumerate().min_by_key(|(_, at)| **at)?;
            let at = queue.next(*at)?.max(*at);
            Some((number, sender, at))
        });
        candidates
            .filter(|(_, _, at)| *at < next_sweep)
            .min_by_key(|(_, _, at)| *at)
    }

    /// A batch, whose messages begin together but for those of one webhook, of which two are under
    /// way at a time. When it ends.
    async fn send(&self, at: i64, wake_ups: &[WakeUp]) -> Result<i64, Error> {
        let mut groups = BTreeMap::<_, (i64, i64)>::new();
        for wake_up in wake_ups {
            self.turn_to(at);
            self.sender.consider(wake_up).await?;
            let took = self.now().millis() - at + OWN;
            let (sum, longest) = groups.entry(wake_up.webhook_id).or_default();
            *sum += took;
            *longest = took.max(*longest);
        }
        let longest = groups
            .values()
            .map(|(sum, longest)| (sum / 2).max(*longest));
        Ok(at + longest.max().unwrap_or(OWN))
    }

    /// A minute's sweeps. Their calls to the table take simulated time.
    async fn sweep(&self) -> Result<(), Error> {
        let shares = (0..SWEEPS).map(|share| Share::new(share, SWEEPS));
        let runs = shares.map(|share| sweep::run_share(self.engine, share));
        let runs = futures::future::join_all(runs);
        let pace = async {
            let calls = || self.engine.table.meter.so_far().round_trips;
            let mut before = calls();
            loop {
                tokio::time::sleep(Duration::from_millis(1)).await;
                let now = calls();
                let millis = (now - before) * CALL.unsigned_abs() / SIDE_BY_SIDE;
                if millis > 0 {
                    before = now;
                    self.clock.advance(i64::try_from(millis).unwrap_or(0));
                }
            }
        };
        let reports = tokio::select! {
            reports = runs => reports,
            () = pace => return Err(Error::Unexpected("the clock stopped".into())),
        };
        for report in reports {
            report?;
        }
        Ok(())
    }
}

/// SQS and Secrets Manager, as far as the sweep and the sender use them.
async fn imitation(queues: Queues, clock: Clock) -> Result<String, Error> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .map_err(Error::io("opening a port"))?;
    let address = listener.local_addr().map_err(Error::io("opening a port"))?;
    let app = Router::new().fallback(answer).with_state((queues, clock));
    tokio::spawn(async move {
        let _ended = axum::serve(listener, app).await;
    });
    Ok(format!("http://{address}"))
}

async fn answer(
    State((queues, clock)): State<(Queues, Clock)>,
    headers: HeaderMap,
    body: Bytes,
) -> ([(&'static str, &'static str); 1], String) {
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let target = headers.get("x-amz-target");
    let target = target
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let answer = if target.starts_with("secretsmanager") {
        let keys = json!({ "current": "1", "1": "k".repeat(64) });
        json!({ "Name": "keys", "SecretString": keys.to_string() })
    } else {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let url = asked.get("QueueUrl").map(text).unwrap_or_default();
        let number = usize::from(url.ends_with("retries"));
        let mut queues = queues.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = asked.get("Entries").and_then(Value::as_array);
        for entry in entries.into_iter().flatten() {
            let delay = entry.get("DelaySeconds").and_then(Value::as_i64);
            let at = clock.now().millis() + delay.unwrap_or(0) * 1_000;
            let body = entry.get("MessageBody").map(text).unwrap_or_default();
            if let Some(queue) = queues.get_mut(number) {
                queue.put(at, body);
            }
        }
        json!({ "Successful": [], "Failed": [] })
    };
    (
        [("content-type", "application/x-amz-json-1.0")],
        answer.to_string(),
    )
}
