//! The provider platform, over a real engine.

mod app;
mod market;
mod package;
mod runtime;
mod token;
