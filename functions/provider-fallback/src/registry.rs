//! The endpoint without a path of its own.

surface::registry! {
    surface::Anybody, provider_functions::surfaces::CONSOLE;

    /// Every path that matches no other route: 404, or 405 where another method would have matched.
    NOT_FOUND = "provider-not-found", ANY "$default", () => not_found::view;
}
