//! Runtime apps and calls to them, against the demonstration runtime, which checks every signature
//! by itself.

mod calls;
mod conformance;
mod credentials;
mod endpoints;
mod invoke;
mod life;
mod node;
mod signatures;

use common::config::Environment;
use common::{Clock, Tenant, Timestamp};
use demo::runtime::{DemoRuntime, STATE};
use dynamo::{List, Table};
use local::connect;
use provider::id::{AppId, DeveloperId, RuntimeAppId};
use provider::runtime::app::{self, NewRuntimeApp, RuntimeApp, RuntimeError};
use provider::runtime::call::{CallContext, CallEnvironment, CallMode};
use provider::runtime::keys::{self, Ring, Rotation};
use provider::runtime::{Call, Caller, Executed, http, proof};
use provider::schema::Schema;
use secrets::secrets_manager;
use serde_json::{Value, json};
use tests::hooks::Hooks;
use webhooks::signature::Secret;
use webhooks::url::WebhookUrl;

/// The engines, a runtime of a provider, and what calls it.
struct World {
    hooks: Hooks,
    settings: Environment,
    runtime: DemoRuntime,
    caller: Caller,
    developer: DeveloperId,
    app: AppId,
}

impl World {
    async fn new() -> Self {
        let hooks = Hooks::at("2026-11-25T12:00:00Z").await;
        let now = Clock::system().now();
        let ring = Ring::default().rotated(now, Rotation::DEFAULT).unwrap();
        let secrets = secrets_manager(&hooks.table.aws, Some(hooks.stack.sqs_url.clone()));
        let made = secrets
            .create_secret()
            .name("signature-keys")
            .secret_string(ring.text().unwrap())
            .send()
            .await
            .unwrap();
        keys::publish(&hooks.table, &ring).await.unwrap();
        let settings = hooks.settings_with(&[
            ("ALLOWED_HOSTS", "http://127.0.0.1"),
            ("SIGNATURE_KEYS_ARN", made.arn().unwrap()),
        ]);
        let runtime = DemoRuntime::start().await.unwrap();
        let directory = keys::directory(&hooks.table).await.unwrap();
        runtime.trust(&serde_json::to_value(directory).unwrap());
        let mut world = Self {
            caller: caller(&settings, &hooks),
            settings,
            runtime,
            developer: DeveloperId::new(now),
            app: AppId::new(now),
            hooks,
        };
        world.caller = world.process();
        world
    }

    /// Another process, with caches of its own.
    fn process(&self) -> Caller {
        caller(&self.settings, &self.hooks)
    }

    fn table(&self) -> &Table {
        &self.caller.table
    }

    fn now(&self) -> Timestamp {
        self.caller.clock.now()
    }

    fn url(&self, text: &str) -> WebhookUrl {
        http::endpoint(text, &self.caller.allowed).unwrap()
    }

    fn new_app(&self) -> NewRuntimeApp {
        NewRuntimeApp {
            developer_id: self.developer,
            app_id: self.app,
            display_name: "Weather".parse().unwrap(),
            endpoint_url: self.url(self.runtime.url()),
            health_check_url: None,
        }
    }

    async fn create(&self) -> Result<RuntimeApp, RuntimeError> {
        app::create(self.table(), &self.new_app(), self.now(), &|_| Ok(None)).await
    }

    async fn find(&self, id: RuntimeAppId) -> RuntimeApp {
        app::find(self.table(), self.app, id).await.unwrap()
    }

    async fn rotate(&self, id: RuntimeAppId, hours: u64) -> Result<Secret, RuntimeError> {
        let (table, vault) = (self.table(), &self.caller.vault);
        app::rotate_secret(table, vault, self.app, id, hours, self.now(), &|_| Ok(None))
            .await
            .map(|rotated| rotated.secret)
    }

    async fn prove(&self, id: RuntimeAppId) -> Result<RuntimeApp, RuntimeError> {
        proof::prove(&self.caller, self.app, id, None).await
    }

    /// A runtime app that receives calls, and its secret.
    async fn active(&self) -> (RuntimeApp, Secret) {
        let made = self.create().await.unwrap();
        let secret = self.rotate(made.id, 0).await.unwrap();
        self.runtime.set_secrets([secret.reveal()]);
        let active = self.prove(made.id).await.unwrap();
        assert_eq!(
            active.status(),
            app::Status::Active,
            "{:?}",
            active.last_proof
        );
        self.runtime.receiver.take();
        (active, secret)
    }

    /// Asks for the state with these parameters.
    async fn state(&self, of: &RuntimeApp, params: Value) -> Executed {
        self.call(of, CallMode::State, STATE, None, params)
            .await
            .unwrap()
    }

    async fn call(
        &self,
        of: &RuntimeApp,
        mode: CallMode,
        capability: &str,
        idempotency_key: Option<&str>,
        params: Value,
    ) -> Result<Executed, RuntimeError> {
        let output = output(capability);
        let call = Call {
            id: "inv_1",
            capability,
            mode,
            action: idempotency_key.map(|_| "create"),
            params: &params,
            context: CallContext {
                user_id: "u1",
                install_id: None,
                locale: Some("es"),
                timezone: None,
            },
            idempotency_key,
            environment: CallEnvironment::Production,
            output: &output,
            endpoint: None,
        };
        self.caller.execute(of, &call).await
    }

    /// Everything that is stored of the app and of this runtime app, as text.
    async fn stored(&self, id: RuntimeAppId) -> String {
        let mut all = String::new();
        for partition in [
            Tenant::new(self.app).partition("rta"),
            format!("{id}#token"),
        ] {
            let items = List::of("looking", partition).items(self.table()).await;
            all.push_str(&format!("{:?}", items.unwrap()));
        }
        all
    }
}

fn caller(settings: &Environment, hooks: &Hooks) -> Caller {
    let table = connect(&hooks.faults.url, &hooks.stack.table_name);
    Caller::read(settings, table, Clock::system()).unwrap()
}

/// The output schema of a capability of the demonstration runtime.
fn output(capability: &str) -> Schema {
    let (name, kind) = match capability {
        STATE => ("temperatureC", "number"),
        _ => ("text", "string"),
    };
    Schema::read(json!({
        "type": "object", "properties": { name: { "type": kind } }, "required": [name],
    }))
    .unwrap()
}
