//! What tests of the provider platform stand on: a process of its contexts over its own table,
//! developers who are signed in, apps with tokens.

use std::sync::LazyLock;

use common::Clock;
use common::config::Environment;
use dynamo::Table;
use local::{Issuer, connect};
use provider::account::{self, Plan, Profile, Status};
use provider::id::DeveloperId;
use provider::keys::Published;
use provider::layout::{PublicKeys, SubjectHash};
use provider::oauth::keys::{Durations, KeyRotation, SigningKeys};
use provider::runtime::keys::{self, Ring, Rotation};
use provider_console_functions::{Console, registry as console};
use provider_marketplace_functions::Marketplace;
use provider_runtime_functions::Runtime;
use provider_worker_functions::Workers;
use provider_worker_functions::webhook::Deliveries;
use secrets::rotation::Rotated;
use serde_json::{Value, json};
use surface::{Registry, Request, Route, TableContext};
use webhook_functions::Engine;

use crate::World;
use crate::ask::{Answer, Serve, ask, entry};

static RUNTIME: LazyLock<Registry<Runtime>> =
    LazyLock::new(provider_runtime_functions::registry::registry);

static MARKETPLACE: LazyLock<[Registry<Marketplace>; 2]> = LazyLock::new(|| {
    use provider_marketplace_functions::registry;
    [registry::user::registry(), registry::open::registry()]
});

type Registries = [Registry<Console>; 5];

static FALLBACK: LazyLock<Registry<Clock>> = LazyLock::new(provider_fallback_functions::registry);

static CONSOLE: LazyLock<Registries> = LazyLock::new(|| {
    [
        console::account::registry(),
        console::developer::registry(),
        console::operator::registry(),
        console::oauth::registry(),
        console::metadata::registry(),
    ]
});

/// The public URL of the API in these tests.
pub const ISSUER: &str = "https://providers.example.com";

/// Routes of all endpoints, in the order of the contract; what matches no other route is last.
pub fn routes() -> Vec<&'static Route> {
    registry::routes(registry::Product::Provider)
}

/// The route of a function of the platform.
pub(crate) fn route(function: &str) -> Option<&'static Route> {
    let mut all = routes().into_iter();
    all.find(|route| route.function == function)
}

