//! One conditional UpdateItem as large as the gate's, on an item as large as an account's: the
//! minimum for a call to the API.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue};

/// An item as the SDK represents it.
pub type Item = HashMap<String, AttributeValue>;

fn number(n: u32) -> AttributeValue {
    AttributeValue::N(n.to_string())
}

/// The key of the item.
pub fn key() -> Item {
    [("pk", "bench"), ("sk", "bench")]
        .map(|(name, value)| (name.to_owned(), AttributeValue::S(value.to_owned())))
        .into()
}

/// The item: an account's, with the attributes that the condition requires.
pub fn item(account: Item) -> Item {
    let mut item = account;
    item.extend(key());
    item.insert("t".into(), AttributeValue::Bool(true));
    item.insert("e0".into(), number(1));
    for counter in ["r", "k", "m", "d"] {
        item.insert(format!("bench-{counter}"), number(0));
    }
    item
}

/// Sends the UpdateItem.
///
/// # Errors
/// Those of the SDK.
pub async fn send(client: &Client, table: &str) -> Result<(), SdkError<UpdateItemError>> {
    client
        .update_item()
        .table_name(table)
        .set_key(Some(key()))
        .condition_expression(
            "#t = :t AND #e = :e AND (attribute_not_exists(#r) OR #r < :max) \
             AND (attribute_not_exists(#k) OR #k < :max) \
             AND (attribute_not_exists(#m) OR #m < :max)",
        )
        .update_expression("SET #n = :n ADD #r :one, #k :one, #m :one, #d :one")
        .expression_attribute_names("#t", "t")
        .expression_attribute_names("#e", "e0")
        .expression_attribute_names("#r", "bench-r")
        .expression_attribute_names("#k", "bench-k")
        .expression_attribute_names("#m", "bench-m")
        .expression_attribute_names("#d", "bench-d")
        .expression_attribute_names("#n", "n0")
        .expression_attribute_values(":t", AttributeValue::Bool(true))
        .expression_attribute_values(":e", number(1))
        .expression_attribute_values(":max", number(u32::MAX))
        .expression_attribute_values(":n", AttributeValue::S("bench".into()))
        .expression_attribute_values(":one", number(1))
        .return_values(ReturnValue::AllNew)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await?;
    Ok(())
}
