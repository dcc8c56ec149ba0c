//! One conditional write of one item, by its attributes' names.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnConsumedCapacity, ReturnValue,
    ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use common::Fault;
use serde::Serialize;

use crate::key::PK;
use crate::{Item, Key, Table, failed, write};

/// A conditional write that is being put together: applied by itself ([`Change::apply`]), or as a
/// part of a [`crate::Transaction`].
#[derive(Clone, Debug)]
pub struct Change {
    key: Key,
    kind: Kind,
    set: Vec<String>,
    remove: Vec<String>,
    add: Vec<String>,
    delete: Vec<String>,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
    unretried: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Update,
    Put(Item),
    Delete,
    Check,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub enum Changed {
    /// It is done: the item as it now stands (nothing after a deletion).
    Done {
        /// The item.
        after: Item,
    },
    /// A condition does not hold: the item as it stands, or nothing where there is none.
    Refused(Option<Item>),
}

impl Changed {
    /// The item as it now stands, where the change was done.
    pub fn done(self) -> Option<Item> {
        match self {
            Self::Done { after } => Some(after),
            Self::Refused(_) => None,
        }
    }
}

impl Change {
    fn new(key: Key, kind: Kind) -> Self {
        Self {
            key,
            kind,
            set: Vec::new(),
            remove: Vec::new(),
            add: Vec::new(),
            delete: Vec::new(),
            conditions: Vec::new(),
            names: HashMap::new(),
            values: HashMap::new(),
            unretried: false,
        }
    }

    /// An update of the item that stands here; refused where there is none.
    pub fn update(key: Key) -> Self {
        Self::new(key, Kind::Update).if_exists()
    }

    /// An update that makes the item where it is not there: a counter, a summary.
    pub fn upsert(key: Key) -> Self {
        Self::new(key, Kind::Update)
    }

    /// A new item; refused where one stands there.
    ///
    /// # Errors
    /// The value can't be written as an item.
    pub fn insert<T: Serialize>(key: Key, value: &T) -> Result<Self, Fault> {
        Ok(Self::put(key, value)?.if_absent(PK))
    }

    /// An item in place of whatever stands there.
    ///
    /// # Errors
    /// The value can't be written as an item.
    pub fn put<T: Serialize>(key: Key, value: &T) -> Result<Self, Fault> {
        let item = write(key.clone(), value)?;
        Ok(Self::new(key, Kind::Put(item)))
    }

    /// A deletion of whatever stands here.
    pub fn delete(key: Key) -> Self {
        Self::new(key, Kind::Delete)
    }

    /// No write: conditions alone, in a transaction.
    pub fn check(key: Key) -> Self {
        Self::new(key, Kind::Check)
    }

    /// Sets an attribute.
    #[must_use]
    pub fn set(mut self, name: &str, value: AttributeValue) -> Self {
        if let Kind::Put(item) = &mut self.kind {
            item.insert(name.to_owned(), value);
            return self;
        }
        let (name, value) = (self.name(name), self.value(value));
        self.set.push(format!("{name} = {value}"));
        self
    }

    /// Sets an attribute where it is not there.
    #[must_use]
    pub fn set_if_absent(mut self, name: &str, value: AttributeValue) -> Self {
        let (name, value) = (self.name(name), self.value(value));
        self.set
            .push(format!("{name} = if_not_exists({name}, {value})"));
        self
    }

    /// Sets an attribute, or removes it where there is no value.
    #[must_use]
    pub fn set_or_remove(self, name: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self.remove(name),
        }
    }

    /// Removes an attribute.
    #[must_use]
    pub fn remove(mut self, name: &str) -> Self {
        if let Kind::Put(item) = &mut self.kind {
            item.remove(name);
            return self;
        }
        let name = self.name(name);
        self.remove.push(name);
        self
    }

    /// Adds to a number, which is 0 where it is not there.
    #[must_use]
    pub fn add(mut self, name: &str, number: i64) -> Self {
        let value = self.value(AttributeValue::N(number.to_string()));
        let name = self.name(name);
        self.add.push(format!("{name} {value}"));
        self
    }

    /// Adds texts to a set, which is empty where it is not there.
    #[must_use]
    pub fn add_to_set(mut self, name: &str, texts: impl IntoIterator<Item = String>) -> Self {
        let value = self.value(AttributeValue::Ss(texts.into_iter().collect()));
        let name = self.name(name);
        self.add.push(format!("{name} {value}"));
        self
    }

