//! What the console's handlers work with.

use std::sync::Arc;

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::account::mail::Tokens;
use provider::account::{Accounts, Firebase};
use provider::oauth::keys::{SigningKeys, VARIABLE};
use provider::package::Packages;
use provider::package::store::Durations;
use provider::runtime::LateCaller;
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
    /// Developer accounts.
    pub accounts: Accounts,
    /// Recognises the tokens of mails.
    pub mail_tokens: Tokens,
    /// Hosts that URLs may have although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
    /// Packages and all that is theirs.
    pub packages: Packages,
    /// Calls runtimes, for validations.
    pub caller: LateCaller,
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
        let allowed_hosts = AllowedHosts::read(environment)?;
        let platform = Platform::over(environment, table.clone(), clock.clone())?;
        let accounts = Accounts::new(
            table.clone(),
            clock.clone(),
            platform.id_tokens.issuer.clone(),
            Firebase::read(environment, allowed_hosts.clone()),
            Arc::clone(&platform.addresses),
        );
        Ok(Self {
            accounts,
            mail_tokens: Tokens::read(environment, &table, clock.clone()),
            signing: Secret::read(environment, VARIABLE, &table, clock.clone()),
            allowed_hosts,
            caller: LateCaller::new(environment, &table, &clock),
            queues: Queues::read(environment, &table),
            packages: Packages::new(table, clock, Durations::read(environment)?),
            platform,
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
