//! One DynamoDB table: how it is reached, where items stand, how they are changed and listed, and
//! what a failed call means. Nothing in here knows an entity.
//!
//! * [`Table`]: the table and its clients.
//! * [`Key`]: an item's place.
//! * [`Change`]: one conditional write of one item.
//! * [`Transaction`]: several changes, each by its name, made together or not at all.
//! * [`Tries`]: tries of what another change may come before.
//! * [`List`]: the items of a partition, in the order of their sort keys.
//! * [`due`]: what is to be done by when.
//! * [`capacity`]: what calls have cost.

pub mod capacity;
mod change;
mod client;
pub mod due;
mod key;
mod list;
mod retry;
mod transaction;

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
pub use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use common::config::Environment;
use common::error::{chain, without_values};
use common::telemetry::Metric;
use common::{Cause, Fault};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use capacity::{Capacity, CapacityMeter};
pub use change::{Change, Changed};
pub use client::{Aws, Config, TrustStore};
pub use key::{Key, PK, SK};
pub use list::List;
pub use retry::{Tries, backoff};
pub use transaction::{Committed, Part, Refused, Transaction};

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// The attribute that says when the table's clean-up may delete an item, in seconds since 1970.
/// It deletes late: what is past its time is to be passed over by its reader.
pub const TTL: &str = "ttl";

/// The table and the clients that reach it.
#[derive(Clone, Debug)]
pub struct Table {
    /// For reads and for writes that may be repeated: the SDK retries these.
    pub client: Client,
    /// For writes that must not be repeated blindly (ADD is not idempotent): no retries, and a
    /// deadline of 3 s.
    pub unretried: Client,
    /// Its name.
    pub name: String,
    /// What calls have cost.
    pub meter: Arc<CapacityMeter>,
    /// How other AWS services are reached from here.
    pub aws: Aws,
}

impl Table {
    /// The table that the environment names. Nothing is sent yet.
    ///
    /// # Errors
    /// A setting is missing or wrong; the embedded certificates can't be used.
    pub fn connect(environment: &Environment) -> Result<Self, Cause> {
        let config = Config::read(environment)?;
        let (client, unretried, aws) = client::build(&config)?;
        Ok(Self::new(client, unretried, aws, config.table_name))
    }

    /// The table as reached by the settings of the AWS tools (profiles, environment…).
    pub fn of(sdk: &aws_config::SdkConfig, name: String) -> Self {
        let (client, unretried) = client::pair(aws_sdk_dynamodb::config::Builder::from(sdk));
        let aws = Aws::of(&client, sdk.credentials_provider());
        Self::new(client, unretried, aws, name)
    }

    fn new(client: Client, unretried: Client, aws: Aws, name: String) -> Self {
        Self {
            client,
            unretried,
            name,
            meter: Arc::default(),
            aws,
        }
    }

    /// One item, by a strongly consistent read.
    ///
    /// # Errors
    /// The table can't be reached, or holds something else under this key.
    pub async fn get<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, Fault> {
        self.get_item(key).await?.map(read).transpose()
    }

    /// One item as it stands, by a strongly consistent read.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn get_item(&self, key: Key) -> Result<Option<Item>, Fault> {
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
        self.meter.read(answer.consumed_capacity.as_ref());
        Ok(answer.item)
    }

    /// Several items in one round trip, by strongly consistent reads, in any order; absent ones
    /// are left out. At most 100.
    ///
    /// # Errors
    /// The table can't be reached, or did not get round to all of them.
    pub async fn get_items(&self, keys: Vec<Key>) -> Result<Vec<Item>, Fault> {
        let wanted = aws_sdk_dynamodb::types::KeysAndAttributes::builder()
            .consistent_read(true)
            .set_keys(Some(keys.into_iter().map(Key::into_item).collect()))
            .build()
            .map_err(|e| Fault::internal("reading items", e))?;
        let answer = self
            .client
            .batch_get_item()
            .request_items(&self.name, wanted)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|e| failed("reading items", e))?;
        self.meter
            .read(answer.consumed_capacity.as_deref().and_then(<[_]>::first));
        if answer.unprocessed_keys.is_some_and(|left| !left.is_empty()) {
            return Err(Fault::unavailable(
                "reading items",
                "some were not processed",
            ));
        }
        Ok(answer
            .responses
            .and_then(|mut all| all.remove(&self.name))
            .unwrap_or_default())
    }

    /// Deletes the item of this key, if there is one.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn remove(&self, doing: &'static str, key: Key) -> Result<(), Fault> {
        self.client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key.into_item()))
            .send()
            .await
            .map(|_| ())
            .map_err(|e| failed(doing, e))
    }
}

/// An item as a value.
///
/// # Errors
/// It holds something else: a fault of ours, whose cause shows nothing of what the item holds.
pub fn read<T: DeserializeOwned>(item: Item) -> Result<T, Fault> {
    serde_dynamo::from_item(item)
        .map_err(|e| Fault::internal("reading an item's attributes", without_values(&e)))
}

/// The log line of an item that can't be read, which is counted: its target keeps its name, which
/// an alarm knows.
pub const UNREADABLE: Metric = Metric {
    target: "twin::unreadable",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage"]],"Metrics":["#,
        r#"{"Name":"unreadable_items","Unit":"Count"}]}]"#
    ),
};

/// An item as a value, or nothing where it is something else, such as what a newer release has
/// stored: so one of them hides no other of a list. That is logged and counted, with the item's
/// identifier and not with its key, which may be made of a secret.
pub fn read_one<T: DeserializeOwned>(item: Item) -> Option<T> {
    let text = |name: &str| item.get(name)?.as_s().ok().cloned();
    let id = text("id").or_else(|| text(SK)).unwrap_or_default();
    read(item)
        .inspect_err(|error| {
            tracing::error!(
                target: UNREADABLE.target,
                unreadable_items = 1_u8,
                item.id = id,
                cause = error.cause(),
                "an item can't be read"
            );
        })
        .ok()
}

/// A value as an item, under this key.
///
/// # Errors
/// It can't be written as one: a fault of ours.
pub fn write<T: Serialize>(key: Key, value: &T) -> Result<Item, Fault> {
    let mut item: Item = serde_dynamo::to_item(value)
        .map_err(|e| Fault::internal("writing an item's attributes", e))?;
    item.extend(key.into_item());
    Ok(item)
}

/// A value as an attribute.
///
/// # Errors
/// It can't be written as one: a fault of ours.
pub fn attribute<T: Serialize>(value: &T) -> Result<AttributeValue, Fault> {
    serde_dynamo::to_attribute_value(value).map_err(|e| Fault::internal("writing an attribute", e))
}

/// A number as DynamoDB takes it.
pub fn n(value: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

/// A string as DynamoDB takes it.
pub fn s(value: impl ToString) -> AttributeValue {
    AttributeValue::S(value.to_string())
}

/// What a call to AWS that failed means: another try may succeed, unless we asked for something
/// impossible.
pub fn failed<E, R>(doing: &'static str, error: SdkError<E, R>) -> Fault
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug,
{
    let ours = matches!(
        error.code(),
        Some("ValidationException" | "AccessDeniedException" | "ResourceNotFoundException")
    );
    let chain = chain(&error);
    if ours {
        Fault::internal(doing, chain)
    } else {
        Fault::unavailable(doing, chain)
    }
}
