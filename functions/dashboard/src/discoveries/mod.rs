//! The review of what integrations propose: nothing reaches a profile without it.

pub mod decide;
pub mod list;
