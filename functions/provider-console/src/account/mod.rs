//! A developer's account.

pub mod view;
