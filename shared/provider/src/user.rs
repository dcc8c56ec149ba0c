//! Users: people who install packages, known by a hash of their token's issuer and subject.

use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Table, n};
use metering::minute::{self, Limit, MinuteStatus};

use crate::layout::{self, SubjectHash};

/// Calls of one user in a minute.
pub const PER_MINUTE: u32 = 100;
/// Seconds after its last call at which a user's item ends by itself.
const KEPT: u64 = 2 * 86_400;

/// Counts a call of a user; `Err` in the result where the minute's calls are used up.
///
/// # Errors
/// The table can't be reached.
pub async fn admit(
    table: &Table,
    subject: &SubjectHash,
    now: Timestamp,
) -> Result<Result<MinuteStatus, MinuteStatus>, Fault> {
    let key = layout::user(subject);
    let end = u64::try_from(now.seconds()).unwrap_or(0) + KEPT;
    let change = Change::upsert(key.clone()).set(dynamo::TTL, n(end));
    let change = minute::counting(change, now, Limit::Fixed(PER_MINUTE));
    match change.apply(table, "deciding a user's call").await? {
        Changed::Done { after } => {
            if let Err(fault) = minute::clean(table, key, &after, now).await {
                tracing::info!(cause = fault.cause(), "old counters stay for now");
            }
            Ok(Ok(minute::status(&after, PER_MINUTE, now)))
        }
        Changed::Refused(item) => {
            let item = item.unwrap_or_default();
            Ok(Err(minute::status(&item, PER_MINUTE, now)))
        }
    }
}
