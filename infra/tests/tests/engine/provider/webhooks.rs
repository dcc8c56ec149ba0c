//! Events of the platform: from their causes, through the delivery engine, to a provider that
//! verifies them with a library that is not ours and as the reference says.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::provider::account::Plan;
use ::provider::catalogue::entry::{Entry, ListedCapability, Status};
use ::provider::catalogue::{self, Head, ListingChange};
use ::provider::events;
use ::provider::id::{AppId, CapabilityId, PackageId, RuntimeAppId, VersionId};
use ::provider::package::store::{Durations, keep_no_run};
use ::provider::package::{Packages, RiskTier};
use ::provider::runtime::{app, webhook};
use common::Clock;
use dynamo::{Key, Transaction, Tries, read_one};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::ask::{Ask, ask};
use tests::hooks::{Receivers, Sent, answer};
use tests::provider::{Platform, Process, TestApp};
use tests::rows;
use webhook_functions::dispatch;
use webhook_functions::sender::Sender;
use webhooks::Event;
use webhooks::delivery::{Delivery, State};
use webhooks::transport::{Answer, Failure};
use webhooks::webhook::Probe;

use super::package::{CALLABLE, report};

const URL: &str = "https://hooks.weather.example/events";
const MINUTE: i64 = 60_000;

/// An app with a runtime app, a process, and the app's receiver, which verifies.
struct World {
    platform: Platform,
    process: &'static Process,
    receivers: Receivers,
    sender: Arc<Sender<Receivers>>,
    developer: String,
    app: TestApp,
    token: String,
    runtime_app: String,
    secrets: Secrets,
}

/// The secrets that a receiver accepts.
type Secrets = Arc<Mutex<Vec<String>>>;

impl World {
    async fn new() -> Self {
        // The library that verifies looks at the machine's time.
        let platform = Platform::at(&Clock::system().now().to_string()).await;
        let process = platform.process();
        let (_, developer) = platform.developer(Plan::Pro).await;
        let app = platform.app(process, &developer).await;
        let token = app.token(process).await;
        let create = ask("provider-runtime-app-create").bearer(&token);
        let create = create.body(json!({
            "appId": app.id, "displayName": "Weather", "endpointUrl": "https://weather.example",
        }));
        let made = create.must(process, 201).await;
        let receivers = Receivers::new(platform.world.clock.clone());
        let secrets = Secrets::default();
        let accepted = Arc::clone(&secrets);
        receivers.at(URL, move |sent| verified(&accepted.lock().unwrap(), sent));
        Self {
            sender: Arc::new(Sender::new(process.engine, receivers.clone())),
            process,
            receivers,
            developer,
            app,
            token,
            runtime_app: made["data"]["id"].as_str().unwrap().to_owned(),
            platform,
            secrets,
        }
    }

    /// With a webhook that was proven, and its secret.
    async fn proven(profile: Value) -> Self {
        let world = Self::new().await;
        let put = world.put(profile).await;
        world.accept(put["signingSecret"].as_str().unwrap());
        world.pump().await;
        assert_eq!(world.profile().await["status"], "enabled");
        world.receivers.take();
        world
    }

    fn accept(&self, secret: &str) {
        self.secrets.lock().unwrap().push(secret.to_owned());
    }

    fn ask(&self, function: &str) -> Ask {
        ask(function).bearer(&self.token).id(&self.runtime_app)
    }

    async fn put(&self, profile: Value) -> Value {
        let put = self.ask("provider-webhook-profile-put").body(profile);
        put.must(self.process, 200).await["data"].clone()
    }

    /// The webhook as the runtime app's view shows it.
    async fn profile(&self) -> Value {
        let view = self.ask("provider-runtime-app-view");
        view.must(self.process, 200).await["data"]["webhookProfile"].clone()
    }

    async fn rotate(&self, hours: u64) -> String {
        let put = self.ask("provider-credential-secret-put");
        let put = put.body(json!({ "overlapHours": hours }));
        let put = put.must(self.process, 200).await;
        put["data"]["secret"].as_str().unwrap().to_owned()
    }

    fn app_id(&self) -> AppId {
        self.app.id.parse().unwrap()
    }

