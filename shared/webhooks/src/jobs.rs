//! Changes of many deliveries of a webhook, page by page, in the order of their events: they are
//! released, recovered or given up.

use common::{Clock, Fault, Timestamp};
use dynamo::Table;

use crate::DeliveryId;
use crate::delivery::{self, DeliveryList, WakeUp};
use crate::webhook::{Job, Progress, Webhook};

/// Deliveries that are let go one after the other are due so far apart, in milliseconds: 20 a
/// second, so that a receiver that has come back is not overrun.
const APART: i64 = 50;
/// A job lets go what is due within so long, in milliseconds; the rest follows in time. So a later
/// run goes on where the one before ended, and nothing overtakes.
const AHEAD: i64 = 120_000;
/// Deliveries a page.
const PAGE: usize = 100;

/// What a page of a job came to.
#[derive(Debug)]
pub struct Page {
    /// Wake-ups to be sent, in order, each with its delay in seconds.
    pub wake_ups: Vec<(WakeUp, i32)>,
    /// Deliveries that were changed.
    pub done: usize,
    /// The last one looked at, or the one after which the page began.
    pub last: Option<DeliveryId>,
    /// Whether there is none after it.
    pub is_last: bool,
    /// Whether as many are let go as may be for now.
    pub is_ahead: bool,
    /// When the last one that was let go is due.
    pub due: Option<Timestamp>,
}

impl Page {
    /// How far the job is after it.
    pub fn progress(&self, now: Timestamp) -> Progress {
        Progress {
            after: self.last.filter(|_| !self.is_last),
            due: self.due,
            resumes_at: match self.due {
                Some(due) if self.is_ahead => due.plus_millis(-AHEAD / 2),
                _ => now,
            },
        }
    }
}

/// Does one page of a job; `due` is when the last delivery that it let go before is due.
///
/// # Errors
/// The table can't be reached; the page can be done again.
pub async fn run_page(
    table: &Table,
    clock: &Clock,
    webhook: &Webhook,
    job: Job,
    after: Option<DeliveryId>,
    due: Option<Timestamp>,
) -> Result<Page, Fault> {
    let unknown = || Fault::internal("a job of another release", job.as_str());
    let list = match job {
        Job::Release | Job::Settle => DeliveryList::Waiting,
        Job::Recover => DeliveryList::Lost,
        Job::Other(_) => return Err(unknown()),
    };
    let found = delivery::listed(table, webhook.id, list, after, PAGE).await?;
    let mut page = Page {
        wake_ups: Vec::new(),
        done: 0,
        last: after,
        is_last: found.len() < PAGE,
        is_ahead: false,
        due,
    };
    for delivery in &found {
        let now = clock.now();
        let done = match job {
            Job::Settle => delivery::mark_missed(table, delivery, webhook, now).await?,
            Job::Other(_) => return Err(unknown()),
            Job::Release | Job::Recover => {
                let next = page.due.map_or(now, |due| due.plus_millis(APART).max(now));
                if next > now.plus_millis(AHEAD) {
                    (page.is_ahead, page.is_last) = (true, false);
                    break;
                }
                let delay = i32::try_from((next.millis() - now.millis()) / 1000).unwrap_or(0);
                let requeued = delivery::requeue(table, delivery, delay, now).await?;
                if requeued {
                    page.due = Some(next);
                    page.wake_ups.push((delivery.wake_up(), delay));
                }
                requeued
            }
        };
        page.done += usize::from(done);
        page.last = Some(delivery.id);
    }
    Ok(page)
}
