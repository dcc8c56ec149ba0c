//! Discoveries: life facts and annotations that integrations propose, waiting for their owner's
//! review. Nothing reaches a profile before its owner approves it.
//!
//! A proposal with an `externalRef` has an id made of its account, reference and content, so the
//! same one again is the same item; without one each is new.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem, Update};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::access::ApiKeyId;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::events::{Message, Queue};
use crate::id::{DiscoveryId, UserId};
use crate::table::{self, Key, Place, Table, Transacted, s};
use crate::words::words;

/// Proposals a request may hold.
pub const AT_ONCE: usize = 50;
/// Tries when the same proposals arrive at the same time.
const TRIES: u32 = 6;

words!(
    /// What sort of life fact.
    #[allow(missing_docs)] // the words say it
    Category {
        Professional = "professional";
        Family = "family";
        Partner = "partner";
        Hobbies = "hobbies";
        Health = "health";
        Environment = "environment";
        Decisions = "decisions";
        Conflict = "conflict";
        Exploration = "exploration";
        Recalibration = "recalibration";
        General = "general";
    }
);
words!(
    /// How its owner stands to a life fact.
    #[derive(Default)]
    #[allow(missing_docs)] // the words say it
    Valence {
        #[default]
        Positive = "positive";
        Negative = "negative";
        Aspirational = "aspirational";
        Ambiguous = "ambiguous";
    }
);
words!(
    /// How far the review is.
    #[cfg_attr(feature = "schema", schemars(rename = "DiscoveryStatus"))]
    Status {
        /// Waiting.
        Pending = "pending";
        /// The owner took it.
        Approved = "approved";
        /// The owner did not.
        Rejected = "rejected";
    }
);

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "item", rename_all = "camelCase")]
pub enum Proposal {
    /// A life fact.
    #[serde(rename_all = "camelCase")]
    LifeFact {
        /// What sort.
        category: Category,
        /// The fact, 3 to 1,000 code points.
        value: String,
        /// How its owner stands to it.
        valence: Valence,
        /// The integration's own reference, up to 200 code points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_ref: Option<String>,
        /// How sure the integration is, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<f64>,
    },
    /// A free-form note.
    #[serde(rename_all = "camelCase")]
    Annotation {
        /// What it is about, 2 to 60 code points.
        tag: String,
        /// The note, 3 to 2,000 code points.
        text: String,
        /// The integration's own reference, up to 200 code points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_ref: Option<String>,
    },
}

impl Proposal {
    fn external_ref(&self) -> Option<&str> {
        match self {
            Self::LifeFact { external_ref, .. } | Self::Annotation { external_ref, .. } => {
                external_ref.as_deref()
            }
        }
    }
}

/// A proposal under review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Discovery {
    /// Its identifier.
    pub id: DiscoveryId,
    /// How far its review is.
    pub status: Status,
    /// What is proposed.
    #[serde(flatten)]
    pub proposal: Proposal,
    /// The key it came with.
    pub api_key_id: ApiKeyId,
    /// When it came.
    pub created_at: Timestamp,
    /// When its owner decided.
    #[serde(default)]
    pub decided_at: Option<Timestamp>,
}

impl Discovery {
    fn order(&self) -> String {
        let created = self.created_at;
        format!(
            "{}{}#{created}#{}",
            table::keys::DISCOVERIES,
            self.status,
            self.id
        )
    }

    /// Its place in the account's list of its status.
    pub fn place(&self, user: UserId) -> Place {
        Place {
            sk: Key::discovery(user, self.id).sk().to_owned(),
            order: self.order(),
        }
    }

    fn item(&self, user: UserId) -> Result<table::Item, Error> {
        let mut item = table::write(Key::discovery(user, self.id), self)?;
        item.insert(table::keys::ORDER.to_owned(), s(self.order()));
        Ok(item)
    }
}

