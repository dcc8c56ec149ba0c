//! Whose account a sign-in owns.

use common::Fault;
use dynamo::Table;
use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::layout;

/// The account that a subject owns, or a snapshot belongs to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ownership {
    /// The account.
    pub user_id: UserId,
}

/// The attribute of [`Ownership::user_id`].
pub(crate) const USER_ID: &str = "userId";

/// The account that a subject (of an ID token) owns. None: it owns none.
///
/// # Errors
/// The table can't be reached.
pub async fn account_of(table: &Table, subject: &str) -> Result<Option<UserId>, Fault> {
    let owned: Option<Ownership> = table.get(layout::subject(subject)).await?;
    Ok(owned.map(|owned| owned.user_id))
}
