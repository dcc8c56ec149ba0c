//! Pictures of packages, by their content: they are served from here, so that nobody's page tracks
//! users.

use aws_sdk_dynamodb::primitives::Blob;
use common::Fault;
use dynamo::{AttributeValue, Change, List, Table};
use serde::Serialize;

use super::entry::PictureHash;
use super::layout;

/// The most bytes of a picture: 1 MiB.
pub const MOST_BYTES: usize = 1024 * 1024;
/// A part's content may take so much of an item, which holds 400 KB at most.
const PART_BYTES: usize = 350 * 1024;
/// The attribute that holds a part's content.
const CONTENT: &str = "z";

#[derive(Serialize)]
struct Part {
    /// How many parts the picture has.
    parts: usize,
}

/// Stores a picture; the same one again changes nothing.
///
/// # Errors
/// The table can't be reached. A picture above [`MOST_BYTES`] is a fault of the caller's.
pub async fn store(table: &Table, bytes: &[u8]) -> Result<PictureHash, Fault> {
    let doing = "storing a picture";
    if bytes.len() > MOST_BYTES {
        return Err(Fault::internal(doing, "it is too large"));
    }
    let hash = PictureHash::of(bytes);
    let chunks: Vec<_> = bytes.chunks(PART_BYTES).collect();
    for (number, content) in chunks.iter().enumerate() {
        let parts = chunks.len();
        Change::put(layout::picture(hash, number), &Part { parts })?
            .set(CONTENT, AttributeValue::B(Blob::new(*content)))
            .apply(table, doing)
            .await?;
    }
    Ok(hash)
}

/// A picture; nothing where there is none of this hash.
///
/// # Errors
/// The table can't be reached.
pub async fn read(table: &Table, hash: PictureHash) -> Result<Option<Vec<u8>>, Fault> {
    let parts = List::of("reading a picture", layout::picture_partition(hash));
    let parts = parts.items(table).await?;
    let contents = parts
        .iter()
        .filter_map(|part| part.get(CONTENT)?.as_b().ok());
    let bytes: Vec<u8> = contents
        .flat_map(|part| part.as_ref().iter().copied())
        .collect();
    // The hash says whether it is whole, and itself.
    Ok((PictureHash::of(&bytes) == hash && !bytes.is_empty()).then_some(bytes))
}
