//! `DELETE /v1/providers/apps/:id`: its tokens end at once, its runtime apps and webhooks with them,
//! and its packages become orphaned.

use ::surface::{Error, Json, Reply};
use provider::app;
use provider::id::AppId;
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
    let table = &context.platform.table;
    let orphaning = context.packages.orphaning(id, caller.id);
    app::delete(table, caller.id, id, vec![orphaning])
        .await
        .map_err(refused)?;
    // What fails here, the worker does within a minute.
    if let Err(error) = context.packages.orphan(id, caller.id).await {
        tracing::warn!(target: "provider::orphaning", app = %id, %error, "packages are orphaned later");
    }
    Reply::json(&DeletedApp { id, deleted: true })
}
