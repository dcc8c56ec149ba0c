//! Lists of a webhook's deliveries by their state, in the order of their events.
//!
//! A list is a partition of entries. One is written when something fails: a delivery that is new
//! or succeeds at once has none. Entries are written and deleted in the transaction that changes
//! the delivery's state; a reader that meets a change between an entry and its delivery goes by
//! the delivery.

use std::collections::HashMap;

use common::{Fault, Timestamp};
use dynamo::{Change, Key, List, Part, Table, read_one};
use serde::{Deserialize, Serialize};

use super::{Delivery, State};
use crate::event::EventType;
use crate::{DeliveryId, WebhookId, schedule};

/// Most items that one batch of reads takes.
const BATCH: usize = 100;
/// Entries that a search looks at in one go.
const EXAMINED: usize = 1_000;
/// Precedes every delivery's id.
const START: &str = "dlv_";
/// Follows every delivery's id.
const END: &str = "dlv_~";

/// Several states' lists, read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryList {
    /// Those with attempts to come that have failed, or wait for their webhook.
    Waiting,
    /// Dead and missed ones.
    Lost,
}

impl DeliveryList {
    fn states(self) -> [State; 2] {
        match self {
            Self::Waiting => [State::Pending, State::Failed],
            Self::Lost => [State::Dead, State::Missed],
        }
    }
}

/// The partition that holds a webhook's list of deliveries in a state.
fn partition_of(webhook: WebhookId, state: State) -> String {
    format!("{webhook}#{state}")
}

/// The partitions of a webhook's lists.
pub(crate) fn partitions(webhook: WebhookId) -> impl Iterator<Item = String> {
    let lists = [DeliveryList::Waiting, DeliveryList::Lost].map(DeliveryList::states);
    let states = lists.into_iter().flatten();
    states.map(move |state| partition_of(webhook, state))
}

/// What an entry says of its delivery, beside its id.
#[derive(Serialize, Deserialize)]
struct Entry {
    event: EventType,
    deadline: Timestamp,
}

/// The parts that move a delivery from the list it was in, if any, to the one it is in after a
/// change.
pub(super) fn moved(before: Option<State>, after: &Delivery) -> Result<Vec<Part>, Fault> {
    let to = after.listed();
    let key = |state| Key::new(partition_of(after.webhook_id, state), after.id);
    let mut parts = Vec::new();
    if before == to {
        return Ok(parts);
    }
    if let Some(from) = before {
        parts.push(Part::new("list left", Change::delete(key(from))));
    }
    if let Some(to) = to {
        let entry = Entry {
            event: after.event.clone(),
            deadline: after.deadline,
        };
        let entry = Change::put(key(to), &entry)?.expires(after.ttl);
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
        let mut ids = Vec::new();
        for state in list.states() {
            let entries = List::of(LISTING, partition_of(webhook, state))
                .after(after.as_deref())
                .limit(wanted);
            ids.extend(keys(entries, table).await?);
        }
        ids.sort_unstable();
        // One that moves from list to list meanwhile may be in both.
        ids.dedup();
        ids.truncate(wanted);
        let Some(last) = ids.last().cloned() else {
            break;
        };
        let found = of_ids(table, webhook, &ids).await?;
        deliveries.extend(found.into_iter().filter(|delivery| {
            delivery
                .listed()
                .is_some_and(|own| list.states().contains(&own))
        }));
        if ids.len() < wanted {
            break;
        }
        after = Some(last);
    }
    Ok(deliveries)
}

const LISTING: &str = "reading a list of deliveries";

/// The ids that a list's entries have.
async fn keys(entries: List, table: &Table) -> Result<Vec<String>, Fault> {
    let entries = entries.attributes(&[]).items(table).await?;
    let keys = entries.iter().filter_map(Key::of_item);
    Ok(keys.map(|key| key.sk().to_owned()).collect())
}

