//! The keys that sign access tokens.

pub mod rotate;
