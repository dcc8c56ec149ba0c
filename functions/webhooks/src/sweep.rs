//! `webhook-sweep`: every minute, sees to it that nothing waits for ever. It sends the events
//! that were stored and not sent (keys' expiries among them), hints at deliveries that are due
//! and of which no message tells, lets failing endpoints be probed, disables those that failed
//! for too long, and lets go or gives up what waited for an endpoint.
//!
//! All it finds is claimed first, so that two sweeps at once do not do the same, and one that
//! dies leaves it due a little later.

use futures::future::join_all;
use serde::Serialize;
use serde::de::IgnoredAny;
use shared::clock::Timestamp;
use shared::events::delivery::{self, Delivery, Hint, List};
use shared::events::endpoint::{self, Endpoint, Job, Status};
use shared::events::jobs;
use shared::events::outbox::Swept;
use shared::events::schedule;
use shared::table::due;
use shared::{App, Error, table};

use crate::sender::bury_overdue;

/// Once it took so long the rest is left to the next minute, in milliseconds. With what then
/// still runs it stays below the function's timeout.
const BUDGET: i64 = 40_000;
/// What is found in a shard in one go.
const AT_ONCE: i32 = 50;
/// A delivery that was hinted at is looked at again after so long, in milliseconds.
const LOOK_AGAIN: i64 = 5 * 60_000;
/// The same for an endpoint whose sweep died.
const ENDPOINT_AGAIN: i64 = 2 * 60_000;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events that were stored and not sent.
    pub events: Swept,
    /// Deliveries hinted at.
    pub hinted: usize,
    /// Deliveries given up for their time.
    pub buried: usize,
    /// Probes let go.
    pub probes: usize,
    /// Endpoints disabled after days of failures.
    pub disabled: usize,
    /// Deliveries let go or given up together with their endpoint.
    pub settled: usize,
}

