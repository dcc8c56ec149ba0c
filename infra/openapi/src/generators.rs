//! The form of a document that is published: schemas as common generators of clients take them.
//!
//! Handlers and types are described exactly, and tests hold the stack against that. Generators
//! take a part of JSON Schema, and make code that doesn't compile, or loses fields, of the rest.
//! So each schema that they stumble over is written otherwise here, once for all of them. What is
//! published allows whatever the exact form allows; what it can't say, a description says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use surface::describe::COMPONENTS;

use crate::Error;
use crate::document::{Described, OpenApi};
use crate::schemas::{reference, with};

/// The largest number of the integers that generators make of one without a format.
const INT32: u64 = i32::MAX as u64;
/// What only a validator understands.
const CONDITIONS: [&str; 5] = ["if", "then", "else", "propertyNames", "maxProperties"];

/// A body of errors, and the components of it alone and of it or API Gateway's own.
#[derive(Clone, Copy)]
struct OfError {
    name: &'static str,
    or_gateway: &'static str,
    about: &'static str,
    /// All of them are in it.
    properties: fn() -> Map<String, Value>,
}

const ERROR: OfError = OfError {
    name: "ErrorBody",
    or_gateway: "Failure",
    about: "What we answer where a call fails: `error`.",
    properties: || Map::from_iter([("error".to_owned(), reference("Error"))]),
};
/// RFC 6749, section 5.2.
const OAUTH_ERROR: OfError = OfError {
    name: "OAuthError",
    or_gateway: "OAuthFailure",
    about: "What OAuth's endpoints answer where a call fails: `error` is a word for programs, \
            `error_description` a sentence for people.",
    properties: || {
        let text = |name: &str| (name.to_owned(), json!({ "type": "string" }));
        ["error", "error_description"]
            .map(text)
            .into_iter()
            .collect()
    },
};

impl OpenApi {
    /// The document as it is published.
    ///
    /// # Errors
    /// Two schemas get one name.
    pub(crate) fn published(mut self) -> Result<Self, Error> {
        let mut form = Form::default();
        if let Some(Value::Object(exact)) = self.components.get_mut("schemas").map(Value::take) {
            form.exact = exact;
        }
        for (name, schema) in form.exact.clone() {
            let plain = form.schema(&name, schema);
            form.insert(name, plain);
        }
        if let Some(responses) = self.components.get_mut("responses") {
            for response in responses
                .as_object_mut()
                .into_iter()
                .flat_map(Map::values_mut)
            {
                form.failure(response);
            }
        }
        for operation in self.paths.values_mut().flat_map(BTreeMap::values_mut) {
            form.operation(operation);
        }
        for webhook in self.webhooks.values_mut() {
            if let Some(post) = webhook.get_mut("post") {
                let name = post.get("operationId").and_then(Value::as_str);
                let name = pascal(name.unwrap_or_default());
                form.parameters(&name, post.get_mut("parameters"));
                form.content(&name, post.get_mut("requestBody"));
            }
        }
        form.plain.remove("GatewayMessage");
        if let Some(name) = form.twice {
            return Err(Error::Twice(name));
        }
        self.components = with(self.components, "schemas", Some(json!(form.plain)));
        Ok(self)
    }
}

#[derive(Default)]
struct Form {
    exact: Map<String, Value>,
    plain: BTreeMap<String, Value>,
    /// A name that two schemas got.
    twice: Option<String>,
}

impl Form {
    fn insert(&mut self, name: String, schema: Value) {
        let known = self.plain.insert(name.clone(), schema.clone());
        if known.is_some_and(|known| known != schema) {
            self.twice = Some(name);
        }
    }

    fn operation(&mut self, operation: &mut Described) {
        let name = pascal(operation.operation_id);
        for parameter in &mut operation.parameters {
            self.parameter(&name, parameter);
        }
        self.content(&format!("{name}Request"), operation.request_body.as_mut());
        let mut first = None;
        for (status, response) in &mut operation.responses {
            if status.starts_with(['4', '5']) {
                self.failure(response);
                continue;
            }
            // A second answer that is no error has its status in its name.
            let own = match first.replace(status) {
                None => format!("{name}Answer"),
                Some(_) => format!("{name}Answer{status}"),
            };
            self.content(&own, Some(response));
        }
    }