/// The secret's text in these tests: one key, made once, in use since 2024.
pub(crate) static SIGNING_KEYS: LazyLock<String> = LazyLock::new(|| {
    let long_ago = crate::at("2024-01-01T00:00:00Z");
    SigningKeys::add_to(r#"{"keys":[]}"#, Durations::default(), long_ago).unwrap()
});

/// The keys of message signatures in these tests: one, made once, in use since 2024.
pub(crate) static SIGNATURE_KEYS: LazyLock<Ring> = LazyLock::new(|| {
    let long_ago = crate::at("2024-01-01T00:00:00Z");
    Ring::default()
        .rotated(long_ago, Rotation::DEFAULT)
        .unwrap()
});

/// What the functions of one process have.
#[derive(Debug)]
pub struct Process {
    /// What the console's handlers work with.
    pub console: &'static Console,
    /// What the handlers of runtime apps work with.
    pub runtime: &'static Runtime,
    /// What the marketplace's handlers work with.
    pub marketplace: &'static Marketplace,
    /// What the workers work with.
    pub workers: &'static Workers,
    /// What delivers events.
    pub engine: &'static Engine,
    /// The table client, whose meter counts.
    pub table: Table,
}

impl Serve for Process {
    async fn serve(&'static self, function: &str, request: Request) -> Answer {
        if let Some(found) = entry(&RUNTIME, function) {
            return Answer::of(found.respond(self.runtime, request).await).await;
        }
        if let Some(found) = MARKETPLACE.iter().find_map(|one| entry(one, function)) {
            return Answer::of(found.respond(self.marketplace, request).await).await;
        }
        if let Some(found) = entry(&FALLBACK, function) {
            return Answer::of(found.respond(&self.console.platform.clock, request).await).await;
        }
        let found = CONSOLE.iter().find_map(|one| entry(one, function));
        let found = found.unwrap_or_else(|| panic!("{function} is in no registry"));
        Answer::of(found.respond(self.console, request).await).await
    }
}

/// A world with the platform's table, keys and an issuer of ID tokens.
pub struct Platform {
    /// The engine, its proxy and the clock.
    pub world: World,
    /// The tests' own way to the table, past the proxy.
    pub table: Table,
    /// Signs developers and users in.
    pub issuer: Issuer,
}

impl Platform {
    /// An empty platform at this moment.
    pub async fn at(now: &str) -> Self {
        let world = World::at(now).await;
        let name = world.engines.table("Provider/Table").unwrap();
        let table = connect(&world.engines.dynamodb_url, &name);
        let issuer = Issuer::start("local-provider").await.unwrap();
        let keys = Published {
            jwks: json!(issuer.keys).to_string(),
            at: world.clock.now(),
            until: None,
            wanted: None,
        };
        keys.write(&table, PublicKeys::IdTokens).await.unwrap();
        let rotation = KeyRotation {
            table: &table,
            durations: Durations::default(),
        };
        keys::publish(&table, &SIGNATURE_KEYS).await.unwrap();
        rotation
            .publish(&SIGNING_KEYS, world.clock.now())
            .await
            .unwrap();
        Self {
            world,
            table,
            issuer,
        }
    }

    /// A process on time.
    pub fn process(&self) -> &'static Process {
        self.process_with(self.world.clock.clone())
    }

    /// A process with this clock.
    pub fn process_with(&self, clock: Clock) -> &'static Process {
        self.process_of(clock, &[])
    }

    /// A process with this clock and these settings on top.
    pub fn process_of(&self, clock: Clock, more: &[(&str, &str)]) -> &'static Process {
        let table = connect(&self.world.faults.url, &self.table.name);
        let settings = [
            ("PROVIDER_ISSUER", ISSUER),
            ("ID_TOKEN_ISSUER", &self.issuer.url),
            ("ID_TOKEN_AUDIENCE", &self.issuer.audience),
            ("TOKEN_KEYS_ARN", "token-keys"),
            ("SIGNATURE_KEYS_ARN", "signature-keys"),
            ("WEBHOOK_KEYS_ARN", "master-keys"),
            ("ALLOWED_HOSTS", "http://127.0.0.1"),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", &self.world.faults.url),
            ("ADDRESS_KEY_ARN", "address-key"),
            ("MAIL_KEY_ARN", "mail-key"),
        ];
        let settings = settings.into_iter().chain(more.iter().copied());
        let environment = Environment::of(settings);
        let console = Console::over(&environment, table.clone(), clock.clone()).unwrap();
        let runtime = Runtime::over(&environment, table.clone(), clock.clone()).unwrap();
        let marketplace = Marketplace::over(&environment, table.clone(), clock.clone()).unwrap();
        let workers = Workers::over(&environment, table.clone(), clock.clone()).unwrap();
        let Deliveries(engine) = Deliveries::over(&environment, table.clone(), clock).unwrap();
        Box::leak(Box::new(Process {
            console: Box::leak(Box::new(console)),
            runtime: Box::leak(Box::new(runtime)),
            marketplace: Box::leak(Box::new(marketplace)),
            workers: Box::leak(Box::new(workers)),
            engine: Box::leak(Box::new(engine)),
            table,
        }))
    }

    /// An ID token of this subject, which begins now.
    pub fn id_token(&self, subject: &str) -> String {
        self.id_token_of(json!({ "sub": subject }))
    }

    /// An ID token with these claims.
    pub fn id_token_of(&self, claims: Value) -> String {
        let now = self.world.clock.now().seconds();
        let mut all = json!({ "iat": now, "auth_time": now, "exp": now + 3_600 });
        let all_of = all.as_object_mut().unwrap();
        all_of.extend(claims.as_object().unwrap().clone());
        self.issuer.token(&all).unwrap()
    }

    /// A verified developer of this plan, with an ID token.
    pub async fn developer(&self, plan: Plan) -> (DeveloperId, String) {
        let now = self.world.clock.now();
        let id = DeveloperId::new(now);
        let subject = format!("subject of {id}");
        let email = format!("{id}@example.com").parse().unwrap();
        let profile = Profile::new(id, "Weather Ltd".into(), email, now);
        let hash = SubjectHash::of(&self.issuer.url, &subject);
        let made = account::create(&self.table, &hash, &profile, Status::Verified, plan);
        assert_eq!(made.await.unwrap(), id);
        (id, self.id_token(&subject))
    }

    /// An app of a developer: its id, `client_id` and `client_secret`.
    pub async fn app(&self, process: &'static Process, id_token: &str) -> TestApp {
        let made = ask("provider-app-create")
            .bearer(id_token)
            .body(json!({ "name": "Weather" }))
            .must(process, 201)
            .await;
        TestApp::of(&made["data"])
    }
}

/// An app's credentials, as its developer has them.
#[derive(Clone, Debug)]
pub struct TestApp {
    /// Its identifier.
    pub id: String,
    /// Its `client_id`.
    pub client_id: String,
    /// Its `client_secret`.
    pub client_secret: String,
}

impl TestApp {
    /// Out of an answer that has a secret.
    pub fn of(data: &Value) -> Self {
        let text = |name: &str| data[name].as_str().unwrap().to_owned();
        Self {
            id: text("id"),
            client_id: text("client_id"),
            client_secret: text("client_secret"),
        }
    }

    /// The token request's body, with this secret.
    pub fn grant(&self) -> Value {
        json!({
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        })
    }

    /// A token.
    pub async fn token(&self, process: &'static Process) -> String {
        let body = ask("provider-token-issue")
            .header("content-type", "application/json")
            .body(self.grant())
            .must(process, 200)
            .await;
        body["access_token"].as_str().unwrap().to_owned()
    }
}

impl Platform {
    /// The same developer, with an ID token of the present.
    pub fn developer_again(&self, id_token: &str) -> String {
        use base64::Engine;
        let claims = id_token.split('.').nth(1).unwrap();
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(claims)
            .unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        self.id_token(claims["sub"].as_str().unwrap())
    }
}