/// Does all there is to do, as far as its time goes.
///
/// # Errors
/// Something could not be looked at or sent: the next minute is the next try.
pub async fn run(app: &'static App, _: IgnoredAny) -> Result<Report, Error> {
    let sweep = Sweep {
        app,
        until: app.clock.now().plus_millis(BUDGET),
    };
    let deliveries = join_all((0..delivery::SHARDS).map(|shard| sweep.deliveries(shard)));
    let endpoints = join_all((0..endpoint::SHARDS).map(|shard| sweep.endpoints(shard)));
    let (events, deliveries, endpoints) =
        futures::join!(sweep.events(), Box::pin(deliveries), Box::pin(endpoints));
    let mut report = Report::default();
    let mut failure = None;
    match events {
        Ok(swept) => report.events = swept,
        Err(error) => failure = Some(error),
    }
    for part in deliveries.into_iter().chain(endpoints) {
        match part {
            Ok(part) => {
                report.hinted += part.hinted;
                report.buried += part.buried;
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
    app: &'static App,
    until: Timestamp,
}

impl Sweep {
    fn has_time(&self) -> bool {
        self.app.clock.now() < self.until
    }

    async fn events(&self) -> Result<Swept, Error> {
        let outbox = self.app.events().ok_or_else(|| {
            let problem = "the environment variable EVENTS_URL is not set";
            Error::internal("sweeping the outbox", problem)
        })?;
        outbox.sweep_all(&self.app.clock, BUDGET).await
    }

    async fn hint(&self, hints: &[(Hint, i32)]) -> Result<(), Error> {
        let queue = self.app.deliveries().ok_or_else(|| {
            let problem = "the environment variable DELIVERIES_URL is not set";
            Error::internal("sweeping deliveries", problem)
        })?;
        queue.send(hints).await;
        Ok(())
    }

    /// Deliveries of a shard that are due.
    async fn deliveries(&self, shard: u8) -> Result<Report, Error> {
        let mut report = Report::default();
        while self.has_time() {
            let now = self.app.clock.now();
            let found = due::list(&self.app.table, &Delivery::shard(shard), now, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            let next = now.plus_millis(LOOK_AGAIN);
            let mut hints = Vec::new();
            for due in &found {
                let Some(item) = due.claim(&self.app.table, next).await? else {
                    continue;
                };
                let delivery: Delivery = match table::read(item) {
                    Ok(delivery) => delivery,
                    Err(error) => {
                        unreadable(due.sk(), &error);
                        continue;
                    }
                };
                if now >= delivery.deadline {
                    bury_overdue(self.app, &delivery).await?;
                    report.buried += 1;
                } else {
                    hints.push((delivery.hint(), 0));
                }
            }
            self.hint(&hints).await?;
            report.hinted += hints.len();
        }
        Ok(report)
    }

    /// Endpoints of a shard that something is to be done about.
    async fn endpoints(&self, shard: u8) -> Result<Report, Error> {
        let mut report = Report::default();
        while self.has_time() {
            let now = self.app.clock.now();
            let found = due::list(&self.app.table, &Endpoint::shard(shard), now, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            let next = now.plus_millis(ENDPOINT_AGAIN);
            for due in &found {
                let Some(item) = due.claim(&self.app.table, next).await? else {
                    continue;
                };
                match table::read::<Endpoint>(item) {
                    Ok(endpoint) => self.endpoint(&endpoint, now, &mut report).await?,
                    Err(error) => unreadable(due.sk(), &error),
                }
            }
        }
        Ok(report)
    }

    async fn endpoint(
        &self,
        endpoint: &Endpoint,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<(), Error> {
        if let Some(job) = endpoint.job {
            return self.job(endpoint, job, report).await;
        }
        let table = &self.app.table;
        let failing_since = endpoint
            .failing_since
            .filter(|_| endpoint.status == Status::Failing);
        match failing_since {
            Some(since) if now.millis() - since.millis() >= schedule::DISABLED_AFTER => {
                endpoint::disable(table, endpoint, "it failed for five days", now).await?;
                report.disabled += 1;
            }
            Some(_) => self.probe(endpoint, now, report).await?,
            // Nothing is to be done any more.
            None => {
                endpoint::rest(table, endpoint).await?;
            }
        }
        Ok(())
    }

    /// Lets one waiting delivery probe the endpoint: the next after the last probe, so that no
    /// single one that can't be taken decides about the endpoint.
    async fn probe(
        &self,
        endpoint: &Endpoint,
        now: Timestamp,
        report: &mut Report,
    ) -> Result<(), Error> {
        let table = &self.app.table;
        let (user, id) = (endpoint.user_id, endpoint.id);
        let mut next =
            delivery::listed(table, user, id, List::Waiting, endpoint.last_probe, 1).await?;
        if next.is_empty() {
            next = delivery::listed(table, user, id, List::Waiting, None, 1).await?;
        }
        let probe = next.first();
        let noted = endpoint::let_probe(table, endpoint, probe.map(|d| d.id), now).await?;
        if let Some(probe) = probe
            && noted
            && delivery::revive(table, probe, 0, now).await?
        {
            self.hint(&[(probe.hint(), 0)]).await?;
            report.probes += 1;
        }
        Ok(())
    }

    /// Does a job about an endpoint's deliveries, page by page, in the order of their events.
    async fn job(&self, endpoint: &Endpoint, job: Job, report: &mut Report) -> Result<(), Error> {
        let mut after = endpoint.job_after;
        let mut sent = 0;
        while self.has_time() {
            let App { table, clock, .. } = self.app;
            let page = jobs::do_page(table, clock, endpoint, job, after, sent).await?;
            report.settled += page.done;
            sent += page.hints.len();
            self.hint(&page.hints).await?;
            after = page.last.or(after);
            let goes_on =
                endpoint::note_job(table, endpoint, job, page.last.filter(|_| !page.is_last))
                    .await?;
            if page.is_last || !goes_on {
                break;
            }
        }
        Ok(())
    }
}

/// What can't be read is told, and holds up nothing else.
fn unreadable(sk: &str, error: &Error) {
    let cause = std::error::Error::source(error).map(shared::error::chain);
    tracing::error!(item = sk, cause, "an item can't be read");
}
