//! Mails to developers: what is queued of one, the token that some have, and their text.
//!
//! A queued mail says what to write and to whom, and never holds a token. The worker that sends the
//! mail computes the token (an HMAC of the account, the attempt and its end), and the endpoint that
//! takes it computes it again: no item, message or dead letter holds one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::config::Environment;
use common::{Clock, Fault, Tenant, Timestamp};
use dynamo::Table;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use secrets::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;
use webhooks::{Message, Queue};

use super::address::Email;
use super::firebase::{Firebase, FirebaseError};
use super::profile::Profile;
use super::secret_key;
use crate::id::{DeveloperId, MailId};
use crate::layout;

/// The queue of mails.
pub const QUEUE: Queue = Queue {
    name: "mails",
    code: 'm',
    variable: "MAILS_URL",
};

/// How long a token may be used, in seconds.
pub const LIFETIME: i64 = 86_400;
/// The longest token that is looked at, in bytes.
pub const LONGEST_TOKEN: usize = 256;

/// What a token proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// That the address that signs in is its owner's.
    Account,
    /// That the contact address is.
    Contact,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
        }
    }
}

/// A mail, as it is queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Mail {
    /// With a token.
    Confirm {
        /// Whose account.
        developer: DeveloperId,
        /// What is confirmed.
        purpose: Purpose,
        /// Which attempt's token.
        attempt: u32,
    },
    /// Firebase's own mail that sets a new password.
    PasswordReset {
        /// The address.
        email: Email,
    },
    /// Somebody tried to sign up with the address of a verified account.
    SignUpNotice {
        /// Whose account.
        developer: DeveloperId,
    },
    /// The account's contact address has changed.
    ContactChanged {
        /// Whose account.
        developer: DeveloperId,
    },
}

impl Mail {
    /// As a message of the outbox. `about` is the account, or the hash of an address without one.
    pub(super) fn message(&self, about: impl std::fmt::Display, now: Timestamp) -> Message {
        let id = MailId::new(now).to_string();
        Message::new(QUEUE, Tenant::new(about), id, &json!(self))
    }
}

/// Where the token of a mail leads to.
#[derive(Clone, Debug, Default)]
pub struct Link(Option<String>);

impl Link {
    /// The page that the environment names (`MAIL_LINK`); none: the mail says how to send the token.
    pub fn read(environment: &Environment) -> Self {
        Self(environment.optional("MAIL_LINK"))
    }

    fn of(&self, token: &str) -> String {
        match &self.0 {
            Some(page) => {
                let separator = if page.contains('?') { '&' } else { '?' };
                format!("Open this link within 24 hours:\n\n{page}{separator}token={token}\n")
            }
            None => format!(
                "Send this token within 24 hours, as {{\"token\": \"…\"}}, to \
                 POST /v1/providers/account/verify:\n\n{token}\n"
            ),
        }
    }
}

/// A mail as it is sent. Its text may hold a token.
#[derive(Debug)]
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// About what.
    pub subject: &'static str,
    /// The text.
    pub text: SecretString,
}

/// Writes queued mails.
#[derive(Debug)]
pub struct Mailroom {
    table: Table,
    clock: Clock,
    firebase: Firebase,
    tokens: Tokens,
    link: Link,
}

impl Mailroom {
    /// A mailroom over a table.
    pub fn new(table: Table, clock: Clock, firebase: Firebase, tokens: Tokens, link: Link) -> Self {
        Self {
            table,
            clock,
            firebase,
            tokens,
            link,
        }
    }

    /// Writes a mail. Nothing where there is none to send: its token has ended, its account is
    /// gone, or Firebase has sent its own.
    ///
    /// # Errors
    /// The table, the key or Firebase can't be reached.
    pub async fn write(&self, mail: &Mail) -> Result<Option<Letter>, Fault> {
        let profile = async |developer: &DeveloperId| -> Result<Option<Profile>, Fault> {
            self.table.get(layout::profile(*developer)).await
        };
        let letter = |to: Email, subject, text: String| Letter {
            to,
            subject,
            text: text.into(),
        };
        match mail {
            Mail::Confirm {
                developer,
                purpose,
                attempt,
            } => {
                let Some(profile) = profile(developer).await? else {
                    return Ok(None);
                };
                let Some((to, end)) = profile.to_confirm(*purpose, *attempt, self.clock.now())
                else {
                    return Ok(None);
                };
                let claims = Claims {
                    purpose: *purpose,
                    developer: *developer,
                    attempt: *attempt,
                    end,
                };
                let token = self.tokens.write(&claims).await?;
                let link = self.link.of(token.expose_secret());
                Ok(Some(match purpose {
                    Purpose::Account => letter(
                        to.clone(),
                        "Confirm your address",
                        format!("{ACCOUNT_BEGINS}{link}{ACCOUNT_ENDS}"),
                    ),
                    Purpose::Contact => letter(
                        to.clone(),
                        "Confirm your contact address",
                        format!("{CONTACT_BEGINS}{link}{CONTACT_ENDS}"),
                    ),
                }))
            }
            Mail::PasswordReset { email } => match self.firebase.send_password_reset(email).await {
                Ok(()) | Err(FirebaseError::Wrong | FirebaseError::InvalidEmail) => Ok(None),
                Err(FirebaseError::Fault(fault)) => Err(fault),
                Err(other) => Err(Fault::unavailable(
                    "sending Firebase's mail",
                    other.to_string(),
                )),
            },
            Mail::SignUpNotice { developer } => {
                let profile = profile(developer).await?;
                let write = |profile: Profile| {
                    letter(profile.email, "You have an account already", NOTICE.into())
                };
                Ok(profile.map(write))
            }
            Mail::ContactChanged { developer } => {
                let profile = profile(developer).await?;
                let profile = profile.filter(|profile| profile.notifications.security);
                let write = |profile: Profile| {
                    let subject = "Your contact address has changed";
                    letter(profile.email, subject, CONTACT_CHANGED.into())
                };
                Ok(profile.map(write))
            }
        }
    }
}

