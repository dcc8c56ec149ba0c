//! Webhooks as their owner has them, in this process: made, changed, tried out, looked into.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../../../shared/tests/dns/mod.rs"]
mod dns;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dashboard::webhooks::receiver::resolves;
use dns::{Dns, NX_DOMAIN, Reply, SERVER_FAILURE};
use futures::future::join_all;
use serde_json::{Value, json};
use shared::App;
use shared::access::{Plan, PlanStatus};
use shared::config::Settings;
use shared::events::delivery::{self, Delivery, State, Stored};
use shared::events::endpoint::{self, Endpoint, Job, Status};
use shared::events::{Event, Kind};
use shared::http::endpoints::*;
use shared::id::{DeliveryId, UserId};
use shared::net::receiver::ReceiverUrl;
use shared::net::resolver::Resolver;
use shared::table::Table;
use tests::ask::{Ask, ask};
use tests::hooks::{Hooks, answer};
use tests::{Fault, World, at};

const NOON: &str = "2026-11-22T12:00:05Z";
const HERE: &str = "http://127.0.0.1:9000/hook";
const URL: &str = "https://hooks.example.com/in";
const HOUR: i64 = 3_600_000;
const NEVER: &str = "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG";

fn wanted() -> Value {
    json!({ "url": HERE, "events": ["twin.snapshot.ready", "twin.api_key.revoked"] })
}

/// Makes a webhook: its answer, with its secret.
async fn made(app: &'static App, user: UserId, body: Value) -> Value {
    ask(&DASHBOARD_WEBHOOK_CREATE)
        .by(user)
        .body(body)
        .must(app, 201)
        .await
}

/// Without a field.
fn without(mut body: Value, name: &str) -> Value {
    body.as_object_mut().unwrap().remove(name);
    body
}

/// All that a table holds, as one text.
async fn everything(table: &Table) -> String {
    let scan = table.client.scan().table_name(&table.name);
    let all = scan.into_paginator().items().send();
    let all: Result<Vec<_>, _> = all.collect().await;
    format!("{:?}", all.unwrap())
}

// --- Made, shown, changed ---------------------------------------------------------------------

