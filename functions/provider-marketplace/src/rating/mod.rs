//! Users' ratings of packages.

pub mod put;
