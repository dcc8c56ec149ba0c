//! The one DynamoDB table: typed keys, items, and what a failed call means.

mod change;
mod client;
pub mod due;
pub mod keys;
mod tally;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, TransactWriteItem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::error::{Cause, Error};
use crate::id::UserId;
pub use change::{Change, Changed};
pub use keys::Key;
pub use tally::{Spent, Tally};

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// The table and the clients that reach it.
#[derive(Clone, Debug)]
pub struct Table {
    /// For reads and for writes that may be repeated: the SDK retries these.
    pub client: Client,
    /// For writes that must not be repeated blindly (ADD is not idempotent): no retries, and a
    /// deadline shorter than the grace that a closed window is given.
    pub once: Client,
    /// Its name.
    pub name: String,
    /// What calls have cost.
    pub tally: Arc<Tally>,
    credentials: SharedCredentialsProvider,
}

/// An item's place in a list by the local index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its sort key.
    pub sk: String,
    /// Its `o`.
    pub order: String,
}

impl Place {
    fn start(&self, user: UserId) -> Item {
        Item::from([
            (keys::PK.to_owned(), s(user)),
            (keys::SK.to_owned(), s(&self.sk)),
            (keys::ORDER.to_owned(), s(&self.order)),
        ])
    }
}

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transacted {
    /// All of it is done.
    Done,
    /// None of it is: the conditions of the items marked true do not hold.
    Refused(Vec<bool>),
}

/// Tries of a transaction that met another one on the same item.
const CONFLICT_TRIES: u32 = 6;

impl Table {
    /// Builds the clients. Nothing is sent yet.
    ///
    /// # Errors
    /// The embedded certificates can't be used.
    pub fn connect(config: &Config) -> Result<Self, Cause> {
        let (client, once) = client::build(config)?;
        let credentials = client::credentials();
        Ok(Self::new(
            client,
            once,
            credentials,
            config.table_name.clone(),
        ))
    }

    /// The table as reached by the settings of the AWS tools (profiles, environment…).
    pub fn of(sdk: &aws_config::SdkConfig, name: String) -> Self {
        let (client, once) = client::pair(aws_sdk_dynamodb::config::Builder::from(sdk));
        let credentials = sdk
            .credentials_provider()
            .unwrap_or_else(client::credentials);
        Self::new(client, once, credentials, name)
    }

    /// SQS, reached as the table is.
    pub fn queues(&self, endpoint: Option<String>) -> aws_sdk_sqs::Client {
        client::queues(&self.client, self.credentials.clone(), endpoint)
    }

    /// Secrets Manager, reached as the table is.
    pub fn secrets_manager(&self, endpoint: Option<String>) -> aws_sdk_secretsmanager::Client {
        client::secrets_manager(&self.client, self.credentials.clone(), endpoint)
    }

    fn new(
        client: Client,
        once: Client,
        credentials: SharedCredentialsProvider,
        name: String,
    ) -> Self {
        Self {
            client,
            once,
            name,
            tally: Arc::default(),
            credentials,
        }
    }

    /// One item, as of now (a strongly consistent read).
    ///
    /// # Errors
    /// The table can't be reached, or holds something else under this key.
    pub async fn get<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, Error> {
        self.get_item(key).await?.map(read).transpose()
    }

