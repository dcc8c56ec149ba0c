//! The provider platform.

mod app;
mod package;
mod token;
