//! The operator's own systems, as the back office's endpoints let them in: by a signature
//! (SigV4) that API Gateway has checked against IAM.

use http::HeaderMap;

use crate::App;
use crate::error::Error;
use crate::http::{Access, Caller, Endpoint, Refused, Request, Who};

/// A caller whose signature was accepted.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Their ARN, for the log.
    pub arn: String,
}

impl Caller for Operator {
    async fn admit(
        _: &'static App,
        endpoint: &'static Endpoint,
        request: &Request,
    ) -> Result<Self, Refused> {
        if !matches!(endpoint.access, Access::Operator) {
            let cause = "the endpoint table does not let operators in here";
            return Err(Error::internal("admitting a caller", cause).into());
        }
        // Without the authorizer nobody has been checked, and so nobody is let in.
        let arn = request.principal.clone().ok_or(Error::Forbidden)?;
        Ok(Self { arn })
    }

    fn headers(&self) -> HeaderMap {
        HeaderMap::new()
    }

    fn who(&self) -> Who {
        Who {
            user: Some(self.arn.clone()),
            key: None,
        }
    }
}
