//! The OpenAPI document against the running stack: schemathesis calls every endpoint as the
//! document allows, and as it doesn't, with valid credentials, and compares every answer with it.
//! The examples of the document are recorded here too.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use backoffice_functions::registry::ACCOUNT_ERASE;
use common::Clock;
use dashboard_functions::registry::{
    DISCOVERY_LIST, KEY_LIST, KEY_REVOKE, WEBHOOK_DELETE, WEBHOOK_DELIVERY_LIST,
};
use local::tools::{Tools, Toolset};
use openapi::twin::TWIN;
use registry::{Driver, Function};
use serde_json::{Map, Value, json};
use surface::{Authorizer, Route};
use tests::ask::ask;
use tests::live::{Answer, LAST, Live, alone};
use tests::{Fault, World, root};
use twin::events::{PRODUCT, TEST};
use twin::{PlanStatus, UserId};
use twin_functions::registry::{HEALTH, HISTORIC, PRESET};
use webhooks::delivery::{self, Delivery, Stored};
use webhooks::{DeliveryId, Event, webhook};

/// Examples for each endpoint and phase; `cargo xtask contract --examples N` sets another number.
const EXAMPLES: &str = "4";

#[test]
fn the_stack_keeps_the_document() {
    alone(async |live| {
        let stack = live.stack_json(
            "contract",
            json!({
                "ownerToken": live.stack.owner_token(demo::SUBJECT).unwrap(),
                "internal": live.stack.internal,
                "receiverUrl": live.receiver.url,
            }),
        );
        let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
        let tools = Tools::ensure(&root(), Toolset::Check, &progress)
            .await
            .unwrap();
        #[allow(clippy::disallowed_methods)] // an option of this test alone
        let longer = std::env::var("CONTRACT_EXAMPLES").ok();
        let examples = longer.as_deref().unwrap_or(EXAMPLES);
        // The test makes the same calls each time, a run by hand makes new ones.
        let seed = match longer {
            Some(_) => vec![],
            None => vec!["--seed", "20261122"],
        };
        // The exact form, which says more than the published one.
        let document = stack.with_extension("openapi.yaml");
        std::fs::write(&document, openapi::exact_yaml(&root(), &TWIN).unwrap()).unwrap();
        let python = root().join("infra/tests/python");
        let run = tokio::process::Command::new(tools.bin.join("schemathesis"))
            .arg("--config-file")
            .arg(python.join("schemathesis.toml"))
            .arg("run")
            .arg(&document)
            .args(["--url", &live.stack.api_url, "--max-examples", examples])
            .args(["--continue-on-failure", "--no-color"])
            .args(seed)
            .env("STACK_JSON", &stack)
            .env("SCHEMATHESIS_HOOKS", "contract_hooks")
            .env("PYTHONPATH", &python)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            // It stores its findings in its working directory.
            .current_dir(stack.parent().unwrap())
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let output = String::from_utf8_lossy(&run.stdout);
        println!("{output}\n{}", String::from_utf8_lossy(&run.stderr));
        std::fs::remove_file(stack).unwrap();
        std::fs::remove_file(document).unwrap();
        assert!(run.status.success(), "{}", run.status);
    });
}

/// The recorded answers.
#[derive(Default)]
struct Recording {
    answers: BTreeMap<String, Vec<Value>>,
    errors: BTreeMap<String, Value>,
    problem: Value,
    gateway: BTreeMap<String, Value>,
    cursors: BTreeMap<String, String>,
    deliveries: BTreeMap<String, Value>,
}

fn recorded(answer: &Answer) -> Value {
    let text = String::from_utf8_lossy(&answer.body);
    let body = match answer.header("content-type").contains("json") {
        true => answer.json(),
        false => json!(text),
    };
    // Headers that say nothing about this API.
    let left_out = [
        "date",
        "content-length",
        "connection",
        "apigw-requestid",
        "x-content-type-options",
    ];
    let headers: BTreeMap<_, _> = answer
        .headers
        .iter()
        .filter(|(name, _)| !left_out.contains(&name.as_str()))
        .collect();
    json!({ "status": answer.status, "headers": headers, "body": body })
}

