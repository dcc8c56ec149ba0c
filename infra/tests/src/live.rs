//! The running stack: real function processes behind the gateway, started once a test binary.
//!
//! Tests of one file run side by side. Those of different files take turns: they would slow each
//! other down, and change the demo account together.

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::Location;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, LazyLock, Mutex, PoisonError};

use common::Clock;
use demo::Verifying;
use demo::provider::Demo;
use dynamo::Table;
use local::{Options, Receiver, Stack, connect};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use twin::account::{self, AccountChange};
use twin::{KeyRecord, PlainKey, Plan, PlanStatus, Tier, UserId, api_key};

use crate::hooks::signer_of;
use crate::{new_key, root, rows};

/// Functions that are called after all others where each is called once, by its example in
/// `events/`: they end what others need.
pub const LAST: [&str; 3] = [
    "dashboard-key-revoke",
    "dashboard-webhook-delete",
    "backoffice-account-erase",
];

static LIVE: LazyLock<Live> = LazyLock::new(Live::start);

/// The stack, and the tests' own way to its table.
pub struct Live {
    /// The running system.
    pub stack: Stack,
    /// Its table.
    pub table: Table,
    /// Where the demo account's webhook is.
    pub receiver: Receiver,
    provider: OnceCell<Demo>,
    runtime: Runtime,
}

