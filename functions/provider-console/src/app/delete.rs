//! `DELETE /v1/providers/apps/:id`: its tokens end at once, its runtime apps and webhooks with them,
//! and its packages become orphaned.

use ::surface::{Error, Json, Reply};
use provider::id::AppId;
use provider::{app, runtime};
use serde::Serialize;

use super::{AppPath, refused};
use crate::{Console, Developer};

/// An app that is no more.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeletedApp {
    /// Its identifier.
    id: AppId,
    /// Always true.
    deleted: bool,
}

/// Deletes an app.
///
/// # Errors
/// The developer has no such app, whether or not another has.
pub async fn delete(
    context: &'static Console,
    caller: Developer,
    AppPath(id): AppPath,
) -> Result<Reply<Json<DeletedApp>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let orphaning = context.packages.orphaning(id);
    app::delete(table, caller.id, id, vec![orphaning])
        .await
        .map_err(refused)?;
    // Nothing is called or sent for it any more: no other app can have these.
    if let Err(fault) = runtime::app::remove_all(table, caller.id, id, now).await {
        let cause = fault.cause();
        tracing::warn!(target: "provider::runtime", app = %id, cause, "runtime apps stay");
    }
    // What fails here, the worker does within a minute.
    if let Err(error) = context.packages.orphan(id).await {
        tracing::warn!(target: "provider::orphaning", app = %id, %error, "packages are orphaned later");
    }
    Reply::json(&DeletedApp { id, deleted: true })
}
