//! The event of a key's end. It is stored with the change that ends the key, or with the one that
//! sets an end: then it waits in the outbox for the moment of the expiry.

use common::{Fault, words};
use dynamo::{Change, Part};
use webhooks::Message;

use super::{KeyRecord, part};
use crate::events;

words!(
    /// Why a key opens nothing any more.
    #[cfg_attr(feature = "schema", schemars(rename = "KeyEnding"))]
    KeyEnding {
        /// Its owner ended it.
        Revoked = "revoked";
        /// Its time was over.
        Expired = "expired";
        /// Another key took its place.
        Replaced = "replaced";
    }
);

/// The message that a key ended, or will: for a revoked key to be sent at once, otherwise at its
/// expiry. None for a key without an end.
pub fn ended(record: &KeyRecord, ending: KeyEnding) -> Option<Message> {
    let event = events::key_ended(record, ending)?;
    let at = event.timestamp;
    let message = event.message();
    Some(match record.revoked_at {
        Some(_) => message,
        None => message.stored_as(expiry_of(record)).not_before(at),
    })
}

/// The id under which the event of a key's expiry is stored: one for each key, so that the event
/// moves with the expiry.
fn expiry_of(record: &KeyRecord) -> String {
    format!("key.expired.{}", record.id)
}

/// The parts of a change that store the event of the key's end as it then is, and take back what
/// was stored before.
pub(super) fn parts(record: &KeyRecord, ending: KeyEnding) -> Result<Vec<Part>, Fault> {
    let expiry_stands = record.revoked_at.is_none() && record.expires_at.is_some();
    let tenant = record.user_id.tenant();
    let withdrawn = (!expiry_stands).then(|| Ok(Message::withdraw(&tenant, &expiry_of(record))));
    let at = record.revoked_at.unwrap_or(record.created_at);
    let stored = ended(record, ending).map(|message| message.store(at));
    withdrawn
        .into_iter()
        .chain(stored)
        .map(|change: Result<Change, Fault>| Ok(Part::new(part::ENDING, change?)))
        .collect()
}
