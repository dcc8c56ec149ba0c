//! What calls to the table have cost, as the table itself reports it.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Running totals of one process.
#[derive(Debug, Default)]
pub struct CapacityMeter {
    round_trips: AtomicU64,
    // In tenths: units come in halves.
    read: AtomicU64,
    written: AtomicU64,
}

/// Totals at one moment, or the difference of two.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Capacity {
    /// Calls sent, those refused included.
    pub round_trips: u64,
    /// Read units.
    pub read_units: f64,
    /// Write units. The table does not report what a refused write cost (as much as an applied
    /// one).
    pub write_units: f64,
}

impl CapacityMeter {
    /// The totals so far.
    pub fn so_far(&self) -> Capacity {
        let tenths = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as f64 / 10.0;
        Capacity {
            round_trips: self.round_trips.load(Ordering::Relaxed),
            read_units: tenths(&self.read),
            write_units: tenths(&self.written),
        }
    }

    /// Counts a read, with what the table reported of it.
    pub fn read(&self, consumed: Option<&ConsumedCapacity>) {
        self.add(&self.read, consumed);
    }

    /// Counts a write, with what the table reported of it.
    pub fn written(&self, consumed: Option<&ConsumedCapacity>) {
        self.add(&self.written, consumed);
    }

    fn add(&self, counter: &AtomicU64, consumed: Option<&ConsumedCapacity>) {
        self.round_trips.fetch_add(1, Ordering::Relaxed);
        let units = consumed.and_then(|c| c.capacity_units).unwrap_or(0.0);
        counter.fetch_add((units * 10.0).round() as u64, Ordering::Relaxed);
    }
}

impl std::ops::Sub for Capacity {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            round_trips: self.round_trips.saturating_sub(earlier.round_trips),
            read_units: self.read_units - earlier.read_units,
            write_units: self.write_units - earlier.write_units,
        }
    }
}
