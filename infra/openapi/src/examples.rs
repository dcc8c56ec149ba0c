//! Examples: requests from `events/`, answers as they were recorded from the running stack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::Timestamp;
use jsonschema::Validator;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use surface::{Request, Route};

use crate::Error;

/// An answer as it was recorded.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// Its status.
    pub(crate) status: u16,
    /// Its headers, names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// Its body: as JSON where it is JSON, otherwise as text.
    pub(crate) body: Value,
}

/// All that was recorded.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Examples {
    /// Answers by function.
    pub(crate) answers: BTreeMap<String, Vec<Recorded>>,
    /// Errors by code.
    pub(crate) errors: BTreeMap<String, Recorded>,
    /// One of these errors in the format of RFC 9457.
    pub(crate) problem: Recorded,
    /// What the gateway answers by itself, by status.
    pub(crate) gateway: BTreeMap<String, Recorded>,
    /// Cursors by function.
    pub(crate) cursors: BTreeMap<String, String>,
    /// Deliveries by event: headers and body.
    pub(crate) deliveries: BTreeMap<String, Recorded>,
}

impl Examples {
    pub(crate) fn read(path: PathBuf) -> Result<Self, Error> {
        let text = read(&path)?;
        serde_json::from_str(&text).map_err(|e| file_error(path, e))
    }

    /// A header's value in the first answer that has it.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let answers = self.answers.values().flatten().chain(self.errors.values());
        let mut all = answers
            .chain(self.gateway.values())
            .chain(self.deliveries.values());
        all.find_map(|answer| answer.headers.get(&name))
            .map(String::as_str)
    }
}

fn file_error(path: PathBuf, problem: impl ToString) -> Error {
    Error::File {
        path,
        problem: problem.to_string(),
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|e| file_error(path.to_path_buf(), e))
}

/// A request to an endpoint: its file in `events/`.
#[derive(Debug, Default)]
pub(crate) struct Event {
    file: PathBuf,
    text: String,
    /// When it came, in milliseconds since 1970.
    at: i64,
    pub(crate) path: BTreeMap<String, String>,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) body: Option<Value>,
}

impl Event {
    pub(crate) fn read(root: &Path, route: &Route) -> Result<Self, Error> {
        let file = root.join(format!("events/{}.json", route.function));
        let whole = read(&file)?;
        let event: Value = serde_json::from_str(&whole).map_err(|e| file_error(file.clone(), e))?;
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
        let raw = text("/rawPath").unwrap_or_default().split('/');
        let path = route.path.split('/').zip(raw).filter_map(|(own, given)| {
            let name = own.strip_prefix('{')?.strip_suffix('}')?;
            Some((name.to_owned(), given.to_owned()))
        });
        let pairs = text("/rawQueryString").unwrap_or_default().split('&');
        let query = pairs
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| {
                (
                    name.to_owned(),
                    percent_decode_str(value).decode_utf8_lossy().into_owned(),
                )
            });
        let at = event.pointer("/requestContext/timeEpoch");
        Ok(Self {
            at: at.and_then(Value::as_i64).unwrap_or_default(),
            path: path.collect(),
            query: query.collect(),
            idempotency_key: text("/headers/idempotency-key").map(str::to_owned),
            body: text("/body").and_then(|body| serde_json::from_str(body).ok()),
            text: whole,
            file,
        })
    }

    /// The request as the endpoint gets it, at the event's own time.
    pub(crate) fn request(&self) -> Result<Request, Error> {
        let event = serde_json::from_str(&self.text);
        let event = event.map_err(|e| file_error(self.file.clone(), e))?;
        let mut request = surface::lambda::request(event);
        request.at = Timestamp::from_millis(self.at);
        Ok(request)
    }
}

/// Holds every example of a document against its schema: what does not fit, in words. Objects are
/// held to what is described: a field that an answer has and its schema doesn't is reported, too.
pub fn check(document: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for section in ["paths", "webhooks", "components"] {
        let mut path = vec![section.to_owned()];
        walk(document, &document[section], &mut path, &mut wrong);
    }
    wrong
}

fn walk(document: &Value, node: &Value, path: &mut Vec<String>, wrong: &mut Vec<String>) {
    let Value::Object(fields) = node else {
        if let Value::Array(items) = node {
            for (n, item) in items.iter().enumerate() {
                path.push(n.to_string());
                walk(document, item, path, wrong);
                path.pop();
            }
        }
        return;
    };
    if let Some(schema) = fields.get("schema") {
        let several = fields.get("examples").and_then(Value::as_object);
        let several = several.into_iter().flat_map(|all| all.values());
        let several = several.filter_map(|one| match one.get("$ref").and_then(Value::as_str) {
            Some(target) => document
                .pointer(target.trim_start_matches('#'))?
                .get("value"),
            None => one.get("value"),
        });
        for example in fields.get("example").into_iter().chain(several) {
            match validator(document, schema) {
                Ok(validator) => {
                    wrong.extend(validator.iter_errors(example).map(|error| {
                        format!("{}: {} {error}", path.join("/"), error.instance_path())
                    }))
                }
                Err(problem) => wrong.push(format!("{}: {problem}", path.join("/"))),
            }
        }
    }
    for (name, value) in fields {
        if !matches!(name.as_str(), "example" | "examples" | "schema" | "schemas") {
            path.push(name.clone());
            walk(document, value, path, wrong);
            path.pop();
        }
    }
}

fn validator(document: &Value, schema: &Value) -> Result<Validator, String> {
    let mut components = document
        .pointer("/components/schemas")
        .cloned()
        .unwrap_or_default();
    close(&mut components);
    let mut schema = schema.clone();
    close(&mut schema);
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": { "schemas": components },
    });
    jsonschema::validator_for(&whole).map_err(|e| e.to_string())
}

/// Lets no object have more fields than are described, where that can be said in one place.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let composed = ["oneOf", "anyOf", "allOf", "$ref", "additionalProperties"];
            let plain = !composed.iter().any(|name| object.contains_key(*name));
            // A schema, and no part of one that refines another.
            if plain && object.contains_key("properties") && object.contains_key("type") {
                object.insert("additionalProperties".into(), json!(false));
            }
            // The choices of one that has fields of its own say a part each.
            let has_own = object.contains_key("properties");
            for (name, value) in object {
                if !(has_own && composed.contains(&name.as_str())) {
                    close(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}
