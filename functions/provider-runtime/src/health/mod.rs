//! Whether runtime apps can be reached.

pub mod view;
