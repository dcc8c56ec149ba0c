//! `GET /v1/providers/packages/manage/:id/versions/:vid/report`: the last report of a version.

use ::surface::{Error, Json, Reply};
use provider::conformance::Report;
use provider_functions::surfaces::REPORT_NOT_FOUND;

use crate::package::refused;
use crate::version::VersionPath;
use crate::{Console, Developer};

/// Shows the last report.
///
/// # Errors
/// The version was not validated yet.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    VersionPath { package, version }: VersionPath,
) -> Result<Reply<Json<Report>>, Error> {
    let pair = context.packages.pair(caller.id, package, version).await;
    pair.map_err(refused)?;
    let report = context.packages.report(package, version).await?;
    let none = || REPORT_NOT_FOUND.refuse("The version was not validated yet.");
    Reply::json(&report.ok_or_else(none)?)
}
