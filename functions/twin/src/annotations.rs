//! `POST /annotations`: free-form notes about the owner, proposed with consent.

use shared::access::KeyHolder;
use shared::discoveries::{AT_ONCE, Proposal};
use shared::http::body::{Fields, consent, text};
use shared::http::{Input, Once, Query, Reply, Request};
use shared::{App, Error};

use crate::proposals::{self, Batch};

/// Annotations as they were sent.
#[derive(Debug)]
pub struct Annotations(Batch);

impl Input for Annotations {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of(request)?;
        let proposals = body.objects("annotations", 1..=AT_ONCE, annotation);
        body.finish()?;
        Ok(Self(Batch {
            proposals: proposals.unwrap_or_default(),
            once,
        }))
    }
}

fn annotation(fields: &mut Fields) -> Option<Proposal> {
    let tag = fields.required("tag", text(2..=60));
    let note = fields.required("text", text(3..=2000));
    let consent = fields.required("consent", consent);
    let external_ref = fields.optional("externalRef", text(0..=200));
    consent?;
    Some(Proposal::Annotation {
        tag: tag?,
        text: note?,
        external_ref: external_ref.filter(|reference| !reference.is_empty()),
    })
}

/// Queues them for review.
///
/// # Errors
/// The `Idempotency-Key` was used for another batch; the table can't be reached.
pub async fn create(
    app: &'static App,
    caller: KeyHolder,
    Annotations(batch): Annotations,
) -> Result<Reply, Error> {
    proposals::queue(app, caller, batch).await
}
