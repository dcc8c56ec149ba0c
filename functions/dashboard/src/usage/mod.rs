//! What the account used.

pub mod view;
