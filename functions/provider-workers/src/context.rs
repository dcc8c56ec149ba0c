//! What the workers work with.

use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::oauth::keys::{Durations, SigningKeys, VARIABLE};
use secrets::Secret;
use surface::TableContext;

/// What the workers work with.
#[derive(Debug)]
pub struct Workers {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// The keys that sign access tokens.
    pub signing: Secret<SigningKeys>,
    /// How long these are published around their use.
    pub durations: Durations,
}

impl TableContext for Workers {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        let default = Durations::default();
        let published = environment.parsed("TOKEN_KEY_PUBLISHED_SECONDS")?;
        Ok(Self {
            signing: Secret::read(environment, VARIABLE, &table, clock.clone()),
            durations: Durations {
                published: published.unwrap_or(default.published),
                ..default
            },
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
