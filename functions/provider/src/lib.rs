//! What the functions of the provider platform have in common.
//!
//! * [`surfaces`]: the families of endpoints and their error codes.
//! * [`Platform`]: what every handler's context has.
//! * [`App`], [`Developer`], [`User`], [`Operator`], [`Anyone`]: who may call.
//!
//! A package of functions has a context of its own, which holds a [`Platform`] and says so
//! ([`HasPlatform`]); its callers are these, of that context: `type App = provider_functions::App<Runtime>`.

mod app;
mod bearer;
mod developer;
mod limit;
mod open;
mod platform;
pub mod surfaces;
mod user;

pub use ::surface::Operator;
pub use app::App;
pub use developer::{Developer, Needs};
pub use limit::headers as limit_headers;
pub use open::{Anyone, Open};
pub use platform::{HasPlatform, Platform};
pub use user::User;
