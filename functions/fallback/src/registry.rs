//! The endpoints without a path of their own.

use surface::Anybody;
use twin_functions::TWIN;

surface::registry! {
    Anybody, TWIN;

    /// Every path that matches no other route: 404, or 405 where another method would have matched.
    NOT_FOUND = "twin-not-found", ANY "$default", () => not_found::view;
}
