//! Calls are counted.
//!
//! Messages of calls come from a queue, some of them twice. A transaction puts a mark for each
//! message and adds to the spans of its calls; where a mark is there already, its call is left out
//! and the rest tried again. So a busy capability is one write per batch, not one per call.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use common::{Fault, Timestamp};
use dynamo::due::{self, DUE_AT, DUE_SHARD};
use dynamo::{Change, Committed, Key, PK, Table, Transaction, Tries, s};
use serde::{Deserialize, Serialize};

use super::span::Length;
use super::{Figures, Span, layout};
use crate::id::CapabilityId;
use crate::runtime::call::ErrorClass;

const RECORDING: &str = "counting calls";
/// Changes of a transaction, at most.
const PARTS: usize = 100;
const TRIES: u32 = 6;
/// A mark is kept for so long: a message may wait four days in its queue and fourteen among the
/// dead letters before it comes again. In seconds.
const MARKED: i64 = 20 * 86_400;
/// Five minutes are looked at so long after their end, when nearly all their messages have come.
/// In milliseconds.
const LOOKED_AT: i64 = 60_000;
/// Figures are kept for so long: 30 days, and until they are a day old. In seconds.
const KEPT: i64 = 33 * 86_400;

/// A call that reached a provider, or tried to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Its identifier.
    pub id: String,
    /// The capability.
    pub capability: CapabilityId,
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in microseconds.
    pub micros: u64,
    /// How it failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<ErrorClass>,
}

impl Call {
    /// How long it took.
    pub fn took(&self) -> Duration {
        Duration::from_micros(self.micros)
    }

    fn place(&self) -> (CapabilityId, Span) {
        (self.capability, Span::of(Length::Slot, self.at))
    }
}

/// Counts calls, each once however often it is given: how many were new.
///
/// # Errors
/// The table can't be reached, or other changes came first each time. The same calls can be given
/// again.
pub async fn record(table: &Table, calls: &[Call], now: Timestamp) -> Result<usize, Fault> {
    let mut new = 0;
    let mut left: BTreeMap<&str, &Call> = BTreeMap::new();
    for call in calls {
        left.insert(&call.id, call);
    }
    while !left.is_empty() {
        let mut batch = BTreeMap::new();
        let mut places = BTreeSet::new();
        for (id, call) in &left {
            let more = usize::from(!places.contains(&call.place()));
            if batch.len() + places.len() + 1 + more > PARTS {
                break;
            }
            places.insert(call.place());
            batch.insert(*id, *call);
        }
        left.retain(|id, _| !batch.contains_key(id));
        new += record_batch(table, batch, now).await?;
    }
    Ok(new)
}

async fn record_batch(
    table: &Table,
    mut batch: BTreeMap<&str, &Call>,
    now: Timestamp,
) -> Result<usize, Fault> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        if batch.is_empty() {
            return Ok(0);
        }
        if transaction(&batch, now).commit(table).await? == Committed::Done {
            return Ok(batch.len());
        }
        // Some were counted before.
        let keys: Vec<Key> = batch.keys().map(|id| layout::mark(id)).collect();
        let marked = table.get_items(keys).await?;
        batch.retain(|id, _| !marked.iter().any(|item| layout::mark(id).is_of(item)));
    }
    Err(Fault::unavailable(RECORDING, "other changes came first"))
}

fn transaction(batch: &BTreeMap<&str, &Call>, now: Timestamp) -> Transaction {
    let mut spans: BTreeMap<(CapabilityId, Span), Figures> = BTreeMap::new();
    let mut all = Transaction::new(RECORDING);
    for (id, call) in batch {
        spans.entry(call.place()).or_default().add(call);
        let mark = Change::upsert(layout::mark(id))
            .if_absent(PK)
            .expires(now.seconds() + MARKED);
        all = all.with("mark", mark);
    }
    for ((capability, span), figures) in spans {
        all = all.with("figures", counted(capability, span, &figures));
    }
    all
}

/// The change that adds figures to a span, which is due from its end on.
pub(super) fn counted(capability: CapabilityId, span: Span, figures: &Figures) -> Change {
    let key = layout::span(capability, span);
    let change = Change::upsert(key).expires(span.end().seconds() + KEPT);
    let due = match span.length() {
        Length::Slot => Some(span.end().plus_millis(LOOKED_AT)),
        Length::Hour | Length::Day => span.rolls_at(),
    };
    let change = match due {
        Some(due) => {
            let shard = layout::shard(due::shard(capability, layout::SHARDS));
            change
                .set_if_absent(DUE_SHARD, s(shard))
                .set_if_absent(DUE_AT, s(due))
        }
        None => change,
    };
    figures.added(change)
}
