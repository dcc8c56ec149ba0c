//! Discoveries: life facts and annotations that integrations propose, waiting for their owner's
//! review. Nothing reaches a profile before its owner approves it.
//!
//! A proposal with an `externalRef` has an id that is made of its account, reference and content,
//! so the same proposal again is the same discovery; without a reference each is new. See
//! [`crate::layout`] for how discoveries and their lists are stored.

mod list;
mod model;
mod queue;
mod review;

pub use list::list;
pub use model::{Category, Discovery, DiscoveryPlace, Proposal, Status, Valence};
pub use queue::{AT_ONCE, QueueError, Queued, queue};
pub use review::{APPROVED_DISCOVERIES, DecideError, decide};

/// Tries when other requests changed the same discoveries at the same time.
const TRIES: u32 = 6;
/// The attribute of a list's item that holds the ids.
const IDS: &str = "ids";
/// Name of the part of a transaction that changes or makes a discovery.
const DISCOVERY: &str = "discovery";
/// Name of the part that changes a list.
const LIST: &str = "list";
