//! Queues that messages go to.

use std::sync::{Arc, OnceLock};

use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::BehaviorVersion;
use common::Tenant;
use common::config::Environment;
use dynamo::{Aws, Table};
use serde::Serialize;
use serde_json::Value;

use crate::delivery::WakeUpQueue;
use crate::outbox::{Message, Outbox};
use crate::webhook::Webhook;

/// A queue that the outbox serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name, as it is stored with each message.
    pub name: &'static str,
    /// What its shards of the index of what is due begin with: a letter that no other kind has.
    pub code: char,
    /// The environment variable that holds its URL.
    pub variable: &'static str,
}

impl Queue {
    /// Events, to the dispatcher.
    pub const EVENTS: Self = Self {
        name: "events",
        code: 'e',
        variable: "EVENTS_URL",
    };

    pub(crate) fn shard(self, number: u8) -> String {
        format!("{}{number}", self.code)
    }

    /// The shard of the index that holds the dead letters of its outbox. No sweep sends from it.
    pub(crate) fn dead_letters(self) -> String {
        format!("{}!", self.code)
    }
}

/// A value as the body of a message: JSON text in which each character that SQS refuses is
/// escaped. Such a character can only be within a string, where `\u` and its code mean the same.
pub(crate) fn message_body(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().all(is_taken) {
        return text;
    }
    let mut body = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_taken(c) {
            body.push(c);
        } else {
            // None of them is above U+FFFF.
            body.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
    }
    body
}

/// Whether SQS takes a character in a message's body (its API reference, `SendMessage`): those of
/// XML 1.0. It refuses a message with any other as `InvalidMessageContents`.
fn is_taken(c: char) -> bool {
    matches!(
        c,
        '\u{9}' | '\u{a}' | '\u{d}' | ' '..='\u{fffd}' | '\u{10000}'..='\u{10ffff}'
    )
}

impl Serialize for Queue {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name)
    }
}

/// Wake-ups of deliveries that may be due.
const DELIVERIES: &str = "DELIVERIES_URL";
/// Wake-ups that are held back until a delivery is due again, and those of webhooks in trouble.
const RETRIES: &str = "RETRIES_URL";

/// The queues that a process knows. Without a queue's URL its messages are stored, and sent by
/// another process that has it.
#[derive(Clone, Debug)]
pub struct Queues {
    environment: Environment,
    table: Table,
    client: Arc<OnceLock<Client>>,
}

impl Queues {
    /// Those that the environment names.
    pub fn read(environment: &Environment, table: &Table) -> Self {
        Self {
            environment: environment.clone(),
            table: table.clone(),
            client: Arc::default(),
        }
    }

    /// The outbox of a queue, where its URL is known.
    pub fn outbox(&self, queue: Queue) -> Option<Outbox> {
        let url = self.environment.optional(queue.variable)?;
        Some(Outbox::new(self.table.clone(), self.client(), queue, url))
    }

    /// Sends a message that was just stored; where that fails, or its queue is not known here, a
    /// sweep will.
    pub async fn send(&self, message: &Message) {
        if let Some(outbox) = self.outbox(message.queue) {
            outbox.send(message).await;
        }
    }

    /// Sends a message that is a wake-up alone: an item says that something is due, and where the
    /// message can't be sent, a sweep sends another.
    pub async fn wake_up(&self, queue: Queue, group: &Tenant, body: &Value) {
        let Some(outbox) = self.outbox(queue) else {
            return;
        };
        if let Err(error) = outbox.post(group, &message_body(body)).await {
            let (queue, cause) = (queue.name, error.cause());
            tracing::warn!(queue, cause, "a wake-up is left for the sweep");
        }
    }

    /// The queue of wake-ups (`DELIVERIES_URL`), where it is known.
    pub fn deliveries(&self) -> Option<WakeUpQueue> {
        self.wake_ups(DELIVERIES, false)
    }

    /// The queue of delayed wake-ups, and of those of webhooks in trouble (`RETRIES_URL`), where
    /// it is known.
    pub fn retries(&self) -> Option<WakeUpQueue> {
        self.wake_ups(RETRIES, true)
    }

    /// The queue of a webhook's wake-ups: while it is in trouble the retries', where that is known.
    pub fn of(&self, webhook: &Webhook) -> Option<WakeUpQueue> {
        let retries = webhook.is_in_trouble().then(|| self.retries());
        retries.flatten().or_else(|| self.deliveries())
    }

    fn wake_ups(&self, variable: &str, again: bool) -> Option<WakeUpQueue> {
        let url = self.environment.optional(variable)?;
        Some(WakeUpQueue::new(self.client(), url, again))
    }

    /// Built at its first use: a function that sends nothing does not even link it.
    fn client(&self) -> Client {
        let endpoint = || self.environment.endpoint("SQS");
        let client = self
            .client
            .get_or_init(|| client(&self.table.aws, endpoint()));
        client.clone()
    }
}

/// A client of SQS on the table's connector. A message is sent once: where that fails the sweep
/// tries again.
fn client(aws: &Aws, endpoint: Option<String>) -> Client {
    let mut config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .timeout_config(Aws::unretried_timeouts());
    config.set_region(aws.region.clone());
    config.set_http_client(aws.http_client.clone());
    config.set_endpoint_url(endpoint);
    config.set_credentials_provider(Some(aws.credentials.clone()));
    Client::from_conf(config.build())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_sqs_takes_ends_where_its_reference_says() {
        let taken = |c: u32| char::from_u32(c).map(is_taken);
        for (first, last) in [
            (0x9, 0xa),
            (0xd, 0xd),
            (0x20, 0xd7ff),
            (0xe000, 0xfffd),
            (0x1_0000, 0x10_ffff),
        ] {
            assert_eq!((taken(first), taken(last)), (Some(true), Some(true)));
            for next in [first.wrapping_sub(1), last + 1] {
                assert_ne!(taken(next), Some(true), "{next:x}");
            }
        }
    }

    #[test]
    fn any_character_passes_and_means_the_same() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for some in all.chunks(4_096) {
            let some = String::from_iter(some);
            let value = json!({ some.clone(): [some, "é"] });
            let body = message_body(&value);
            assert!(body.chars().all(is_taken));
            assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), value);
        }
    }

    proptest! {
        #[test]
        fn any_text_passes_and_means_the_same(text in any::<String>(), more in "[\\u{fffc}-\u{10001}\\\\\"u]{0,40}") {
            let value = json!([text, { more.clone(): more }]);
            let body = message_body(&value);
            prop_assert!(body.chars().all(is_taken));
            prop_assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), value);
        }
    }
}
