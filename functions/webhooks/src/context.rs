//! What these functions work with.

use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use surface::TableContext;
use webhooks::url::AllowedHosts;
use webhooks::{Product, Queues, Vault};

/// What these functions work with, built once a process.
#[derive(Debug)]
pub struct Engine {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// The queues of events and of wake-ups.
    pub queues: Queues,
    /// The master keys of webhooks' secrets.
    pub vault: Vault,
    /// Hosts that deliveries may go to although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
    /// Senders of each queue that run at the same time, at most: each posts its share of what all
    /// of them may post to a host. None, for tests and measurements: they post as they come.
    pub sender_concurrency: Option<u32>,
    /// Whose events are delivered.
    pub product: &'static Product,
}

impl Engine {
    /// The engine of a product's deployment. The twin API's is this context itself; another
    /// product's functions have a context of their own around it.
    ///
    /// # Errors
    /// A setting is wrong.
    pub fn of(
        product: &'static Product,
        environment: &Environment,
        table: Table,
        clock: Clock,
    ) -> Result<Self, Cause> {
        Ok(Self {
            queues: Queues::read(environment, &table),
            vault: Vault::read(environment, &table, clock.clone()),
            allowed_hosts: AllowedHosts::read(environment)?,
            sender_concurrency: environment.parsed("SENDER_CONCURRENCY")?,
            product,
            clock,
            table,
        })
    }
}

impl TableContext for Engine {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Self::of(&twin::events::PRODUCT, environment, table, clock)
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn table(&self) -> &Table {
        &self.table
    }
}
