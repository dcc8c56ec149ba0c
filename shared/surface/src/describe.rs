//! Requests and answers as JSON Schemas (feature `schema`).
//!
//! A request is described by reading one: an example of it is parsed while a [`Recorder`] notes
//! which parameters and fields are asked for, and by which readers. So the reference can't say
//! anything else than what handlers read. An answer is described by the type of the handler's
//! [`crate::Reply`].

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex};

use common::lock;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::body::{Object, Variant};
use crate::error::Error;
use crate::registry::Entry;
use crate::reply::Answers;
use crate::request::{Input, Request};

/// Where schemas of named objects stand, as in `#/components/schemas/CreateKey`.
pub const COMPONENTS: &str = "#/components/schemas/";

/// What is read of a request.
#[derive(Clone, Debug, Default)]
pub struct RequestDescription {
    /// Parameters of its path and query, in the order in which they are read.
    pub parameters: Vec<ParameterDescription>,
    /// Its body.
    pub body: Option<ObjectDescription>,
    /// Whether it may carry an `Idempotency-Key`.
    pub idempotent: bool,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct ParameterDescription {
    /// Its name.
    pub name: &'static str,
    /// Where it is: `path` or `query`.
    pub place: &'static str,
    /// What it takes.
    pub schema: Value,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It may be absent or null.
    Optional,
}

/// An object of a body.
#[derive(Clone, Debug)]
pub struct ObjectDescription {
    /// Its name and what it is.
    pub object: Object,
    /// Whether there must be a body at all.
    pub required: bool,
    properties: Vec<(&'static str, Value)>,
    needed: Vec<&'static str>,
    constraints: Map<String, Value>,
    variants: Option<(&'static str, &'static [Variant])>,
}

impl ObjectDescription {
    pub(crate) fn new(object: Object) -> Self {
        Self {
            object,
            required: true,
            properties: Vec::new(),
            needed: Vec::new(),
            constraints: Map::new(),
            variants: None,
        }
    }

    pub(crate) fn with_required(self, required: bool) -> Self {
        Self { required, ..self }
    }

    pub(crate) fn field(&mut self, name: &'static str, presence: Presence, schema: Value) {
        let schema = match presence {
            Presence::Required => {
                self.needed.push(name);
                schema
            }
            Presence::Optional => nullable(schema),
        };
        self.properties.push((name, schema));
    }

    pub(crate) fn not_null(&mut self, name: &'static str) {
        for (own, schema) in &mut self.properties {
            if *own == name {
                *schema = not_null(std::mem::take(schema));
            }
        }
    }

    pub(crate) fn constrain(&mut self, members: Value) {
        if let Value::Object(members) = members {
            self.constraints.extend(members);
        }
    }

    pub(crate) fn vary(&mut self, by: &'static str, variants: &'static [Variant]) {
        self.variants = Some((by, variants));
    }

    /// The object's JSON Schema.
    pub fn schema(&self) -> Value {
        let Some((by, variants)) = self.variants else {
            let needed = self.needed.iter().map(|name| json!(name)).collect();
            return self.object(self.object.about, self.properties.iter().cloned(), needed);
        };
        let variants = variants.iter().map(|variant| {
            let others = |name| variants.iter().any(|other| other.fields.contains(name));
            let fields = self.properties.iter().filter_map(|(name, schema)| {
                let schema = if *name == by {
                    json!({ "type": "string", "const": variant.word })
                } else if variant.fields.contains(name) {
                    not_null(schema.clone())
                } else if others(name) {
                    return None;
                } else {
                    schema.clone()
                };
                Some((*name, schema))
            });
            let needed = self.needed.iter().chain(variant.fields);
            let needed = needed.map(|name| json!(name)).collect();
            self.object(variant.about, fields, needed)
        });
        json!({ "description": self.object.about, "oneOf": variants.collect::<Vec<_>>() })
    }

