//! What the versions of an app's packages inherit.

pub mod put;
