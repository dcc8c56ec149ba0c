//! What the back office's handlers work with.

use ::surface::Context;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::{Capacity, Table};
use twin::snapshot::Snapshots;
use webhooks::Queues;

/// What the back office's handlers work with.
#[derive(Debug)]
pub struct BackOffice {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// The snapshots.
    pub snapshots: Snapshots,
    /// The queues of events and of approved discoveries.
    pub queues: Queues,
}

impl BackOffice {
    /// The same over a table and a clock.
    ///
    /// # Errors
    /// A setting is wrong.
    pub fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            snapshots: Snapshots::new(table.clone(), clock.clone()),
            queues: Queues::read(environment, &table),
            clock,
            table,
        })
    }
}

impl Context for BackOffice {
    fn read(environment: &Environment) -> Result<Self, Cause> {
        Self::over(environment, Table::connect(environment)?, Clock::system())
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn capacity(&self) -> Capacity {
        self.table.meter.so_far()
    }
}
