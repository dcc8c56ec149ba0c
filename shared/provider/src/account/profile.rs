//! What concerns the owner of an account, and is read by nobody else.

use common::{Fault, Timestamp};
use dynamo::{Change, Table, n};
use serde::{Deserialize, Serialize};

use super::address::Email;
use super::mail::{LIFETIME, Purpose};
use crate::id::DeveloperId;
use crate::layout;

/// Tokens that are live at a time: one attempt alone would let a stranger end the owner's.
const LIVE: usize = 3;

/// What concerns the owner of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Profile {
    /// The account's identifier.
    pub id: DeveloperId,
    /// The company's name.
    pub company_name: String,
    /// The address that signs in.
    pub email: Email,
    /// Where mails go instead, once that address is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<Email>,
    /// A contact address that is to be confirmed, or was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_contact: Option<AskedContact>,
    /// Which mails are sent.
    #[serde(default)]
    pub notifications: Notifications,
    /// When it was made.
    pub created_at: Timestamp,
    /// Attempts to confirm the address that signs in.
    #[serde(default)]
    attempts: Vec<Attempt>,
    /// The number of the last attempt of any kind.
    #[serde(default)]
    last_attempt: u32,
    /// Counts its changes: a change holds only for what was read.
    #[serde(default)]
    revision: u64,
}

/// A contact address that its owner is asked to confirm.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskedContact {
    /// The address.
    pub email: Email,
    attempts: Vec<Attempt>,
}

/// An attempt to confirm an address: what a token is made of.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Attempt {
    number: u32,
    /// When its token ends, in seconds since 1970.
    end: i64,
}

/// Which mails an account gets. The mails that it can't be used without are sent all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notifications {
    /// What came of a review.
    pub review: bool,
    /// Quality alerts.
    pub alerts: bool,
    /// Changes of what opens the account, or of where its mails go.
    pub security: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self {
            review: true,
            alerts: true,
            security: true,
        }
    }
}

impl Profile {
    /// The profile of a new account.
    pub fn new(id: DeveloperId, company_name: String, email: Email, now: Timestamp) -> Self {
        Self {
            id,
            company_name,
            email,
            contact_email: None,
            asked_contact: None,
            notifications: Notifications::default(),
            created_at: now,
            attempts: Vec::new(),
            last_attempt: 0,
            revision: 1,
        }
    }

    /// The contact address that is still to be confirmed.
    pub fn pending_contact(&self) -> Option<&Email> {
        let asked = self.asked_contact.as_ref().map(|asked| &asked.email);
        asked.filter(|email| self.contact_email.as_ref() != Some(email))
    }

    /// Begins an attempt to confirm an address; the oldest of four ends.
    pub(super) fn attempt(&mut self, purpose: Purpose, now: Timestamp) -> u32 {
        self.last_attempt += 1;
        let number = self.last_attempt;
        let attempts = match (purpose, &mut self.asked_contact) {
            (Purpose::Account, _) => &mut self.attempts,
            (Purpose::Contact, Some(asked)) => &mut asked.attempts,
            (Purpose::Contact, None) => return number,
        };
        let now = now.seconds();
        attempts.retain(|attempt| now < attempt.end);
        attempts.push(Attempt {
            number,
            end: now + LIFETIME,
        });
        let surplus = attempts.len().saturating_sub(LIVE);
        attempts.drain(..surplus);
        number
    }

    /// Asks for a contact address to be confirmed.
    pub(super) fn ask_contact(&mut self, email: Email) {
        if self
            .asked_contact
            .as_ref()
            .is_none_or(|asked| asked.email != email)
        {
            self.asked_contact = Some(AskedContact {
                email,
                attempts: Vec::new(),
            });
        }
    }

    /// The address that an attempt is to confirm, and when its token ends; nothing where it has
    /// ended.
    pub(super) fn to_confirm(
        &self,
        purpose: Purpose,
        number: u32,
        now: Timestamp,
    ) -> Option<(&Email, i64)> {
        let (email, attempts) = match purpose {
            Purpose::Account => (&self.email, &self.attempts),
            Purpose::Contact => {
                let asked = self.asked_contact.as_ref()?;
                (&asked.email, &asked.attempts)
            }
        };
        let attempt = attempts.iter().find(|attempt| attempt.number == number)?;
        (now.seconds() < attempt.end).then_some((email, attempt.end))
    }

    /// Reads the profile of an account.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn read(table: &Table, id: DeveloperId) -> Result<Option<Self>, Fault> {
        table.get(layout::profile(id)).await
    }

    /// The change that stores it in place of what was read.
    pub(super) fn replace(mut self) -> Result<Change, Fault> {
        let read = self.revision;
        self.revision += 1;
        let put = Change::put(layout::profile(self.id), &self)?;
        Ok(put.if_is("revision", n(read)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_attempts_are_live_at_a_time() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let email: Email = "a@example.com".parse().unwrap();
        let id = DeveloperId::new(now);
        let mut profile = Profile::new(id, "Weather Ltd".into(), email, now);
        for _ in 0..4 {
            profile.attempt(Purpose::Account, now);
        }
        let live = |profile: &Profile, now| {
            let live = (0..9).filter(|n| profile.to_confirm(Purpose::Account, *n, now).is_some());
            live.collect::<Vec<_>>()
        };
        assert_eq!(live(&profile, now), [2, 3, 4]);
        let later = now.plus_millis((LIFETIME - 1) * 1_000);
        profile.attempt(Purpose::Account, later);
        assert_eq!(live(&profile, later), [3, 4, 5]);
        assert_eq!(live(&profile, later.plus_millis(1_000)), [5]);
        // Those of a contact address are its own.
        profile.ask_contact("b@example.com".parse().unwrap());
        let number = profile.attempt(Purpose::Contact, later);
        assert_eq!(number, 6);
        assert!(profile.to_confirm(Purpose::Account, 6, later).is_none());
        profile.ask_contact("c@example.com".parse().unwrap());
        assert!(profile.to_confirm(Purpose::Contact, 6, later).is_none());
    }
}