/// The deliveries of these ids that are there, in the same order.
async fn of_ids(table: &Table, webhook: WebhookId, ids: &[String]) -> Result<Vec<Delivery>, Fault> {
    let mut found = HashMap::new();
    for some in ids.chunks(BATCH) {
        let keys = some
            .iter()
            .map(|id| Key::new(super::partition(webhook), id));
        for item in table.get_items(keys.collect()).await? {
            if let Some(delivery) = read_one::<Delivery>(item) {
                found.insert(delivery.id.to_string(), delivery);
            }
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Waiting deliveries whose deadline has passed; at most as many as are looked at in one go.
///
/// # Errors
/// The table can't be reached.
pub async fn overdue(
    table: &Table,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<Vec<Delivery>, Fault> {
    let latest = DeliveryId::first_of(now.plus_millis(1 - schedule::GIVEN_UP));
    let mut ids = Vec::new();
    for state in DeliveryList::Waiting.states() {
        let entries = List::of(LISTING, partition_of(webhook, state))
            .between(START, latest.to_string())
            .limit(EXAMINED)
            .attributes(&["deadline"])
            .items(table)
            .await?;
        for item in entries {
            let key = Key::of_item(&item);
            // One that its owner has requeued has a later deadline than its event's.
            let deadline = item
                .get("deadline")
                .and_then(|at| at.as_s().ok()?.parse().ok());
            if let (Some(key), Some(deadline)) = (key, deadline)
                && now >= deadline
            {
                ids.push(key.sk().to_owned());
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let found = of_ids(table, webhook, &ids).await?;
    let is_overdue = |delivery: &Delivery| delivery.state.is_open() && now >= delivery.deadline;
    Ok(found.into_iter().filter(is_overdue).collect())
}

/// How many deliveries wait for a webhook, as far as `most`.
///
/// # Errors
/// The table can't be reached.
pub async fn count_waiting(table: &Table, webhook: WebhookId, most: usize) -> Result<u64, Fault> {
    count(table, webhook, DeliveryList::Waiting, START, most).await
}

/// How many deliveries are dead or missed, from this one on, as far as `most`: those of a month
/// would take long to count. The caller has found the webhook for its tenant, or finds it before
/// it shows the number.
///
/// # Errors
/// The table can't be reached.
pub async fn count_lost(
    table: &Table,
    webhook: WebhookId,
    from: DeliveryId,
    most: usize,
) -> Result<u64, Fault> {
    count(table, webhook, DeliveryList::Lost, &from.to_string(), most).await
}

async fn count(
    table: &Table,
    webhook: WebhookId,
    list: DeliveryList,
    from: &str,
    most: usize,
) -> Result<u64, Fault> {
    let mut found = 0;
    for state in list.states() {
        let entries = List::of(LISTING, partition_of(webhook, state)).between(from, END);
        found += keys(entries.limit(most - found), table).await?.len();
        if found >= most {
            break;
        }
    }
    Ok(found as u64)
}

/// A page of a webhook's deliveries, as a search found them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The deliveries, the latest event first.
    pub deliveries: Vec<Delivery>,
    /// Where the search goes on, if it ended before it had found as many as were wanted and there
    /// may be more: after this one.
    pub goes_on_after: Option<DeliveryId>,
}

impl Page {
    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.deliveries.is_empty()
    }
}

/// A page of a webhook's deliveries, the latest event first: those of a state and of an event
/// where they are given, after one of them. Failed, dead and missed ones are read from their
/// lists. Another search looks at so many deliveries and no more: it may end before it has found
/// as many as are wanted, or any. The caller has found the webhook for its tenant.
///
/// # Errors
/// The table can't be reached.
pub async fn page(
    table: &Table,
    webhook: WebhookId,
    (state, event): (Option<State>, Option<&EventType>),
    limit: usize,
    after: Option<DeliveryId>,
) -> Result<Page, Fault> {
    let after = after.map(|id| id.to_string());
    let listed = state.filter(|state| state.has_list());
    let partition = match listed {
        Some(state) => partition_of(webhook, state),
        None => super::partition(webhook),
    };
    let mut list = List::of("reading a webhook's deliveries", partition)
        .descending()
        .after(after)
        .limit(limit);
    if let Some(event) = event {
        list = list.only(super::name::EVENT, event);
    }
    if listed.is_none()
        && let Some(state) = state
    {
        list = list.only(super::name::STATE, state);
    }
    let (items, last) = list.examine(EXAMINED, table).await?;
    // A full page goes on too where it loses some: they have moved on, or can't be read.
    let last = match items.len() {
        full if full >= limit => items.last().and_then(Key::of_item),
        _ => last,
    };
    let deliveries: Vec<Delivery> = match listed {
        None => items.into_iter().filter_map(read_one).collect(),
        Some(state) => {
            let keys = items.iter().filter_map(Key::of_item);
            let ids: Vec<_> = keys.map(|key| key.sk().to_owned()).collect();
            let mut found = of_ids(table, webhook, &ids).await?;
            found.retain(|delivery| delivery.state == state);
            found
        }
    };
    let goes_on_after = last
        .filter(|_| deliveries.len() < limit)
        .and_then(|key| key.sk().parse().ok());
    Ok(Page {
        deliveries,
        goes_on_after,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::delivery;
    use super::*;

    /// The keys of the parts that a change of state takes.
    fn parts(before: Option<State>, after: State) -> String {
        let mut delivery = delivery(after);
        delivery.waits = after == State::Pending && before.is_some();
        let parts = moved(before, &delivery).unwrap();
        format!("{parts:?}")
    }

    #[test]
    fn every_state_has_its_list_and_no_other() {
        assert_eq!(parts(None, State::Pending), "[]", "a new one");
        assert_eq!(parts(None, State::Succeeded), "[]", "at once");
        let failed = parts(None, State::Failed);
        assert!(failed.contains("#failed\"") && failed.contains("Put"));
        assert!(!failed.contains("Delete"));
        let parked = parts(Some(State::Failed), State::Pending);
        assert!(parked.contains("#pending\"") && parked.contains("#failed\""));
        assert_eq!(parts(Some(State::Failed), State::Failed), "[]");
        let done = parts(Some(State::Failed), State::Succeeded);
        assert!(done.contains("#failed\"") && done.contains("Delete") && !done.contains("Put"));
        let dead = parts(Some(State::Failed), State::Dead);
        assert!(dead.contains("#failed\"") && dead.contains("#dead\""));
        let missed = parts(None, State::Missed);
        assert!(missed.contains("#missed\"") && missed.contains("Put"));
    }

    #[test]
    fn an_erasure_knows_every_list() {
        let webhook = delivery(State::Pending).webhook_id;
        let all: Vec<_> = partitions(webhook).collect();
        for state in State::ALL {
            let is_known = all.contains(&partition_of(webhook, *state));
            assert_eq!(is_known, *state != State::Succeeded, "{state}");
        }
    }

    #[test]
    fn the_end_follows_every_id() {
        let last = DeliveryId::from_bits([255; 16]).to_string();
        assert!(last.as_str() < END && last.starts_with("dlv_7ZZZ"));
        assert!(START < DeliveryId::from_bits([0; 16]).to_string().as_str());
    }
}
