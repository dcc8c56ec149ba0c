//! `webhook-sweep`: every minute, makes sure that nothing waits for ever. It sends events that
//! were stored and not sent (keys' expiries among them) and wake-ups for deliveries that are due
//! and have no message, lets deliveries of paced webhooks go, disables webhooks that failed for
//! too long, and does their jobs.
//!
//! Everything it finds is claimed first, so that two sweeps at once do not do the same work, and
//! one that ends early leaves it due a little later. The shards of the index are swept side by
//! side, in several runs at once, and what is found in one is claimed side by side.

use std::ops::AddAssign;

use common::{Fault, Timestamp};
use dynamo::due::{self, DueItem};
use dynamo::{Item, read_one};
use futures::future::join_all;
use futures::stream::{self, StreamExt, TryStreamExt};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use webhooks::delivery::{self, Delivery, DeliveryList, State, WakeUp};
use webhooks::jobs::{self, Page};
use webhooks::outbox::Swept;
use webhooks::webhook::{self, Job, MOST_WAITING, Pace, Probe, Progress, Status, Webhook};
use webhooks::{Queue, schedule};

use crate::Engine;
use crate::sender::mark_overdue;

/// Once it took so long the rest is left to the next minute, in milliseconds. With what then
/// still runs it stays below the function's timeout.
const BUDGET: i64 = 40_000;
/// What is found in a shard in one go.
const AT_ONCE: i32 = 100;
/// So much of it is claimed and done at the same time.
const SIDE_BY_SIDE: usize = 25;
/// A delivery whose wake-up was sent is looked at again after so long, in milliseconds.
const LOOK_AGAIN: i64 = 5 * 60_000;
/// The same for a webhook whose sweep ended early.
const WEBHOOK_AGAIN: i64 = 2 * 60_000;
/// Pages of a webhook's job that are done before other webhooks have their turn.
const PAGES: usize = 5;
/// The waiting deliveries that are looked through for those that may be let go.
const LOOKED_THROUGH: usize = 100;

/// Which of several runs this is, each of which sweeps a share of the shards: the input of its
/// schedule. Without one, a run sweeps all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Share {
    /// Which, from 0.
    #[serde(default)]
    share: u8,
    /// How many there are.
    #[serde(default = "one")]
    of: u8,
}

fn one() -> u8 {
    1
}

impl Share {
    const ALL: Self = Self { share: 0, of: 1 };

    /// This one, from 0, of so many.
    pub fn new(share: u8, of: u8) -> Self {
        Self { share, of }
    }

    /// Those of so many shards that are its own.
    fn shards(self, all: u8) -> impl Iterator<Item = u8> {
        (0..all).filter(move |shard| shard % self.of.max(1) == self.share)
    }
}

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events that were stored and not sent.
    pub events: Swept,
    /// Wake-ups sent.
    #[serde(rename = "hinted")]
    pub woken: usize,
    /// Deliveries given up because their deadline has passed.
    #[serde(rename = "buried")]
    pub overdue: usize,
    /// Deliveries of paced webhooks that were let go.
    pub probes: usize,
    /// Webhooks disabled after days of failures.
    pub disabled: usize,
    /// Deliveries released, recovered or given up by a job.
    pub settled: usize,
}

impl AddAssign for Report {
    fn add_assign(&mut self, more: Self) {
        self.events += more.events;
        self.woken += more.woken;
        self.overdue += more.overdue;
        self.probes += more.probes;
        self.disabled += more.disabled;
        self.settled += more.settled;
    }
}

/// Does all there is to do, as far as its time goes.
///
/// # Errors
/// Something could not be looked at or sent: the next minute is the next try.
pub async fn run(engine: &'static Engine, _: IgnoredAny) -> Result<Report, Fault> {
    run_share(engine, Share::ALL).await
}

/// Does a share of all there is to do.
///
/// # Errors
/// As [`run`].
pub async fn run_share(engine: &'static Engine, share: Share) -> Result<Report, Fault> {
    let sweep = Sweep {
        engine,
        until: engine.clock.now().plus_millis(BUDGET),
    };
    let deliveries = share.shards(delivery::SHARDS);
    let deliveries = join_all(deliveries.map(|shard| sweep.deliveries(shard)));
    let webhooks = share.shards(webhook::SHARDS);
    let webhooks = join_all(webhooks.map(|shard| sweep.webhooks(shard)));
    let proofs = share.shards(webhook::PROBE_SHARDS);
    let proofs = join_all(proofs.map(|shard| sweep.proofs(shard)));
    let events = async {
        match share.share {
            0 => sweep.events().await,
            _ => Ok(Swept::default()),
        }
    };
    let (events, deliveries, webhooks, proofs) = futures::join!(
        events,
        Box::pin(deliveries),
        Box::pin(webhooks),
        Box::pin(proofs)
    );
    let mut report = Report::default();
    let mut failure = None;
    match events {
        Ok(swept) => report.events = swept,
        Err(error) => failure = Some(error),
    }
    for part in deliveries.into_iter().chain(webhooks).chain(proofs) {
        match part {
            Ok(part) => report += part,
            Err(error) => failure = Some(error),
        }
    }
    failure.map_or(Ok(report), Err)
}

