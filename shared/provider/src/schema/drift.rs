//! Drift: whether a schema can be replaced by another without those on the other side noticing.
//!
//! One side emits values and the other reads them. Of a request, the emitter follows the version
//! before and the reader the one after; of a response it is the other way round. A change is
//! compatible where the reader takes all that the emitter may send. Objects are open by default,
//! and plain containment would call every new optional member breaking; so the emitter's objects
//! are closed (it sends what it declares) and the reader's opened (it ignores what it does not
//! know) before the two sets are compared.
//!
//! [`Drift::Breaking`] always has a value as proof: the emitter's schema accepts it and the
//! reader's refuses it. Where neither is proved the verdict is [`Drift::Unknown`] and a person decides: recursive schemas that differ,
//! objects that several schemas declare together, some conditions.

use std::time::{Duration, Instant};

use jsonschema::PatternOptions;
use jsonschema::canonical::{Containment, options};
use serde_json::{Map, Value};

use super::{PATTERN_BYTES, Schema, sample};

/// Values that are tried as proof of a break, at most.
const CANDIDATES: usize = 2_000;
/// The time that one comparison may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who follows which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Callers follow the version before: it is read by the one after.
    Request,
    /// Callers read by the version before what the one after emits.
    Response,
}

/// The verdict on a change of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Drift {
    /// The reader takes all that the emitter may send.
    Compatible,
    /// It does not.
    Breaking {
        /// A value that the emitter may send and the reader refuses.
        counterexample: Value,
    },
    /// Neither was proved.
    Unknown {
        /// Why.
        reason: String,
    },
}

/// Compares two versions of a schema.
pub fn compare(direction: Direction, before: &Schema, after: &Schema) -> Drift {
    let (emitter, reader) = match direction {
        Direction::Request => (before, after),
        Direction::Response => (after, before),
    };
    if emitter.document() == reader.document() {
        return Drift::Compatible;
    }
    let mut sent = emitter.document().clone();
    let mut read = reader.document().clone();
    let is_closed = close(&mut sent);
    open(&mut read);
    let contained = if is_closed {
        contained(&sent, &read)
    } else {
        Err("its objects are put together by several schemas".to_owned())
    };
    if matches!(contained, Ok((Containment::Yes, _))) {
        return Drift::Compatible;
    }
    let lost = contained.as_ref().ok().and_then(|(_, lost)| lost.as_ref());
    if let Some(counterexample) = counterexample(emitter, reader, lost, &sent, &read) {
        return Drift::Breaking { counterexample };
    }
    Drift::Unknown {
        reason: match contained {
            Ok(_) => {
                "the two can't be compared, and no value was found that shows a break".to_owned()
            }
            Err(reason) => format!("{reason}, and no value was found that shows a break"),
        },
    }
}

/// Whether `read` covers `sent`, and the schema of what it does not.
fn contained(sent: &Value, read: &Value) -> Result<(Containment, Option<Value>), String> {
    let canonical = |schema: &Value| {
        options()
            .offline()
            .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES))
            .canonicalize(schema)
            .map_err(|_| "it has no canonical form".to_owned())
    };
    let (sent, read) = (canonical(sent)?, canonical(read)?);
    let verdict = read.covers(&sent).unwrap_or(Containment::Unknown);
    let lost = match verdict {
        Containment::Yes => None,
        _ => sent.subtract(&read).ok().map(|lost| lost.to_json_schema()),
    };
    Ok((verdict, lost))
}

/// A value that the emitter's own schema and its closed form accept, and the reader refuses.
fn counterexample(
    emitter: &Schema,
    reader: &Schema,
    lost: Option<&Value>,
    sent: &Value,
    read: &Value,
) -> Option<Value> {
    let (sent_schema, read_schema) = (
        Schema::read(sent.clone()).ok()?,
        Schema::read(read.clone()).ok()?,
    );
    let began = Instant::now();
    let own = sample::samples(sent, CANDIDATES);
    let edges = edges(&own, read);
    lost.map(|lost| sample::samples(lost, CANDIDATES))
        .into_iter()
        .flatten()
        .chain(own)
        .chain(edges)
        .take(CANDIDATES)
        .take_while(|_| began.elapsed() < PATIENCE)
        .find(|value| {
            sent_schema.accepts(value)
                && emitter.accepts(value)
                && !read_schema.accepts(value)
                && !reader.accepts(value)
        })
}

