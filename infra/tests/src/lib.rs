//! What the tests stand on.
//!
//! # In this process
//!
//! - [`World`]: an engine with the template's table, a proxy before it that can misbehave
//!   ([`Faults`]), and a clock that is turned by hand.
//! - [`Process`]: what one function's process would have, of every surface: a context each of the
//!   twin API ([`Process::twin`]), the dashboard, the back office, and the delivery engine, all
//!   over one table client, one clock and one [`Environment`]. A world makes as many as a test
//!   wants, each with caches of its own. [`Process::new`] makes one over anything.
//! - [`ask::ask`]: a request to an endpoint, named by its constant, its route or its function:
//!   `ask(&KEY_CREATE).by(user).body(json!({…})).must(process, 201).await`. It is answered by the
//!   endpoint's entry in its surface's registry; a new endpoint needs nothing here.
//! - [`hooks::Hooks`]: a world with queues and secrets for the delivery of webhooks, with
//!   receivers that are closures.
//! - [`logs`](mod@logs): what this process logs. Tests of a binary run in threads, so a test looks
//!   for lines with its own ids in them, or counts what its own thread logged
//!   ([`logs::Logged`]).
//! - [`rows`]: items of the table as they are stored.
//! - [`provider`](mod@provider): the same for the provider platform: a process of its contexts over
//!   its own table, developers who are signed in, apps with tokens.
//!
//! # Behind the gateway
//!
//! - [`live::with`]: a test against the running stack, which a binary starts once and all its
//!   tests share.
//! - [`guides`]: the code in the documentation's guides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod ask;
pub mod faults;
pub mod firebase;
pub mod guides;
pub mod hooks;
pub mod live;
pub mod logs;
pub mod provider;
pub mod rows;

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use backoffice_functions::BackOffice;
use common::config::Environment;
use common::{Clock, Timestamp};
use dashboard_functions::Dashboard;
use dynamo::Table;
use local::{Engines, connect};
use serde_json::Value;
use surface::TableContext;
use twin::account::{self, AccountChange};
use twin::api_key::{self, NewKey};
use twin::{Account, KeyRecord, PlainKey, Plan, PlanStatus, Scope, Tier, UserId};
use twin_functions::Twin;
use webhook_functions::Engine;

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

/// What a function's process has, of every surface: built once, with caches of its own.
#[derive(Debug)]
pub struct Process {
    /// What handlers of the twin API work with.
    pub twin: &'static Twin,
    /// What handlers of the dashboard work with.
    pub dashboard: &'static Dashboard,
    /// What handlers of the back office work with.
    pub backoffice: &'static BackOffice,
    /// What the functions that deliver events work with.
    pub engine: &'static Engine,
    /// The clock of all of them.
    pub clock: Clock,
    /// The table client of all of them, whose meter counts what they do together.
    pub table: Table,
    /// The settings of all of them.
    pub environment: Environment,
}

impl Process {
    /// A process over a table and a clock, with these settings.
    pub fn new(environment: Environment, table: Table, clock: Clock) -> &'static Self {
        macro_rules! context {
            ($of:ident) => {{
                let context = $of::over(&environment, table.clone(), clock.clone());
                Box::leak(Box::new(context.unwrap()))
            }};
        }
        Box::leak(Box::new(Self {
            twin: context!(Twin),
            dashboard: context!(Dashboard),
            backoffice: context!(BackOffice),
            engine: context!(Engine),
            clock,
            table,
            environment,
        }))
    }
}

/// No settings at all.
pub fn no_settings() -> Environment {
    Environment::of::<&str, &str>([])
}

/// An engine with the template's table, and a proxy before it that can be set to misbehave.
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
    pub fn process(&self, off_millis: i64) -> &'static Process {
        self.process_with(Clock::standing_at(self.clock.now().plus_millis(off_millis)))
    }

    /// A process that reads the world's own clock.
    pub fn process_on_time(&self) -> &'static Process {
        self.process_with(self.clock.clone())
    }

    /// A process with this clock.
    pub fn process_with(&self, clock: Clock) -> &'static Process {
        Process::new(no_settings(), self.connected(), clock)
    }

    /// A process on time that has the queues and the webhooks' master keys, which the proxy
    /// imitates, and that may send webhooks to this machine.
    pub fn process_wired(&self) -> &'static Process {
        Process::new(self.wiring(), self.connected(), self.clock.clone())
    }

    /// The settings of [`World::process_wired`].
    pub fn wiring(&self) -> Environment {
        let queue = "https://sqs.example/queue";
        Environment::of([
            ("EVENTS_URL", queue),
            ("DELIVERIES_URL", queue),
            ("WEBHOOK_KEYS_ARN", "keys"),
            ("ALLOWED_HOSTS", "http://127.0.0.1"),
            ("AWS_ENDPOINT_URL_SQS", &self.faults.url),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.faults.url),
        ])
    }

    /// A client of the table, through the proxy.
    pub fn connected(&self) -> Table {
        connect(&self.faults.url, &self.engines.table_name)
    }

    /// A professional account with this monthly limit.
    pub async fn account(&self, limit: u64) -> UserId {
        let user = UserId::new(self.clock.now());
        self.set_account(user, limit, Plan::Professional, PlanStatus::Active)
            .await;
        user
    }

    /// Changes an account as the operator does.
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
        account::put(&self.table, &change).await.unwrap();
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
        let mut new = new_key();
        change(&mut new);
        let now = self.clock.now();
        api_key::create(&self.table, user, &new, now, &api_key::store_no_reply)
            .await
            .unwrap()
    }

    /// The account as it stands.
    pub async fn view(&self, user: UserId) -> Account {
        account::find(&self.table, user).await.unwrap().unwrap()
    }
}

/// A key to be made that may do everything.
pub fn new_key() -> NewKey {
    NewKey {
        name: "test".into(),
        scopes: Scope::ALL.to_vec(),
        monthly_limit: None,
        expires_at: None,
        allowed_ips: Vec::new(),
    }
}

/// The address that the tests' calls come from.
pub fn from() -> Option<IpAddr> {
    Some("203.0.113.7".parse().unwrap())
}

/// Actions of a function's policy in the template, by its logical id.
pub fn allowed(function: &str) -> BTreeSet<String> {
    allowed_in("template.yaml", function)
}

/// The same of a function of another template, by its path.
pub fn allowed_in(template: &str, function: &str) -> BTreeSet<String> {
    let mut template = local::template::Template::read(&root().join(template)).unwrap();
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
    // A function that sends nothing has none.
    let Some(policies) = template.property(function, "Policies").unwrap() else {
        return BTreeSet::new();
    };
    let statements = policies[0]["Statement"].as_array().unwrap().iter();
    let actions = statements.flat_map(|statement| match &statement["Action"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    });
    actions
        .map(|action| action.as_str().unwrap().to_owned())
        .collect()
}
