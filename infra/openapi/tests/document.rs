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
    json!(TWIN.published(&root()).unwrap())
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

/// Generators of clients take a part of JSON Schema: of the rest they make code that does not
/// compile, or that loses fields. `src/generators.rs` writes the document without it.
#[test]
fn no_schema_is_one_that_generators_stumble_over() {
    /// What says more than a type: a generator ignores it, or makes a class of it.
    const NOT_TAKEN: [&str; 13] = [
        "allOf",
        "const",
        "contains",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "if",
        "maxProperties",
        "not",
        "patternProperties",
        "prefixItems",
        "propertyNames",
        "then",
    ];
    fn check(at: &str, schema: &Value, found: &mut BTreeSet<String>) {
        let Some(own) = schema.as_object() else {
            found.insert(format!("{at} is {schema}"));
            return;
        };
        let is = |kind: &str| match own.get("type") {
            Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
            one => one.is_some_and(|one| one == kind),
        };
        for name in NOT_TAKEN.iter().filter(|name| own.contains_key(**name)) {
            found.insert(format!("{at} has {name}"));
        }
        let words = own.get("enum").and_then(Value::as_array);
        if words.is_some_and(|words| !is("string") || !words.iter().all(Value::is_string)) {
            found.insert(format!("{at} is an enum of something other than strings"));
        }
        if own.contains_key("oneOf") {
            let beside = own.keys().map(String::as_str).collect::<Vec<_>>();
            let variants = own["oneOf"].as_array().unwrap();
            if beside != ["description", "discriminator", "oneOf"]
                || variants.iter().any(|one| one.get("$ref").is_none())
            {
                found.insert(format!("{at} is a choice of variants without names"));
            }
        }
        if own
            .get("items")
            .is_some_and(|items| items.get("enum").is_some())
        {
            found.insert(format!("{at} is a list of words without a name"));
        }
        if let Some(Value::Array(choices)) = own.get("anyOf")
            && (choices.len() != 2 || choices[1]["type"] != "null" || own.contains_key("type"))
        {
            found.insert(format!("{at} is neither something nor null"));
        }
        if is("integer")
            && own.get("format").is_none()
            && own.get("maximum").and_then(Value::as_u64) > Some(i32::MAX as u64)
        {
            found.insert(format!("{at} does not fit 32 bits, and does not say so"));
        }
        if own.contains_key("pattern") && own.contains_key("format") {
            found.insert(format!("{at} has a pattern for what is no text any more"));
        }
        let inner = ["items", "additionalProperties"].map(|name| (name.to_owned(), own.get(name)));
        let inner = inner
            .into_iter()
            .filter_map(|(name, one)| Some((name, one?)));
        let fields = own.get("properties").and_then(Value::as_object);
        let fields = fields.into_iter().flatten();
        let choices = own.get("anyOf").and_then(Value::as_array);
        let choices = choices.into_iter().flatten();
        let inner = inner
            .chain(fields.map(|(name, one)| (name.clone(), one)))
            .chain(choices.map(|one| ("anyOf".to_owned(), one)));
        for (name, one) in inner.filter(|(_, one)| !one.is_boolean()) {
            let at = format!("{at}/{name}");
            if one.get("properties").is_some() || one.get("oneOf").is_some() {
                found.insert(format!("{at} is an object without a name"));
            }
            check(&at, one, found);
        }
    }
    fn walk(at: &str, node: &Value, found: &mut BTreeSet<String>) {
        match node {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match name.as_str() {
                        "example" | "examples" => {}
                        "schema" => {
                            if value.get("properties").is_some() {
                                found.insert(format!("{at} is an object without a name"));
                            }
                            check(at, value, found);
                        }
                        "schemas" => {
                            for (name, schema) in value.as_object().unwrap() {
                                check(name, schema, found);
                            }
                        }
                        _ => walk(&format!("{at}/{name}"), value, found),
                    }
                }
            }
            Value::Array(values) => {
                for (n, value) in values.iter().enumerate() {
                    walk(&format!("{at}/{n}"), value, found);
                }
            }
            _ => {}
        }
    }
    for document in openapi::documents() {
        let published = json!(document.published(&root()).unwrap());
        let mut found = BTreeSet::new();
        walk("", &published, &mut found);
        assert_eq!(found, BTreeSet::new(), "{}", document.file);

        // Go makes a function `NewKey` of a model `Key`.
        let names = published["components"]["schemas"].as_object().unwrap();
        let made: Vec<_> = names
            .keys()
            .filter(|name| names.contains_key(&format!("New{name}")))
            .collect();
        assert_eq!(made, Vec::<&String>::new(), "{}", document.file);
    }
}

/// Whatever is exactly so is so as it is published: examples fit both forms.
#[test]
fn every_example_fits_the_exact_form() {
    let exact = json!(TWIN.exact(&root()).unwrap());
    assert_eq!(openapi::check(&exact), Vec::<String>::new());
}
