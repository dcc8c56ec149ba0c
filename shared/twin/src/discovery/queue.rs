//! Queueing proposals for review.

use std::collections::HashMap;

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, Key, Part, Table, Transaction, Tries};
use serde_json::json;
use sha2::{Digest, Sha256};
use webhooks::KEPT;

use super::waiting::{self, Full, Waiting};
use super::{DISCOVERY, Discovery, IDS, LIST, Proposal, Status, StoredProposal, TRIES, WAITING};
use crate::api_key::ApiKeyId;
use crate::id::{DiscoveryId, UserId};
use crate::layout;

/// Proposals a request may hold.
pub const AT_ONCE: usize = 50;
const QUEUEING: &str = "queueing discoveries";
/// The part that holds only where the account is there.
const ACCOUNT: &str = "account";

/// The outcome of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// New ones.
    pub accepted: usize,
    /// Those that were there already, or twice in the batch.
    pub duplicates: usize,
    /// The id of each, in the batch's order.
    pub ids: Vec<DiscoveryId>,
}

/// Why a batch was not queued.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The account was erased since the call was admitted.
    #[error("there is no such account")]
    NoAccount,
    /// As many as may wait for review are waiting.
    #[error("too many discoveries wait for review")]
    Full(Full),
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Queues a batch for review: all of it or none. `reply` makes the part of the transaction, named
/// [`webhooks::KEPT`], that stores the answer for an `Idempotency-Key`.
///
/// # Errors
/// As [`QueueError`] says.
pub async fn queue(
    table: &Table,
    user: UserId,
    key: ApiKeyId,
    proposals: &[Proposal],
    now: Timestamp,
    reply: impl Fn(&Queued) -> Result<Option<Part>, Fault>,
) -> Result<Queued, QueueError> {
    let ids: Vec<DiscoveryId> = proposals.iter().map(|p| id_of(user, p, now)).collect();
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let mut new: HashMap<DiscoveryId, &Proposal> = HashMap::new();
        for (id, proposal) in ids.iter().zip(proposals) {
            new.insert(*id, proposal);
        }
        let referenced: Vec<_> = new
            .iter()
            .filter(|(_, proposal)| proposal.external_ref().is_some())
            .map(|(id, _)| layout::discovery(user, *id))
            .collect();
        if !referenced.is_empty() {
            for item in table.get_items(referenced).await? {
                // Its key alone: another release may have written the rest.
                if let Some(id) = Key::of_item(&item).and_then(|key| key.sk().parse().ok()) {
                    new.remove(&id);
                }
            }
        }
        let queued = Queued {
            accepted: new.len(),
            duplicates: ids.len() - new.len(),
            ids: ids.clone(),
        };
        let kept = reply(&queued)?;
        if new.is_empty() && kept.is_none() {
            return Ok(queued);
        }
        // A transaction that is refused costs as much as one that is made: look first.
        if !new.is_empty() {
            let waiting = Waiting::read(table, user).await?;
            if let Some(full) = waiting.full(key, new.len() as u64) {
                return Err(QueueError::Full(full));
            }
        }
        let transaction = transaction(user, key, &new, now)?.and(kept);
        match transaction.commit(table).await? {
            Committed::Done => return Ok(queued),
            Committed::Refused(refused) if refused.by(ACCOUNT) => {
                return Err(QueueError::NoAccount);
            }
            Committed::Refused(refused) if refused.by(KEPT) => return Err(QueueError::Repeated),
            // The same proposal arrived meanwhile, and is a duplicate next time; or so many others
            // did that there is no room any more.
            Committed::Refused(_) => {}
        }
    }
    Err(Fault::unavailable(QUEUEING, "the same proposals keep arriving").into())
}

fn transaction(
    user: UserId,
    key: ApiKeyId,
    new: &HashMap<DiscoveryId, &Proposal>,
    now: Timestamp,
) -> Result<Transaction, Fault> {
    // Nothing may be written behind an erasure.
    let account = Change::check(layout::account(user)).if_exists();
    let mut all = Transaction::new(QUEUEING).with(ACCOUNT, account);
    for (id, proposal) in new {
        let discovery = Discovery {
            id: *id,
            status: Status::Pending,
            proposal: StoredProposal::Own((*proposal).clone()),
            api_key_id: key,
            created_at: now,
            decided_at: None,
        };
        let inserted = Change::insert(layout::discovery(user, *id), &discovery)?;
        all = all.with(DISCOVERY, inserted);
    }
    if !new.is_empty() {
        let listed = Change::upsert(layout::listed_discoveries(user, Status::Pending, now))
            .add_to_set(IDS, new.keys().map(ToString::to_string));
        let counted = waiting::more(user, key, new.len() as u64);
        all = all.with(LIST, listed).with(WAITING, counted);
    }
    Ok(all)
}

fn id_of(user: UserId, proposal: &Proposal, now: Timestamp) -> DiscoveryId {
    let Some(reference) = proposal.external_ref() else {
        return DiscoveryId::new(now);
    };
    // The JSON of a proposal holds its reference too, and has one spelling.
    let content = json!(proposal).to_string();
    let digest = Sha256::digest(format!(
        "{user}\n{}\n{reference}\n{content}",
        reference.len()
    ));
    DiscoveryId::from_bits(digest.first_chunk().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discovery::{Category, Valence};

    fn fact(value: &str, reference: Option<&str>) -> Proposal {
        Proposal::LifeFact {
            category: Category::General,
            value: value.into(),
            valence: Valence::Positive,
            external_ref: reference.map(str::to_owned),
            confidence: None,
        }
    }

    #[test]
    fn the_same_content_under_the_same_reference_has_the_same_id() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (user, other) = (UserId::new(now), UserId::new(now));
        let later = now.plus_millis(1);
        let id = |user, value, reference, at| id_of(user, &fact(value, reference), at);
        let first = id(user, "sails", Some("crm-1"), now);
        assert_eq!(first, id(user, "sails", Some("crm-1"), later));
        assert_ne!(first, id(user, "sails ", Some("crm-1"), now));
        assert_ne!(first, id(user, "sails", Some("crm-2"), now));
        assert_ne!(first, id(other, "sails", Some("crm-1"), now));
        let none = id(user, "sails", None, now);
        assert_ne!(none, id(user, "sails", None, now));
        assert!(none < id(user, "sails", None, later));
    }
}