/// Runs a test against the stack. All tests of a binary share it and its runtime.
#[track_caller]
pub fn with<F: Future<Output = ()>>(test: impl FnOnce(&'static Live) -> F) {
    let _turn = Turn::take(Some(Location::caller().file()));
    let live = &*LIVE;
    live.runtime.block_on(test(live));
}

/// Runs a test on a stack of its own, and no other test meanwhile: for one that may change
/// anything about the demo account.
pub fn alone(test: impl AsyncFnOnce(&Live)) {
    let _turn = Turn::take(None);
    let live = Live::start();
    live.runtime.block_on(test(&live));
    let Live { stack, runtime, .. } = live;
    runtime.block_on(stack.stop());
}

/// A running test's share of the turn of its file.
struct Turn;

/// The file whose turn it is (none: a test is alone), and how many of its tests are running.
static TURN: Mutex<(Option<&str>, usize)> = Mutex::new((None, 0));
static ENDED: Condvar = Condvar::new();

impl Turn {
    /// Waits for the turn of this file; `None`: until no other test is running.
    fn take(file: Option<&'static str>) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let others =
            |turn: &mut (Option<&str>, usize)| turn.1 > 0 && (file.is_none() || turn.0 != file);
        let turn = ENDED.wait_while(turn, others);
        let mut turn = turn.unwrap_or_else(PoisonError::into_inner);
        *turn = (file, turn.1 + 1);
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        TURN.lock().unwrap_or_else(PoisonError::into_inner).1 -= 1;
        ENDED.notify_all();
    }
}

impl Live {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .enable_all()
            .build()
            .unwrap();
        let (stack, table, receiver) = runtime.block_on(async {
            let options = Options {
                progress: Arc::new(|line| eprintln!("  · {line}")),
                // Few senders, each of which may send a good part of a host's rate.
                parameters: vec![("SenderConcurrency".into(), "5".into())],
                ..Options::new(root())
            };
            let stack = Stack::start(options).await.unwrap();
            let table = connect(&stack.dynamodb_url, &stack.table_name);
            demo::seed(&table).await.unwrap();
            (stack, table, Receiver::start().await.unwrap())
        });
        let live = Self {
            stack,
            table,
            receiver,
            provider: OnceCell::new(),
            runtime,
        };
        live.runtime.block_on(live.seed_webhook());
        live
    }

    /// The demonstration's part of the provider platform, which is made at its first use.
    pub async fn provider(&self) -> &Demo {
        let seed = async || demo::provider::seed(&self.stack).await.unwrap().unwrap();
        self.provider.get_or_init(seed).await
    }

    /// Gives the demo account its webhook, where a test has deleted it or changed its URL. Its
    /// receiver verifies as long as it is probed.
    pub async fn seed_webhook(&self) {
        let engine = demo::engine(&self.stack, &self.table).unwrap();
        let url = format!("{}/webhooks/twin", self.receiver.url);
        let webhook = demo::seed_webhook(engine, &url).await.unwrap();
        rows::clear(&self.table, &webhook.tenant.partition("rate")).await;
        let signer = webhook.signer(&engine.vault, engine.clock.now()).await;
        let receiver = Verifying {
            signer: signer.unwrap(),
            clock: engine.clock.clone(),
        };
        let proven = demo::prove_webhook(engine, receiver, webhook).await;
        let seeded = demo::seed_deliveries(engine, &proven.unwrap()).await;
        seeded.unwrap();
    }

    /// Proves a webhook that was just made: its receiver verifies as long as it is probed.
    pub async fn prove(&self, user: UserId, made: &Value) {
        let engine = demo::engine(&self.stack, &self.table).unwrap();
        let id = made["id"].as_str().unwrap().parse().unwrap();
        let found = webhooks::webhook::find(&self.table, &user.tenant(), id).await;
        let receiver = Verifying {
            signer: signer_of(&made["secret"].as_str().unwrap().parse().unwrap()),
            clock: engine.clock.clone(),
        };
        let rates = user.tenant().partition("rate");
        rows::clear(&self.table, &rates).await;
        let proven = demo::prove_webhook(engine, receiver, found.unwrap()).await;
        proven.unwrap();
        rows::clear(&self.table, &rates).await;
    }

    /// A new professional account with this monthly limit.
    pub async fn account(&self, limit: u64) -> UserId {
        let user = UserId::new(Clock::system().now());
        self.set_account(user, limit, PlanStatus::Active).await;
        user
    }

    /// Changes an account as the operator does.
    pub async fn set_account(&self, user: UserId, limit: u64, status: PlanStatus) {
        let change = AccountChange {
            user_id: user,
            subject: format!("owner of {user}"),
            plan: Plan::Professional,
            status,
            tier: Tier::Enterprise,
            monthly_limit: Some(limit),
            updated_at: Clock::system().now(),
        };
        account::put(&self.table, &change).await.unwrap();
    }

    /// A key that may do everything.
    pub async fn key(&self, user: UserId) -> (PlainKey, KeyRecord) {
        let now = Clock::system().now();
        api_key::create(&self.table, user, &new_key(), now, &api_key::store_no_reply)
            .await
            .unwrap()
    }

    /// A file that says where the stack is, as `cargo xtask dev` writes one, with more fields.
    pub fn stack_json(&self, name: &str, more: Value) -> PathBuf {
        let mut fields = json!({
            "apiUrl": self.stack.api_url,
            "userId": demo::USER,
            "readKey": demo::READ_KEY,
            "writeKey": demo::WRITE_KEY,
        });
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let path = root().join(format!("target/dev/{name}.{}.json", std::process::id()));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, fields.to_string()).unwrap();
        path
    }

    /// A request to the dashboard's API, with an owner's token.
    pub async fn ask(&self, token: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        let body = body.map(Value::to_string).unwrap_or_default();
        let path = format!("/v1/dashboard{path}");
        self.send(method, &path, &headers, body.as_bytes()).await
    }

    /// A request of the operator's own systems, signed.
    pub async fn operate(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        let path = format!("/v1/internal{path}");
        let url = format!("{}{path}", self.stack.api_url);
        let given = [("Content-Type", "application/json")];
        let signed =
            local::sign(&self.stack.internal, method, &url, &given, body.as_bytes()).unwrap();
        let mut headers: Vec<_> = signed
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        headers.extend(given);
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("host"));
        self.send(method, &path, &headers, body.as_bytes()).await
    }

    /// A GET under the public base path, with a key.
    pub async fn get(&self, key: &PlainKey, path: &str) -> Answer {
        self.send(
            "GET",
            &format!("/v1/public/twin{path}"),
            &[("X-Twin-Key", key.reveal())],
            b"",
        )
        .await
    }

    /// A request whose target and headers go out exactly as given: no client's good manners.
    pub async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let address = self.stack.api_url.strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(address).await.unwrap();
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // An answer may come, and the connection close, before all of a large body is taken.
        let _ = connection.write_all(head.as_bytes()).await;
        let _ = connection.write_all(body).await;
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer).await;
        Answer::parse(&answer)
    }
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers: BTreeMap<_, _> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        assert_ne!(
            headers.get("transfer-encoding").map(String::as_str),
            Some("chunked")
        );
        Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{:?}", String::from_utf8_lossy(&self.body)))
    }

    /// The error's code, or nothing.
    pub fn code(&self) -> Option<String> {
        self.json()["error"]["code"].as_str().map(str::to_owned)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}