/// What became of a batch.
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
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Queues a batch for review: all of it or none. `keep` makes the part of the transaction that
/// keeps the answer for an `Idempotency-Key`.
///
/// # Errors
/// As [`QueueError`] says.
pub async fn queue(
    table: &Table,
    user: UserId,
    key: ApiKeyId,
    proposals: &[Proposal],
    now: Timestamp,
    keep: impl Fn(&Queued) -> Result<Option<TransactWriteItem>, Error>,
) -> Result<Queued, QueueError> {
    let doing = "queueing discoveries";
    let ids: Vec<DiscoveryId> = proposals.iter().map(|p| id_of(user, p, now)).collect();
    for attempt in 1..=TRIES {
        let mut wanted: HashMap<DiscoveryId, &Proposal> = HashMap::new();
        for (id, proposal) in ids.iter().zip(proposals) {
            wanted.insert(*id, proposal);
        }
        let referenced: Vec<_> = wanted
            .iter()
            .filter(|(_, proposal)| proposal.external_ref().is_some())
            .map(|(id, _)| Key::discovery(user, *id))
            .collect();
        if !referenced.is_empty() {
            for item in table.get_items(referenced).await? {
                wanted.remove(&table::read::<Discovery>(item)?.id);
            }
        }
        let queued = Queued {
            accepted: wanted.len(),
            duplicates: ids.len() - wanted.len(),
            ids: ids.clone(),
        };
        let mut items = Vec::with_capacity(wanted.len() + 2);
        for (id, proposal) in wanted {
            let discovery = Discovery {
                id,
                status: Status::Pending,
                proposal: proposal.clone(),
                api_key_id: key,
                created_at: now,
                decided_at: None,
            };
            let put = Put::builder()
                .table_name(&table.name)
                .set_item(Some(discovery.item(user)?))
                .condition_expression("attribute_not_exists(#pk)")
                .expression_attribute_names("#pk", table::keys::PK)
                .build()
                .map_err(|e| Error::internal(doing, e))?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        let kept = keep(&queued)?;
        let keeps = kept.is_some();
        items.extend(kept);
        if items.is_empty() {
            return Ok(queued);
        }
        items.insert(0, is_there(table, user)?);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok(queued),
            // It was erased since the call was let in.
            Transacted::Refused(failed) if failed.first() == Some(&true) => {
                return Err(Error::InvalidKey.into());
            }
            Transacted::Refused(failed) if keeps && failed.last() == Some(&true) => {
                return Err(QueueError::Repeated);
            }
            // The same proposal arrived meanwhile: it is a duplicate next time.
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(Error::unavailable(doing, "the same proposals keep arriving").into())
}

/// The part of a transaction that holds only where the account is there: nothing may be written
/// behind an erasure.
fn is_there(table: &Table, user: UserId) -> Result<TransactWriteItem, Error> {
    let check = ConditionCheck::builder()
        .table_name(&table.name)
        .set_key(Some(Key::account(user).into_item()))
        .condition_expression("attribute_exists(#pk)")
        .expression_attribute_names("#pk", table::keys::PK)
        .build()
        .map_err(|e| Error::internal("queueing discoveries", e))?;
    Ok(TransactWriteItem::builder().condition_check(check).build())
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

/// A page of an account's discoveries of one status, newest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(
    table: &Table,
    user: UserId,
    status: Status,
    limit: usize,
    after: Option<&Place>,
) -> Result<Vec<Discovery>, Error> {
    let prefix = format!("{}{status}#", table::keys::DISCOVERIES);
    let items = table.page(user, &prefix, limit, after).await?;
    items.into_iter().map(table::read).collect()
}

/// Why a discovery was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is none of this id on this account.
    #[error("there is no such discovery on this account")]
    Unknown,
    /// It was decided the other way.
    #[error("the discovery is {0} already")]
    Decided(Status),
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// As a surface tells it.
impl From<DecideError> for Error {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Unknown => {
                Self::refused("DISCOVERY_NOT_FOUND", "This account has no such discovery.")
            }
            DecideError::Decided(status) => Self::refused(
                "ALREADY_DECIDED",
                format!("This discovery is {status} already. A decision stands."),
            ),
            DecideError::Repeated => Self::IdempotencyInProgress,
            DecideError::Failed(error) => error,
        }
    }
}

/// Approves or rejects a discovery. Deciding it the same way again changes nothing. An approval
/// stores its message to the profile compiler in the same transaction and answers with it, to be
/// sent at once; deciding again stores none.
///
/// # Errors
/// As [`DecideError`] says.
pub async fn decide(
    table: &Table,
    user: UserId,
    id: DiscoveryId,
    approve: bool,
    now: Timestamp,
    keep: impl Fn(&Discovery) -> Result<Option<TransactWriteItem>, Error>,
) -> Result<(Discovery, Option<Message>), DecideError> {
    let doing = "deciding a discovery";
    let wanted = if approve {
        Status::Approved
    } else {
        Status::Rejected
    };
    for attempt in 1..=TRIES {
        let found: Option<Discovery> = table.get(Key::discovery(user, id)).await?;
        let mut discovery = found.ok_or(DecideError::Unknown)?;
        if discovery.status == wanted {
            return Ok((discovery, None));
        }
        if discovery.status != Status::Pending {
            return Err(DecideError::Decided(discovery.status));
        }
        discovery.status = wanted;
        discovery.decided_at = Some(now);
        let decided = Update::builder()
            .table_name(&table.name)
            .set_key(Some(Key::discovery(user, id).into_item()))
            .condition_expression("#status = :pending")
            .update_expression("SET #status = :status, #at = :at, #o = :o")
            .expression_attribute_names("#status", "status")
            .expression_attribute_names("#at", "decidedAt")
            .expression_attribute_names("#o", table::keys::ORDER)
            .expression_attribute_values(":pending", s(Status::Pending))
            .expression_attribute_values(":status", s(wanted))
            .expression_attribute_values(":at", s(now))
            .expression_attribute_values(":o", s(discovery.order()))
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        let mut items = vec![TransactWriteItem::builder().update(decided).build()];
        let message = approve.then(|| approval(user, &discovery, now));
        if let Some(message) = &message {
            items.push(message.store(table, now)?);
        }
        let kept = keep(&discovery)?;
        let keeps = kept.is_some();
        items.extend(kept);
        match table.transact(doing, items).await? {
            Transacted::Done => return Ok((discovery, message)),
            Transacted::Refused(failed) if keeps && failed.last() == Some(&true) => {
                return Err(DecideError::Repeated);
            }
            Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
        }
    }
    Err(Error::unavailable(doing, "it keeps changing").into())
}

fn approval(user: UserId, discovery: &Discovery, now: Timestamp) -> Message {
    let mut body = json!(discovery.proposal);
    if let Some(fields) = body.as_object_mut() {
        fields.insert("discoveryId".into(), json!(discovery.id));
        fields.insert("userId".into(), json!(user));
        fields.insert("approvedAt".into(), json!(now));
    }
    let id = format!("approved.{}", discovery.id);
    Message::new(Queue::ApprovedDiscoveries, user, id, &body)
}
