//! Several changes that are made together or not at all, each by its name.

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, TransactWriteItem};
use common::Fault;

use crate::retry::backoff;
use crate::{Change, Table, failed};

/// Tries of a transaction that met another one on the same item.
const CONFLICT_TRIES: u32 = 6;

/// A change with the name by which a refused transaction says that it was this one.
#[derive(Clone, Debug)]
pub struct Part {
    name: &'static str,
    change: Change,
}

impl Part {
    /// A part of this name.
    pub fn new(name: &'static str, change: Change) -> Self {
        Self { name, change }
    }
}

/// A transaction that is being put together. DynamoDB takes at most 100 parts, of different items.
#[derive(Clone, Debug)]
pub struct Transaction {
    doing: &'static str,
    parts: Vec<Part>,
}

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// All of it is done.
    Done,
    /// None of it is.
    Refused(Refused),
}

/// The parts whose conditions do not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(Vec<&'static str>);

impl Refused {
    /// Whether a part of this name is among them.
    pub fn by(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// Whether this part alone is.
    pub fn only_by(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.iter().all(|own| *own == name)
    }
}

impl Committed {
    /// Whether it is done.
    pub fn is_done(&self) -> bool {
        *self == Self::Done
    }
}

impl Transaction {
    /// An empty transaction; `doing` is what it does, for the log.
    pub fn new(doing: &'static str) -> Self {
        Self {
            doing,
            parts: Vec::new(),
        }
    }

    /// Adds a change. Several may have one name.
    #[must_use]
    pub fn with(mut self, name: &'static str, change: Change) -> Self {
        self.parts.push(Part { name, change });
        self
    }

    /// Adds parts that were made elsewhere, if there are any.
    #[must_use]
    pub fn and(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Whether nothing would be done.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Makes all changes or none. A conflict with another transaction is tried again.
    ///
    /// # Errors
    /// The table can't be reached. Whether the transaction was applied is then not known.
    pub async fn commit(self, table: &Table) -> Result<Committed, Fault> {
        let doing = self.doing;
        let names: Vec<_> = self.parts.iter().map(|part| part.name).collect();
        let items = self
            .parts
            .into_iter()
            .map(|part| part.change.part(table, doing))
            .collect::<Result<Vec<_>, _>>()?;
        let mut attempt = 1;
        loop {
            let error = match send(table, items.clone()).await {
                Ok(()) => return Ok(Committed::Done),
                Err(error) => error,
            };
            let reasons: Vec<&str> = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled
                    .cancellation_reasons()
                    .iter()
                    .map(|reason| reason.code().unwrap_or("None"))
                    .collect(),
                _ => return Err(failed(doing, error)),
            };
            let refused: Vec<_> = names
                .iter()
                .zip(&reasons)
                .filter(|(_, reason)| **reason == "ConditionalCheckFailed")
                .map(|(name, _)| *name)
                .collect();
            if !refused.is_empty() {
                return Ok(Committed::Refused(Refused(refused)));
            }
            if !reasons.contains(&"TransactionConflict") || attempt >= CONFLICT_TRIES {
                return Err(failed(doing, error));
            }
            tokio::time::sleep(backoff(attempt)).await;
            attempt += 1;
        }
    }
}

async fn send(
    table: &Table,
    items: Vec<TransactWriteItem>,
) -> Result<(), aws_sdk_dynamodb::error::SdkError<TransactWriteItemsError>> {
    let sent = table
        .client
        .transact_write_items()
        .set_transact_items(Some(items))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    let consumed = sent.as_ref().ok();
    let consumed = consumed.and_then(|answer| answer.consumed_capacity.as_deref());
    table.meter.written(consumed.and_then(<[_]>::first));
    sent.map(|_| ())
}
