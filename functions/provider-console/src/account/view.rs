//! `GET /v1/providers/account`: the developer's own account.

use ::surface::{Error, Json, Reply};
use common::Timestamp;
use provider::account::{Plan, Profile, Status};
use provider::id::DeveloperId;
use provider::layout;
use provider_functions::surfaces::NO_ACCOUNT;
use serde::Serialize;

use crate::{Console, Developer};

/// A developer account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeveloperAccount {
    /// Its identifier.
    id: DeveloperId,
    /// The company's name.
    #[serde(rename = "company_name")]
    company_name: String,
    /// The address that signs in.
    email: String,
    /// What the account may do.
    plan: Plan,
    /// Where it stands.
    status: Status,
    /// Calls a minute, of the console and of each app.
    calls_per_minute: u32,
    /// When it was made.
    created_at: Timestamp,
}

/// Shows the account.
///
/// # Errors
/// It is being deleted.
pub async fn view(
    context: &'static Console,
    caller: Developer,
    (): (),
) -> Result<Reply<Json<DeveloperAccount>>, Error> {
    let profile: Option<Profile> = context
        .platform
        .table
        .get(layout::profile(caller.id))
        .await?;
    let profile = profile.ok_or_else(|| NO_ACCOUNT.refuse("The account is being deleted."))?;
    Reply::json(&DeveloperAccount {
        id: profile.id,
        company_name: profile.company_name,
        email: profile.email,
        plan: caller.plan,
        status: caller.status,
        calls_per_minute: caller.minute.limit,
        created_at: profile.created_at,
    })
}