struct Sweep {
    engine: &'static Engine,
    until: Timestamp,
}

impl Sweep {
    fn has_time(&self) -> bool {
        self.engine.clock.now() < self.until
    }

    async fn events(&self) -> Result<Swept, Fault> {
        let outbox = self.engine.queues.outbox(Queue::EVENTS).ok_or_else(|| {
            let problem = "the environment variable EVENTS_URL is not set";
            Fault::internal("sweeping the outbox", problem)
        })?;
        outbox.sweep_all(&self.engine.clock, BUDGET).await
    }

    async fn wake_up(&self, wake_ups: &[(WakeUp, i32)], webhook: &Webhook) -> Result<(), Fault> {
        let queue = self.engine.queues.of(webhook).ok_or_else(no_queue)?;
        queue.send(wake_ups).await;
        Ok(())
    }

    /// What of a shard is due, each claimed until then: those that nobody else has.
    async fn claimed(&self, found: Vec<DueItem>, until: Timestamp) -> Result<Vec<Item>, Fault> {
        let claims = found
            .into_iter()
            .map(|due| async move { due.claim(&self.engine.table, until).await });
        let claims: Vec<_> = stream::iter(claims)
            .buffered(SIDE_BY_SIDE)
            .try_collect()
            .await?;
        Ok(claims.into_iter().flatten().collect())
    }

