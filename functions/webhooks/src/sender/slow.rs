//! Webhooks that let this process wait in vain.

use std::collections::HashMap;
use std::sync::Mutex;

use common::{Timestamp, lock};
use webhooks::WebhookId;

/// A webhook that timed out twice is left alone for so long, in milliseconds, then for twice as
/// long, so many times, up to this.
const PAUSE: i64 = 30_000;
const DOUBLED: u32 = 4;
const LONGEST: i64 = 5 * 60_000;
/// So many of them are remembered.
const MOST: usize = 1_024;

/// Webhooks whose receivers timed out twice in a row. A batch ends with its slowest message, so
/// each of theirs would keep a place that others need: for a while their deliveries are
/// postponed, which uses no attempt, and the sweep brings them again. Whatever is lost of this
/// costs ten seconds.
#[derive(Debug, Default)]
pub(super) struct SlowWebhooks(Mutex<HashMap<WebhookId, TimedOut>>);

#[derive(Clone, Copy, Debug)]
struct TimedOut {
    /// How often in a row; those that were under way together count once.
    times: u32,
    last: Timestamp,
}

impl TimedOut {
    /// Until when the webhook is left alone.
    fn until(self) -> Timestamp {
        let doubled = self.times.saturating_sub(2).min(DOUBLED);
        let pause = (PAUSE << doubled).min(LONGEST);
        self.last
            .plus_millis(if self.times > 1 { pause } else { 0 })
    }
}

impl SlowWebhooks {
    /// Until when a webhook is left alone, if it is.
    pub(super) fn until(&self, id: WebhookId, now: Timestamp) -> Option<Timestamp> {
        let until = lock(&self.0).get(&id)?.until();
        (now < until).then_some(until)
    }

    /// Records an attempt.
    pub(super) fn record(
        &self,
        id: WebhookId,
        timed_out: bool,
        began: Timestamp,
        ended: Timestamp,
    ) {
        let mut known = lock(&self.0);
        if !timed_out {
            known.remove(&id);
        } else if let Some(slow) = known.get_mut(&id) {
            if began >= slow.last {
                (slow.times, slow.last) = (slow.times + 1, ended);
            }
        } else if known.len() < MOST {
            known.insert(
                id,
                TimedOut {
                    times: 1,
                    last: ended,
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_that_times_out_twice_in_a_row_is_left_alone_for_longer_and_longer() {
        let slow = SlowWebhooks::default();
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let at = |seconds: i64| start.plus_millis(seconds * 1000);
        let id = WebhookId::new(start);
        let other = WebhookId::new(start);
        let alone = |now| {
            slow.until(id, at(now))
                .map(|until| (until.millis() - start.millis()) / 1000)
        };
        // Ten at once are one time.
        for _ in 0..10 {
            slow.record(id, true, at(0), at(10));
        }
        assert_eq!(alone(10), None);
        slow.record(id, true, at(15), at(25));
        assert_eq!(
            (alone(25), alone(54), alone(55)),
            (Some(55), Some(55), None)
        );
        assert_eq!(slow.until(other, at(25)), None);
        slow.record(id, true, at(60), at(70));
        assert_eq!(alone(70), Some(130));
        for n in 1..10 {
            slow.record(id, true, at(1_000 * n), at(1_000 * n + 10));
        }
        assert_eq!(alone(9_010), Some(9_310));
        slow.record(id, false, at(9_400), at(9_401));
        assert_eq!(alone(9_401), None);
    }
}
