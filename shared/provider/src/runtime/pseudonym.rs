//! What a provider sees in place of a user: an HMAC of the package and the user's subject under a
//! key that nobody else has. Two packages can't compare their users by it.
//!
//! The key is made once and never changes, for a user would become another one. It stands sealed
//! in the table.

use common::Fault;
use dynamo::{Change, Key, Table};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tokio::sync::OnceCell;
use webhooks::Vault;
use webhooks::sealed::Sealed;

use crate::id::PackageId;

/// Whose the sealed key is.
const OWNER: &str = "pseudonyms";

/// The key, read at its first use.
#[derive(Default)]
pub struct Pseudonyms {
    key: OnceCell<[u8; 32]>,
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms")
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    key: Sealed,
}

impl Pseudonyms {
    /// A user as a package's provider sees it: 64 hexadecimal digits.
    ///
    /// # Errors
    /// The key can't be had.
    pub async fn of(
        &self,
        table: &Table,
        vault: &Vault,
        package: PackageId,
        subject: &str,
    ) -> Result<String, Fault> {
        let key = self.key.get_or_try_init(|| key(table, vault)).await?;
        Ok(pseudonym(key, package, subject))
    }
}

fn pseudonym(key: &[u8; 32], package: PackageId, subject: &str) -> String {
    // HMAC takes keys of any length, so this arm is never taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    // A package's identifier has one length: no other pair makes the same text.
    mac.update(package.to_string().as_bytes());
    mac.update(subject.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// The key; made where there is none yet, by whoever comes first.
async fn key(table: &Table, vault: &Vault) -> Result<[u8; 32], Fault> {
    let at = || Key::new("pseudonyms", "key");
    let doing = "making the key of pseudonyms";
    let mut stored: Option<Stored> = table.get(at()).await?;
    if stored.is_none() {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|e| Fault::internal(doing, e.to_string()))?;
        let key = vault.seal(OWNER, &key).await?;
        Change::insert(at(), &Stored { key })?
            .apply(table, doing)
            .await?;
        stored = table.get(at()).await?;
    }
    let stored = stored.ok_or_else(|| Fault::unavailable(doing, "it is not there"))?;
    let opened = vault.open(OWNER, &stored.key).await?;
    opened
        .try_into()
        .map_err(|_| Fault::internal("reading the key of pseudonyms", "it is not 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_another_to_each_package() {
        let package = |n| PackageId::from_bits([n; 16]);
        let one = pseudonym(&[1; 32], package(1), "user");
        assert_eq!(one.len(), 64);
        assert_eq!(one, pseudonym(&[1; 32], package(1), "user"));
        assert_ne!(one, pseudonym(&[1; 32], package(2), "user"));
        assert_ne!(one, pseudonym(&[1; 32], package(1), "users"));
        assert_ne!(one, pseudonym(&[2; 32], package(1), "user"));
    }
}
