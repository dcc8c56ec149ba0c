//! Where an item stands.

use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use common::Tenant;

use crate::Item;

/// The partition key's name.
pub const PK: &str = "pk";
/// The sort key's name.
pub const SK: &str = "sk";

/// One item's place: partition and sort key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pk: String,
    sk: String,
}

impl Key {
    /// The item of this partition and sort key.
    pub fn new(pk: impl fmt::Display, sk: impl fmt::Display) -> Self {
        Self {
            pk: pk.to_string(),
            sk: sk.to_string(),
        }
    }

    /// A tenant's item of a kind (see [`Tenant::partition`]).
    pub fn of(tenant: &Tenant, kind: &str, sk: impl fmt::Display) -> Self {
        Self::new(tenant.partition(kind), sk)
    }

    /// Its partition key.
    pub fn pk(&self) -> &str {
        &self.pk
    }

    /// Its sort key.
    pub fn sk(&self) -> &str {
        &self.sk
    }

    /// As the SDK takes it.
    pub fn into_item(self) -> Item {
        Item::from([
            (PK.to_owned(), AttributeValue::S(self.pk)),
            (SK.to_owned(), AttributeValue::S(self.sk)),
        ])
    }

    /// The key of an item that was read, if it has one.
    pub fn of_item(item: &Item) -> Option<Self> {
        let text = |name| item.get(name).and_then(|value| value.as_s().ok());
        Some(Self::new(text(PK)?, text(SK)?))
    }

    /// Whether this item stands here.
    pub fn is_of(&self, item: &Item) -> bool {
        let is = |name, own: &str| {
            item.get(name)
                .and_then(|value| value.as_s().ok())
                .is_some_and(|value| value == own)
        };
        is(PK, &self.pk) && is(SK, &self.sk)
    }
}
