//! Anybody: the handler itself looks at credentials, where there are any.

use std::marker::PhantomData;

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Principal, Refused, Request};
use http::HeaderMap;
use metering::attempts::Attempts;
use metering::minute::MinuteStatus;

use crate::surfaces::RATE_LIMITED;
use crate::{HasPlatform, limit};

/// Anybody; where the endpoint limits them, counted by the network address that they call from.
#[derive(Debug)]
pub struct Anyone<C> {
    /// The address, hashed; of callers who are counted.
    pub network: Option<String>,
    /// The minute's limit; of callers who are counted.
    pub minute: Option<MinuteStatus>,
    context: PhantomData<fn() -> C>,
}

/// What an endpoint asks of anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// The schemes that the handler looks at itself, for the reference.
    pub schemes: &'static [&'static str],
    /// Calls of one network address.
    pub calls: Option<Attempts>,
}

impl Open {
    /// Nothing.
    pub const NOTHING: Self = Self {
        schemes: &[],
        calls: None,
    };

    /// Credentials by one of these schemes, which the handler looks at itself.
    pub const fn credentials(schemes: &'static [&'static str]) -> Self {
        Self {
            schemes,
            calls: None,
        }
    }

    /// Nothing but so many calls.
    pub const fn limited(calls: Attempts) -> Self {
        Self {
            schemes: &[],
            calls: Some(calls),
        }
    }
}

impl<C: HasPlatform> Auth for Anyone<C> {
    type Context = C;
    type Terms = Open;

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        context: &'static C,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        let mut caller = Self {
            network: None,
            minute: None,
            context: PhantomData,
        };
        if let Some(calls) = endpoint.terms.calls {
            let platform = context.platform();
            let network = platform.addresses.network(request.from).await?;
            let taken = calls.take(&platform.table, &network, platform.clock.now());
            let minute = taken.await?.map_err(|minute| {
                let error = limit::too_many(&minute);
                limit::refused(error, Some(&minute), Principal::default())
            })?;
            caller.network = Some(network);
            caller.minute = Some(minute);
        }
        Ok(caller)
    }

    fn headers(&self) -> HeaderMap {
        self.minute.as_ref().map(limit::headers).unwrap_or_default()
    }

    fn describe(open: &Open) -> AuthDescription {
        let Open { schemes, calls } = *open;
        let Some(calls) = calls else {
            return AuthDescription {
                schemes,
                ..AuthDescription::default()
            };
        };
        AuthDescription {
            schemes,
            codes: vec![&RATE_LIMITED],
            headers: limit::NAMES,
            terms: format!(
                "Anybody; {} calls a minute from one network address.",
                calls.most
            ),
        }
    }
}
