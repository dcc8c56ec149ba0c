//! Capabilities in use, with the demonstration runtime: who gets what, and what the provider sees.

use std::collections::BTreeSet;

use common::{Clock, Tenant};
use demo::runtime::{ACTION, Behaviour, STATE};
use dynamo::Change;
use futures::future::join_all;
use provider::capability::invoke::{Given, Wanted};
use provider::capability::state::{self, Fetched, Next, Place};
use provider::capability::{Asker, InvokeError, Invoker, ParamsHash};
use provider::catalogue::entry::{ListedCapability, Status};
use provider::catalogue::{self, Entry};
use provider::id::{AppId, CapabilityId, InstallId};
use provider::install::{Binding, layout as installs};
use provider::layout;
use provider::package::descriptor::read;
use provider::package::listing::Listing;
use provider::package::store::{Created, Durations, NewPackage, keep_nothing};
use provider::package::{Packages, RiskTier};
use provider::runtime::Caller;
use provider::runtime::call::ErrorClass;
use serde_json::{Value, json};

use super::World;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

/// A user's install of a package whose runtime is the demonstration's.
struct Installed {
    world: World,
    clock: Clock,
    created: Created,
    install: InstallId,
}

impl Installed {
    async fn new() -> Self {
        let mut world = World::new().await;
        let _active = world.active().await;
        // What is called stands still, so that states grow old when they are told to.
        let clock = Clock::standing_at(Clock::system().now());
        world.caller.clock = clock.clone();
        let table = world.table().clone();
        let owned = layout::owned_app(world.developer, world.app);
        let item = Change::put(owned, &json!({ "name": "app" })).unwrap();
        item.apply(&table, "making an app").await.unwrap();
        let packages = Packages::new(table.clone(), clock.clone(), Durations::default());
        let new = NewPackage {
            app_id: world.app,
            slug: "weather-demo".parse().unwrap(),
            name: "Weather".into(),
            description: "Weather of cities, and notes about it.".into(),
            category: None,
            listing: Listing::default(),
            risk_tier: RiskTier::ActionCapable,
            capabilities: read(&descriptors(), "").unwrap(),
        };
        let created = packages
            .create(world.developer, &new, &keep_nothing)
            .await
            .unwrap();
        let installed = Self {
            install: InstallId::new(clock.now()),
            world,
            clock,
            created,
        };
        installed.list(Status::Published, &[]).await;
        for name in [STATE, ACTION] {
            installed.bind(name).await;
        }
        installed
    }

    fn capability(&self, name: &str) -> CapabilityId {
        let all = &self.created.version.capabilities;
        let found = all.iter().find(|one| one.name.as_str() == name);
        found.unwrap().id
    }

    /// The package stands so in the catalogue, and receives these kinds of data.
    async fn list(&self, status: Status, classes: &[&str]) {
        let (package, version) = (&self.created.package, &self.created.version);
        let capabilities = [STATE, ACTION].map(|name| ListedCapability {
            id: self.capability(name),
            name: name.into(),
            title: name.into(),
            data_classes: classes.iter().map(|class| class.parse().unwrap()).collect(),
            refresh_interval: Some(300),
        });
        let entry = Entry {
            package_id: package.id,
            app_id: package.app_id,
            developer_id: package.developer_id,
            company: "Example".into(),
            slug: package.slug.to_string(),
            name: package.name.clone(),
            description: package.description.clone(),
            category: None,
            risk_tier: version.risk_tier,
            version_id: version.id,
            version: version.version.to_string(),
            capabilities: capabilities.to_vec(),
            icon: None,
            screenshots: Vec::new(),
            privacy_url: None,
            support_url: None,
            published_at: self.clock.now(),
            status,
            removal_at: None,
        };
        let put = Change::put(catalogue::layout::entry(package.id), &entry).unwrap();
        put.apply(self.world.table(), "listing").await.unwrap();
    }

    async fn bind(&self, name: &str) {
        let binding = Binding {
            install_id: self.install,
            capability_id: self.capability(name),
            name: name.into(),
            package_id: self.created.package.id,
            app_id: self.world.app,
            version_id: self.created.version.id,
            user: Tenant::new("usr#one"),
            provider_user: "pseudonym".into(),
            generation: 1,
            consents: BTreeSet::new(),
            locale: Some("es".parse().unwrap()),
            timezone: None,
            refresh_interval: Some(300),
            created_at: self.clock.now(),
        };
        let key = installs::binding(self.install, binding.capability_id);
        let put = Change::put(key, &binding).unwrap();
        put.apply(self.world.table(), "binding").await.unwrap();
    }

