//! `$default` of the twin API.

use common::Clock;
use surface::fallback::{Preflight, Routes};
use surface::{Anybody, Error, NoContent, Reply, Route, Surface};
use twin_functions::TWIN;

/// The routes of the twin API.
#[derive(Debug)]
pub struct TwinApi;

impl Routes for TwinApi {
    const SURFACE: &'static Surface = &TWIN;

    fn all() -> impl Iterator<Item = &'static Route> {
        let twin = twin_functions::ENDPOINTS.iter().map(|e| &e.route);
        let dashboard = dashboard_functions::ENDPOINTS.iter().map(|e| &e.route);
        let backoffice = backoffice_functions::ENDPOINTS.iter().map(|e| &e.route);
        twin.chain(dashboard).chain(backoffice)
    }
}

/// Answers a preflight.
///
/// # Errors
/// None of its own.
pub async fn view(
    _: &'static Clock,
    _: Anybody,
    _: Preflight<TwinApi>,
) -> Result<Reply<NoContent>, Error> {
    Ok(Reply::nothing())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn functions_and_routes_are_unique_and_below_their_surfaces() {
        let (mut functions, mut paths) = (HashSet::new(), HashSet::new());
        for route in TwinApi::all() {
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
