//! What the workers work with.

use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::account::Firebase;
use provider::account::mail::{Link, Mailroom, Tokens};
use provider::oauth::keys::{Durations, SigningKeys, VARIABLE};
use provider::package::Packages;
use provider::package::store;
use provider::runtime::LateCaller;
use provider::runtime::keys::{self, Ring, Rotation};
use secrets::Secret;
use surface::TableContext;
use webhooks::url::AllowedHosts;
use webhooks::{Queues, Vault};

use crate::mail::Ses;

/// What the workers work with.
#[derive(Debug)]
pub struct Workers {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// `ID_TOKEN_KEYS_URL`: where the issuer of ID tokens publishes its keys.
    pub id_token_keys: Option<String>,
    /// Hosts that URLs may have although the rules refuse them.
    pub allowed_hosts: AllowedHosts,
    /// The keys that sign access tokens.
    pub signing: Secret<SigningKeys>,
    /// How long these are published around their use.
    pub durations: Durations,
    /// The keys of the message signatures on calls to providers.
    pub signatures: Secret<Ring>,
    /// When these are published and retired.
    pub rotation: Rotation,
    /// The keys under which providers' secrets are sealed.
    pub vault: Vault,
    /// Calls runtimes, for validations.
    pub caller: LateCaller,
    /// The queues of what is stored to be sent, and of what is to be done.
    pub queues: Queues,
    /// Writes mails.
    pub mailroom: Mailroom,
    /// Sends them.
    pub ses: Ses,
    /// Packages and all that is theirs.
    pub packages: Packages,
}

impl TableContext for Workers {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        let default = Durations::default();
        let published = environment.parsed("TOKEN_KEY_PUBLISHED_SECONDS")?;
        let packages = store::Durations::read(environment)?;
        let signatures = environment.parsed::<i64>("SIGNATURE_KEY_PUBLISHED_SECONDS")?;
        let published_before = signatures.map(|seconds| seconds.saturating_mul(1_000));
        let allowed_hosts = AllowedHosts::read(environment)?;
        let mailroom = Mailroom::new(
            table.clone(),
            clock.clone(),
            Firebase::read(environment, allowed_hosts.clone()),
            Tokens::read(environment, &table, clock.clone()),
            Link::read(environment),
        );
        Ok(Self {
            queues: Queues::read(environment, &table),
            mailroom,
            ses: Ses::read(environment, &table),
            id_token_keys: environment.optional("ID_TOKEN_KEYS_URL"),
            allowed_hosts,
            signatures: Secret::read(environment, keys::VARIABLE, &table, clock.clone()),
            rotation: Rotation {
                published_before: published_before.unwrap_or(Rotation::DEFAULT.published_before),
                ..Rotation::DEFAULT
            },
            vault: Vault::read(environment, &table, clock.clone()),
            packages: Packages::new(table.clone(), clock.clone(), packages),
            caller: LateCaller::new(environment, &table, &clock),
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