    /// An event of the app, in its outbox.
    async fn happens(&self, id: &str) {
        let event = events::test(self.app_id(), id, self.platform.world.clock.now());
        let store = event.message().store(self.platform.world.clock.now());
        let stored = store.unwrap().apply(&self.platform.table, "an event");
        assert!(stored.await.unwrap().done().is_some());
    }

    /// Does all that is due: events are dispatched, probes and deliveries sent.
    async fn pump(&self) {
        let engine = self.process.engine;
        loop {
            let now = self.platform.world.clock.now();
            let mut done = 0;
            for item in rows::all(&self.platform.table).await {
                let (pk, sk) = rows::place(&item);
                if pk.ends_with("#out") && pk.starts_with("app_") {
                    let key = Key::of_item(&item).unwrap();
                    let event = serde_json::from_str::<Event>(item["body"].as_s().unwrap());
                    dispatch::dispatch(engine, &event.unwrap()).await.unwrap();
                    self.platform
                        .table
                        .remove("it was sent", key)
                        .await
                        .unwrap();
                    done += 1;
                } else if pk.ends_with("#dlv") {
                    let delivery: Delivery = read_one(item.clone()).unwrap();
                    if delivery.is_due(now) {
                        self.sender.consider(&delivery.wake_up()).await.unwrap();
                        done += 1;
                    }
                } else if sk.starts_with("probe#") {
                    let probe: Probe = read_one(item.clone()).unwrap();
                    if probe.is_due(now) {
                        self.sender.consider(&probe.wake_up()).await.unwrap();
                        done += 1;
                    }
                }
            }
            if done == 0 {
                return;
            }
        }
    }

    /// What arrived since the last time, probes left out: each verified.
    fn received(&self) -> Vec<Value> {
        let sent = self.receivers.take().into_iter();
        let bodies = sent.map(|sent| serde_json::from_slice::<Value>(&sent.body).unwrap());
        bodies
            .filter(|body| body["data"].get("code").is_none())
            .collect()
    }