    fn parameters(&mut self, name: &str, parameters: Option<&mut Value>) {
        let parameters = parameters.and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            self.parameter(name, parameter);
        }
    }

    fn parameter(&mut self, operation: &str, parameter: &mut Value) {
        let name = parameter.get("name").and_then(Value::as_str);
        let name = pascal(name.unwrap_or_default());
        if let Some(schema) = parameter.get_mut("schema") {
            *schema = self.schema(&format!("{operation}{name}"), schema.take());
        }
    }

    fn content(&mut self, name: &str, body: Option<&mut Value>) {
        let content = body.and_then(|body| body.get_mut("content"));
        for media in content
            .into_iter()
            .flat_map(Value::as_object_mut)
            .flat_map(Map::values_mut)
        {
            if let Some(schema) = media.get_mut("schema") {
                *schema = self.schema(name, schema.take());
                *schema = self.named(name, schema.take());
            }
        }
    }

    /// An error's body, which is one of a few: the response's description and examples name its
    /// codes.
    fn failure(&mut self, response: &mut Value) {
        let content = response.get_mut("content").and_then(Value::as_object_mut);
        for (media, content) in content.into_iter().flatten() {
            let Some(schema) = content.get_mut("schema") else {
                continue;
            };
            let text = schema.to_string();
            let has = |text_of: &str| text.contains(text_of);
            let gateway = has(&format!("{COMPONENTS}GatewayMessage"));
            *schema = match media.as_str() {
                "application/problem+json" => reference("Problem"),
                _ if has("error_description") => self.body_of_error(OAUTH_ERROR, gateway),
                _ => self.body_of_error(ERROR, gateway),
            };
        }
    }

    /// What we answer where a call fails, or, as an alternative, API Gateway by itself.
    fn body_of_error(&mut self, ours: OfError, gateway: bool) -> Value {
        let mut properties = (ours.properties)();
        let required: Vec<_> = properties.keys().cloned().collect();
        let (name, schema) = if gateway {
            properties.insert("message".into(), json!({ "type": "string" }));
            let description = format!(
                "{} Or what API Gateway answers by itself, before or instead of us: `message`.",
                ours.about
            );
            let schema =
                json!({ "type": "object", "description": description, "properties": properties });
            (ours.or_gateway, schema)
        } else {
            let schema = json!({
                "type": "object", "description": ours.about,
                "required": required, "properties": properties,
            });
            (ours.name, schema)
        };
        self.insert(name.to_owned(), schema);
        reference(name)
    }

    /// An object, or a choice of objects, as a component of this name.
    fn named(&mut self, name: &str, schema: Value) -> Value {
        self.component(name, schema, &["properties", "oneOf"])
    }

    /// A schema that has one of these members, as a component of this name.
    fn component(&mut self, name: &str, schema: Value, members: &[&str]) -> Value {
        if !members.iter().any(|member| schema.get(member).is_some()) {
            return schema;
        }
        self.insert(name.to_owned(), schema);
        reference(name)
    }

    /// A schema that stands where this name says, and in it no object without a name.
    fn schema(&mut self, name: &str, schema: Value) -> Value {
        let Value::Object(mut schema) = schema else {
            // `true` and `false`: whatever it is.
            return json!({});
        };
        for condition in CONDITIONS {
            schema.remove(condition);
        }
        constant(&mut schema);
        numbers(&mut schema);
        moments(&mut schema);
        self.refinements(&mut schema);
        self.nullable_words(&mut schema);
        if let Some(variants) = self.variants(name, &schema) {
            return variants;
        }
        self.alternatives(name, &mut schema);
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            for (property, own) in properties {
                let name = format!("{name}{}", pascal(property));
                *own = self.schema(&name, own.take());
                *own = self.named(&name, own.take());
            }
        }
        for (member, suffix) in [("items", "Item"), ("additionalProperties", "Value")] {
            if let Some(own) = schema.get_mut(member).filter(|own| own.is_object()) {
                let name = format!("{name}{suffix}");
                *own = self.schema(&name, own.take());
                // Java's code for a list of words without a name takes them for texts.
                *own = self.component(&name, own.take(), &["properties", "oneOf", "enum"]);
            }
        }
        Value::Object(schema)
    }

    /// A choice that says more of a type that is said beside it, and a schema with a narrower
    /// one of itself.
    fn refinements(&mut self, schema: &mut Map<String, Value>) {
        if schema.contains_key("type") {
            let Some(Value::Array(choices)) = schema.remove("anyOf") else {
                return;
            };
            let items = choices
                .iter()
                .map(|choice| self.words(choice.get("items")?));
            let words: Option<Vec<_>> = items.collect();
            if let Some(words) = words {
                let words: Vec<_> = words.into_iter().flatten().collect();
                schema.insert("items".into(), json!({ "type": "string", "enum": words }));
            }
        } else if let Some(Value::Array(parts)) = schema.remove("allOf")
            && let Some(Value::Object(whole)) = parts.into_iter().next()
        {
            schema.extend(whole);
        }
    }

    /// The words that a schema allows.
    fn words(&self, schema: &Value) -> Option<Vec<Value>> {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            return self.words(self.exact.get(name.strip_prefix(COMPONENTS)?)?);
        }
        match (schema.get("const"), schema.get("enum")) {
            (Some(word), _) => Some(vec![word.clone()]),
            (None, Some(Value::Array(words))) => Some(words.clone()),
            (None, _) => None,
        }
    }

    /// Words of which null is one.
    fn nullable_words(&mut self, schema: &mut Map<String, Value>) {
        let Some(Value::Array(words)) = schema.get_mut("enum") else {
            return;
        };
        if words.iter().any(Value::is_null) {
            words.retain(|word| !word.is_null());
            let words = json!({ "type": "string", "enum": words });
            schema.remove("enum");
            schema.remove("type");
            schema.insert("anyOf".into(), json!([words, { "type": "null" }]));
        }
    }

    /// Alternatives: something or null stays, others can be anything.
    fn alternatives(&mut self, name: &str, schema: &mut Map<String, Value>) {
        let Some(Value::Array(mut choices)) = schema.remove("anyOf") else {
            return;
        };
        if let [own, null] = choices.as_mut_slice()
            && null.get("type").is_some_and(|kind| kind == "null")
        {
            *own = self.schema(name, own.take());
            *own = self.named(name, own.take());
            schema.insert("anyOf".into(), Value::Array(choices));
        }
    }

    /// A choice of objects that a word tells apart: each has a name, and all of its fields.
    fn variants(&mut self, name: &str, schema: &Map<String, Value>) -> Option<Value> {
        let choices = schema.get("oneOf")?.as_array()?;
        let (by, _) = constants(choices.first()?).next()?;
        let by = by.to_owned();
        let mut references = Vec::new();
        let mut mapping = Map::new();
        for choice in choices {
            let (_, word) = constants(choice).find(|(own, _)| *own == by)?;
            let whole = joined(schema, choice);
            let variant = format!("{name}{}", pascal(word));
            let plain = self.schema(&variant, whole);
            self.insert(variant.clone(), plain);
            mapping.insert(word.to_owned(), json!(format!("{COMPONENTS}{variant}")));
            references.push(reference(&variant));
        }
        let variants = json!({
            "oneOf": references,
            "discriminator": { "propertyName": by, "mapping": mapping },
        });
        Some(with(
            variants,
            "description",
            schema.get("description").cloned(),
        ))
    }
}

