//! `DELETE /v1/providers/apps/:id`: its tokens end at once.

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
    app::delete(&context.platform.table, caller.id, id, Vec::new())
        .await
        .map_err(refused)?;
    Reply::json(&DeletedApp { id, deleted: true })
}