#[tokio::test]
async fn a_webhook_from_its_making_to_its_end() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let mut body = wanted();
    body["description"] = json!("the CRM");
    let first = made(app, user, body).await;
    let (id, secret) = (first["id"].clone(), first["secret"].clone());
    let id = id.as_str().unwrap();
    let secret = secret.as_str().unwrap();
    assert!(id.starts_with("whk_") && secret.starts_with("whsec_") && secret.len() == 50);
    let view = json!({
        "id": id, "url": HERE, "events": ["twin.snapshot.ready", "twin.api_key.revoked"],
        "description": "the CRM", "status": "enabled", "statusReason": null,
        "failingSince": null, "missed": { "count": 0, "since": null }, "overlapEndsAt": null,
        "createdAt": "2026-11-22T12:00:05.000Z",
    });
    assert_eq!(without(first.clone(), "secret"), view);
    world.clock.advance(1_000);
    let second = made(app, user, json!({ "url": HERE, "events": ["*"] })).await;
    assert_eq!(
        (&second["events"], &second["description"]),
        (&json!(["*"]), &Value::Null)
    );
    assert_ne!(second["secret"], first["secret"]);

    let list = ask(&DASHBOARD_WEBHOOK_LIST).by(user);
    let listed = list.must(app, 200).await;
    assert_eq!(
        listed,
        json!({ "webhooks": [view, without(second, "secret")] })
    );
    let see = ask(&DASHBOARD_WEBHOOK_VIEW).by(user).id(id);
    assert_eq!(see.must(app, 200).await, view);

    // Absent, null and a value are three things.
    let change = |body: Value| ask(&DASHBOARD_WEBHOOK_UPDATE).by(user).id(id).body(body);
    assert_eq!(change(json!({})).must(app, 200).await, view);
    let changed = change(json!({ "url": "http://127.0.0.1:9000/a/../b", "events": ["*"] }))
        .must(app, 200)
        .await;
    assert_eq!(
        changed["url"], "http://127.0.0.1:9000/b",
        "as it was understood"
    );
    assert_eq!(
        (&changed["events"], &changed["description"]),
        (&json!(["*"]), &json!("the CRM"))
    );
    let changed = change(json!({ "description": null })).must(app, 200).await;
    assert_eq!(changed["description"], Value::Null);
    assert_eq!(
        change(json!({ "status": "enabled" })).must(app, 200).await,
        changed
    );
    let paused = change(json!({ "status": "paused", "description": "x" }))
        .must(app, 200)
        .await;
    assert_eq!(
        (
            &paused["status"],
            &paused["statusReason"],
            &paused["description"]
        ),
        (&json!("paused"), &json!("paused by its owner"), &json!("x"))
    );
    let on = change(json!({ "status": "enabled" })).must(app, 200).await;
    assert_eq!(
        (&on["status"], &on["missed"]["count"]),
        (&json!("enabled"), &json!(0))
    );

    // What is sealed in the table and told by no later answer.
    for place in [
        everything(&world.table).await,
        list.must(app, 200).await.to_string(),
    ] {
        assert!(!place.contains(secret) && !place.contains(&secret[6..]));
    }
    let delete = ask(&DASHBOARD_WEBHOOK_DELETE).by(user).id(id);
    assert_eq!(delete.must(app, 204).await, Value::Null);
    let gone = (404, "WEBHOOK_NOT_FOUND".to_owned());
    assert_eq!(delete.code(app).await, gone);
    assert_eq!(see.code(app).await, gone);
    assert_eq!(change(json!({ "status": "paused" })).code(app).await, gone);
    assert_eq!(change(json!({ "url": HERE })).code(app).await, gone);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn every_wrong_field_is_told_by_its_path() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let own = made(app, user, wanted()).await;
    let errors = async |endpoint, body: Value| {
        let ask = ask(endpoint).by(user).id(own["id"].as_str().unwrap());
        let answer = ask.body(body).must(app, 400).await;
        let details = answer["error"]["details"].as_array().unwrap().clone();
        let told = details.iter().map(|one| {
            assert!(!one["message"].as_str().unwrap().is_empty());
            format!(
                "{} {}",
                one["path"].as_str().unwrap(),
                one["code"].as_str().unwrap()
            )
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let long = "x".repeat(201);
    for (body, told) in [
        (json!({}), "url REQUIRED, events REQUIRED"),
        (json!({ "url": 7, "events": [] }), "url TYPE, events LENGTH"),
        (
            json!({ "url": HERE, "events": ["twin.nothing", 7] }),
            "events[0] INVALID, events[1] TYPE",
        ),
        (
            json!({ "url": HERE, "events": ["twin.test", "twin.test"] }),
            "events REPEATED",
        ),
        (
            json!({ "url": HERE, "events": ["*", "twin.test"] }),
            "events INVALID",
        ),
        (
            json!({ "url": HERE, "events": ["*"], "description": long }),
            "description LENGTH",
        ),
        (
            json!({ "url": HERE, "events": ["*"], "description": "" }),
            "description LENGTH",
        ),
        (
            json!({ "url": HERE, "events": ["*"], "name": "x" }),
            "name UNKNOWN",
        ),
        (
            json!({ "url": "ftp://a.example", "events": ["*"], "x": 1 }),
            "url INVALID, x UNKNOWN",
        ),
        (
            json!({ "url": "https://127.0.0.1/", "events": ["*"] }),
            "url INVALID",
        ),
        (
            json!({ "url": "http://127.0.0.2/", "events": ["*"] }),
            "url INVALID",
        ),
        (
            json!({ "url": "https://localhost/", "events": ["*"] }),
            "url INVALID",
        ),
        (
            json!({ "url": "http://u:p@127.0.0.1/", "events": ["*"] }),
            "url INVALID",
        ),
        (
            json!({ "url": "https://hooks.example.com:22/", "events": ["*"] }),
            "url INVALID",
        ),
        (
            json!({ "url": format!("{HERE}{}", "a".repeat(2048)), "events": ["*"] }),
            "url LENGTH",
        ),
    ] {
        assert_eq!(
            errors(&DASHBOARD_WEBHOOK_CREATE, body.clone()).await,
            told,
            "{body}"
        );
    }
    for (body, told) in [
        (
            json!({ "url": null, "events": null, "status": null }),
            "url TYPE, events TYPE, status TYPE",
        ),
        (json!({ "status": "failing" }), "status INVALID"),
        (json!({ "url": "https://10.0.0.1/" }), "url INVALID"),
        (json!({ "secret": "whsec_" }), "secret UNKNOWN"),
    ] {
        assert_eq!(
            errors(&DASHBOARD_WEBHOOK_UPDATE, body.clone()).await,
            told,
            "{body}"
        );
    }
    for (body, told) in [
        (json!({ "overlapHours": 169 }), "overlapHours RANGE"),
        (json!({ "overlapHours": "1" }), "overlapHours TYPE"),
    ] {
        assert_eq!(
            errors(&DASHBOARD_WEBHOOK_SECRET_ROTATE, body.clone()).await,
            told,
            "{body}"
        );
    }
    for (body, told) in [
        (json!({}), "headers REQUIRED, body REQUIRED"),
        (
            json!({ "headers": [], "body": {} }),
            "headers TYPE, body TYPE",
        ),
        (
            json!({ "headers": { "a b": "x", "c": 7, "d": ["x", "\n"] }, "body": "" }),
            "headers.a b INVALID, headers.c TYPE, headers.d INVALID",
        ),
        (
            json!({ "headers": { "a": vec!["x"; 201] }, "body": "" }),
            "headers LENGTH",
        ),
    ] {
        assert_eq!(
            errors(&DASHBOARD_WEBHOOK_VERIFY, body.clone()).await,
            told,
            "{body}"
        );
    }
    for (body, told) in [
        (json!({}), "since REQUIRED"),
        (json!({ "since": "yesterday" }), "since INVALID"),
        (
            json!({ "since": "2026-11-22T12:00:05.001Z" }),
            "since RANGE",
        ),
        (
            json!({ "since": "2026-11-08T12:00:04.999Z" }),
            "since RANGE",
        ),
    ] {
        assert_eq!(
            errors(&DASHBOARD_WEBHOOK_RECOVER, body.clone()).await,
            told,
            "{body}"
        );
    }
    let deliveries = ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST).by(user);
    let deliveries = deliveries.id(own["id"].as_str().unwrap());
    for query in [
        "status=lost",
        "event=test",
        "limit=51",
        "limit=0",
        "cursor=x",
        "page=1",
    ] {
        assert_eq!(
            deliveries.clone().query(query).code(app).await.0,
            400,
            "{query}"
        );
    }
    // What can't be an id is nobody's.
    for id in ["", "x", "whk_", "dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG", NEVER] {
        let see = ask(&DASHBOARD_WEBHOOK_VIEW).by(user).id(id);
        assert_eq!(
            see.code(app).await,
            (404, "WEBHOOK_NOT_FOUND".into()),
            "{id}"
        );
    }
    // A setting that makes no sense is our fault.
    let settings = Settings {
        webhook_receivers: "127.0.0.1".into(),
        ..Settings::default()
    };
    let app = App::over(world.table.clone(), world.clock.clone()).with(settings);
    let broken: &'static App = Box::leak(Box::new(app));
    let create = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(wanted());
    assert_eq!(create.code(broken).await, (500, "INTERNAL_ERROR".into()));
}

/// A name may have no address yet; one that is not public is told at once.
#[tokio::test]
async fn a_host_is_looked_up_before_it_is_taken() {
    let url = ReceiverUrl::parse(URL, &Default::default()).unwrap();
    let check = async |reply: Reply| {
        let dns = Dns::of(&[("hooks.example.com", reply)]);
        resolves(&url, &Resolver::at(dns.address)).await
    };
    for good in [
        Reply::addresses(&["8.8.8.8"]),
        NX_DOMAIN,
        SERVER_FAILURE,
        Reply::Garbage,
    ] {
        assert!(check(good.clone()).await.is_ok(), "{good:?}");
    }
    let began = Instant::now();
    assert!(check(Reply::Silence).await.is_ok());
    assert!(began.elapsed() < Duration::from_millis(3_500));
    for (bad, class) in [
        ("10.1.2.3", "private"),
        ("169.254.169.254", "metadata"),
        ("::1", "loopback"),
    ] {
        let error = check(Reply::addresses(&["8.8.8.8", bad]))
            .await
            .unwrap_err();
        let shared::Error::Invalid(fields) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (fields[0].path.as_str(), fields[0].code.as_str()),
            ("url", "NOT_PUBLIC")
        );
        assert!(fields[0].message.contains(class), "{}", fields[0].message);
    }
    // One that the operator excepted is not looked up.
    let excepted = ReceiverUrl::parse(HERE, &"http://127.0.0.1".parse().unwrap()).unwrap();
    assert!(resolves(&excepted, &Resolver::system()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_never_more_than_ten() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let making = (0..30).map(|_| {
        let app = world.process_wired();
        tokio::spawn(async move {
            let create = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(wanted());
            // A 503 asks to be tried again.
            for _ in 0..20 {
                match create.of(app).await {
                    (201, body) => return Some(body["id"].as_str().unwrap().to_owned()),
                    (409, body) => {
                        assert_eq!(body["error"]["code"], "WEBHOOK_LIMIT_REACHED");
                        return None;
                    }
                    (503, _) => {}
                    (status, body) => panic!("{status} {body}"),
                }
            }
            panic!("busy for ever");
        })
    });
    let made: Vec<_> = join_all(making)
        .await
        .into_iter()
        .filter_map(Result::unwrap)
        .collect();
    assert_eq!(made.len(), 10);
    let app = world.process_wired();
    let list = ask(&DASHBOARD_WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        10
    );
    // Whoever deletes one, once, has room for one.
    let delete = ask(&DASHBOARD_WEBHOOK_DELETE).by(user).id(&made[0]);
    let deleted = join_all((0..4).map(|_| delete.code(app))).await;
    assert_eq!(
        deleted.iter().filter(|(status, _)| *status == 204).count(),
        1,
        "{deleted:?}"
    );
    let create = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(wanted());
    create.must(app, 201).await;
    assert_eq!(
        create.code(app).await,
        (409, "WEBHOOK_LIMIT_REACHED".into())
    );
}

#[tokio::test]
async fn making_one_needs_the_plan() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let own = made(app, user, wanted()).await;
    let create = ask(&DASHBOARD_WEBHOOK_CREATE).by(user).body(wanted());
    for (plan, status) in [
        (Plan::Essential, PlanStatus::Active),
        (Plan::Professional, PlanStatus::Paused),
    ] {
        world.clock.advance(1_000);
        world.set_account(user, 1_000, plan, status).await;
        assert_eq!(create.code(app).await, (403, "PLAN_REQUIRED".into()));
    }
    // What is there stays its owner's.
    let id = own["id"].as_str().unwrap();
    ask(&DASHBOARD_WEBHOOK_VIEW)
        .by(user)
        .id(id)
        .must(app, 200)
        .await;
    ask(&DASHBOARD_WEBHOOK_DELETE)
        .by(user)
        .id(id)
        .must(app, 204)
        .await;
}

// --- Sent again -------------------------------------------------------------------------------

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_sent_again_is_done_once() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let create = ask(&DASHBOARD_WEBHOOK_CREATE)
        .by(user)
        .body(wanted())
        .once("a");
    // At once, by many: one is made, and its secret shown to one at most.
    let all = (0..8).map(|_| {
        let (create, app) = (create.clone(), world.process_wired());
        tokio::spawn(async move { create.must(app, 201).await })
    });
    let all: Vec<_> = join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let secrets: Vec<_> = all
        .iter()
        .filter_map(|answer| answer["secret"].as_str())
        .collect();
    assert_eq!(secrets.len(), 1);
    let bare = without(all[0].clone(), "secret");
    assert!(
        all.iter()
            .all(|answer| without(answer.clone(), "secret") == bare)
    );
    world.clock.advance(HOUR);
    assert_eq!(
        create.must(app, 201).await,
        bare,
        "the same record, without the secret"
    );
    let other = create.clone().body(json!({ "url": HERE, "events": ["*"] }));
    assert_eq!(
        other.code(app).await,
        (422, "IDEMPOTENCY_KEY_REUSED".into())
    );
    let list = ask(&DASHBOARD_WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let id = bare["id"].as_str().unwrap();
    let rotate = ask(&DASHBOARD_WEBHOOK_SECRET_ROTATE)
        .by(user)
        .id(id)
        .once("b");
    let first = rotate.must(app, 200).await;
    let ends_at = json!(world.clock.now().plus_millis(24 * HOUR));
    world.clock.advance(HOUR);
    assert_eq!(
        rotate.must(app, 200).await,
        json!({ "overlapEndsAt": ends_at })
    );
    let complete = ask(&DASHBOARD_WEBHOOK_SECRET_COMPLETE)
        .by(user)
        .id(id)
        .once("c");
    let completed = complete.must(app, 200).await;
    assert_eq!(completed["overlapEndsAt"], Value::Null);
    // Another overlap is not ended by what ended the one before, sent again.
    let second = rotate.clone().once("d").must(app, 200).await;
    assert_eq!(complete.must(app, 200).await, completed);
    let see = ask(&DASHBOARD_WEBHOOK_VIEW).by(user).id(id);
    assert_eq!(
        see.must(app, 200).await["overlapEndsAt"],
        second["overlapEndsAt"]
    );

    let test = ask(&DASHBOARD_WEBHOOK_TEST).by(user).id(id).once("e");
    let tested = test.must(app, 202).await;
    assert_eq!(test.must(app, 202).await, tested);
    let deliveries = ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST).by(user).id(id);
    let listed = deliveries.must(app, 200).await;
    assert_eq!(listed["deliveries"].as_array().unwrap().len(), 1);
    // A key is one request's: a check keeps nothing, and still refuses another's.
    let verify = ask(&DASHBOARD_WEBHOOK_VERIFY).by(user).id(id);
    let verify = verify.body(json!({ "headers": {}, "body": "" }));
    for _ in 0..2 {
        assert_eq!(
            verify.clone().once("f").must(app, 200).await["valid"],
            false
        );
    }
    let reused = verify.once("e").code(app).await;
    assert_eq!(reused, (422, "IDEMPOTENCY_KEY_REUSED".into()));

    let table = everything(&world.table).await;
    for secret in [
        secrets[0],
        first["secret"].as_str().unwrap(),
        second["secret"].as_str().unwrap(),
    ] {
        assert!(!table.contains(secret) && !table.contains(&secret[6..]));
    }
}

