//! Time: the only module that asks the system what time it is.
//!
//! Everything else holds a [`Clock`], so a test can stand at the turn of a
//! month, or give two processes clocks that disagree.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Hand(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is turned by hand.
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Source::Hand(Arc::new(AtomicI64::new(at.0))))
    }

    /// Turns a clock that was made by [`Clock::standing_at`]; the system's clock ignores it.
    pub fn advance(&self, milliseconds: i64) {
        if let Source::Hand(at) = &self.0 {
            at.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }

    /// Waits until a moment, if that is still to come. A clock that stands is turned to it instead,
    /// so that a test waits for nothing.
    pub async fn wait_until(&self, moment: Timestamp) {
        match &self.0 {
            Source::System => {
                let left = moment.0.saturating_sub(self.now().0);
                let left = u64::try_from(left).unwrap_or(0);
                tokio::time::sleep(std::time::Duration::from_millis(left)).await;
            }
            Source::Hand(at) => {
                at.fetch_max(moment.0, Ordering::SeqCst);
            }
        }
    }

    /// The present moment.
    #[allow(clippy::disallowed_methods)] // the one place
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => {
                let now = OffsetDateTime::now_utc();
                Timestamp((now.unix_timestamp_nanos() / 1_000_000) as i64)
            }
            Source::Hand(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }
}

/// A moment in UTC, to the millisecond. Written as RFC 3339 (`2026-11-22T08:30:00.000Z`)
/// in answers and in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The latest moment that fits: the last millisecond of the year 9999.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// From milliseconds since 1970-01-01T00:00:00Z, held between that and the year 9999.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(0, Self::MAX.0))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment moved by so many milliseconds.
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The same moment as a calendar date and time in UTC.
    pub fn date_time(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// The JSON Schema of a moment as it is read: any RFC 3339 from 1970 to 9999. [`Timestamp`]'s own
/// is of one as it is written.
pub fn moment_schema() -> serde_json::Value {
    serde_json::json!({
        "type": "string",
        "format": "date-time",
        "pattern": "^(19[7-9]|[2-9][0-9]{2})[0-9]-",
        "description": "RFC 3339, from the year 1970 to 9999; kept to the millisecond.",
    })
}

/// As it is written; see [`moment_schema`] for what is read.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339 in UTC, to the millisecond.",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.date_time();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            t.year(),
            u8::from(t.month()),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            t.millisecond()
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What was given is no RFC 3339 date and time between 1970 and 9999.
#[derive(Debug, thiserror::Error)]
#[error("must be an RFC 3339 date and time, for example 2026-11-22T08:30:00Z")]
pub struct NotATimestamp;

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let parsed = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| NotATimestamp)?;
        let millis = i64::try_from(parsed.unix_timestamp_nanos().div_euclid(1_000_000))
            .map_err(|_| NotATimestamp)?;
        (0..=Self::MAX.0)
            .contains(&millis)
            .then_some(Self(millis))
            .ok_or(NotATimestamp)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_survives_being_written() {
        let t: Timestamp = "2028-02-29T23:59:59.999Z".parse().unwrap();
        assert_eq!(t.to_string(), "2028-02-29T23:59:59.999Z");
        let east: Timestamp = "2028-03-01T01:59:59.999+02:00".parse().unwrap();
        assert_eq!(east, t);
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "now",
            "2026-11-22T08:30:00",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }
}
