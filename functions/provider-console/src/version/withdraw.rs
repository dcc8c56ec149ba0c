//! `POST /v1/providers/packages/manage/:id/versions/:vid/withdraw`: its developer gives it up. Its
//! number stays used.

use ::surface::{Error, Json, Reply};

use super::VersionView;
use super::step::{Step, VersionStep, take};
use crate::{Console, Developer};

/// Withdraws a version.
///
/// # Errors
/// It is published.
pub async fn withdraw(
    context: &'static Console,
    caller: Developer,
    version: VersionStep,
) -> Result<Reply<Json<VersionView>>, Error> {
    take(context, caller, version, Step::Withdraw).await
}
