//! The crate every function stands on.