    /// The only delivery of the app's webhook.
    async fn delivery(&self) -> Delivery {
        let partition = format!("{}#dlv", webhook::id_of(self.runtime_app.parse().unwrap()));
        let mut found: Vec<Delivery> = rows::all(&self.platform.table)
            .await
            .into_iter()
            .filter(|item| rows::place(item).0 == partition)
            .map(|item| read_one(item).unwrap())
            .collect();
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// Lists a package of the app, as a publication does.
    async fn list(&self) -> PackageId {
        let now = self.platform.world.clock.now();
        let entry = Entry {
            package_id: PackageId::new(now),
            app_id: self.app_id(),
            developer_id: ::provider::id::DeveloperId::new(now),
            company: "Weather Ltd".into(),
            slug: "weather".into(),
            name: "Weather".into(),
            description: String::new(),
            category: None,
            risk_tier: RiskTier::DataOnly,
            version_id: VersionId::new(now),
            version: "1.0.0".into(),
            capabilities: vec![ListedCapability {
                id: CapabilityId::new(now),
                name: "weather.now".into(),
                title: "Weather now".into(),
                data_classes: BTreeSet::new(),
                refresh_interval: None,
            }],
            icon: None,
            screenshots: Vec::new(),
            privacy_url: None,
            support_url: None,
            published_at: now,
            status: Status::Published,
            removal_at: None,
        };
        let table = &self.platform.table;
        let mut tries = Tries::new(8);
        while tries.next().await {
            let head = Head::read(table).await.unwrap();
            let listed = head.change(&ListingChange::Put(&entry), now).unwrap();
            let transaction = Transaction::new("listing").and(listed.parts);
            if transaction.commit(table).await.unwrap().is_done() {
                break;
            }
        }
        assert!(
            catalogue::find(table, entry.package_id)
                .await
                .unwrap()
                .is_some()
        );
        entry.package_id
    }
}

/// HMAC-SHA256 in hex, as RFC 2104 writes it.
fn hmac(key: &[u8], text: &[u8]) -> String {
    assert!(key.len() <= 64);
    let mut padded = [0_u8; 64];
    padded[..key.len()].copy_from_slice(key);
    let with = |pad: u8| padded.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(with(0x36)).chain_update(text);
    let outer = Sha256::new()
        .chain_update(with(0x5c))
        .chain_update(inner.finalize());
    hex::encode(outer.finalize())
}

/// Whether `X-Aiffinity-Signature` is right, as the reference says.
fn own_is_right(secret: &str, sent: &Sent) -> bool {
    let header = sent.header("x-aiffinity-signature");
    let parts = header
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="));
    let Some((seconds, hex)) = parts else {
        return false;
    };
    let text = [seconds.as_bytes(), b".", &sent.body].concat();
    hmac(secret.as_bytes(), &text) == hex
}

/// Whether the signature of Standard Webhooks is right, as its library says.
fn standard_is_right(secret: &str, sent: &Sent) -> bool {
    let webhook = standardwebhooks::Webhook::new(secret).unwrap();
    webhook.verify(&sent.body, &sent.headers).is_ok()
}

/// What a receiver answers that verifies both by any of these secrets.
fn verified(secrets: &[String], sent: &Sent) -> Result<Answer, Failure> {
    let own = secrets.iter().any(|secret| own_is_right(secret, sent));
    let standard = secrets.iter().any(|secret| standard_is_right(secret, sent));
    Ok(answer(if own && standard { 204 } else { 401 }))
}

#[tokio::test]
async fn a_webhook_is_proven_before_it_gets_an_event() {
    let world = World::new().await;
    let put = world.put(json!({ "url": URL, "events": ["*"] })).await;
    let secret = put["signingSecret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"));
    let profile = &put["webhookProfile"];
    assert_eq!(profile["status"], "unproven");
    assert_eq!(profile["lastProbe"]["verdict"], "pending");
    assert_eq!(
        profile["retry"],
        json!({ "attempts": 10, "timeoutSeconds": 10, "schedule": "standard" })
    );
    // Its receiver does not know the secret yet: the probe fails, and an event is missed.
    world.happens("early").await;
    world.pump().await;
    let profile = world.profile().await;
    assert_eq!(profile["status"], "unproven");
    assert_eq!(profile["lastProbe"]["verdict"], "failed");
    assert_eq!(profile["missed"]["count"], 1);
    let all_probes = world.receivers.take();
    assert_eq!(all_probes.len(), 4);
    for sent in &all_probes {
        let body: Value = serde_json::from_slice(&sent.body).unwrap();
        assert_eq!(body["type"], "webhook.test");
        assert_eq!(body["app_id"], world.app.id.as_str());
    }
    let rights = all_probes.iter().map(|sent| own_is_right(secret, sent));
    assert_eq!(rights.filter(|right| *right).count(), 2);
    // Now it does: put again, it is probed again, and its secret is not shown again.
    world.accept(secret);
    let again = world.put(json!({ "url": URL, "events": ["*"] })).await;
    assert!(again.get("signingSecret").is_none());
    world.pump().await;
    assert_eq!(world.profile().await["status"], "enabled");
    world.receivers.take();
    world.happens("late").await;
    world.pump().await;
    let received = world.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0]["type"], "webhook.test");
    let text = serde_json::to_string(&world.profile().await).unwrap();
    assert!(!text.contains(secret), "it is never shown again");
}