/// A table in trouble makes nothing twice: what was done and not answered is found again.
#[tokio::test]
async fn a_lost_answer_is_found_again() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let create = ask(&DASHBOARD_WEBHOOK_CREATE)
        .by(user)
        .body(wanted())
        .once("a");
    world.faults.plan("TransactWriteItems", [Fault::AnswerLost]);
    let first = create.of(app).await;
    let again = create.must(app, 201).await;
    assert_eq!(world.faults.left(), 0);
    if first.0 == 201 {
        assert_eq!(without(first.1, "secret"), without(again, "secret"));
    }
    let list = ask(&DASHBOARD_WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

// --- Secrets and signatures -------------------------------------------------------------------

/// A world with a webhook whose deliveries arrive.
struct Own {
    world: Hooks,
    app: &'static App,
    user: UserId,
    endpoint: Endpoint,
    secret: String,
}

impl Own {
    async fn new() -> Self {
        let world = Hooks::at(NOON).await;
        let user = world.account().await;
        let (endpoint, secret) = world.endpoint(user, URL).await;
        Self {
            app: world.process(),
            user,
            endpoint,
            secret: secret.reveal().to_owned(),
            world,
        }
    }

    fn ask(&self, endpoint: &'static shared::http::Endpoint) -> Ask {
        ask(endpoint).by(self.user).id(self.endpoint.id)
    }

    async fn listed(&self, query: &str) -> Vec<Value> {
        let list = self.ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST).query(query);
        let listed = list.must(self.app, 200).await;
        listed["deliveries"].as_array().unwrap().clone()
    }

    /// What of a delivery fails, by the names of the checks, as it arrived and with changes.
    async fn fails(&self, sent: &tests::hooks::Sent, change: impl Fn(&mut Value)) -> Vec<String> {
        let headers = sent.headers.iter();
        let headers: serde_json::Map<_, _> = headers
            .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
            .collect();
        let body = std::str::from_utf8(&sent.body).unwrap();
        let mut request = json!({ "headers": headers, "body": body });
        change(&mut request);
        let verify = self.ask(&DASHBOARD_WEBHOOK_VERIFY).body(request);
        let answer = verify.must(self.app, 200).await;
        assert!(!answer.to_string().contains("whsec_Z"));
        let checks = answer["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 4);
        let failed: Vec<_> = checks
            .iter()
            .filter(|check| check["passed"] == false)
            .map(|check| check["check"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(answer["valid"], failed.is_empty());
        failed
    }

    async fn tested(&self) -> tests::hooks::Sent {
        let test = self.ask(&DASHBOARD_WEBHOOK_TEST).must(self.app, 202).await;
        self.world.pump().await;
        let mut sent = self.world.receivers.take();
        assert_eq!(sent.len(), 1);
        assert_eq!(json!(sent[0].delivery()), test["id"]);
        sent.remove(0)
    }
}

#[tokio::test]
async fn a_check_tells_what_is_wrong_with_a_delivery() {
    let own = Own::new().await;
    let sent = own.tested().await;
    let none: [&str; 0] = [];
    assert_eq!(own.fails(&sent, |_| {}).await, none);
    // Names in any case, values in lists.
    let shouted = |request: &mut Value| {
        let headers = request["headers"].as_object().unwrap().clone();
        let shouted = headers
            .into_iter()
            .map(|(name, value)| (name.to_uppercase(), json!([value])));
        request["headers"] = Value::Object(shouted.collect());
    };
    assert_eq!(own.fails(&sent, shouted).await, none);
    let (legacy, standard) = ("x-afinitwin-signature", "webhook-signature");
    let (id, timestamp) = ("webhook-id", "webhook-timestamp");
    let body = |request: &mut Value| {
        let body = request["body"].as_str().unwrap().replace("\":", "\": ");
        request["body"] = json!(body);
    };
    assert_eq!(own.fails(&sent, body).await, [legacy, standard]);
    for (header, value, failing) in [
        (legacy, Value::Null, vec![legacy]),
        (legacy, json!("sha256=00"), vec![legacy]),
        (
            id,
            json!("dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
            vec![id, standard],
        ),
        (timestamp, json!("soon"), vec![timestamp, standard]),
        (timestamp, json!("1795348800"), vec![standard]),
        (standard, json!("v2,abc"), vec![standard]),
    ] {
        let change = |request: &mut Value| {
            let headers = request["headers"].as_object_mut().unwrap();
            match &value {
                Value::Null => headers.remove(header),
                value => headers.insert(header.into(), value.clone()),
            };
        };
        assert_eq!(own.fails(&sent, change).await, failing, "{header} {value}");
    }
    own.world.clock.advance(301_000);
    assert_eq!(own.fails(&sent, |_| {}).await, [timestamp], "a replay");
    // Another webhook's secret does not do.
    let (other, _) = own
        .world
        .endpoint(own.user, "https://other.example.com/in")
        .await;
    let verify = own.ask(&DASHBOARD_WEBHOOK_VERIFY).id(other.id);
    let request = json!({ "headers": { legacy: sent.header(legacy) }, "body": std::str::from_utf8(&sent.body).unwrap() });
    let checks = verify.body(request).must(own.app, 200).await["checks"].clone();
    assert_eq!(
        (&checks[0]["check"], &checks[0]["passed"]),
        (&json!(legacy), &json!(false))
    );
}

#[tokio::test]
async fn both_secrets_sign_to_the_end_of_the_overlap() {
    use shared::events::signature::{Secret, Signer};
    let own = Own::new().await;
    let signer = |secret: &str| Signer {
        current: secret.parse::<Secret>().unwrap(),
        former: None,
    };
    // Which checks pass for a receiver that has this secret alone: legacy and standard.
    let passes = |sent: &tests::hooks::Sent, secret: &str| {
        let checks = signer(secret).check(&sent.headers, &sent.body, own.world.clock.now());
        (checks[0].passed, checks[3].passed)
    };
    let rotate = own.ask(&DASHBOARD_WEBHOOK_SECRET_ROTATE);
    let answer = rotate.must(own.app, 200).await;
    assert_eq!(answer["overlapEndsAt"], "2026-11-23T12:00:05.000Z");
    let (first, second) = (own.secret.as_str(), answer["secret"].as_str().unwrap());
    assert_ne!(first, second);
    let see = own.ask(&DASHBOARD_WEBHOOK_VIEW);
    assert_eq!(
        see.must(own.app, 200).await["overlapEndsAt"],
        answer["overlapEndsAt"]
    );
    let sent = own.tested().await;
    assert_eq!(passes(&sent, first), (true, true));
    assert_eq!(passes(&sent, second), (false, true));
    assert_eq!(own.fails(&sent, |_| {}).await, [""; 0]);
    own.world.clock.advance(24 * HOUR - 1);
    assert_eq!(passes(&own.tested().await, first), (true, true));
    own.world.clock.advance(1);
    let sent = own.tested().await;
    assert_eq!(passes(&sent, first), (false, false));
    assert_eq!(passes(&sent, second), (true, true));
    assert_eq!(see.must(own.app, 200).await["overlapEndsAt"], Value::Null);

    // Ended by its owner, and at once.
    let week = rotate.clone().body(json!({ "overlapHours": 168 }));
    let answer = week.must(own.app, 200).await;
    let third = answer["secret"].as_str().unwrap();
    assert_eq!(passes(&own.tested().await, second), (true, true));
    let completed = own
        .ask(&DASHBOARD_WEBHOOK_SECRET_COMPLETE)
        .must(own.app, 200)
        .await;
    assert_eq!(completed["overlapEndsAt"], Value::Null);
    assert!(completed.get("secret").is_none());
    let sent = own.tested().await;
    assert_eq!(
        (passes(&sent, second), passes(&sent, third)),
        ((false, false), (true, true))
    );
    let answer = rotate
        .body(json!({ "overlapHours": 0 }))
        .must(own.app, 200)
        .await;
    assert_eq!(answer["overlapEndsAt"], Value::Null);
    let sent = own.tested().await;
    assert_eq!(passes(&sent, third), (false, false));
    assert_eq!(
        passes(&sent, answer["secret"].as_str().unwrap()),
        (true, true)
    );
    for secret in [first, second, third] {
        assert!(!everything(&own.world.table).await.contains(&secret[6..]));
    }
    let unknown = own.ask(&DASHBOARD_WEBHOOK_SECRET_COMPLETE).id(NEVER);
    assert_eq!(
        unknown.code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}

// --- Deliveries -------------------------------------------------------------------------------

#[tokio::test]
async fn a_test_arrives_and_is_looked_up() {
    let own = Own::new().await;
    // It goes to a webhook that is told of other things, and to this one alone.
    let only = json!({ "events": ["twin.snapshot.ready"] });
    own.ask(&DASHBOARD_WEBHOOK_UPDATE)
        .body(only)
        .must(own.app, 200)
        .await;
    own.world
        .endpoint(own.user, "https://other.example.com/in")
        .await;
    let answer = own.ask(&DASHBOARD_WEBHOOK_TEST).must(own.app, 202).await;
    assert_eq!(
        without(without(answer.clone(), "id"), "deliveryId"),
        json!({
            "event": "twin.test", "status": "pending", "reason": null, "attempts": [],
            "nextAttemptAt": "2026-11-22T12:00:05.000Z", "createdAt": "2026-11-22T12:00:05.000Z",
            "interrupted": 0,
        })
    );
    assert_eq!(answer["id"], answer["deliveryId"]);
    own.world.pump().await;
    let sent = own.world.receivers.take();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].url.as_str(), json!(sent[0].delivery())),
        (URL, answer["id"].clone())
    );
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(
        (&body["event"], &body["deliveryId"]),
        (&json!("twin.test"), &answer["id"])
    );
    let listed = own.listed("").await;
    assert_eq!(
        listed,
        [json!({
            "id": answer["id"], "event": "twin.test", "status": "succeeded", "reason": null,
            "attempts": [{
                "n": 1, "at": "2026-11-22T12:00:05.000Z", "status": 200, "durationMs": 0,
                "error": null, "response": "answer 200",
            }],
            "nextAttemptAt": null, "createdAt": "2026-11-22T12:00:05.000Z", "interrupted": 0,
        })]
    );

    // Off is told; failing is no reason not to try.
    let change = |status: &str| {
        let change = json!({ "status": status });
        own.ask(&DASHBOARD_WEBHOOK_UPDATE).body(change)
    };
    change("paused").must(own.app, 200).await;
    let test = own.ask(&DASHBOARD_WEBHOOK_TEST);
    assert_eq!(
        test.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    change("enabled").must(own.app, 200).await;
    let endpoint = own.world.view(&own.endpoint).await;
    endpoint::disable(&own.world.table, &endpoint, "x", own.world.clock.now())
        .await
        .unwrap();
    assert_eq!(
        test.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    assert_eq!(
        test.id(NEVER).code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}

/// A webhook that is turned off while a test is being stored gets none that waits for ever.
#[tokio::test]
async fn a_test_meets_a_pause() {
    let own = Own::new().await;
    let event = own.world.event(own.user, "a");
    let delivery = Delivery::new(&event, &own.endpoint, event.timestamp);
    let off = json!({ "status": "paused" });
    own.ask(&DASHBOARD_WEBHOOK_UPDATE)
        .body(off)
        .must(own.app, 200)
        .await;
    let (table, now) = (&own.world.table, own.world.clock.now());
    let stored = delivery::store_asked(table, &delivery, &own.endpoint, now, None).await;
    assert_eq!(stored.unwrap(), delivery::Asked::Again);
    assert!(own.listed("").await.is_empty());
}

#[tokio::test]
async fn deliveries_are_listed_by_what_they_are() {
    let own = Own::new().await;
    // Thirty, one a minute; every third fails, and its event is another kind.
    own.world.receivers.at(URL, |sent| {
        let n: u32 = sent.header("x-afinitwin-event").len() as u32;
        Ok(answer(if n > 12 { 500 } else { 200 }))
    });
    let mut ids = Vec::new();
    for n in 0..30 {
        own.world.clock.advance(60_000);
        let kind = if n % 3 == 0 {
            Kind::SnapshotReady
        } else {
            Kind::Test
        };
        let event = Event {
            id: format!("e{n}"),
            event: kind,
            ..own.world.event(own.user, "x")
        };
        ids.insert(0, json!(event.delivery_id(own.endpoint.id)));
        webhooks::dispatch::dispatch(own.app, &event).await.unwrap();
    }
    own.world.pump().await;
    let of = |all: Vec<Value>| -> Vec<Value> { all.iter().map(|one| one["id"].clone()).collect() };
    assert_eq!(of(own.listed("").await), ids, "the latest first");
    let third: Vec<_> = ids.iter().rev().step_by(3).rev().cloned().collect();
    assert_eq!(of(own.listed("status=failed").await), third);
    assert_eq!(of(own.listed("event=twin.snapshot.ready").await), third);
    assert!(own.listed("event=twin.test&status=failed").await.is_empty());
    assert_eq!(
        own.listed("event=twin.test&status=succeeded").await.len(),
        20
    );
    for nothing in ["status=dead", "status=missed", "status=pending"] {
        assert!(own.listed(nothing).await.is_empty());
    }
    let failed = &own.listed("status=failed&limit=1").await[0];
    assert_eq!(failed["attempts"][0]["error"], "status");
    assert!(failed["nextAttemptAt"].is_string());

    // Page by page it is the same, and a cursor is of its list.
    for (query, limit, all) in [
        ("", 7, ids.clone()),
        ("status=failed", 3, third),
        ("", 30, ids),
    ] {
        let list = own.ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST);
        let (mut found, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = list
                .clone()
                .query(&format!("{query}&limit={limit}{cursor}"));
            let page = page.must(own.app, 200).await;
            let some = page["deliveries"].as_array().unwrap().clone();
            assert!(some.len() <= limit);
            found.extend(of(some));
            pages += 1;
            match page["nextCursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(
            (&found, pages),
            (&all, all.len().div_ceil(limit)),
            "{query}"
        );
        if cursor.is_empty() {
            continue;
        }
        let (other, _) = own
            .world
            .endpoint(own.user, "https://other.example.com/in")
            .await;
        for (id, query) in [(own.endpoint.id, "status=dead"), (other.id, query)] {
            let wrong = list.clone().id(id).query(&format!("{query}{cursor}"));
            assert_eq!(wrong.code(own.app).await, (400, "VALIDATION_ERROR".into()));
        }
    }
    let unknown = own.ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST).id(NEVER);
    assert_eq!(
        unknown.code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}

/// However long receivers' answers are, a page is an answer that Lambda can give.
#[tokio::test]
async fn a_page_of_long_answers_fits() {
    let own = Own::new().await;
    own.world.receivers.at(URL, |_| {
        let mut answer = answer(500);
        answer.body = "\u{1}".repeat(4096);
        Ok(answer)
    });
    for n in 0..50 {
        own.world.happens(own.user, &format!("e{n}")).await;
    }
    own.world.pump().await;
    own.world.live(60).await;
    let list = own
        .ask(&DASHBOARD_WEBHOOK_DELIVERY_LIST)
        .must(own.app, 200)
        .await;
    let deliveries = list["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), 50);
    for delivery in deliveries {
        let attempts = delivery["attempts"].as_array().unwrap();
        let numbers: Vec<_> = attempts
            .iter()
            .map(|one| one["n"].as_u64().unwrap())
            .collect();
        assert!(
            numbers.len() == 1 && numbers[0] > 3,
            "the latest: {numbers:?}"
        );
    }
    // Within Lambda's answer the body is text once more.
    assert!(json!(list.to_string()).to_string().len() < 6_000_000);
}

#[tokio::test]
async fn a_delivery_is_sent_again_whatever_became_of_it() {
    let own = Own::new().await;
    let (table, world) = (&own.world.table, &own.world);
    world.receivers.at(URL, |_| Ok(answer(500)));
    world.happens(own.user, "a").await;
    world.pump().await;
    world.receivers.take();
    let (waiting, _) = world.only(&own.endpoint).await;
    let retry = own
        .ask(&DASHBOARD_WEBHOOK_DELIVERY_RETRY)
        .delivery(waiting.id);
    let numbers = |all: Vec<tests::hooks::Sent>| -> Vec<u32> {
        assert!(all.iter().all(|sent| sent.delivery() == waiting.id));
        all.iter().map(tests::hooks::Sent::attempt).collect()
    };

    // One that waits goes now, and its schedule goes on.
    let answer_to = retry.clone().once("k").must(own.app, 202).await;
    assert_eq!(
        (
            &answer_to["id"],
            &answer_to["status"],
            &answer_to["nextAttemptAt"]
        ),
        (
            &json!(waiting.id),
            &json!("failed"),
            &json!(world.clock.now())
        )
    );
    assert_eq!(answer_to["attempts"].as_array().unwrap().len(), 1);
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [2]);
    // Sent again it is not done again.
    assert_eq!(retry.clone().once("k").must(own.app, 202).await, answer_to);
    world.pump().await;
    assert!(world.receivers.take().is_empty());

    // A dead one begins anew, for 72 hours more.
    let (failed, _) = world.only(&own.endpoint).await;
    assert!(
        delivery::bury(table, &failed, "enough", world.clock.now())
            .await
            .unwrap()
    );
    assert_eq!(own.listed("status=dead").await[0]["reason"], "enough");
    world.clock.advance(10 * 24 * HOUR);
    world.receivers.at(URL, |_| Ok(answer(200)));
    let answered = retry.must(own.app, 202).await;
    assert_eq!(
        (&answered["status"], &answered["reason"]),
        (&json!("pending"), &Value::Null)
    );
    let (revived, _) = world.only(&own.endpoint).await;
    assert_eq!(json!(revived.state), answered["status"]);
    assert_eq!(json!(revived.next_attempt_at), answered["nextAttemptAt"]);
    assert_eq!(revived, failed_revived(&failed, &revived));
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [3]);
    // So does one that succeeded.
    assert_eq!(own.listed("").await[0]["status"], "succeeded");
    retry.must(own.app, 202).await;
    world.pump().await;
    assert_eq!(numbers(world.receivers.take()), [4]);
    let listed = &own.listed("").await[0];
    assert_eq!(listed["attempts"].as_array().unwrap().len(), 4);

    // While an attempt is being made there is nothing to do.
    retry.must(own.app, 202).await;
    let (waiting, _) = world.only(&own.endpoint).await;
    let now = world.clock.now();
    delivery::claim(table, &waiting, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        retry.code(own.app).await,
        (409, "DELIVERY_IN_PROGRESS".into())
    );
    world.clock.advance(delivery::LEASE);
    retry.must(own.app, 202).await;
    world.pump().await;
    let listed = &own.listed("").await[0];
    assert_eq!(
        (&listed["status"], &listed["interrupted"]),
        (&json!("succeeded"), &json!(1))
    );

    let unknown = (404, "DELIVERY_NOT_FOUND".to_owned());
    for id in ["x", "dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG"] {
        assert_eq!(retry.clone().delivery(id).code(own.app).await, unknown);
    }
    let (other, _) = world
        .endpoint(own.user, "https://other.example.com/in")
        .await;
    assert_eq!(
        retry.clone().id(other.id).code(own.app).await,
        unknown,
        "another webhook's"
    );
    let nowhere = retry.clone().id(NEVER).code(own.app).await;
    assert_eq!(nowhere, (404, "WEBHOOK_NOT_FOUND".into()));
    let off = json!({ "status": "paused" });
    own.ask(&DASHBOARD_WEBHOOK_UPDATE)
        .body(off)
        .must(own.app, 200)
        .await;
    assert_eq!(
        retry.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
}

/// What the answer to a retry foretells is what the table then holds.
fn failed_revived(before: &Delivery, after: &Delivery) -> Delivery {
    let dead = Delivery {
        state: State::Dead,
        reason: Some("enough".into()),
        next_attempt_at: None,
        ..before.clone()
    };
    dead.revived(0, after.next_attempt_at.unwrap())
}

/// Missed while it was off, told when it is on, and recovered.
#[tokio::test]
async fn what_was_missed_is_told_and_recovered() {
    let own = Own::new().await;
    let world = &own.world;
    let change = |status: &str| {
        let change = json!({ "status": status });
        own.ask(&DASHBOARD_WEBHOOK_UPDATE).body(change)
    };
    change("paused").must(own.app, 200).await;
    world.clock.advance(60_000);
    let since = world.clock.now();
    for n in 0..5 {
        world.happens(own.user, &format!("e{n}")).await;
        world.clock.advance(1_000);
    }
    world.pump().await;
    assert!(world.receivers.take().is_empty());
    let seen = own.ask(&DASHBOARD_WEBHOOK_VIEW).must(own.app, 200).await;
    assert_eq!(seen["missed"], json!({ "count": 5, "since": since }));
    let recover = own
        .ask(&DASHBOARD_WEBHOOK_RECOVER)
        .body(json!({ "since": since }));
    assert_eq!(
        recover.code(own.app).await,
        (409, "WEBHOOK_NOT_ENABLED".into())
    );
    assert_eq!(
        recover.clone().id(NEVER).code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );

    let on = change("enabled").must(own.app, 200).await;
    assert_eq!(
        on["missed"],
        json!({ "count": 5, "since": since }),
        "told with the change"
    );
    let again = change("enabled").must(own.app, 200).await;
    assert_eq!(
        again["missed"],
        json!({ "count": 0, "since": null }),
        "and counted anew"
    );
    assert_eq!(own.listed("status=missed").await.len(), 5);
    assert_eq!(
        own.listed("status=missed").await[0]["reason"],
        "the webhook was paused"
    );
    // Of events since then, that moment included.
    let later = json!({ "since": since.plus_millis(3_000) });
    let two = recover.clone().body(later).once("two");
    assert_eq!(two.must(own.app, 202).await, json!({ "queued": 2 }));
    assert_eq!(two.must(own.app, 202).await, json!({ "queued": 2 }));
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 3 }));
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 0 }));
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 5);
    assert_eq!(own.listed("status=succeeded").await.len(), 5);
    let rested = world.view(&own.endpoint).await;
    assert_eq!((rested.job, rested.job_after), (None, None));
}

