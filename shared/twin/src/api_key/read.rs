//! Reading keys of an account.

use common::Fault;
use dynamo::{List, Table};
use serde::{Deserialize, Serialize};

use super::{ApiKeyId, HashedKey, KeyError, KeyRecord};
use crate::id::UserId;
use crate::layout::{self, KEYS};

/// Records read in one round trip.
const AT_ONCE: usize = 100;

/// In the account's partition: where the record of the key with this id is.
#[derive(Serialize, Deserialize)]
pub(super) struct Pointer {
    hash: String,
}

impl Pointer {
    pub fn to(hash: HashedKey) -> Self {
        let hash = hash.to_string();
        Self { hash }
    }

    fn hash(&self) -> Result<HashedKey, Fault> {
        self.hash
            .parse()
            .map_err(|e| Fault::internal("reading the place of a key's record", e))
    }
}

/// All keys of an account, revoked ones included, oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, user: UserId) -> Result<Vec<KeyRecord>, Fault> {
    let pointers: Vec<Pointer> = List::of("listing keys", user.to_string())
        .prefix(KEYS)
        .read(table)
        .await?;
    let mut records: Vec<KeyRecord> = Vec::with_capacity(pointers.len());
    for some in pointers.chunks(AT_ONCE) {
        let wanted = some
            .iter()
            .map(|pointer| Ok(layout::record(pointer.hash()?)))
            .collect::<Result<_, Fault>>()?;
        records.extend(
            table
                .get_items(wanted)
                .await?
                .into_iter()
                .filter_map(dynamo::read_one),
        );
    }
    records.sort_by_key(|record| record.index);
    Ok(records)
}

/// The record of the key with this id.
///
/// # Errors
/// There is none, or the table can't be reached.
pub async fn find(
    table: &Table,
    user: UserId,
    id: ApiKeyId,
) -> Result<(HashedKey, KeyRecord), KeyError> {
    let pointer: Option<Pointer> = table.get(layout::account_key(user, id)).await?;
    let hash = pointer.ok_or(KeyError::NoKey)?.hash()?;
    let record = table.get(layout::record(hash)).await?;
    Ok((hash, record.ok_or(KeyError::NoKey)?))
}
