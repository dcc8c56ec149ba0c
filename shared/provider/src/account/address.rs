//! Addresses of mail: what one looks like, and what is remembered of each.
//!
//! What the table holds of an address stands under a keyed hash, so that nobody who reads a key of
//! the table learns whose it is.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use common::config::Environment;
use common::{Clock, Fault, Timestamp};
use dynamo::{Change, Table, n};
use hmac::{Hmac, KeyInit, Mac};
use secrets::Secret;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::secret_key;
use crate::id::DeveloperId;
use crate::layout;

/// The longest address (RFC 5321, section 4.5.3.1.3, without the brackets), in bytes.
pub const LONGEST: usize = 254;
/// Mails to one address in an hour and in a day, whoever asks for them.
const AN_HOUR: usize = 3;
const A_DAY: usize = 10;
/// How long an address without an account is remembered, in seconds.
const KEPT: i64 = 30 * 86_400;

/// An address of mail, in small letters: Firebase compares them so, too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// What was given is no address of mail.
#[derive(Debug, thiserror::Error)]
#[error("must be an address of mail such as you@example.com, of at most {LONGEST} characters")]
pub struct NotAnEmail;

impl Email {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let is_atom = |atom: &str| {
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
            !atom.is_empty() && atom.bytes().all(allowed)
        };
        let is_label = |label: &str| {
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(allowed)
        };
        let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
        let is_email = text.len() <= LONGEST
            && local.len() <= 64
            && local.split('.').all(is_atom)
            && domain.split('.').all(is_label)
            && top.bytes().any(|b| b.is_ascii_alphabetic());
        is_email
            .then(|| Self(text.to_ascii_lowercase()))
            .ok_or(NotAnEmail)
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A log has no address of anybody.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email")
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Email {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "email",
            "maxLength": LONGEST,
            "description": "An address of mail.",
        })
    }
}

/// Hashes addresses under a key that is made with the stack and never changes.
#[derive(Debug)]
pub struct AddressHasher(Secret<Key>);

struct Key(Vec<u8>);

impl AddressHasher {
    /// The environment variable that names the secret with the key.
    pub const VARIABLE: &'static str = "ADDRESS_KEY_ARN";

    /// With the key that the environment names.
    pub fn read(environment: &Environment, table: &Table, clock: Clock) -> Self {
        Self(Secret::read(environment, Self::VARIABLE, table, clock))
    }

    /// An address of mail, as the table knows it.
    ///
    /// # Errors
    /// The key can't be had.
    pub async fn mail(&self, email: &Email) -> Result<String, Fault> {
        self.hash(b"mail", email.as_str().as_bytes()).await
    }

    /// An address of a network, as the table knows it. The last 64 bits of an IPv6 address are the
    /// host's own choice, and are left out. Callers without an address are one.
    ///
    /// # Errors
    /// The key can't be had.
    pub async fn network(&self, from: Option<IpAddr>) -> Result<String, Fault> {
        self.hash(b"network", &network(from)).await
    }

    async fn hash(&self, kind: &[u8], text: &[u8]) -> Result<String, Fault> {
        let doing = "reading the key of addresses";
        let parse = |text: &str| secret_key(text).map(Key);
        let key = self.0.get(24 * 3_600_000, doing, parse).await?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&key.0).map_err(|e| Fault::internal(doing, e))?;
        mac.update(kind);
        mac.update(&[0]);
        mac.update(text);
        let hash = mac.finalize().into_bytes();
        Ok(hex::encode(hash.get(..16).unwrap_or(&hash)))
    }
}

fn network(from: Option<IpAddr>) -> Vec<u8> {
    match from.map(|from| from.to_canonical()) {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => {
            let prefix = address.to_bits() & !u128::from(u64::MAX);
            Ipv6Addr::from_bits(prefix).octets().to_vec()
        }
    }
}

/// What is remembered of an address of mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Address {
    /// Its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer: Option<DeveloperId>,
    /// Somebody tried to sign up with it by another password than the one that it has: what that
    /// password opens may be a squatter's.
    #[serde(default)]
    pub contested: bool,
    /// When mails went to it, in seconds since 1970; of the last day.
    #[serde(default)]
    mails: Vec<i64>,
    revision: u64,
}

impl Address {
    pub async fn read(table: &Table, hash: &str) -> Result<Self, Fault> {
        let read: Option<Self> = table.get(layout::address(hash)).await?;
        Ok(read.unwrap_or_default())
    }

    /// Counts a mail to it; false where it has had as many as it may.
    pub fn take_mail(&mut self, now: Timestamp) -> bool {
        let now = now.seconds();
        self.mails.retain(|at| now - at < 86_400);
        let hour = self.mails.iter().filter(|at| now - **at < 3_600).count();
        let may = hour < AN_HOUR && self.mails.len() < A_DAY;
        if may {
            self.mails.push(now);
        }
        may
    }

    /// The change that stores it in place of what was read.
    pub fn replace(mut self, hash: &str, now: Timestamp) -> Result<Change, Fault> {
        let read = self.revision;
        self.revision += 1;
        let place = layout::address(hash);
        let put = Change::put(place, &self)?;
        let put = match read {
            0 => put.if_absent(dynamo::PK),
            read => put.if_is("revision", n(read)),
        };
        Ok(match self.developer {
            Some(_) => put,
            None => put.expires(now.seconds() + KEPT),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_or_not() {
        for good in [
            "You@Example.com",
            "a.b+c@sub.example.co",
            "o'neill@xn--80ak6aa92e.com",
        ] {
            let email: Email = good.parse().unwrap();
            assert_eq!(email.as_str(), good.to_lowercase());
        }
        let long = format!("a@{}.com", "a.".repeat(130));
        for bad in [
            "",
            "@example.com",
            "a@",
            "a@example",
            "a b@example.com",
            "a@b@example.com",
            ".a@example.com",
            "a..b@example.com",
            "a@example..com",
            "a@-example.com",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "\"a\"@example.com",
            "a@exämple.com",
            "a\r\nBcc:b@example.com",
            &long,
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_network_is_an_ipv4_address_or_64_bits() {
        let of = |text: &str| network(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1:2:3"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("203.0.113.7"), of("203.0.113.8"));
        assert_eq!(of("203.0.113.7"), of("::ffff:203.0.113.7"));
        assert!(network(None).is_empty());
    }

    #[test]
    fn mails_to_an_address_are_three_an_hour_and_ten_a_day() {
        let mut address = Address::default();
        let at = |minutes: i64| Timestamp::from_millis(1_800_000_000_000 + minutes * 60_000);
        let mut sent = Vec::new();
        for minute in 0..=24 * 60 {
            if address.take_mail(at(minute)) {
                sent.push(minute);
            }
        }
        assert_eq!(sent, [0, 1, 2, 60, 61, 62, 120, 121, 122, 180, 1440]);
    }
}
