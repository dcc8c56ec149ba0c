//! JSON Pointers into the data that a schema describes.

use serde_json::Value;

pub use crate::package::problem::below;

/// Bytes of a JSON Pointer, at most.
const POINTER_BYTES: usize = 500;

/// Whether a text is a JSON Pointer (RFC 6901) of a sensible length.
pub fn is_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1);
    (text.is_empty() || text.starts_with('/'))
        && text.len() <= POINTER_BYTES
        && escapes
            .into_iter()
            .all(|rest| rest.starts_with('0') || rest.starts_with('1'))
}

/// The place in a JSON Schema that a JSON Pointer into its values leads to, as far as
/// `properties`, `items` and references say. None where it leads nowhere.
pub fn resolve<'a>(schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut at = follow(schema, schema, 0)?;
    let steps = pointer.split('/').skip(1);
    for step in steps {
        let name = step.replace("~1", "/").replace("~0", "~");
        at = member(schema, at, &name, 0)?;
    }
    Some(at)
}

/// References that are followed one after another, at most.
const REFERENCES: usize = 20;

fn follow<'a>(root: &'a Value, at: &'a Value, depth: usize) -> Option<&'a Value> {
    match at.get("$ref").and_then(Value::as_str) {
        Some(reference) if depth < REFERENCES => {
            let target = root.pointer(reference.strip_prefix('#')?)?;
            follow(root, target, depth + 1)
        }
        _ => Some(at),
    }
}

fn member<'a>(root: &'a Value, at: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
    if depth > REFERENCES {
        return None;
    }
    if at == &Value::Bool(true) {
        return Some(at);
    }
    let index = name
        .parse::<usize>()
        .ok()
        .filter(|_| name == "0" || !name.starts_with('0'));
    let own = at
        .get("properties")
        .and_then(|properties| properties.get(name))
        .or_else(|| at.get("prefixItems").and_then(|items| items.get(index?)))
        .or_else(|| at.get("items").filter(|_| index.is_some()))
        .or_else(|| {
            let rest = at.get("additionalProperties")?;
            rest.is_object().then_some(rest)
        });
    if let Some(found) = own {
        return follow(root, found, 0);
    }
    ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| at.get(keyword)?.as_array())
        .flatten()
        .filter_map(|part| follow(root, part, 0))
        .find_map(|part| member(root, part, name, depth + 1))
}