impl Recording {
    fn answer(&mut self, route: &Route, answer: &Answer) {
        assert!(answer.status < 400, "{}: {answer:?}", route.function);
        let all = self.answers.entry(route.function.to_owned()).or_default();
        all.push(recorded(answer));
    }

    fn error(&mut self, code: &str, answer: &Answer) {
        assert_eq!(answer.code().as_deref(), Some(code), "{answer:?}");
        self.errors.insert(code.to_owned(), recorded(answer));
    }

    /// An error that the stack can't be made to answer: its code and its sentence from the code,
    /// the rest from another error's answer.
    fn unseen(&mut self, error: &surface::Error, like: &str) {
        let code = error.code();
        let mut recorded = self.errors[like].clone();
        recorded["status"] = json!(code.status);
        recorded["body"]["error"]["code"] = json!(code.name);
        recorded["body"]["error"]["message"] = json!(error.to_string());
        self.errors.insert(code.name.to_owned(), recorded);
    }

    fn by_gateway(&mut self, answer: &Answer) {
        assert!(answer.json()["message"].is_string(), "{answer:?}");
        self.gateway
            .insert(answer.status.to_string(), recorded(answer));
    }
}

/// A request as the endpoint's file in `events/` has it, with valid credentials.
async fn as_in_its_event(live: &Live, route: &Route, query: Option<&str>) -> Answer {
    let file = root().join(format!("events/{}.json", route.function));
    let event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let method = route.method.as_ref().unwrap().as_str();
    let path = text("/rawPath").unwrap();
    let body = text("/body").map(|body| serde_json::from_str(body).unwrap());
    let authorizer = authorizer(route);
    if authorizer == Authorizer::Iam {
        let path = path.strip_prefix("/v1/internal").unwrap();
        return live.operate(method, path, body.as_ref()).await;
    }
    let query = query.or(text("/rawQueryString")).unwrap_or_default();
    let target = match query {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    };
    let token = live.stack.owner_token(demo::SUBJECT).unwrap();
    let bearer = format!("Bearer {token}");
    let mut headers = vec![match authorizer {
        Authorizer::None => ("X-Twin-Key", text("/headers/x-twin-key").unwrap()),
        _ => ("Authorization", bearer.as_str()),
    }];
    if let Some(key) = text("/headers/idempotency-key") {
        headers.push(("Idempotency-Key", key));
    }
    let body = body.map(|body: Value| body.to_string());
    if body.is_some() {
        headers.push(("Content-Type", "application/json"));
    }
    live.send(
        method,
        &target,
        &headers,
        body.unwrap_or_default().as_bytes(),
    )
    .await
}

/// The authorizer that checks a route's callers.
fn authorizer(route: &Route) -> Authorizer {
    let of = |function: Function| match function.driver {
        Driver::Route(own, authorizer) if own.function == route.function => Some(authorizer),
        _ => None,
    };
    registry::functions().into_iter().find_map(of).unwrap()
}

