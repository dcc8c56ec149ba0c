//! One truth, told in several places: the endpoint table against the template, the watch router,
//! the event files and the README. A new endpoint that is missing somewhere fails here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::{BTreeMap, BTreeSet};

use local::Engines;
use local::template::Template;
use serde_json::Value;
use shared::http::endpoints::ENDPOINTS;
use shared::http::{Access, ERRORS, Endpoint};
use tests::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// `GET /path`, or `$default`.
fn route(endpoint: &Endpoint) -> String {
    match &endpoint.method {
        Some(method) => format!("{method} {}", endpoint.path),
        None => endpoint.path.to_owned(),
    }
}

fn routes() -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::<String, BTreeSet<String>>::new();
    for endpoint in ENDPOINTS {
        all.entry(endpoint.function.to_owned())
            .or_default()
            .insert(route(endpoint));
    }
    all
}

#[test]
fn the_template_has_every_endpoint_and_no_other() {
    let mut template = Template::read(&root().join("template.yaml")).unwrap();
    let _engines = Engines::start(&mut template, None).unwrap();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for function in template.functions().unwrap() {
        let routes = function.routes.iter().map(ToString::to_string).collect();
        assert!(
            found.insert(function.bin.clone(), routes).is_none(),
            "{} twice",
            function.bin
        );
    }
    assert_eq!(found, routes());
}

#[test]
fn every_function_has_a_bin_that_serves_it() {
    for endpoint in ENDPOINTS {
        let name = endpoint.function;
        let source = read(&format!("functions/twin/src/bin/{name}.rs"));
        let constant = name.to_uppercase().replace('-', "_");
        assert!(source.contains(&format!("serve(&{constant},")), "{name}");
        assert!(source.lines().count() < 12, "{name}: a main is five lines");
    }
}

#[test]
fn the_watch_router_has_every_route_and_no_other() {
    let manifest: Value =
        serde_json::to_value(toml::from_str::<toml::Table>(&read("Cargo.toml")).unwrap()).unwrap();
    let router = &manifest["workspace"]["metadata"]["lambda"]["watch"]["router"];
    let mut found = BTreeSet::new();
    for (path, targets) in router.as_object().unwrap() {
        for target in targets.as_array().unwrap() {
            let (method, function) = (&target["method"], &target["function"]);
            let route = format!("{} {path}", method.as_str().unwrap());
            found.insert((function.as_str().unwrap().to_owned(), route));
        }
    }
    let expected = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.method.is_some())
        .map(|endpoint| (endpoint.function.to_owned(), route(endpoint)))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_function_has_an_event_of_its_own_route() {
    let mut files: BTreeSet<_> = std::fs::read_dir(root().join("events"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    for endpoint in ENDPOINTS {
        let name = format!("{}.json", endpoint.function);
        assert!(files.remove(&name), "events/{name} is missing");
        let event: Value = serde_json::from_str(&read(&format!("events/{name}"))).unwrap();
        let http = &event["requestContext"]["http"];
        assert_eq!(event["routeKey"], route(endpoint), "{name}");
        assert_eq!(http["path"], event["rawPath"], "{name}");
        if let Some(method) = &endpoint.method {
            assert_eq!(http["method"], method.as_str(), "{name}");
            assert!(
                endpoint.matches(event["rawPath"].as_str().unwrap()),
                "{name}"
            );
        }
    }
    assert!(files.is_empty(), "events of no function: {files:?}");
}

#[test]
fn the_readme_tells_the_same_story() {
    let readme = read("README.md");
    let mut rows = BTreeSet::new();
    for endpoint in ENDPOINTS {
        let Access::Key(metering) = endpoint.access else {
            continue;
        };
        let scope = metering
            .scope
            .map_or("any".to_owned(), |scope| format!("`{scope}`"));
        rows.insert(format!(
            "| `{}` | {scope} | {} | {} | `{}` |",
            route(endpoint),
            metering.per_minute,
            u8::from(metering.counted),
            endpoint.function
        ));
    }
    let told: BTreeSet<_> = readme
        .lines()
        .filter(|line| line.starts_with("| `GET ") || line.starts_with("| `POST "))
        .map(str::to_owned)
        .collect();
    assert_eq!(told, rows);

    let errors: Vec<_> = ERRORS
        .iter()
        .map(|(code, status, when)| format!("| `{code}` | {status} | {when} |"))
        .collect();
    let told: Vec<_> = readme
        .lines()
        .skip_while(|line| *line != "| code | status | when |")
        .skip(2)
        .take_while(|line| line.starts_with("| `"))
        .map(str::to_owned)
        .collect();
    assert_eq!(told, errors);
}