/// More than one page: the first at once, the rest by the sweep, in order, each once; and no
/// second recovery beside it.
#[tokio::test]
async fn a_long_recovery_is_done_in_pages() {
    let own = Own::new().await;
    let world = &own.world;
    let since = world.clock.now();
    let ids = lost(&own, 250).await;
    let recover = own
        .ask(&DASHBOARD_WEBHOOK_RECOVER)
        .body(json!({ "since": since }));
    assert_eq!(
        recover.clone().once("k").must(own.app, 202).await,
        json!({ "queued": 250 })
    );
    assert_eq!(own.listed("status=pending&limit=50").await.len(), 50);
    let endpoint = world.view(&own.endpoint).await;
    assert_eq!(
        (endpoint.job, endpoint.job_after),
        (Some(Job::Recover), Some(ids[99]))
    );
    assert_eq!(
        recover.code(own.app).await,
        (409, "RECOVERY_IN_PROGRESS".into())
    );
    assert_eq!(
        recover.clone().once("k").must(own.app, 202).await,
        json!({ "queued": 250 })
    );
    world.live(3).await;
    let sent: Vec<_> = world
        .receivers
        .take()
        .iter()
        .map(|sent| sent.delivery())
        .collect();
    assert_eq!(sent.len(), 250);
    assert_eq!(
        sent.iter().copied().collect::<BTreeSet<_>>(),
        ids.iter().copied().collect()
    );
    assert_eq!(world.view(&own.endpoint).await.job, None);
    assert_eq!(recover.must(own.app, 202).await, json!({ "queued": 0 }));
}

