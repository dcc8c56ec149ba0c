//! When a delivery is tried again: the schedule, as data.

/// The wait before each attempt, in milliseconds: 10 attempts in about 28 hours.
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

/// The wait after so many failed attempts, in milliseconds, or nothing where that was the last.
/// `retry_after` is what the receiver asked for; `random` decides the jitter.
pub fn wait(failed: u32, retry_after: Option<i64>, random: u32) -> Option<i64> {
    let base = *WAITS.get(usize::try_from(failed).ok()?)?;
    let spread = base * JITTER_PERCENT / 100;
    let own = base - spread + 2 * spread * i64::from(random) / i64::from(u32::MAX);
    Some(retry_after.map_or(own, |asked| asked.clamp(own, LONGEST.max(own))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_attempts_in_about_28_hours() {
        let mut hours = 0.0;
        for failed in 1..10 {
            hours += wait(failed, None, u32::MAX / 2).unwrap() as f64 / HOUR as f64;
        }
        assert!((27.6..27.8).contains(&hours), "{hours}");
        assert_eq!(wait(10, None, 0), None);
        assert_eq!(wait(u32::MAX, Some(1), 0), None);
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
