//! Where items stand in the table. All keys of this crate's items are made here.
//!
//! `usr` is the account's identifier.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | the account's item, which every call writes | `usr` | `a` |
//! | the subject that owns the account | `usr` | `owner` |
//! | a key of the account, pointing to its record | `usr` | `key#<apiKeyId>` |
//! | that the account is being erased | `usr` | `erase` |
//! | a key in the list of all, pointing to its record | `usr#keys` | its index, 6 digits |
//! | requests and refusals of a closed day | `usr#use` | `<date>` |
//! | a snapshot's metadata | `usr#snap` | `<snapshot>` |
//! | a copy of it, for the list by date | `usr#snaps` | `<date>#<version>#<snapshot>` |
//! | a snapshot's profile, compressed | `usr#profile` | `<snapshot>` |
//! | a discovery | `usr#disc` | `<discovery>` |
//! | the ids of discoveries of one moment and status | `usr#disc#<status>` | `<createdAt>` |
//! | how many discoveries wait for review | `usr#wait` | `count` |
//! | an answer kept for its `Idempotency-Key` | `usr#once` | a hash |
//! | messages, webhooks, deliveries | see [`webhooks`] | |
//! | an API key's record | `key#<SHA-256>` | `key` |
//! | the account that a subject owns | `sub#<subject>` | `sub` |
//! | the account that a snapshot belongs to | `snap#<snapshot>` | `snap` |
//!
//! The account's own partition holds what every call and every change of a key needs, and nothing
//! bulky: all else has partitions of its own, so that no number of discoveries, snapshots or
//! deliveries can throttle the gate, a revocation or an erasure. Found without the account are an
//! API key's record (by its hash), the account of a subject, and the account of a snapshot (an id
//! is one account's).
//!
//! # Discoveries
//!
//! A discovery has one item, under its id, and the lists by status hold ids alone: one item for
//! all discoveries of a status that were created at the same moment, as a batch is.
//!
//! * A proposal with an `externalRef` gets an id that is made of the account, the reference and
//!   the content; any other gets a random one. So the insertion of the item under its id is what
//!   makes the same proposal the same discovery, concurrently too, and no item for the reference
//!   is needed. A batch of 50 is 50 items and one item of the list, whatever has references:
//!   with the check of the account, the count and a kept answer, 54 of the 100 parts that a
//!   transaction may have, and 2 write units a small proposal.
//! * An id that is made of a reference does not sort by time; the moment in the list's sort key
//!   does. Lists are read newest first by moment, then by id, and the discoveries of a page by
//!   their ids.
//! * How many wait, of the account and of each key, is counted on an item of its own in the
//!   transaction that queues or decides them, so that the number is exact and bounded. A key that
//!   has none waiting has no attribute there.
//! * A discovery that was decided, and its list's item, have an end (TTL).
//! * A decision changes the discovery's status, and moves its id from the list of pending ones to
//!   another, in one transaction. The last id of a moment takes the list's item with it.

use common::Timestamp;
use dynamo::Key;
use metering::KeyIndex;

use crate::api_key::{ApiKeyId, HashedKey};
use crate::discovery;
use crate::id::{DiscoveryId, SnapshotId, UserId};
use crate::snapshot::SnapshotPlace;

/// What was given is no place in a list.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("is no place in this list")]
pub struct NotAPlace;

/// What the sort keys of an account's keys begin with.
pub(crate) const KEYS: &str = "key#";
/// The attribute of a key of the account that holds its record's hash.
pub(crate) const HASH: &str = "hash";

const KEY_LIST: &str = "keys";
const SNAPSHOTS: &str = "snap";
const SNAPSHOT_LIST: &str = "snaps";
const PROFILES: &str = "profile";
const DISCOVERIES: &str = "disc";
const WAITING: &str = "wait";
const KEPT_ANSWERS: &str = "once";

/// The account's item.
pub fn account(user: UserId) -> Key {
    metering::ledger::place(&user.tenant())
}

/// The subject that owns the account.
pub fn owner(user: UserId) -> Key {
    Key::new(user, "owner")
}

/// A key of the account.
pub fn account_key(user: UserId, id: ApiKeyId) -> Key {
    Key::new(user, format_args!("{KEYS}{id}"))
}

/// The account's list of its keys, ended ones included.
pub fn key_list(user: UserId) -> String {
    user.tenant().partition(KEY_LIST)
}

/// A key's place in that list: in the order in which they were made.
pub fn listed_key(user: UserId, index: KeyIndex) -> Key {
    Key::new(key_list(user), listed_key_sk(index))
}

/// The sort key of a key's place in the list.
pub(crate) fn listed_key_sk(index: KeyIndex) -> String {
    format!("{:06}", index.ordinal())
}

/// That the account is being erased.
pub fn erasure(user: UserId) -> Key {
    Key::new(user, "erase")
}

/// An API key's record.
pub fn record(hash: HashedKey) -> Key {
    Key::new(format_args!("{KEYS}{hash}"), "key")
}

