//! Notices of monthly quotas that run low or out: one a month, for the account and for each key
//! that has a limit of its own.
//!
//! The event is stored together with the mark of its threshold (see [`metering::threshold`]), so
//! there is one however many calls of however many processes see the quota run low.

use common::{Fault, Timestamp};
use dynamo::{Table, Transaction};
use metering::Crossed;
use webhooks::{Event, Queues};

use crate::api_key::KeyRecord;
use crate::events;

/// Emits the events of the thresholds that a call with this key crossed. A failure is logged and
/// never fails the call: another call will emit them.
pub async fn emit(
    table: &Table,
    queues: &Queues,
    record: &KeyRecord,
    crossed: &[Crossed],
    now: Timestamp,
) {
    for crossed in crossed {
        let event = events::quota(record, crossed);
        if let Err(error) = store(table, queues, crossed, &event, now).await {
            tracing::warn!(
                event.id = event.id,
                cause = error.cause(),
                "a quota's event is left for another call to emit"
            );
        }
    }
}

async fn store(
    table: &Table,
    queues: &Queues,
    crossed: &Crossed,
    event: &Event,
    now: Timestamp,
) -> Result<(), Fault> {
    let message = event.message();
    let stored = Transaction::new("storing a quota's event")
        .with("mark", crossed.mark_notified(&event.tenant))
        .with("event", message.store(now)?)
        .commit(table)
        .await?;
    if stored.is_done() {
        queues.send(&message).await;
    }
    Ok(())
}
