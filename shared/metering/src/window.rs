//! Months, days and minutes in UTC, and their names on the account's item.
//!
//! A window is part of an attribute's name, so a new minute or month needs no reset. Names are
//! fixed-width base 64 whose digits stand in byte order: an earlier window's name is the lesser
//! string. They are short because DynamoDB bills names as well as values.

use std::fmt;
use std::str::FromStr;

use common::Timestamp;

/// Base-64 digits in ascending byte order.
const DIGITS: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// Windows are counted from 2024-01-01T00:00:00Z; four digits of minutes last until 2055.
const EPOCH_SECONDS: i64 = 1_704_067_200;
const EPOCH_YEAR: i32 = 2024;

/// Clocks of two processes may differ by a few seconds, and a write may be under way for three:
/// a minute's counters are removed this long after its end, never before.
pub const MINUTE_GRACE_MILLIS: i64 = 10_000;
/// The same for a day and a month.
pub const DAY_GRACE_MILLIS: i64 = 600_000;

/// Appends `value` in exactly `width` digits, the low ones where it does not fit.
pub(crate) fn encode(value: u32, width: usize, into: &mut String) {
    for place in (0..width).rev() {
        let digit = (value >> (6 * place)) & 63;
        into.push(char::from(
            DIGITS.get(digit as usize).copied().unwrap_or(b'-'),
        ));
    }
}

/// The value of such digits, or nothing where another character stands among them.
pub(crate) fn decode(text: &str) -> Option<u32> {
    text.bytes().try_fold(0_u32, |value, byte| {
        let digit = DIGITS.binary_search(&byte).ok()?;
        value
            .checked_mul(64)?
            .checked_add(u32::try_from(digit).ok()?)
    })
}

macro_rules! window {
    ($(#[$doc:meta])* $name:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            pub(crate) const WIDTH: usize = $width;

            pub(crate) fn decode(text: &str) -> Option<Self> {
                (text.len() == $width).then(|| decode(text)).flatten().map(Self)
            }

            pub(crate) fn encode(self, into: &mut String) {
                encode(self.0, $width, into);
            }
        }
    };
}

window!(
    /// A minute, in four digits.
    Minute, 4
);
window!(
    /// A calendar day, in three digits.
    Day, 3
);
window!(
    /// A calendar month, in two digits.
    Month, 2
);

fn since_epoch(at: Timestamp, unit_seconds: i64) -> u32 {
    u32::try_from((at.seconds() - EPOCH_SECONDS).div_euclid(unit_seconds)).unwrap_or(0)
}

fn from_epoch(count: i64, unit_seconds: i64) -> Timestamp {
    Timestamp::from_millis((EPOCH_SECONDS + count * unit_seconds) * 1000)
}

impl Minute {
    /// The minute that holds this moment.
    pub fn of(at: Timestamp) -> Self {
        Self(since_epoch(at, 60))
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        from_epoch(i64::from(self.0), 60)
    }

    /// The first moment after it.
    pub fn end(self) -> Timestamp {
        from_epoch(i64::from(self.0) + 1, 60)
    }
}

impl Day {
    /// The day that holds this moment.
    pub fn of(at: Timestamp) -> Self {
        Self(since_epoch(at, 86_400))
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        from_epoch(i64::from(self.0), 86_400)
    }

    /// The first moment after it.
    pub fn end(self) -> Timestamp {
        from_epoch(i64::from(self.0) + 1, 86_400)
    }

    /// The day after it.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The day of the same number so many months before; the month's last where it has none.
    pub fn months_before(self, months: u32) -> Self {
        let month = Month::of(self.start());
        let earlier = Month(month.0.saturating_sub(months));
        let (first, last) = (
            Self::of(earlier.start()),
            Self(Self::of(earlier.end()).0 - 1),
        );
        Self(first.0 + self.0 - Self::of(month.start()).0).min(last)
    }
}

/// The text is no date.
#[derive(Debug, thiserror::Error)]
#[error("must be a date from 2024-01-01 on, as in 2026-11-22")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let at: Timestamp = format!("{text}T00:00:00Z").parse().map_err(|_| NotADay)?;
        let day = Self::of(at);
        // A date outside the windows, or one in another spelling, is written differently.
        if day.to_string() == text {
            Ok(day)
        } else {
            Err(NotADay)
        }
    }
}

