//! Latencies, in buckets whose bounds grow by 4 %, so that any percentile of any number of
//! latencies is known to within 2 % of itself, and two sketches add up to one without any loss.
//!
//! The bounds are whole microseconds, so that a latency is in the same bucket on every machine.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::sync::LazyLock;
use std::time::Duration;

/// The first bucket's upper bound: what is faster counts as a millisecond. In microseconds.
const FASTEST: u64 = 1_000;
/// What is slower counts as this: half a minute. In microseconds.
const SLOWEST: u64 = 30_000_000;
/// How far the bounds grow, in percent: a value in the middle of a bucket is then at most
/// 4 / 204 = 1.96 % away from any other of it.
const GROWTH: u64 = 4;

/// The upper bounds of the buckets.
static BOUNDS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bounds = vec![FASTEST];
    let mut bound = FASTEST;
    while bound < SLOWEST {
        bound = (bound + bound * GROWTH / 100).min(SLOWEST);
        bounds.push(bound);
    }
    bounds
});

/// The digits of a bucket's name.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A bucket, by its place among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(usize);

impl Bucket {
    /// The one of a latency.
    pub fn of(latency: Duration) -> Self {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(SLOWEST);
        let place = BOUNDS.partition_point(|bound| *bound < micros);
        Self(place.min(BOUNDS.len() - 1))
    }

    /// Its name as an attribute: two digits to the base of 36, the first of which is one of 0 to 7.
    pub fn name(self) -> String {
        let digit = |place: usize| DIGITS.get(place % 36).copied().map_or('0', char::from);
        [digit(self.0 / 36), digit(self.0)].iter().collect()
    }

    /// The one of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        let digits = name.as_bytes();
        let [high, low] = *digits else {
            return None;
        };
        let digit = |of: u8| DIGITS.iter().position(|digit| *digit == of);
        let place = digit(high)? * 36 + digit(low)?;
        (place < BOUNDS.len()).then_some(Self(place))
    }

    /// The latency that stands for all of it.
    fn latency(self) -> Duration {
        let bound = |place: usize| BOUNDS.get(place).copied().unwrap_or(SLOWEST);
        let (low, high) = match self.0.checked_sub(1) {
            None => (FASTEST, FASTEST),
            Some(before) => (bound(before), bound(self.0)),
        };
        // The harmonic mean is as far from one bound as from the other, by their proportions.
        Duration::from_micros(2 * low * high / (low + high))
    }
}

/// How many latencies are in each bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    counts: BTreeMap<Bucket, u64>,
}

impl Sketch {
    /// Adds a latency.
    pub fn record(&mut self, latency: Duration) {
        self.add(Bucket::of(latency), 1);
    }

    /// Adds so many latencies of a bucket.
    pub fn add(&mut self, bucket: Bucket, count: u64) {
        *self.counts.entry(bucket).or_default() += count;
    }

    /// How many latencies there are.
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The buckets that hold any.
    pub fn buckets(&self) -> impl Iterator<Item = (Bucket, u64)> {
        self.counts.iter().map(|(bucket, count)| (*bucket, *count))
    }

    /// The latency that so many percent are not above (nearest rank); none without a latency.
    pub fn percentile(&self, percent: u64) -> Option<Duration> {
        let rank = (self.count() * percent).div_ceil(100).max(1);
        let mut before = 0;
        for (bucket, count) in self.buckets() {
            before += count;
            if before >= rank {
                return Some(bucket.latency());
            }
        }
        None
    }
}

impl AddAssign<&Self> for Sketch {
    fn add_assign(&mut self, other: &Self) {
        for (bucket, count) in other.buckets() {
            self.add(bucket, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How far a percentile may be from the latency of its rank, in proportion.
    const ERROR: f64 = 0.02;

    fn by_sorting(latencies: &[u64], percent: usize) -> u64 {
        let mut sorted = latencies.to_vec();
        sorted.sort_unstable();
        sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1]
    }

    fn compare(latencies: &[u64]) {
        let mut sketch = Sketch::default();
        for &micros in latencies {
            sketch.record(Duration::from_micros(micros));
        }
        for percent in [1, 50, 90, 95, 99, 100] {
            let exact = by_sorting(latencies, percent) as f64;
            let found = sketch.percentile(percent as u64).unwrap().as_micros() as f64;
            assert!(
                (found - exact).abs() <= ERROR * exact,
                "p{percent}: {found} for {exact}"
            );
        }
    }

    #[test]
    fn percentiles_of_100_000_latencies_are_within_two_percent() {
        // A body of fast calls with a long tail, and some that run into the deadline.
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        let latencies: Vec<u64> = (0..100_000)
            .map(|n| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let share = (random % 1_000_000) as f64 / 1_000_000.0;
                if n % 500 == 0 {
                    5_000_000
                } else {
                    (20_000.0 / (1.0 - share * 0.999)) as u64
                }
            })
            .collect();
        compare(&latencies);
    }

    #[test]
    fn the_ends_are_a_millisecond_and_half_a_minute() {
        let one = |micros| {
            let mut sketch = Sketch::default();
            sketch.record(Duration::from_micros(micros));
            sketch.percentile(50).unwrap().as_micros()
        };
        assert_eq!(one(0), 1_000);
        assert_eq!(one(1_000), 1_000);
        assert!((29_000_000..=30_000_000).contains(&one(30_000_000)));
        assert_eq!(one(30_000_000), one(u64::MAX));
        assert_eq!(Sketch::default().percentile(50), None);
        println!("{} buckets", BOUNDS.len());
        assert!(BOUNDS.len() <= 8 * 36);
    }

    #[test]
    fn each_bucket_has_a_name_of_its_own_which_begins_with_a_digit() {
        for place in 0..BOUNDS.len() {
            let name = Bucket(place).name();
            assert!(name.starts_with(|c: char| c.is_ascii_digit()), "{name}");
            assert_eq!(Bucket::of_name(&name), Some(Bucket(place)));
        }
        for none in ["", "0", "000", "zz", "pk", "0A", "é"] {
            assert_eq!(Bucket::of_name(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn percentiles_are_within_two_percent(
            latencies in prop::collection::vec(1_000_u64..=30_000_000, 1..500)
        ) {
            compare(&latencies);
        }

        #[test]
        fn parts_add_up(
            one in prop::collection::vec(0_u64..40_000_000, 0..50),
            other in prop::collection::vec(0_u64..40_000_000, 0..50),
        ) {
            let of = |latencies: &[u64]| {
                let mut sketch = Sketch::default();
                for &micros in latencies {
                    sketch.record(Duration::from_micros(micros));
                }
                sketch
            };
            let mut sum = of(&one);
            sum += &of(&other);
            let together: Vec<_> = one.iter().chain(&other).copied().collect();
            prop_assert_eq!(sum, of(&together));
        }
    }
}
