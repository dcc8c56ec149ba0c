//! Actions: each is sent once for its idempotency key.
//!
//! A record of the action is stored before it is sent. A second request with the same key gets the
//! answer that was kept. Where no answer is known, because we ended or the provider did not say,
//! the action may have been done: then it is sent again only if its provider declares that a
//! repetition does no harm.

use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Key, Table, s};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::layout;
use crate::id::{CapabilityId, InstallId};
use crate::package::descriptor::canonical;
use crate::package::packed::{PACKED, pack, unpack};

const DOING: &str = "recording an action";
/// How long a record is kept, in milliseconds: a day.
pub const KEPT: i64 = 86_400_000;
/// How long sending an action may take, in milliseconds: then its sender has ended.
const LEASE: i64 = 15_000;
/// The longest kept answer, compressed, in bytes: an item holds 400 KB.
const LONGEST: usize = 350 * 1024;

/// Attributes.
const REQUEST: &str = "request";
const LEASE_UNTIL: &str = "lease";
const HOLDER: &str = "holder";
const KEPT_UNTIL: &str = "until";

/// An action that is asked for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The install.
    pub install: InstallId,
    /// The capability.
    pub capability: CapabilityId,
    /// The action's name.
    pub action: &'a str,
    /// Its input.
    pub input: &'a Value,
    /// The `Idempotency-Key`.
    pub key: &'a str,
    /// Whether a repetition does no harm.
    pub idempotent: bool,
}

impl Asked<'_> {
    fn place(&self) -> Key {
        let digest = hex::encode(Sha256::digest(self.key));
        layout::action(self.install, digest.get(..32).unwrap_or(&digest))
    }

    /// What a repetition must have in common.
    fn request(&self) -> String {
        let text = format!(
            "{}\n{}\n{}",
            self.capability,
            self.action,
            canonical(self.input)
        );
        hex::encode(Sha256::digest(text))
    }
}

/// What is to be done for a caller.
#[derive(Clone, Debug)]
pub enum Next {
    /// Send the action, and [`settle`] or [`give_up`].
    Send(Sending),
    /// This was the answer.
    Answered(Value),
    /// The first request is still under way.
    Running,
    /// No answer is known, and it is not sent again.
    Uncertain,
    /// The key was used for something else.
    Another,
}

/// The right to send an action.
#[derive(Clone, Debug)]
pub struct Sending {
    place: Key,
    holder: String,
}

/// Records that an action is sent, if it may be. `holder` is an identifier of this caller's own.
///
/// # Errors
/// The table can't be reached.
pub async fn begin(
    table: &Table,
    asked: &Asked<'_>,
    holder: &str,
    now: Timestamp,
) -> Result<Next, Fault> {
    let (place, request) = (asked.place(), asked.request());
    let until = now.plus_millis(KEPT);
    let claim = |change: Change| {
        change
            .set(REQUEST, s(&request))
            .set(LEASE_UNTIL, s(now.plus_millis(LEASE)))
            .set(HOLDER, s(holder))
            .set(KEPT_UNTIL, s(until))
            .expires(until.seconds())
    };
    let sending = Sending {
        place: place.clone(),
        holder: holder.to_owned(),
    };
    // The table's clean-up is late: what is past its time is as if it were not there.
    let first = Change::upsert(place.clone())
        .if_absent_or_at_most(KEPT_UNTIL, s(now))
        .remove(PACKED);
    let item = match claim(first).apply(table, DOING).await? {
        Changed::Done { .. } => return Ok(Next::Send(sending)),
        Changed::Refused(item) => item.unwrap_or_default(),
    };
    let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok());
    if text(REQUEST) != Some(&request) {
        return Ok(Next::Another);
    }
    if item.contains_key(PACKED) {
        return unpack(DOING, &item).map(Next::Answered);
    }
    let lease: Option<Timestamp> = text(LEASE_UNTIL).and_then(|at| at.parse().ok());
    if lease.is_some_and(|lease| lease > now) {
        return Ok(Next::Running);
    }
    if !asked.idempotent {
        return Ok(Next::Uncertain);
    }
    let seen = text(HOLDER).cloned().unwrap_or_default();
    let again = Change::update(place).if_is(HOLDER, s(seen));
    Ok(match claim(again).apply(table, DOING).await? {
        Changed::Done { .. } => Next::Send(sending),
        Changed::Refused(_) => Next::Running,
    })
}

/// Keeps the answer of an action. One that is too large to be kept makes a repetition uncertain.
///
/// # Errors
/// The table can't be reached: a repetition is then uncertain.
pub async fn settle(table: &Table, sending: &Sending, answer: &Value) -> Result<(), Fault> {
    let packed = pack(DOING, answer)?;
    let fits = packed.as_b().is_ok_and(|b| b.as_ref().len() <= LONGEST);
    let change = Change::update(sending.place.clone())
        .if_is(HOLDER, s(&sending.holder))
        .remove(LEASE_UNTIL);
    let change = if fits {
        change.set(PACKED, packed)
    } else {
        change
    };
    change.apply(table, DOING).await?;
    Ok(())
}

/// No answer came, but the action may have been done: a repetition is uncertain at once.
///
/// # Errors
/// The table can't be reached: a repetition is uncertain when the lease has ended.
pub async fn give_up(table: &Table, sending: &Sending) -> Result<(), Fault> {
    Change::update(sending.place.clone())
        .if_is(HOLDER, s(&sending.holder))
        .remove(LEASE_UNTIL)
        .apply(table, DOING)
        .await?;
    Ok(())
}

/// The action was not done: the same key may be used as if it had not been.
///
/// # Errors
/// The table can't be reached: a repetition is uncertain.
pub async fn forget(table: &Table, sending: &Sending) -> Result<(), Fault> {
    Change::delete(sending.place.clone())
        .if_is(HOLDER, s(&sending.holder))
        .apply(table, DOING)
        .await?;
    Ok(())
}
