//! `GET /v1/providers/runtime/apps/:id/health`: asked now, and remembered.

use ::surface::{Error, Json, Reply};
use provider::runtime::health::{self, Breaker, Health};

use crate::app::{RuntimeAppPath, own, refused};
use crate::{App, Runtime};

/// Asks a runtime app for its health.
///
/// # Errors
/// The app has no such runtime app; it has no secret.
pub async fn view(
    context: &'static Runtime,
    caller: App,
    RuntimeAppPath(id): RuntimeAppPath,
) -> Result<Reply<Json<Health>>, Error> {
    let runtime_app = own(context, &caller, id).await?;
    let health = health::check(&context.caller, &runtime_app, None, Breaker::CLOSED)
        .await
        .map_err(refused)?;
    Reply::json(&health)
}