/// Whoever dies on the way, the sweep does what was promised.
#[tokio::test]
async fn a_recovery_outlives_its_process() {
    let own = Own::new().await;
    let world = &own.world;
    let mut met_any = 0;
    for done in [false, true] {
        for nth in 0.. {
            let since = world.clock.now();
            let ids = lost(&own, 3).await;
            let recover = own
                .ask(&DASHBOARD_WEBHOOK_RECOVER)
                .body(json!({ "since": since }));
            let recover = recover.once(&format!("{done}.{nth}"));
            world.faults.crash_at(nth, done);
            let _ = recover.of(world.process()).await;
            let met = world.faults.revive();
            // Its client asks again, and what was begun is begun once.
            let answer = recover.must(world.process(), 202).await;
            assert_eq!(answer, json!({ "queued": 3 }), "{done} {nth}");
            world.live(4).await;
            let sent: BTreeSet<_> = world
                .receivers
                .take()
                .iter()
                .map(|s| s.delivery())
                .collect();
            assert_eq!(sent, ids.iter().copied().collect(), "{done} {nth}");
            assert_eq!(world.view(&own.endpoint).await.job, None);
            world.clock.advance(60_000);
            if !met {
                break;
            }
            met_any += 1;
        }
    }
    assert!(met_any > 10, "{met_any}");
}

