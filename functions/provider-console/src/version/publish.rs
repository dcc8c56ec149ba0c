//! `POST /v1/providers/packages/manage/:id/versions/:vid/publish`: what users install from the very
//! next call.

use ::surface::{Error, Json, Reply};

use super::VersionView;
use super::step::{Step, VersionStep, take};
use crate::{Console, Developer};

/// Publishes a version.
///
/// # Errors
/// It is not approved; the package is suspended or orphaned; its slug is near that of another
/// company.
pub async fn publish(
    context: &'static Console,
    caller: Developer,
    version: VersionStep,
) -> Result<Reply<Json<VersionView>>, Error> {
    take(context, caller, version, Step::Publish).await
}
