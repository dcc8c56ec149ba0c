//! The domain of the twin API: accounts, API keys, snapshots, discoveries, their rules, and how
//! they are stored. Nothing in here knows HTTP.
//!
//! * [`id`][]: identifiers.
//! * [`layout`][]: where items stand in the table.
//! * [`account`], [`owner`]: accounts, and the sign-ins that own them.
//! * [`api_key`][]: API keys and their changes.
//! * [`snapshot`][]: profiles as they are published: once, then immutable.
//! * [`discovery`][]: what integrations propose, and the owner's review of it.
//! * [`events`][]: events that webhooks deliver.
//! * [`quota_notice`][]: events of quotas that run out.

pub mod account;
pub mod api_key;
pub mod discovery;
pub mod events;
pub mod id;
pub mod layout;
pub mod owner;
pub mod quota_notice;
pub mod snapshot;

pub use account::{Account, Plan, PlanStatus, Tier};
pub use api_key::{ApiKeyId, HashedKey, KeyRecord, PlainKey, Scope};
pub use discovery::{Discovery, Proposal};
pub use id::{DiscoveryId, SnapshotId, UserId};
pub use snapshot::{Snapshot, Snapshots};

/// The gate of this product.
pub type Gate = metering::Gate<KeyRecord, Account>;
/// The metering limits of an endpoint of this product.
pub type Limits = metering::Limits<Scope>;
