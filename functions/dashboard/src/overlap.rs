//! For how long what is replaced lives on: a key, or a webhook's secret.

use shared::http::body::{Fields, integer};

/// Hours, at most a week and by default a day.
const LONGEST: u64 = 168;
const DEFAULT: u64 = 24;

/// Takes `overlapHours` out of a body.
pub fn hours(body: &mut Fields) -> u64 {
    body.optional("overlapHours", integer(0..=LONGEST))
        .unwrap_or(DEFAULT)
}
