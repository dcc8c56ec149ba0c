//! How we authenticate with runtime apps.

pub mod put;
