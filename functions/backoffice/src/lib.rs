//! The back office: what the operator's own systems tell us (accounts, snapshots), and the work
//! that runs by itself. One module for each thing, each function served by the bin of its name.

pub mod account;
pub mod snapshot;
pub mod sweep;