/// So many deliveries that were given up, a millisecond apart.
async fn lost(own: &Own, count: i64) -> Vec<DeliveryId> {
    let (table, now) = (&own.world.table, own.world.clock.now());
    let mut ids = Vec::new();
    for n in 0..count {
        let event = Event {
            timestamp: now.plus_millis(n),
            ..own.world.event(own.user, &format!("{now} {n}"))
        };
        let delivery = Delivery::new(&event, &own.endpoint, now);
        let Stored::New(stored) = delivery::store(table, delivery, &own.endpoint, now)
            .await
            .unwrap()
        else {
            panic!("it was there")
        };
        assert!(delivery::bury(table, &stored, "lost", now).await.unwrap());
        ids.push(stored.id);
    }
    ids
}

// --- The demonstration ------------------------------------------------------------------------

#[tokio::test]
async fn the_demonstration_has_a_webhook_to_look_into() {
    let world = Hooks::at(NOON).await;
    demo::seed(&world.table).await.unwrap();
    let vault = demo::vault(&world.stack, &world.table).unwrap();
    demo::seed_webhook(&world.table, &vault, demo::WEBHOOK_URL)
        .await
        .unwrap();
    let app = world.process();
    let by = |endpoint| {
        let mut ask = ask(endpoint).id(demo::WEBHOOK).delivery(demo::DEAD);
        ask.subject = Some(demo::SUBJECT.into());
        ask
    };
    let listed = by(&DASHBOARD_WEBHOOK_DELIVERY_LIST).must(app, 200).await;
    let deliveries = listed["deliveries"].as_array().unwrap();
    let told: Vec<_> = deliveries
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["status"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [(demo::DEAD, "dead"), (demo::DELIVERED, "succeeded")]);
    assert!(
        deliveries
            .iter()
            .all(|one| one["attempts"].as_array().unwrap().len() == 1)
    );
    let user = demo::USER.parse().unwrap();
    let own = endpoint::find(&world.table, user, demo::WEBHOOK.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(
        (own.status, own.created_at),
        (Status::Enabled, at("2025-11-15T13:10:25.812Z"))
    );
    let signer = own.signer(&vault, world.clock.now()).await.unwrap();
    assert_eq!(signer.current.reveal(), demo::WEBHOOK_SECRET);
    by(&DASHBOARD_WEBHOOK_DELIVERY_RETRY).must(app, 202).await;
    by(&DASHBOARD_WEBHOOK_SECRET_ROTATE).must(app, 200).await;

    // Again, with a receiver: it moves there, and all else stays.
    let moved = demo::seed_webhook(&world.table, &vault, "http://127.0.0.1:7/x")
        .await
        .unwrap();
    assert_eq!(
        (moved.url.as_str(), moved.former.is_some()),
        ("http://127.0.0.1:7/x", true)
    );
    let listed = by(&DASHBOARD_WEBHOOK_DELIVERY_LIST).must(app, 200).await;
    assert_eq!(listed["deliveries"][0]["status"], "pending");
    assert_eq!(listed["deliveries"].as_array().unwrap().len(), 2);
    // Deleted it is made anew.
    by(&DASHBOARD_WEBHOOK_DELETE).must(app, 204).await;
    demo::seed_webhook(&world.table, &vault, demo::WEBHOOK_URL)
        .await
        .unwrap();
    by(&DASHBOARD_WEBHOOK_VIEW).must(app, 200).await;
}
