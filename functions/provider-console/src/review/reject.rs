//! `POST /v1/internal/providers/reviews/:versionId/reject`: names the rule and the place.

use ::surface::body::{Fields, Object, Reader, text};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::VersionId;
use provider::package::store::Decision;

use super::{POINTER, REASON, RULE};
use crate::package::refused;
use crate::version::VersionView;
use crate::{Console, Operator};

/// Which version, and why.
#[derive(Debug)]
pub struct RejectVersion(VersionId, Decision);

impl<C> Input<C> for RejectVersion {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let version = super::version(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "Rejection",
            about: "Why a version may not be published as it is: its developer reads it.",
        };
        let mut body = Fields::of(request, object)?;
        let reason = body.required("reason", text(REASON).about("Why, in words."));
        let rule = body.required("rule", text(RULE).about("The rule that it breaks."));
        let pointer = text(POINTER).about("The place in the version, as a JSON Pointer.");
        let pointer = body.optional("pointer", pointer);
        body.finish()?;
        let decision = Decision {
            approve: false,
            reason: reason.unwrap_or_default(),
            rule,
            pointer,
        };
        Ok(Self(version, decision))
    }
}

/// Rejects a version.
///
/// # Errors
/// It does not wait for review.
pub async fn reject(
    context: &'static Console,
    _: Operator,
    RejectVersion(version, decision): RejectVersion,
) -> Result<Reply<Json<VersionView>>, Error> {
    let decided = context.packages.decide(version, &decision).await;
    Reply::json(&VersionView::of(&decided.map_err(refused)?))
}
