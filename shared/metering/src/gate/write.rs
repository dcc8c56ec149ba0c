//! The one write.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure,
};
use common::{Fault, lock};
use dynamo::{AttributeValue, backoff, failed, n};

use super::cleaning::ALONG;
use super::{Call, Gate, account_of};
use crate::caller::{Account, Credential};
use crate::counter::Counter;
use crate::ledger::{self, attributes};
use crate::window::Windows;

/// Tries when another transaction holds the item: the write was not applied then.
const CONFLICT_TRIES: u32 = 4;
const COUNTING: &str = "counting a call";

/// The outcome of the write.
pub(super) enum Written<A> {
    Counted(A),
    /// The item as it was; None where there is none.
    Refused(Option<A>),
}

impl<C: Credential, A: Account> Gate<C, A> {
    pub(super) async fn write(
        &self,
        record: &C,
        call: &Call<'_, C::Scope>,
        windows: &Windows,
        stale: &[Counter],
    ) -> Result<Written<A>, Fault> {
        // Refusals that wait go along: names and a few digits on a write that is made anyway.
        let waiting = self.cache.refusals(record);
        let refusals = waiting
            .as_ref()
            .map(|waiting| lock(waiting).take())
            .unwrap_or_default();
        let request = request(record, call, windows, stale, &refusals);
        let mut attempt = 1;
        let mut has_room = false;
        loop {
            let sent = self
                .table
                .unretried
                .update_item()
                .table_name(&self.table.name)
                .set_key(Some(ledger::place(&record.tenant()).into_item()))
                .condition_expression(&request.condition)
                .update_expression(&request.update)
                .set_expression_attribute_names(Some(request.names.clone()))
                .set_expression_attribute_values(Some(request.values.clone()))
                .return_values(ReturnValue::AllNew)
                .return_values_on_condition_check_failure(
                    ReturnValuesOnConditionCheckFailure::AllOld,
                )
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await;
            let error = match sent {
                Ok(answer) => {
                    self.table.meter.written(answer.consumed_capacity.as_ref());
                    return account_of(answer.attributes)?
                        .map(Written::Counted)
                        .ok_or_else(|| Fault::unavailable(COUNTING, "the answer has no item"));
                }
                Err(error) => error,
            };
            self.table.meter.written(None);
            match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refusal)) => {
                    if let Some(waiting) = &waiting {
                        lock(waiting).put_back(&refusals);
                    }
                    return Ok(Written::Refused(account_of(refusal.item.clone())?));
                }
                // Not applied: a change to a key held the item at that moment.
                Some(e)
                    if e.code() == Some("TransactionConflictException")
                        && attempt < CONFLICT_TRIES =>
                {
                    tokio::time::sleep(backoff(attempt)).await;
                    attempt += 1;
                }
                // Not applied either.
                Some(e) if !has_room && is_too_large(e) => {
                    self.make_room(&record.tenant(), windows.now).await?;
                    has_room = true;
                }
                _ => return Err(failed(COUNTING, error)),
            }
        }
    }
}

/// Whether the item has no room for what the write would add: DynamoDB allows 400 KB.
fn is_too_large(error: &UpdateItemError) -> bool {
    error.code() == Some("ValidationException")
        && error
            .message()
            .is_some_and(|message| message.starts_with("Item size"))
}

