//! Anybody: the handler itself looks at credentials, where there are any, and at limits.

use std::marker::PhantomData;

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Refused, Request};

use crate::HasPlatform;

/// Anybody.
#[derive(Debug)]
pub struct Anyone<C>(PhantomData<fn() -> C>);

impl<C: HasPlatform> Auth for Anyone<C> {
    type Context = C;
    /// The schemes that the handler looks at itself, for the reference.
    type Terms = &'static [&'static str];

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        _: &'static C,
        _: &'static Endpoint<Self>,
        _: &Request,
    ) -> Result<Self, Refused> {
        Ok(Self(PhantomData))
    }

    fn describe(schemes: &&'static [&'static str]) -> AuthDescription {
        AuthDescription {
            schemes,
            ..AuthDescription::default()
        }
    }
}
