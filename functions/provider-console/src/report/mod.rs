//! Reports of the conformance suite.

pub mod view;
