//! What `POST /life-facts` and `POST /annotations` have in common: a batch of proposals, taken
//! whole or not at all, into their owner's review.

use lambda_http::http::StatusCode;
use serde_json::{Value, json};
use shared::access::KeyHolder;
use shared::discoveries::{self, Proposal, QueueError, Queued};
use shared::http::{Once, Reply};
use shared::{App, Error};

/// A batch as it was sent.
#[derive(Debug)]
pub struct Batch {
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) once: Once,
}

/// Queues a batch for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch; the table can't be reached.
pub async fn queue(app: &'static App, caller: KeyHolder, batch: Batch) -> Result<Reply, Error> {
    let (user, now) = (caller.account.user_id, app.clock.now());
    let keep = |queued: &Queued| {
        let body = answer(app, queued);
        batch
            .once
            .keep(&app.table, user, now, StatusCode::ACCEPTED, &body)
    };
    let work = async {
        let proposals = &batch.proposals;
        match discoveries::queue(&app.table, user, caller.key.id, proposals, now, keep).await {
            Ok(queued) => Reply::with_status(StatusCode::ACCEPTED, &answer(app, &queued)),
            Err(QueueError::Repeated) => Err(Error::IdempotencyInProgress),
            Err(QueueError::Failed(error)) => Err(error),
        }
    };
    batch.once.run(&app.table, user, now, work).await
}

fn answer(app: &App, queued: &Queued) -> Value {
    json!({
        "accepted": queued.accepted,
        "duplicates": queued.duplicates,
        "ids": queued.ids,
        "inboxUrl": app.settings.inbox_url,
    })
}
