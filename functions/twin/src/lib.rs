//! The public twin API, for integrators who hold a key: where the twin's domain meets HTTP. One
//! folder a noun, one module a verb; [`registry`](mod@registry) lists the endpoints, and each is
//! served by the bin of its name.

pub mod annotation;
mod context;
pub mod health;
mod key_holder;
pub mod life_fact;
pub mod me;
pub mod preset;
mod proposals;
pub mod registry;
pub mod snapshot;
mod surface;

pub use context::Twin;
pub use key_holder::KeyHolder;
pub use registry::{ENDPOINTS, registry};
pub use surface::*;
