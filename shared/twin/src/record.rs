//! What is stored of a key. It changes only together with its epoch, in one transaction with
//! the account's item; so a process may remember it for as long as it lives, because the gate's
//! write compares the epoch.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::account::Slot;
use super::key::ApiKeyId;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::UserId;

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scope {
    /// Read the twin.
    #[serde(rename = "twin:read")]
    TwinRead,
    /// Propose life facts and annotations.
    #[serde(rename = "twin:write")]
    TwinWrite,
}

impl Scope {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::TwinRead, Self::TwinWrite];

    /// As it is written in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TwinRead => "twin:read",
            Self::TwinWrite => "twin:write",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == text)
            .ok_or("must be twin:read or twin:write")
    }
}

/// A key's record, found by the hash of the key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyRecord {
    /// The public part of the key.
    pub id: ApiKeyId,
    /// Whose key it is.
    pub user_id: UserId,
    /// Which account of that id (see [`super::account`]).
    pub generation: u64,
    /// The key's ordinal within the account, never given again.
    pub slot: Slot,
    /// Counts this record's changes; the account's item holds the current one.
    pub epoch: u64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// Requests a month for this key alone; absent: only the account's limit holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_limit: Option<u64>,
    /// From this moment on the key is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Addresses it may be used from; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_ips: Vec<IpNet>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

impl KeyRecord {
    /// Why the key itself is refused at this moment (401), if it is.
    pub fn dead(&self, now: Timestamp) -> Option<Error> {
        if self.revoked_at.is_some() {
            Some(Error::KeyRevoked)
        } else if self.expires_at.is_some_and(|end| now >= end) {
            Some(Error::KeyExpired)
        } else {
            None
        }
    }

    /// Whether it has this scope.
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether it may be used from this address. A call whose address is not known is from
    /// nowhere on the list.
    pub fn allows(&self, from: Option<IpAddr>) -> bool {
        self.allowed_ips.is_empty()
            || from.is_some_and(|ip| {
                let ip = ip.to_canonical();
                self.allowed_ips.iter().any(|net| net.contains(&ip))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(allowed: &[&str]) -> KeyRecord {
        KeyRecord {
            id: "0badc0de".parse().unwrap(),
            user_id: "usr_01JD9ZK4T0000000000000000A".parse().unwrap(),
            generation: 1,
            slot: Slot::new(0).unwrap(),
            epoch: 1,
            name: "crm".into(),
            scopes: vec![Scope::TwinRead],
            monthly_limit: None,
            expires_at: None,
            allowed_ips: allowed.iter().map(|net| net.parse().unwrap()).collect(),
            created_at: Timestamp::from_millis(0),
            revoked_at: None,
        }
    }

    #[test]
    fn addresses() {
        let ip = |text: &str| Some(text.parse().unwrap());
        assert!(record(&[]).allows(None));
        let one = record(&["203.0.113.0/24", "2001:db8::/32"]);
        assert!(one.allows(ip("203.0.113.9")));
        assert!(one.allows(ip("::ffff:203.0.113.9")));
        assert!(one.allows(ip("2001:db8::1")));
        assert!(!one.allows(ip("203.0.114.9")));
        assert!(!one.allows(None));
    }

    #[test]
    fn a_key_ends_at_its_expiry_not_after() {
        let mut key = record(&[]);
        let end = Timestamp::from_millis(60_000);
        key.expires_at = Some(end);
        assert!(key.dead(end.plus_millis(-1)).is_none());
        assert!(matches!(key.dead(end), Some(Error::KeyExpired)));
        key.revoked_at = Some(end);
        assert!(matches!(key.dead(end), Some(Error::KeyRevoked)));
    }
}
