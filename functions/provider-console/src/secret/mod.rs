//! The secrets of apps.

pub mod rotate;