    /// One item as it stands, as of now.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn get_item(&self, key: Key) -> Result<Option<Item>, Error> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key.into_item()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|e| failed("reading an item", e))?;
        self.tally.read(answer.consumed_capacity.as_ref());
        Ok(answer.item)
    }

    /// Several items in one round trip, as of now, in any order; absent ones are left out.
    ///
    /// # Errors
    /// The table can't be reached, or did not get round to all of them.
    pub async fn get_items(&self, keys: Vec<Key>) -> Result<Vec<Item>, Error> {
        let wanted = aws_sdk_dynamodb::types::KeysAndAttributes::builder()
            .consistent_read(true)
            .set_keys(Some(keys.into_iter().map(Key::into_item).collect()))
            .build()
            .map_err(|e| Error::internal("reading items", e))?;
        let answer = self
            .client
            .batch_get_item()
            .request_items(&self.name, wanted)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|e| failed("reading items", e))?;
        self.tally
            .read(answer.consumed_capacity.as_deref().and_then(<[_]>::first));
        if answer.unprocessed_keys.is_some_and(|left| !left.is_empty()) {
            return Err(Error::unavailable(
                "reading items",
                "some were not processed",
            ));
        }
        Ok(answer
            .responses
            .and_then(|mut all| all.remove(&self.name))
            .unwrap_or_default())
    }

    /// Removes the item of this key, if there is one.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn remove(&self, doing: &'static str, key: Item) -> Result<(), Error> {
        self.client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key))
            .send()
            .await
            .map(|_| ())
            .map_err(|e| failed(doing, e))
    }

    /// One page of a list in an account's partition, by the local index: those whose `o` begins
    /// with `prefix`, the greatest first, at most `limit` of them, after a place.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn page(
        &self,
        user: UserId,
        prefix: &str,
        limit: usize,
        after: Option<&Place>,
    ) -> Result<Vec<Item>, Error> {
        let mut found = Vec::new();
        let mut from = after.map(|place| place.start(user));
        loop {
            let left = limit - found.len();
            let page = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(keys::BY_DATE)
                .consistent_read(true)
                .scan_index_forward(false)
                .key_condition_expression("#pk = :pk AND begins_with(#o, :prefix)")
                .expression_attribute_names("#pk", keys::PK)
                .expression_attribute_names("#o", keys::ORDER)
                .expression_attribute_values(":pk", s(user))
                .expression_attribute_values(":prefix", s(prefix))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .limit(i32::try_from(left).unwrap_or(i32::MAX))
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(|e| failed("reading a list", e))?;
            self.tally.read(page.consumed_capacity.as_ref());
            found.extend(page.items.unwrap_or_default());
            from = page.last_evaluated_key;
            // A page may end before its limit where it is large.
            if from.is_none() || found.len() >= limit {
                return Ok(found);
            }
        }
    }

    /// Writes all of these or none. A conflict with another transaction is tried again.
    ///
    /// # Errors
    /// The table can't be reached. Whether the transaction was applied is then not known.
    pub async fn transact(
        &self,
        doing: &'static str,
        items: Vec<TransactWriteItem>,
    ) -> Result<Transacted, Error> {
        let mut attempt = 1;
        loop {
            let sent = self
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            let error = match sent {
                Ok(answer) => {
                    let spent = answer.consumed_capacity.as_deref().and_then(<[_]>::first);
                    self.tally.written(spent);
                    return Ok(Transacted::Done);
                }
                Err(error) => error,
            };
            self.tally.written(None);
            let reasons: Vec<&str> = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled
                    .cancellation_reasons()
                    .iter()
                    .map(|reason| reason.code().unwrap_or("None"))
                    .collect(),
                _ => return Err(failed(doing, error)),
            };
            if reasons.contains(&"ConditionalCheckFailed") {
                let failed = reasons.iter().map(|code| *code == "ConditionalCheckFailed");
                return Ok(Transacted::Refused(failed.collect()));
            }
            if !reasons.contains(&"TransactionConflict") || attempt >= CONFLICT_TRIES {
                return Err(failed(doing, error));
            }
            tokio::time::sleep(jitter(attempt)).await;
            attempt += 1;
        }
    }
}

/// Which of so many shards of the index of what is due something stands in.
pub fn shard(whose: impl ToString, shards: u8) -> u8 {
    let digest = Sha256::digest(whose.to_string());
    digest.first().map_or(0, |b| b % shards)
}

/// A short wait that grows with the attempt and differs between processes.
pub(crate) fn jitter(attempt: u32) -> Duration {
    let mut random = [0_u8; 1];
    let _ = getrandom::fill(&mut random);
    Duration::from_millis(u64::from(attempt) * 10 + u64::from(random[0] % 32))
}

/// An item as a value.
///
/// # Errors
/// It holds something else: a fault of ours.
pub fn read<T: DeserializeOwned>(item: Item) -> Result<T, Error> {
    serde_dynamo::from_item(item).map_err(|e| Error::internal("reading an item's attributes", e))
}

/// A value as an item, under this key.
///
/// # Errors
/// It can't be written as one: a fault of ours.
pub fn write<T: Serialize>(key: Key, value: &T) -> Result<Item, Error> {
    let mut item: Item = serde_dynamo::to_item(value)
        .map_err(|e| Error::internal("writing an item's attributes", e))?;
    item.extend(key.into_item());
    Ok(item)
}

/// A number as DynamoDB takes it.
pub fn n(value: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

/// A string as DynamoDB takes it.
pub fn s(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

/// What a call that failed means to the caller: whatever the table's trouble, another try may
/// do, unless we asked for something impossible.
pub fn failed<E, R>(doing: &'static str, error: SdkError<E, R>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug,
{
    let ours = matches!(
        error.code(),
        Some("ValidationException" | "AccessDeniedException" | "ResourceNotFoundException")
    );
    let chain = Chain::of(&error);
    if ours {
        Error::internal(doing, chain)
    } else {
        Error::unavailable(doing, chain)
    }
}

/// The whole chain of an SDK error as one sentence: the SDK's own `Display` says only
/// "service error", and its `Debug` would put the raw answer, items and all, into the log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Chain(String);

impl Chain {
    fn of(error: &dyn std::error::Error) -> Self {
        let mut chain = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            next = cause.source();
        }
        Self(chain)
    }
}
