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
mod waiting;

pub use list::list;
pub use model::{Category, Discovery, DiscoveryPlace, Proposal, Status, StoredProposal, Valence};
pub use queue::{AT_ONCE, QueueError, Queued, queue};
pub use review::{APPROVED_DISCOVERIES, DecideError, decide};
pub use waiting::Full;

/// Discoveries of an account that may wait for review at a time.
pub const WAITING_OF_ACCOUNT: u64 = 5_000;
/// Of them, those that came with one key: one integration can't fill the review of the others.
pub const WAITING_OF_KEY: u64 = 1_000;
/// A discovery is kept for so long after its decision, in seconds: 400 days. Until then, the same
/// proposal under the same reference is a duplicate.
const DECIDED_KEPT_SECONDS: i64 = 400 * 86_400;
/// Tries when other requests changed the same discoveries at the same time.
const TRIES: u32 = 6;
/// The attribute of a list's item that holds the ids.
const IDS: &str = "ids";
/// Name of the part of a transaction that changes or makes a discovery.
const DISCOVERY: &str = "discovery";
/// Name of the part that counts those that wait.
const WAITING: &str = "waiting";
/// Name of the part that changes a list.
const LIST: &str = "list";
