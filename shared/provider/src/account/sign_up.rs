//! Signing up: Firebase first, then our own items, in one transaction with the mail.
//!
//! Nobody learns who has an account: what is found decides which mail goes out, and nothing that
//! the caller sees. A crash between Firebase and our own items is mended by the next sign-up with
//! the same password, which finds the account there and adopts it.
//!
//! Somebody may sign up with another's address. The owner who then signs up with a password of
//! their own gets Firebase's mail that sets a new one, and from then on the address is *contested*:
//! its account opens only to somebody whose address Firebase has proven, which that mail does.

use std::time::Duration;

use common::{Fault, Timestamp};
use dynamo::{Change, Part, Transaction, Tries, n, s};
use secrecy::{ExposeSecret, SecretString};
use webhooks::Message;

use super::address::{Address, Email};
use super::firebase::FirebaseError;
use super::mail::{Mail, Purpose};
use super::profile::Profile;
use super::{Accounts, Plan, Status, attributes, of_subject, parts_of_new};
use crate::id::DeveloperId;
use crate::layout::{self, SubjectHash};

/// How long Firebase may take for a sign-up, which is two calls.
const DEADLINE: Duration = Duration::from_secs(5);
/// The shortest password, in characters.
pub const SHORTEST_PASSWORD: usize = 10;
/// The longest, in characters.
pub const LONGEST_PASSWORD: usize = 256;

const DOING: &str = "signing up";

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short or too long.
    #[error("must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")]
    Length,
    /// The address itself.
    #[error("must not be the address")]
    Email,
}

/// Checks a password by our own rule, before Firebase sees it.
///
/// # Errors
/// Why it is not taken.
pub fn check_password(password: &SecretString, email: &Email) -> Result<(), WeakPassword> {
    let password = password.expose_secret();
    let length = password.chars().count();
    if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length) {
        return Err(WeakPassword::Length);
    }
    if password.eq_ignore_ascii_case(email.as_str()) {
        return Err(WeakPassword::Email);
    }
    Ok(())
}

/// Who wants an account.
#[derive(Debug)]
pub struct SignUp {
    /// The company's name.
    pub company_name: String,
    /// The address.
    pub email: Email,
    /// The password, by our own rule a good one.
    pub password: SecretString,
}

/// Why a sign-up is not done. None of it depends on whether the address has an account.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// Firebase does not take the address for one.
    #[error("the address is refused")]
    InvalidEmail,
    /// Firebase takes no more sign-ups from us for now.
    #[error("there were too many sign-ups")]
    TooMany,
    /// A fault of ours, or of Firebase's.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Whose the address is, by the password.
enum Holder {
    /// The password is that of the account with this subject.
    Caller(String),
    /// The address has another password.
    Other,
}

impl Accounts {
    /// Signs somebody up. The messages are stored and are to be sent.
    ///
    /// # Errors
    /// Firebase or the table can't be reached. What was done until then, the next sign-up with the
    /// same password goes on with.
    pub async fn sign_up(&self, sign_up: &SignUp) -> Result<Vec<Message>, SignUpError> {
        let holder = tokio::time::timeout(DEADLINE, self.holder(sign_up)).await;
        let holder = holder.map_err(|_| Fault::unavailable(DOING, "Firebase took too long"))??;
        Ok(self.record(sign_up, &holder).await?)
    }

    async fn holder(&self, sign_up: &SignUp) -> Result<Holder, SignUpError> {
        let SignUp {
            email, password, ..
        } = sign_up;
        match self.firebase.sign_up(email, password).await {
            Ok(session) => return Ok(Holder::Caller(session.subject)),
            Err(FirebaseError::Exists) => {}
            Err(FirebaseError::InvalidEmail) => return Err(SignUpError::InvalidEmail),
            Err(FirebaseError::TooMany) => return Err(SignUpError::TooMany),
            Err(FirebaseError::Fault(fault)) => return Err(fault.into()),
            Err(FirebaseError::Wrong) => {
                let problem = "Firebase refused a sign-up as a log-in";
                return Err(Fault::internal(DOING, problem).into());
            }
        }
        match self.firebase.sign_in(email, password).await {
            Ok(session) => Ok(Holder::Caller(session.subject)),
            // Too many wrong passwords for an account would say that there is one.
            Err(
                FirebaseError::Wrong
                | FirebaseError::TooMany
                | FirebaseError::Exists
                | FirebaseError::InvalidEmail,
            ) => Ok(Holder::Other),
            Err(FirebaseError::Fault(fault)) => Err(fault.into()),
        }
    }

