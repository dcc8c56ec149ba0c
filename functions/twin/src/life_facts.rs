//! `POST /life-facts`: facts about the owner's life, proposed with consent.

use shared::access::KeyHolder;
use shared::discoveries::{AT_ONCE, Category, Proposal, Valence};
use shared::http::body::{Fields, consent, number, parsed, text};
use shared::http::{Input, Once, Query, Reply, Request};
use shared::{App, Error};

use crate::proposals::{self, Batch};

/// Life facts as they were sent.
#[derive(Debug)]
pub struct LifeFacts(Batch);

impl Input for LifeFacts {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of(request)?;
        let proposals = body.objects("facts", 1..=AT_ONCE, fact);
        body.finish()?;
        Ok(Self(Batch {
            proposals: proposals.unwrap_or_default(),
            once,
        }))
    }
}

fn fact(fields: &mut Fields) -> Option<Proposal> {
    let category = fields.required("category", parsed::<Category>);
    let value = fields.required("value", text(3..=1000));
    let valence = fields.optional("valence", parsed::<Valence>);
    let consent = fields.required("consent", consent);
    let external_ref = fields.optional("externalRef", text(0..=200));
    let confidence = fields.optional("confidence", number(0.0..=1.0));
    consent?;
    Some(Proposal::LifeFact {
        category: category?,
        value: value?,
        valence: valence.unwrap_or_default(),
        // An empty reference refers to nothing.
        external_ref: external_ref.filter(|reference| !reference.is_empty()),
        confidence,
    })
}

/// Queues them for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch; the table can't be reached.
pub async fn create(
    app: &'static App,
    caller: KeyHolder,
    LifeFacts(batch): LifeFacts,
) -> Result<Reply, Error> {
    proposals::queue(app, caller, batch).await
}
