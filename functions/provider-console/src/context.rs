//! What the console's handlers work with.

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::oauth::keys::{SigningKeys, VARIABLE};
use provider::package::Packages;
use provider::package::store::Durations;
use provider_functions::{HasPlatform, Platform};
use secrets::Secret;
use webhooks::url::AllowedHosts;
use webhooks::{Message, Queues};

/// What the console's handlers work with.
#[derive(Debug)]
pub struct Console {
    /// What every context of the platform has.
    pub platform: Platform,
    /// The keys that sign access tokens. The token endpoint alone may read them.
    pub signing: Secret<SigningKeys>,
    /// Hosts that URLs may have although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
    /// Packages and all that is theirs.
    pub packages: Packages,
    /// The queues of what is stored to be sent.
    pub queues: Queues,
}

impl Console {
    /// Sends messages that were just stored. What is not sent now, the sweep sends.
    pub async fn send(&self, messages: &[Message]) {
        for message in messages {
            self.queues.send(message).await;
        }
    }
}

impl TableContext for Console {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Ok(Self {
            signing: Secret::read(environment, VARIABLE, &table, clock.clone()),
            allowed_hosts: AllowedHosts::read(environment)?,
            packages: Packages::new(table.clone(), clock.clone(), Durations::read(environment)?),
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

impl HasPlatform for Console {
    fn platform(&self) -> &Platform {
        &self.platform
    }
}
