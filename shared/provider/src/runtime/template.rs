//! What the versions of an app's packages inherit: a capability that leaves one of these out has
//! the template's.

use common::{Fault, Timestamp};
use dynamo::{Change, Key, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::app::{current, item};
use crate::id::{AppId, RuntimeAppId};
use crate::package::descriptor::{REFRESH_INTERVAL, read_guidance};
use crate::schema::Schema;

/// How large a template may be, in bytes of its JSON.
pub const BYTES: usize = 64 * 1024;
/// What a template may hold.
pub const MEMBERS: [&str; 4] = [
    "inputSchema",
    "outputSchema",
    "refreshInterval",
    "surfaceGuidance",
];

/// A template that keeps the rules.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CapabilityTemplate"))]
#[serde(transparent)]
pub struct Template(Map<String, Value>);

/// What is wrong with a template, and where. The sentence goes to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The member, with the JSON Pointer within it.
    pub path: String,
    /// What to change.
    pub message: String,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(members: Map<String, Value>) -> Result<Self, Vec<TemplateProblem>> {
        let mut problems = Vec::new();
        let mut problem = |path: String, message: String| {
            problems.push(TemplateProblem { path, message });
        };
        let length = serde_json::to_vec(&members).map_or(usize::MAX, |text| text.len());
        if length > BYTES {
            let message = format!("is {length} bytes long, where {BYTES} are allowed");
            return Err(vec![TemplateProblem {
                path: String::new(),
                message,
            }]);
        }
        for (name, value) in &members {
            match name.as_str() {
                "inputSchema" | "outputSchema" => {
                    let found = Schema::read(value.clone()).err().unwrap_or_default();
                    for one in found {
                        problem(format!("{name}{}", one.pointer), one.message);
                    }
                }
                "refreshInterval" => {
                    let seconds = value.as_u64().and_then(|n| u32::try_from(n).ok());
                    if !seconds.is_some_and(|seconds| REFRESH_INTERVAL.contains(&seconds)) {
                        let (least, most) = (REFRESH_INTERVAL.start(), REFRESH_INTERVAL.end());
                        let message =
                            format!("must be a whole number of seconds, {least} to {most}");
                        problem(name.clone(), message);
                    }
                }
                "surfaceGuidance" => {
                    for one in read_guidance(value, name).err().unwrap_or_default() {
                        problem(one.pointer, one.message);
                    }
                }
                _ => {
                    let message = format!("must be one of {}", MEMBERS.join(", "));
                    problem(name.clone(), message);
                }
            }
        }
        if problems.is_empty() {
            Ok(Self(members))
        } else {
            Err(problems)
        }
    }

    /// Its members: what a capability inherits.
    pub fn members(&self) -> &Map<String, Value> {
        &self.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    /// The JSON, as text: DynamoDB's maps are not as deep as a schema may be.
    template: String,
    updated_at: Timestamp,
}

fn key(app: AppId, id: RuntimeAppId) -> Key {
    item(app, format_args!("template#{id}"))
}

/// Sets or replaces a runtime app's template.
///
/// # Errors
/// The table can't be reached.
pub async fn put(
    table: &Table,
    app: AppId,
    id: RuntimeAppId,
    template: &Template,
    now: Timestamp,
) -> Result<(), Fault> {
    let stored = Stored {
        template: serde_json::to_string(template)
            .map_err(|e| Fault::internal("writing a template", e))?,
        updated_at: now,
    };
    Change::put(key(app, id), &stored)?
        .apply(table, "setting a capability template")
        .await
        .map(|_| ())
}

/// A runtime app's template, if it has one.
///
/// # Errors
/// The table can't be reached.
pub async fn find(table: &Table, app: AppId, id: RuntimeAppId) -> Result<Option<Template>, Fault> {
    let stored: Option<Stored> = table.get(key(app, id)).await?;
    let template = stored.map(|stored| serde_json::from_str(&stored.template));
    let template = template.transpose();
    Ok(template
        .map_err(|e| Fault::internal("reading a template", e))?
        .map(Template))
}

/// What the packages of an app inherit now: the template of its runtime app that is not paused.
///
/// # Errors
/// The table can't be reached.
pub async fn of_app(table: &Table, app: AppId) -> Result<Option<Template>, Fault> {
    match current(table, app).await? {
        Some(runtime_app) => find(table, app, runtime_app.id).await,
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Template, Vec<TemplateProblem>> {
        Template::read(value.as_object().unwrap().clone())
    }

    #[test]
    fn a_template_keeps_the_rules_of_a_descriptor() {
        let fine = json!({
            "outputSchema": { "type": "object" }, "refreshInterval": 60,
            "surfaceGuidance": { "component": "card" },
        });
        let template = read(fine.clone()).unwrap();
        assert_eq!(serde_json::to_value(&template).unwrap(), fine);
        assert!(read(json!({})).is_ok());
        for (bad, path) in [
            (json!({ "refreshInterval": 59 }), "refreshInterval"),
            (json!({ "refreshInterval": "60" }), "refreshInterval"),
            (json!({ "refreshInterval": 86_401 }), "refreshInterval"),
            (json!({ "surfaceGuidance": [] }), "surfaceGuidance"),
            (
                json!({ "surfaceGuidance": { "component": "card", "objective": "sell" } }),
                "surfaceGuidance/objective",
            ),
            (json!({ "name": "a" }), "name"),
            (
                json!({ "inputSchema": { "$ref": "file:///etc/passwd" } }),
                "inputSchema/$ref",
            ),
        ] {
            let problems = read(bad).unwrap_err();
            assert_eq!(problems[0].path, path, "{problems:?}");
        }
        let long = read(json!({ "outputSchema": { "title": "a".repeat(BYTES) } })).unwrap_err();
        assert!(long[0].message.contains("65536"));
    }
}
