//! The back office's API, for the operator's own systems (accounts, snapshots), and the sweep of
//! messages to them. One folder a noun, one module a verb; [`registry`](mod@registry) lists the
//! endpoints, and each is served by the bin of its name.

pub mod account;
mod context;
pub mod outbox;
pub mod registry;
pub mod snapshot;
mod surface;

pub use context::BackOffice;
pub use registry::{ENDPOINTS, registry, workers};
pub use surface::*;

/// The operator, with this package's context.
pub type Operator = ::surface::Operator<BackOffice>;