/// Properties that can have one value only.
fn constants(schema: &Value) -> impl Iterator<Item = (&str, &str)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .filter_map(|(name, own)| Some((name.as_str(), own.get("const")?.as_str()?)))
}

/// A choice with the fields that all choices have.
fn joined(common: &Map<String, Value>, choice: &Value) -> Value {
    let Value::Object(mut whole) = choice.clone() else {
        return choice.clone();
    };
    for (member, of_common) in common {
        match (member.as_str(), whole.get_mut(member), of_common) {
            ("properties", Some(Value::Object(own)), Value::Object(more)) => {
                own.extend(more.clone());
            }
            ("required", Some(Value::Array(own)), Value::Array(more)) => {
                own.splice(0..0, more.iter().cloned());
            }
            (_, None, _) if member != "oneOf" => {
                whole.insert(member.clone(), of_common.clone());
            }
            _ => {}
        }
    }
    Value::Object(whole)
}

/// A constant is a list of one word; of a boolean it is only said.
fn constant(schema: &mut Map<String, Value>) {
    if let Some(Value::String(word)) = schema.remove("const") {
        schema.insert("enum".into(), json!([word]));
    }
}

/// Numbers that would not fit what generators choose.
fn numbers(schema: &mut Map<String, Value>) {
    let is = |kind: &str| match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|own| own == kind),
        Some(own) => own == kind,
        None => false,
    };
    let large = schema.get("maximum").and_then(Value::as_u64);
    if is("number") {
        schema.insert("format".into(), json!("double"));
    } else if is("integer") && large.is_none_or(|most| most > INT32) {
        schema.insert("format".into(), json!("int64"));
    }
}

/// Where a format makes a type of its own of a text, a pattern would be tried on that.
fn moments(schema: &mut Map<String, Value>) {
    let format = schema.get("format").and_then(Value::as_str);
    if matches!(format, Some("date-time" | "date")) {
        schema.remove("pattern");
    }
}