    fn object(
        &self,
        about: &str,
        properties: impl Iterator<Item = (&'static str, Value)>,
        mut needed: Vec<Value>,
    ) -> Value {
        let properties = properties.map(|(name, schema)| (name.to_owned(), schema));
        let mut schema = json!({
            "type": "object",
            "description": about,
            "properties": properties.collect::<Map<_, _>>(),
            "additionalProperties": false,
        });
        if let Some(members) = schema.as_object_mut() {
            for (name, value) in &self.constraints {
                match (name.as_str(), value) {
                    ("required", Value::Array(more)) => needed.extend(more.iter().cloned()),
                    _ => {
                        members.insert(name.clone(), value.clone());
                    }
                }
            }
            if !needed.is_empty() {
                members.insert("required".into(), Value::Array(needed));
            }
        }
        schema
    }
}

/// A schema as a component of its own.
pub(crate) fn component(generator: &mut SchemaGenerator, name: &str, schema: Value) -> Value {
    let definitions = generator.definitions_mut();
    definitions.insert(name.to_owned(), schema);
    json!({ "$ref": format!("{COMPONENTS}{name}") })
}

/// A schema with a sentence.
pub(crate) fn described(schema: Value, about: &str) -> Value {
    match schema {
        // In a reference's siblings a description stands for this use of it alone.
        Value::Object(mut members) => {
            members.insert("description".into(), json!(about));
            Value::Object(members)
        }
        other => other,
    }
}

/// A list of so many.
pub(crate) fn list(items: Value, length: &RangeInclusive<usize>) -> Value {
    match length.start() {
        0 => json!({ "type": "array", "items": items, "maxItems": length.end() }),
        least => json!({
            "type": "array", "items": items, "minItems": least, "maxItems": length.end(),
        }),
    }
}

fn nullable(schema: Value) -> Value {
    let Value::Object(mut members) = schema else {
        return schema;
    };
    if let Some(Value::String(kind)) = members.get("type") {
        let kinds = json!([kind, "null"]);
        members.insert("type".into(), kinds);
        // An enum or a constant would not let null pass by the type alone.
        if let Some(Value::Array(words)) = members.get_mut("enum") {
            words.push(Value::Null);
        }
        return Value::Object(members);
    }
    let about = members.remove("description");
    let either = json!({ "anyOf": [Value::Object(members), { "type": "null" }] });
    with_description(either, about)
}

fn not_null(schema: Value) -> Value {
    let Value::Object(mut members) = schema else {
        return schema;
    };
    if let Some(Value::Array(kinds)) = members.get("type") {
        if let Some(kind) = kinds.iter().find(|kind| *kind != "null").cloned() {
            members.insert("type".into(), kind);
        }
        if let Some(Value::Array(words)) = members.get_mut("enum") {
            words.retain(|word| !word.is_null());
        }
        return Value::Object(members);
    }
    let Some(Value::Array(choices)) = members.remove("anyOf") else {
        return Value::Object(members);
    };
    let inner = choices
        .into_iter()
        .find(|choice| choice.get("type").is_none_or(|kind| kind != "null"))
        .unwrap_or_default();
    with_description(inner, members.remove("description"))
}

fn with_description(mut schema: Value, about: Option<Value>) -> Value {
    if let (Some(members), Some(about)) = (schema.as_object_mut(), about) {
        members.insert("description".into(), about);
    }
    schema
}

/// Notes what is read of a request. By default it notes nothing.
#[derive(Clone, Default)]
pub struct Recorder(Option<Arc<Mutex<Recording>>>);

struct Recording {
    generator: SchemaGenerator,
    objects: Vec<(String, Value)>,
    request: RequestDescription,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    fn new(generator: SchemaGenerator) -> Self {
        Self(Some(Arc::new(Mutex::new(Recording {
            generator,
            objects: Vec::new(),
            request: RequestDescription::default(),
        }))))
    }

    pub(crate) fn schema(
        &self,
        schema: impl FnOnce(&mut SchemaGenerator) -> Value,
    ) -> Option<Value> {
        let recording = self.0.as_ref()?;
        // Taken out while it is used: a reader's schema may ask the recorder itself.
        let mut generator = std::mem::take(&mut lock(recording).generator);
        let schema = schema(&mut generator);
        lock(recording).generator = generator;
        Some(schema)
    }