// No text of anybody's is in a mail: whoever signs up with another's address would be its author.
const ACCOUNT_BEGINS: &str = "\
Somebody signed up for a developer account of the provider platform with this address.

If it was you, confirm that the address is yours. ";
const ACCOUNT_ENDS: &str = "
If it was not you, do not use it and delete this mail: who signed up chose the password.
";
const CONTACT_BEGINS: &str = "\
The owner of a developer account of the provider platform wants to get their mails at this address.

If that is you, confirm it. ";
const CONTACT_ENDS: &str = "
If it is not you, delete this mail: nothing more will come.
";
const NOTICE: &str = "\
Somebody tried to sign up for a developer account of the provider platform with this address, which
has a verified account already. Nothing has changed.

If it was you, log in with your password, or set a new one.
If it was not you, there is nothing to do: nobody has learned that the account exists.
";
const CONTACT_CHANGED: &str = "\
The contact address of your developer account of the provider platform has changed: its new owner
confirmed it a moment ago.

If you did not ask for this, set a new password and change the contact address back.
";

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// What it proves.
    pub purpose: Purpose,
    /// Whose account.
    pub developer: DeveloperId,
    /// Which attempt: three of them are live at a time.
    pub attempt: u32,
    /// When it ends, in seconds since 1970.
    pub end: i64,
}

impl Claims {
    fn text(&self) -> String {
        let Self {
            purpose,
            developer,
            attempt,
            end,
        } = self;
        format!("{}.{developer}.{attempt}.{end}", purpose.word())
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let purpose = match parts.next()? {
            "account" => Purpose::Account,
            "contact" => Purpose::Contact,
            _ => return None,
        };
        let claims = Self {
            purpose,
            developer: parts.next()?.parse().ok()?,
            attempt: parts.next()?.parse().ok()?,
            end: parts.next()?.parse().ok()?,
        };
        // One text for one token.
        (claims.text() == text).then_some(claims)
    }
}

/// Makes tokens of mails, and recognises them.
#[derive(Debug)]
pub struct Tokens(Secret<Key>);

struct Key(Vec<u8>);

impl Tokens {
    /// The environment variable that names the secret with the key.
    pub const VARIABLE: &'static str = "MAIL_KEY_ARN";

    /// With the key that the environment names.
    pub fn read(environment: &Environment, table: &Table, clock: Clock) -> Self {
        Self(Secret::read(environment, Self::VARIABLE, table, clock))
    }

    /// A token that says this.
    pub(super) async fn write(&self, claims: &Claims) -> Result<SecretString, Fault> {
        let text = claims.text();
        let mac = self.mac(&text).await?.finalize().into_bytes();
        let [text, mac] = [text.as_bytes(), &mac].map(|part| URL_SAFE_NO_PAD.encode(part));
        Ok(format!("{text}.{mac}").into())
    }

    /// What a token says; nothing where it is none of ours.
    ///
    /// # Errors
    /// The key can't be had.
    pub async fn read_token(&self, token: &str) -> Result<Option<Claims>, Fault> {
        let decoded = || {
            let (text, mac) = token.split_once('.')?;
            let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
            Some((
                Claims::parse(&text)?,
                text,
                URL_SAFE_NO_PAD.decode(mac).ok()?,
            ))
        };
        let Some((claims, text, mac)) = (token.len() <= LONGEST_TOKEN).then(decoded).flatten()
        else {
            return Ok(None);
        };
        let is_ours = self.mac(&text).await?.verify_slice(&mac).is_ok();
        Ok(is_ours.then_some(claims))
    }

    async fn mac(&self, text: &str) -> Result<Hmac<Sha256>, Fault> {
        let doing = "reading the key of mails' tokens";
        let parse = |text: &str| secret_key(text).map(Key);
        let key = self.0.get(24 * 3_600_000, doing, parse).await?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&key.0).map_err(|e| Fault::internal(doing, e))?;
        mac.update(b"mail token.");
        mac.update(text.as_bytes());
        Ok(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_one_text() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let claims = Claims {
            purpose: Purpose::Account,
            developer: DeveloperId::new(now),
            attempt: 3,
            end: now.seconds() + LIFETIME,
        };
        let text = claims.text();
        assert_eq!(Claims::parse(&text), Some(claims));
        for other in [
            text.replace("account", "contact"),
            text.replace(".3.", ".03."),
            text.replace(".3.", ".+3."),
            format!("{text}."),
            format!("{text}.1"),
            text.to_lowercase(),
        ] {
            let parsed = Claims::parse(&other);
            assert!(
                parsed.is_none_or(|claims| claims.text() == other),
                "{other}"
            );
        }
    }

    /// A message says what to write, and holds nothing that opens anything.
    #[test]
    fn a_queued_mail_reads_back() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let developer = DeveloperId::new(now);
        for mail in [
            Mail::Confirm {
                developer,
                purpose: Purpose::Contact,
                attempt: 2,
            },
            Mail::PasswordReset {
                email: "a@example.com".parse().unwrap(),
            },
            Mail::SignUpNotice { developer },
        ] {
            let message = mail.message(developer, now);
            assert_eq!(serde_json::from_str::<Mail>(&message.body).unwrap(), mail);
        }
    }
}
