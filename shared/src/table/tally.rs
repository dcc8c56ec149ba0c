//! What the table's calls have cost, as the table itself says.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Running totals of one process.
#[derive(Debug, Default)]
pub struct Tally {
    round_trips: AtomicU64,
    // In tenths: units come in halves.
    read: AtomicU64,
    written: AtomicU64,
}

/// Totals at one moment, or the difference of two.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Calls sent, those refused included.
    pub round_trips: u64,
    /// Read units.
    pub read_units: f64,
    /// Write units. The table does not say what a refused write cost (as much as an applied one).
    pub write_units: f64,
}

impl Tally {
    /// The totals so far.
    pub fn so_far(&self) -> Spent {
        let tenths = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64 / 10.0;
        Spent {
            round_trips: self.round_trips.load(Ordering::Relaxed),
            read_units: tenths(&self.read),
            write_units: tenths(&self.written),
        }
    }

    pub(crate) fn read(&self, spent: Option<&ConsumedCapacity>) {
        self.add(&self.read, spent);
    }

    pub(crate) fn written(&self, spent: Option<&ConsumedCapacity>) {
        self.add(&self.written, spent);
    }

    fn add(&self, counter: &AtomicU64, spent: Option<&ConsumedCapacity>) {
        self.round_trips.fetch_add(1, Ordering::Relaxed);
        let units = spent.and_then(|s| s.capacity_units).unwrap_or(0.0);
        counter.fetch_add((units * 10.0).round() as u64, Ordering::Relaxed);
    }
}

impl std::ops::Sub for Spent {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            round_trips: self.round_trips.saturating_sub(earlier.round_trips),
            read_units: self.read_units - earlier.read_units,
            write_units: self.write_units - earlier.write_units,
        }
    }
}
