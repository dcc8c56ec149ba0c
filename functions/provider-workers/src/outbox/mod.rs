//! Messages that were stored with their cause.

pub mod sweep;
