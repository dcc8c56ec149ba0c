//! The operator's review of versions.

pub mod approve;
pub mod list;
pub mod reject;

use ::surface::{Error, Request};
use provider::id::VersionId;
use provider_functions::surfaces::REVIEW_NOT_FOUND;

/// Characters of a reason.
pub(crate) const REASON: std::ops::RangeInclusive<usize> = 1..=2_000;
/// Characters of a rule's name.
pub(crate) const RULE: std::ops::RangeInclusive<usize> = 1..=100;
/// Characters of a place's JSON Pointer.
const POINTER: std::ops::RangeInclusive<usize> = 0..=500;

fn version(request: &Request) -> Result<VersionId, Error> {
    let none = || REVIEW_NOT_FOUND.refuse("No version with this id waits for review.");
    request.param("versionId").ok_or_else(none)
}
