//! The stored record of a key. It changes only together with its revision, in one transaction
//! with the account's item; so a process may cache it for as long as it runs, because the gate's
//! write compares the revision.

use std::net::IpAddr;

use common::{Tenant, Timestamp, words};
use dynamo::{Change, Key};
use ipnet::IpNet;
use metering::{Credential, Ended, KeyIndex};
use serde::{Deserialize, Serialize};

use super::{ApiKeyId, ENDED_KEPT_SECONDS, HashedKey};
use crate::id::UserId;
use crate::layout;

words!(
    /// What a key may do.
    stored Scope {
        /// Read the twin.
        TwinRead = "twin:read";
        /// Propose life facts and annotations.
        TwinWrite = "twin:write";
    } or "must be twin:read or twin:write"
);

/// A key's record, found by the hash of the key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyRecord {
    /// The public part of the key.
    pub id: ApiKeyId,
    /// The account.
    pub user_id: UserId,
    /// Which account of that id (see [`metering::Ledger::generation`]).
    pub generation: u64,
    /// The key's index within the account, never used again.
    #[serde(rename = "slot")]
    pub index: KeyIndex,
    /// Counts this record's changes; the account's item holds the current one.
    #[serde(rename = "epoch")]
    pub revision: u64,
    /// The first of the keys that took over from one another up to this one, where it is not the
    /// first itself: they all are one integration's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<ApiKeyId>,
    /// Its name, given by its owner.
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

/// The attribute of [`KeyRecord::revision`].
pub(super) const REVISION: &str = "epoch";

impl KeyRecord {
    /// Why the key itself is refused at this moment, if it is.
    pub fn ended(&self, now: Timestamp) -> Option<Ended> {
        if self.revoked_at.is_some() {
            Some(Ended::Revoked)
        } else if self.expires_at.is_some_and(|end| now >= end) {
            Some(Ended::Expired)
        } else {
            None
        }
    }

    /// The first of the keys that took over from one another up to this one.
    pub fn first_id(&self) -> ApiKeyId {
        self.first.unwrap_or(self.id)
    }

    /// When it ends, or did.
    pub(super) fn end(&self) -> Option<Timestamp> {
        self.revoked_at.or(self.expires_at)
    }

    /// A change of an item of this key: the item ends 400 days after the key, if that has an end.
    pub(super) fn expiring(&self, change: Change) -> Change {
        match self.end() {
            Some(end) => change.expires(end.seconds() + ENDED_KEPT_SECONDS),
            None => change,
        }
    }

    /// Whether it has this scope.
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether it may be used from this address. An unknown address is on no list.
    pub fn allows(&self, from: Option<IpAddr>) -> bool {
        self.allowed_ips.is_empty()
            || from.is_some_and(|ip| {
                let ip = ip.to_canonical();
                self.allowed_ips.iter().any(|net| net.contains(&ip))
            })
    }
}

impl Credential for KeyRecord {
    type Hash = HashedKey;
    type Scope = Scope;

    fn place(hash: HashedKey) -> Key {
        layout::record(hash)
    }

    fn tenant(&self) -> Tenant {
        self.user_id.tenant()
    }

    fn generation(&self) -> u64 {
        self.generation
    }

    fn index(&self) -> KeyIndex {
        self.index
    }

    fn revision(&self) -> u64 {
        self.revision
    }

    fn monthly_limit(&self) -> Option<u64> {
        self.monthly_limit
    }

    fn ended(&self, now: Timestamp) -> Option<Ended> {
        self.ended(now)
    }

    fn has(&self, scope: Scope) -> bool {
        self.has(scope)
    }

    fn allows(&self, from: Option<IpAddr>) -> bool {
        self.allows(from)
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
            index: KeyIndex::new(0).unwrap(),
            revision: 1,
            first: None,
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
        assert_eq!(key.ended(end.plus_millis(-1)), None);
        assert_eq!(key.ended(end), Some(Ended::Expired));
        key.revoked_at = Some(end);
        assert_eq!(key.ended(end), Some(Ended::Revoked));
    }

    #[test]
    fn stored_names_stay() {
        let item = dynamo::write(Key::new("p", "s"), &record(&["203.0.113.0/24"])).unwrap();
        let mut names: Vec<_> = item.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "allowedIps",
                "createdAt",
                "epoch",
                "generation",
                "id",
                "name",
                "pk",
                "scopes",
                "sk",
                "slot",
                "userId"
            ]
        );
        assert!(item.contains_key(REVISION));
    }
}
