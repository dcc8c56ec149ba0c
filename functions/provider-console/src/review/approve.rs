//! `POST /v1/internal/providers/reviews/:versionId/approve`: its developer may publish it.

use ::surface::body::{Fields, Object, Reader, text};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::VersionId;
use provider::package::store::Decision;

use super::{REASON, RULE};
use crate::package::refused;
use crate::version::VersionView;
use crate::{Console, Operator};

/// Which version, and why.
#[derive(Debug)]
pub struct ApproveVersion(VersionId, Decision);

impl<C> Input<C> for ApproveVersion {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let version = super::version(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "Approval",
            about: "Why a version may be published.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let reason = body.optional("reason", text(REASON).about("Why, in words."));
        let rule = body.optional("rule", text(RULE).about("The rule that decided."));
        body.finish()?;
        let decision = Decision {
            approve: true,
            reason: reason.unwrap_or_default(),
            rule,
            pointer: None,
        };
        Ok(Self(version, decision))
    }
}

/// Approves a version.
///
/// # Errors
/// It does not wait for review.
pub async fn approve(
    context: &'static Console,
    _: Operator,
    ApproveVersion(version, decision): ApproveVersion,
) -> Result<Reply<Json<VersionView>>, Error> {
    let decided = context.packages.decide(version, &decision).await;
    Reply::json(&VersionView::of(&decided.map_err(refused)?))
}
