//! `$default`: what matches no route. A path that exists with other methods is a 405.
//!
//! A browser's preflight comes here too: API Gateway answers one itself only where no route takes
//! `OPTIONS`, and `$default` takes everything. It adds the CORS headers; the 204 is ours.

use lambda_http::http::Method;
use lambda_http::http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use shared::http::endpoints::methods_of;
use shared::http::{Input, Reply, Request};
use shared::{App, Error};

/// A preflight to a path that exists: all else is not found.
#[derive(Debug)]
pub struct Preflight;

impl Input for Preflight {
    fn parse(request: &Request) -> Result<Self, Error> {
        let methods = methods_of(&request.path);
        if methods.is_empty() {
            return Err(Error::NotFound);
        }
        let asks = |header| request.headers.contains_key(header);
        if request.method == Method::OPTIONS && asks(ORIGIN) && asks(ACCESS_CONTROL_REQUEST_METHOD)
        {
            return Ok(Self);
        }
        let methods: Vec<_> = methods.iter().map(|method| method.as_str()).collect();
        Err(Error::MethodNotAllowed(methods.join(", ")))
    }
}

/// Lets a preflight pass: whether the origin may call is the gateway's to say.
///
/// # Errors
/// None of its own.
pub async fn view(_: &'static App, (): (), _: Preflight) -> Result<Reply, Error> {
    Ok(Reply::nothing())
}
