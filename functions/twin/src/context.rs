//! What the handlers of the twin API work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use metering::Gate;
use twin::account::Account;
use twin::api_key::KeyRecord;
use twin::snapshot::Snapshots;
use webhooks::Queues;

/// What the handlers of the twin API work with.
#[derive(Debug)]
pub struct Twin {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// Lets key holders in.
    pub gate: Gate<KeyRecord, Account>,
    /// The snapshots, and those that this process has cached.
    pub snapshots: Snapshots,
    /// The queues of events.
    pub queues: Queues,
    /// `INBOX_URL`: where owners review what integrations propose.
    pub inbox_url: String,
}

impl TableContext for Twin {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            gate: Gate::new(table.clone(), clock.clone()),
            snapshots: Snapshots::new(table.clone(), clock.clone()),
            queues: Queues::read(environment, &table),
            inbox_url: environment
                .optional("INBOX_URL")
                .unwrap_or_else(|| "https://afini.ai/dashboard/discoveries".into()),
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
