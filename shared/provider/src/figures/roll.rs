//! Five minutes become hours, and hours days.
//!
//! One transaction adds a span to the longer one and deletes it, if nothing was added to it since
//! it was read: so a worker may end at any moment, and two of them may do the same.

use common::Fault;
use dynamo::{Change, Item, Table, Transaction, n};

use super::record::counted;
use super::{CALLS, Figures, Span, layout};
use crate::id::CapabilityId;

/// Adds a span, as it was read, to the longer one. Not where a call was added since: then it is to
/// be read again.
///
/// # Errors
/// The table can't be reached.
pub async fn roll(
    table: &Table,
    capability: CapabilityId,
    span: Span,
    item: &Item,
) -> Result<bool, Fault> {
    let Some(whole) = span.whole() else {
        return Ok(true);
    };
    let figures = Figures::of_item(item);
    let part = Change::delete(layout::span(capability, span)).if_is(CALLS, n(figures.calls));
    Transaction::new("rolling up figures")
        .with("whole", counted(capability, whole, &figures))
        .with("part", part)
        .commit(table)
        .await
        .map(|committed| committed.is_done())
}
