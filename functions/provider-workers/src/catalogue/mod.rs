//! The catalogue's snapshots.

pub mod rebuild;