/// Writes `infra/openapi/examples.json` again: `cargo xtask openapi --record`.
#[test]
#[ignore = "it writes infra/openapi/examples.json"]
fn records_examples() {
    alone(async |live| {
        let mut all = Recording::default();
        for route in registry::routes(registry::Product::Twin) {
            if LAST.contains(&route.function) || route.method.is_none() {
                continue;
            }
            if route.function == PRESET.route.function {
                presets(live, &mut all).await;
            } else {
                let answer = as_in_its_event(live, route, None).await;
                all.answer(route, &answer);
            }
        }
        for route in [
            &HISTORIC.route,
            &WEBHOOK_DELIVERY_LIST.route,
            &DISCOVERY_LIST.route,
            &KEY_LIST.route,
        ] {
            let answer = as_in_its_event(live, route, Some("limit=1")).await;
            let cursor = answer.json()["nextCursor"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            assert!(!cursor.is_empty(), "{answer:?}");
            all.cursors.insert(route.function.to_owned(), cursor);
        }
        errors(live, &mut all).await;
        deliveries(live, &mut all).await;
        for route in [&KEY_REVOKE.route, &WEBHOOK_DELETE.route] {
            let answer = as_in_its_event(live, route, None).await;
            all.answer(route, &answer);
        }
        erasure(live, &mut all).await;
        hidden(live, &mut all).await;

        let codes = registry::codes(registry::Product::Twin).into_iter();
        let codes: BTreeSet<_> = codes.map(|code| code.name.to_owned()).collect();
        let found: BTreeSet<_> = all.errors.keys().cloned().collect();
        assert_eq!(found, codes);
        let text = format!(
            "{:#}\n",
            json!({
                "answers": all.answers, "errors": all.errors, "problem": all.problem,
                "gateway": all.gateway, "cursors": all.cursors, "deliveries": all.deliveries,
            })
        );
        std::fs::write(root().join(TWIN.examples), text).unwrap();
    });
}

/// One of each media type by its English name, one that the client has already, one compressed.
async fn presets(live: &Live, all: &mut Recording) {
    let route = &PRESET.route;
    let key = ("X-Twin-Key", demo::READ_KEY);
    let mut tag = String::new();
    for format in ["json", "yaml", "txt", "md"] {
        let target = format!("/v1/public/twin/preset/compact?format={format}");
        let answer = live.send("GET", &target, &[key], b"").await;
        all.answer(route, &answer);
        tag = answer.header("etag").to_owned();
    }
    let target = "/v1/public/twin/preset/compact?format=md";
    let answer = live
        .send("GET", target, &[key, ("If-None-Match", &tag)], b"")
        .await;
    assert_eq!(answer.status, 304);
    all.answer(route, &answer);
    let mut answer = live
        .send("GET", target, &[key, ("Accept-Encoding", "br")], b"")
        .await;
    assert_eq!(answer.header("content-encoding"), "br");
    // Of this one the headers alone are shown.
    answer.body.clear();
    answer.headers.remove("content-type");
    all.answer(route, &answer);
}

async fn errors(live: &Live, all: &mut Recording) {
    let json = ("Content-Type", "application/json");
    let read = ("X-Twin-Key", demo::READ_KEY);
    let write = ("X-Twin-Key", demo::WRITE_KEY);
    let base = "/v1/public/twin";
    let get = async |path: &str, headers: &[(&str, &str)]| {
        live.send("GET", &format!("{base}{path}"), headers, b"")
            .await
    };
    let facts = async |headers: &[(&str, &str)], body: &[u8]| {
        live.send("POST", &format!("{base}/life-facts"), headers, body)
            .await
    };
    let fact =
        json!({ "facts": [{ "category": "hobbies", "value": "Toca el chelo", "consent": true }] });
    let wrong =
        json!({ "facts": [{ "category": "sport", "value": "Rema", "consent": "yes" }], "fact": 1 });
    let wrong = wrong.to_string();
    all.error(
        "VALIDATION_ERROR",
        &facts(&[write, json], wrong.as_bytes()).await,
    );
    let problem = ("Accept", "application/problem+json");
    all.problem = recorded(&facts(&[write, json, problem], wrong.as_bytes()).await);
    all.error(
        "MALFORMED_JSON",
        &facts(&[write, json], b"{\"facts\":[").await,
    );
    all.error(
        "UNSUPPORTED_MEDIA_TYPE",
        &facts(&[write, json, ("Content-Encoding", "gzip")], b"{}").await,
    );
    all.error(
        "PAYLOAD_TOO_LARGE",
        &facts(&[write, json], &vec![b' '; 257 * 1024]).await,
    );
    let once = ("Idempotency-Key", "reused");
    let fact = fact.to_string();
    assert_eq!(
        facts(&[write, json, once], fact.as_bytes()).await.status,
        202
    );
    let other = fact.replace("chelo", "laúd");
    all.error(
        "IDEMPOTENCY_KEY_REUSED",
        &facts(&[write, json, once], other.as_bytes()).await,
    );
    // It is answered only between two writes of another process.
    let running = surface::Error::idempotency_in_progress();
    all.unseen(&running, "IDEMPOTENCY_KEY_REUSED");

    let bearer = format!("Bearer {}", demo::WRITE_KEY);
    all.error(
        "AMBIGUOUS_KEY",
        &get("/me", &[read, ("Authorization", &bearer)]).await,
    );
    all.error("MISSING_KEY", &get("/me", &[]).await);
    all.error(
        "INVALID_KEY",
        &get("/me", &[("X-Twin-Key", "atk_live_nonsense")]).await,
    );
    all.error(
        "INSUFFICIENT_SCOPE",
        &facts(&[read, json], fact.as_bytes()).await,
    );
    all.error("NOT_FOUND", &get("/nowhere", &[]).await);
    // No CDN is in front of the stack.
    all.unseen(&surface::Error::direct_call_refused(), "NOT_FOUND");
    all.error(
        "METHOD_NOT_ALLOWED",
        &live.send("POST", &format!("{base}/me"), &[], b"").await,
    );
    all.error("PRESET_NOT_FOUND", &get("/preset/poeta", &[read]).await);
    all.error(
        "SNAPSHOT_NOT_FOUND",
        &get("/snapshots/snp_01KA3T6V8M2QZ7XH4RBN9CDEFH", &[read]).await,
    );
    let compiling = "/preset/estandar?snapshotId=snp_01KAM4E9ZD7P3J5V1SQRG8TXWC";
    all.error("SNAPSHOT_NOT_READY", &get(compiling, &[read]).await);

    // An account of its own, with the errors that its owner and the operator get.
    let user = live.account(1_000_000).await;
    let subject = format!("owner of {user}");
    let token = live.stack.owner_token(&subject).unwrap();
    let own = async |method: &str, path: &str, body: Option<Value>| {
        live.ask(&token, method, path, body.as_ref()).await
    };
    let key = async |more: Value| {
        let mut wanted = json!({ "name": "CRM", "scopes": ["twin:read"] });
        wanted
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let made = own("POST", "/twin/keys", Some(wanted)).await.json();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        (text("key"), text("id"))
    };
    let with_key = async |path: &str, key: &str| get(path, &[("X-Twin-Key", key)]).await;
    let soon = Clock::system().now().plus_millis(1_500);
    let (expiring, _) = key(json!({ "expiresAt": soon })).await;
    let (elsewhere, _) = key(json!({ "allowedIps": ["203.0.113.0/24"] })).await;
    all.error("IP_NOT_ALLOWED", &with_key("/me", &elsewhere).await);
    let (small, _) = key(json!({ "monthlyLimit": 1 })).await;
    assert_eq!(with_key("/me", &small).await.status, 200);
    all.error("KEY_QUOTA_EXCEEDED", &with_key("/me", &small).await);
    let (busy, id) = key(json!({})).await;
    all.error(
        "NO_TWIN_PURCHASED",
        &with_key("/preset/estandar", &busy).await,
    );
    let mut answer = with_key("/me", &busy).await;
    while answer.status == 200 {
        answer = with_key("/me", &busy).await;
    }
    all.error("RATE_LIMITED", &answer);
    assert_eq!(
        own("DELETE", &format!("/twin/keys/{id}"), None)
            .await
            .status,
        200
    );
    all.error("KEY_REVOKED", &with_key("/historic", &busy).await);
    let rename = Some(json!({ "name": "other" }));
    all.error(
        "KEY_NOT_LIVE",
        &own("PATCH", &format!("/twin/keys/{id}"), rename).await,
    );
    all.error(
        "KEY_NOT_FOUND",
        &own("GET", "/twin/keys/00000000", None).await,
    );
    tokio::time::sleep(Duration::from_millis(1_600)).await;
    all.error("KEY_EXPIRED", &with_key("/me", &expiring).await);
    live.set_account(user, 2, PlanStatus::Active).await;
    let (third, _) = key(json!({})).await;
    let mut answer = with_key("/me", &third).await;
    while answer.status == 200 {
        answer = with_key("/me", &third).await;
    }
    all.error("TIER_QUOTA_EXCEEDED", &answer);
    live.set_account(user, 1_000_000, PlanStatus::Paused).await;
    all.error("PLAN_REQUIRED", &with_key("/me", &third).await);
    live.set_account(user, 1_000_000, PlanStatus::Active).await;
    let (writing, _) = key(json!({ "scopes": ["twin:write"] })).await;
    let batch: Vec<_> = (0..50)
        .map(|n| json!({ "category": "general", "value": format!("fact {n}"), "consent": true }))
        .collect();
    let batch = json!({ "facts": batch }).to_string();
    let many = async || facts(&[("X-Twin-Key", &writing), json], batch.as_bytes()).await;
    let mut answer = many().await;
    while answer.status == 202 {
        answer = many().await;
    }
    all.error("DISCOVERY_LIMIT_REACHED", &answer);
    let mut answer = own(
        "POST",
        "/twin/keys",
        Some(json!({ "name": "CRM", "scopes": ["twin:read"] })),
    )
    .await;
    while answer.status == 201 {
        answer = own(
            "POST",
            "/twin/keys",
            Some(json!({ "name": "CRM", "scopes": ["twin:read"] })),
        )
        .await;
    }
    all.error("KEY_LIMIT_REACHED", &answer);

    let hook = |n: u32| {
        Some(json!({ "url": format!("{}/{n}", live.receiver.url), "events": ["twin.test"] }))
    };
    let made = own("POST", "/twin/webhooks", hook(0)).await.json();
    live.prove(user, &made).await;
    let id = made["id"].as_str().unwrap().to_owned();
    let at = |path: &str| format!("/twin/webhooks/{id}{path}");
    let mut others = Vec::new();
    for n in 1..10 {
        let other = own("POST", "/twin/webhooks", hook(n)).await.json();
        let other = other["id"].as_str().unwrap().to_owned();
        others.push(move |path: &str| format!("/twin/webhooks/{other}{path}"));
    }
    // As often as a host is probed, and once more.
    let code = Some(json!({ "code": "0".repeat(32) }));
    let [probed, .., left] = others.as_slice() else {
        panic!("there are nine");
    };
    let refused = own("POST", &left("/test"), None).await;
    all.error("WEBHOOK_RATE_LIMITED", &refused);
    let refused = own("POST", &left("/confirm"), code.clone()).await;
    all.error("WEBHOOK_CODE_MISSING", &refused);
    let enable = Some(json!({ "status": "enabled" }));
    let refused = own("PATCH", &left(""), enable).await;
    all.error("WEBHOOK_UNPROVEN", &refused);
    let refused = loop {
        let refused = own("POST", &probed("/confirm"), code.clone()).await;
        if refused.status != 409 {
            break refused;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    all.error("WEBHOOK_CODE_WRONG", &refused);
    all.error(
        "WEBHOOK_LIMIT_REACHED",
        &own("POST", "/twin/webhooks", hook(10)).await,
    );
    all.error(
        "WEBHOOK_NOT_FOUND",
        &own("GET", &format!("/twin/webhooks/{}", demo::WEBHOOK), None).await,
    );
    all.error(
        "DELIVERY_NOT_FOUND",
        &own(
            "POST",
            &at(&format!("/deliveries/{}/retry", demo::DEAD)),
            None,
        )
        .await,
    );
    let now = Clock::system().now();
    let tenant = user.tenant();
    let hooked = webhook::find(&live.table, &tenant, id.parse().unwrap())
        .await
        .unwrap();
    let event = Event {
        id: "leased".into(),
        tenant: tenant.clone(),
        event: TEST,
        timestamp: now,
        data: json!({}),
    };
    let new = Delivery::new(&PRODUCT, &event, &hooked, now);
    let Stored::New(new) = delivery::store(&live.table, new, &hooked, now)
        .await
        .unwrap()
    else {
        panic!("it is stored already");
    };
    delivery::claim(&live.table, &new, now)
        .await
        .unwrap()
        .unwrap();
    all.error(
        "DELIVERY_IN_PROGRESS",
        &own("POST", &at(&format!("/deliveries/{}/retry", new.id)), None).await,
    );
    let from = DeliveryId::first_of(now);
    webhook::begin_recovery(&live.table, &tenant, hooked.id, from, now, &|_, _| Ok(None))
        .await
        .unwrap();
    all.error(
        "RECOVERY_IN_PROGRESS",
        &own("POST", &at("/recover"), Some(json!({ "since": now }))).await,
    );
    own("PATCH", &at(""), Some(json!({ "status": "paused" }))).await;
    all.error(
        "WEBHOOK_NOT_ENABLED",
        &own("POST", &at("/test"), None).await,
    );

    let discovery = format!("/discoveries/{}", demo::DISCOVERY);
    all.error(
        "DISCOVERY_NOT_FOUND",
        &own("POST", &format!("{discovery}/approve"), None).await,
    );
    let demo_token = live.stack.owner_token(demo::SUBJECT).unwrap();
    let decided = live
        .ask(&demo_token, "POST", &format!("{discovery}/reject"), None)
        .await;
    all.error("ALREADY_DECIDED", &decided);
    let nobody = live.stack.owner_token("nobody").unwrap();
    all.error(
        "NO_ACCOUNT",
        &live.ask(&nobody, "GET", "/twin/keys", None).await,
    );
    // The claim that names owners on the stack is none that has to be verified.
    all.unseen(&dashboard_functions::not_verified("email"), "NO_ACCOUNT");
    let issuer = live.stack.issuer("Api", "OwnerJwt").unwrap();
    let access = json!({
        "sub": demo::SUBJECT, "aud": null, "client_id": issuer.audience, "token_use": "access",
    });
    let access = live.stack.issue_token(&access).unwrap();
    all.error(
        "ID_TOKEN_REQUIRED",
        &live.ask(&access, "GET", "/twin/keys", None).await,
    );
    all.by_gateway(&live.send("GET", "/v1/dashboard/twin/keys", &[], b"").await);

    let account = |subject: &str| {
        json!({
            "subject": subject, "plan": "professional", "status": "active", "tier": "starter",
            "updatedAt": Clock::system().now(),
        })
    };
    let other = UserId::new(Clock::system().now());
    let path = format!("/accounts/{other}");
    all.error(
        "SUBJECT_IN_USE",
        &live
            .operate("PUT", &path, Some(&account(demo::SUBJECT)))
            .await,
    );
    let mut snapshot = json!({
        "userId": other, "status": "compiling", "source": "purchase", "purchaseId": "pur_2026_11",
        "snapshotDate": "2026-11-20T16:40:00Z",
    });
    let path = "/snapshots/snp_01KAM4E9ZD7P3J5V1SQRG8TXWE";
    all.error(
        "ACCOUNT_NOT_FOUND",
        &live.operate("PUT", path, Some(&snapshot)).await,
    );
    snapshot["userId"] = json!(user);
    let path = format!("/snapshots/{}", demo::SNAPSHOT);
    all.error(
        "SNAPSHOT_CONFLICT",
        &live.operate("PUT", &path, Some(&snapshot)).await,
    );
    let file = root().join("infra/demo/ainhoa.json");
    let mut profile: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    profile["narratives"] = json!({});
    let ready = json!({
        "userId": demo::USER, "status": "ready", "source": "quarterly",
        "purchaseId": "qtr_2026_q3_demo", "snapshotDate": "2026-08-21T09:00:00Z", "profile": profile,
    });
    all.error(
        "SNAPSHOT_IMMUTABLE",
        &live.operate("PUT", &path, Some(&ready)).await,
    );
    all.by_gateway(
        &live
            .send("PUT", &format!("/v1/internal{path}"), &[json], b"{}")
            .await,
    );
    all.by_gateway(&facts(&[write, json], &vec![b' '; 7 * 1024 * 1024]).await);
}

/// Each event, as the webhook of the demo account gets it.
async fn deliveries(live: &Live, all: &mut Recording) {
    let file = root().join("infra/demo/ainhoa.json");
    let profile: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let now = Clock::system().now();
    let snapshot = |status: &str| {
        json!({
            "userId": demo::USER, "status": status, "source": "purchase",
            "purchaseId": "pur_2026_11_demo", "snapshotDate": "2026-11-20T16:40:00Z",
        })
    };
    let (mut ready, mut failed) = (snapshot("ready"), snapshot("failed"));
    ready["profile"] = profile;
    failed["reason"] = json!("the questionnaire is not complete");
    for (id, body) in [
        ("snp_01KAM4E9ZD7P3J5V1SQRG8TXWF", failed),
        ("snp_01KAM4E9ZD7P3J5V1SQRG8TXWG", ready),
    ] {
        let answer = live
            .operate("PUT", &format!("/snapshots/{id}"), Some(&body))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    let token = live.stack.owner_token(demo::SUBJECT).unwrap();
    let wanted = json!({ "name": "CRM", "scopes": ["twin:read"], "monthlyLimit": 2 });
    let made = live
        .ask(&token, "POST", "/twin/keys", Some(&wanted))
        .await
        .json();
    for _ in 0..3 {
        let key = ("X-Twin-Key", made["key"].as_str().unwrap());
        live.send("GET", "/v1/public/twin/me", &[key], b"").await;
    }
    let path = format!("/twin/keys/{}", made["id"].as_str().unwrap());
    live.ask(&token, "DELETE", &path, None).await;
    live.ask(
        &token,
        "POST",
        &format!("/twin/webhooks/{}/test", demo::WEBHOOK),
        None,
    )
    .await;
    for _ in 0..300 {
        for one in live.receiver.received() {
            let event = one.json();
            let is_ours = one.path == "/webhooks/twin"
                && event["timestamp"].as_str() >= Some(now.to_string().as_str());
            if !is_ours {
                continue;
            }
            let headers: BTreeMap<_, _> = one
                .headers
                .iter()
                .filter(|(name, _)| {
                    name.as_str().contains("webhook") || name.as_str().starts_with("x-afinitwin")
                })
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect();
            let name = event["event"].as_str().unwrap().to_owned();
            let recorded = json!({ "status": 200, "headers": headers, "body": event });
            all.deliveries.entry(name).or_insert(recorded);
        }
        if all.deliveries.len() == PRODUCT.events.len() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("only {:?} were delivered", all.deliveries.keys());
}

/// An account that takes more than one call to erase.
async fn erasure(live: &Live, all: &mut Recording) {
    let user = live.account(1_000_000).await;
    let (key, _) = live.key(user).await;
    for batch in 0..12 {
        let notes: Vec<_> = (0..50)
            .map(|n| json!({ "tag": "note", "text": format!("note {batch} {n}"), "consent": true }))
            .collect();
        let body = json!({ "annotations": notes }).to_string();
        let headers = [
            ("X-Twin-Key", key.reveal()),
            ("Content-Type", "application/json"),
        ];
        let answer = live
            .send(
                "POST",
                "/v1/public/twin/annotations",
                &headers,
                body.as_bytes(),
            )
            .await;
        assert_eq!(answer.status, 202, "{answer:?}");
    }
    let path = format!("/accounts/{user}");
    let first = live.operate("DELETE", &path, None).await;
    assert_eq!(first.status, 202, "{first:?}");
    all.answer(&ACCOUNT_ERASE.route, &first);
    let account = json!({
        "subject": "another", "plan": "professional", "status": "active", "tier": "starter",
        "updatedAt": Clock::system().now(),
    });
    all.error(
        "ERASURE_IN_PROGRESS",
        &live.operate("PUT", &path, Some(&account)).await,
    );
    let mut answer = first;
    while answer.status == 202 {
        answer = live.operate("DELETE", &path, None).await;
    }
    all.answer(&ACCOUNT_ERASE.route, &answer);
}

/// Errors that no client can cause: a fault of ours, a table that does not answer, a route without
/// its authorizer.
async fn hidden(live: &Live, all: &mut Recording) {
    let world = World::at("2026-11-22T09:30:00Z").await;
    let process = world.process(0);
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let keep = |all: &mut Recording, code: &str, (status, body): (u16, Value)| {
        assert_eq!(body["error"]["code"], code, "{body}");
        let headers = match status {
            503 => json!({ "retry-after": "2" }),
            _ => Value::Object(Map::new()),
        };
        let recorded = json!({ "status": status, "headers": headers, "body": body });
        all.errors.insert(code.to_owned(), recorded);
    };
    world.faults.plan(
        "UpdateItem",
        vec![Fault::Error(400, "ThrottlingException"); 8],
    );
    keep(
        all,
        "SERVICE_UNAVAILABLE",
        ask(&HEALTH).key(&key).of(process).await,
    );
    let process = world.process(0);
    world
        .faults
        .plan("GetItem", [Fault::Error(400, "AccessDeniedException")]);
    keep(
        all,
        "INTERNAL_ERROR",
        ask(&HEALTH).key(&key).of(process).await,
    );

    let function = ACCOUNT_ERASE.route.function;
    let file = root().join(format!("events/{function}.json"));
    let mut event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    event["requestContext"]
        .as_object_mut()
        .unwrap()
        .remove("authorizer");
    let url = live.stack.invocation_url(function).unwrap();
    let answer = reqwest::Client::new()
        .post(url)
        .json(&event)
        .send()
        .await
        .unwrap();
    let answer: Value = answer.json().await.unwrap();
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    keep(all, "FORBIDDEN", (403, body));
}
