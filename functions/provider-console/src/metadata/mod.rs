//! Documents with well-known paths.

pub mod keys;
pub mod server;
pub mod signature_keys;
