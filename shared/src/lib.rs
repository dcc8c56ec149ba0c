//! The crate every function stands on.
//!
//! * [`access`]: keys, the gate, limits.
//! * [`http`]: the endpoint table and the pipeline every request takes.
//! * [`profile`]: the portable cognitive profile, and the presets made of it.
//! * [`snapshots`]: profiles as they are stored: published once, then immutable.
//! * [`table`]: the one DynamoDB table.
//! * [`lambda`], [`config`], [`clock`], [`id`], [`telemetry`]: what a process needs.

pub mod access;
pub mod clock;
pub mod config;
pub mod error;
pub mod http;
pub mod id;
pub mod lambda;
pub mod profile;
pub mod snapshots;
pub mod table;
pub mod telemetry;

use access::Gate;
use clock::Clock;
use config::Config;
pub use error::{Error, FieldError};
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
}

impl App {
    /// Builds it by the process's settings. Nothing is sent yet.
    ///
    /// # Errors
    /// The connection to AWS can't be set up.
    pub fn new(config: &Config) -> Result<Self, error::Cause> {
        Ok(Self::over(Table::connect(config)?, Clock::system()))
    }

    /// Builds it over a table and a clock.
    pub fn over(table: Table, clock: Clock) -> Self {
        Self {
            gate: Gate::new(table.clone(), clock.clone()),
            snapshots: Snapshots::new(table.clone()),
            clock,
            table,
        }
    }
}
