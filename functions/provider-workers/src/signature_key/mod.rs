//! The keys of the message signatures on calls to providers.

pub mod rotate;
