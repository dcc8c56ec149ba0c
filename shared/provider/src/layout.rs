//! Where items stand in the provider platform's table.
//!
//! `app`, `dev` and `usr` are identifiers; a user is known by a hash of the token's issuer and
//! subject. What a caller's every call writes stands in a partition without anything bulky.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | an app's item, which its every call writes | `app` | `a` |
//! | an app's credentials | `app` | `credentials` |
//! | an app as its developer sees it | `dev#app` | `<app>` |
//! | a developer's item, which their every call writes | `dev` | `a` |
//! | a developer's profile | `dev` | `profile` |
//! | the developer account of a subject | `sub#<hash>` | `dev` |
//! | what is remembered of an address of mail | `adr#<hash>` | `a` |
//! | attempts in a window: an address's calls, wrong passwords and secrets | `try#<limit>#<of whom>` | when it begins |
//! | a mail that is to be sent | `dev#out`, or `adr#<hash>#out` | its id |
//! | a user's item, which their every call writes | `usr#<hash>` | `a` |
//! | the public keys of ID tokens, or of our own | `keys#<of what>` | `jwks` |
//! | an answer kept for its `Idempotency-Key` | `<caller>#once` | a hash |

use common::Tenant;
use dynamo::Key;
use sha2::{Digest, Sha256};

use crate::id::{AppId, DeveloperId};

/// An app's item.
pub fn app(app: AppId) -> Key {
    Key::new(app, "a")
}

/// An app's credentials.
pub fn credentials(app: AppId) -> Key {
    Key::new(app, "credentials")
}

/// An app as its developer sees it.
pub fn owned_app(developer: DeveloperId, app: AppId) -> Key {
    Key::new(apps_of(developer), app)
}

/// The partition of a developer's apps.
pub fn apps_of(developer: DeveloperId) -> String {
    Tenant::new(developer).partition("app")
}

/// A developer's item.
pub fn developer(developer: DeveloperId) -> Key {
    Key::new(developer, "a")
}

/// A developer's profile.
pub fn profile(developer: DeveloperId) -> Key {
    Key::new(developer, "profile")
}

/// The developer account of a subject.
pub fn subject(subject: &SubjectHash) -> Key {
    Key::new(format_args!("sub#{subject}"), "dev")
}

/// What is remembered of an address of mail, by its keyed hash.
pub fn address(hash: &str) -> Key {
    Key::new(format_args!("adr#{hash}"), "a")
}

/// A user's item.
pub fn user(subject: &SubjectHash) -> Key {
    Key::new(user_tenant(subject), "a")
}

/// A user, as a tenant.
pub fn user_tenant(subject: &SubjectHash) -> Tenant {
    Tenant::new(format_args!("usr#{subject}"))
}

/// Public keys: those of the issuer of ID tokens, or our own.
pub fn keys(of: PublicKeys) -> Key {
    let of = match of {
        PublicKeys::IdTokens => "id",
        PublicKeys::AccessTokens => "access",
    };
    Key::new(format_args!("keys#{of}"), "jwks")
}

/// Whose public keys are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicKeys {
    /// The issuer's of developers' and users' ID tokens.
    IdTokens,
    /// Ours, of apps' access tokens.
    AccessTokens,
}

/// A subject of an issuer, as 128 bits of a hash in hex: a subject may hold any character.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SubjectHash(String);

impl SubjectHash {
    /// Of an issuer and its subject.
    pub fn of(issuer: &str, subject: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(issuer.len().to_be_bytes());
        digest.update(issuer);
        digest.update(subject);
        let hash = digest.finalize();
        Self(hex::encode(hash.get(..16).unwrap_or(&hash)))
    }
}

impl std::fmt::Display for SubjectHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Timestamp;

    /// Nothing shares a partition with an item that calls write, but for what is small and one.
    #[test]
    fn callers_items_stand_apart() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let (a, d) = (AppId::new(now), DeveloperId::new(now));
        assert_eq!(app(a).pk(), credentials(a).pk());
        assert_eq!(developer(d).pk(), profile(d).pk());
        assert_ne!(owned_app(d, a).pk(), developer(d).pk());
        let one = SubjectHash::of("https://a.example", "b");
        assert_ne!(one, SubjectHash::of("https://a.exampl", "eb"));
        assert_eq!(one.to_string().len(), 32);
    }
}
