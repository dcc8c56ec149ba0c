//! What the tests stand on: a world with a real engine, a fault proxy before it, and as many
//! "processes" as a test wants, each with a clock and a memory of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod ask;
pub mod faults;
pub mod guides;
pub mod hooks;
pub mod live;
pub mod logs;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use local::{Engines, connect};
use serde_json::Value;
use shared::App;
use shared::access::accounts::{self, AccountChange};
use shared::access::keys::{self, NewKey};
use shared::access::{Account, KeyRecord, PlainKey, Plan, PlanStatus, Scope, Tier};
use shared::clock::{Clock, Timestamp};
use shared::config::Settings;
use shared::id::UserId;
use shared::table::Table;

pub use faults::{Fault, Faults};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// A moment, for tests that stand somewhere in particular.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An engine with the template's table, and a proxy before it that can be told to misbehave.
pub struct World {
    /// The engine.
    pub engines: Engines,
    /// The proxy: what the processes talk to.
    pub faults: Faults,
    /// The tests' own way to the table, past the proxy.
    pub table: Table,
    /// The tests' clock.
    pub clock: Clock,
}

impl World {
    /// An empty world at this moment.
    pub async fn at(now: &str) -> Self {
        let engines = Engines::memory(&root()).unwrap();
        let faults = Faults::before_table(&engines.dynamodb_url).await;
        let table = connect(&engines.dynamodb_url, &engines.table_name);
        Self {
            engines,
            faults,
            table,
            clock: Clock::standing_at(at(now)),
        }
    }

    /// A process whose clock is so many milliseconds off the world's at this moment.
    pub fn process(&self, off_millis: i64) -> &'static App {
        self.process_with(Clock::standing_at(self.clock.now().plus_millis(off_millis)))
    }

    /// A process that reads the world's own clock.
    pub fn process_on_time(&self) -> &'static App {
        self.process_with(self.clock.clone())
    }

    /// A process with this clock.
    pub fn process_with(&self, clock: Clock) -> &'static App {
        let table = connect(&self.faults.url, &self.engines.table_name);
        Box::leak(Box::new(App::over(table, clock)))
    }

    /// A process on time that knows of the queues and of the webhooks' master keys, which the
    /// proxy imitates, and that may send webhooks to this machine.
    pub fn process_wired(&self) -> &'static App {
        let table = connect(&self.faults.url, &self.engines.table_name);
        let queue = Some("https://sqs.example/queue".to_owned());
        let settings = Settings {
            events_url: queue.clone(),
            deliveries_url: queue,
            webhook_keys: Some("keys".into()),
            webhook_receivers: "http://127.0.0.1".into(),
            sqs_endpoint: Some(self.faults.url.clone()),
            secrets_endpoint: Some(self.faults.url.clone()),
            ..Settings::default()
        };
        Box::leak(Box::new(
            App::over(table, self.clock.clone()).with(settings),
        ))
    }

    /// A professional account with this monthly limit.
    pub async fn account(&self, limit: u64) -> UserId {
        let user = UserId::new(self.clock.now());
        self.set_account(user, limit, Plan::Professional, PlanStatus::Active)
            .await;
        user
    }

    /// Changes an account through the operator's way.
    pub async fn set_account(&self, user: UserId, limit: u64, plan: Plan, status: PlanStatus) {
        let change = AccountChange {
            user_id: user,
            subject: format!("owner of {user}"),
            plan,
            status,
            tier: Tier::Enterprise,
            monthly_limit: Some(limit),
            updated_at: self.clock.now(),
        };
        accounts::put(&self.table, &change).await.unwrap();
    }

    /// A key that may do everything.
    pub async fn key(&self, user: UserId) -> (PlainKey, KeyRecord) {
        self.key_with(user, |_| {}).await
    }

    /// A key with something particular about it.
    pub async fn key_with(
        &self,
        user: UserId,
        change: impl FnOnce(&mut NewKey),
    ) -> (PlainKey, KeyRecord) {
        let mut new = NewKey {
            name: "test".into(),
            scopes: Scope::ALL.to_vec(),
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        change(&mut new);
        keys::create(
            &self.table,
            user,
            &new,
            self.clock.now(),
            &keys::keep_nothing,
        )
        .await
        .unwrap()
    }

    /// The account as it stands.
    pub async fn view(&self, user: UserId) -> Account {
        accounts::view(&self.table, user).await.unwrap().unwrap()
    }
}

/// The address that the tests' calls come from.
pub fn from() -> Option<IpAddr> {
    Some("203.0.113.7".parse().unwrap())
}

/// Actions of a function's policy in the template, by its logical id.
pub fn allowed(function: &str) -> BTreeSet<String> {
    let mut template = local::template::Template::read(&root().join("template.yaml")).unwrap();
    for kind in [
        "AWS::DynamoDB::Table",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    ] {
        for name in template.of_type(kind) {
            template.bind(&name, "Arn", "arn");
            template.bind(&name, "", "arn");
        }
    }
    let policies = template.property(function, "Policies").unwrap().unwrap();
    let statements = policies[0]["Statement"].as_array().unwrap().iter();
    let actions = statements.flat_map(|statement| match &statement["Action"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    });
    actions
        .map(|action| action.as_str().unwrap().to_owned())
        .collect()
}
