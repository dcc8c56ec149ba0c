//! Fields of packages and versions.

use ::surface::body::{Fields, Reader, Wrong, custom, parsed, text};
use ::surface::{Error, FieldError, FieldErrors};
use provider::id::AppId;
use provider::package::descriptor::{CAPABILITIES, Draft};
use provider::package::listing::{CATEGORY, DESCRIPTION, Listing, NAME, SCREENSHOTS};
use provider::package::{Capability, Problem, ProblemKind};
use provider::runtime::template;
use serde_json::{Value, json};
use webhooks::url::AllowedHosts;

use crate::Console;

/// What a package shows.
#[derive(Debug)]
pub(super) struct Shown {
    pub name: Option<String>,
    pub description: Option<String>,
    pub category: Option<Option<String>>,
    pub listing: Option<Listing>,
}

/// Takes what a package shows.
pub(super) fn shown(body: &mut Fields, hosts: &AllowedHosts) -> Shown {
    Shown {
        name: body.optional("name", text(NAME).about("Its name.")),
        description: body.optional("description", text(DESCRIPTION).about("What it does.")),
        category: body.nullable(
            "category",
            text(CATEGORY).about("The category that it is listed in."),
        ),
        listing: listing(body, hosts),
    }
}

fn listing(body: &mut Fields, hosts: &AllowedHosts) -> Option<Listing> {
    let value = body.take("listing", || {
        let url = json!({ "type": "string", "format": "uri", "maxLength": 2048 });
        json!({
            "description": "Pictures and links: `https` addresses. They are frozen when a version is submitted.",
            "type": ["object", "null"],
            "properties": {
                "iconUrl": url,
                "screenshots": { "type": "array", "items": url, "maxItems": SCREENSHOTS },
                "privacyUrl": url,
                "supportUrl": url,
            },
            "additionalProperties": false,
        })
    })?;
    match Listing::read(&value, "/listing", hosts) {
        Ok(listing) => Some(listing),
        Err(problems) => {
            body.refuse_all(errors(problems));
            None
        }
    }
}

/// Takes the capabilities of a version, which must be there.
pub(crate) fn capabilities(body: &mut Fields) -> Option<Draft> {
    let value = body.take("capabilities", || {
        json!({
            "description": "Capability descriptors. One that leaves out `inputSchema`, `outputSchema`, \
                            `refreshInterval` or `surfaceGuidance` has that of the app's capability \
                            template.",
            "type": "array",
            "items": { "type": "object" },
            "minItems": CAPABILITIES.start(),
            "maxItems": CAPABILITIES.end(),
        })
    });
    let Some(value) = value else {
        body.refuse("capabilities", "REQUIRED", "is required");
        return None;
    };
    match Draft::read(value, "/capabilities") {
        Ok(draft) => Some(draft),
        Err(problems) => {
            body.refuse_all(errors(problems));
            None
        }
    }
}

/// The capabilities of a version of an app's package: what they leave out is the app's capability
/// template's.
pub(crate) async fn completed(
    context: &Console,
    app: AppId,
    draft: Draft,
) -> Result<Vec<Capability>, Error> {
    let template = template::of_app(&context.platform.table, app).await?;
    let completed = draft.complete(template.as_ref());
    completed.map_err(|problems| Error::invalid(errors(problems)))
}

/// Problems as wrong fields. A schema's has the field that the schema is, and says where in it.
fn errors(problems: Vec<Problem>) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for problem in problems {
        errors.add(|| error(problem));
    }
    errors
}

fn error(problem: Problem) -> FieldError {
    let code = match problem.kind {
        ProblemKind::Missing => "REQUIRED",
        ProblemKind::Unknown => "UNKNOWN",
        ProblemKind::Format => "INVALID",
        ProblemKind::Schema => "SCHEMA",
    };
    let inner = problem.schema_pointer.unwrap_or_default();
    let field = problem.pointer.strip_suffix(&inner);
    let field = field.unwrap_or(&problem.pointer);
    let message = if inner.is_empty() {
        problem.message
    } else {
        format!("at {inner}: {}", problem.message)
    };
    let error = FieldError::new(path(field), code, message);
    match problem.kind {
        ProblemKind::Schema => error.within_schema(inner),
        _ => error,
    }
}

/// A JSON Pointer as this API names fields: `capabilities[0].inputSchema`.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        let name = step.replace("~1", "/").replace("~0", "~");
        if name.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() {
            path.push_str(&format!("[{name}]"));
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&name);
        }
    }
    path
}

/// Reads a word of this API, named by its type.
pub(super) fn slug() -> impl Reader<Value = provider::package::Slug> {
    parsed::<provider::package::Slug>().about("Its readable identifier, which never changes.")
}

/// Reads the word `deprecated`.
pub(super) fn deprecated() -> impl Reader<Value = ()> {
    let read = |value: &Value| -> Result<(), Wrong> {
        if value.as_str() == Some("deprecated") {
            Ok(())
        } else {
            Err(("INVALID", "must be deprecated".to_owned()))
        }
    };
    custom(read, || json!({ "type": "string", "enum": ["deprecated"] }))
        .about("Gives the package up: it can't be found any more, and its installs go on.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_as_fields_are() {
        assert_eq!(path("/capabilities/0/name"), "capabilities[0].name");
        assert_eq!(path("/capabilities"), "capabilities");
        let problem = Problem {
            pointer: "/capabilities/1/inputSchema/properties/a/$ref".into(),
            kind: ProblemKind::Schema,
            schema_pointer: Some("/properties/a/$ref".into()),
            message: "must be a JSON Pointer".into(),
        };
        let error = error(problem);
        assert_eq!(error.path, "capabilities[1].inputSchema");
        assert_eq!(
            error.message,
            "at /properties/a/$ref: must be a JSON Pointer"
        );
    }
}
