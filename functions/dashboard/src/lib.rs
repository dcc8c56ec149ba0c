//! The owner's API, for the dashboard: keys, their use, webhooks, and the review of discoveries.
//! One folder a noun, one module a verb; [`registry`](mod@registry) lists the endpoints, and each
//! is served by the bin of its name.
//!
//! API Gateway has checked the token before a request comes here; [`Owner`] says which account it
//! opens, and no handler reaches beyond that account: the id of another's key or webhook is
//! unknown, as one that never existed.

pub mod api_key;
mod context;
pub mod delivery;
pub mod discovery;
mod fields;
mod owner;
mod refusals;
pub mod registry;
mod surface;
pub mod usage;
pub mod webhook;

pub use self::context::Dashboard;
pub use self::owner::{Owner, not_verified};
pub use self::registry::{ENDPOINTS, registry};
pub use self::surface::*;
