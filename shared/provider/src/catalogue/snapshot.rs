//! Snapshots: the whole catalogue with its counts and ratings, compressed, in a few items.
//!
//! The rules that must not break: **a snapshot never changes**, and **one that is the newest, or
//! was within the time that pages are kept for, is not removed**: so whoever is at a version can
//! go on from there.

use std::collections::BTreeSet;
use std::io::Read;

use aws_sdk_dynamodb::primitives::Blob;
use common::{Fault, Timestamp, id};
use dynamo::{AttributeValue, Change, Key, List, Table};
use serde::{Deserialize, Serialize};

use super::change::{Head, Record, RecordKind};
use super::index::Listed;
use super::layout;

id!(
    /// A snapshot of the catalogue.
    SnapshotId, "cts_"
);

/// A part's content may take so much of an item, which holds 400 KB at most.
const PART_BYTES: usize = 350 * 1024;
/// A snapshot may be so large before it is compressed: some fifty thousand packages.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The attribute that holds a part's content.
const CONTENT: &str = "z";
/// Removals under way at a time.
const AT_ONCE: usize = 16;

/// Which snapshot is meant, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPlace {
    /// Its identifier.
    pub id: SnapshotId,
    /// How many items it has.
    pub parts: usize,
    /// The last change of the catalogue that it holds.
    pub through: u64,
    /// When it was made.
    pub at: Timestamp,
    /// How many packages it holds.
    pub packages: usize,
}

/// A part of a snapshot, but for its content.
#[derive(Serialize)]
struct Part {}

/// The packages as they are stored.
pub(super) fn pack(packages: &[Listed]) -> Result<Vec<u8>, Fault> {
    let doing = "packing the catalogue";
    let json = serde_json::to_vec(packages).map_err(|e| Fault::internal(doing, e))?;
    if json.len() as u64 > MOST_BYTES {
        let problem = format!("{} packages take {} bytes", packages.len(), json.len());
        return Err(Fault::internal(doing, problem));
    }
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut json.as_slice(), &mut packed, &parameters)
        .map_err(|e| Fault::internal(doing, e))?;
    Ok(packed)
}

/// The packages of what was packed.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<Listed>, Fault> {
    let doing = "unpacking the catalogue";
    let mut json = Vec::new();
    let mut from = brotli::Decompressor::new(packed, 16 * 1024).take(MOST_BYTES);
    from.read_to_end(&mut json)
        .map_err(|e| Fault::internal(doing, e))?;
    serde_json::from_slice(&json).map_err(|e| Fault::internal(doing, e))
}

/// Stores a snapshot. Nothing finds it before a change of the catalogue names it.
pub(super) async fn store(
    table: &Table,
    packages: &[Listed],
    through: u64,
    now: Timestamp,
) -> Result<SnapshotPlace, Fault> {
    let packed = pack(packages)?;
    let id = SnapshotId::new(now);
    let parts: Vec<_> = packed.chunks(PART_BYTES).collect();
    for (number, part) in parts.iter().enumerate() {
        Change::put(layout::snapshot(id, number), &Part {})?
            .set(CONTENT, AttributeValue::B(Blob::new(*part)))
            .apply(table, "storing a snapshot of the catalogue")
            .await?;
    }
    Ok(SnapshotPlace {
        id,
        parts: parts.len(),
        through,
        at: now,
        packages: packages.len(),
    })
}

/// The packages of a snapshot; nothing where it was removed.
pub(super) async fn load(
    table: &Table,
    place: &SnapshotPlace,
) -> Result<Option<Vec<Listed>>, Fault> {
    let parts = List::of("reading a snapshot of the catalogue", layout::SNAPSHOTS)
        .prefix(layout::snapshot_prefix(place.id))
        .items(table)
        .await?;
    if parts.len() != place.parts {
        return Ok(None);
    }
    let contents = parts
        .iter()
        .filter_map(|part| part.get(CONTENT)?.as_b().ok());
    let packed: Vec<u8> = contents
        .flat_map(|part| part.as_ref().iter().copied())
        .collect();
    unpack(&packed).map(Some)
}

/// Removes the parts of a snapshot that no change names.
pub(super) async fn discard(table: &Table, place: &SnapshotPlace) -> Result<(), Fault> {
    let parts = (0..place.parts).map(|part| layout::snapshot(place.id, part));
    remove(table, parts.collect()).await
}

/// Removes snapshots and changes that no page can ask for any more: those that were replaced more
/// than `kept` milliseconds ago.
pub(super) async fn clean(table: &Table, now: Timestamp, kept: i64) -> Result<usize, Fault> {
    let doing = "cleaning the catalogue";
    let Some(newest) = Head::read(table).await?.snapshot else {
        return Ok(0);
    };
    let log: Vec<Record> = List::of(doing, layout::LOG).read(table).await?;
    let made: Vec<_> = log
        .iter()
        .filter_map(|record| match &record.kind {
            RecordKind::Snapshot(place) => Some(place),
            _ => None,
        })
        .collect();
    // A snapshot is the newest until the next one is made.
    let replaced_at = made.iter().skip(1).map(|next| Some(next.at)).chain([None]);
    let kept_ones: Vec<_> = made
        .iter()
        .zip(replaced_at)
        .filter(|(_, replaced)| replaced.is_none_or(|at| at.plus_millis(kept) > now))
        .map(|(place, _)| *place)
        .collect();
    let through = kept_ones.iter().map(|place| place.through).min();
    let through = through.unwrap_or(newest.through).min(newest.through);
    // Before the first snapshot all changes together were the catalogue.
    let first = made
        .first()
        .filter(|first| first.at.plus_millis(kept) > now);
    let from_the_beginning =
        first.is_some() && log.first().is_some_and(|record| record.version == 1);
    let through = if from_the_beginning { 0 } else { through };
    let ids: BTreeSet<_> = kept_ones
        .iter()
        .map(|place| place.id)
        .chain([newest.id])
        .collect();
    let mut past: Vec<_> = log
        .iter()
        .filter(|record| record.version <= through)
        .map(|record| layout::log(record.version))
        .collect();
    let parts = List::of(doing, layout::SNAPSHOTS)
        .attributes(&[])
        .items(table);
    let young = SnapshotId::first_of(now.plus_millis(-kept));
    past.extend(parts.await?.iter().filter_map(Key::of_item).filter(|key| {
        // One that no change names yet may be about to be named.
        layout::snapshot_of(key.sk()).is_some_and(|id| !ids.contains(&id) && id < young)
    }));
    let removed = past.len();
    remove(table, past).await.map(|()| removed)
}

async fn remove(table: &Table, keys: Vec<Key>) -> Result<(), Fault> {
    for some in keys.chunks(AT_ONCE) {
        let removals = some
            .iter()
            .map(|key| table.remove("removing what is past", key.clone()));
        for removed in futures::future::join_all(removals).await {
            removed?;
        }
    }
    Ok(())
}
