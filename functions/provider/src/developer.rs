//! A developer, by an ID token of their sign-in.

use std::marker::PhantomData;

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Error, Principal, Refused, Request};
use common::Tenant;
use http::HeaderMap;
use metering::minute::MinuteStatus;
use provider::account::{self, Denied, Plan, Status};
use provider::id::DeveloperId;
use provider::identity::{self, Claims, Invalid};

use crate::surfaces::{
    ACCOUNT_SUSPENDED, EMAIL_NOT_VERIFIED, INVALID_TOKEN, NO_ACCOUNT, RATE_LIMITED, UNAUTHENTICATED,
};
use crate::{HasPlatform, bearer, limit};

/// A developer whose call was admitted and counted.
#[derive(Debug)]
pub struct Developer<C> {
    /// The account.
    pub id: DeveloperId,
    /// Its status.
    pub status: Status,
    /// Its plan.
    pub plan: Plan,
    /// The minute's limit.
    pub minute: MinuteStatus,
    /// What the ID token claims.
    pub claims: Claims,
    context: PhantomData<fn() -> C>,
}

impl<C> Developer<C> {
    /// The developer, as the owner of their things.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(self.id)
    }
}

/// What an endpoint needs of a developer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A verified address.
    Verified,
    /// Nothing more than that it is there.
    Account,
}

/// The claims of an ID token.
pub(crate) async fn claims<C: HasPlatform>(context: &C, token: &str) -> Result<Claims, Error> {
    let platform = context.platform();
    let now = platform.clock.now();
    let verify = |keys: &_| identity::verify(token, &platform.id_tokens, keys, now);
    let verified = match verify(&*platform.id_keys.get(false).await?) {
        Err(Invalid::UnknownKey) => {
            let again = verify(&*platform.id_keys.get(true).await?);
            if again == Err(Invalid::UnknownKey) {
                platform.id_keys.want().await?;
            }
            again
        }
        verified => verified,
    };
    verified.map_err(|invalid| INVALID_TOKEN.refuse(invalid.to_string()))
}

impl<C: HasPlatform> Auth for Developer<C> {
    type Context = C;
    type Terms = Needs;

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        context: &'static C,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        let claims = claims(context, bearer::token(request)?).await?;
        let platform = context.platform();
        let subject = claims.subject();
        let id = match platform.developers.get(&subject) {
            Some(id) => id,
            None => {
                let found = account::of_subject(&platform.table, &subject).await?;
                let id = found.ok_or_else(no_account)?;
                platform.developers.insert(subject.clone(), id);
                id
            }
        };
        let now = platform.clock.now();
        let admitted = match account::admit(&platform.table, id, now).await {
            Ok(admitted) => admitted,
            Err(Denied::Gone) => {
                platform.developers.remove(&subject);
                return Err(no_account().into());
            }
            Err(denied) => return Err(refused(id, denied)),
        };
        let caller = Self {
            id,
            status: admitted.status,
            plan: admitted.plan,
            minute: admitted.minute,
            claims,
            context: PhantomData,
        };
        let missing = if caller.status != Status::Verified {
            Some("Verify the account's address first, by the link in the mail.")
        } else if admitted.contested && !caller.claims.email_verified {
            // The password may be a squatter's: see provider::account.
            Some("Set a new password first, by the link in the mail, and log in with it.")
        } else {
            None
        };
        match missing.filter(|_| endpoint.terms == Needs::Verified) {
            None => Ok(caller),
            Some(message) => {
                let error = EMAIL_NOT_VERIFIED.refuse(message);
                let principal = caller.principal();
                Err(limit::refused(error, Some(&caller.minute), principal))
            }
        }
    }

    fn headers(&self) -> HeaderMap {
        limit::headers(&self.minute)
    }

    fn principal(&self) -> Principal {
        principal(self.id)
    }

    fn describe(needs: &Needs) -> AuthDescription {
        let mut codes = vec![
            &UNAUTHENTICATED,
            &INVALID_TOKEN,
            &NO_ACCOUNT,
            &ACCOUNT_SUSPENDED,
            &RATE_LIMITED,
        ];
        let terms = match needs {
            Needs::Verified => {
                codes.push(&EMAIL_NOT_VERIFIED);
                "An account with a verified address; calls a minute by its plan."
            }
            Needs::Account => "Any account; calls a minute by its plan.",
        };
        AuthDescription {
            schemes: &["IdToken"],
            codes,
            headers: limit::NAMES,
            terms: terms.to_owned(),
        }
    }
}

fn no_account() -> Error {
    NO_ACCOUNT.refuse("There is no developer account of this sign-in. Create one.")
}

fn principal(id: DeveloperId) -> Principal {
    Principal {
        user: Some(id.to_string()),
        key: None,
    }
}

fn refused(id: DeveloperId, denied: Denied) -> Refused {
    let (error, minute): (Error, _) = match denied {
        Denied::Gone => (no_account(), None),
        Denied::Suspended(minute) => (
            ACCOUNT_SUSPENDED.refuse("The account is suspended. Ask the operator."),
            Some(minute),
        ),
        Denied::RateLimited(minute) => (limit::too_many(&minute), Some(minute)),
        Denied::Fault(fault) => (fault.into(), None),
    };
    limit::refused(error, minute.as_ref(), principal(id))
}
