//! `GET /v1/providers/packages/manage/:id/versions/:vid`: a version with its descriptors.

use ::surface::{Error, Json, Reply};

use super::{VersionDetail, VersionPath};
use crate::package::refused;
use crate::{Console, Developer};

/// Shows a version.
///
/// # Errors
/// The developer has no such package, or the package no such version.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    VersionPath { package, version }: VersionPath,
) -> Result<Reply<Json<VersionDetail>>, Error> {
    let pair = context.packages.pair(caller.id, package, version).await;
    let pair = pair.map_err(refused)?;
    let capabilities = context.packages.capabilities(package, version).await?;
    Reply::json(&VersionDetail::new(&pair, capabilities))
}
