//! `POST /v1/internal/providers/packages/:id/restore`: ends a suspension.

use ::surface::body::Fields;
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::PackageId;

use super::{PackageView, id, refused};
use crate::{Console, Operator};

/// Which package.
#[derive(Debug)]
pub struct RestorePackage(PackageId);

impl<C> Input<C> for RestorePackage {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Fields::none(request)?;
        Ok(Self(id))
    }
}

/// Ends a suspension.
///
/// # Errors
/// There is no such package.
pub async fn restore(
    context: &'static Console,
    _: Operator,
    RestorePackage(id): RestorePackage,
) -> Result<Reply<Json<PackageView>>, Error> {
    let restored = context.packages.restore(id).await.map_err(refused)?;
    context.send(&restored.messages).await;
    Reply::json(&PackageView::new(&restored.value))
}
