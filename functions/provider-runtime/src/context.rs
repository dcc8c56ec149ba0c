//! What the handlers of runtime apps work with.

use ::surface::{Error, TableContext};
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::app::Credentials;
use provider::id::{AppId, DeveloperId};
use provider::layout;
use provider::runtime::Caller;
use provider_functions::surfaces::INVALID_TOKEN;
use provider_functions::{HasPlatform, Platform};
use quick_cache::sync::Cache;
use webhooks::Queues;

/// Apps whose account a process remembers: it never changes.
const OWNERS: usize = 4_096;

/// What the handlers of runtime apps work with.
#[derive(Debug)]
pub struct Runtime {
    /// What every context of the platform has.
    pub platform: Platform,
    /// Sends requests to providers.
    pub caller: Caller,
    /// The queues of wake-ups.
    pub queues: Queues,
    owners: Cache<AppId, DeveloperId>,
}

impl Runtime {
    /// The account of an app.
    ///
    /// # Errors
    /// The app has been deleted since it was admitted.
    pub async fn developer(&self, app: AppId) -> Result<DeveloperId, Error> {
        if let Some(owner) = self.owners.get(&app) {
            return Ok(owner);
        }
        let found: Option<Credentials> = self.platform.table.get(layout::credentials(app)).await?;
        let owner = found
            .ok_or_else(|| INVALID_TOKEN.refuse("The access token's app has been deleted."))?
            .developer;
        self.owners.insert(app, owner);
        Ok(owner)
    }
}

impl TableContext for Runtime {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            queues: Queues::read(environment, &table),
            caller: Caller::read(environment, table.clone(), clock.clone())?,
            platform: Platform::over(environment, table, clock)?,
            owners: Cache::new(OWNERS),
        })
    }

    fn clock(&self) -> &Clock {
        &self.platform.clock
    }

    fn table(&self) -> &Table {
        &self.platform.table
    }
}

impl HasPlatform for Runtime {
    fn platform(&self) -> &Platform {
        &self.platform
    }
}
