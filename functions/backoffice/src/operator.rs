//! The operator's own systems: they are let in by a signature (SigV4) that API Gateway has
//! checked against IAM.

use ::surface::{Auth, AuthDescription, Authorizer, Endpoint, Principal, Refused, Request};

use crate::context::BackOffice;
use crate::surface::FORBIDDEN;

/// A caller whose signature was accepted.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Their ARN, for the log.
    pub arn: String,
}

impl Auth for Operator {
    type Context = BackOffice;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::Iam;

    async fn admit(
        _: &'static BackOffice,
        _: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        // Without the authorizer no caller has been checked, and so none is let in.
        let arn = request.principal.clone();
        let arn = arn.ok_or_else(|| FORBIDDEN.refuse("This route is not for you."))?;
        Ok(Self { arn })
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
