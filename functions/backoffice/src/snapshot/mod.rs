//! Snapshots.

pub mod put;
