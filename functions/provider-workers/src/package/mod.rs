//! Packages whose app was deleted.

pub mod sweep;
