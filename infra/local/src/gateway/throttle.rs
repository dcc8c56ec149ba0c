//! Throttles: one of the stage, and those of single routes.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::template::Throttle;

/// A token bucket, of a route or of all routes without their own.
pub(super) struct Bucket {
    limit: Throttle,
    state: Mutex<(f64, Instant)>,
}

impl Bucket {
    pub(super) fn new(limit: Throttle) -> Self {
        Self {
            limit,
            state: Mutex::new((limit.burst, Instant::now())),
        }
    }

    /// Whether a request is admitted now.
    pub(super) fn take(&self) -> bool {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *state;
        let tokens = (tokens
            + now.saturating_duration_since(since).as_secs_f64() * self.limit.rate)
            .min(self.limit.burst);
        let admitted = tokens >= 1.0;
        *state = (if admitted { tokens - 1.0 } else { tokens }, now);
        admitted
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_throttle_admits_a_burst_and_then_the_rate() {
        let bucket = Bucket::new(Throttle {
            rate: 2.0,
            burst: 3.0,
        });
        let start = Instant::now();
        let admitted = |millis: u64| bucket.take_at(start + Duration::from_millis(millis));
        assert_eq!([0, 0, 0, 0].map(admitted), [true, true, true, false]);
        assert_eq!([400, 500, 600].map(admitted), [false, true, false]);
    }
}
