//! What reached a provider: the last hundred invocations of a capability.

use common::{Fault, Timestamp, id};
use dynamo::{Change, List, Table};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::layout;
use crate::id::{CapabilityId, InstallId, VersionId};
use crate::runtime::call::{CallMode, ErrorClass};

id!(
    /// An invocation.
    InvocationId, "inv_"
);

/// Shards of a capability's invocations, so that a busy one is not one partition.
const SHARDS: u8 = 8;
/// Invocations that can be read, at most.
pub const MOST: usize = 100;
/// An invocation is kept for so long, in seconds: 30 days.
const KEPT: i64 = 30 * 86_400;

/// An invocation that reached its provider, or tried to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    /// Its identifier, which the provider got as `X-Aiffinity-Request-Id`.
    pub id: InvocationId,
    /// The install.
    pub install_id: InstallId,
    /// What was asked for.
    pub mode: CallMode,
    /// The action's name, of an action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Whether it succeeded.
    pub success: bool,
    /// How it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorClass>,
    /// The status of the last answer, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long it took with all tries, in milliseconds.
    pub latency_ms: u64,
    /// Requests that were sent.
    pub tries: u32,
    /// The version of the package.
    pub version_id: VersionId,
    /// When it began.
    pub at: Timestamp,
}

/// Stores an invocation.
///
/// # Errors
/// The table can't be reached.
pub async fn store(
    table: &Table,
    capability: CapabilityId,
    invocation: &Invocation,
) -> Result<(), Fault> {
    let shard = dynamo::due::shard(invocation.id, SHARDS);
    let key = dynamo::Key::new(layout::invocations(capability, shard), invocation.id);
    Change::put(key, invocation)?
        .expires(invocation.at.seconds() + KEPT)
        .apply(table, "storing an invocation")
        .await?;
    Ok(())
}

/// The last invocations of a capability since a moment, the newest first; at most [`MOST`].
///
/// # Errors
/// The table can't be reached.
pub async fn list(
    table: &Table,
    capability: CapabilityId,
    since: Option<Timestamp>,
    limit: usize,
) -> Result<Vec<Invocation>, Fault> {
    let limit = limit.min(MOST);
    let shards = (0..SHARDS).map(|shard| {
        let list = List::of(
            "listing invocations",
            layout::invocations(capability, shard),
        )
        .descending()
        .limit(limit);
        let list = match since {
            // `~` is greater than any character of an identifier.
            Some(since) => list.between(InvocationId::first_of(since).to_string(), "inv_~"),
            None => list,
        };
        list.read::<Invocation>(table)
    });
    let mut all: Vec<_> = try_join_all(shards).await?.into_iter().flatten().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.id));
    all.truncate(limit);
    Ok(all)
}