    /// Another process.
    fn process(&self) -> Invoker {
        let mut caller: Caller = self.world.process();
        caller.clock = self.clock.clone();
        Invoker::new(caller)
    }

    fn asker(&self) -> Asker {
        Asker::App(self.world.app)
    }

    async fn invoke(&self, process: &Invoker, params: &Value) -> Result<Given, InvokeError> {
        let (asker, capability) = (self.asker(), self.capability(STATE));
        process
            .invoke(&asker, capability, self.install, params, false)
            .await
    }

    async fn act(&self, process: &Invoker, key: &str, input: &Value) -> Result<Value, InvokeError> {
        let wanted = Wanted {
            action: "create",
            input,
            key,
            confirmed: true,
        };
        let (asker, capability) = (self.asker(), self.capability(ACTION));
        let done = process.act(&asker, capability, self.install, &wanted).await;
        done.map(|done| json!({ "data": done.data, "repeated": done.repeated }))
    }

    /// A state that was fetched now, and stays fresh for so many seconds.
    async fn keep(&self, params: &Value, data: Value, ttl: u64) {
        let place = Place {
            install: self.install,
            capability: self.capability(STATE),
            params: ParamsHash::of(params),
        };
        let (table, now) = (self.world.table(), self.clock.now());
        let next = state::lease(table, place, "test", now).await.unwrap();
        let Next::Fetch(lease, _) = next else {
            panic!("nobody else fetches");
        };
        let fetched = Fetched {
            data,
            ttl,
            fetched_at: now,
            source: None,
            version_id: self.created.version.id,
        };
        state::store(table, &lease, &fetched, now).await.unwrap();
    }

    fn calls(&self) -> usize {
        let received = self.world.runtime.receiver.take();
        received
            .iter()
            .filter(|one| one.path.ends_with("/execute"))
            .count()
    }
}

fn descriptors() -> Value {
    let input = json!({
        "type": "object", "properties": {
            "city": { "type": "string" }, "behaviour": { "type": "string" }
        }, "additionalProperties": false,
    });
    let (weather, note) = (
        json!({ "type": "object", "properties": { "temperatureC": { "type": "number" } },
            "required": ["temperatureC"] }),
        json!({ "type": "object", "properties": { "text": { "type": "string" } },
            "required": ["text"] }),
    );
    let note_input = json!({
        "type": "object", "properties": {
            "text": { "type": "string" }, "behaviour": { "type": "string" }
        }, "required": ["text"],
    });
    json!([{
        "name": STATE, "title": "Weather", "description": "Weather of a city.",
        "modes": ["state"], "inputSchema": input, "outputSchema": weather,
    }, {
        "name": ACTION, "title": "Notes", "description": "Notes about the weather.",
        "modes": ["action"], "inputSchema": {}, "outputSchema": {},
        "actions": [{
            "name": "create", "title": "Create", "inputSchema": note_input, "outputSchema": note,
            "confirmation": "Create a note?",
        }],
    }])
}

