//! Two developers, two apps, two users: neither sees, guesses or touches anything of the other's.

use std::collections::BTreeMap;

use dynamo::Item;
use serde_json::{Value, json};
use tests::ask::Ask;
use tests::provider::Platform;
use tests::rows;

use super::{NOW, Party, routes};

/// Identifiers of the right form that nothing has.
const NEVER: [(&str, &str); 5] = [
    ("app_", "app_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ("rta_", "rta_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ("pkg_", "pkg_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ("ver_", "ver_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ("dev_", "dev_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
];

fn never(id: &str) -> &'static str {
    let found = NEVER.iter().find(|(prefix, _)| id.starts_with(prefix));
    found.unwrap_or_else(|| panic!("{id}")).1
}

#[tokio::test]
async fn two_accounts_are_worlds_apart() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let mine = Party::make(&platform, process, "weather-mine").await;
    let theirs = Party::make(&platform, process, "tides-of-others").await;
    let before = of(rows::all(&platform.table).await, &theirs);
    assert!(before.len() > 5, "{}", before.len());
    let (mut named, mut shown) = (0, 0);
    for route in routes() {
        // The operator may see everything; the catalogue and the metadata are everybody's.
        let all = ["provider-operator", "provider-metadata"];
        if all.contains(&route.surface.name) || route.path.starts_with("/v1/space/") {
            continue;
        }
        let base = mine.ask(route);
        let parameters: Vec<_> = route
            .parameters()
            .map(|name| (name, theirs.id_of(route, name)))
            .collect();
        for (name, id) in &parameters {
            let id = id.as_ref();
            let id = id.unwrap_or_else(|| panic!("{}: say whose {name} is", route.function));
            named += 1;
            same(
                &base.clone().param(name, id),
                &base.clone().param(name, never(id)),
                process,
            )
            .await;
        }
        // A thing of theirs within a thing of theirs.
        if parameters.len() > 1 {
            let ask = |of: &dyn Fn(&str) -> String| {
                parameters.iter().fold(base.clone(), |ask, (name, id)| {
                    ask.param(name, of(id.as_ref().unwrap()))
                })
            };
            let unknown = ask(&|id| never(id).to_owned());
            same(&ask(&str::to_owned), &unknown, process).await;
        }
        // A thing of theirs in a body.
        if let Some(mut body) = base.body.as_deref().map(json_of)
            && body.get("appId").is_some()
        {
            body["appId"] = json!(theirs.app.id);
            let other = base.clone().body(body.clone());
            body["appId"] = json!(never(&theirs.app.id));
            same(&other, &base.clone().body(body), process).await;
        }
        if parameters.is_empty() && route.method == Some(http::Method::GET) {
            let body = base.must(process, 200).await.to_string();
            shown += 1;
            for name in theirs.names() {
                assert!(!body.contains(name), "{} shows {name}", route.function);
            }
        }
    }
    assert!(named >= 20 && shown >= 4, "{named} by id, {shown} lists");

    // A token of theirs is none to my client.
    for (function, expected) in [
        ("provider-token-introspect", json!({ "active": false })),
        ("provider-token-revoke", json!({})),
    ] {
        let mut body = mine.body_of(function);
        body["token"] = json!(theirs.access_token);
        let ask = mine.ask(super::route(function)).body(body);
        assert_eq!(ask.must(process, 200).await, expected, "{function}");
    }
    let apps = theirs.ask(super::route("provider-runtime-app-list"));
    apps.must(process, 200).await;

    // An Idempotency-Key is one caller's.
    let once = |party: &Party| {
        let create = party.ask(super::route("provider-app-create"));
        create.once("the-same")
    };
    let first = once(&mine).must(process, 201).await;
    assert_eq!(
        once(&mine).must(process, 201).await["data"]["id"],
        first["data"]["id"]
    );
    let after = of(rows::all(&platform.table).await, &theirs);
    for (place, item) in &before {
        // The meter of their own call just now.
        let counted = place.contains(&theirs.app.id);
        assert!(
            counted || after.get(place) == Some(item),
            "{place} has changed"
        );
    }
    assert_ne!(
        once(&theirs).must(process, 201).await["data"]["id"],
        first["data"]["id"]
    );
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What is theirs is answered as what never existed.
async fn same(other: &Ask, unknown: &Ask, process: &'static tests::provider::Process) {
    let name = other.route.function;
    let (status, mut other) = other.of(process).await;
    let (missing, mut unknown) = unknown.of(process).await;
    // A body may say what its path could not: that it must be one's own.
    let is_body = status == 400 && other["error"]["details"][0]["path"] == "appId";
    assert!(is_body || status == 404, "{name}: {status} {other}");
    assert_eq!(status, missing, "{name}: {other} {unknown}");
    for body in [&mut other, &mut unknown] {
        body["error"]["requestId"].take();
    }
    assert_eq!(other, unknown, "{name}: the two must not differ");
}

/// The items that hold a name of this party.
fn of(items: Vec<Item>, party: &Party) -> BTreeMap<String, Item> {
    let own = items.into_iter().filter(|item| {
        let text = format!("{item:?}");
        party.names().iter().any(|name| text.contains(name))
    });
    own.map(|item| (format!("{:?}{:?}", item["pk"], item["sk"]), item))
        .collect()
}
