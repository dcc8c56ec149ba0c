//! The document against what it is made of.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use shared::http::ERRORS;
use shared::http::endpoints::ENDPOINTS;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document() -> Value {
    json!(openapi::document(&root()).unwrap())
}

#[test]
fn the_file_is_what_is_generated() {
    let file = std::fs::read_to_string(root().join(openapi::FILE)).unwrap();
    assert!(
        file == openapi::yaml(&root()).unwrap(),
        "{} is out of date: run `cargo xtask openapi`",
        openapi::FILE
    );
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
    let endpoints = ENDPOINTS.iter().filter_map(|endpoint| {
        let method = endpoint.method.as_ref()?.to_string();
        Some((
            endpoint.function.to_owned(),
            method,
            endpoint.path.to_owned(),
        ))
    });
    assert_eq!(described, endpoints.collect());
}

#[test]
fn every_parameter_body_and_answer_has_an_example() {
    let document = document();
    let mut without = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = format!("{method} {path}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if parameter.get("example").is_none() {
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

/// Each code of the table of errors is some endpoint's, and has an example.
#[test]
fn every_error_is_some_endpoints() {
    let document = document();
    let examples = document["components"]["examples"].as_object().unwrap();
    let text = format!(
        "{}{}",
        document["paths"], document["components"]["responses"]
    );
    let missing: Vec<_> = ERRORS
        .iter()
        .map(|(code, ..)| *code)
        .filter(|code| {
            let used = text.contains(&format!("#/components/examples/{code}\""));
            !used || !examples.contains_key(*code)
        })
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_example_fits_its_schema() {
    assert_eq!(openapi::check(&document()), Vec::<String>::new());
}
