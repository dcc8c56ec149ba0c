//! The documents against what they are made of.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openapi::twin::TWIN;
use serde_json::{Value, json};
use surface::{Registry, Route, Surface};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document() -> Value {
    json!(TWIN.generate(&root()).unwrap())
}

/// The surfaces of the twin API's document, and the routes of their endpoints.
fn surfaces() -> [(&'static Surface, Vec<&'static Route>); 3] {
    fn of<C>(registry: Registry<C>) -> (&'static Surface, Vec<&'static Route>) {
        let routes = registry.entries.iter().map(|entry| entry.route);
        (registry.surface, routes.collect())
    }
    [
        of(twin_functions::registry::registry()),
        of(dashboard_functions::registry::registry()),
        of(backoffice_functions::registry::registry()),
    ]
}

#[test]
fn the_files_are_what_is_generated() {
    for document in openapi::documents() {
        let file = std::fs::read_to_string(root().join(document.file)).unwrap();
        assert!(
            file == openapi::yaml(&root(), document).unwrap(),
            "{} is out of date: run `cargo xtask openapi`",
            document.file
        );
    }
}

#[test]
fn every_endpoint_is_described_and_no_other() {
    let document = document();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let function = operation["operationId"].as_str().unwrap().to_owned();
            described.insert((function, method.to_uppercase(), path.clone()));
        }
    }
    let surfaces = surfaces();
    let routes = surfaces.iter().flat_map(|(_, routes)| routes);
    let endpoints = routes.map(|route| {
        (
            route.function.to_owned(),
            route.method.as_ref().unwrap().to_string(),
            route.path.to_owned(),
        )
    });
    assert_eq!(described, endpoints.collect());
}

#[test]
fn every_event_is_described_and_no_other() {
    let described = TWIN.webhooks.as_ref().unwrap().events;
    let described: Vec<_> = described.iter().map(|event| event.name).collect();
    let events = twin::events::PRODUCT.events.iter().map(|event| event.name);
    assert_eq!(described, events.collect::<Vec<_>>());
}

#[test]
fn deliveries_have_the_headers_that_the_engine_sends() {
    let document = document();
    let headers = &twin::events::PRODUCT.headers;
    let own = [&headers.event, &headers.delivery, &headers.attempt];
    let own: Vec<_> = own
        .into_iter()
        .chain([&twin::events::PRODUCT.signature.header])
        .collect();
    for methods in document["webhooks"].as_object().unwrap().values() {
        let described = methods["post"]["parameters"].as_array().unwrap().iter();
        let described = described.map(|header| header["name"].as_str().unwrap().to_lowercase());
        let described: BTreeSet<_> = described.collect();
        for name in &own {
            assert!(described.contains(name.as_str()), "{name}");
        }
    }
}

#[test]
fn every_parameter_body_and_answer_has_an_example() {
    let document = document();
    let mut without = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = format!("{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if parameter.get("example").is_none() || parameter.get("description").is_none() {
                    without.push(format!("{name}: {}", parameter["name"]));
                }
            }
            for (media, content) in operation["requestBody"]["content"]
                .as_object()
                .into_iter()
                .flatten()
            {
                if content.get("example").is_none() {
                    without.push(format!("{name}: {media}"));
                }
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.starts_with(['4', '5']) {
                    continue;
                }
                for (media, content) in response["content"].as_object().into_iter().flatten() {
                    if content.get("example").is_none() {
                        without.push(format!("{name}: {status} {media}"));
                    }
                }
            }
        }
    }
    for (event, methods) in document["webhooks"].as_object().unwrap() {
        if methods["post"]["requestBody"]["content"]["application/json"]
            .get("example")
            .is_none()
        {
            without.push(event.clone());
        }
    }
    for (name, header) in document["components"]["headers"].as_object().unwrap() {
        if header.get("example").is_none() {
            without.push(name.clone());
        }
    }
    assert_eq!(without, Vec::<String>::new());
}

/// Each code of a surface is some endpoint's, and has an example.
#[test]
fn every_error_is_some_endpoints() {
    let document = document();
    let examples = document["components"]["examples"].as_object().unwrap();
    let text = format!(
        "{}{}",
        document["paths"], document["components"]["responses"]
    );
    let missing: BTreeSet<_> = surfaces()
        .iter()
        .flat_map(|(surface, _)| surface.all_codes())
        .map(|code| code.name)
        .filter(|code| {
            let used = text.contains(&format!("#/components/examples/{code}\""));
            !used || !examples.contains_key(*code)
        })
        .collect();
    assert_eq!(missing, BTreeSet::new());
}

/// Whatever a document refers to is in it.
#[test]
fn every_reference_leads_somewhere() {
    fn walk(document: &Value, node: &Value, missing: &mut BTreeSet<String>) {
        match node {
            Value::Object(fields) => {
                if let Some(Value::String(target)) = fields.get("$ref") {
                    let pointer = target.trim_start_matches('#');
                    if document.pointer(pointer).is_none() {
                        missing.insert(target.clone());
                    }
                }
                fields
                    .values()
                    .for_each(|value| walk(document, value, missing));
            }
            Value::Array(values) => values
                .iter()
                .for_each(|value| walk(document, value, missing)),
            _ => {}
        }
    }
    let document = document();
    let mut missing = BTreeSet::new();
    walk(&document, &document, &mut missing);
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_example_fits_its_schema() {
    assert_eq!(openapi::check(&document()), Vec::<String>::new());
}
