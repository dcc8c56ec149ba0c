//! The pace of a webhook that fails or is slow: how many of its deliveries are let go, and how
//! often.
//!
//! The deliveries of a paced webhook do not stand in the index of what is due: they wait in their
//! lists, and the webhook stands there in their place, with `nextProbeAt`, which it has exactly
//! while it is paced. So a thousand deliveries of a receiver that does not answer cost the sweep
//! one look at a time, and hold no sender's place.

use super::{Attempted, Status, Webhook};
use crate::schedule;

/// An attempt that takes so long, or times out, is slow, in milliseconds.
pub const SLOW: i64 = 5_000;
/// Slow attempts in a row after which a webhook is paced.
const SLOW_TIMES: u32 = 2;
/// They are counted so far.
const MOST_SLOW: u32 = SLOW_TIMES + 3;
/// How often deliveries of a slow webhook are let go, in milliseconds: as often as the sweep runs.
const EVERY: i64 = 60_000;
/// The longest wait of a webhook that times out, in milliseconds.
const LONGEST: i64 = 5 * 60_000;
/// Deliveries of a slow webhook that are let go at once: at ten seconds each, five of all senders'
/// places.
const SLOW_AT_ONCE: usize = 30;

/// How many of a webhook's waiting deliveries are let go, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How often, in milliseconds.
    pub every: i64,
    /// How many.
    pub at_once: usize,
}

impl Webhook {
    /// The pace of its deliveries; none while they go out as they come.
    pub fn pace(&self) -> Option<Pace> {
        let one = |every| Some(Pace { every, at_once: 1 });
        match self.status {
            Status::Failing => one(schedule::PROBE_EVERY),
            Status::Enabled if self.slow >= SLOW_TIMES => match self.failures_since {
                // It answers, late.
                None => Some(Pace {
                    every: EVERY,
                    at_once: SLOW_AT_ONCE,
                }),
                // It does not: one at a time, less and less often.
                Some(_) => one((EVERY << (self.slow - SLOW_TIMES).min(3)).min(LONGEST)),
            },
            _ => None,
        }
    }

    /// Whether its last attempt failed or was slow. Its wake-ups go through the queue of retries,
    /// so that they hold no place that others' first attempts need.
    pub fn is_in_trouble(&self) -> bool {
        self.failures_since.is_some() || self.slow > 0
    }

    /// The count of slow attempts in a row, after another attempt.
    pub(super) fn slow_after(&self, attempted: Attempted) -> u32 {
        let most = if attempted.succeeded {
            SLOW_TIMES
        } else {
            MOST_SLOW
        };
        if attempted.slow {
            (self.slow + 1).min(most)
        } else {
            0
        }
    }
}