/// The account that a subject owns.
pub fn subject(subject: &str) -> Key {
    Key::new(format_args!("sub#{subject}"), "sub")
}

/// A snapshot's metadata.
pub fn snapshot(user: UserId, id: SnapshotId) -> Key {
    Key::of(&user.tenant(), SNAPSHOTS, id)
}

/// A snapshot's place in the list by date.
pub fn listed_snapshot(user: UserId, place: SnapshotPlace) -> Key {
    Key::of(&user.tenant(), SNAPSHOT_LIST, place)
}

/// The partition of the list of snapshots by date.
pub fn snapshot_list(user: UserId) -> String {
    user.tenant().partition(SNAPSHOT_LIST)
}

/// A snapshot's profile.
pub fn profile(user: UserId, id: SnapshotId) -> Key {
    Key::of(&user.tenant(), PROFILES, id)
}

/// The account that a snapshot belongs to.
pub fn snapshot_owner(id: SnapshotId) -> Key {
    Key::new(format_args!("snap#{id}"), "snap")
}

/// The snapshot whose metadata stands here, if it does.
pub(crate) fn snapshot_at(key: &Key, user: UserId) -> Option<SnapshotId> {
    let here = key.pk() == user.tenant().partition(SNAPSHOTS);
    here.then(|| key.sk().parse().ok()).flatten()
}

/// A discovery.
pub fn discovery(user: UserId, id: DiscoveryId) -> Key {
    Key::of(&user.tenant(), DISCOVERIES, id)
}

/// The ids of the discoveries of one moment and status.
pub fn listed_discoveries(user: UserId, status: discovery::Status, created: Timestamp) -> Key {
    Key::new(discovery_list(user, status), created)
}

/// The partition of the list of discoveries of one status.
pub fn discovery_list(user: UserId, status: discovery::Status) -> String {
    user.tenant().partition(&format!("{DISCOVERIES}#{status}"))
}

/// How many discoveries of an account wait for review.
pub fn waiting(user: UserId) -> Key {
    Key::of(&user.tenant(), WAITING, "count")
}

/// All partitions of an account, but for those of its webhooks (see
/// [`webhooks::partitions_of_webhook`]): the account's own first.
pub fn partitions(user: UserId) -> Vec<String> {
    let tenant = user.tenant();
    let kinds = [
        metering::usage::KIND,
        KEY_LIST,
        SNAPSHOTS,
        SNAPSHOT_LIST,
        PROFILES,
        DISCOVERIES,
        WAITING,
        KEPT_ANSWERS,
    ];
    let lists = discovery::Status::ALL
        .iter()
        .map(|status| discovery_list(user, *status));
    [user.to_string()]
        .into_iter()
        .chain(kinds.map(|kind| tenant.partition(kind)))
        .chain(lists)
        .chain(webhooks::partitions(&tenant))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A test of the layout: nothing bulky shares a partition with the item that the gate writes.
    #[test]
    fn what_shares_the_accounts_partition_is_small() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (user, id) = (UserId::new(now), SnapshotId::new(now));
        let key: ApiKeyId = "0badc0de".parse().unwrap();
        let hash: HashedKey = "00".repeat(32).parse().unwrap();
        let day = metering::window::Day::of(now);
        let mut all = vec![
            account(user),
            owner(user),
            account_key(user, key),
            erasure(user),
            record(hash),
            subject("somebody"),
            metering::usage::place(&user.tenant(), day),
            snapshot(user, id),
            listed_snapshot(user, format!("{now}#00000001#{id}").parse().unwrap()),
            profile(user, id),
            snapshot_owner(id),
            discovery(user, DiscoveryId::new(now)),
            waiting(user),
        ];
        for status in discovery::Status::ALL {
            all.push(listed_discoveries(user, *status, now));
        }
        let own: BTreeSet<_> = all
            .iter()
            .filter(|key| key.pk() == user.to_string())
            .map(|key| key.sk().to_owned())
            .collect();
        assert_eq!(
            own.iter().map(String::as_str).collect::<Vec<_>>(),
            ["a", "erase", "key#0badc0de", "owner"]
        );
        // What else is the account's stands in partitions that its erasure knows, each of them
        // apart from the account's own.
        let known = partitions(user);
        assert_eq!(known.iter().collect::<BTreeSet<_>>().len(), known.len());
        for key in &all {
            if key.pk().starts_with(&user.to_string()) {
                assert!(known.iter().any(|pk| pk == key.pk()), "{key:?}");
            }
        }
        for webhook in webhooks::partitions(&user.tenant()) {
            assert!(webhook != user.to_string() && known.contains(&webhook));
        }
        assert_eq!(
            known.iter().filter(|pk| **pk == user.to_string()).count(),
            1
        );
    }

    #[test]
    fn a_snapshot_is_found_by_its_place() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (user, id) = (UserId::new(now), SnapshotId::new(now));
        assert_eq!(snapshot_at(&snapshot(user, id), user), Some(id));
        assert_eq!(snapshot_at(&profile(user, id), user), None);
    }
}
