//! Five minutes, an hour or a day of figures.
//!
//! Calls are counted in five minutes, so that what is new can be looked at apart; once that is
//! done these become a part of their hour, and hours of their day. So a month is some 80 items,
//! read in one query.

use std::fmt;
use std::str::FromStr;

use common::Timestamp;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// A day (UTC).
    Day,
    /// An hour.
    Hour,
    /// Five minutes.
    Slot,
}

impl Length {
    fn millis(self) -> i64 {
        match self {
            Self::Day => DAY,
            Self::Hour => HOUR,
            Self::Slot => 5 * MINUTE,
        }
    }

    fn letter(self) -> char {
        match self {
            Self::Day => 'd',
            Self::Hour => 'h',
            Self::Slot => 's',
        }
    }
}

/// Five minutes, an hour or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    length: Length,
    start: Timestamp,
}

impl Span {
    /// The one of this length that a moment is in.
    pub fn of(length: Length, at: Timestamp) -> Self {
        let millis = at.millis() - at.millis().rem_euclid(length.millis());
        let start = Timestamp::from_millis(millis);
        Self { length, start }
    }

    /// How long it is.
    pub fn length(self) -> Length {
        self.length
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        self.start
    }

    /// The first moment after it.
    pub fn end(self) -> Timestamp {
        self.start.plus_millis(self.length.millis())
    }

    /// The one that it becomes a part of; none for a day.
    pub fn whole(self) -> Option<Self> {
        let length = match self.length {
            Length::Slot => Length::Hour,
            Length::Hour => Length::Day,
            Length::Day => return None,
        };
        Some(Self::of(length, self.start))
    }

    /// When it becomes a part of that: five minutes two hours after their end, so that the last
    /// hour is never an hour's item; an hour a day after the end of its own.
    pub fn rolls_at(self) -> Option<Timestamp> {
        match self.length {
            Length::Slot => Some(self.end().plus_millis(2 * HOUR)),
            Length::Hour => Some(self.whole()?.end().plus_millis(26 * HOUR)),
            Length::Day => None,
        }
    }
}

/// `d#2026-11-25`, `h#2026-11-25T14`, `s#2026-11-25T14:05`: a sort key.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.start.to_string();
        let characters = match self.length {
            Length::Day => 10,
            Length::Hour => 13,
            Length::Slot => 16,
        };
        let text = text.get(..characters).unwrap_or(&text);
        write!(f, "{}#{text}", self.length.letter())
    }
}

/// It is no sort key of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no span of figures")]
pub struct NotASpan;

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let (letter, start) = text.split_once('#').ok_or(NotASpan)?;
        let (length, rest) = match letter {
            "d" => (Length::Day, "T00:00:00Z"),
            "h" => (Length::Hour, ":00:00Z"),
            "s" => (Length::Slot, ":00Z"),
            _ => return Err(NotASpan),
        };
        let start = format!("{start}{rest}").parse().map_err(|_| NotASpan)?;
        let span = Self::of(length, start);
        (span.start == start).then_some(span).ok_or(NotASpan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_parts_of_longer_ones() {
        let at: Timestamp = "2026-02-28T23:58:59.999Z".parse().unwrap();
        let slot = Span::of(Length::Slot, at);
        assert_eq!(slot.to_string(), "s#2026-02-28T23:55");
        assert_eq!(slot.end().to_string(), "2026-03-01T00:00:00.000Z");
        let hour = slot.whole().unwrap();
        assert_eq!(hour.to_string(), "h#2026-02-28T23");
        let day = hour.whole().unwrap();
        assert_eq!(
            (day.to_string().as_str(), day.whole()),
            ("d#2026-02-28", None)
        );
        for span in [slot, hour, day] {
            assert_eq!(span.to_string().parse(), Ok(span));
        }
        let rolls = |span: Span| span.rolls_at().map(|at| at.to_string());
        assert_eq!(rolls(slot).as_deref(), Some("2026-03-01T02:00:00.000Z"));
        assert_eq!(rolls(hour).as_deref(), Some("2026-03-02T02:00:00.000Z"));
        assert_eq!(rolls(day), None);
        for none in [
            "",
            "d",
            "d#",
            "x#2026-02-28",
            "d#2026-02-30",
            "s#2026-02-28T23:56",
            "a#latency",
        ] {
            assert_eq!(none.parse::<Span>(), Err(NotASpan), "{none}");
        }
    }
}
