//! The functions that deliver events, in the order an event takes: [`dispatch`], [`sender`], and
//! [`sweep`] for whatever was left. [`key_rotation`] renews the master keys of webhooks' secrets.
//! The only package that links an HTTP client.

mod context;
pub mod dispatch;
pub mod key_rotation;
pub mod registry;
pub mod sender;
pub mod sweep;

pub use context::Engine;
pub use registry::workers;
