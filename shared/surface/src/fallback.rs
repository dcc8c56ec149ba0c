//! `$default`: what answers where no route of an API matches. A path that exists with other methods
//! is a 405.
//!
//! A browser's preflight comes here too: API Gateway answers one itself only where no route takes
//! `OPTIONS`, and `$default` takes everything. It adds the CORS headers; the 204 is ours.

use std::marker::PhantomData;

use http::Method;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};

use crate::{Error, Input, Request, Route, Surface};

/// The routes of an API.
pub trait Routes: 'static {
    /// The surface that says that nothing is at a path.
    const SURFACE: &'static Surface;

    /// All of them, in the order of the contract.
    fn all() -> impl Iterator<Item = &'static Route>;
}

/// A preflight to a path that exists: all else is not found. Whether its origin may call is decided
/// by the gateway.
#[derive(Debug)]
pub struct Preflight<R>(PhantomData<fn() -> R>);

impl<C, R: Routes> Input<C> for Preflight<R> {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let methods: Vec<_> = R::all()
            .filter(|route| route.matches(&request.path))
            .flat_map(Route::methods)
            .map(Method::as_str)
            .collect();
        if methods.is_empty() {
            return Err(R::SURFACE.nothing_here());
        }
        let asks = |header| request.headers.contains_key(header);
        if request.method == Method::OPTIONS && asks(ORIGIN) && asks(ACCESS_CONTROL_REQUEST_METHOD)
        {
            return Ok(Self(PhantomData));
        }
        Err(Error::method_not_allowed(&methods.join(", ")))
    }
}
