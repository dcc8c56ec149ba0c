//! A document, put together.

use std::collections::BTreeMap;
use std::path::Path;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use surface::Envelope;

use crate::examples::{Examples, Recorded};
use crate::operation::{Operation, Walk};
use crate::responses::Header;
use crate::schemas::{Schemas, reference, with};
use crate::sentences::Sentences;
use crate::webhooks::Webhooks;
use crate::{Error, errors, responses};

/// A product's document: where it is, and what it is made of.
#[derive(Debug)]
pub struct Document {
    /// Its file, from the repository's root.
    pub file: &'static str,
    /// The file of the recorded answers, from the repository's root.
    pub examples: &'static str,
    /// The title.
    pub title: &'static str,
    /// What the API is for, in a sentence.
    pub summary: &'static str,
    /// What holds for all of it.
    pub description: &'static str,
    /// Where it is served.
    pub servers: fn() -> Value,
    /// The security schemes that the surfaces' callers name.
    pub security_schemes: fn() -> Value,
    /// Headers of answers, beside those that any product has.
    pub headers: &'static [Header],
    /// Describes each surface, in order.
    pub surfaces: fn(&mut Walk<'_>) -> Result<(), Error>,
    /// What is said of each endpoint.
    pub sentences: &'static [Sentences],
    /// Adds schemas that neither a handler nor an event describes.
    pub schemas: fn(&mut Schemas),
    /// What is sent to webhooks.
    pub webhooks: Option<Webhooks>,
}

/// Fields in the order they are put in.
#[derive(Debug)]
pub(crate) struct Ordered<T>(Vec<(String, T)>);

impl<T> Ordered<T> {
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A document as it is written.
#[derive(Debug, Serialize)]
pub struct OpenApi {
    openapi: &'static str,
    info: Value,
    servers: Value,
    tags: Vec<Value>,
    security: Value,
    pub(crate) paths: Ordered<BTreeMap<String, Described>>,
    #[serde(skip_serializing_if = "is_empty")]
    pub(crate) webhooks: Ordered<Value>,
    pub(crate) components: Value,
}

fn is_empty(ordered: &Ordered<Value>) -> bool {
    ordered.0.is_empty()
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Described {
    pub(crate) operation_id: &'static str,
    summary: &'static str,
    description: String,
    tags: [&'static str; 1],
    security: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) parameters: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_body: Option<Value>,
    pub(crate) responses: BTreeMap<String, Value>,
}

impl Document {
    /// Generates it as it is published: in the part of JSON Schema that generators of clients
    /// take.
    ///
    /// # Errors
    /// A file that it is made of can't be read, or its parts do not fit together.
    pub fn published(&self, root: &Path) -> Result<OpenApi, Error> {
        self.exact(root)?.published()
    }

    /// Generates it with all that JSON Schema can say: whatever the published form allows that
    /// this one doesn't is refused, or never answered.
    ///
    /// # Errors
    /// A file that it is made of can't be read, or its parts do not fit together.
    pub fn exact(&self, root: &Path) -> Result<OpenApi, Error> {
        let examples = Examples::read(root.join(self.examples))?;
        let mut walk = Walk::new(root, self.sentences);
        (self.surfaces)(&mut walk)?;
        let Walk {
            mut schemas,
            surfaces,
            operations,
            ..
        } = walk.finish()?;

        let errors: Vec<_> = operations
            .iter()
            .map(|operation| responses::errors(operation, &examples))
            .collect();
        let common = common(&operations, &errors);
        let mut paths: Vec<(String, BTreeMap<String, Described>)> = Vec::new();
        for (operation, errors) in operations.iter().zip(errors) {
            let errors = errors.into_iter().map(|(status, response)| {
                let known = common.iter().find(|(_, one)| **one == response);
                let response = match known {
                    Some((name, _)) => json!({ "$ref": format!("#/components/responses/{name}") }),
                    None => response,
                };
                (status.to_string(), response)
            });
            let errors = errors.collect();
            let described = described(operation, &examples, &mut schemas, errors);
            let path = operation.route.path;
            let method = operation
                .route
                .method
                .as_ref()
                .map_or("get", |method| method.as_str());
            let method = method.to_ascii_lowercase();
            match paths.iter_mut().find(|(known, _)| known == path) {
                Some((_, methods)) => {
                    methods.insert(method, described);
                }
                None => paths.push((path.to_owned(), [(method, described)].into())),
            }
        }

        let mut tags: Vec<_> = surfaces
            .iter()
            .map(|surface| json!({ "name": surface.title, "description": surface.about }))
            .collect();
        let mut webhooks = Vec::new();
        if let Some(own) = &self.webhooks {
            tags.push(Webhooks::tag());
            webhooks = own.describe(&mut schemas, &examples);
        }
        schemas.answer::<errors::Error>();
        if surfaces.iter().any(|surface| surface.problems.is_some()) {
            schemas.answer::<errors::TypedProblem>();
        } else {
            schemas.answer::<errors::Problem>();
        }
        schemas.answer::<errors::GatewayMessage>();
        (self.schemas)(&mut schemas);

        let paths = Ordered(paths);
        let webhooks = Ordered(webhooks);
        let written = json!([paths, webhooks, common]).to_string();
        Ok(OpenApi {
            openapi: "3.1.0",
            info: json!({
                "title": self.title,
                "version": env!("CARGO_PKG_VERSION"),
                "summary": self.summary,
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
                "description": self.description,
            }),
            servers: (self.servers)(),
            tags,
            security: json!([]),
            paths,
            webhooks,
            components: json!({
                "securitySchemes": used((self.security_schemes)(), |name| {
                    written.contains(&format!("\"{name}\":[]"))
                }),
                "headers": used(json!(responses::components(self.headers, &examples)), |name| {
                    written.contains(&format!("\"#/components/headers/{name}\""))
                }),
                "responses": common,
                "examples": responses::examples(&surfaces, &examples),
                "schemas": schemas.finish()?,
            }),
        })
    }
}

/// The components of a kind that something refers to.
fn used(components: Value, is_used: impl Fn(&str) -> bool) -> Value {
    let all = components.as_object().into_iter().flatten();
    let all = all.filter(|(name, _)| is_used(name));
    all.map(|(name, component)| (name.clone(), component.clone()))
        .collect::<Map<_, _>>()
        .into()
}

/// Responses that are more than one endpoint's, by the name they have as components.
fn common(operations: &[Operation], errors: &[BTreeMap<u16, Value>]) -> BTreeMap<String, Value> {
    let mut counted: Vec<(String, &Value, usize)> = Vec::new();
    for (operation, errors) in operations.iter().zip(errors) {
        for (status, response) in errors {
            match counted.iter_mut().find(|(_, known, _)| *known == response) {
                Some((_, _, count)) => *count += 1,
                None => {
                    let name = format!("{}-{status}", operation.route.surface.name);
                    counted.push((name, response, 1));
                }
            }
        }
    }
    counted.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    let mut named: BTreeMap<String, Value> = BTreeMap::new();
    for (name, response, count) in counted {
        if count > 1 {
            let others = named
                .keys()
                .filter(|known| known.starts_with(&name))
                .count();
            let name = match others {
                0 => name,
                others => format!("{name}-{}", others + 1),
            };
            named.insert(name, response.clone());
        }
    }
    named
}

fn described(
    operation: &Operation,
    examples: &Examples,
    schemas: &mut Schemas,
    mut responses: BTreeMap<String, Value>,
) -> Described {
    let Operation {
        route,
        auth,
        sentences,
        ..
    } = operation;
    for (status, contents) in &operation.answers {
        let response = response(operation, *status, contents, examples);
        responses.insert(status.to_string(), response);
    }
    let request_body = operation.body.as_ref().map(|body| {
        let schema = schemas.body(body);
        let example = operation.event.body.clone().unwrap_or_else(|| json!({}));
        json!({
            "required": body.required,
            "content": { "application/json": { "schema": schema, "example": example } },
        })
    });
    let about = [sentences.description, auth.terms.as_str()];
    let about = about.into_iter().filter(|text| !text.is_empty());
    Described {
        operation_id: route.function,
        summary: sentences.summary,
        description: about.collect::<Vec<_>>().join("\n\n"),
        tags: [route.surface.title],
        security: auth
            .schemes
            .iter()
            .map(|scheme| json!({ *scheme: [] }))
            .collect(),
        parameters: operation.described_parameters(examples),
        request_body,
        responses,
    }
}

fn response(
    operation: &Operation,
    status: u16,
    contents: &[(&'static str, Value)],
    examples: &Examples,
) -> Value {
    let said = operation.sentences.answers.iter();
    let about = said.clone().find(|(own, _)| *own == status);
    let response = json!({
        "description": about.map_or("", |(_, about)| about),
        "headers": responses::of_answer(operation, status),
    });
    let recorded = examples.answers.get(operation.route.function);
    let recorded = recorded.into_iter().flatten();
    let recorded: Vec<_> = recorded.filter(|one| one.status == status).collect();
    let content: Map<_, _> = contents
        .iter()
        .map(|(media_type, schema)| {
            let envelope = operation.route.surface.envelope;
            let schema = wrapped(envelope, media_type, schema.clone(), meta(operation));
            let example = example(media_type, &recorded);
            let described = with(json!({ "schema": schema }), "example", example);
            ((*media_type).to_owned(), described)
        })
        .collect();
    let content = (!content.is_empty()).then_some(Value::Object(content));
    with(response, "content", content)
}

/// The members of `meta`: those of a page where the endpoint has pages.
fn meta(operation: &Operation) -> Map<String, Value> {
    let takes = |name: &str| operation.parameters.iter().any(|one| one.name == name);
    let mut members = Map::new();
    members.insert("requestId".into(), reference("RequestId"));
    if takes("offset") {
        let count = |about: &str| json!({ "type": "integer", "minimum": 0, "description": about });
        let pagination = json!({
            "type": "object",
            "description": "Where the page is in the list.",
            "required": ["total", "limit", "offset", "hasMore"],
            "properties": {
                "total": count("Things in the whole list."),
                "limit": count("Things of a page, at most."),
                "offset": count("Things before the page."),
                "hasMore": { "type": "boolean", "description": "Whether there are pages after it." },
            },
        });
        members.insert("pagination".into(), pagination);
    }
    if takes("catalogVersion") {
        let version = json!({
            "type": "integer",
            "minimum": 0,
            "description": "The version of the catalogue: asked for again, pages neither repeat nor skip.",
        });
        members.insert("catalogVersion".into(), version);
    }
    members
}

/// An answer as the surface writes it.
fn wrapped(envelope: Envelope, media_type: &str, schema: Value, meta: Map<String, Value>) -> Value {
    if envelope != Envelope::DataMeta || media_type != "application/json" {
        return schema;
    }
    let required: Vec<_> = meta.keys().cloned().collect();
    json!({
        "type": "object",
        "required": ["data", "meta"],
        "properties": {
            "data": schema,
            "meta": { "type": "object", "required": required, "properties": meta },
        },
    })
}

fn example(media_type: &str, recorded: &[&Recorded]) -> Option<Value> {
    let of_type = |one: &&&Recorded| {
        let own = one.headers.get("content-type");
        own.is_some_and(|own| own == media_type)
    };
    let body = &recorded.iter().find(of_type)?.body;
    // A schema is of what YAML says, not of its text.
    let parsed = match (media_type, body) {
        ("application/yaml", Value::String(text)) => serde_saphyr::from_str(text).ok(),
        _ => None,
    };
    Some(parsed.unwrap_or_else(|| body.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_described_as_their_surface_wraps_them() {
        let schema = json!({ "type": "string" });
        let of = |envelope, media_type| wrapped(envelope, media_type, schema.clone(), Map::new());
        let data = of(Envelope::DataMeta, "application/json");
        assert_eq!(data["properties"]["data"], schema);
        assert_eq!(data["required"], json!(["data", "meta"]));
        assert_eq!(of(Envelope::DataMeta, "text/plain"), schema);
        assert_eq!(of(Envelope::Bare, "application/json"), schema);
        assert_eq!(of(Envelope::OAuth, "application/json"), schema);
    }
}