#[tokio::test]
async fn callers_of_one_state_make_one_call_and_a_kept_one_makes_none() {
    let installed = Installed::new().await;
    let processes: Vec<_> = (0..8).map(|_| installed.process()).collect();
    let params = json!({ "city": "Bilbao" });
    let all = (0..64).map(|n| installed.invoke(&processes[n % 8], &params));
    let mut answered = 0;
    for given in join_all(all).await {
        match given {
            Ok(given) => {
                answered += 1;
                assert_eq!(given.state.data["temperatureC"], 21.5);
            }
            Err(InvokeError::Busy { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    println!("{answered} of 64 were answered at once");
    assert_eq!(installed.calls(), 1);
    let process = &processes[0];
    let before = process.caller.table.meter.so_far();
    let given = installed.invoke(process, &params).await.unwrap();
    let after = process.caller.table.meter.so_far();
    assert!(given.cached && !given.stale);
    assert_eq!(after.round_trips - before.round_trips, 1);
    // The order of parameters is none; other parameters are another state.
    installed
        .invoke(process, &json!({ "city": "Lima" }))
        .await
        .unwrap();
    assert_eq!(installed.calls(), 1);
    // Asked for a fresh one, it is fetched.
    let (asker, capability) = (installed.asker(), installed.capability(STATE));
    let fresh = process.invoke(&asker, capability, installed.install, &params, true);
    assert!(!fresh.await.unwrap().cached);
    assert_eq!(installed.calls(), 1);
    let last = process.last(&asker, capability, installed.install).await;
    assert!(last.unwrap().is_some());
}

#[tokio::test]
async fn a_state_stands_in_for_a_day_while_the_provider_fails() {
    let installed = Installed::new().await;
    let process = installed.process();
    let params = json!({ "city": "Bilbao" });
    installed
        .keep(&params, json!({ "temperatureC": 1 }), 10)
        .await;
    installed.world.runtime.behave([Behaviour::Fail]);
    installed.clock.advance(11 * SECOND);
    let given = installed.invoke(&process, &params).await.unwrap();
    assert!(given.cached && given.stale);
    assert_eq!(given.error.unwrap().class, ErrorClass::Status);
    assert_eq!(given.state.data, json!({ "temperatureC": 1 }));
    // What breaks the schema is the provider's failure, and is not kept.
    installed.world.runtime.behave([Behaviour::Schema]);
    let given = installed.invoke(&process, &params).await.unwrap();
    assert_eq!(given.error.unwrap().class, ErrorClass::Schema);
    installed.clock.advance(DAY);
    let none = installed.invoke(&process, &params).await.unwrap_err();
    assert!(matches!(none, InvokeError::Provider(_)), "{none}");
}

#[tokio::test]
async fn others_get_the_old_state_while_a_slow_provider_is_asked() {
    let installed = Installed::new().await;
    let (one, other) = (installed.process(), installed.process());
    let params = json!({ "city": "Bilbao" });
    installed
        .keep(&params, json!({ "temperatureC": 1 }), 10)
        .await;
    installed.clock.advance(12 * SECOND);
    installed.world.runtime.behave([Behaviour::Hang]);
    let slow = installed.invoke(&one, &params);
    let quick = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let given = installed.invoke(&other, &params).await.unwrap();
        assert!(given.cached && given.stale && given.error.is_none());
        // A state that is too old to be given meanwhile is waited for, and then it is said when to
        // come again.
        installed.clock.advance(9 * SECOND);
        let place = json!({ "city": "Lima" });
        installed
            .keep(&place, json!({ "temperatureC": 2 }), 0)
            .await;
    };
    let (slow, ()) = tokio::join!(slow, quick);
    assert_eq!(slow.unwrap().error.unwrap().class, ErrorClass::Timeout);
    assert_eq!(installed.calls(), 1);
}

#[tokio::test]
async fn an_action_has_one_effect_for_its_key() {
    let installed = Installed::new().await;
    let process = installed.process();
    let input = json!({ "text": "Rain" });
    let all = (0..16).map(|_| installed.act(&process, "key", &input));
    let mut done = 0;
    for one in join_all(all).await {
        match one {
            Ok(answer) => {
                done += 1;
                assert_eq!(answer["data"]["text"], "Rain");
            }
            Err(InvokeError::Running) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert!(done >= 1);
    let again = installed.act(&process, "key", &input).await.unwrap();
    assert_eq!(again["repeated"], true);
    assert_eq!(installed.world.runtime.effects(), 1);
    let reused = installed
        .act(&process, "key", &json!({ "text": "Sun" }))
        .await;
    assert!(matches!(reused, Err(InvokeError::KeyReused)));
    // The answer is lost: what was done is not known, and it is not asked for again.
    installed.world.runtime.behave([Behaviour::Reset]);
    for _ in 0..3 {
        let lost = installed.act(&process, "lost", &input).await;
        assert!(matches!(lost, Err(InvokeError::Uncertain)), "{lost:?}");
    }
    installed.calls();
    installed.world.runtime.behave([]);
    let lost = installed.act(&process, "lost", &input).await;
    assert!(matches!(lost, Err(InvokeError::Uncertain)));
    assert_eq!(installed.calls(), 0);
    // A provider that refuses it did not do it: the key can be used again.
    installed.world.runtime.behave([Behaviour::Error]);
    let refused = installed.act(&process, "refused", &input).await;
    assert!(matches!(refused, Err(InvokeError::Provider(_))));
    installed.world.runtime.behave([]);
    installed.act(&process, "refused", &input).await.unwrap();
    assert_eq!(installed.world.runtime.effects(), 2);
}

#[tokio::test]
async fn what_is_wrong_is_refused_before_anything_is_sent() {
    let installed = Installed::new().await;
    let process = installed.process();
    let params = json!({ "city": "Bilbao" });
    let invalid = installed.invoke(&process, &json!({ "city": 7 })).await;
    assert!(matches!(invalid, Err(InvokeError::Invalid(v)) if v[0].pointer == "/city"));
    let as_other = async |asker: Asker, name: &str, install: InstallId| {
        let capability = installed.capability(name);
        process
            .invoke(&asker, capability, install, &params, false)
            .await
    };
    let own = installed.install;
    for (asker, install) in [
        (Asker::App(AppId::new(installed.clock.now())), own),
        (Asker::User(Tenant::new("usr#other")), own),
        (installed.asker(), InstallId::new(installed.clock.now())),
    ] {
        let refused = as_other(asker, STATE, install).await;
        assert!(matches!(refused, Err(InvokeError::NoInstall)));
    }
    let unknown = CapabilityId::new(installed.clock.now());
    let refused = process
        .invoke(&Asker::Operator, unknown, own, &params, false)
        .await;
    assert!(matches!(refused, Err(InvokeError::NoCapability)));
    let no_state = as_other(installed.asker(), ACTION, own).await;
    assert!(matches!(no_state, Err(InvokeError::NoMode(_))));
    let mut wanted = Wanted {
        action: "create",
        input: &json!({ "text": "Rain" }),
        key: "key",
        confirmed: false,
    };
    let (asker, capability) = (installed.asker(), installed.capability(ACTION));
    let refused = process.act(&asker, capability, own, &wanted).await;
    assert!(matches!(refused, Err(InvokeError::Unconfirmed(text)) if text == "Create a note?"));
    wanted.action = "destroy";
    let refused = process.act(&asker, capability, own, &wanted).await;
    assert!(matches!(refused, Err(InvokeError::NoAction)));
    installed.list(Status::Published, &["location"]).await;
    let refused = installed.invoke(&process, &params).await;
    assert!(matches!(refused, Err(InvokeError::ConsentNeeded(c)) if c[0].as_str() == "location"));
    installed.list(Status::Suspended, &[]).await;
    let refused = installed.invoke(&process, &params).await;
    assert!(matches!(refused, Err(InvokeError::Frozen)));
    assert_eq!(installed.calls(), 0);
    // The user and the operator see it as the app does.
    installed.list(Status::Published, &[]).await;
    for asker in [Asker::User(Tenant::new("usr#one")), Asker::Operator] {
        as_other(asker, STATE, own).await.unwrap();
    }
}

#[tokio::test]
async fn a_provider_that_keeps_failing_is_left_alone() {
    let installed = Installed::new().await;
    let process = installed.process();
    // That it refuses what it is asked for is no failure.
    installed.world.runtime.behave([Behaviour::Error]);
    for n in 0..25 {
        let refused = installed
            .invoke(&process, &json!({ "city": n.to_string() }))
            .await;
        assert!(matches!(refused, Err(InvokeError::Provider(_))));
    }
    assert_eq!(installed.calls(), 25);
    installed.clock.advance(60 * SECOND);
    installed.world.runtime.behave([Behaviour::Fail]);
    let mut refused = 0;
    for n in 0..30 {
        let given = installed
            .invoke(&process, &json!({ "city": n.to_string() }))
            .await;
        match given {
            Err(InvokeError::Provider(_)) => {}
            Err(InvokeError::Open { until }) => {
                refused += 1;
                assert_eq!(until, installed.clock.now().plus_millis(30 * SECOND));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((installed.calls(), refused), (20, 10));
    installed.world.runtime.behave([]);
    installed.clock.advance(30 * SECOND);
    installed
        .invoke(&process, &json!({ "city": "Lima" }))
        .await
        .unwrap();
}
