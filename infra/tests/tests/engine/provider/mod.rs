//! The provider platform, over a real engine.

mod account;
mod app;
mod breaker;
mod capability;
mod fallback;
mod figures;
mod identity;
mod market;
mod package;
mod runtime;
mod token;
mod walk;
mod webhooks;
