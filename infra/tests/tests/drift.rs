//! One truth, told in several places: the tables of endpoints and workers against the template,
//! the watch router, the event files and the README; the template's parameters, what they cost and
//! what deploys them. What is missing somewhere fails here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::{BTreeMap, BTreeSet};

use local::Engines;
use local::gateway;
use local::template::Template;
use serde_json::Value;
use shared::http::endpoints::{ENDPOINTS, WORKERS};
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
    for worker in WORKERS {
        assert!(
            all.insert(worker.function.to_owned(), BTreeSet::new())
                .is_none()
        );
    }
    all
}

/// The template, with what its intrinsics need to mean something.
fn template() -> (Template, Engines) {
    let mut template = Template::read(&root().join("template.yaml")).unwrap();
    let engines = Engines::start(&mut template, None).unwrap();
    (template, engines)
}

#[test]
fn the_template_has_every_function_and_no_other() {
    let (template, _engines) = template();
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

/// A route whose caller nobody checks must not come to be by a slip of the pen.
#[test]
fn every_route_has_the_authorizer_of_its_callers() {
    let (template, _engines) = template();
    for function in template.functions().unwrap() {
        for found in function.routes {
            let name = found.to_string();
            let endpoint = ENDPOINTS.iter().find(|endpoint| route(endpoint) == name);
            let right = match endpoint.unwrap().access {
                Access::Public | Access::Key(_) => found.access == gateway::Access::Open,
                Access::Owner => matches!(
                    &found.access,
                    gateway::Access::Jwt { authorizer, .. } if authorizer == "OwnerJwt"
                ),
                Access::Operator => found.access == gateway::Access::Iam,
            };
            assert!(right, "{name}: {:?}", found.access);
        }
    }
}

#[test]
fn every_function_has_a_bin_that_serves_it() {
    let (template, _engines) = template();
    let endpoints = ENDPOINTS.iter().map(|e| (e.function, "serve"));
    let workers = WORKERS.iter().map(|w| (w.function, "serve_worker"));
    let mut served: BTreeMap<_, _> = endpoints.chain(workers).collect();
    for (package, bins) in template.binaries().unwrap() {
        for name in bins {
            let serve = served.remove(name.as_str());
            let serve = serve.unwrap_or_else(|| panic!("{name} is in no table"));
            let source = read(&format!("{package}/src/bin/{name}.rs"));
            let constant = name.to_uppercase().replace('-', "_");
            // However it is wrapped.
            let words: String = source.split_whitespace().collect();
            assert!(words.contains(&format!("{{{serve}(&{constant},")), "{name}");
            assert!(source.lines().count() < 16, "{name}: a main is five lines");
        }
    }
    assert!(served.is_empty(), "without a binary: {served:?}");
}

#[test]
fn every_worker_runs_by_itself() {
    let (template, _engines) = template();
    let rotations = template.rotations().unwrap();
    for function in template.functions().unwrap() {
        let worker = WORKERS.iter().any(|worker| worker.function == function.bin);
        // By a schedule, by a queue, or by Secrets Manager.
        let runs = !function.schedules.is_empty()
            || !function.mappings.is_empty()
            || rotations.iter().any(|(_, by)| *by == function.logical_id);
        assert_eq!(runs, worker, "{}", function.bin);
        assert!(function.schedules.iter().all(|schedule| schedule.enabled));
        assert!(function.mappings.iter().all(|mapping| mapping.enabled));
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
    for worker in WORKERS {
        let name = format!("{}.json", worker.function);
        assert!(files.remove(&name), "events/{name} is missing");
        let event: Value = serde_json::from_str(&read(&format!("events/{name}"))).unwrap();
        match worker.function {
            "outbox-sweep" | "webhook-sweep" => {
                assert_eq!(event["detail-type"], "Scheduled Event", "{name}");
            }
            "webhook-dispatch" | "webhook-sender" => {
                let message = &event["Records"][0];
                assert_eq!(message["eventSource"], "aws:sqs", "{name}");
                assert!(message["body"].is_string(), "{name}");
            }
            "webhook-key-rotation" => assert_eq!(event["Step"], "testSecret", "{name}"),
            other => panic!("{other}: say here what its events are"),
        }
    }
    assert!(files.is_empty(), "events of no function: {files:?}");
}

#[test]
fn the_readme_tells_the_same_story() {
    let readme = read("README.md");
    // Key holders are told what a call costs; the others, in words, what it does.
    let (mut rows, mut others) = (BTreeSet::new(), BTreeSet::new());
    for endpoint in ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.method.is_some())
    {
        let (route, function) = (route(endpoint), endpoint.function);
        let Access::Key(metering) = endpoint.access else {
            others.insert((format!("| `{route}` | "), format!(" | `{function}` |")));
            continue;
        };
        let scope = metering
            .scope
            .map_or("any".to_owned(), |scope| format!("`{scope}`"));
        let (minute, quota) = (metering.per_minute, u8::from(metering.counted));
        rows.insert(format!(
            "| `{route}` | {scope} | {minute} | {quota} | `{function}` |"
        ));
    }
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let told: BTreeSet<_> = readme
        .lines()
        .filter(|line| {
            methods
                .iter()
                .any(|m| line.starts_with(&format!("| `{m} ")))
        })
        .filter(|line| {
            let same = |row: &(String, String)| line.starts_with(&row.0) && line.ends_with(&row.1);
            let found = others.iter().find(|row| same(row)).cloned();
            found.is_none_or(|row| !others.remove(&row))
        })
        .map(str::to_owned)
        .collect();
    assert_eq!(told, rows);
    assert!(others.is_empty(), "not in the README: {others:?}");
    for worker in WORKERS {
        let row = format!("| `{}` | ", worker.function);
        assert!(readme.lines().any(|line| line.starts_with(&row)), "{row}");
    }

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

#[test]
fn the_readme_explains_every_parameter() {
    let readme = read("README.md");
    let rows = readme
        .lines()
        .skip_while(|line| *line != "| parameter | default | |")
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut told = BTreeMap::new();
    for row in rows {
        let cells: Vec<_> = row.split(" | ").collect();
        let names: Vec<_> = cells[0].trim_start_matches("| ").split(", ").collect();
        let defaults: Vec<_> = cells[1].split(", ").collect();
        for (i, name) in names.iter().enumerate() {
            let default = defaults.get(i).unwrap_or(&defaults[0]);
            let default = match *default {
                "none" => String::new(),
                number if number.starts_with(char::is_numeric) => number.replace(',', ""),
                text => text.trim_matches('`').to_owned(),
            };
            assert!(
                told.insert(name.trim_matches('`').to_owned(), default)
                    .is_none()
            );
        }
    }
    let template = Template::read(&root().join("template.yaml")).unwrap();
    let all: BTreeMap<_, _> = template
        .parameters()
        .map(|(name, default)| (name.to_owned(), default.unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(told, all);
}

#[test]
fn the_readme_tells_what_it_costs() {
    let assumed = cost::Assumptions::default();
    let counts = cost::Counts::of(&root(), &assumed).unwrap();
    let tables = cost::Cost::of(&assumed, &counts).tables();
    assert!(
        read("README.md").contains(&tables),
        "not in the README:\n{tables}"
    );
}

/// The stages set parameters that there are, and the pipeline deploys with the SAM that is tested.
#[test]
fn what_deploys_fits_the_template() {
    let mut template = Template::read(&root().join("template.yaml")).unwrap();
    let stages: toml::Table = toml::from_str(&read("samconfig.toml")).unwrap();
    let pipeline = read("infra/pipeline/github-actions.yaml");
    for stage in ["staging", "production"] {
        let deploy = &stages[stage]["deploy"]["parameters"];
        let overrides = deploy["parameter_overrides"].as_table().unwrap();
        for (name, value) in overrides {
            template.set(name, value.as_str().unwrap()).unwrap();
        }
        assert_eq!(overrides["Stage"].as_str(), Some(stage));
        assert_ne!(overrides["Rollout"].as_str(), Some("AllAtOnce"), "{stage}");
        // The name of the job is that of the stage.
        assert!(pipeline.contains(&format!("\n  {stage}:\n")), "{stage}");
    }
    let sam = pipeline
        .lines()
        .find_map(|line| line.trim().strip_prefix("SAM: "));
    let sam = format!("\"{}\"", sam.unwrap());
    assert!(read("infra/local/src/tools.rs").contains(&sam), "{sam}");
}
