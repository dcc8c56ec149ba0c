//! Removing from an account's item what no clock can count any more.
//!
//! The gate's write removes stale names along with what it counts, as far as this process knows
//! them from its last call with the key. That alone is not enough: a process may make one call and
//! no other. So the item as the write left it, or found it, decides: where it still has many stale
//! names, one more write removes them. The item then has a bounded size whatever a process
//! remembers.

use std::time::Duration;

use common::{Fault, Tenant, Timestamp};
use dynamo::{Change, Changed, n};

use super::{Gate, account_of};
use crate::caller::{Account, Credential};
use crate::counter::Counter;
use crate::ledger::{self, Ledger, attributes};

/// Stale names that the gate's write removes along with what it counts. With its conditions, and
/// refusals that go along, it stays below the 300 operators that DynamoDB allows an expression.
pub(super) const ALONG: usize = 100;
/// So many stale names are worth a write of their own: at one new name a call, that is one write
/// more in 16 calls.
const FROM: usize = 16;
/// Stale names that a write of its own removes. Each is an operator, and so are the condition's
/// parts; no local engine holds DynamoDB's limit of 300.
const AT_ONCE: usize = 250;
const _: () = assert!(AT_ONCE + 10 < 300);
/// Such writes of one call at most: each costs as much as the item is large, and the call waits.
const WRITES: usize = 4;
/// The time for all of them together.
const TIME: Duration = Duration::from_secs(3);
const CLEANING: &str = "removing stale counters";

impl<C: Credential, A: Account> Gate<C, A> {
    /// Removes stale names where the item has many. A failure does not matter: the next call sees
    /// them again.
    pub(super) async fn clean(&self, tenant: &Tenant, ledger: &Ledger, now: Timestamp) {
        let stale = ledger.stale(now);
        if stale.len() < FROM {
            return;
        }
        if let Err(error) = self.remove(tenant, ledger.generation, &stale).await {
            let names = stale.len();
            let cause = error.cause();
            tracing::info!(names, cause, "stale counters are left for another call");
        }
    }

    /// Removes stale names from an item that is too large for another counter.
    pub(super) async fn make_room(&self, tenant: &Tenant, now: Timestamp) -> Result<(), Fault> {
        let item = self.table.get_item(ledger::place(tenant)).await?;
        let Some(account) = account_of::<A>(item)? else {
            return Ok(());
        };
        let ledger = account.ledger();
        let stale = ledger.stale(now);
        if stale.is_empty() {
            let cause = "the account's item is too large, and nothing of it is stale";
            return Err(Fault::internal(CLEANING, cause));
        }
        tracing::warn!(
            user.id = %tenant,
            names = stale.len(),
            "an account's item is too large; stale counters are removed"
        );
        self.remove(tenant, ledger.generation, &stale).await
    }

    async fn remove(
        &self,
        tenant: &Tenant,
        generation: u64,
        stale: &[Counter],
    ) -> Result<(), Fault> {
        let writes = async {
            for counters in stale.chunks(AT_ONCE).take(WRITES) {
                let change = removal(tenant, generation, counters);
                if let Changed::Refused(_) = change.apply(&self.table, CLEANING).await? {
                    break;
                }
            }
            Ok(())
        };
        tokio::time::timeout(TIME, writes)
            .await
            .unwrap_or_else(|_| Err(Fault::unavailable(CLEANING, "it took too long")))
    }
}

/// A write that only removes, and only from this account: not from one of the same id that was
/// made later.
fn removal(tenant: &Tenant, generation: u64, counters: &[Counter]) -> Change {
    let change = Change::upsert(ledger::place(tenant)).if_is(attributes::GENERATION, n(generation));
    counters
        .iter()
        .fold(change, |change, counter| change.remove(&counter.name()))
}
