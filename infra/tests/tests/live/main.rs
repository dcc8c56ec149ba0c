//! The functions' processes behind the gateway, as a caller meets them. All tests share one stack.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod accounts;
mod clients;
mod contract;
mod end_to_end;
mod guides;
mod marketplace;
mod oauth;
mod ownership;
mod provider;
mod provider_events;
mod provider_guides;
mod webhooks_end_to_end;
