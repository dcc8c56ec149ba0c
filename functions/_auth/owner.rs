//! The owner of an account, as the dashboard's endpoints let them in: by an ID token that API
//! Gateway has checked.

use http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::error::Error;
use crate::http::{Access, Caller, Endpoint, Refused, Request, Who};
use crate::id::UserId;
use crate::table::Key;

/// An owner whose token was accepted, and who has an account.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Their account.
    pub user_id: UserId,
}

/// Whose account a subject owns.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ownership {
    pub user_id: UserId,
}

impl Caller for Owner {
    async fn admit(
        app: &'static App,
        endpoint: &'static Endpoint,
        request: &Request,
    ) -> Result<Self, Refused> {
        if !matches!(endpoint.access, Access::Owner) {
            let cause = "the endpoint table does not let owners in here";
            return Err(Error::internal("admitting a caller", cause).into());
        }
        // Without an authorizer there are no claims, and so nobody is let in.
        let subject = request
            .claims
            .get(&app.settings.owner_claim)
            .filter(|subject| (1..=super::accounts::SUBJECT_LENGTH).contains(&subject.len()))
            .ok_or(Error::NoAccount)?;
        let owned: Option<Ownership> = app.table.get(Key::subject(subject)).await?;
        let Ownership { user_id } = owned.ok_or(Error::NoAccount)?;
        Ok(Self { user_id })
    }

    fn headers(&self) -> HeaderMap {
        HeaderMap::new()
    }

    fn who(&self) -> Who {
        Who {
            user: Some(self.user_id.to_string()),
            key: None,
        }
    }
}
