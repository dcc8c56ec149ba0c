//! The owner of an account, admitted by an ID token that API Gateway has checked.

use ::surface::{
    Auth, AuthDescription, Authorizer, Endpoint, Idempotency, IdempotentCall, Principal, Refused,
    Request,
};
use common::Tenant;
use twin::account::SUBJECT_LENGTH;
use twin::{UserId, owner};

use crate::context::Dashboard;
use crate::refusals::no_account;
use crate::surface::{DASHBOARD, NO_ACCOUNT};

/// An owner whose token was accepted, and who has an account.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// Their account.
    pub user_id: UserId,
}

impl Owner {
    /// Their account as the engines know it.
    pub(crate) fn tenant(self) -> Tenant {
        self.user_id.tenant()
    }

    /// A request of theirs that may be sent again. They have `Idempotency-Key`s apart from those of
    /// their integrations.
    pub(crate) fn idempotent(self, request: Idempotency) -> IdempotentCall {
        request.by(&self.tenant(), DASHBOARD.name)
    }
}

impl Auth for Owner {
    type Context = Dashboard;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::Jwt("OwnerJwt");

    async fn admit(
        context: &'static Dashboard,
        _: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        // Without an authorizer there are no claims, and so nobody is admitted.
        let subject = request
            .claims
            .get(&context.owner_claim)
            .filter(|subject| (1..=SUBJECT_LENGTH).contains(&subject.len()))
            .ok_or_else(no_account)?;
        let user_id = owner::account_of(&context.table, subject)
            .await?
            .ok_or_else(no_account)?;
        Ok(Self { user_id })
    }

    fn principal(&self) -> Principal {
        Principal {
            user: Some(self.user_id.to_string()),
            key: None,
        }
    }

    fn describe((): &()) -> AuthDescription {
        AuthDescription {
            schemes: &["OwnerJwt"],
            codes: vec![&NO_ACCOUNT],
            headers: &[],
            terms: "For the account's owner.".into(),
        }
    }
}