/// As in a usage item's key: `2026-11-22`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.start().date_time().date();
        write!(
            f,
            "{:04}-{:02}-{:02}",
            date.year(),
            u8::from(date.month()),
            date.day()
        )
    }
}

impl Month {
    /// The month that holds this moment.
    pub fn of(at: Timestamp) -> Self {
        let date = at.date_time();
        let months = (date.year() - EPOCH_YEAR) * 12 + i32::from(u8::from(date.month())) - 1;
        Self(u32::try_from(months).unwrap_or(0))
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        first_of(self.0)
    }

    /// The first moment after it: 00:00 UTC on the 1st.
    pub fn end(self) -> Timestamp {
        first_of(self.0 + 1)
    }
}

/// The windows of one moment, taken once for a decision.
pub(crate) struct Windows {
    pub now: Timestamp,
    pub minute: Minute,
    pub day: Day,
    pub month: Month,
}

impl Windows {
    pub fn of(now: Timestamp) -> Self {
        Self {
            now,
            minute: Minute::of(now),
            day: Day::of(now),
            month: Month::of(now),
        }
    }
}

fn first_of(months: u32) -> Timestamp {
    let year = EPOCH_YEAR + i32::try_from(months / 12).unwrap_or(0);
    let month = time::Month::January.nth_next((months % 12) as u8);
    time::Date::from_calendar_date(year, month, 1).map_or(Timestamp::MAX, |date| {
        Timestamp::from_millis(date.midnight().assume_utc().unix_timestamp() * 1000)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_stand_in_byte_order() {
        assert!(DIGITS.is_sorted());
    }

    #[test]
    fn windows_turn_where_the_calendar_does() {
        let last: Timestamp = "2028-02-29T23:59:59.999Z".parse().unwrap();
        let first = last.plus_millis(1);
        assert_eq!(Month::of(last).end(), first);
        assert_eq!(Month::of(first).start(), first);
        assert_eq!(Day::of(last).end(), first);
        assert_eq!(Minute::of(last).end(), first);
        assert_eq!(Day::of(first).to_string(), "2028-03-01");
        let new_year: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            Month::of(new_year).0,
            Month::of(new_year.plus_millis(-1)).0 + 1
        );
    }

    #[test]
    fn months_before_a_day() {
        let before = |day: &str, months| {
            day.parse::<Day>()
                .unwrap()
                .months_before(months)
                .to_string()
        };
        assert_eq!(before("2026-11-22", 13), "2025-10-22");
        assert_eq!(before("2028-03-31", 1), "2028-02-29");
        assert_eq!(before("2027-03-31", 13), "2026-02-28");
        assert_eq!(before("2024-02-01", 13), "2024-01-01");
        for bad in [
            "",
            "2026-02-29",
            "2026-2-1",
            "2023-12-31",
            "26-01-01",
            "2026-01-01T",
            "9999-99-99",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_earlier_window_has_the_lesser_name(a in 0_u32..1 << 24, b in 0_u32..1 << 24) {
            let (mut x, mut y) = (String::new(), String::new());
            encode(a, 4, &mut x);
            encode(b, 4, &mut y);
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(decode(&x), Some(a));
        }

        #[test]
        fn a_day_survives_being_written(day in 0_u32..20_000, text in "\\PC{0,12}|20[0-9]{2}-[0-9]{2}-[0-9]{2}") {
            prop_assert_eq!(Day(day).to_string().parse::<Day>().unwrap(), Day(day));
            if let Ok(day) = text.parse::<Day>() {
                prop_assert_eq!(day.to_string(), text);
            }
        }

        #[test]
        fn decoding_never_panics(text in "\\PC{0,12}") {
            let _ = (decode(&text), Minute::decode(&text));
        }

        #[test]
        fn every_moment_is_inside_its_windows(millis in 1_704_067_200_000_i64..2_700_000_000_000) {
            let at = Timestamp::from_millis(millis);
            prop_assert!(Minute::of(at).start() <= at && at < Minute::of(at).end());
            prop_assert!(Day::of(at).start() <= at && at < Day::of(at).end());
            prop_assert!(Month::of(at).start() <= at && at < Month::of(at).end());
        }
    }
}
