//! `POST /v1/providers/packages/manage/:id/versions/:vid/submit`: its listing is frozen, and it is
//! published at once, or waits for review.

use ::surface::{Error, Json, Reply};

use super::VersionView;
use super::step::{Step, VersionStep, take};
use crate::{Console, Developer};

/// Submits a version.
///
/// # Errors
/// No report allows it; the package is suspended or orphaned; its slug is near that of another
/// company.
pub async fn submit(
    context: &'static Console,
    caller: Developer,
    version: VersionStep,
) -> Result<Reply<Json<VersionView>>, Error> {
    take(context, caller, version, Step::Submit).await
}
