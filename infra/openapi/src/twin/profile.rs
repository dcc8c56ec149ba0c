//! The profile's schema among the document's components.

use ::profile::Profile;
use serde_json::{Value, json};

use crate::Schemas;

/// What the profile's own definitions are called here: names such as `Category` are taken.
const PREFIX: &str = "Pcp";

/// Adds the profile and its definitions, from the schema that is published.
pub(super) fn add(schemas: &mut Schemas) {
    let mut profile = Profile::schema();
    let Some(root) = profile.as_object_mut() else {
        return;
    };
    root.remove("$schema");
    root.remove("$id");
    let definitions = root.remove("$defs");
    moved(&mut profile);
    schemas.insert("Profile", profile);
    for (name, schema) in definitions.iter().flat_map(Value::as_object).flatten() {
        let mut schema = schema.clone();
        moved(&mut schema);
        schemas.insert(format!("{PREFIX}{name}"), schema);
    }
}

/// The profile's references, to where its definitions are here.
fn moved(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::String(target)) = object.get_mut("$ref") {
                let here = format!("{}{PREFIX}", surface::describe::COMPONENTS);
                *target = target.replace("#/$defs/", &here);
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