#[tokio::test]
async fn installs_reach_the_provider_in_their_envelope() {
    let world = World::proven(json!({
        "url": URL, "events": ["install.created", "install.removed"],
    }))
    .await;
    let package = world.list().await;
    let user = world.platform.id_token("user");
    let of = |function: &str| ask(function).bearer(&user).id(package);
    let made = of("provider-install-create").must(world.process, 201).await;
    of("provider-install-delete").must(world.process, 200).await;
    // Not subscribed to.
    world.happens("another").await;
    world.pump().await;
    let received = world.received();
    let types: Vec<_> = received
        .iter()
        .map(|body| body["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        BTreeSet::from_iter(types),
        BTreeSet::from(["install.created", "install.removed"])
    );
    for body in &received {
        let names: BTreeSet<_> = body
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let envelope = [
            "id",
            "type",
            "created_at",
            "app_id",
            "idempotency_key",
            "data",
        ];
        assert_eq!(names, BTreeSet::from(envelope));
        assert!(body["id"].as_str().unwrap().starts_with("evt_"));
        assert!(
            body["idempotency_key"]
                .as_str()
                .unwrap()
                .starts_with("idem_")
        );
        assert_eq!(body["app_id"], world.app.id.as_str());
        assert_eq!(body["data"]["installId"], made["data"]["id"]);
        assert_eq!(body["data"]["packageId"], json!(package));
        assert_eq!(body["data"]["generation"], made["data"]["generation"]);
    }
}

#[tokio::test]
async fn a_package_s_way_reaches_the_provider() {
    let world = World::proven(json!({ "url": URL, "events": ["*"] })).await;
    let create = ask("provider-package-create").bearer(&world.developer);
    let create = create.body(json!({
        "appId": world.app.id, "name": "Weather", "slug": "weather", "riskTier": "data_only",
        "description": "The weather of your city, now.",
        "capabilities": [{
            "name": "weather.now", "title": "Weather now", "description": "The weather, now.",
            "modes": ["state"], "inputSchema": { "type": "object" },
            "outputSchema": { "type": "object" },
        }],
    }));
    let made = create.must(world.process, 201).await["data"].clone();
    let package: PackageId = made["id"].as_str().unwrap().parse().unwrap();
    let version: VersionId = made["versions"][0]["id"].as_str().unwrap().parse().unwrap();
    let packages = &world.process.console.packages;
    let owner = packages.find(package).await.unwrap().unwrap().developer_id;
    let run = packages
        .begin(owner, package, version, CALLABLE, &keep_no_run)
        .await
        .unwrap();
    packages.finish(&run, &report(&run, 100)).await.unwrap();
    let submit = ask("provider-version-submit")
        .bearer(&world.developer)
        .id(package);
    let submitted = submit.param("vid", version).must(world.process, 200).await;
    assert_eq!(submitted["data"]["status"], "published");
    let suspend = ask("provider-package-suspend").by_operator().id(package);
    let suspend = suspend.body(json!({ "reason": "It is spam.", "rule": "listing.honest" }));
    suspend.must(world.process, 200).await;
    world.pump().await;
    let received = world.received();
    let of = |name: &str| {
        let mut found = received.iter().filter(|body| body["type"] == name);
        let data = found.next().unwrap()["data"].clone();
        assert!(found.next().is_none(), "{name} twice");
        assert_eq!(data["packageId"], json!(package));
        assert_eq!(data["versionId"], json!(version));
        data
    };
    of("package.submitted");
    assert_eq!(of("package.published")["version"], "1.0.0");
    assert_eq!(of("package.suspended")["reason"], "It is spam.");
    assert_eq!(received.len(), 3);
}

/// The owner's profile decides how often, how long and when a delivery is tried.
#[tokio::test]
async fn deliveries_are_tried_as_the_profile_says() {
    let world = World::proven(json!({
        "url": URL, "events": ["*"],
        "retry": { "attempts": 3, "timeoutSeconds": 4, "schedule": "slow" },
    }))
    .await;
    world.receivers.at(URL, |_| Ok(answer(500)));
    world.happens("one").await;
    world.pump().await;
    let mut waits = Vec::new();
    while let Some(next) = world.delivery().await.next_attempt_at {
        let wait = next.millis() - world.platform.world.clock.now().millis();
        waits.push((wait + MINUTE / 2) / MINUTE);
        world.platform.world.clock.advance(wait);
        world.pump().await;
    }
    // 10 minutes and an hour, a fifth more or less.
    assert!(
        (8..=12).contains(&waits[0]) && (48..=72).contains(&waits[1]),
        "{waits:?}"
    );
    assert_eq!(waits.len(), 2);
    let delivery = world.delivery().await;
    assert_eq!((delivery.state, delivery.attempts), (State::Dead, 3));
    let sent = world.receivers.take();
    assert_eq!(sent.len(), 3);
    assert!(
        sent.iter()
            .all(|sent| sent.deadline == Duration::from_secs(4))
    );
    assert!(sent.iter().all(|one| one.body == sent[0].body));
    let numbers: Vec<_> = sent
        .iter()
        .map(|sent| sent.header("x-aiffinity-attempt"))
        .collect();
    assert_eq!(numbers, ["1", "2", "3"]);
}

/// One secret signs calls and webhooks; a rotation replaces it in both, and both sign while the
/// overlap lasts.
#[tokio::test]
async fn a_rotation_of_the_credential_secret_signs_with_both() {
    let world = World::new().await;
    let first = world.rotate(0).await;
    let put = world.put(json!({ "url": URL, "events": ["*"] })).await;
    // It is the credential secret, which was shown already.
    assert!(put.get("signingSecret").is_none());
    world.accept(&first);
    world.pump().await;
    assert_eq!(world.profile().await["status"], "enabled");
    let second = world.rotate(24).await;
    let profile = world.profile().await;
    assert_eq!(profile["status"], "enabled", "a proven one stays so");
    assert!(profile["overlapEndsAt"].is_string());
    world.pump().await;
    world.receivers.take();
    world.happens("during the overlap").await;
    world.pump().await;
    let sent = world.receivers.take();
    assert_eq!(sent.len(), 1);
    assert!(standard_is_right(&first, &sent[0]) && standard_is_right(&second, &sent[0]));
    // This header has room for one.
    assert!(own_is_right(&first, &sent[0]) && !own_is_right(&second, &sent[0]));
    // At once: the former one ends.
    let third = world.rotate(0).await;
    world.happens("after").await;
    world.pump().await;
    let sent = world.receivers.take();
    let sent = sent.iter().find(|sent| {
        let body: Value = serde_json::from_slice(&sent.body).unwrap();
        body["data"].get("code").is_none()
            && body["data"]["message"]
                .as_str()
                .unwrap()
                .contains("reached")
    });
    let sent = sent.unwrap();
    assert!(standard_is_right(&third, sent) && own_is_right(&third, sent));
    assert!(!standard_is_right(&second, sent) && !standard_is_right(&first, sent));
}

#[tokio::test]
async fn an_owner_chooses_the_secret_and_changes_it() {
    let world = World::new().await;
    let secret = |fill: u8| {
        use base64::Engine;
        let text = base64::engine::general_purpose::STANDARD.encode([fill; 32]);
        format!("whsec_{text}")
    };
    let profile = |fill| json!({ "url": URL, "events": ["*"], "signingSecret": secret(fill) });
    let put = world.put(profile(1)).await;
    assert!(put.get("signingSecret").is_none(), "its owner has it");
    world.accept(&secret(1));
    world.pump().await;
    assert_eq!(world.profile().await["status"], "enabled");
    // The same again changes nothing; another one signs beside it for a day.
    world.put(profile(1)).await;
    assert!(world.profile().await["overlapEndsAt"].is_null());
    world.put(profile(2)).await;
    assert!(world.profile().await["overlapEndsAt"].is_string());
    world.pump().await;
    world.receivers.take();
    world.happens("one").await;
    world.pump().await;
    let sent = world.receivers.take();
    assert!(standard_is_right(&secret(1), &sent[0]) && standard_is_right(&secret(2), &sent[0]));
}

#[tokio::test]
async fn the_app_s_url_is_the_default_and_wrong_profiles_are_named() {
    let world = World::new().await;
    let put = |body: Value| world.ask("provider-webhook-profile-put").body(body);
    let none = put(json!({ "events": ["*"] })).answer(world.process).await;
    assert_eq!(none.status, 400);
    assert_eq!(none.json()["error"]["details"][0]["path"], "url");
    let update = ask("provider-app-update")
        .bearer(&world.developer)
        .id(&world.app.id);
    let update = update.body(json!({ "webhookUrl": URL }));
    update.must(world.process, 200).await;
    let profile = world.put(json!({ "events": ["*"] })).await;
    assert_eq!(profile["webhookProfile"]["url"], URL);

    let wrong = put(json!({
        "url": "http://10.0.0.1/", "events": ["install.created", "webhook.test"], "signingSecret": "whsec_x",
        "retry": { "attempts": 11, "timeoutSeconds": 0, "schedule": "never", "color": "red" },
        "name": "x",
    }));
    let answer = wrong.answer(world.process).await;
    assert_eq!(answer.status, 400);
    let error = answer.json();
    let details = error["error"]["details"].as_array().unwrap();
    let fields: BTreeSet<_> = details
        .iter()
        .map(|one| one["path"].as_str().unwrap())
        .collect();
    let expected = [
        "url",
        "events[1]",
        "signingSecret",
        "retry.attempts",
        "retry.timeoutSeconds",
        "retry.schedule",
        "retry",
        "name",
    ];
    assert_eq!(fields, BTreeSet::from(expected));
    assert!(!error.to_string().contains("whsec_x"));
    let missing = put(json!({ "url": URL })).answer(world.process).await;
    assert_eq!(missing.json()["error"]["details"][0]["path"], "events");
    // Another app's runtime app is none of ours.
    let other = world.platform.app(world.process, &world.developer).await;
    let token = other.token(world.process).await;
    let theirs = ask("provider-webhook-profile-put")
        .bearer(&token)
        .id(&world.runtime_app);
    let theirs = theirs.body(json!({ "url": URL, "events": ["*"] }));
    assert_eq!(
        theirs.code(world.process).await,
        (404, "RUNTIME_APP_NOT_FOUND".into())
    );
}

/// A webhook goes with its app: what happens afterwards is delivered to nobody.
#[tokio::test]
async fn a_deleted_app_has_no_webhook() {
    let world = World::proven(json!({ "url": URL, "events": ["*"] })).await;
    let delete = ask("provider-app-delete")
        .bearer(&world.developer)
        .id(&world.app.id);
    delete.must(world.process, 200).await;
    world.happens("after").await;
    world.pump().await;
    assert_eq!(world.received(), [] as [Value; 0]);
    let id: RuntimeAppId = world.runtime_app.parse().unwrap();
    let left = webhook::find(&world.platform.table, world.app_id(), id);
    assert!(left.await.unwrap().is_none());
}

/// A function that ends at any of its requests while it deletes an app: the worker removes what it
/// left.
#[tokio::test]
async fn nothing_of_a_deleted_app_stays_wherever_the_deletion_ends() {
    for done in [false, true] {
        for nth in 0.. {
            let world = World::proven(json!({ "url": URL, "events": ["*"] })).await;
            let faults = &world.platform.world.faults;
            // The developer's call is decided by two requests before.
            let view = ask("provider-app-view").bearer(&world.developer);
            view.id(&world.app.id).must(world.process, 200).await;
            faults.crash_at(nth, done);
            let delete = || {
                ask("provider-app-delete")
                    .bearer(&world.developer)
                    .id(&world.app.id)
            };
            delete().answer(world.process).await;
            let met = faults.revive();
            let gate = ::provider::layout::app(world.app_id());
            let stands = world.platform.table.get_item(gate).await.unwrap().is_some();
            if stands {
                delete().must(world.process, 200).await;
            }
            world.platform.world.clock.advance(61_000);
            let clock = world.platform.world.clock.clone();
            let table = world.platform.table.clone();
            Packages::new(table, clock, Durations::default())
                .sweep()
                .await
                .unwrap();
            let partition = world.app_id().tenant().partition("rta");
            for item in rows::all(&world.platform.table).await {
                let (pk, sk) = rows::place(&item);
                assert_ne!(pk, partition, "{done} {nth}: {sk}");
            }
            let id: RuntimeAppId = world.runtime_app.parse().unwrap();
            let left = webhook::find(&world.platform.table, world.app_id(), id);
            assert!(left.await.unwrap().is_none(), "{done} {nth}");
            if !met {
                assert!(nth > 5, "there was nothing to end at");
                break;
            }
        }
    }
}

/// Rotations and changes of the profile at once: calls and webhooks are signed with one secret.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotations_and_profiles_at_once_leave_one_secret_for_both() {
    let world = World::new().await;
    world.rotate(0).await;
    world.put(json!({ "url": URL, "events": ["*"] })).await;
    for turn in 0..6 {
        let url = format!("{URL}/{turn}");
        let (secret, _) = tokio::join!(
            world.rotate(0),
            world.put(json!({ "url": url, "events": ["*"] }))
        );
        let (table, vault) = (&world.platform.table, &world.process.runtime.caller.vault);
        let now = world.platform.world.clock.now();
        let id: RuntimeAppId = world.runtime_app.parse().unwrap();
        let runtime_app = app::find(table, world.app_id(), id).await.unwrap();
        let own = runtime_app.secrets(vault, now).await.unwrap();
        let found = webhook::find(table, world.app_id(), id).await.unwrap();
        let signer = found.unwrap().0.signer(vault, now).await.unwrap();
        assert_eq!(own[0].reveal(), secret);
        assert_eq!(signer.current.reveal(), secret);
        assert_eq!(world.profile().await["url"], url);
    }
}
