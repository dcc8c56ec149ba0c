//! The document, put together.

use std::collections::BTreeMap;
use std::path::Path;

use http::Method;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use shared::http::{Access, Surface};

use crate::examples::{Asked, Examples};
use crate::operations::{self, Answer, Operation, Parameter};
use crate::schemas::Schemas;
use crate::{Error, answers, responses, webhooks};

/// Fields in the order they are put in.
#[derive(Debug)]
pub(crate) struct Ordered<T>(Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// An OpenAPI document.
#[derive(Debug, Serialize)]
pub struct Document {
    openapi: &'static str,
    info: Value,
    servers: Value,
    tags: Value,
    security: Value,
    paths: Ordered<BTreeMap<String, Described>>,
    webhooks: Ordered<Value>,
    components: Value,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    operation_id: &'static str,
    summary: &'static str,
    description: String,
    tags: [&'static str; 1],
    security: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<Value>,
    responses: BTreeMap<String, Value>,
}

/// The document.
///
/// # Errors
/// A file that it is made of can't be read.
pub fn document(root: &Path) -> Result<Document, Error> {
    let mut schemas = Schemas::new();
    let examples = Examples::read(root)?;
    let operations = operations::all(&mut schemas);
    let webhooks = webhooks::all(&mut schemas, &examples);
    schemas.answer::<answers::Error>();
    schemas.answer::<answers::Problem>();
    schemas.answer::<answers::GatewayMessage>();

    let errors: Vec<_> = operations
        .iter()
        .map(|operation| responses::errors(operation, &examples))
        .collect();
    let shared = common(&operations, &errors);
    let mut paths: Vec<(String, BTreeMap<String, Described>)> = Vec::new();
    for (operation, errors) in operations.iter().zip(errors) {
        let asked = Asked::read(root, operation.endpoint)?;
        let errors = errors.into_iter().map(|(status, response)| {
            let known = shared.iter().find(|(_, one)| **one == response);
            let response = match known {
                Some((name, _)) => json!({ "$ref": format!("#/components/responses/{name}") }),
                None => response,
            };
            (status.to_string(), response)
        });
        let described = described(operation, &asked, &examples, errors.collect());
        let path = operation.endpoint.path;
        let method = operation
            .endpoint
            .method
            .as_ref()
            .map_or("get", Method::as_str);
        let method = method.to_ascii_lowercase();
        match paths.iter_mut().find(|(known, _)| known == path) {
            Some((_, methods)) => {
                methods.insert(method, described);
            }
            None => paths.push((path.to_owned(), [(method, described)].into())),
        }
    }
    Ok(Document {
        openapi: "3.1.0",
        info: info(),
        servers: servers(),
        tags: tags(),
        security: json!([]),
        paths: Ordered(paths),
        webhooks: Ordered(webhooks),
        components: json!({
            "securitySchemes": security_schemes(),
            "headers": responses::components(&examples),
            "responses": shared,
            "examples": responses::examples(&examples),
            "schemas": schemas.finish()?,
        }),
    })
}

/// Responses that are more than one endpoint's, by the name they have as components.
fn common(operations: &[Operation], errors: &[BTreeMap<u16, Value>]) -> BTreeMap<String, Value> {
    let mut counted: Vec<(String, &Value, usize)> = Vec::new();
    for (operation, errors) in operations.iter().zip(errors) {
        for (status, response) in errors {
            match counted.iter_mut().find(|(_, known, _)| *known == response) {
                Some((_, _, count)) => *count += 1,
                None => {
                    let name = format!("{}-{status}", operation.endpoint.surface.name);
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
    asked: &Asked,
    examples: &Examples,
    mut responses: BTreeMap<String, Value>,
) -> Described {
    let endpoint = operation.endpoint;
    let recorded = examples.answers.get(endpoint.function);
    for answer in &operation.answers {
        let of_status = |one: &&crate::examples::Recorded| one.status == answer.status;
        let recorded = recorded
            .into_iter()
            .flatten()
            .filter(of_status)
            .collect::<Vec<_>>();
        responses.insert(
            answer.status.to_string(),
            response(operation, answer, &recorded),
        );
    }
    let mut parameters: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| described_parameter(parameter, operation, asked, examples))
        .collect();
    if operation.once {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Sent again within 24 hours, the request is answered as it was the \
                            first time, but for secrets, and done once.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,255}$" },
            "example": asked.idempotency_key.as_deref().unwrap_or("f1c7a1de-7b1e-4c53-9d55-2f4a8d1f3b60"),
        }));
    }
    let request_body = operation.body.as_ref().map(|(schema, required)| {
        let example = asked.body.clone().unwrap_or_else(|| json!({}));
        json!({
            "required": required,
            "content": { "application/json": { "schema": schema, "example": example } },
        })
    });
    Described {
        operation_id: endpoint.function,
        summary: operation.summary,
        description: format!("{}\n\n{}", operation.description, operation.terms()),
        tags: [tag(endpoint.surface)],
        security: match endpoint.access {
            Access::Public => json!([]),
            Access::Key(_) => json!([{ "TwinKey": [] }, { "BearerKey": [] }]),
            Access::Owner => json!([{ "OwnerJwt": [] }]),
            Access::Operator => json!([{ "SigV4": [] }]),
        },
        parameters,
        request_body,
        responses,
    }
}

fn described_parameter(
    parameter: &Parameter,
    operation: &Operation,
    asked: &Asked,
    examples: &Examples,
) -> Value {
    let Parameter {
        name,
        place,
        about,
        schema,
        example,
    } = parameter;
    let function = operation.endpoint.function;
    let given = match *place {
        "path" => asked.path.get(*name),
        "query" => asked.query.get(*name),
        _ => None,
    };
    let given = given.map(String::as_str).or(match *name {
        "cursor" => examples.cursors.get(function).map(String::as_str),
        "If-None-Match" => examples.header("etag"),
        _ => None,
    });
    let mut described = json!({
        "name": name,
        "in": place,
        "description": about,
        "schema": schema,
    });
    let Some(fields) = described.as_object_mut() else {
        return described;
    };
    if *place == "path" {
        fields.insert("required".into(), json!(true));
    }
    let by_schema = || match schema.pointer("/enum/0") {
        Some(first) => Some(first.clone()),
        None if schema["type"] == "boolean" => Some(json!(true)),
        None => match *name {
            "status" => Some(json!("dead")),
            "event" => Some(json!("twin.test")),
            _ => None,
        },
    };
    let example = match given.or(*example) {
        Some(text) if schema["type"] == "integer" => text.parse::<u64>().ok().map(Value::from),
        Some(text) => Some(json!(text)),
        None => by_schema(),
    };
    if let Some(example) = example {
        fields.insert("example".into(), example);
    }
    described
}

fn response(
    operation: &Operation,
    answer: &Answer,
    recorded: &[&crate::examples::Recorded],
) -> Value {
    let mut response = json!({
        "description": answer.about,
        "headers": responses::of_answers(operation, answer.headers),
    });
    let mut content = Map::new();
    for (media_type, schema) in &answer.contents {
        let mut described = json!({ "schema": schema });
        let of_type = |one: &&&crate::examples::Recorded| {
            one.headers
                .get("content-type")
                .is_some_and(|kind| kind == media_type)
        };
        let example = recorded.iter().find(of_type);
        if let (Some(example), Some(described)) = (example, described.as_object_mut()) {
            // A schema is of what YAML says, not of its text.
            let parsed = match (*media_type, &example.body) {
                ("application/yaml", Value::String(text)) => serde_saphyr::from_str(text).ok(),
                _ => None,
            };
            let example = parsed.unwrap_or_else(|| example.body.clone());
            described.insert("example".into(), example);
        }
        content.insert((*media_type).to_owned(), described);
    }
    if let (false, Some(response)) = (content.is_empty(), response.as_object_mut()) {
        response.insert("content".into(), Value::Object(content));
    }
    response
}

fn info() -> Value {
    json!({
        "title": "Twin API",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "An account's cognitive profiles, as system prompts for language models.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        "description": DESCRIPTION,
    })
}

const DESCRIPTION: &str = "\
Three surfaces: the twin API for integrators, who hold a key; the dashboard's for the account's \
owner, who has an ID token; the back office's for the operator's own systems, which sign.

What is wrong with the shape of a request is told first, needs no key and costs nothing: every \
wrong parameter and field is listed, and unknown ones are refused (400 `VALIDATION_ERROR`). Then \
comes the caller, then the work. An error's body is `{\"error\": …}` with an `Error`, or a `Problem` (RFC 9457) for \
those who send `Accept: application/problem+json`; what API Gateway answers by itself is a \
`GatewayMessage`. A path that exists answers other methods 405 with `Allow`, all other paths \
404 `NOT_FOUND`.

Clients should take fields that they don't know as they come: answers may get more of them.";

fn servers() -> Value {
    json!([
        {
            "url": "https://{apiId}.execute-api.{region}.amazonaws.com",
            "description": "A deployed stack: its output `ApiUrl`, or a domain of your own.",
            "variables": {
                "apiId": { "default": "a1b2c3d4e5", "description": "The HTTP API's id." },
                "region": { "default": "eu-west-1", "description": "The stack's region." },
            },
        },
        {
            "url": "http://127.0.0.1:{port}",
            "description": "`cargo xtask dev`.",
            "variables": { "port": { "default": "3000" } },
        },
    ])
}

fn tags() -> Value {
    let of = |surface: &Surface, about: &str| json!({ "name": tag(surface), "description": about });
    json!([
        of(&shared::http::endpoints::TWIN, "For integrators: an account's twins, and what they propose to its owner."),
        of(&shared::http::endpoints::DASHBOARD, "For the account's owner: keys, their use, webhooks, the review of discoveries."),
        of(&shared::http::endpoints::BACK_OFFICE, "For the operator's own systems: accounts and snapshots."),
        { "name": "Webhooks", "description": "What we send to the URLs that an owner has named." },
    ])
}

/// A surface's name as readers see it.
fn tag(surface: &Surface) -> &'static str {
    match surface.name {
        "twin" => "Twin",
        "dashboard" => "Dashboard",
        "back-office" => "Back office",
        other => other,
    }
}

fn security_schemes() -> Value {
    json!({
        "TwinKey": {
            "type": "apiKey", "in": "header", "name": "X-Twin-Key",
            "description": "An API key, `atk_live_…`, as the dashboard's `POST /twin/keys` shows it once.",
        },
        "BearerKey": {
            "type": "http", "scheme": "bearer",
            "description": "The same key as `Authorization: Bearer atk_live_…`. Both headers with \
                            different keys are a 400 `AMBIGUOUS_KEY`.",
        },
        "OwnerJwt": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An ID token of the issuer and audience that the stack was deployed \
                            with. API Gateway checks it.",
        },
        "SigV4": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "AWS Signature Version 4, service `execute-api`, by a principal whose \
                            IAM policy allows `execute-api:Invoke` on the route. API Gateway \
                            checks it.",
        },
        "StandardWebhooks": {
            "type": "apiKey", "in": "header", "name": "webhook-signature",
            "description": "What we sign deliveries with: see the headers of each.",
        },
    })
}
