//! Nothing that is secret or personal is logged, whatever the level.

use std::collections::BTreeSet;

use backoffice_functions::outbox;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tests::ask::{Answer, Ask, ask, routes};
use tests::hooks::{Hooks, answer};
use tests::{Fault, Faults, Process, logs, root};
use tracing::Level;
use twin::{PlainKey, SnapshotId};
use webhook_functions::{dispatch, key_rotation};

const NOW: &str = "2026-11-22T12:00:00Z";
const RECEIVER: &str = "https://hooks.example.com/in";

/// Marks that a walk plants; each is found nowhere but in what it was planted in.
const PLANTED: [(&str, &str); 16] = [
    ("a fact", "mark-fact-1f0c"),
    ("an annotation", "mark-note-2b77"),
    ("a reference", "mark-reference-9d3e"),
    ("a profile", "mark-profile-30aa"),
    ("a failure's reason", "mark-reason-4e51"),
    ("a subject", "mark-subject-5c09"),
    ("an ID token", "mark-token-66d2"),
    ("a token of nobody's", "mark-authorization-c70a"),
    ("a key of nobody's", "mark-apikey-d4e8"),
    ("an idempotency key", "mark-once-e915"),
    ("a key's name", "mark-name-7710"),
    ("a webhook's URL and description", "mark-webhook-88be"),
    ("a header", "mark-header-99c4"),
    ("a body", "mark-body-a7e3"),
    ("a query", "mark-query-b1d8"),
    (
        "an answer of the table or of a receiver",
        "mark-answer-c2f6",
    ),
];

fn mark(of: &str) -> &'static str {
    let found = PLANTED.iter().find(|(planted, _)| *planted == of);
    found.unwrap_or_else(|| panic!("{of}")).1
}

/// A walk through the functions, and what it has met.
#[derive(Default)]
struct Walk {
    functions: BTreeSet<&'static str>,
    requests: u32,
    /// Secrets that were made on the way: API keys and webhooks' secrets.
    secrets: BTreeSet<String>,
}

impl Walk {
    /// A request with marks in its headers; the secrets in its answer are kept in mind.
    async fn ask(&mut self, ask: Ask, process: &'static Process) -> Answer {
        self.functions.insert(ask.route.function);
        self.requests += 1;
        let once = format!("{}-{}", mark("an idempotency key"), self.requests);
        let header = mark("a header");
        let ask = ask.header("x-planted", header).once(&once);
        let answer = ask.header("x-origin-secret", header).answer(process).await;
        let shown = answer.json();
        for name in ["key", "secret"] {
            self.secrets.extend(shown[name].as_str().map(secret_part));
        }
        answer
    }

    /// The same; the answer has this status.
    async fn must(&mut self, ask: Ask, process: &'static Process, status: u16) -> Value {
        let function = ask.route.function;
        let answer = self.ask(ask, process).await;
        assert_eq!(answer.status, status, "{function}: {}", answer.text());
        answer.json()
    }
}

/// The secret part of `atk_live_<id>_<secret>` and `whsec_<secret>`: the rest is public.
fn secret_part(of: &str) -> String {
    let (_, secret) = of.rsplit_once('_').unwrap();
    assert!(secret.len() >= 32, "{secret}");
    secret.to_owned()
}

