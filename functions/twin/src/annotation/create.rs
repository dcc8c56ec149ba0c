//! `POST /annotations`: free-form notes about the owner, proposed with consent.

use ::surface::body::{Fields, Object, Reader, consent, line, text};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use common::text::is_blank;
use twin::discovery::{AT_ONCE, Proposal};

use crate::proposals::{self, Batch, CONSENT, Queued, REFERENCE};
use crate::{KeyHolder, Twin};

const BATCH: Object = Object {
    name: "Annotations",
    about: "Annotations for the owner's review: all are taken or none.",
};
const ITEM: Object = Object {
    name: "Annotation",
    about: "An annotation.",
};

/// Annotations as they were sent.
#[derive(Debug)]
pub struct Annotations(Batch);

impl<C> Input<C> for Annotations {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let mut body = Fields::of(request, BATCH)?;
        let proposals = body.objects("annotations", 1..=AT_ONCE, ITEM, annotation);
        body.finish()?;
        Ok(Self(Batch {
            proposals: proposals.unwrap_or_default(),
            idempotency,
        }))
    }
}

fn annotation(fields: &mut Fields) -> Option<Proposal> {
    let tag = fields.required(
        "tag",
        line(2..=60).about("What it is about, in Unicode code points."),
    );
    let note = fields.required(
        "text",
        text(3..=2000).about("The note, in Unicode code points. It is not trimmed."),
    );
    let consent = fields.required("consent", consent().about(CONSENT).called("Consent"));
    let external_ref = fields.optional("externalRef", line(0..=200).about(REFERENCE));
    consent?;
    Some(Proposal::Annotation {
        tag: tag?,
        text: note?,
        external_ref: external_ref.filter(|reference| !is_blank(reference)),
    })
}

/// Queues them for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch.
pub async fn create(
    context: &'static Twin,
    caller: KeyHolder,
    Annotations(batch): Annotations,
) -> Result<Reply<Json<Queued, 202>>, Error> {
    proposals::queue(context, caller, batch).await
}
