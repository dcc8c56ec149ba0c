//! What the handlers of the dashboard's API work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use webhooks::url::AllowedHosts;
use webhooks::{Product, Queues, Vault};

/// What the handlers of the dashboard's API work with.
#[derive(Debug)]
pub struct Dashboard {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// `OWNER_CLAIM`: the claim of an ID token that names the owner.
    pub owner_claim: String,
    /// The queues of events, of approved discoveries, and of deliveries that may be due.
    pub queues: Queues,
    /// Seals and opens the secrets of webhooks.
    pub vault: Vault,
    /// Hosts that webhooks may have although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
    /// The product whose events webhooks receive.
    pub product: &'static Product,
}

impl TableContext for Dashboard {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            owner_claim: environment
                .optional("OWNER_CLAIM")
                .unwrap_or_else(|| "sub".into()),
            queues: Queues::read(environment, &table),
            vault: Vault::read(environment, &table, clock.clone()),
            allowed_hosts: AllowedHosts::read(environment)?,
            product: &twin::events::PRODUCT,
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
