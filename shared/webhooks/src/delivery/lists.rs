//! Lists of a webhook's deliveries, in the order of their events.
//!
//! An entry is an item of its own, written and deleted in the transaction that changes the
//! delivery's state. A reader that meets a change between an entry and its delivery goes by the
//! delivery.

use std::collections::HashMap;

use common::Fault;
use dynamo::{Change, Key, List, Part, Table, read};

use super::{Delivery, State};
use crate::{DeliveryId, WebhookId};

/// Most items that one batch of reads takes.
const BATCH: usize = 100;
/// Follows every delivery's id.
const END: &str = "dlv_~";

/// A list of a webhook's deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryList {
    /// Those with attempts to come.
    Waiting,
    /// Dead and missed ones.
    Lost,
}

impl DeliveryList {
    /// The list of deliveries in this state, if there is one.
    fn of(state: State) -> Option<Self> {
        match state {
            State::Pending | State::Failed => Some(Self::Waiting),
            State::Dead | State::Missed => Some(Self::Lost),
            State::Succeeded => None,
        }
    }

    /// The partition that holds a webhook's list.
    pub(crate) fn partition(self, webhook: WebhookId) -> String {
        match self {
            Self::Waiting => format!("{webhook}#waiting"),
            Self::Lost => format!("{webhook}#lost"),
        }
    }

    fn key(self, delivery: &Delivery) -> Key {
        Key::new(self.partition(delivery.webhook_id), delivery.id)
    }
}

/// The parts that move a delivery from the list it is in, if any, to the list of the state it
/// gets. `after` is the delivery with that state and with the time at which it expires.
pub(super) fn moved(before: Option<State>, after: &Delivery) -> Result<Vec<Part>, Fault> {
    let from = before.and_then(DeliveryList::of);
    let to = DeliveryList::of(after.state);
    let mut parts = Vec::new();
    if from == to {
        return Ok(parts);
    }
    if let Some(from) = from {
        parts.push(Part::new("list left", Change::delete(from.key(after))));
    }
    if let Some(to) = to {
        let entry = Change::put(to.key(after), &after.wake_up())?.expires(after.ttl);
        parts.push(Part::new("list entered", entry));
    }
    Ok(parts)
}

/// Deliveries of one of a webhook's lists, the earliest event first, after one of them. The
/// caller has found the webhook for its tenant.
///
/// # Errors
/// The table can't be reached.
pub async fn listed(
    table: &Table,
    webhook: WebhookId,
    list: DeliveryList,
    after: Option<DeliveryId>,
    limit: usize,
) -> Result<Vec<Delivery>, Fault> {
    let mut deliveries = Vec::new();
    let mut after = after.map(|id| id.to_string());
    // Entries whose deliveries have moved on leave a page short.
    while deliveries.len() < limit {
        let wanted = (limit - deliveries.len()).min(BATCH);
        let doing = "reading a list of deliveries";
        let entries = List::of(doing, list.partition(webhook))
            .after(after)
            .limit(wanted)
            .attributes(&[])
            .items(table)
            .await?;
        let ids: Vec<String> = entries
            .iter()
            .filter_map(|entry| Key::of_item(entry).map(|key| key.sk().to_owned()))
            .collect();
        let Some(last) = ids.last().cloned() else {
            break;
        };
        let keys = ids.iter().map(|id| Key::new(super::partition(webhook), id));
        let mut found = HashMap::new();
        for item in table.get_items(keys.collect()).await? {
            let delivery: Delivery = read(item)?;
            found.insert(delivery.id.to_string(), delivery);
        }
        deliveries.extend(
            ids.iter()
                .filter_map(|id| found.remove(id))
                .filter(|delivery| DeliveryList::of(delivery.state) == Some(list)),
        );
        if ids.len() < wanted {
            break;
        }
        after = Some(last);
    }
    Ok(deliveries)
}

/// How many deliveries are dead or missed, from this one on. The caller has found the webhook for
/// its tenant, or finds it before it shows the number.
///
/// # Errors
/// The table can't be reached.
pub async fn count_lost(table: &Table, webhook: WebhookId, from: DeliveryId) -> Result<u64, Fault> {
    List::of(
        "counting lost deliveries",
        DeliveryList::Lost.partition(webhook),
    )
    .between(from.to_string(), END)
    .count(table)
    .await
}

#[cfg(test)]
mod tests {
    use super::super::tests::delivery;
    use super::*;

    /// The keys of the parts that a change of state takes.
    fn parts(before: Option<State>, after: State) -> String {
        let parts = moved(before, &delivery(after)).unwrap();
        format!("{parts:?}")
    }

    #[test]
    fn every_state_has_its_list_and_no_other() {
        let (waiting, lost) = ("#waiting\"", "#lost\"");
        let begun = parts(None, State::Pending);
        assert!(begun.contains(waiting) && begun.contains("Put") && !begun.contains(lost));
        let missed = parts(None, State::Missed);
        assert!(missed.contains(lost) && missed.contains("Put") && !missed.contains(waiting));
        assert_eq!(parts(Some(State::Pending), State::Failed), "[]");
        assert_eq!(parts(Some(State::Missed), State::Dead), "[]");
        let done = parts(Some(State::Failed), State::Succeeded);
        assert!(done.contains(waiting) && done.contains("Delete") && !done.contains("Put"));
        let dead = parts(Some(State::Failed), State::Dead);
        assert!(dead.contains(waiting) && dead.contains(lost));
        let requeued = parts(Some(State::Dead), State::Pending);
        assert!(requeued.contains(waiting) && requeued.contains(lost));
        let again = parts(Some(State::Succeeded), State::Pending);
        assert!(again.contains(waiting) && !again.contains(lost));
    }

    #[test]
    fn the_end_follows_every_id() {
        let last = DeliveryId::from_bits([255; 16]).to_string();
        assert!(last.as_str() < END && last.starts_with("dlv_7ZZZ"));
    }
}
