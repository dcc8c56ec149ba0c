//! What bodies of several endpoints have in common.

use std::ops::RangeInclusive;

use ::surface::FieldError;
use ::surface::body::{Fields, Object, Reader, Wrong, custom, integer, parsed};
use common::Timestamp;
use serde_json::Value;

/// How long the predecessor of a key or a secret stays valid, in hours: at most a week, by
/// default a day.
const LONGEST_OVERLAP: u64 = 168;
const DEFAULT_OVERLAP: u64 = 24;

/// The body of a rotation.
pub(crate) const OVERLAP: Object = Object {
    name: "Overlap",
    about: "For how long the predecessor stays valid.",
};

/// Takes `overlapHours` out of a body.
pub(crate) fn overlap_hours(body: &mut Fields) -> u64 {
    let hours =
        integer(0..=LONGEST_OVERLAP).about("Hours; 24 where it is left out, 0: it ends at once.");
    body.optional("overlapHours", hours)
        .unwrap_or(DEFAULT_OVERLAP)
}

/// A moment that `is_allowed`; `problem` says which ones are.
pub(crate) fn moment(
    is_allowed: impl Fn(Timestamp) -> bool,
    problem: &'static str,
) -> impl Reader<Value = Timestamp> {
    let read = move |value: &Value| match parsed::<Timestamp>().read(value)? {
        at if is_allowed(at) => Ok(at),
        _ => Err(("RANGE", problem.to_owned())),
    };
    custom(read, common::clock::moment_schema).called("Moment")
}

/// A list of so many values, which [`each`] reads one by one. `schema` is that of the whole list:
/// it says what [`Fields::list`] can't, such as that the values differ.
pub(crate) fn list(
    length: RangeInclusive<usize>,
    schema: impl Fn() -> Value,
) -> impl Reader<Value = Vec<Value>> {
    let read = move |value: &Value| {
        let problem = || format!("must be a list of {} to {}", length.start(), length.end());
        match value {
            Value::Array(values) if length.contains(&values.len()) => Ok(values.clone()),
            Value::Array(_) => Err(("LENGTH", problem())),
            _ => Err(("TYPE", problem())),
        }
    };
    custom(read, schema)
}

/// Reads each value of the list `name`; what is wrong with one is reported under its place.
pub(crate) fn each<T>(
    body: &mut Fields,
    name: &'static str,
    values: Option<Vec<Value>>,
    read: impl Fn(&Value) -> Result<T, Wrong>,
) -> Option<Vec<T>> {
    let values = values?;
    let mut found = Vec::with_capacity(values.len());
    for (place, value) in values.iter().enumerate() {
        match read(value) {
            Ok(value) => found.push(value),
            Err((code, message)) => {
                let path = format!("{name}[{place}]");
                body.refuse_all(FieldError::new(path, code, message));
            }
        }
    }
    (found.len() == values.len()).then_some(found)
}

/// The same where no value may be repeated; `problem` says so.
pub(crate) fn each_once<T: PartialEq>(
    body: &mut Fields,
    name: &'static str,
    values: Option<Vec<Value>>,
    read: impl Fn(&Value) -> Result<T, Wrong>,
    problem: &str,
) -> Option<Vec<T>> {
    let found = each(body, name, values, read)?;
    let is_repeated =
        (1..found.len()).any(|n| found.iter().skip(n).zip(&found).any(|(a, b)| a == b));
    if is_repeated {
        body.refuse(name, "REPEATED", problem);
        return None;
    }
    Some(found)
}
