//! The crate every function stands on.
//!
//! * [`access`]: keys, the gate, limits.
//! * [`http`]: the endpoint table and the pipeline every request takes.
//! * [`profile`]: the portable cognitive profile, and the presets made of it.
//! * [`snapshots`]: profiles as they are stored: published once, then immutable.
//! * [`discoveries`]: what integrations propose, under review.
//! * [`events`]: what must be told to the outside.
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
pub mod profile;
pub mod snapshots;
pub mod table;
pub mod telemetry;
mod words;

use std::sync::OnceLock;

use access::Gate;
use clock::Clock;
use config::{Config, Settings};
pub use error::{Error, FieldError};
use events::{Outbox, Queue};
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
    outbox: OnceLock<Option<Outbox>>,
}

impl App {
    /// Builds it by the process's settings. Nothing is sent yet.
    ///
    /// # Errors
    /// The connection to AWS can't be set up.
    pub fn new(config: &Config) -> Result<Self, error::Cause> {
        let app = Self::over(Table::connect(config)?, Clock::system());
        Ok(Self {
            settings: config.settings.clone(),
            ..app
        })
    }

    /// The outbox to the profile compiler, where its queue is known.
    ///
    /// Built at its first use: a function that sends nothing does not even link SQS.
    pub fn approved_discoveries(&self) -> Option<&Outbox> {
        self.outbox
            .get_or_init(|| {
                let url = self.settings.approved_discoveries_url.clone()?;
                let sqs = self.table.queues(self.settings.sqs_endpoint.clone());
                Some(Outbox::new(
                    self.table.clone(),
                    sqs,
                    Queue::ApprovedDiscoveries,
                    url,
                ))
            })
            .as_ref()
    }

    /// Builds it over a table and a clock.
    pub fn over(table: Table, clock: Clock) -> Self {
        Self {
            gate: Gate::new(table.clone(), clock.clone()),
            snapshots: Snapshots::new(table.clone(), clock.clone()),
            settings: Settings::default(),
            outbox: OnceLock::new(),
            clock,
            table,
        }
    }
}
