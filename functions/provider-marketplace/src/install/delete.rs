//! `DELETE /v1/space/marketplace/:id/install`: its bindings go at once, and its provider is
//! notified.

use ::surface::{Error, Json, Reply};
use provider::id::InstallId;
use provider::install;
use serde::Serialize;

use super::refused;
use crate::package::PackagePath;
use crate::{Marketplace, User};

/// An install that is no more.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeletedInstall {
    /// Its identifier.
    id: InstallId,
    /// Always true.
    deleted: bool,
}

/// Removes an install.
///
/// # Errors
/// The user has not installed the package.
pub async fn delete(
    context: &'static Marketplace,
    caller: User,
    PackagePath(id): PackagePath,
) -> Result<Reply<Json<DeletedInstall>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let removed = install::remove(table, &context.queues, &caller.tenant(), id, now).await;
    let removed = removed.map_err(|error| refused(error, now))?;
    Reply::json(&DeletedInstall {
        id: removed.id,
        deleted: true,
    })
}
