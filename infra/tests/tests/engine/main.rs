//! Handlers and the domain in this process, against real engines: one folder or module a resource.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod architecture;
mod backoffice;
mod gate;
mod pipeline;
mod writes;
