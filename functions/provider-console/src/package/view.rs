//! `GET /v1/providers/packages/manage/:id`.

use ::surface::{Error, Json, Reply};
use provider::install::counters;

use super::{PackageDetail, PackagePath, refused};
use crate::{Console, Developer};

/// Shows a package with its versions, and how often it is installed.
///
/// # Errors
/// The developer has no such package, whether or not another has.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    PackagePath(id): PackagePath,
) -> Result<Reply<Json<PackageDetail>>, Error> {
    let package = context.packages.owned(caller.id, id).await;
    let package = package.map_err(refused)?;
    let versions = context.packages.versions(id).await?;
    let now = context.platform.clock.now();
    let figures = counters::figures(&context.platform.table, id, now).await?;
    Reply::json(&PackageDetail::new(&package, &versions, figures))
}
