//! How many discoveries wait for review: of an account, and of each key that proposed some. The
//! count changes in the transaction that queues or decides a discovery. An erasure removes it with
//! all else; a discovery that waits has no end of its own.

use common::Fault;
use dynamo::{Change, Item, Table, n};

use super::{WAITING_OF_ACCOUNT, WAITING_OF_KEY};
use crate::api_key::ApiKeyId;
use crate::id::UserId;
use crate::layout;

/// The attribute that counts the account's.
const ALL: &str = "all";

/// The counts of an account, as they were read.
#[derive(Debug, Default)]
pub(super) struct Waiting(Item);

/// Whose limit has no room for a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The account's, [`WAITING_OF_ACCOUNT`].
    Account,
    /// The key's, [`WAITING_OF_KEY`].
    Key,
}

/// The attribute that counts a key's.
fn of_key(key: ApiKeyId) -> String {
    format!("key#{key}")
}

impl Waiting {
    pub async fn read(table: &Table, user: UserId) -> Result<Self, Fault> {
        let item = table.get_item(layout::waiting(user)).await?;
        Ok(Self(item.unwrap_or_default()))
    }

    fn count(&self, name: &str) -> u64 {
        let count = self.0.get(name).and_then(|count| count.as_n().ok());
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    /// Whose limit has no room for so many more with this key, if one has none.
    pub fn full(&self, key: ApiKeyId, more: u64) -> Option<Full> {
        if self.count(ALL) + more > WAITING_OF_ACCOUNT {
            Some(Full::Account)
        } else if self.count(&of_key(key)) + more > WAITING_OF_KEY {
            Some(Full::Key)
        } else {
            None
        }
    }

    /// The change that counts a decision about a discovery that came with this key: with its last
    /// one, the key leaves the item.
    pub fn one_less(&self, user: UserId, key: ApiKeyId) -> Change {
        let own = of_key(key);
        let change = Change::upsert(layout::waiting(user)).add(ALL, -1);
        if self.count(&own) > 1 {
            change.if_at_least(&own, n(2_u64)).add(&own, -1)
        } else {
            change.if_is(&own, n(1_u64)).remove(&own)
        }
    }
}

/// The change that counts so many more; refused where a limit has no room for them.
pub(super) fn more(user: UserId, key: ApiKeyId, more: u64) -> Change {
    let number = i64::try_from(more).unwrap_or(i64::MAX);
    let own = of_key(key);
    Change::upsert(layout::waiting(user))
        .if_absent_or_at_most(ALL, n(WAITING_OF_ACCOUNT.saturating_sub(more)))
        .if_absent_or_at_most(&own, n(WAITING_OF_KEY.saturating_sub(more)))
        .add(ALL, number)
        .add(&own, number)
}