    /// Deliveries of a shard that are due.
    async fn deliveries(&self, shard: u8) -> Result<Report, Fault> {
        let mut report = Report::default();
        while self.has_time() {
            let now = self.engine.clock.now();
            let found =
                due::list(&self.engine.table, &Delivery::shard(shard), now, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            let (mut first, mut again) = (Vec::new(), Vec::new());
            for item in self.claimed(found, now.plus_millis(LOOK_AGAIN)).await? {
                let Some(delivery) = read_one::<Delivery>(item) else {
                    continue;
                };
                if !delivery.state.is_open() {
                    // It is in a state of another release, which knows what is to be done.
                    continue;
                }
                if now >= delivery.deadline {
                    mark_overdue(self.engine, &delivery).await?;
                    report.overdue += 1;
                } else if delivery.state == State::Failed {
                    again.push((delivery.wake_up(), 0));
                } else {
                    first.push((delivery.wake_up(), 0));
                }
            }
            report.woken += first.len() + again.len();
            let queues = &self.engine.queues;
            let deliveries = queues.deliveries().ok_or_else(no_queue)?;
            deliveries.send(&first).await;
            queues.retries().unwrap_or(deliveries).send(&again).await;
        }
        Ok(report)
    }

    /// Probes of a shard that were asked for and not sent, for webhooks to be proven by.
    async fn proofs(&self, shard: u8) -> Result<Report, Fault> {
        let mut report = Report::default();
        while self.has_time() {
            let now = self.engine.clock.now();
            let found = due::list(&self.engine.table, &Probe::shard(shard), now, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            let claimed = self.claimed(found, now.plus_millis(LOOK_AGAIN)).await?;
            let probes = claimed.into_iter().filter_map(read_one::<Probe>);
            let wake_ups: Vec<_> = probes.map(|probe| (probe.wake_up(), 0)).collect();
            report.woken += wake_ups.len();
            let deliveries = self.engine.queues.deliveries().ok_or_else(no_queue)?;
            deliveries.send(&wake_ups).await;
        }
        Ok(report)
    }

    /// Webhooks of a shard for which there is work to be done.
    async fn webhooks(&self, shard: u8) -> Result<Report, Fault> {
        let mut report = Report::default();
        while self.has_time() {
            let now = self.engine.clock.now();
            let found = due::list(&self.engine.table, &Webhook::shard(shard), now, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            let claimed = self.claimed(found, now.plus_millis(WEBHOOK_AGAIN)).await?;
            let claimed = claimed.into_iter().filter_map(read_one::<Webhook>);
            let done = claimed.map(|webhook| async move { self.webhook(&webhook, now).await });
            let mut done = stream::iter(done).buffer_unordered(SIDE_BY_SIDE);
            while let Some(one) = done.next().await {
                report += one?;
            }
        }
        Ok(report)
    }

    async fn webhook(&self, webhook: &Webhook, now: Timestamp) -> Result<Report, Fault> {
        let mut report = Report::default();
        let table = &self.engine.table;
        if let Some(pace) = webhook.pace() {
            let failing_since = webhook
                .failing_since
                .filter(|_| webhook.status == Status::Failing);
            match failing_since {
                Some(since) if now.millis() - since.millis() >= schedule::DISABLED_AFTER => {
                    webhook::disable(table, webhook, "it failed for five days", now).await?;
                    report.disabled += 1;
                }
                _ => self.turn(webhook, pace, now, &mut report).await?,
            }
        } else if let Some(Job::Other(job)) = webhook.job {
            // It waits for the release that put it there.
            tracing::warn!(webhook.id = %webhook.id, %job, "a job of another release");
        } else if let Some(job) = webhook.job {
            self.job(webhook, job, &mut report).await?;
        } else {
            // Nothing is to be done any more.
            webhook::clear_due(table, webhook).await?;
        }
        Ok(report)
    }

    /// Lets some deliveries of a paced webhook go: those that wait, then those that are to be
    /// recovered.
    async fn turn(
        &self,
        webhook: &Webhook,
        pace: Pace,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let (table, id) = (&self.engine.table, webhook.id);
        if let Some(next) = webhook.next_probe_at.filter(|next| *next > now) {
            webhook::record_turn(table, webhook, webhook.last_probe, None, next).await?;
            return Ok(());
        }
        // Nothing but this finds them: they do not stand in the index.
        for overdue in delivery::overdue(table, id, now).await? {
            mark_overdue(self.engine, &overdue).await?;
            report.overdue += 1;
        }
        let waiting = if webhook.is_full() {
            let most = usize::try_from(MOST_WAITING).unwrap_or(usize::MAX);
            Some(delivery::count_waiting(table, id, most).await?)
        } else {
            None
        };
        let mut chosen = self.chosen(webhook, pace, now).await?;
        let last = chosen.last().map(|delivery| delivery.id);
        let next = now.plus_millis(pace.every);
        let room = pace.at_once - chosen.len();
        let mut recovered = None;
        if webhook.job == Some(Job::Recover) && room > 0 {
            let lost = DeliveryList::Lost;
            let lost = delivery::listed(table, id, lost, webhook.job_after, room).await?;
            recovered = Some(lost.last().map(|d| d.id).filter(|_| lost.len() == room));
            chosen.extend(lost);
        }
        if !webhook::record_turn(table, webhook, last, waiting, next).await? {
            return Ok(());
        }
        let mut wake_ups = Vec::new();
        for delivery in &chosen {
            if delivery::release(table, delivery, now).await? {
                wake_ups.push((delivery.wake_up(), 0));
            }
        }
        self.wake_up(&wake_ups, webhook).await?;
        report.probes += wake_ups.len();
        if let Some(after) = recovered {
            let progress = Progress {
                after,
                due: webhook.job_due,
                resumes_at: next,
            };
            let paced = Webhook {
                next_probe_at: Some(next),
                ..webhook.clone()
            };
            webhook::record_progress(table, &paced, Job::Recover, progress).await?;
        }
        Ok(())
    }

    /// Waiting deliveries whose turn has come.
    async fn chosen(
        &self,
        webhook: &Webhook,
        pace: Pace,
        now: Timestamp,
    ) -> Result<Vec<Delivery>, Fault> {
        let (table, id, waiting) = (&self.engine.table, webhook.id, DeliveryList::Waiting);
        let next = |after, limit| delivery::listed(table, id, waiting, after, limit);
        let last = webhook.last_probe;
        if pace.at_once == 1 {
            // The next after the last probe, so that no single one that its receiver refuses
            // decides about the webhook.
            let found = next(last, 1).await?;
            return match (found.is_empty(), last) {
                (true, Some(_)) => next(None, 1).await,
                _ => Ok(found),
            };
        }
        // The oldest that may go, and where too many of those may not, further ones.
        let is_ready = |delivery: &Delivery| delivery.is_due(now) && !delivery.released;
        let mut chosen = next(None, LOOKED_THROUGH).await?;
        if chosen.len() == LOOKED_THROUGH {
            let seen = chosen.last().map(|delivery| delivery.id);
            chosen.extend(next(last.max(seen), LOOKED_THROUGH).await?);
        }
        chosen.retain(is_ready);
        chosen.truncate(pace.at_once);
        Ok(chosen)
    }

    /// Does some pages of a webhook's job, in the order of its deliveries' events.
    async fn job(&self, webhook: &Webhook, job: Job, report: &mut Report) -> Result<(), Fault> {
        let Engine { table, clock, .. } = self.engine;
        let (mut after, mut due) = (webhook.job_after, webhook.job_due);
        for _ in 0..PAGES {
            let page: Page = jobs::run_page(table, clock, webhook, job, after, due).await?;
            report.settled += page.done;
            self.wake_up(&page.wake_ups, webhook).await?;
            let progress = page.progress(clock.now());
            let goes_on = webhook::record_progress(table, webhook, job, progress).await?;
            (after, due) = (page.last, page.due);
            if page.is_last || page.is_ahead || !goes_on || !self.has_time() {
                break;
            }
        }
        Ok(())
    }
}

fn no_queue() -> Fault {
    let problem = "the environment variable DELIVERIES_URL is not set";
    Fault::internal("sweeping deliveries", problem)
}
