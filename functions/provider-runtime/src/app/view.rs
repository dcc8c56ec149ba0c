//! `GET /v1/providers/runtime/apps/:id`.

use ::surface::{Error, Json, Reply};

use super::{RuntimeAppDetails, RuntimeAppPath, details, own};
use crate::{App, Runtime};

/// Shows a runtime app with its profiles and its template.
///
/// # Errors
/// The app has no such runtime app, whether or not another has.
pub async fn view(
    context: &'static Runtime,
    caller: App,
    RuntimeAppPath(id): RuntimeAppPath,
) -> Result<Reply<Json<RuntimeAppDetails>>, Error> {
    let runtime_app = own(context, &caller, id).await?;
    Reply::json(&details(context, &runtime_app).await?)
}
