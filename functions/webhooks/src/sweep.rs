//! `webhook-sweep`: every minute, makes sure that nothing waits for ever. It sends events that
//! were stored and not sent (keys' expiries among them) and wake-ups for deliveries that are due
//! and have no message, schedules probes of failing webhooks, disables those that failed for too
//! long, and does webhooks' jobs.
//!
//! Everything it finds is claimed first, so that two sweeps at once do not do the same work, and
//! one that ends early leaves it due a little later.

use common::{Fault, Timestamp};
use dynamo::{due, read};
use futures::future::join_all;
use serde::Serialize;
use serde::de::IgnoredAny;
use webhooks::delivery::{self, Delivery, DeliveryList, WakeUp};
use webhooks::outbox::Swept;
use webhooks::webhook::{self, Job, Status, Webhook};
use webhooks::{Queue, jobs, schedule};

use crate::Engine;
use crate::sender::mark_overdue;

/// Once it took so long the rest is left to the next minute, in milliseconds. With what then
/// still runs it stays below the function's timeout.
const BUDGET: i64 = 40_000;
/// What is found in a shard in one go.
const AT_ONCE: i32 = 50;
/// A delivery whose wake-up was sent is looked at again after so long, in milliseconds.
const LOOK_AGAIN: i64 = 5 * 60_000;
/// The same for a webhook whose sweep ended early.
const WEBHOOK_AGAIN: i64 = 2 * 60_000;

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
    /// Probes scheduled.
    pub probes: usize,
    /// Webhooks disabled after days of failures.
    pub disabled: usize,
    /// Deliveries released, recovered or given up by a job.
    pub settled: usize,
}

/// Does all there is to do, as far as its time goes.
///
/// # Errors
/// Something could not be looked at or sent: the next minute is the next try.
pub async fn run(engine: &'static Engine, _: IgnoredAny) -> Result<Report, Fault> {
    let sweep = Sweep {
        engine,
        until: engine.clock.now().plus_millis(BUDGET),
    };
    let deliveries = join_all((0..delivery::SHARDS).map(|shard| sweep.deliveries(shard)));
    let webhooks = join_all((0..webhook::SHARDS).map(|shard| sweep.webhooks(shard)));
    let (events, deliveries, webhooks) =
        futures::join!(sweep.events(), Box::pin(deliveries), Box::pin(webhooks));
    let mut report = Report::default();
    let mut failure = None;
    match events {
        Ok(swept) => report.events = swept,
        Err(error) => failure = Some(error),
    }
    for part in deliveries.into_iter().chain(webhooks) {
        match part {
            Ok(part) => {
                report.woken += part.woken;
                report.overdue += part.overdue;
                report.probes += part.probes;
                report.disabled += part.disabled;
                report.settled += part.settled;
            }
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

    async fn wake_up(&self, wake_ups: &[(WakeUp, i32)]) -> Result<(), Fault> {
        let queue = self.engine.queues.deliveries().ok_or_else(|| {
            let problem = "the environment variable DELIVERIES_URL is not set";
            Fault::internal("sweeping deliveries", problem)
        })?;
        queue.send(wake_ups).await;
        Ok(())
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
            let next = now.plus_millis(LOOK_AGAIN);
            let mut wake_ups = Vec::new();
            for due in &found {
                let Some(item) = due.claim(&self.engine.table, next).await? else {
                    continue;
                };
                let delivery: Delivery = match read(item) {
                    Ok(delivery) => delivery,
                    Err(error) => {
                        unreadable(due.key().sk(), &error);
                        continue;
                    }
                };
                if now >= delivery.deadline {
                    mark_overdue(self.engine, &delivery).await?;
                    report.overdue += 1;
                } else {
                    wake_ups.push((delivery.wake_up(), 0));
                }
            }
            self.wake_up(&wake_ups).await?;
            report.woken += wake_ups.len();
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
            let next = now.plus_millis(WEBHOOK_AGAIN);
            for due in &found {
                let Some(item) = due.claim(&self.engine.table, next).await? else {
                    continue;
                };
                match read::<Webhook>(item) {
                    Ok(webhook) => self.webhook(&webhook, now, &mut report).await?,
                    Err(error) => unreadable(due.key().sk(), &error),
                }
            }
        }
        Ok(report)
    }

    async fn webhook(
        &self,
        webhook: &Webhook,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<(), Fault> {
        if let Some(job) = webhook.job {
            return self.job(webhook, job, report).await;
        }
        let table = &self.engine.table;
        let failing_since = webhook
            .failing_since
            .filter(|_| webhook.status == Status::Failing);
        match failing_since {
            Some(since) if now.millis() - since.millis() >= schedule::DISABLED_AFTER => {
                webhook::disable(table, webhook, "it failed for five days", now).await?;
                report.disabled += 1;
            }
            Some(_) => self.probe(webhook, now, report).await?,
            // Nothing is to be done any more.
            None => {
                webhook::clear_due(table, webhook).await?;
            }
        }
        Ok(())
    }

    /// Makes one waiting delivery the webhook's probe: the next after the last probe, so that no
    /// single one that its receiver refuses decides about the webhook.
    async fn probe(
        &self,
        webhook: &Webhook,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<(), Fault> {
        let table = &self.engine.table;
        let (id, waiting) = (webhook.id, DeliveryList::Waiting);
        let mut next = delivery::listed(table, id, waiting, webhook.last_probe, 1).await?;
        if next.is_empty() {
            next = delivery::listed(table, id, waiting, None, 1).await?;
        }
        let probe = next.first();
        let noted = webhook::schedule_probe(table, webhook, probe.map(|d| d.id), now).await?;
        if let Some(probe) = probe
            && noted
            && delivery::requeue(table, probe, 0, now).await?
        {
            self.wake_up(&[(probe.wake_up(), 0)]).await?;
            report.probes += 1;
        }
        Ok(())
    }

    /// Does a webhook's job, page by page, in the order of its deliveries' events.
    async fn job(&self, webhook: &Webhook, job: Job, report: &mut Report) -> Result<(), Fault> {
        let mut after = webhook.job_after;
        let mut sent = 0;
        while self.has_time() {
            let Engine { table, clock, .. } = self.engine;
            let page = jobs::run_page(table, clock, webhook, job, after, sent).await?;
            report.settled += page.done;
            sent += page.wake_ups.len();
            self.wake_up(&page.wake_ups).await?;
            after = page.last.or(after);
            let goes_on =
                webhook::record_progress(table, webhook, job, page.last.filter(|_| !page.is_last))
                    .await?;
            if page.is_last || !goes_on {
                break;
            }
        }
        Ok(())
    }
}

/// An item that can't be read is logged, and holds up nothing else.
fn unreadable(sk: &str, error: &Fault) {
    tracing::error!(item = sk, cause = error.cause(), "an item can't be read");
}
