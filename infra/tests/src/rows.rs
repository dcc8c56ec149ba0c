//! Items of the table as they are stored, for tests that look behind the code.

use std::collections::BTreeSet;

use dynamo::{Change, Item, Key, List, Table};
use serde_json::Value;
use twin::UserId;

/// All items of the table.
pub async fn all(table: &Table) -> Vec<Item> {
    let mut pages = table
        .client
        .scan()
        .table_name(&table.name)
        .into_paginator()
        .items()
        .send();
    let mut all = Vec::new();
    while let Some(item) = pages.next().await {
        all.push(item.unwrap());
    }
    all
}

/// Deletes all items of a partition.
pub async fn clear(table: &Table, partition: &str) {
    let doing = "clearing a partition";
    let items = List::of(doing, partition).items(table).await.unwrap();
    for key in items.iter().filter_map(Key::of_item) {
        Change::delete(key).apply(table, doing).await.unwrap();
    }
}

/// An item's place: its partition key and its sort key.
pub fn place(item: &Item) -> (&str, &str) {
    (item["pk"].as_s().unwrap(), item["sk"].as_s().unwrap())
}

/// Places of all items in an account's partitions, without the account's id: `/a`,
/// `#snap/snp_…`. Partitions of its webhooks are not among them.
pub async fn of_account(table: &Table, user: UserId) -> BTreeSet<String> {
    let own = user.to_string();
    all(table)
        .await
        .iter()
        .map(place)
        .filter_map(|(pk, sk)| Some(format!("{}/{sk}", pk.strip_prefix(&own)?)))
        .collect()
}

/// An account's messages that wait to be sent: their ids and bodies, in order.
pub async fn waiting(table: &Table, user: UserId) -> Vec<(String, Value)> {
    let partition = user.tenant().partition("out");
    let mut found: Vec<_> = all(table)
        .await
        .iter()
        .filter(|item| place(item).0 == partition)
        .map(|item| {
            let text = |name: &str| item[name].as_s().unwrap().clone();
            (text("id"), serde_json::from_str(&text("body")).unwrap())
        })
        .collect();
    found.sort_by(|a: &(String, Value), b| a.0.cmp(&b.0));
    found
}