/// `dashboard-key-create` and `lifeFact` as parts of a name.
fn pascal(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(schema: Value) -> (Value, BTreeMap<String, Value>) {
        let mut form = Form::default();
        form.exact.insert(
            "Word".into(),
            json!({ "type": "string", "enum": ["a", "b"] }),
        );
        let schema = form.schema("Thing", schema);
        assert_eq!(form.twice, None);
        (schema, form.plain)
    }

    #[test]
    fn a_constant_is_a_list_of_one_but_for_a_boolean() {
        let (schema, _) = plain(json!({ "type": "string", "const": "a" }));
        assert_eq!(schema, json!({ "type": "string", "enum": ["a"] }));
        let (schema, _) =
            plain(json!({ "type": "boolean", "const": true, "description": "True." }));
        assert_eq!(schema, json!({ "type": "boolean", "description": "True." }));
    }

    #[test]
    fn variants_have_names_and_all_their_fields() {
        let (schema, components) = plain(json!({
            "type": "object",
            "description": "A thing.",
            "required": ["id"],
            "properties": { "id": { "type": "string" } },
            "oneOf": [
                {
                    "type": "object",
                    "description": "One kind.",
                    "required": ["kind", "item"],
                    "properties": {
                        "kind": { "type": "string", "const": "lifeFact" },
                        "item": { "type": "object", "properties": { "value": { "type": "string" } } },
                    },
                },
                {
                    "type": "object",
                    "description": "Another.",
                    "required": ["kind"],
                    "properties": { "kind": { "type": "string", "const": "note" } },
                },
            ],
        }));
        assert_eq!(
            schema,
            json!({
                "description": "A thing.",
                "oneOf": [reference("ThingLifeFact"), reference("ThingNote")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {
                        "lifeFact": "#/components/schemas/ThingLifeFact",
                        "note": "#/components/schemas/ThingNote",
                    },
                },
            })
        );
        assert_eq!(
            components["ThingLifeFact"],
            json!({
                "type": "object",
                "description": "One kind.",
                "required": ["id", "kind", "item"],
                "properties": {
                    "id": { "type": "string" },
                    "kind": { "type": "string", "enum": ["lifeFact"] },
                    "item": reference("ThingLifeFactItem"),
                },
            })
        );
        assert_eq!(
            components["ThingLifeFactItem"],
            json!({ "type": "object", "properties": { "value": { "type": "string" } } })
        );
        assert_eq!(components["ThingNote"]["required"], json!(["id", "kind"]));
    }

    #[test]
    fn choices_that_refine_go_and_their_words_are_one_list() {
        let (schema, components) = plain(json!({
            "type": "array", "maxItems": 3,
            "anyOf": [{ "items": reference("Word") }, { "items": { "const": "*" }, "maxItems": 1 }],
        }));
        let items = reference("ThingItem");
        assert_eq!(
            schema,
            json!({ "type": "array", "maxItems": 3, "items": items })
        );
        let words = json!({ "type": "string", "enum": ["a", "b", "*"] });
        assert_eq!(components["ThingItem"], words);
        let (schema, _) = plain(json!({
            "type": "string", "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }],
        }));
        assert_eq!(schema, json!({ "type": "string" }));
    }

    #[test]
    fn something_or_null_stays_and_other_alternatives_are_anything() {
        let nullable = json!({ "anyOf": [reference("Word"), { "type": "null" }] });
        assert_eq!(plain(nullable.clone()).0, nullable);
        let either = json!({
            "description": "One or many.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        });
        assert_eq!(plain(either).0, json!({ "description": "One or many." }));
        let words = json!({ "type": ["string", "null"], "enum": ["a", null] });
        let word = json!({ "type": "string", "enum": ["a"] });
        assert_eq!(
            plain(words).0,
            json!({ "anyOf": [word, { "type": "null" }] })
        );
    }

    #[test]
    fn numbers_say_how_large_they_get() {
        for (exact, format) in [
            (json!({ "type": "integer", "minimum": 0 }), Some("int64")),
            (
                json!({ "type": ["integer", "null"], "maximum": 1_u64 << 40 }),
                Some("int64"),
            ),
            (json!({ "type": "integer", "maximum": 100 }), None),
            (json!({ "type": "number" }), Some("double")),
            (json!({ "type": "string" }), None),
        ] {
            let (plain, _) = plain(exact);
            assert_eq!(
                plain.get("format").and_then(Value::as_str),
                format,
                "{plain}"
            );
        }
    }

    #[test]
    fn conditions_are_said_and_not_checked() {
        let (schema, _) = plain(json!({
            "type": "object",
            "properties": { "at": { "type": "string", "format": "date-time", "pattern": "^2" } },
            "if": { "properties": { "a": { "const": "b" } } },
            "then": { "required": ["c"] },
            "else": false,
        }));
        let at = json!({ "type": "string", "format": "date-time" });
        assert_eq!(
            schema,
            json!({ "type": "object", "properties": { "at": at } })
        );
    }
}
