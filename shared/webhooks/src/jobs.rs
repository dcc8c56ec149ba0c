//! Changes of many deliveries of a webhook, page by page, in the order of their events: they are
//! released, recovered or given up.

use common::{Clock, Fault};
use dynamo::Table;

use crate::DeliveryId;
use crate::delivery::{self, DeliveryList, WakeUp};
use crate::webhook::{Job, Webhook};

/// Deliveries that are released together go out at so many a second, so that a receiver that has
/// come back is not overrun.
const A_SECOND: usize = 20;
/// Deliveries a page.
const PAGE: usize = 100;

/// What a page of a job came to.
#[derive(Debug)]
pub struct Page {
    /// Wake-ups to be sent, in order, each with its delay in seconds.
    pub wake_ups: Vec<(WakeUp, i32)>,
    /// Deliveries that were changed.
    pub done: usize,
    /// The last one looked at.
    pub last: Option<DeliveryId>,
    /// Whether there is none after it.
    pub is_last: bool,
}

/// Does one page of a job; `sent` wake-ups were sent before it.
///
/// # Errors
/// The table can't be reached; the page can be done again.
pub async fn run_page(
    table: &Table,
    clock: &Clock,
    webhook: &Webhook,
    job: Job,
    after: Option<DeliveryId>,
    sent: usize,
) -> Result<Page, Fault> {
    let list = match job {
        Job::Release | Job::Settle => DeliveryList::Waiting,
        Job::Recover => DeliveryList::Lost,
    };
    let found = delivery::listed(table, webhook.id, list, after, PAGE).await?;
    let mut page = Page {
        wake_ups: Vec::new(),
        done: 0,
        last: found.last().map(|delivery| delivery.id),
        is_last: found.len() < PAGE,
    };
    for delivery in &found {
        let now = clock.now();
        let done = match job {
            Job::Settle => delivery::mark_missed(table, delivery, webhook, now).await?,
            Job::Release | Job::Recover => {
                let seconds = (sent + page.wake_ups.len()) / A_SECOND;
                let delay = i32::try_from(seconds).unwrap_or(900).min(900);
                let requeued = delivery::requeue(table, delivery, delay, now).await?;
                if requeued {
                    page.wake_ups.push((delivery.wake_up(), delay));
                }
                requeued
            }
        };
        page.done += usize::from(done);
    }
    Ok(page)
}
