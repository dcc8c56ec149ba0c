//! The crate every function stands on.
//!
//! * [`access`]: keys, the gate, limits.
//! * [`http`]: the endpoint table and the pipeline every request takes.
//! * [`profile`]: the portable cognitive profile, and the presets made of it.
//! * [`snapshots`]: profiles as they are stored: published once, then immutable.
//! * [`discoveries`]: what integrations propose, under review.
//! * [`events`]: what must be told to the outside, and webhooks.
//! * [`secrets`]: what is kept sealed in the table.
//! * [`net`]: where the service may connect when a customer names the place.
//! * [`table`]: the one DynamoDB table.
//! * [`lambda`], [`config`], [`clock`], [`id`], [`telemetry`]: what a process needs.

pub mod access;
pub mod clock;
pub mod config;
pub mod discoveries;
pub mod error;
pub mod events;
pub mod http;
pub mod id;
pub mod lambda;
pub mod net;
pub use profile;
pub mod secrets;
pub mod snapshots;
pub mod table;
pub mod telemetry;
mod words;

use std::sync::OnceLock;

use access::Gate;
use clock::Clock;
use config::{Config, Settings};
pub use error::{Error, FieldError};
use events::delivery::Hints;
use events::{Message, Outbox, Queue};
use secrets::Vault;
use snapshots::Snapshots;
use table::Table;

/// What handlers work with, built once a process.
#[derive(Debug)]
pub struct App {
    /// Time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// Lets key holders in.
    pub gate: Gate,
    /// The snapshots.
    pub snapshots: Snapshots,
    /// The operator's choices.
    pub settings: Settings,
    sqs: OnceLock<aws_sdk_sqs::Client>,
    vault: OnceLock<Option<Vault>>,
}

impl App {
    /// Builds it by the process's settings. Nothing is sent yet.
    ///
    /// # Errors
    /// The connection to AWS can't be set up.
    pub fn new(config: &Config) -> Result<Self, error::Cause> {
        let app = Self::over(Table::connect(config)?, Clock::system());
        Ok(app.with(config.settings.clone()))
    }

    /// The same, by other choices of the operator.
    #[must_use]
    pub fn with(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// The outbox to the profile compiler, where its queue is known.
    pub fn approved_discoveries(&self) -> Option<Outbox> {
        let url = self.settings.approved_discoveries_url.clone()?;
        Some(self.outbox(Queue::ApprovedDiscoveries, url))
    }

    /// The outbox of events, where their queue is known.
    pub fn events(&self) -> Option<Outbox> {
        let url = self.settings.events_url.clone()?;
        Some(self.outbox(Queue::Events, url))
    }

    /// Sends an event that was just stored; where that can't be, the sweep will.
    pub async fn tell(&self, message: &Message) {
        if let Some(outbox) = self.events() {
            outbox.send(message).await;
        }
    }

    /// Where hints of deliveries that are due go, if that is known.
    pub fn deliveries(&self) -> Option<Hints> {
        let url = self.settings.deliveries_url.clone()?;
        Some(Hints::new(self.sqs().clone(), url))
    }

    /// Where hints that are held back go, if that is known.
    pub fn retries(&self) -> Option<Hints> {
        let url = self.settings.retries_url.clone()?;
        Some(Hints::new(self.sqs().clone(), url))
    }

    /// The master keys of webhooks' secrets.
    ///
    /// # Errors
    /// Where they are is not known.
    pub fn vault(&self) -> Result<&Vault, Error> {
        self.vault
            .get_or_init(|| {
                let secret = self.settings.webhook_keys.clone()?;
                Some(Vault::new(
                    self.secrets_manager(),
                    secret,
                    self.clock.clone(),
                ))
            })
            .as_ref()
            .ok_or_else(|| {
                let problem = "the environment variable WEBHOOK_KEYS_ARN is not set";
                Error::internal("opening the vault", problem)
            })
    }

    /// Secrets Manager.
    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        let endpoint = self.settings.secrets_endpoint.clone();
        self.table.secrets_manager(endpoint)
    }

    fn outbox(&self, queue: Queue, url: String) -> Outbox {
        Outbox::new(self.table.clone(), self.sqs().clone(), queue, url)
    }

    /// Built at its first use: a function that sends nothing does not even link it.
    fn sqs(&self) -> &aws_sdk_sqs::Client {
        self.sqs
            .get_or_init(|| self.table.queues(self.settings.sqs_endpoint.clone()))
    }

    /// Builds it over a table and a clock.
    pub fn over(table: Table, clock: Clock) -> Self {
        Self {
            gate: Gate::new(table.clone(), clock.clone()),
            snapshots: Snapshots::new(table.clone(), clock.clone()),
            settings: Settings::default(),
            sqs: OnceLock::new(),
            vault: OnceLock::new(),
            clock,
            table,
        }
    }
}
