//! Queues that messages go to.

use std::sync::{Arc, OnceLock};

use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::BehaviorVersion;
use common::config::Environment;
use dynamo::{Aws, Table};
use serde::Serialize;

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
