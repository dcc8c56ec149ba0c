//! Lists: the items of one partition, in the order of their sort keys.

use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, Select};
use common::Fault;
use serde::de::DeserializeOwned;

use crate::key::{PK, SK};
use crate::{Item, Key, Table, failed, read_one, s};

/// Items of a partition, by a strongly consistent read: all of them, in ascending order, but for
/// what is said otherwise.
#[derive(Clone, Debug)]
pub struct List {
    doing: &'static str,
    pk: String,
    range: Range,
    descending: bool,
    after: Option<String>,
    limit: Option<usize>,
    filters: Vec<(String, String)>,
    projection: Option<Vec<&'static str>>,
}

#[derive(Clone, Debug)]
enum Range {
    All,
    Prefix(String),
    Between(String, String),
}

impl List {
    /// The items of this partition; `doing` is what they are read for, for the log.
    pub fn of(doing: &'static str, pk: impl Into<String>) -> Self {
        Self {
            doing,
            pk: pk.into(),
            range: Range::All,
            descending: false,
            after: None,
            limit: None,
            filters: Vec::new(),
            projection: None,
        }
    }

    /// Those whose sort key begins with this.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        let range = Range::Prefix(prefix.into());
        Self { range, ..self }
    }

    /// Those whose sort key is one of these or between them.
    #[must_use]
    pub fn between(self, from: impl Into<String>, to: impl Into<String>) -> Self {
        let range = Range::Between(from.into(), to.into());
        Self { range, ..self }
    }

    /// The greatest sort key first.
    #[must_use]
    pub fn descending(self) -> Self {
        Self {
            descending: true,
            ..self
        }
    }

    /// Those that follow this sort key.
    #[must_use]
    pub fn after(self, sk: Option<impl Into<String>>) -> Self {
        let after = sk.map(Into::into);
        Self { after, ..self }
    }

    /// At most so many.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        let limit = Some(limit);
        Self { limit, ..self }
    }

    /// Only those of which this attribute is this text. What is left out is read all the same.
    #[must_use]
    pub fn only(mut self, name: &str, value: impl ToString) -> Self {
        self.filters.push((name.to_owned(), value.to_string()));
        self
    }

    /// Their keys and these attributes alone.
    #[must_use]
    pub fn attributes(self, names: &[&'static str]) -> Self {
        let projection = Some(names.to_vec());
        Self { projection, ..self }
    }

    /// The items as values. One that can't be read hides no other: it is passed over (see
    /// [`read_one`]), and where so many are wanted, further ones take its place.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn read<T: DeserializeOwned>(self, table: &Table) -> Result<Vec<T>, Fault> {
        Ok(self.read_with_unreadable(table).await?.0)
    }

    /// The same, and how many can't be read.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn read_with_unreadable<T: DeserializeOwned>(
        mut self,
        table: &Table,
    ) -> Result<(Vec<T>, usize), Fault> {
        let limit = self.limit;
        let (mut values, mut unreadable) = (Vec::new(), 0);
        loop {
            let items = self.clone().items(table).await?;
            let found = items.len();
            let last = items.last().and_then(Key::of_item);
            for item in items {
                match read_one(item) {
                    Some(value) => values.push(value),
                    None => unreadable += 1,
                }
            }
            let wanted = limit.map_or(0, |limit| limit - values.len());
            // The end of the list, or enough.
            if wanted == 0 || self.limit.is_some_and(|limit| found < limit) {
                return Ok((values, unreadable));
            }
            self.after = last.map(|key| key.sk().to_owned());
            self.limit = Some(wanted);
        }
    }

    /// The items as they stand.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn items(self, table: &Table) -> Result<Vec<Item>, Fault> {
        let mut found = Vec::new();
        let mut from = self.start();
        loop {
            let left = self.limit.map(|limit| limit - found.len());
            let mut query = self.query(table, from);
            // A filtered page of a few would be many round trips.
            if let (Some(left), true) = (left, self.filters.is_empty()) {
                query = query.limit(i32::try_from(left).unwrap_or(i32::MAX));
            }
            let page = query.send().await.map_err(|e| failed(self.doing, e))?;
            table.meter.read(page.consumed_capacity.as_ref());
            found.extend(page.items.unwrap_or_default());
            from = page.last_evaluated_key;
            // A page may end before its limit where its items are large.
            if from.is_none() || self.limit.is_some_and(|limit| found.len() >= limit) {
                found.truncate(self.limit.unwrap_or(usize::MAX));
                return Ok(found);
            }
        }
    }

    /// Items until as many as are wanted are found. With a filter that is one page of the table's
    /// at most (1 MB), and at most so many items looked at; then the answer has the key of the last
    /// one, after which there may be more.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn examine(
        self,
        most: usize,
        table: &Table,
    ) -> Result<(Vec<Item>, Option<Key>), Fault> {
        if self.filters.is_empty() {
            return Ok((self.items(table).await?, None));
        }
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        let query = self.query(table, self.start()).limit(most);
        let page = query.send().await.map_err(|e| failed(self.doing, e))?;
        table.meter.read(page.consumed_capacity.as_ref());
        let mut found = page.items.unwrap_or_default();
        found.truncate(self.limit.unwrap_or(usize::MAX));
        let last = page.last_evaluated_key.as_ref().and_then(Key::of_item);
        Ok((found, last))
    }

    /// How many items there are; they are read, and cost as much.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn count(self, table: &Table) -> Result<u64, Fault> {
        let mut count = 0;
        let mut from = self.start();
        loop {
            let query = self.query(table, from).select(Select::Count);
            let page = query.send().await.map_err(|e| failed(self.doing, e))?;
            table.meter.read(page.consumed_capacity.as_ref());
            count += u64::try_from(page.count).unwrap_or(0);
            from = page.last_evaluated_key;
            if from.is_none() {
                return Ok(count);
            }
        }
    }

    fn start(&self) -> Option<Item> {
        let sk = self.after.as_ref()?;
        Some(Item::from([
            (PK.to_owned(), s(&self.pk)),
            (SK.to_owned(), s(sk)),
        ]))
    }

    fn query(
        &self,
        table: &Table,
        from: Option<Item>,
    ) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        let query = table
            .client
            .query()
            .table_name(&table.name)
            .consistent_read(true)
            .scan_index_forward(!self.descending)
            .expression_attribute_names("#pk", PK)
            .expression_attribute_values(":pk", s(&self.pk))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .set_exclusive_start_key(from);
        let mut query = match &self.range {
            Range::All => query.key_condition_expression("#pk = :pk"),
            Range::Prefix(prefix) => query
                .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
                .expression_attribute_names("#sk", SK)
                .expression_attribute_values(":prefix", s(prefix)),
            Range::Between(from, to) => query
                .key_condition_expression("#pk = :pk AND #sk BETWEEN :from AND :to")
                .expression_attribute_names("#sk", SK)
                .expression_attribute_values(":from", s(from))
                .expression_attribute_values(":to", s(to)),
        };
        let mut filters = Vec::new();
        for (i, (name, value)) in self.filters.iter().enumerate() {
            filters.push(format!("#f{i} = :f{i}"));
            query = query
                .expression_attribute_names(format!("#f{i}"), name)
                .expression_attribute_values(format!(":f{i}"), s(value));
        }
        if !filters.is_empty() {
            query = query.filter_expression(filters.join(" AND "));
        }
        if let Some(names) = &self.projection {
            let mut projected = vec!["#pk".to_owned(), "#key".to_owned()];
            query = query.expression_attribute_names("#key", SK);
            for (i, name) in names.iter().enumerate() {
                projected.push(format!("#p{i}"));
                query = query.expression_attribute_names(format!("#p{i}"), *name);
            }
            query = query.projection_expression(projected.join(", "));
        }
        query
    }
}
