//! Messages to the operator's systems that are stored and were not sent.

pub mod sweep;
