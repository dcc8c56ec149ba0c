//! A user, by an ID token of their sign-in.

use std::marker::PhantomData;

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Principal, Refused, Request};
use common::Tenant;
use http::HeaderMap;
use metering::minute::MinuteStatus;
use provider::identity::Claims;
use provider::layout::{self, SubjectHash};
use provider::user;

use crate::developer::claims;
use crate::surfaces::{INVALID_TOKEN, RATE_LIMITED, UNAUTHENTICATED};
use crate::{HasPlatform, bearer, limit};

/// A user whose call was admitted and counted.
#[derive(Debug)]
pub struct User<C> {
    /// Who it is.
    pub subject: SubjectHash,
    /// What the ID token claims.
    pub claims: Claims,
    /// The minute's limit.
    pub minute: MinuteStatus,
    context: PhantomData<fn() -> C>,
}

impl<C> User<C> {
    /// The user, as the owner of their things.
    pub fn tenant(&self) -> Tenant {
        layout::user_tenant(&self.subject)
    }
}

impl<C: HasPlatform> Auth for User<C> {
    type Context = C;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        context: &'static C,
        _: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        let claims = claims(context, bearer::token(request)?).await?;
        let platform = context.platform();
        let subject = claims.subject();
        let counted = user::admit(&platform.table, &subject, platform.clock.now()).await?;
        let minute = counted.map_err(|minute| {
            let error = limit::too_many(&minute);
            limit::refused(error, Some(&minute), principal(&subject))
        })?;
        Ok(Self {
            subject,
            claims,
            minute,
            context: PhantomData,
        })
    }

    fn headers(&self) -> HeaderMap {
        limit::headers(&self.minute)
    }

    fn principal(&self) -> Principal {
        principal(&self.subject)
    }

    fn describe((): &()) -> AuthDescription {
        AuthDescription {
            schemes: &["IdToken"],
            codes: vec![&UNAUTHENTICATED, &INVALID_TOKEN, &RATE_LIMITED],
            headers: limit::NAMES,
            terms: format!(
                "Any user who is signed in; {} calls a minute.",
                user::PER_MINUTE
            ),
        }
    }
}

fn principal(subject: &SubjectHash) -> Principal {
    Principal {
        user: Some(layout::user_tenant(subject).to_string()),
        key: None,
    }
}
