//! An app, by an access token of ours.

use std::marker::PhantomData;

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Error, Principal, Refused, Request};
use common::Tenant;
use http::HeaderMap;
use metering::minute::MinuteStatus;
use provider::app::{Denial, Denied};
use provider::id::AppId;
use provider::oauth::Scope;
use provider::oauth::token::{self, Claims, Invalid};

use crate::surfaces::{INSUFFICIENT_SCOPE, INVALID_TOKEN, RATE_LIMITED, UNAUTHENTICATED};
use crate::{HasPlatform, bearer, limit};

/// An app whose call was admitted and counted.
#[derive(Debug)]
pub struct App<C> {
    /// The app.
    pub id: AppId,
    /// The minute's limit.
    pub minute: MinuteStatus,
    context: PhantomData<fn() -> C>,
}

impl<C> App<C> {
    /// The app, as the owner of its things.
    pub fn tenant(&self) -> Tenant {
        Tenant::new(self.id)
    }
}

/// The claims of an access token.
pub(crate) async fn claims<C: HasPlatform>(context: &C, token: &str) -> Result<Claims, Error> {
    let platform = context.platform();
    let now = platform.clock.now();
    let keys = platform.access_keys.get(false).await?;
    let verified = match token::verify(token, &platform.issuer, &keys, now) {
        Err(Invalid::UnknownKey) => {
            let keys = platform.access_keys.get(true).await?;
            token::verify(token, &platform.issuer, &keys, now)
        }
        verified => verified,
    };
    verified.map_err(|invalid| INVALID_TOKEN.refuse(invalid.to_string()))
}

impl<C: HasPlatform> Auth for App<C> {
    type Context = C;
    type Terms = Scope;

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        context: &'static C,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        let claims = claims(context, bearer::token(request)?).await?;
        let admitted = context.platform().apps.admit(&claims).await;
        let admitted = admitted.map_err(|denied| refused(claims.app, denied))?;
        let caller = Self {
            id: admitted.app,
            minute: admitted.minute,
            context: PhantomData,
        };
        let needed = endpoint.terms;
        if !claims.scope.has(needed) {
            let name = needed.as_str();
            let refusal = INSUFFICIENT_SCOPE
                .refusal(format!(
                    "This access token lacks the scope {name}. Request one that has it."
                ))
                .challenge(Some(format!(
                    "{}, error=\"insufficient_scope\", scope=\"{name}\"",
                    endpoint.route.surface.challenge
                )));
            let principal = caller.principal();
            return Err(limit::refused(refusal, Some(&caller.minute), principal));
        }
        Ok(caller)
    }

    fn headers(&self) -> HeaderMap {
        limit::headers(&self.minute)
    }

    fn principal(&self) -> Principal {
        principal(self.id)
    }

    fn describe(scope: &Scope) -> AuthDescription {
        AuthDescription {
            schemes: &["AccessToken"],
            codes: vec![
                &UNAUTHENTICATED,
                &INVALID_TOKEN,
                &INSUFFICIENT_SCOPE,
                &RATE_LIMITED,
            ],
            headers: limit::NAMES,
            terms: format!(
                "Scope `{}`; calls a minute of one app by its developer's plan.",
                scope.as_str()
            ),
        }
    }
}

fn principal(app: AppId) -> Principal {
    Principal {
        user: None,
        key: Some(app.to_string()),
    }
}

fn refused(app: AppId, denied: Denied) -> Refused {
    let minute = denied.minute;
    let again = "Request a new one from the token endpoint.";
    let error: Error = match denied.denial {
        Denial::Gone => INVALID_TOKEN.refuse("The access token's app has been deleted."),
        Denial::Suspended => INVALID_TOKEN.refuse("The access token's app is suspended."),
        Denial::Outdated | Denial::Revoked => {
            INVALID_TOKEN.refuse(format!("This access token was revoked. {again}"))
        }
        Denial::SecretEnded => INVALID_TOKEN.refuse(format!(
            "The secret that this access token was issued for has ended. {again}"
        )),
        Denial::RateLimited => minute.as_ref().map_or_else(
            || RATE_LIMITED.refuse("Too many requests in this minute."),
            limit::too_many,
        ),
        Denial::Fault(fault) => fault.into(),
    };
    limit::refused(error, minute.as_ref(), principal(app))
}
