//! What the marketplace's handlers work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::catalogue::Catalogue;
use provider::runtime::pseudonym::Pseudonyms;
use provider_functions::{HasPlatform, Platform};
use webhooks::{Queues, Vault};

/// What the marketplace's handlers work with.
#[derive(Debug)]
pub struct Marketplace {
    /// What every context of the platform has.
    pub platform: Platform,
    /// The catalogue, in memory.
    pub catalogue: Catalogue,
    /// What providers see in place of users.
    pub pseudonyms: Pseudonyms,
    /// The keys under which the pseudonyms' key is sealed.
    pub vault: Vault,
    /// The queues of what is stored to be sent.
    pub queues: Queues,
}

impl TableContext for Marketplace {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            catalogue: Catalogue::new(table.clone(), clock.clone()),
            pseudonyms: Pseudonyms::default(),
            vault: Vault::read(environment, &table, clock.clone()),
            queues: Queues::read(environment, &table),
            platform: Platform::over(environment, table, clock)?,
        })
    }

    fn clock(&self) -> &Clock {
        &self.platform.clock
    }

    fn table(&self) -> &Table {
        &self.platform.table
    }
}

impl HasPlatform for Marketplace {
    fn platform(&self) -> &Platform {
        &self.platform
    }
}
