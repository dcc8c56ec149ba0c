//! `$default` of the provider platform.

use common::Clock;
use provider_console_functions::registry as console;
use provider_functions::surfaces::CONSOLE;
use provider_marketplace_functions::registry as marketplace;
use provider_runtime_functions::registry as runtime;
use surface::fallback::{Preflight, Routes};
use surface::{Anybody, Auth, Endpoint, Error, NoContent, Reply, Route, Surface};

/// The routes of the provider platform.
#[derive(Debug)]
pub struct ProviderApi;

fn of<A: Auth>(endpoints: &'static [&'static Endpoint<A>]) -> impl Iterator<Item = &'static Route> {
    endpoints.iter().map(|endpoint| &endpoint.route)
}

impl Routes for ProviderApi {
    const SURFACE: &'static Surface = &CONSOLE;

    fn all() -> impl Iterator<Item = &'static Route> {
        of(console::account::ENDPOINTS)
            .chain(of(console::developer::ENDPOINTS))
            .chain(of(console::operator::ENDPOINTS))
            .chain(of(console::oauth::ENDPOINTS))
            .chain(of(console::metadata::ENDPOINTS))
            .chain(of(runtime::ENDPOINTS))
            .chain(of(marketplace::user::ENDPOINTS))
            .chain(of(marketplace::open::ENDPOINTS))
    }
}

/// Answers a preflight.
///
/// # Errors
/// None of its own.
pub async fn view(
    _: &'static Clock,
    _: Anybody,
    _: Preflight<ProviderApi>,
) -> Result<Reply<NoContent>, Error> {
    Ok(Reply::nothing())
}