struct Request {
    condition: String,
    update: String,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

fn request<C: Credential>(
    record: &C,
    call: &Call<'_, C::Scope>,
    windows: &Windows,
    stale: &[Counter],
    refusals: &BTreeMap<Counter, u64>,
) -> Request {
    let (index, limits) = (record.index(), call.limits);
    let mut names = HashMap::new();
    let mut values = HashMap::new();
    let mut name = |placeholder: &str, name: String| names.insert(placeholder.to_owned(), name);
    let mut value = |placeholder: &str, v: AttributeValue| values.insert(placeholder.to_owned(), v);

    name("#t", attributes::ENTITLED.to_owned());
    name("#g", attributes::GENERATION.to_owned());
    name("#e", Counter::Revision(index).name());
    name("#r", limits.burst(windows, index).name());
    name("#n", Counter::LastUsed(index).name());
    value(":t", AttributeValue::Bool(true));
    value(":g", n(record.generation()));
    value(":e", n(record.revision()));
    value(":burst", n(limits.per_minute));
    value(":n", n(windows.minute.0));
    value(":one", n(1_u64));
    let mut condition = String::from(
        "#t = :t AND #g = :g AND #e = :e AND (attribute_not_exists(#r) OR #r < :burst)",
    );
    let mut update = String::from("SET #n = :n ADD #r :one");
    if let Some(limit) = limits.bytes_per_minute {
        name("#y", Counter::Bytes(windows.minute, index).name());
        value(":room", n(limit.saturating_sub(call.bytes)));
        value(":bytes", n(call.bytes));
        condition.push_str(" AND (attribute_not_exists(#y) OR #y <= :room)");
        update.push_str(", #y :bytes");
    }
    if limits.counted {
        name("#m", Counter::Month(windows.month).name());
        name("#k", Counter::KeyMonth(windows.month, index).name());
        name("#d", Counter::KeyDay(windows.day, index).name());
        name("#L", attributes::LIMIT.to_owned());
        // Where the window is new the limit must still allow a first call.
        value(":none", n(0_u64));
        condition.push_str(
            " AND ((attribute_not_exists(#m) AND #L > :none) OR (attribute_exists(#m) AND #m < #L))",
        );
        if let Some(limit) = record.monthly_limit() {
            value(":limit", n(limit));
            condition.push_str(" AND (attribute_not_exists(#k) OR #k < :limit)");
        }
        update.push_str(", #m :one, #k :one, #d :one");
    }
    for add in add_refusals(refusals, &mut names, &mut values) {
        update.push_str(&format!(", {add}"));
    }
    for (i, stale) in stale.iter().take(ALONG).enumerate() {
        update.push_str(if i == 0 { " REMOVE " } else { ", " });
        let placeholder = format!("#s{i}");
        update.push_str(&placeholder);
        names.insert(placeholder, stale.name());
    }
    Request {
        condition,
        update,
        names,
        values,
    }
}

/// The parts of an ADD that count refusals.
pub(super) fn add_refusals(
    counts: &BTreeMap<Counter, u64>,
    names: &mut HashMap<String, String>,
    values: &mut HashMap<String, AttributeValue>,
) -> Vec<String> {
    let each = counts.iter().enumerate().map(|(i, (counter, count))| {
        names.insert(format!("#f{i}"), counter.name());
        values.insert(format!(":f{i}"), n(*count));
        format!("#f{i} :f{i}")
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::net::IpAddr;

    use common::{Tenant, Timestamp};
    use dynamo::Key;

    use crate::caller::Ended;
    use crate::counter::KeyIndex;
    use crate::limits::Limits;
    use crate::usage;
    use crate::window::Day;

    #[derive(Clone, Debug, serde::Deserialize)]
    struct Largest;

    impl Credential for Largest {
        type Hash = u8;
        type Scope = ();

        fn place(_: u8) -> Key {
            Key::new("key", "key")
        }
        fn tenant(&self) -> Tenant {
            Tenant::new("usr_01JD9ZK4T0000000000000000A")
        }
        fn generation(&self) -> u64 {
            u64::MAX
        }
        fn index(&self) -> KeyIndex {
            KeyIndex::new(200_000).unwrap()
        }
        fn revision(&self) -> u64 {
            u64::MAX
        }
        fn monthly_limit(&self) -> Option<u64> {
            Some(1_000_000)
        }
        fn ended(&self, _: Timestamp) -> Option<Ended> {
            None
        }
        fn has(&self, (): ()) -> bool {
            true
        }
        fn allows(&self, _: Option<IpAddr>) -> bool {
            true
        }
    }

    /// No local engine holds DynamoDB's limits on expressions: 300 operators, 4 KB.
    #[test]
    fn the_largest_write_is_within_the_limits_of_expressions() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let limits = Limits {
            code: 'p',
            scope: Some(()),
            per_minute: 60,
            bytes_per_minute: Some(1_000_000),
            counted: true,
        };
        let call = Call {
            from: None,
            bytes: 100_000,
            limits: &limits,
        };
        let stale: Vec<_> = (0..2 * ALONG)
            .map(|i| Counter::LastUsed(KeyIndex::new(i as u32).unwrap()))
            .collect();
        // Two days' refusals, of every code.
        let refusals: BTreeMap<_, _> = [now, now.plus_millis(86_400_000)]
            .iter()
            .flat_map(|at| {
                usage::REFUSALS.map(|(code, _)| (Counter::Refused(Day::of(*at), code), 9))
            })
            .collect();
        let write = request(&Largest, &call, &Windows::of(now), &stale, &refusals);
        let operators = |expression: &str| {
            [
                "=",
                "<",
                ">",
                " AND ",
                " OR ",
                "attribute_",
                ",",
                "SET ",
                "ADD ",
                "REMOVE ",
            ]
            .iter()
            .map(|operator| expression.matches(operator).count())
            .sum::<usize>()
        };
        assert!(operators(&write.condition) + operators(&write.update) < 300);
        assert!(write.condition.len() < 4_096 && write.update.len() < 4_096);
        // No attribute is named twice: DynamoDB refuses overlapping paths.
        let distinct: HashSet<_> = write.names.values().collect();
        assert_eq!(distinct.len(), write.names.len());
        for placeholder in write.names.keys().chain(write.values.keys()) {
            assert!(write.condition.contains(placeholder) || write.update.contains(placeholder));
        }
    }
}
