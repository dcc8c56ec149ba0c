//! `POST /v1/internal/providers/packages/:id/suspend`: it can't be found or installed any more.

use ::surface::body::{Fields, Object, Reader, text};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::PackageId;

use super::{PackageView, id, refused};
use crate::review::{REASON, RULE};
use crate::{Console, Operator};

/// Which package, and why.
#[derive(Debug)]
pub struct SuspendPackage {
    id: PackageId,
    reason: String,
    rule: String,
}

impl<C> Input<C> for SuspendPackage {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "Suspend",
            about: "Why a package is stopped: its developer reads it.",
        };
        let mut body = Fields::of(request, object)?;
        let reason = body.required("reason", text(REASON).about("Why, in words."));
        let rule = body.required("rule", text(RULE).about("The rule that it breaks."));
        body.finish()?;
        Ok(Self {
            id,
            reason: reason.unwrap_or_default(),
            rule: rule.unwrap_or_default(),
        })
    }
}

/// Stops a package.
///
/// # Errors
/// There is no such package; nothing of it is published.
pub async fn suspend(
    context: &'static Console,
    _: Operator,
    SuspendPackage { id, reason, rule }: SuspendPackage,
) -> Result<Reply<Json<PackageView>>, Error> {
    let stopped = context.packages.suspend(id, &reason, &rule).await;
    let stopped = stopped.map_err(refused)?;
    context.send(&stopped.messages).await;
    Reply::json(&PackageView::new(&stopped.value))
}