    /// Takes texts out of a set. With its last text the attribute is removed.
    #[must_use]
    pub fn take_from_set(mut self, name: &str, texts: impl IntoIterator<Item = String>) -> Self {
        let value = self.value(AttributeValue::Ss(texts.into_iter().collect()));
        let name = self.name(name);
        self.delete.push(format!("{name} {value}"));
        self
    }

    /// When the table's clean-up (TTL) may delete the item, in seconds since 1970.
    #[must_use]
    pub fn expires(self, seconds: i64) -> Self {
        self.set(crate::TTL, AttributeValue::N(seconds.to_string()))
    }

    /// Sent once: for an update that counts, which must not be repeated blindly.
    #[must_use]
    pub fn unretried(self) -> Self {
        Self {
            unretried: true,
            ..self
        }
    }

    /// Only where an item stands here.
    #[must_use]
    pub fn if_exists(self) -> Self {
        self.when(|c| format!("attribute_exists({})", c.name(PK)))
    }

    /// Only where an attribute is there.
    #[must_use]
    pub fn if_present(self, name: &str) -> Self {
        self.when(|c| format!("attribute_exists({})", c.name(name)))
    }

    /// Only where an attribute has this value.
    #[must_use]
    pub fn if_is(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("{name} = {value}")
        })
    }

    /// Only where an attribute has one of these values.
    #[must_use]
    pub fn if_one_of(self, name: &str, values: impl IntoIterator<Item = AttributeValue>) -> Self {
        self.when(|c| {
            let values: Vec<_> = values.into_iter().map(|value| c.value(value)).collect();
            format!("{} IN ({})", c.name(name), values.join(", "))
        })
    }

    /// Only where an attribute is not there. Of the partition key: only where no item is.
    #[must_use]
    pub fn if_absent(self, name: &str) -> Self {
        self.when(|c| format!("attribute_not_exists({})", c.name(name)))
    }

    /// Only where no item stands here, or an attribute of it has this value.
    #[must_use]
    pub fn if_absent_or_is(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (pk, name, value) = (c.name(PK), c.name(name), c.value(value));
            format!("(attribute_not_exists({pk}) OR {name} = {value})")
        })
    }

    /// Only where an attribute is not there, or has this value.
    #[must_use]
    pub fn if_absent_or_is_attribute(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("(attribute_not_exists({name}) OR {name} = {value})")
        })
    }

    /// Only where an attribute is not there, or less than or equal to this.
    #[must_use]
    pub fn if_absent_or_at_most(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("(attribute_not_exists({name}) OR {name} <= {value})")
        })
    }

    /// Only where an attribute is greater than or equal to this.
    #[must_use]
    pub fn if_at_least(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("{name} >= {value}")
        })
    }

    /// Only where an attribute is less than or equal to this.
    #[must_use]
    pub fn if_at_most(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("{name} <= {value}")
        })
    }

    /// Only where an attribute is there and greater than this.
    #[must_use]
    pub fn if_above(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("{name} > {value}")
        })
    }

    /// Only where an attribute is not there, or less than this.
    #[must_use]
    pub fn if_absent_or_below(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("(attribute_not_exists({name}) OR {name} < {value})")
        })
    }

    /// Only where an attribute is not there, or less than another one.
    #[must_use]
    pub fn if_absent_or_below_attribute(self, name: &str, other: &str) -> Self {
        self.when(|c| {
            let (name, other) = (c.name(name), c.name(other));
            format!("(attribute_not_exists({name}) OR {name} < {other})")
        })
    }

    /// The item's key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Makes the change by itself.
    ///
    /// # Errors
    /// The table can't be reached. Whether the change was made is then not known.
    pub async fn apply(self, table: &Table, doing: &'static str) -> Result<Changed, Fault> {
        let result = match self.kind {
            Kind::Update => self.apply_update(table, doing).await,
            Kind::Put(_) => self.apply_put(table, doing).await,
            Kind::Delete => self.apply_delete(table, doing).await,
            Kind::Check => return Err(Fault::internal(doing, "a check is no change by itself")),
        };
        if !matches!(result, Ok(Changed::Done { .. })) {
            table.meter.written(None);
        }
        result
    }

    async fn apply_update(self, table: &Table, doing: &'static str) -> Result<Changed, Fault> {
        let client = if self.unretried {
            &table.unretried
        } else {
            &table.client
        };
        let sent = client
            .update_item()
            .table_name(&table.name)
            .set_condition_expression(self.condition())
            .update_expression(self.expression())
            .set_key(Some(self.key.into_item()))
            .set_expression_attribute_names(some(self.names))
            .set_expression_attribute_values(some(self.values))
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent {
            Ok(answer) => {
                table.meter.written(answer.consumed_capacity.as_ref());
                let after = answer.attributes.unwrap_or_default();
                Ok(Changed::Done { after })
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(refusal(refused.item.clone()))
                }
                _ => Err(failed(doing, error)),
            },
        }
    }

    async fn apply_put(self, table: &Table, doing: &'static str) -> Result<Changed, Fault> {
        let condition = self.condition();
        let Kind::Put(after) = self.kind else {
            return Err(Fault::internal(doing, "not a put"));
        };
        let sent = table
            .client
            .put_item()
            .table_name(&table.name)
            .set_item(Some(after.clone()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(some(self.names))
            .set_expression_attribute_values(some(self.values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent {
            Ok(answer) => {
                table.meter.written(answer.consumed_capacity.as_ref());
                Ok(Changed::Done { after })
            }
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(refusal(refused.item.clone()))
                }
                _ => Err(failed(doing, error)),
            },
        }
    }

    async fn apply_delete(self, table: &Table, doing: &'static str) -> Result<Changed, Fault> {
        let sent = table
            .client
            .delete_item()
            .table_name(&table.name)
            .set_condition_expression(self.condition())
            .set_key(Some(self.key.into_item()))
            .set_expression_attribute_names(some(self.names))
            .set_expression_attribute_values(some(self.values))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match sent {
            Ok(answer) => {
                table.meter.written(answer.consumed_capacity.as_ref());
                let after = Item::new();
                Ok(Changed::Done { after })
            }
            Err(error) => match error.as_service_error() {
                Some(DeleteItemError::ConditionalCheckFailedException(refused)) => {
                    Ok(refusal(refused.item.clone()))
                }
                _ => Err(failed(doing, error)),
            },
        }
    }

    /// The change as a part of a transaction.
    pub(crate) fn part(
        self,
        table: &Table,
        doing: &'static str,
    ) -> Result<TransactWriteItem, Fault> {
        let wrong = |e| Fault::internal(doing, e);
        let part = TransactWriteItem::builder();
        let condition = self.condition();
        let expression = self.expression();
        let (names, values) = (some(self.names), some(self.values));
        let part = match self.kind {
            Kind::Update => part.update(
                Update::builder()
                    .table_name(&table.name)
                    .set_condition_expression(condition)
                    .update_expression(expression)
                    .set_key(Some(self.key.into_item()))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .build()
                    .map_err(wrong)?,
            ),
            Kind::Put(item) => part.put(
                Put::builder()
                    .table_name(&table.name)
                    .set_condition_expression(condition)
                    .set_item(Some(item))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .build()
                    .map_err(wrong)?,
            ),
            Kind::Delete => part.delete(
                Delete::builder()
                    .table_name(&table.name)
                    .set_condition_expression(condition)
                    .set_key(Some(self.key.into_item()))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .build()
                    .map_err(wrong)?,
            ),
            Kind::Check => part.condition_check(
                ConditionCheck::builder()
                    .table_name(&table.name)
                    .condition_expression(condition.unwrap_or_default())
                    .set_key(Some(self.key.into_item()))
                    .set_expression_attribute_names(names)
                    .set_expression_attribute_values(values)
                    .build()
                    .map_err(wrong)?,
            ),
        };
        Ok(part.build())
    }

    fn when(mut self, condition: impl FnOnce(&mut Self) -> String) -> Self {
        let condition = condition(&mut self);
        self.conditions.push(condition);
        self
    }

    fn name(&mut self, name: &str) -> String {
        // An attribute's name may hold what no placeholder can.
        let known = self.names.iter().find(|(_, known)| *known == name);
        if let Some((placeholder, _)) = known {
            return placeholder.clone();
        }
        let placeholder = format!("#n{}", self.names.len());
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    fn condition(&self) -> Option<String> {
        (!self.conditions.is_empty()).then(|| self.conditions.join(" AND "))
    }

    fn expression(&self) -> String {
        [
            ("SET", &self.set),
            ("REMOVE", &self.remove),
            ("ADD", &self.add),
            ("DELETE", &self.delete),
        ]
        .iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(verb, parts)| format!("{verb} {}", parts.join(", ")))
        .collect::<Vec<_>>()
        .join(" ")
    }
}

/// Some engines answer with the bare key where there is no item.
fn refusal(item: Option<Item>) -> Changed {
    Changed::Refused(item.filter(|item| item.len() > 2))
}

/// DynamoDB takes no empty maps.
fn some<T>(map: HashMap<String, T>) -> Option<HashMap<String, T>> {
    (!map.is_empty()).then_some(map)
}
