//! `PUT /v1/providers/runtime/apps/:id/capability-template`.

use ::surface::body::{Fields, Object};
use ::surface::{Error, FieldError, FieldErrors, Input, Json, Query, Reply, Request};
use provider::id::RuntimeAppId;
use provider::runtime::template::{self, MEMBERS, Template, TemplateProblem};
use serde_json::{Map, Value, json};

use crate::app::{RuntimeAppDetails, details, id, own};
use crate::{App, Runtime};

/// Which runtime app, and its template.
#[derive(Debug)]
pub struct PutCapabilityTemplate {
    id: RuntimeAppId,
    template: Template,
}

/// What the reference says of a member.
fn schema(name: &str) -> Value {
    match name {
        "refreshInterval" => json!({
            "type": "integer", "minimum": 60, "maximum": 86_400,
            "description": "Seconds between two synchronisations of a state.",
        }),
        "surfaceGuidance" => json!({
            "type": "object", "description": "How a capability is shown.",
        }),
        "inputSchema" => json!({
            "type": ["object", "boolean"], "description": "The JSON Schema of the parameters.",
        }),
        _ => json!({
            "type": ["object", "boolean"], "description": "The JSON Schema of the data.",
        }),
    }
}

fn wrong(problem: &TemplateProblem) -> FieldError {
    let (field, inner) = match problem.path.split_once('/') {
        Some((field, inner)) => (field, format!("/{inner}")),
        None => (problem.path.as_str(), String::new()),
    };
    if field.ends_with("Schema") {
        let message = match inner.as_str() {
            "" => problem.message.clone(),
            inner => format!("at {inner}: {}", problem.message),
        };
        return FieldError::new(field, "SCHEMA", message).within_schema(inner);
    }
    FieldError::new(&problem.path, "INVALID", &problem.message)
}

impl Input<Runtime> for PutCapabilityTemplate {
    fn parse(request: &Request, _: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PutCapabilityTemplate",
            about: "What a capability of a version has where its descriptor leaves it out.",
        };
        let mut body = Fields::of(request, object)?;
        let members: Map<String, Value> = MEMBERS
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), body.take(name, || schema(name))?)))
            .collect();
        let template = Template::read(members);
        if let Err(problems) = &template {
            let mut errors = FieldErrors::new();
            for problem in problems {
                errors.add(|| wrong(problem));
            }
            body.refuse_all(errors);
        }
        body.finish()?;
        let template =
            template.map_err(|_| Error::internal("reading a template", "it has problems"))?;
        Ok(Self { id, template })
    }
}

/// Sets or replaces the template.
///
/// # Errors
/// The app has no such runtime app.
pub async fn put(
    context: &'static Runtime,
    caller: App,
    PutCapabilityTemplate { id, template }: PutCapabilityTemplate,
) -> Result<Reply<Json<RuntimeAppDetails>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let runtime_app = own(context, &caller, id).await?;
    template::put(table, caller.id, id, &template, now).await?;
    Reply::json(&details(context, &runtime_app).await?)
}
