//! Schemas of the wire types, as components of the document.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::{Contract, SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};
use shared::profile::Profile;

use crate::Error;

const COMPONENTS: &str = "#/components/schemas/";
/// What the profile's own definitions are called here: names such as `Category` are taken.
const OF_PROFILE: &str = "Pcp";

/// Collects what is referred to.
pub(crate) struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Schemas {
    pub(crate) fn new() -> Self {
        let generator = |contract| {
            SchemaSettings::draft2020_12()
                .with(|settings| {
                    settings.definitions_path = "/components/schemas".into();
                    settings.meta_schema = None;
                    settings.contract = contract;
                })
                .into_generator()
        };
        Self {
            requests: generator(Contract::Deserialize),
            answers: generator(Contract::Serialize),
        }
    }

    /// The reference to what is taken.
    pub(crate) fn request<T: JsonSchema>(&mut self) -> Value {
        self.requests.subschema_for::<T>().to_value()
    }

    /// The reference to what is answered.
    pub(crate) fn answer<T: JsonSchema>(&mut self) -> Value {
        self.answers.subschema_for::<T>().to_value()
    }

    /// All that was referred to.
    ///
    /// # Errors
    /// Two types have one name.
    pub(crate) fn finish(mut self) -> Result<BTreeMap<String, Value>, Error> {
        let mut all = BTreeMap::new();
        for (generator, answers) in [(&mut self.requests, false), (&mut self.answers, true)] {
            for (name, mut schema) in generator.take_definitions(true) {
                tidy(&mut schema, answers);
                let known = all.insert(name.clone(), schema.clone());
                if known.is_some_and(|known| known != schema) {
                    return Err(Error::Twice(name));
                }
            }
        }
        let mut profile = Profile::schema();
        let Some(root) = profile.as_object_mut() else {
            return Ok(all);
        };
        root.remove("$schema");
        root.remove("$id");
        let definitions = root.remove("$defs");
        moved(&mut profile);
        all.insert("Profile".into(), profile);
        for (name, schema) in definitions.iter().flat_map(Value::as_object).flatten() {
            let mut schema = schema.clone();
            moved(&mut schema);
            all.insert(format!("{OF_PROFILE}{name}"), schema);
        }
        Ok(all)
    }
}

/// The profile's references, to where its definitions are here.
fn moved(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get_mut("$ref") {
                *target = target.replace("#/$defs/", &format!("{COMPONENTS}{OF_PROFILE}"));
            }
            // Linters want what a branch requires to be named in the branch.
            if let Some(Value::Object(branch)) = object.get_mut("else") {
                let named = branch.get("required").and_then(Value::as_array);
                let named = named.into_iter().flatten().filter_map(Value::as_str);
                let named = named.map(|name| (name.to_owned(), json!({}))).collect();
                branch.entry("properties").or_insert(Value::Object(named));
            }
            object.values_mut().for_each(moved);
        }
        Value::Array(values) => values.iter_mut().for_each(moved),
        _ => {}
    }
}

/// Makes a generated schema say what we mean.
fn tidy(schema: &mut Value, answers: bool) {
    match schema {
        Value::Object(object) => {
            words(object);
            // Rust's own: the ranges say it.
            let rusts = |format: &Value| {
                let format = format.as_str().unwrap_or_default();
                format.starts_with("uint") || format.starts_with("int") || format == "double"
            };
            if object.get("format").is_some_and(rusts) {
                object.remove("format");
            }
            object.remove("default");
            if let Some(Value::String(text)) = object.get_mut("description") {
                *text = unwrapped(text);
            }
            if answers {
                absent_is_not_null(object);
            }
            object.values_mut().for_each(|value| tidy(value, answers));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| tidy(value, answers)),
        _ => {}
    }
}

/// An enum of documented words comes as a choice of constants.
fn words(object: &mut Map<String, Value>) {
    let Some(choices) = object.get("oneOf").and_then(Value::as_array) else {
        return;
    };
    let mut words = Vec::new();
    let mut lines = Vec::new();
    for choice in choices {
        let Some(word) = choice.get("const").and_then(Value::as_str) else {
            return;
        };
        words.push(json!(word));
        if let Some(about) = choice.get("description").and_then(Value::as_str) {
            lines.push(format!("- `{word}`: {}", unwrapped(about)));
        }
    }
    object.remove("oneOf");
    object.insert("type".into(), json!("string"));
    object.insert("enum".into(), Value::Array(words));
    let about = object.get("description").and_then(Value::as_str);
    let about = unwrapped(about.unwrap_or_default());
    if !lines.is_empty() {
        let about = format!("{about}\n\n{}", lines.join("\n"));
        object.insert("description".into(), about.into());
    }
}

/// What an answer leaves out is never null in it.
fn absent_is_not_null(object: &mut Map<String, Value>) {
    let required: Vec<String> = object
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let Some(Value::Object(properties)) = object.get_mut("properties") else {
        return;
    };
    for (name, schema) in properties {
        if required.contains(name) {
            continue;
        }
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [only] = types.as_slice() {
                let only = only.clone();
                if let Some(schema) = schema.as_object_mut() {
                    schema.insert("type".into(), only);
                }
            }
        }
        let inner = match schema
            .get("anyOf")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
        {
            Some([Value::Object(inner), null]) if null["type"] == "null" => Some(inner.clone()),
            _ => None,
        };
        if let (Some(inner), Some(schema)) = (inner, schema.as_object_mut()) {
            schema.remove("anyOf");
            schema.extend(inner);
        }
    }
}

/// Lines that were wrapped in the source are one again; paragraphs and lists stay.
fn unwrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if !out.is_empty() {
            let begins = line.is_empty() || line.starts_with("- ") || out.ends_with('\n');
            out.push(if begins { '\n' } else { ' ' });
        }
        out.push_str(line);
    }
    out
}