/// The emitter's values with one scalar replaced by one just outside of a bound of the reader's.
fn edges(own: &[Value], read: &Value) -> Vec<Value> {
    let mut scalars = Vec::new();
    bounds_of(read, &mut scalars);
    let mut values = Vec::new();
    for value in own.iter().take(8) {
        for pointer in leaves(value) {
            for scalar in &scalars {
                let mut changed = value.clone();
                if let Some(place) = changed.pointer_mut(&pointer)
                    && std::mem::discriminant(place) == std::mem::discriminant(scalar)
                {
                    *place = scalar.clone();
                    values.push(changed);
                }
            }
            if values.len() >= CANDIDATES {
                return values;
            }
        }
    }
    values
}

/// Scalars at the edges of a schema's bounds.
fn bounds_of(schema: &Value, scalars: &mut Vec<Value>) {
    match schema {
        Value::Object(members) => {
            for (keyword, value) in members {
                match (keyword.as_str(), value.as_f64()) {
                    (
                        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"
                        | "multipleOf",
                        Some(bound),
                    ) => scalars.extend([bound - 1.0, bound, bound + 1.0, bound + 0.5].map(
                        |number| {
                            if number.fract() == 0.0 && number.abs() < 9e15 {
                                Value::from(number as i64)
                            } else {
                                Value::from(number)
                            }
                        },
                    )),
                    ("minLength" | "maxLength", Some(bound)) if (0.0..4_096.0).contains(&bound) => {
                        let length = bound as usize;
                        for length in [length.saturating_sub(1), length + 1] {
                            scalars.push(Value::from("a".repeat(length)));
                        }
                    }
                    _ => bounds_of(value, scalars),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| bounds_of(item, scalars)),
        _ => {}
    }
    scalars.truncate(100);
}

fn leaves(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    walk(member, &format!("{at}/{name}"), found);
                }
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    walk(item, &format!("{at}/{i}"), found);
                }
            }
            _ => found.push(at.to_owned()),
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

/// Keywords that say something of an object's members.
const OF_OBJECTS: [&str; 3] = ["properties", "patternProperties", "required"];
/// Keywords whose subschemas apply to the same value.
const IN_PLACE: [&str; 7] = [
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// Closes all objects of an emitter's schema: what is not declared is not sent. False where an
/// object is declared by several schemas together, and closing each would leave nothing.
fn close(schema: &mut Value) -> bool {
    let mut is_sound = true;
    each_schema(schema, &mut |members| {
        let is_object = OF_OBJECTS.iter().any(|k| members.contains_key(*k))
            || members.get("type") == Some(&Value::from("object"));
        if !is_object {
            // An `allOf` of several objects is one object.
            if let Some(parts) = members.get("allOf").and_then(Value::as_array) {
                let objects = parts.iter().filter(|part| may_declare(part)).count();
                is_sound &= objects < 2;
            }
            return;
        }
        is_sound &= !IN_PLACE.iter().chain(&["$ref"]).any(|keyword| {
            members.get(*keyword).is_some_and(|below| match below {
                Value::Array(parts) => parts.iter().any(may_declare),
                Value::String(_) => true, // a reference
                below => may_declare(below),
            })
        });
        if !members.contains_key("additionalProperties")
            && !members.contains_key("unevaluatedProperties")
        {
            members.insert("additionalProperties".into(), Value::Bool(false));
        }
    });
    is_sound
}

/// Whether a subschema may declare members: it is about objects, or refers elsewhere.
fn may_declare(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| {
        OF_OBJECTS
            .iter()
            .chain(&IN_PLACE)
            .chain(&["$ref", "additionalProperties", "unevaluatedProperties"])
            .any(|keyword| members.contains_key(*keyword))
    })
}

