//! Handlers and the domain in this process, against real engines: one folder or module a resource.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod api_key;
mod architecture;
mod backoffice;
mod cost;
mod delivery;
mod discovery;
mod drift;
mod gate;
mod http;
mod operations;
mod owner;
mod pipeline;
mod provider;
mod refusals;
mod rollback;
mod secrecy;
mod supply;
mod text;
mod usage;
mod webhook;
mod writes;
