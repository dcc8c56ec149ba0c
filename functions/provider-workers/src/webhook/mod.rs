//! The delivery engine, deployed for the platform's events: the engine's own functions, with this
//! product, table and queues.

pub mod dispatch;
pub mod send;
pub mod sweep;

use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::events::PRODUCT;
use surface::TableContext;
use webhook_functions::Engine;

/// What the engine works with.
#[derive(Debug)]
pub struct Deliveries(pub Engine);

impl TableContext for Deliveries {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Engine::of(&PRODUCT, environment, table, clock).map(Self)
    }

    fn clock(&self) -> &Clock {
        &self.0.clock
    }

    fn table(&self) -> &Table {
        &self.0.table
    }
}