/// Opens all objects of a reader's schema: it ignores what it does not know.
fn open(schema: &mut Value) {
    each_schema(schema, &mut |members| {
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            if members.get(keyword) == Some(&Value::Bool(false)) {
                members.remove(keyword);
            }
        }
    });
}

/// Does something to a schema and all its subschemas, but those under `not`: what they exclude
/// stays as it is.
fn each_schema(schema: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    change(members);
    for (keyword, value) in members.iter_mut() {
        match keyword.as_str() {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                if let Some(named) = value.as_object_mut() {
                    named.values_mut().for_each(|s| each_schema(s, change));
                }
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                if let Some(all) = value.as_array_mut() {
                    all.iter_mut().for_each(|s| each_schema(s, change));
                }
            }
            "then"
            | "else"
            | "items"
            | "contains"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "unevaluatedItems" => each_schema(value, change),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Expected {
        Fine,
        Breaks,
        Open,
    }
    use Expected::{Breaks, Fine, Open};

    fn object(properties: Value, required: &[&str]) -> Value {
        json!({ "type": "object", "properties": properties, "required": required })
    }

    /// A change: its name, before, after, and the verdicts on it as a request and as a response.
    fn changes() -> Vec<(&'static str, Value, Value, Expected, Expected)> {
        let text = json!({ "type": "string" });
        let whole = json!({ "type": "integer" });
        let a = |schema: Value| object(json!({ "a": schema }), &["a"]);
        let list = |items: Value| json!({ "type": "array", "items": items });
        let tree = |more: Value| {
            let mut properties = json!({ "children": list(json!({ "$ref": "#" })) });
            properties
                .as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            object(properties, &["children"])
        };
        vec![
            ("nothing", a(text.clone()), a(text.clone()), Fine, Fine),
            (
                "a description",
                a(text.clone()),
                a(json!({ "type": "string", "description": "b" })),
                Fine,
                Fine,
            ),
            (
                "an optional member more",
                a(text.clone()),
                object(json!({ "a": text, "b": whole }), &["a"]),
                Fine,
                Fine,
            ),
            (
                "a required member more",
                a(text.clone()),
                object(json!({ "a": text, "b": whole }), &["a", "b"]),
                Breaks,
                Fine,
            ),
            (
                "an optional member less",
                object(json!({ "a": text, "b": whole }), &["a"]),
                a(text.clone()),
                Fine,
                Fine,
            ),
            (
                "a required member less",
                object(json!({ "a": text, "b": whole }), &["a", "b"]),
                a(text.clone()),
                Fine,
                Breaks,
            ),
            (
                "required to optional",
                a(text.clone()),
                object(json!({ "a": text }), &[]),
                Fine,
                Breaks,
            ),
            (
                "optional to required",
                object(json!({ "a": text }), &[]),
                a(text.clone()),
                Breaks,
                Fine,
            ),
            (
                "a type wider",
                a(whole.clone()),
                a(json!({ "type": "number" })),
                Fine,
                Breaks,
            ),
            (
                "a type narrower",
                a(json!({ "type": "number" })),
                a(whole.clone()),
                Breaks,
                Fine,
            ),
            (
                "another type",
                a(text.clone()),
                a(whole.clone()),
                Breaks,
                Breaks,
            ),
            (
                "nullable",
                a(text.clone()),
                a(json!({ "type": ["string", "null"] })),
                Fine,
                Breaks,
            ),
            (
                "no longer nullable",
                a(json!({ "type": ["string", "null"] })),
                a(text.clone()),
                Breaks,
                Fine,
            ),
            (
                "a choice more",
                a(json!({ "enum": ["x", "y"] })),
                a(json!({ "enum": ["x", "y", "z"] })),
                Fine,
                Breaks,
            ),
            (
                "a choice less",
                a(json!({ "enum": ["x", "y", "z"] })),
                a(json!({ "enum": ["x", "y"] })),
                Breaks,
                Fine,
            ),
            (
                "choices in another order",
                a(json!({ "enum": ["x", "y"] })),
                a(json!({ "enum": ["y", "x"] })),
                Fine,
                Fine,
            ),
            (
                "choices to any text",
                a(json!({ "enum": ["x", "y"] })),
                a(text.clone()),
                Fine,
                Breaks,
            ),
            (
                "a constant changes",
                a(json!({ "const": 1 })),
                a(json!({ "const": 2 })),
                Breaks,
                Breaks,
            ),
            (
                "a minimum lower",
                a(json!({ "type": "integer", "minimum": 5 })),
                a(json!({ "type": "integer", "minimum": 1 })),
                Fine,
                Breaks,
            ),
            (
                "a minimum higher",
                a(json!({ "type": "integer", "minimum": 1 })),
                a(json!({ "type": "integer", "minimum": 5 })),
                Breaks,
                Fine,
            ),
            (
                "a maximum higher",
                a(json!({ "type": "number", "maximum": 5 })),
                a(json!({ "type": "number", "maximum": 9 })),
                Fine,
                Breaks,
            ),
            (
                "an exclusive maximum",
                a(json!({ "type": "number", "maximum": 5 })),
                a(json!({ "type": "number", "exclusiveMaximum": 5 })),
                Breaks,
                Fine,
            ),
            (
                "longer texts",
                a(json!({ "type": "string", "maxLength": 5 })),
                a(json!({ "type": "string", "maxLength": 9 })),
                Fine,
                Breaks,
            ),
            (
                "shorter texts",
                a(json!({ "type": "string", "maxLength": 9 })),
                a(json!({ "type": "string", "maxLength": 5 })),
                Breaks,
                Fine,
            ),
            (
                "no longer empty",
                a(text.clone()),
                a(json!({ "type": "string", "minLength": 1 })),
                Breaks,
                Fine,
            ),
            (
                "more items",
                list(whole.clone()),
                json!({ "type": "array", "items": whole, "maxItems": 2 }),
                Breaks,
                Fine,
            ),
            (
                "items wider",
                list(whole.clone()),
                list(json!({ "type": "number" })),
                Fine,
                Breaks,
            ),
            (
                "items of another type",
                list(whole.clone()),
                list(text.clone()),
                Breaks,
                Breaks,
            ),
            (
                "at least one item",
                list(whole.clone()),
                json!({ "type": "array", "items": whole, "minItems": 1 }),
                Breaks,
                Fine,
            ),
            (
                "unique items",
                list(whole.clone()),
                json!({ "type": "array", "items": whole, "uniqueItems": true, "maxItems": 1000 }),
                Breaks,
                Fine,
            ),
            (
                "a tuple's item",
                json!({ "type": "array", "prefixItems": [text], "minItems": 1 }),
                json!({ "type": "array", "prefixItems": [whole], "minItems": 1 }),
                Breaks,
                Breaks,
            ),
            (
                "a branch more",
                a(json!({ "anyOf": [text, whole] })),
                a(json!({ "anyOf": [text, whole, { "type": "null" }] })),
                Fine,
                Breaks,
            ),
            (
                "a branch less",
                a(json!({ "anyOf": [text, whole] })),
                a(json!({ "anyOf": [text] })),
                Breaks,
                Fine,
            ),
            (
                "one of objects more",
                json!({ "oneOf": [a(json!({ "const": 1 }))] }),
                json!({ "oneOf": [a(json!({ "const": 1 })), a(json!({ "const": 2 }))] }),
                Fine,
                Breaks,
            ),
            (
                "by reference",
                a(text.clone()),
                json!({ "$ref": "#/$defs/t", "$defs": { "t": a(text.clone()) } }),
                Fine,
                Fine,
            ),
            (
                "behind a reference",
                json!({ "$ref": "#/$defs/t", "$defs": { "t": a(text.clone()) } }),
                json!({ "$ref": "#/$defs/t", "$defs": { "t": a(whole.clone()) } }),
                Breaks,
                Breaks,
            ),
            (
                "a recursive member wider",
                tree(json!({ "n": whole })),
                tree(json!({ "n": { "type": "number" } })),
                Open,
                Breaks,
            ),
            (
                "a recursive member more",
                tree(json!({})),
                tree(json!({ "n": whole })),
                Open,
                Open,
            ),
            (
                "closed",
                a(text.clone()),
                json!({ "type": "object", "properties": { "a": text }, "required": ["a"], "additionalProperties": false }),
                Fine,
                Fine,
            ),
            (
                "others must be numbers",
                a(text.clone()),
                json!({ "type": "object", "properties": { "a": text }, "required": ["a"], "additionalProperties": whole }),
                Fine,
                Fine,
            ),
            (
                "a pattern",
                a(text.clone()),
                a(json!({ "type": "string", "pattern": "^x" })),
                Breaks,
                Fine,
            ),
            (
                "another pattern",
                a(json!({ "type": "string", "pattern": "^[0-9]+$" })),
                a(json!({ "type": "string", "pattern": "^[0-9a-f]+$" })),
                Open,
                Breaks,
            ),
            (
                "multiples",
                a(json!({ "type": "integer", "multipleOf": 2 })),
                a(json!({ "type": "integer", "multipleOf": 4 })),
                Breaks,
                Fine,
            ),
            (
                "nothing is allowed",
                a(text.clone()),
                json!(false),
                Breaks,
                Fine,
            ),
            ("all is allowed", a(text.clone()), json!(true), Fine, Breaks),
            (
                "not text",
                a(json!({ "not": { "type": "null" } })),
                a(json!({ "not": { "type": "string" } })),
                Breaks,
                Breaks,
            ),
            (
                "names of members",
                json!({ "type": "object", "additionalProperties": whole }),
                json!({ "type": "object", "additionalProperties": text }),
                Breaks,
                Breaks,
            ),
            (
                "members by pattern",
                json!({ "type": "object", "patternProperties": { "^x": whole } }),
                json!({ "type": "object", "patternProperties": { "^x": text } }),
                Breaks,
                Breaks,
            ),
            (
                "a condition",
                a(text.clone()),
                json!({ "type": "object", "properties": { "a": text }, "required": ["a"],
                "if": { "properties": { "a": { "const": "x" } } }, "then": { "required": ["b"] } }),
                Breaks,
                Open,
            ),
            (
                "put together",
                json!({ "allOf": [object(json!({ "a": text }), &["a"]), object(json!({ "b": whole }), &["b"])] }),
                object(json!({ "a": text, "b": whole }), &["a", "b"]),
                Open,
                Fine,
            ),
        ]
    }

    fn verdict(drift: &Drift) -> Expected {
        match drift {
            Drift::Compatible => Fine,
            Drift::Breaking { .. } => Breaks,
            Drift::Unknown { .. } => Open,
        }
    }

    #[test]
    fn changes_are_judged_in_both_directions() {
        let changes = changes();
        assert!(changes.len() >= 40);
        let mut wrong = Vec::new();
        for (name, before, after, as_request, as_response) in changes {
            let before = Schema::read(before).unwrap();
            let after = Schema::read(after).unwrap();
            for (direction, expected) in [
                (Direction::Request, as_request),
                (Direction::Response, as_response),
            ] {
                let drift = compare(direction, &before, &after);
                if verdict(&drift) != expected {
                    wrong.push(format!(
                        "{name}, {direction:?}: {drift:?}, not {expected:?}"
                    ));
                }
                if let Drift::Breaking { counterexample } = drift {
                    let (emitter, reader) = match direction {
                        Direction::Request => (&before, &after),
                        Direction::Response => (&after, &before),
                    };
                    assert!(emitter.accepts(&counterexample), "{name}: {counterexample}");
                    assert!(!reader.accepts(&counterexample), "{name}: {counterexample}");
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
