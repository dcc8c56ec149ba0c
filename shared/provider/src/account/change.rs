//! Changes of an account by its owner: what a mail's token confirms, and what the profile says.

use common::Fault;
use dynamo::{Change, Changed, Transaction, Tries, s};
use webhooks::Message;

use super::address::{Address, Email};
use super::mail::{Mail, Purpose, Tokens};
use super::profile::{Notifications, Profile};
use super::{Accounts, Status, attributes, state_of};
use crate::id::DeveloperId;
use crate::layout;

/// What a token has confirmed.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// Whose account.
    pub developer: DeveloperId,
    /// The address.
    pub email: Email,
    /// The account's status.
    pub status: Status,
    /// Whether the account opens only once a new password is set, by the mail of Firebase's.
    pub needs_new_password: bool,
    /// Messages that are stored and are to be sent.
    pub messages: Vec<Message>,
}

/// Why a token confirms nothing.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// It is none of ours.
    #[error("the token is not valid")]
    Invalid,
    /// It has ended, or three newer ones were sent.
    #[error("the token has ended")]
    Expired,
    /// A fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What of a profile is to be different.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// The company's name.
    pub company_name: Option<String>,
    /// Where mails go; `Some(None)` takes it away.
    pub contact_email: Option<Option<Email>>,
    /// Which mails are sent, one by one.
    pub review: Option<bool>,
    /// As `review`, of alerts.
    pub alerts: Option<bool>,
    /// As `review`, of security.
    pub security: Option<bool>,
}

impl Accounts {
    /// Confirms an address by the token of a mail. The same token confirms it again until it ends.
    ///
    /// # Errors
    /// The token is not valid, or has ended.
    pub async fn confirm(&self, tokens: &Tokens, token: &str) -> Result<Confirmed, ConfirmError> {
        let claims = tokens.read_token(token).await?;
        let claims = claims.ok_or(ConfirmError::Invalid)?;
        let now = self.clock.now();
        if claims.end <= now.seconds() {
            return Err(ConfirmError::Expired);
        }
        let mut tries = Tries::new(6);
        while tries.next().await {
            let profile = Profile::read(&self.table, claims.developer).await?;
            let profile = profile.ok_or(ConfirmError::Invalid)?;
            let confirmed = profile.to_confirm(claims.purpose, claims.attempt, now);
            let (email, _) = confirmed.ok_or(ConfirmError::Expired)?;
            let email = email.clone();
            let messages = match claims.purpose {
                Purpose::Account => Some(Vec::new()),
                Purpose::Contact => self.confirm_contact(profile, &email).await?,
            };
            // Another change came first.
            let Some(messages) = messages else { continue };
            let (status, contested) = self.verify(claims.developer, claims.purpose).await?;
            return Ok(Confirmed {
                developer: claims.developer,
                email,
                status,
                needs_new_password: contested && claims.purpose == Purpose::Account,
                messages,
            });
        }
        Err(Fault::unavailable("confirming an address", "other changes came first").into())
    }

    /// The account's status afterwards, and whether its address is contested. A suspended account
    /// stays so.
    async fn verify(
        &self,
        developer: DeveloperId,
        purpose: Purpose,
    ) -> Result<(Status, bool), ConfirmError> {
        let place = layout::developer(developer);
        let item = match purpose {
            Purpose::Contact => self.table.get_item(place).await?,
            Purpose::Account => {
                let change = Change::update(place)
                    .if_one_of(
                        attributes::STATUS,
                        [s(Status::Pending), s(Status::Verified)],
                    )
                    .set(attributes::STATUS, s(Status::Verified));
                match change.apply(&self.table, "verifying an account").await? {
                    Changed::Done { after } => Some(after),
                    Changed::Refused(item) => item,
                }
            }
        };
        let item = item.ok_or(ConfirmError::Invalid)?;
        Ok(state_of(&item))
    }

    async fn confirm_contact(
        &self,
        mut profile: Profile,
        email: &Email,
    ) -> Result<Option<Vec<Message>>, Fault> {
        if profile.contact_email.as_ref() == Some(email) {
            return Ok(Some(Vec::new()));
        }
        let (developer, now) = (profile.id, self.clock.now());
        profile.contact_email = Some(email.clone());
        let message = Mail::ContactChanged { developer }.message(developer, now);
        let committed = Transaction::new("confirming a contact address")
            .with("profile", profile.replace()?)
            .with("mail", message.store(now)?)
            .commit(&self.table)
            .await?;
        Ok(committed.is_done().then(|| vec![message]))
    }

    /// Changes a profile. A contact address is asked first, by a mail; the messages are stored and
    /// are to be sent. Nothing where there is no such account.
    ///
    /// # Errors
    /// The table can't be reached, or other changes came first each time.
    pub async fn change(
        &self,
        developer: DeveloperId,
        change: &ProfileChange,
    ) -> Result<Option<(Profile, Vec<Message>)>, Fault> {
        let doing = "changing a profile";
        let mut tries = Tries::new(6);
        while tries.next().await {
            let now = self.clock.now();
            let Some(mut profile) = Profile::read(&self.table, developer).await? else {
                return Ok(None);
            };
            let Notifications {
                review,
                alerts,
                security,
            } = profile.notifications;
            profile.notifications = Notifications {
                review: change.review.unwrap_or(review),
                alerts: change.alerts.unwrap_or(alerts),
                security: change.security.unwrap_or(security),
            };
            if let Some(name) = &change.company_name {
                profile.company_name.clone_from(name);
            }
            let mut transaction = Transaction::new(doing);
            let mut messages = Vec::new();
            match &change.contact_email {
                None => {}
                // Where mails went without it.
                Some(None) => {
                    profile.contact_email = None;
                    profile.asked_contact = None;
                }
                Some(Some(email)) if *email == profile.email => {
                    profile.contact_email = None;
                    profile.asked_contact = None;
                }
                Some(Some(email)) if profile.contact_email.as_ref() == Some(email) => {}
                Some(Some(email)) => {
                    profile.ask_contact(email.clone());
                    let hash = self.hasher.mail(email).await?;
                    let mut address = Address::read(&self.table, &hash).await?;
                    // Nobody learns how many mails an address has had.
                    if address.take_mail(now) {
                        let purpose = Purpose::Contact;
                        let mail = Mail::Confirm {
                            developer,
                            purpose,
                            attempt: profile.attempt(purpose, now),
                        };
                        let message = mail.message(developer, now);
                        transaction = transaction
                            .with("address", address.replace(&hash, now)?)
                            .with("mail", message.store(now)?);
                        messages.push(message);
                    }
                }
            }
            let shown = profile.clone();
            let transaction = transaction.with("profile", profile.replace()?);
            if transaction.commit(&self.table).await?.is_done() {
                return Ok(Some((shown, messages)));
            }
        }
        Err(Fault::unavailable(doing, "other changes came first"))
    }
}
