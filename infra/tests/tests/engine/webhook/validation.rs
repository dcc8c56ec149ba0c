//! Wrong fields of webhooks, each named by its path, and hosts that are not public.

#[path = "../../../../../shared/webhooks/tests/dns/mod.rs"]
mod dns;

use std::time::{Duration, Instant};
use surface::TableContext;

use common::config::Environment;
use dashboard_functions::Dashboard;
use dashboard_functions::registry::{
    WEBHOOK_CREATE, WEBHOOK_DELIVERY_LIST, WEBHOOK_RECOVER, WEBHOOK_SECRET_ROTATE, WEBHOOK_UPDATE,
    WEBHOOK_VERIFY, WEBHOOK_VIEW,
};
use dashboard_functions::webhook::host;
use dns::{Dns, NX_DOMAIN, Reply, SERVER_FAILURE};
use serde_json::{Value, json};
use tests::World;
use tests::ask::ask;
use tests::hooks::made;
use webhooks::resolver::Resolver;
use webhooks::url::WebhookUrl;

use super::{HERE, NEVER, NOON, URL, two_events};
use crate::owner::problems;

#[tokio::test]
async fn each_wrong_field_is_named_by_its_path() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let own = made(app, user, two_events()).await;
    let errors = async |endpoint, body: Value| {
        let ask = ask(endpoint).by(user).id(own["id"].as_str().unwrap());
        problems(&ask.body(body), app).await
    };
    let long = "x".repeat(201);
    for (body, wrong) in [
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
        assert_eq!(errors(&WEBHOOK_CREATE, body.clone()).await, wrong, "{body}");
    }
    for (body, wrong) in [
        (
            json!({ "url": null, "events": null, "status": null }),
            "url TYPE, events TYPE, status TYPE",
        ),
        (json!({ "status": "failing" }), "status INVALID"),
        (json!({ "url": "https://10.0.0.1/" }), "url INVALID"),
        (json!({ "secret": "whsec_" }), "secret UNKNOWN"),
    ] {
        assert_eq!(errors(&WEBHOOK_UPDATE, body.clone()).await, wrong, "{body}");
    }
    for (body, wrong) in [
        (json!({ "overlapHours": 169 }), "overlapHours RANGE"),
        (json!({ "overlapHours": "1" }), "overlapHours TYPE"),
    ] {
        assert_eq!(
            errors(&WEBHOOK_SECRET_ROTATE, body.clone()).await,
            wrong,
            "{body}"
        );
    }
    for (body, wrong) in [
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
        // Wrong ones count.
        (
            json!({ "headers": { "a": vec!["x"; 100], "b": vec![7; 101] }, "body": "" }),
            "headers LENGTH",
        ),
    ] {
        assert_eq!(errors(&WEBHOOK_VERIFY, body.clone()).await, wrong, "{body}");
    }
    for (body, wrong) in [
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
            errors(&WEBHOOK_RECOVER, body.clone()).await,
            wrong,
            "{body}"
        );
    }
    let deliveries = ask(&WEBHOOK_DELIVERY_LIST).by(user);
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
        let see = ask(&WEBHOOK_VIEW).by(user).id(id);
        assert_eq!(
            see.code(app).await,
            (404, "WEBHOOK_NOT_FOUND".into()),
            "{id}"
        );
    }
    // A wrong setting is an error at the start.
    let settings = Environment::of([("ALLOWED_HOSTS", "127.0.0.1")]);
    let broken = Dashboard::over(&settings, world.table.clone(), world.clock.clone());
    assert!(broken.unwrap_err().to_string().contains("ALLOWED_HOSTS"));
}

/// A name may have no address yet; one that is not public is refused at once.
#[tokio::test]
async fn a_host_is_looked_up_before_it_is_taken() {
    let url = WebhookUrl::parse(URL, &Default::default()).unwrap();
    let check = async |reply: Reply| {
        let dns = Dns::of(&[("hooks.example.com", reply)]);
        host::check(&url, &Resolver::at(dns.address)).await
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
        let fields = error.details();
        assert_eq!(fields.len(), 1, "{error:?}");
        assert_eq!(
            (fields[0].path.as_str(), fields[0].code.as_str()),
            ("url", "NOT_PUBLIC")
        );
        assert!(fields[0].message.contains(class), "{}", fields[0].message);
    }
    // One that the operator allows is not looked up.
    let allowed = WebhookUrl::parse(HERE, &"http://127.0.0.1".parse().unwrap()).unwrap();
    assert!(host::check(&allowed, &Resolver::system()).await.is_ok());
}
