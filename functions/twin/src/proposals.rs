//! What `POST /life-facts` and `POST /annotations` have in common: a batch of proposals, taken
//! whole or not at all, into their owner's review.

use ::surface::{Error, Idempotency, Json, Reply};
use serde::Serialize;
use serde_json::json;
use twin::discovery::{self, Full, Proposal, QueueError, WAITING_OF_ACCOUNT, WAITING_OF_KEY};
use twin::id::DiscoveryId;

use crate::key_holder::invalid_key;
use crate::surface::DISCOVERY_LIMIT_REACHED;
use crate::{KeyHolder, Twin};

pub(crate) const CONSENT: &str = "Literally `true`: nothing is taken without explicit consent.";
pub(crate) const REFERENCE: &str = "Your own reference. The same content under the same reference \
                                    is a duplicate; an empty one is none.";

/// A batch as it was sent.
#[derive(Debug)]
pub struct Batch {
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) idempotency: Idempotency,
}

/// What became of proposals.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Queued {
    /// New ones.
    accepted: u32,
    /// Those that were there already, or twice in the batch.
    duplicates: u32,
    /// The id of each, in the batch's order.
    ids: Vec<DiscoveryId>,
    /// Where the owner reviews them.
    inbox_url: String,
}

impl Queued {
    fn new(context: &Twin, queued: &discovery::Queued) -> Self {
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            accepted: count(queued.accepted),
            duplicates: count(queued.duplicates),
            ids: queued.ids.clone(),
            inbox_url: context.inbox_url.clone(),
        }
    }
}

/// As many discoveries wait as may. Waiting does not help: their owner has to decide.
fn full_review(full: Full) -> Error {
    DISCOVERY_LIMIT_REACHED.refuse(match full {
        Full::Account => format!(
            "This account may have {WAITING_OF_ACCOUNT} discoveries waiting for review, and these \
             would be more. Ask its owner to review some, then send the batch again."
        ),
        Full::Key => format!(
            "One API key may have {WAITING_OF_KEY} discoveries waiting for review, and these would \
             be more. Ask the account's owner to review some, then send the batch again."
        ),
    })
}

/// Queues a batch for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch; too many discoveries wait for review.
pub async fn queue(
    context: &'static Twin,
    caller: KeyHolder,
    Batch {
        proposals,
        idempotency,
    }: Batch,
) -> Result<Reply<Json<Queued, 202>>, Error> {
    let idempotency = caller.idempotent(idempotency);
    let (table, user, now) = (&context.table, caller.account.user_id, context.clock.now());
    let keep = |queued: &discovery::Queued| {
        let answer = json!(Queued::new(context, queued));
        idempotency.store(now, 202, &answer)
    };
    let work = async {
        match discovery::queue(table, user, caller.key.id, &proposals, now, keep).await {
            Ok(queued) => Reply::sorted(&Queued::new(context, &queued)),
            Err(QueueError::NoAccount) => Err(invalid_key()),
            Err(QueueError::Full(full)) => Err(full_review(full)),
            Err(QueueError::Repeated) => Err(Error::idempotency_in_progress()),
            Err(QueueError::Fault(fault)) => Err(fault.into()),
        }
    };
    idempotency.run(table, now, work).await
}
