//! Schemas of what is taken and answered, as components of the document.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};
use surface::describe::ObjectDescription;

use crate::Error;

/// Collects what is referred to.
#[derive(Debug)]
pub struct Schemas {
    pub(crate) collected: surface::describe::Schemas,
    others: BTreeMap<String, Value>,
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
            collected: surface::describe::Schemas {
                requests: generator(Contract::Deserialize),
                answers: generator(Contract::Serialize),
                objects: Vec::new(),
            },
            others: BTreeMap::new(),
        }
    }

    /// The reference to what is answered or sent.
    pub fn answer<T: JsonSchema>(&mut self) -> Value {
        self.collected.answers.subschema_for::<T>().to_value()
    }

    /// The reference to a body that is taken.
    pub(crate) fn body(&mut self, body: &ObjectDescription) -> Value {
        let name = body.object.name;
        self.collected
            .objects
            .push((name.to_owned(), body.schema()));
        reference(name)
    }

    /// Adds a component that no type describes, or puts it in place of the one that a type does.
    pub fn insert(&mut self, name: impl Into<String>, schema: Value) {
        self.others.insert(name.into(), schema);
    }

    /// All that was referred to.
    ///
    /// # Errors
    /// Two schemas have one name.
    pub(crate) fn finish(mut self) -> Result<BTreeMap<String, Value>, Error> {
        let requests = self.collected.requests.take_definitions(true);
        let answers = self.collected.answers.take_definitions(true);
        let objects = self.collected.objects.into_iter();
        let all = requests
            .into_iter()
            .chain(objects)
            .map(|(name, schema)| (name, schema, false))
            .chain(
                answers
                    .into_iter()
                    .map(|(name, schema)| (name, schema, true)),
            );
        let mut components = BTreeMap::new();
        for (name, mut schema, answered) in all {
            tidy(&mut schema, answered);
            let known = components.insert(name.clone(), schema.clone());
            if known.is_some_and(|known| known != schema) {
                return Err(Error::Twice(name));
            }
        }
        components.extend(self.others);
        Ok(components)
    }
}

/// An object with one more member, if there is a value for it.
pub(crate) fn with(mut object: Value, name: &str, value: Option<Value>) -> Value {
    if let (Value::Object(members), Some(value)) = (&mut object, value) {
        members.insert(name.to_owned(), value);
    }
    object
}

/// The reference to a component.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("{}{name}", surface::describe::COMPONENTS) })
}

/// Makes a generated schema say what we mean.
pub(crate) fn tidy(schema: &mut Value, answers: bool) {
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