/// Every function's handler once and more, with everything that must not be logged.
async fn walk(world: &Hooks) -> Walk {
    let mut walk = Walk::default();
    let user = world.account().await;
    let app = world.process_with(&[("ALLOWED_HOSTS", "http://127.0.0.1"), ("STAGE", "local")]);
    let subject = format!("{} of {user}", mark("a subject"));

    // The operator: an account, snapshots.
    let change = json!({
        "subject": subject, "plan": "professional", "status": "active", "tier": "starter",
        "updatedAt": world.clock.now(),
    });
    let put = ask("backoffice-account-put").by_operator().id(user);
    walk.must(put.body(change), app, 200).await;
    let path = root().join("infra/demo/ainhoa.json");
    let profile = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
    let mut profile: Value = serde_json::from_str(&profile).unwrap();
    profile["lifeFacts"][0]["value"] = json!(format!("{} sails", mark("a profile")));
    let mut snapshot = SnapshotId::new(world.clock.now());
    for (status, name, value) in [
        ("failed", "reason", json!(mark("a failure's reason"))),
        ("ready", "profile", profile),
    ] {
        let mut said = json!({
            "userId": user, "source": "purchase", "purchaseId": "pur_1",
            "snapshotDate": "2026-11-20T00:00:00Z", "status": status,
        });
        said[name] = value;
        snapshot = SnapshotId::new(world.clock.now());
        let put = ask("backoffice-snapshot-put").by_operator().id(snapshot);
        walk.must(put.body(said), app, 200).await;
    }

    // The owner: a key and a webhook.
    let token = format!("Bearer e30.{}.c2ln", mark("an ID token"));
    let claims = json!({ "sub": subject, "note": mark("an ID token") });
    let by_owner = |endpoint: &str| {
        let asked = ask(endpoint).claiming(claims.clone());
        asked.header("authorization", &token)
    };
    let new = json!({ "name": mark("a key's name"), "scopes": ["twin:read", "twin:write"] });
    let made = by_owner("dashboard-key-create").body(new);
    let made = walk.must(made, app, 201).await;
    let key: PlainKey = made["key"].as_str().unwrap().parse().unwrap();
    let planted = mark("a webhook's URL and description");
    let new = json!({
        "url": format!("http://127.0.0.1:9/{planted}"), "events": ["*"], "description": planted,
    });
    let made = by_owner("dashboard-webhook-create").body(new);
    let made = walk.must(made, app, 201).await;
    let hook = made["id"].as_str().unwrap().to_owned();

    // The integrator proposes, the owner decides.
    let bearer = format!("Bearer {}", key.reveal());
    let fact = json!({ "facts": [{
        "category": "general", "value": mark("a fact"), "consent": true,
    }] });
    let note = json!({ "annotations": [{
        "tag": "tag", "text": mark("an annotation"), "consent": true,
        "externalRef": mark("a reference"),
    }] });
    let proposed = ask("twin-life-facts").key(&key).body(fact.clone());
    walk.must(proposed, app, 202).await;
    let proposed = ask("twin-annotations").header("authorization", &bearer);
    walk.must(proposed.body(note.clone()), app, 202).await;
    let waiting = walk
        .must(by_owner("dashboard-discovery-list"), app, 200)
        .await;
    for (discovery, decision) in [
        (0, "dashboard-discovery-approve"),
        (1, "dashboard-discovery-reject"),
    ] {
        let id = waiting["discoveries"][discovery]["id"].as_str().unwrap();
        walk.must(by_owner(decision).id(id), app, 200).await;
    }
    // Keys and tokens that are none of ours.
    let strange = mark("a key of nobody's");
    let unknown = format!("atk_live_0badc0de_{}", "0".repeat(48));
    for asked in [
        ask("twin-me").header("x-twin-key", strange),
        ask("twin-me").header("x-twin-key", &format!("{}{strange}", key.reveal())),
        ask("twin-me").header("authorization", &format!("Bearer {strange}")),
        ask("twin-me").header("authorization", mark("a token of nobody's")),
        ask("twin-me").header("x-twin-key", &unknown),
    ] {
        walk.must(asked, app, 401).await;
    }
    let strange = json!({ "sub": mark("a token of nobody's"), "token_use": "access" });
    let strange = ask("dashboard-key-list").claiming(strange);
    assert!(walk.ask(strange, app).await.status < 500);

    // Each endpoint: as it is meant, with wrong fields, without a table.
    let wrong = json!({ "x": mark("a body"), mark("a body"): [mark("a body")] });
    let verified = json!({
        "headers": { "X-AfiniTwin-Signature": mark("a header") }, "body": mark("a body"),
    });
    let rubbish: &'static str =
        r#"{"Item":{"pk":{"S":"mark-answer-c2f6"},"x":{"N":"mark-answer-c2f6"}}}"#;
    let mut all = routes();
    // What ends the key or the webhook comes last, and the account's erasure after the workers.
    let ends = ["dashboard-key-revoke", "dashboard-webhook-delete"];
    all.retain(|route| route.function != "backoffice-account-erase");
    all.sort_by_key(|route| ends.contains(&route.function));
    for route in all {
        let path = route.path;
        let mut asked = if path.starts_with("/v1/dashboard") {
            by_owner(route.function)
        } else if path.starts_with("/v1/internal") {
            ask(route).by_operator()
        } else {
            ask(route).key(&key)
        };
        asked = match path {
            path if path.contains("/snapshots/") => asked.id(snapshot),
            path if path.contains("/preset/") => asked.id("estandar"),
            path if path.contains("/accounts/") => asked.id(user),
            path if path.contains("/webhooks/") => asked.id(&hook),
            path if path.contains("/discoveries/") => asked.id("dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
            _ => asked.id(key.id()),
        };
        asked = asked.delivery("dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG");
        asked = match route.function {
            "twin-life-facts" => asked.body(fact.clone()),
            "twin-annotations" => asked.body(note.clone()),
            "dashboard-webhook-verify" => asked.body(verified.clone()),
            _ => asked,
        };
        let query = format!("{}={0}&x=%00{0}", mark("a query"));
        let broken = format!("{{\"x\": {}", mark("a body"));
        for asked in [
            asked.clone().body(wrong.clone()),
            asked.clone().text(broken),
            asked.clone().query(&query),
            asked.clone(),
        ] {
            let got = walk.ask(asked, app).await;
            assert!(got.status < 500, "{}: {}", route.function, got.text());
        }
        // The table answers what can't be read: each operation that the endpoint uses, in turn.
        let broken = Faults::before(&world.stack.dynamodb_url).await;
        for operation in ["GetItem", "UpdateItem", "Query", "TransactWriteItems"] {
            broken.plan(operation, [Fault::Rubbish(rubbish)]);
        }
        for _ in 0..4 {
            walk.ask(asked.clone(), world.process_through(&broken))
                .await;
        }
    }

    // Workers: an event to a receiver that answers with a mark, sweeps, a rotation.
    world.receivers.at(RECEIVER, |_| {
        let mut answer = answer(500);
        answer.body = mark("an answer of the table or of a receiver").to_owned();
        Ok(answer)
    });
    let (_, secret) = world.webhook(user, RECEIVER).await;
    walk.secrets.insert(secret_part(secret.reveal()));
    let mut event = world.event(user, "event");
    event.data = json!({ "message": mark("a fact") });
    dispatch::dispatch(app.engine, &event).await.unwrap();
    world.pump().await;
    let message = json!({ "MessageId": "1", "Body": format!("{{{}", mark("a body")) });
    let messages = std::slice::from_ref(&message);
    dispatch::run(app.engine, Hooks::batch(messages))
        .await
        .unwrap();
    world.sender().run(Hooks::batch(messages)).await;
    world.clock.advance(3_600_000);
    world.sweep().await;
    outbox::sweep::run(app.backoffice, IgnoredAny)
        .await
        .unwrap();
    let asked = json!({
        "Step": "createSecret", "SecretId": world.stack.secrets["WebhookKeys"],
        "ClientRequestToken": format!("{:032}", tests::hooks::random()),
    });
    key_rotation::run(app.engine, serde_json::from_value(asked).unwrap())
        .await
        .unwrap();
    walk.functions.extend([
        "webhook-dispatch",
        "webhook-sender",
        "webhook-sweep",
        "outbox-sweep",
        "webhook-key-rotation",
    ]);

    walk.must(ask("twin-me").key(&key), app, 401).await;
    let erase = ask("backoffice-account-erase").by_operator().id(user);
    walk.ask(erase, app).await;
    walk
}

#[test]
fn nothing_secret_is_logged_at_any_level() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let world = runtime.block_on(Hooks::at(NOW));
    let mut found = BTreeSet::new();
    let backoffice = backoffice_functions::registry::workers();
    for level in [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ] {
        let mut walked = Walk::default();
        let written = logs::written(level, || walked = runtime.block_on(walk(&world)));
        let workers = webhook_functions::registry::workers();
        let workers = workers
            .iter()
            .chain(backoffice.iter())
            .map(|entry| entry.worker.function);
        let routes = routes().into_iter().map(|route| route.function);
        assert_eq!(walked.functions, routes.chain(workers).collect());
        // A key and its rotation; a webhook, the rotation of its secret, another webhook.
        assert!(walked.secrets.len() >= 5, "{}", walked.secrets.len());
        assert!(written.lines().count() > 100, "{level}: {written}");
        let planted = PLANTED.iter().copied();
        let secrets = walked.secrets.iter().map(|it| ("a secret", it.as_str()));
        for (what, mark) in planted.chain(secrets) {
            if let Some(line) = written.lines().find(|line| line.contains(mark)) {
                let start: String = line.chars().take(400).collect();
                found.insert(format!("{level}: {what}: {start}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The filter knows the workspace's crates: what another crate logs at a low level may hold
/// requests and answers.
#[test]
fn the_log_s_filter_knows_our_crates() {
    let read = |folder: &str| std::fs::read_dir(root().join(folder)).unwrap();
    let manifests = ["shared", "functions"].map(read).into_iter().flatten();
    let ours: BTreeSet<_> = manifests
        .map(|entry| entry.unwrap().path().join("Cargo.toml"))
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .map(|manifest| {
            let manifest: toml::Table = manifest.parse().unwrap();
            manifest["package"]["name"]
                .as_str()
                .unwrap()
                .replace('-', "_")
        })
        .collect();
    let known: BTreeSet<_> = common::telemetry::OUR_CRATES
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(known, ours, "in shared/common/src/telemetry.rs");
}
