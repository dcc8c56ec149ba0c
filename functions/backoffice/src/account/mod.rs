//! Accounts.

pub mod erase;
pub mod put;