    /// Stores what follows from it.
    async fn record(&self, sign_up: &SignUp, holder: &Holder) -> Result<Vec<Message>, Fault> {
        let hash = self.hasher.mail(&sign_up.email).await?;
        let mut tries = Tries::new(10);
        while tries.next().await {
            let now = self.clock.now();
            let mut address = Address::read(&self.table, &hash).await?;
            let may_mail = address.take_mail(now);
            let (mail, parts) = match holder {
                Holder::Caller(subject) => {
                    let subject = SubjectHash::of(&self.issuer, subject);
                    let of = (&subject, may_mail, now);
                    self.own(sign_up, of, &mut address).await?
                }
                Holder::Other => self.contest(sign_up, &mut address).await?,
            };
            let mail = mail.filter(|_| may_mail);
            let about = address
                .developer
                .map_or_else(|| format!("adr#{hash}"), |developer| developer.to_string());
            let message = mail.map(|mail| mail.message(about, now));
            let stored = message.iter().map(|message| message.store(now));
            let stored = stored.collect::<Result<Vec<_>, _>>()?;
            let mut transaction = Transaction::new(DOING)
                .with("address", address.replace(&hash, now)?)
                .and(parts);
            for change in stored {
                transaction = transaction.with("mail", change);
            }
            if transaction.commit(&self.table).await?.is_done() {
                return Ok(message.into_iter().collect());
            }
        }
        Err(Fault::unavailable(DOING, "other changes came first"))
    }

    /// The password is the account's: it is made, or adopted, or has been verified already.
    async fn own(
        &self,
        sign_up: &SignUp,
        (subject, may_mail, now): (&SubjectHash, bool, Timestamp),
        address: &mut Address,
    ) -> Result<(Option<Mail>, Vec<Part>), Fault> {
        let found = of_subject(&self.table, subject).await?;
        let Some(developer) = found else {
            let developer = DeveloperId::new(now);
            let (name, email) = (sign_up.company_name.clone(), sign_up.email.clone());
            let mut profile = Profile::new(developer, name, email, now);
            let mail = may_mail.then(|| confirm(&mut profile, now));
            let made = parts_of_new(subject, &profile, Status::Pending, Plan::Free)?;
            address.developer = Some(developer);
            let contested = address.contested;
            let parts = made.into_iter().map(|(name, change)| {
                let own = name == "account" && contested;
                let change = if own { contest(change) } else { change };
                Part::new(name, change)
            });
            return Ok((mail, parts.collect()));
        };
        address.developer = Some(developer);
        let (status, profile) = self.standing(developer).await?;
        let (Status::Pending, Some(mut profile)) = (status, profile) else {
            return Ok((Some(Mail::SignUpNotice { developer }), Vec::new()));
        };
        // What is there may be a squatter's: of it nothing stays but the account itself.
        profile.company_name.clone_from(&sign_up.company_name);
        profile.contact_email = None;
        profile.asked_contact = None;
        let mail = may_mail.then(|| confirm(&mut profile, now));
        Ok((mail, vec![Part::new("profile", profile.replace()?)]))
    }

    /// The password is not the account's: who owns the address decides, by Firebase's own mail.
    async fn contest(
        &self,
        sign_up: &SignUp,
        address: &mut Address,
    ) -> Result<(Option<Mail>, Vec<Part>), Fault> {
        let email = sign_up.email.clone();
        let Some(developer) = address.developer else {
            address.contested = true;
            return Ok((Some(Mail::PasswordReset { email }), Vec::new()));
        };
        let (status, _) = self.standing(developer).await?;
        if status != Status::Pending {
            return Ok((Some(Mail::SignUpNotice { developer }), Vec::new()));
        }
        let change = Change::update(layout::developer(developer))
            .if_is(attributes::STATUS, s(Status::Pending));
        let part = Part::new("account", contest(change));
        Ok((Some(Mail::PasswordReset { email }), vec![part]))
    }
}

fn contest(account: Change) -> Change {
    account.set(attributes::CONTESTED, n(1_u32))
}

fn confirm(profile: &mut Profile, now: Timestamp) -> Mail {
    let purpose = Purpose::Account;
    Mail::Confirm {
        developer: profile.id,
        purpose,
        attempt: profile.attempt(purpose, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_the_address() {
        let email: Email = "someone@example.com".parse().unwrap();
        let check = |password: &str| check_password(&password.to_owned().into(), &email);
        assert_eq!(check("123456789"), Err(WeakPassword::Length));
        assert_eq!(check(&"x".repeat(257)), Err(WeakPassword::Length));
        assert_eq!(check("Someone@Example.com"), Err(WeakPassword::Email));
        // Characters, not bytes.
        assert_eq!(check(&"é".repeat(256)), Ok(()));
        assert_eq!(check("correct horse"), Ok(()));
    }
}
