//! What is done about many deliveries of an endpoint at once, page by page, in the order of their
//! events: let go, recovered, or given up.

use super::delivery::{self, Hint, List};
use super::endpoint::{Endpoint, Job};
use crate::clock::Clock;
use crate::error::Error;
use crate::id::DeliveryId;
use crate::table::Table;

/// What is let go at once goes out at so many a second, so that an endpoint that has come back
/// is not run over.
const A_SECOND: usize = 20;
/// Deliveries in one go.
const PAGE: i32 = 100;

/// What a page of a job came to.
#[derive(Debug)]
pub struct Page {
    /// Hints to be sent, in order, each with its delay in seconds.
    pub hints: Vec<(Hint, i32)>,
    /// Deliveries that were done.
    pub done: usize,
    /// The last one looked at.
    pub last: Option<DeliveryId>,
    /// Whether there is none after it.
    pub is_last: bool,
}

/// Does one page of a job; `sent` hints were sent before it.
///
/// # Errors
/// The table can't be reached; the page can be done again.
pub async fn do_page(
    table: &Table,
    clock: &Clock,
    endpoint: &Endpoint,
    job: Job,
    after: Option<DeliveryId>,
    sent: usize,
) -> Result<Page, Error> {
    let (user, id) = (endpoint.user_id, endpoint.id);
    let list = match job {
        Job::Release | Job::Settle => List::Waiting,
        Job::Recover => List::Lost,
    };
    let found = delivery::listed(table, user, id, list, after, PAGE).await?;
    let mut page = Page {
        hints: Vec::new(),
        done: 0,
        last: found.last().map(|delivery| delivery.id),
        is_last: found.len() < usize::try_from(PAGE).unwrap_or(0),
    };
    for delivery in &found {
        let now = clock.now();
        let done = match job {
            Job::Settle => delivery::miss(table, delivery, endpoint, now).await?,
            Job::Release | Job::Recover => {
                let seconds = (sent + page.hints.len()) / A_SECOND;
                let delay = i32::try_from(seconds).unwrap_or(900).min(900);
                let revived = delivery::revive(table, delivery, delay, now).await?;
                if revived {
                    page.hints.push((delivery.hint(), delay));
                }
                revived
            }
        };
        page.done += usize::from(done);
    }
    Ok(page)
}
