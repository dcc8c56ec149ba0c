//! What the console's handlers work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::oauth::keys::{SigningKeys, VARIABLE};
use provider_functions::{HasPlatform, Platform};
use secrets::Secret;
use webhooks::url::AllowedHosts;

/// What the console's handlers work with.
#[derive(Debug)]
pub struct Console {
    /// What every context of the platform has.
    pub platform: Platform,
    /// The keys that sign access tokens. The token endpoint alone may read them.
    pub signing: Secret<SigningKeys>,
    /// Hosts that URLs may have although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
}

impl TableContext for Console {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            signing: Secret::read(environment, VARIABLE, &table, clock.clone()),
            allowed_hosts: AllowedHosts::read(environment)?,
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

impl HasPlatform for Console {
    fn platform(&self) -> &Platform {
        &self.platform
    }
}
