//! The owner's decisions.

use common::{Fault, Timestamp};
use dynamo::{AttributeValue, Change, Committed, Part, Table, Transaction, Tries, s};
use serde_json::json;
use webhooks::{KEPT, Message, Queue};

use super::waiting::Waiting;
use super::{DECIDED_KEPT_SECONDS, DISCOVERY, Discovery, IDS, LIST, Status, TRIES, WAITING};
use crate::id::{DiscoveryId, UserId};
use crate::layout;

const DECIDING: &str = "deciding a discovery";

/// The queue of approved discoveries, to the profile compiler.
pub const APPROVED_DISCOVERIES: Queue = Queue {
    name: "approvedDiscoveries",
    code: 'a',
    variable: "APPROVED_DISCOVERIES_URL",
};

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
    Fault(#[from] Fault),
}

/// Approves or rejects a discovery. Deciding it the same way again changes nothing. An approval
/// stores its message to the profile compiler in the same transaction and returns it, to be sent
/// at once; deciding again stores none. `reply` is as that of [`super::queue`](fn@super::queue).
///
/// # Errors
/// As [`DecideError`] says.
pub async fn decide(
    table: &Table,
    user: UserId,
    id: DiscoveryId,
    approve: bool,
    now: Timestamp,
    reply: impl Fn(&Discovery) -> Result<Option<Part>, Fault>,
) -> Result<(Discovery, Option<Message>), DecideError> {
    let wanted = if approve {
        Status::Approved
    } else {
        Status::Rejected
    };
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found: Option<Discovery> = table.get(layout::discovery(user, id)).await?;
        let mut discovery = found.ok_or(DecideError::Unknown)?;
        if discovery.status == wanted {
            return Ok((discovery, None));
        }
        if discovery.status != Status::Pending {
            return Err(DecideError::Decided(discovery.status));
        }
        discovery.status = wanted;
        discovery.decided_at = Some(now);
        let decided = Change::upsert(layout::discovery(user, id))
            .if_is("status", s(Status::Pending))
            .set("status", s(wanted))
            .set("decidedAt", s(now))
            .expires(now.seconds() + DECIDED_KEPT_SECONDS);
        let waiting = Waiting::read(table, user).await?;
        let ids = || [id.to_string()];
        let listed = layout::listed_discoveries(user, wanted, discovery.created_at);
        let mut all = Transaction::new(DECIDING)
            .with(DISCOVERY, decided)
            .with(LIST, taken_off(table, user, &discovery).await?)
            .with(
                LIST,
                Change::upsert(listed)
                    .add_to_set(IDS, ids())
                    .expires(now.seconds() + DECIDED_KEPT_SECONDS),
            )
            .with(WAITING, waiting.one_less(user, discovery.api_key_id));
        let message = approve.then(|| approval(user, &discovery, now));
        if let Some(message) = &message {
            all = all.with("message", message.store(now)?);
        }
        match all.and(reply(&discovery)?).commit(table).await? {
            Committed::Done => return Ok((discovery, message)),
            Committed::Refused(refused) if refused.by(KEPT) => return Err(DecideError::Repeated),
            Committed::Refused(_) => {}
        }
    }
    Err(Fault::unavailable(DECIDING, "it keeps changing").into())
}

/// The change that takes a discovery off the list of pending ones; with the last id of its moment
/// the list's item is deleted.
async fn taken_off(table: &Table, user: UserId, discovery: &Discovery) -> Result<Change, Fault> {
    let place = layout::listed_discoveries(user, Status::Pending, discovery.created_at);
    let alone = AttributeValue::Ss(vec![discovery.id.to_string()]);
    let moment = table.get_item(place.clone()).await?;
    let is_alone = moment.is_some_and(|moment| moment.get(IDS) == Some(&alone));
    Ok(if is_alone {
        Change::delete(place).if_is(IDS, alone)
    } else {
        Change::upsert(place).take_from_set(IDS, [discovery.id.to_string()])
    })
}

fn approval(user: UserId, discovery: &Discovery, now: Timestamp) -> Message {
    let mut body = json!(discovery.proposal);
    if let Some(fields) = body.as_object_mut() {
        fields.insert("discoveryId".into(), json!(discovery.id));
        fields.insert("userId".into(), json!(user));
        fields.insert("approvedAt".into(), json!(now));
    }
    let id = format!("approved.{}", discovery.id);
    Message::new(APPROVED_DISCOVERIES, user.tenant(), id, &body)
}
