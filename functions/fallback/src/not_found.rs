//! `$default` of the twin's API. A path that exists with other methods is a 405.
//!
//! A browser's preflight comes here too: API Gateway answers one itself only where no route takes
//! `OPTIONS`, and `$default` takes everything. It adds the CORS headers; the 204 is ours.

use common::Clock;
use http::Method;
use http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use surface::{Anybody, Error, Input, NoContent, Reply, Request, Route};
use twin_functions::TWIN;

/// All routes of the API, in the order of the contract.
fn routes() -> impl Iterator<Item = &'static Route> {
    let twin = twin_functions::ENDPOINTS.iter().map(|e| &e.route);
    let dashboard = dashboard_functions::ENDPOINTS.iter().map(|e| &e.route);
    let backoffice = backoffice_functions::ENDPOINTS.iter().map(|e| &e.route);
    twin.chain(dashboard).chain(backoffice)
}

/// A preflight to a path that exists: all else is not found.
#[derive(Debug)]
pub struct Preflight;

impl<C> Input<C> for Preflight {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let methods: Vec<_> = routes()
            .filter(|route| route.matches(&request.path))
            .flat_map(Route::methods)
            .map(Method::as_str)
            .collect();
        if methods.is_empty() {
            return Err(TWIN.nothing_here());
        }
        let asks = |header| request.headers.contains_key(header);
        if request.method == Method::OPTIONS && asks(ORIGIN) && asks(ACCESS_CONTROL_REQUEST_METHOD)
        {
            return Ok(Self);
        }
        Err(Error::method_not_allowed(&methods.join(", ")))
    }
}

/// Lets a preflight pass: whether the origin may call is decided by the gateway.
///
/// # Errors
/// None of its own.
pub async fn view(_: &'static Clock, _: Anybody, _: Preflight) -> Result<Reply<NoContent>, Error> {
    Ok(Reply::nothing())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn functions_and_routes_are_unique_and_below_their_surfaces() {
        let (mut functions, mut paths) = (HashSet::new(), HashSet::new());
        for route in routes() {
            assert!(functions.insert(route.function), "{}", route.function);
            assert!(
                paths.insert((route.method.as_ref(), route.path)),
                "{}",
                route.path
            );
            assert!(route.path.starts_with(route.surface.base), "{}", route.path);
        }
    }
}
