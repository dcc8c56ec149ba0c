//! When a delivery is tried again: the schedules, as data.

use common::words;
use serde::{Deserialize, Serialize};

/// Attempts of a delivery, at most.
pub const MOST_ATTEMPTS: u32 = 10;
/// Seconds that an attempt has, at most.
pub const MOST_SECONDS: u32 = 10;

/// The standard waits before each attempt, in milliseconds: 10 attempts in about 28 hours.
pub const WAITS: [i64; 10] = [
    0,
    5_000,
    30_000,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    10 * HOUR,
];
/// The fast ones: 10 attempts in about an hour.
const FAST: [i64; 10] = [
    0,
    5_000,
    30_000,
    2 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
];
/// The slow ones: 10 attempts in about 43 hours.
const SLOW: [i64; 10] = [
    0,
    10 * MINUTE,
    HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
    6 * HOUR,
];
/// Each wait is off by up to so much, so that what failed together does not come back together.
const JITTER_PERCENT: i64 = 20;
/// The longest wait that a receiver may ask for with `Retry-After`.
const LONGEST: i64 = 24 * HOUR;
/// What is not settled so long after its event (or after its owner asked for another try) is
/// given up, whatever the reason.
pub const GIVEN_UP: i64 = 72 * HOUR;
/// All attempts failed for so long: the endpoint counts as failing.
pub const FAILING_AFTER: i64 = 24 * HOUR;
/// A failing endpoint is tried so often.
pub const PROBE_EVERY: i64 = 15 * MINUTE;
/// A failing endpoint is disabled after so long.
pub const DISABLED_AFTER: i64 = 5 * 24 * HOUR;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

words!(
    /// How long the waits between attempts are.
    stored Schedule as "RetrySchedule" {
        /// At first, then after 5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h and 10 h.
        Standard = "standard";
        /// At first, then after 5 s, 30 s, 2 min, and every 10 min.
        Fast = "fast";
        /// At first, then after 10 min, 1 h, and every 6 h.
        Slow = "slow";
    }
);

/// How deliveries of a webhook are tried, and tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Retry"))]
#[serde(rename_all = "camelCase")]
pub struct Retry {
    /// Attempts, at most: 1 to 10.
    pub attempts: u32,
    /// Seconds that an attempt has, the whole answer included: 1 to 10.
    pub timeout_seconds: u32,
    /// The waits.
    pub schedule: Schedule,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: MOST_ATTEMPTS,
            timeout_seconds: MOST_SECONDS,
            schedule: Schedule::Standard,
        }
    }
}

impl Schedule {
    fn waits(self) -> &'static [i64; 10] {
        match self {
            Self::Fast => &FAST,
            Self::Slow => &SLOW,
            // One of another release is tried by the standard one meanwhile.
            Self::Standard | Self::Other(_) => &WAITS,
        }
    }
}

impl Retry {
    /// Whether nothing else than this was asked for.
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether its owner wants fewer attempts than there may be.
    pub fn is_limited(&self) -> bool {
        self.attempts < MOST_ATTEMPTS
    }

    /// The wait after so many failed attempts, in milliseconds, or nothing where that was the last.
    /// `retry_after` is what the receiver asked for; `random` decides the jitter.
    pub fn wait(&self, failed: u32, retry_after: Option<i64>, random: u32) -> Option<i64> {
        if failed >= self.attempts {
            return None;
        }
        let waits = self.schedule.waits();
        let base = *waits.get(usize::try_from(failed).ok()?)?;
        let spread = base * JITTER_PERCENT / 100;
        let own = base - spread + 2 * spread * i64::from(random) / i64::from(u32::MAX);
        Some(retry_after.map_or(own, |asked| asked.clamp(own, LONGEST.max(own))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wait(failed: u32, retry_after: Option<i64>, random: u32) -> Option<i64> {
        Retry::default().wait(failed, retry_after, random)
    }

    fn hours(schedule: Schedule) -> f64 {
        let retry = Retry {
            schedule,
            ..Retry::default()
        };
        let waits = (1..10).map(|failed| retry.wait(failed, None, u32::MAX / 2).unwrap());
        waits.sum::<i64>() as f64 / HOUR as f64
    }

    #[test]
    fn ten_attempts_in_about_28_hours() {
        let hours = hours(Schedule::Standard);
        assert!((27.6..27.8).contains(&hours), "{hours}");
        assert_eq!(wait(10, None, 0), None);
        assert_eq!(wait(u32::MAX, Some(1), 0), None);
    }

    #[test]
    fn all_schedules_end_before_a_delivery_is_given_up() {
        assert!((1.0..1.1).contains(&hours(Schedule::Fast)));
        assert!((43.0..43.3).contains(&hours(Schedule::Slow)));
        let longest = SLOW.iter().sum::<i64>() * (100 + JITTER_PERCENT) / 100;
        assert!(longest < GIVEN_UP);
    }

    #[test]
    fn an_owner_s_limit_ends_the_attempts() {
        let retry = Retry {
            attempts: 2,
            ..Retry::default()
        };
        assert!(retry.wait(1, None, 0).is_some());
        assert_eq!(retry.wait(2, Some(1_000), 0), None);
    }

    proptest! {
        #[test]
        fn within_a_fifth_and_never_before_its_own_time(
            failed in 1_u32..10, asked in proptest::option::of(any::<i64>()), random: u32,
        ) {
            let base = WAITS[failed as usize];
            let own = wait(failed, None, random).unwrap();
            prop_assert!(own >= base - base / 5 && own <= base + base / 5);
            let honoured = wait(failed, asked, random).unwrap();
            prop_assert!(honoured >= own && honoured <= LONGEST);
            if let Some(asked) = asked && asked >= own && asked <= LONGEST {
                prop_assert_eq!(honoured, asked);
            }
        }
    }
}
