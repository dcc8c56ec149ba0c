//! `GET /v1/providers/packages/manage/:id/versions/:vid/report`: the last report of a version.

use ::surface::{Error, Json, Reply};
use provider_functions::surfaces::REPORT_NOT_FOUND;

use super::ReportView;
use crate::package::refused;
use crate::version::VersionPath;
use crate::{Console, Developer};

/// When to look again for the first report, in seconds.
const LOOK_AGAIN: u64 = 5;

/// Shows the last report.
///
/// # Errors
/// The version was not validated yet, or its first validation is running.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    VersionPath { package, version }: VersionPath,
) -> Result<Reply<Json<ReportView>>, Error> {
    let packages = &context.packages;
    let pair = packages.pair(caller.id, package, version).await;
    pair.map_err(refused)?;
    // In this order: a run that ends in between has left its report.
    let running_since = packages.running_since(package, version).await?;
    let report = packages.report(package, version).await?;
    match report {
        Some(report) => Reply::json(&ReportView::new(report, running_since)),
        None if running_since.is_some() => Err(REPORT_NOT_FOUND
            .refusal("The version's first validation is running. Its report will be here.")
            .retry_after(LOOK_AGAIN)
            .into()),
        None => Err(REPORT_NOT_FOUND.refuse("The version was not validated yet.")),
    }
}
