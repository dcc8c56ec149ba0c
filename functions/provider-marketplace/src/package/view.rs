//! `GET /v1/space/marketplace/:id`: a package, with its counts of this moment.

use ::surface::{Error, Json, Reply};
use provider::catalogue;
use provider::install::counters;

use super::{MarketplacePackage, PackagePath, no_package};
use crate::{Marketplace, User};

/// Shows a package.
///
/// # Errors
/// The marketplace does not show it.
pub async fn view(
    context: &'static Marketplace,
    _: User,
    PackagePath(id): PackagePath,
) -> Result<Reply<Json<MarketplacePackage>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let entry = catalogue::find(table, id).await?;
    let entry = entry.filter(|entry| entry.is_listed(now));
    let entry = entry.ok_or_else(no_package)?;
    let figures = counters::figures(table, id, now).await?;
    Reply::json(&MarketplacePackage::new(context, entry, figures))
}
