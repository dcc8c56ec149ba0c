//! One conditional change of one item, by its attributes' names.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem, Update,
};

use super::keys::PK;
use super::{Item, Key, Table, failed};
use crate::error::Error;

/// A change that is being put together. It never makes an item that is not there.
#[derive(Clone, Debug)]
pub struct Change {
    key: Key,
    set: Vec<String>,
    remove: Vec<String>,
    add: Vec<String>,
    conditions: Vec<String>,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub enum Changed {
    /// It is done: the item before and after.
    Done {
        /// The item as it now stands.
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
    /// A change of the item that stands here.
    pub fn of(key: Key) -> Self {
        let change = Self {
            key,
            set: Vec::new(),
            remove: Vec::new(),
            add: Vec::new(),
            conditions: Vec::new(),
            names: HashMap::new(),
            values: HashMap::new(),
        };
        change.when(|c| {
            let pk = c.name(PK);
            format!("attribute_exists({pk})")
        })
    }

    /// A change of an item that is made where it is not there: a counter.
    pub fn of_counter(key: Key) -> Self {
        let mut change = Self::of(key);
        change.conditions.clear();
        change.names.clear();
        change
    }

    /// Sets an attribute.
    #[must_use]
    pub fn set(mut self, name: &str, value: AttributeValue) -> Self {
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

    /// Sets an attribute, or takes it away.
    #[must_use]
    pub fn put(self, name: &str, value: Option<AttributeValue>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self.remove(name),
        }
    }

    /// Takes an attribute away.
    #[must_use]
    pub fn remove(mut self, name: &str) -> Self {
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

    /// Only where an attribute has this value.
    #[must_use]
    pub fn if_is(self, name: &str, value: AttributeValue) -> Self {
        self.if_one_of(name, [value])
    }

    /// Only where an attribute has one of these values.
    #[must_use]
    pub fn if_one_of(self, name: &str, values: impl IntoIterator<Item = AttributeValue>) -> Self {
        self.when(|c| {
            let values: Vec<_> = values.into_iter().map(|value| c.value(value)).collect();
            format!("{} IN ({})", c.name(name), values.join(", "))
        })
    }

    /// Only where an attribute is not there.
    #[must_use]
    pub fn if_absent(self, name: &str) -> Self {
        self.when(|c| format!("attribute_not_exists({})", c.name(name)))
    }

    /// Only where an attribute is not there, or at most this.
    #[must_use]
    pub fn if_absent_or_at_most(self, name: &str, value: AttributeValue) -> Self {
        self.when(|c| {
            let (name, value) = (c.name(name), c.value(value));
            format!("(attribute_not_exists({name}) OR {name} <= {value})")
        })
    }

    /// Makes the change.
    ///
    /// # Errors
    /// The table can't be reached. Whether the change was made is then not known.
    pub async fn apply(self, table: &Table, doing: &'static str) -> Result<Changed, Error> {
        let update = self.update_expression();
        let sent = table
            .client
            .update_item()
            .table_name(&table.name)
            .set_condition_expression(self.condition_expression())
            .update_expression(update)
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
                table.tally.written(answer.consumed_capacity.as_ref());
                let after = answer.attributes.unwrap_or_default();
                Ok(Changed::Done { after })
            }
            Err(error) => {
                table.tally.written(None);
                match error.as_service_error() {
                    Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                        // Some engines answer with the bare key where there is no item.
                        let item = refused.item.clone().filter(|item| item.len() > 2);
                        Ok(Changed::Refused(item))
                    }
                    _ => Err(failed(doing, error)),
                }
            }
        }
    }

    /// The change as a part of a transaction.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn part(self, table: &Table, doing: &'static str) -> Result<TransactWriteItem, Error> {
        let update = self.update_expression();
        let update = Update::builder()
            .table_name(&table.name)
            .set_condition_expression(self.condition_expression())
            .update_expression(update)
            .set_key(Some(self.key.into_item()))
            .set_expression_attribute_names(some(self.names))
            .set_expression_attribute_values(some(self.values))
            .build()
            .map_err(|e| Error::internal(doing, e))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    fn when(mut self, condition: impl FnOnce(&mut Self) -> String) -> Self {
        let condition = condition(&mut self);
        self.conditions.push(condition);
        self
    }

    fn name(&mut self, name: &str) -> String {
        // A name may hold what no placeholder can.
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

    fn condition_expression(&self) -> Option<String> {
        (!self.conditions.is_empty()).then(|| self.conditions.join(" AND "))
    }

    fn update_expression(&self) -> String {
        [
            ("SET", &self.set),
            ("REMOVE", &self.remove),
            ("ADD", &self.add),
        ]
        .iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(verb, parts)| format!("{verb} {}", parts.join(", ")))
        .collect::<Vec<_>>()
        .join(" ")
    }
}

/// DynamoDB takes no empty maps.
fn some<T>(map: HashMap<String, T>) -> Option<HashMap<String, T>> {
    (!map.is_empty()).then_some(map)
}
