//! `POST /life-facts`: facts about the owner's life, proposed with consent.

use ::surface::body::{Fields, Object, Reader, consent, line, number, parsed, text};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use common::text::is_blank;
use twin::discovery::{AT_ONCE, Category, Proposal, Valence};

use crate::proposals::{self, Batch, CONSENT, Queued, REFERENCE};
use crate::{KeyHolder, Twin};

const BATCH: Object = Object {
    name: "LifeFacts",
    about: "Life facts for the owner's review: all are taken or none.",
};
const ITEM: Object = Object {
    name: "LifeFact",
    about: "A life fact.",
};

/// Life facts as they were sent.
#[derive(Debug)]
pub struct LifeFacts(Batch);

impl<C> Input<C> for LifeFacts {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let mut body = Fields::of(request, BATCH)?;
        let proposals = body.objects("facts", 1..=AT_ONCE, ITEM, fact);
        body.finish()?;
        Ok(Self(Batch {
            proposals: proposals.unwrap_or_default(),
            idempotency,
        }))
    }
}

fn fact(fields: &mut Fields) -> Option<Proposal> {
    let category = fields.required("category", parsed::<Category>());
    let value = fields.required(
        "value",
        text(3..=1000).about("The fact, in Unicode code points. It is not trimmed."),
    );
    let valence = fields.optional(
        "valence",
        parsed::<Valence>().about("How the owner stands to it; positive where it is left out."),
    );
    let consent = fields.required("consent", consent().about(CONSENT).called("Consent"));
    let external_ref = fields.optional("externalRef", line(0..=200).about(REFERENCE));
    let confidence = fields.optional("confidence", number(0.0..=1.0).about("How sure you are."));
    consent?;
    Some(Proposal::LifeFact {
        category: category?,
        value: value?,
        valence: valence.unwrap_or_default(),
        // An empty reference refers to nothing.
        external_ref: external_ref.filter(|reference| !is_blank(reference)),
        confidence,
    })
}

/// Queues them for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch.
pub async fn create(
    context: &'static Twin,
    caller: KeyHolder,
    LifeFacts(batch): LifeFacts,
) -> Result<Reply<Json<Queued, 202>>, Error> {
    proposals::queue(context, caller, batch).await
}
