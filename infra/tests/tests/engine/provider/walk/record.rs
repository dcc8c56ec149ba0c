//! The examples of the platform's OpenAPI document: each endpoint's answer to the request of its file in
//! `events/`, and errors as callers get them. `cargo xtask openapi --record` writes them.

use std::collections::BTreeMap;

use ::provider::package::Packages;
use ::provider::package::store::Durations;
use openapi::provider::PROVIDER;
use serde_json::{Value, json};
use tests::ask::{Answer, Ask, ask};
use tests::provider::{Platform, Process};

use super::{NOW, Party, ends, route, routes};
use crate::provider::package::{CALLABLE, report};

/// Endpoints whose example needs what no request of this walk makes: a version in review, a picture, an
/// install of yesterday.
const WITHOUT: [&str; 5] = [
    "provider-rating-put",
    "provider-review-approve",
    "provider-review-reject",
    "provider-picture-view",
    "provider-version-withdraw",
];

fn recorded(answer: &Answer) -> Value {
    let headers: BTreeMap<_, _> = answer
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .filter(|(name, _)| !["content-length", "x-content-type-options"].contains(name))
        .collect();
    json!({ "status": answer.status, "headers": headers, "body": answer.json() })
}

/// An error's code, in either form.
fn code_of(body: &Value) -> Option<&str> {
    body["error"]["code"].as_str().or(body["error"].as_str())
}

#[tokio::test]
#[ignore = "it writes infra/openapi/provider/examples.json"]
async fn records_examples() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let party = Party::make(&platform, process, "weather-near-you").await;
    let other = Party::make(&platform, process, "tides-of-others").await;
    let mut answers = BTreeMap::<&str, Vec<Value>>::new();
    let mut errors = BTreeMap::new();
    validate(&platform, &party).await;
    let mut all: Vec<_> = routes()
        .filter(|r| !WITHOUT.contains(&r.function))
        .collect();
    // What is shown must be made first: the secret before the proof, the publication before the marketplace.
    let early = [
        "-secret-put",
        "-submit",
        "-publish",
        "-install-create",
        "-auth-profile-put",
    ];
    let first = |function: &str| early.iter().position(|end| function.ends_with(end));
    let order = |r: &&surface::Route| {
        let last = r.function == "provider-app-delete";
        (ends(r), last, first(r.function).unwrap_or(early.len()))
    };
    all.sort_by_key(order);
    for route in all {
        let mut asked = party.ask(route);
        if route.function == "provider-package-create" {
            let mut body = party.body_of(route.function);
            body["slug"] = json!("snow-in-the-alps");
            asked = asked.body(body);
        }
        if route.function == "provider-runtime-app-create" {
            asked = other.ask(route);
            pause(&other, process).await;
        }
        let answer = asked.answer(process).await;
        assert!(answer.status < 400, "{}: {}", route.function, answer.text());
        answers
            .entry(route.function)
            .or_default()
            .push(recorded(&answer));
    }
    for asked in wrong(&platform, &other) {
        let answer = asked.answer(process).await;
        let body = answer.json();
        let code = code_of(&body).unwrap_or_else(|| panic!("{}: {body}", answer.status));
        errors
            .entry(code.to_owned())
            .or_insert_with(|| recorded(&answer));
    }
    let problem = wrong(&platform, &other).swap_remove(0);
    let problem = problem
        .header("accept", "application/problem+json")
        .answer(process)
        .await;
    assert!(errors.len() >= 15, "{:?}", errors.keys());
    let text = format!(
        "{:#}\n",
        json!({ "answers": answers, "errors": errors, "problem": recorded(&problem) })
    );
    std::fs::write(tests::root().join(PROVIDER.examples), text).unwrap();
}

/// A report of the party's version that passes.
async fn validate(platform: &Platform, party: &Party) {
    let clock = platform.world.clock.clone();
    let packages = Packages::new(platform.table.clone(), clock, Durations::default());
    let ids = (
        party.developer.parse().unwrap(),
        party.package.parse().unwrap(),
        party.version.parse().unwrap(),
    );
    let run = packages
        .begin(ids.0, ids.1, ids.2, CALLABLE, &|_| Ok(None))
        .await
        .unwrap();
    packages.finish(&run, &report(&run, 92)).await.unwrap();
}

async fn pause(party: &Party, process: &'static Process) {
    let update = party.ask(route("provider-runtime-app-update"));
    update
        .body(json!({ "status": "paused" }))
        .must(process, 200)
        .await;
}

/// Requests that are refused, one for each error that a caller can get at any time.
fn wrong(platform: &Platform, party: &Party) -> Vec<Ask> {
    let of = |function: &str| party.ask(route(function));
    let token = |body: Value| of("provider-token-issue").body(body);
    let right = party.body_of("provider-token-issue");
    let with = |name: &str, value: Value| {
        let mut body = right.clone();
        body[name] = value;
        token(body)
    };
    let never = |prefix: &str| format!("{prefix}_01KA3T6V8M2QZ7XH4RBN9CDEFG");
    vec![
        of("provider-app-create").body(json!({ "name": "", "color": "blue" })),
        of("provider-app-create").text("{\"name\":"),
        of("provider-app-create").header("content-encoding", "gzip"),
        of("provider-app-create").text(" ".repeat(257 * 1024)),
        ask("provider-app-list"),
        ask("provider-app-list").bearer("a.b.c"),
        ask("provider-app-list").bearer(&platform.id_token("nobody")),
        ask("provider-review-list"),
        of("provider-app-view").id(never("app")),
        of("provider-package-view").id(never("pkg")),
        of("provider-version-view").param("vid", never("ver")),
        of("provider-report-view"),
        of("provider-runtime-app-view").id(never("rta")),
        of("provider-runtime-app-prove"),
        of("provider-package-suspend").id(never("pkg")),
        of("provider-version-publish"),
        of("provider-version-submit"),
        of("provider-install-delete"),
        ask("provider-not-found").path("/v1/providers/nowhere"),
        ask("provider-not-found")
            .method("PUT")
            .path("/v1/providers/apps"),
        token(json!({ "grant_type": "password" })),
        token(json!({})),
        with("scope", json!("provider:everything")),
        with(
            "client_secret",
            json!(format!("{}x", "secret_0123456789".repeat(3))),
        ),
    ]
}
