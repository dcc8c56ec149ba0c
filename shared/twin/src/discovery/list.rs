//! The lists of discoveries by status.

use std::collections::BTreeSet;

use common::{Fault, Timestamp};
use dynamo::{Key, List, Table, read_one};
use serde::Deserialize;

use super::{Discovery, DiscoveryPlace, Status};
use crate::id::{DiscoveryId, UserId};
use crate::layout;

/// Items of a list that are read in one go, at most.
const MOMENTS: usize = 50;
/// Discoveries that are read in one round trip, at most.
const AT_ONCE: usize = 100;

/// An item of a list: the ids of a moment. It is left without ids where the last two were
/// decided at the same time.
#[derive(Deserialize)]
struct Moment {
    sk: Timestamp,
    #[serde(default)]
    ids: BTreeSet<DiscoveryId>,
}

/// A page of an account's discoveries of one status, newest first: at most `limit`, after a place
/// in the list (see [`Discovery::place`]).
///
/// # Errors
/// The table can't be reached.
pub async fn list(
    table: &Table,
    user: UserId,
    status: Status,
    limit: usize,
    after: Option<DiscoveryPlace>,
) -> Result<Vec<Discovery>, Fault> {
    let mut found = Vec::new();
    // A place, or the sort key of a moment, which comes before all places of the moment.
    let mut from = after.map(|place| place.to_string());
    let page = limit.clamp(1, MOMENTS);
    while found.len() < limit {
        let moments = List::of("listing discoveries", layout::discovery_list(user, status))
            .descending()
            .after(from.clone())
            .limit(page)
            .items(table)
            .await?;
        let is_last = moments.len() < page;
        from = moments
            .last()
            .and_then(Key::of_item)
            .map(|key| key.sk().to_owned());
        let moments: Vec<Moment> = moments.into_iter().filter_map(read_one).collect();
        let ids: Vec<_> = moments
            .iter()
            .flat_map(|moment| {
                let ids = moment.ids.iter().rev();
                ids.map(|id| DiscoveryPlace {
                    created: moment.sk,
                    id: *id,
                })
            })
            .filter(|place| after.is_none_or(|after| *place < after))
            .map(|place| place.id)
            .collect();
        let mut ids = ids.as_slice();
        while !ids.is_empty() && found.len() < limit {
            let some = (limit - found.len()).min(AT_ONCE).min(ids.len());
            let (now, rest) = ids.split_at(some);
            found.extend(read(table, user, status, now).await?);
            ids = rest;
        }
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// The discoveries of these ids, in their order. One that was decided meanwhile is in another
/// list.
async fn read(
    table: &Table,
    user: UserId,
    status: Status,
    ids: &[DiscoveryId],
) -> Result<Vec<Discovery>, Fault> {
    let keys = ids.iter().map(|id| layout::discovery(user, *id)).collect();
    let mut found = table
        .get_items(keys)
        .await?
        .into_iter()
        .filter_map(read_one::<Discovery>)
        .collect::<Vec<_>>();
    found.retain(|discovery| discovery.status == status);
    found.sort_by_key(|discovery| std::cmp::Reverse((discovery.created_at, discovery.id)));
    Ok(found)
}
