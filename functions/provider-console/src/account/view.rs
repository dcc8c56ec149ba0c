//! `GET /v1/providers/account`: the developer's own account.

use ::surface::{Error, Json, Reply};
use provider::account::Profile;

use super::{DeveloperAccount, being_deleted};
use crate::{Console, Developer};

/// Shows the account.
///
/// # Errors
/// It is being deleted.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    (): (),
) -> Result<Reply<Json<DeveloperAccount>>, Error> {
    let profile = Profile::read(&context.platform.table, caller.id).await?;
    let profile = profile.ok_or_else(being_deleted)?;
    Reply::json(&DeveloperAccount::new(profile, &caller))
}
