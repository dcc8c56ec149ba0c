//! Ready snapshots and their profiles in memory, bounded.

use std::sync::Arc;

use profile::Profile;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::Snapshot;
use crate::account::Account;
use crate::id::{SnapshotId, UserId};

/// Memory that parsed profiles may take in a process, roughly, in bytes.
const PROFILES_IN_MEMORY: u64 = 32 * 1024 * 1024;
/// A parsed profile takes about so many times the memory of its JSON.
const PARSED: u64 = 3;
/// Metadata of ready snapshots kept.
const METADATA_IN_MEMORY: usize = 4_096;

/// The account is part of the key, so that a snapshot can't be reached through another account's
/// API key; and so is its generation, so that an account of the same id that is made later finds
/// nothing of one that was erased.
type CacheKey = (UserId, u64, SnapshotId);

fn key(account: &Account, id: SnapshotId) -> CacheKey {
    (account.user_id, account.ledger.generation, id)
}

#[derive(Debug)]
pub(super) struct Cached {
    metadata: Cache<CacheKey, Arc<Snapshot>>,
    profiles: Cache<CacheKey, Arc<Weighed>, ByWeight>,
}

#[derive(Debug)]
struct Weighed {
    profile: Arc<Profile>,
    weight: u64,
}

#[derive(Clone, Debug)]
struct ByWeight;

impl Weighter<CacheKey, Arc<Weighed>> for ByWeight {
    fn weight(&self, _: &CacheKey, value: &Arc<Weighed>) -> u64 {
        value.weight
    }
}

impl Cached {
    pub fn new() -> Self {
        Self {
            metadata: Cache::new(METADATA_IN_MEMORY),
            profiles: Cache::with_weighter(256, PROFILES_IN_MEMORY, ByWeight),
        }
    }

    pub fn snapshot(&self, account: &Account, id: SnapshotId) -> Option<Arc<Snapshot>> {
        self.metadata.get(&key(account, id))
    }

    pub fn keep_snapshot(&self, account: &Account, snapshot: &Arc<Snapshot>) {
        self.metadata
            .insert(key(account, snapshot.id), Arc::clone(snapshot));
    }

    pub fn profile(&self, account: &Account, id: SnapshotId) -> Option<Arc<Profile>> {
        let found = self.profiles.get(&key(account, id))?;
        Some(Arc::clone(&found.profile))
    }

    /// Keeps a profile that was read from so many bytes of JSON.
    pub fn keep_profile(
        &self,
        account: &Account,
        id: SnapshotId,
        profile: &Arc<Profile>,
        json: usize,
    ) {
        let weighed = Weighed {
            profile: Arc::clone(profile),
            weight: json as u64 * PARSED,
        };
        self.profiles.insert(key(account, id), Arc::new(weighed));
    }
}