    pub(crate) fn parameter(
        &self,
        place: &'static str,
        name: &'static str,
        schema: impl FnOnce(&mut SchemaGenerator) -> Value,
    ) {
        let Some(schema) = self.schema(schema) else {
            return;
        };
        if let Some(recording) = &self.0 {
            let parameters = &mut lock(recording).request.parameters;
            parameters.push(ParameterDescription {
                name,
                place,
                schema,
            });
        }
    }

    pub(crate) fn idempotent(&self) {
        if let Some(recording) = &self.0 {
            lock(recording).request.idempotent = true;
        }
    }

    pub(crate) fn body(&self, body: &ObjectDescription) {
        if let Some(recording) = &self.0 {
            lock(recording).request.body = Some(body.clone());
        }
    }

    /// An object inside of a body, as a component of its own.
    pub(crate) fn named(&self, object: &ObjectDescription) -> Value {
        let name = object.object.name;
        if let Some(recording) = &self.0 {
            let objects = &mut lock(recording).objects;
            if !objects.iter().any(|(known, _)| known == name) {
                objects.push((name.to_owned(), object.schema()));
            }
        }
        json!({ "$ref": format!("{COMPONENTS}{name}") })
    }
}

/// Answers that are no errors.
#[derive(Debug)]
pub struct AnswersDescription<'a> {
    generator: &'a mut SchemaGenerator,
    /// Each with its status, and its content by media type.
    pub answers: Vec<(u16, Vec<(&'static str, Value)>)>,
}

impl AnswersDescription<'_> {
    /// A JSON body of this type.
    pub fn json<T: JsonSchema>(&mut self, status: u16) {
        let schema = self.schema::<T>();
        self.answers
            .push((status, vec![("application/json", schema)]));
    }

    /// No body.
    pub fn empty(&mut self, status: u16) {
        self.answers.push((status, Vec::new()));
    }

    /// A body of one of these media types.
    pub fn content(&mut self, status: u16, content: Vec<(&'static str, Value)>) {
        self.answers.push((status, content));
    }

    /// The schema of a type.
    pub fn schema<T: JsonSchema>(&mut self) -> Value {
        self.generator.subschema_for::<T>().to_value()
    }
}

/// Schemas of requests and answers, collected.
#[derive(Debug)]
pub struct Schemas {
    /// What is taken.
    pub requests: SchemaGenerator,
    /// What is answered.
    pub answers: SchemaGenerator,
    /// Objects of bodies, by their names.
    pub objects: Vec<(String, Value)>,
}

/// What an entry says of its requests and answers.
#[derive(Debug)]
pub struct EntryDescription {
    /// What is read of a request.
    pub request: RequestDescription,
    /// Answers that are no errors: status, and content by media type.
    pub answers: Vec<(u16, Vec<(&'static str, Value)>)>,
}

pub(crate) type Describe<C> = fn(&C, Request, &mut Schemas) -> Result<EntryDescription, Error>;

pub(crate) fn describe<C, I: Input<C>, D: Answers>(
    context: &C,
    mut request: Request,
    schemas: &mut Schemas,
) -> Result<EntryDescription, Error> {
    let recorder = Recorder::new(std::mem::take(&mut schemas.requests));
    request.recorder = recorder.clone();
    let parsed = I::parse(&request, context).map(|_| ());
    drop(request);
    let mut description = RequestDescription::default();
    if let Some(recording) = &recorder.0 {
        let mut recording = lock(recording);
        schemas.requests = std::mem::take(&mut recording.generator);
        schemas.objects.append(&mut recording.objects);
        description = std::mem::take(&mut recording.request);
    }
    parsed?;
    let mut answers = AnswersDescription {
        generator: &mut schemas.answers,
        answers: Vec::new(),
    };
    D::describe(&mut answers);
    Ok(EntryDescription {
        request: description,
        answers: answers.answers,
    })
}

impl<C: Send + Sync> Entry<C> {
    /// Describes the endpoint, by an example of a request to it.
    ///
    /// # Errors
    /// The example is refused.
    pub fn describe(
        &self,
        context: &C,
        example: Request,
        schemas: &mut Schemas,
    ) -> Result<EntryDescription, Error> {
        (self.schema)(context, example, schemas)
    }
}
