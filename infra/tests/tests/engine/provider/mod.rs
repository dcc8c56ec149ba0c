//! The provider platform.

mod app;
mod package;
mod runtime;
mod token;
