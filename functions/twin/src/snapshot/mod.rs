//! Snapshots: one, and the list of them.

pub mod list;
pub mod view;
