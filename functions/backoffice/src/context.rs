//! What the back office's handlers work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
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

impl TableContext for BackOffice {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            snapshots: Snapshots::new(table.clone(), clock.clone()),
            queues: Queues::read(environment, &table),
            clock,
            table,
        })
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn table(&self) -> &Table {
        &self.table
    }
}
