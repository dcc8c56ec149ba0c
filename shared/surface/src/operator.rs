//! The operator's own systems, by a signature (SigV4) that API Gateway has checked against IAM.

use std::marker::PhantomData;

use crate::auth::{Auth, AuthDescription, Authorizer, Context, Principal, Refused};
use crate::code::Code;
use crate::endpoint::Endpoint;
use crate::request::Request;

/// The route has no authorizer, so that nobody has looked at its callers.
pub static FORBIDDEN: Code = Code::new(
    "FORBIDDEN",
    403,
    "the route was reached without its authorizer",
);

/// A caller whose signature was accepted.
#[derive(Clone, Debug)]
pub struct Operator<C> {
    /// Their ARN, for the log.
    pub arn: String,
    context: PhantomData<fn() -> C>,
}

impl<C: Context> Auth for Operator<C> {
    type Context = C;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::Iam;

    async fn admit(
        _: &'static C,
        _: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        // Without the authorizer no caller has been checked, and so none is let in.
        let arn = request.principal.clone();
        let arn = arn.ok_or_else(|| FORBIDDEN.refuse("This route is not for you."))?;
        Ok(Self {
            arn,
            context: PhantomData,
        })
    }

    fn principal(&self) -> Principal {
        Principal {
            user: Some(self.arn.clone()),
            key: None,
        }
    }

    fn describe((): &()) -> AuthDescription {
        AuthDescription {
            schemes: &["SigV4"],
            codes: vec![&FORBIDDEN],
            headers: &[],
            terms: "For the operator's own systems.".to_owned(),
        }
    }
}
