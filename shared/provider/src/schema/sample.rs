//! Values of a schema: small ones, and those at its edges.
//!
//! They are candidates: keywords that are hard to meet (`not`, `if`, a pattern beside a length)
//! are left aside, so that a caller validates each before relying on it. The same schema gives the
//! same values in the same order.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Number, Value, json};

/// Levels of subschemas that are followed.
const DEPTH: usize = 12;
/// Values of one subschema, at most.
const WIDTH: usize = 40;
/// Characters of a text and items of an array that are made, at most.
const LONGEST: u64 = 4_096;

/// Candidates for values of a schema, at most so many. References are followed within `root`.
pub fn samples(root: &Value, most: usize) -> Vec<Value> {
    let mut values = Sampler { root }.values(root, DEPTH);
    values.truncate(most);
    values
}

struct Sampler<'a> {
    root: &'a Value,
}

/// Distinct values in the order in which they come, up to [`WIDTH`].
#[derive(Default)]
struct Found {
    values: Vec<Value>,
    seen: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, value: Value) {
        if self.values.len() < WIDTH && self.seen.insert(value.to_string()) {
            self.values.push(value);
        }
    }
}

impl Sampler<'_> {
    fn values(&self, schema: &Value, depth: usize) -> Vec<Value> {
        let mut found = Found::default();
        let Some(members) = schema.as_object() else {
            if schema == &Value::Bool(true) {
                for value in any() {
                    found.add(value);
                }
            }
            return found.values;
        };
        if depth == 0 {
            return found.values;
        }
        if let Some(value) = members.get("const") {
            return vec![value.clone()];
        }
        if let Some(values) = members.get("enum").and_then(Value::as_array) {
            values.iter().cloned().for_each(|value| found.add(value));
            return found.values;
        }
        if let Some(target) = members.get("$ref").and_then(Value::as_str)
            && let Some(pointer) = target.strip_prefix('#')
            && let Some(target) = self.root.pointer(pointer)
        {
            for value in self.values(&merged(target, members), depth - 1) {
                found.add(value);
            }
            return found.values;
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(branches) = members.get(keyword).and_then(Value::as_array) {
                let mut rest = members.clone();
                rest.remove(keyword);
                for branch in branches {
                    for value in self.values(&merged(branch, &rest), depth - 1) {
                        found.add(value);
                    }
                }
                return found.values;
            }
        }
        if let Some(parts) = members.get("allOf").and_then(Value::as_array) {
            let mut rest = members.clone();
            rest.remove("allOf");
            let all = parts
                .iter()
                .fold(Value::Object(rest), |all, part| match all.as_object() {
                    Some(all) => merged(part, all),
                    None => all.clone(),
                });
            for value in self.values(&all, depth - 1) {
                found.add(value);
            }
            return found.values;
        }
        for kind in kinds(members) {
            let values = match kind {
                "null" => vec![Value::Null],
                "boolean" => vec![json!(true), json!(false)],
                "integer" => numbers(members, true),
                "number" => numbers(members, false),
                "string" => texts(members),
                "array" => self.arrays(members, depth),
                "object" => self.objects(members, depth),
                _ => Vec::new(),
            };
            values.into_iter().for_each(|value| found.add(value));
        }
        found.values
    }

    fn arrays(&self, schema: &Map<String, Value>, depth: usize) -> Vec<Value> {
        let least = number(schema, "minItems").unwrap_or(0);
        let most = number(schema, "maxItems").unwrap_or(least.max(1) + 1);
        let prefix: Vec<_> = schema
            .get("prefixItems")
            .and_then(Value::as_array)
            .map(|items| items.iter().map(|i| self.values(i, depth - 1)).collect())
            .unwrap_or_default();
        let items = schema
            .get("items")
            .map_or_else(any, |items| self.values(items, depth - 1));
        let contained = schema.get("contains").map(|c| self.values(c, depth - 1));
        let is_unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
        let of_length = |length: u64, choice: usize| -> Option<Value> {
            let mut array = Vec::new();
            for i in 0..usize::try_from(length).ok()? {
                let values: &Vec<Value> = prefix.get(i).unwrap_or(&items);
                let nth = if is_unique { choice + i } else { choice };
                array.push(values.get(nth).or_else(|| values.first())?.clone());
            }
            if let Some(contained) = &contained {
                let value = contained.get(choice).or_else(|| contained.first())?;
                match array.last_mut() {
                    Some(last) => *last = value.clone(),
                    None => array.push(value.clone()),
                }
            }
            Some(Value::Array(array))
        };
        let mut found = Found::default();
        for length in [least, least + 1, prefix.len() as u64, most] {
            if (least..=most.min(LONGEST)).contains(&length) {
                of_length(length, 0).into_iter().for_each(|v| found.add(v));
            }
        }
        let length = least.max(1).max(prefix.len() as u64).min(most);
        if length <= 16 {
            for choice in 1..items.len().max(contained.as_ref().map_or(0, Vec::len)) {
                of_length(length, choice)
                    .into_iter()
                    .for_each(|v| found.add(v));
            }
            // Each place of a tuple varies by itself.
            if let Some(Value::Array(base)) = of_length(length, 0) {
                for (i, values) in prefix.iter().enumerate() {
                    for value in values {
                        let mut array = base.clone();
                        if let Some(place) = array.get_mut(i) {
                            *place = value.clone();
                            found.add(Value::Array(array));
                        }
                    }
                }
            }
        }
        found.values
    }

    fn objects(&self, schema: &Map<String, Value>, depth: usize) -> Vec<Value> {
        let empty = Map::new();
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let required: Vec<_> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let additional = schema.get("additionalProperties");
        let values_of = |name: &str| match properties.get(name) {
            Some(property) => self.values(property, depth - 1),
            None => additional.map_or_else(any, |schema| self.values(schema, depth - 1)),
        };
        let mut least = Map::new();
        for name in &required {
            let Some(value) = values_of(name).into_iter().next() else {
                return Vec::new(); // a required member that can have no value
            };
            least.insert((*name).to_owned(), value);
        }
        let mut filler = 0;
        let wanted = number(schema, "minProperties").unwrap_or(0).min(64);
        while (least.len() as u64) < wanted {
            let name = properties
                .keys()
                .find(|name| !least.contains_key(*name))
                .cloned();
            let name = name.unwrap_or_else(|| {
                filler += 1;
                format!("p{filler}")
            });
            let Some(value) = values_of(&name).into_iter().next() else {
                break;
            };
            least.insert(name, value);
        }
        let mut found = Found::default();
        found.add(Value::Object(least.clone()));
        let mut all = least.clone();
        for name in properties.keys() {
            for (i, value) in values_of(name).into_iter().enumerate() {
                if i == 0 {
                    all.entry(name.clone()).or_insert_with(|| value.clone());
                }
                let mut with = least.clone();
                with.insert(name.clone(), value);
                found.add(Value::Object(with));
            }
        }
        found.add(Value::Object(all));
        if let Some(patterns) = schema.get("patternProperties").and_then(Value::as_object) {
            for (pattern, schema) in patterns {
                let value = self.values(schema, depth - 1).into_iter().next();
                if let (Some(name), Some(value)) = (matching(pattern), value) {
                    let mut with = least.clone();
                    with.insert(name, value);
                    found.add(Value::Object(with));
                }
            }
        }
        if additional != Some(&Value::Bool(false)) {
            for value in additional.map_or_else(any, |schema| self.values(schema, depth - 1)) {
                let mut with = least.clone();
                with.insert("another".to_owned(), value);
                found.add(Value::Object(with));
            }
        }
        found.values
    }
}

/// A value of each kind.
fn any() -> Vec<Value> {
    vec![
        json!("a"),
        json!(1),
        json!(null),
        json!(true),
        json!(0.5),
        json!([]),
        json!({}),
    ]
}

/// Both schemas as one, as far as a merge of their keywords can say it.
fn merged(schema: &Value, with: &Map<String, Value>) -> Value {
    let Some(members) = schema.as_object() else {
        return match schema {
            Value::Bool(true) => Value::Object(with.clone()),
            other => other.clone(),
        };
    };
    let mut all = with.clone();
    all.remove("$ref");
    for (keyword, value) in members {
        let both = match (all.get(keyword), keyword.as_str()) {
            (Some(Value::Object(a)), "properties" | "patternProperties") => {
                let mut both = a.clone();
                both.extend(
                    value
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(n, v)| (n.clone(), v.clone())),
                );
                Value::Object(both)
            }
            (Some(Value::Array(a)), "required") => {
                let mut both = a.clone();
                both.extend(value.as_array().into_iter().flatten().cloned());
                Value::Array(both)
            }
            (Some(Value::Array(a)), "allOf") => {
                let mut both = a.clone();
                both.extend(value.as_array().into_iter().flatten().cloned());
                Value::Array(both)
            }
            (Some(a), "minimum" | "minLength" | "minItems" | "minProperties") => {
                larger(a, value, true)
            }
            (Some(a), "maximum" | "maxLength" | "maxItems" | "maxProperties") => {
                larger(a, value, false)
            }
            _ => value.clone(),
        };
        all.insert(keyword.clone(), both);
    }
    Value::Object(all)
}

fn larger(a: &Value, b: &Value, the_larger: bool) -> Value {
    let is_larger = a.as_f64() >= b.as_f64();
    if is_larger == the_larger { a } else { b }.clone()
}

/// The types that a schema allows, or those that its keywords are about.
fn kinds(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => {
            let about = |keywords: &[&str]| keywords.iter().any(|k| schema.contains_key(*k));
            let mut kinds = Vec::new();
            if about(&[
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "maxProperties",
                "patternProperties",
            ]) {
                kinds.push("object");
            }
            if about(&["items", "prefixItems", "contains", "minItems", "maxItems"]) {
                kinds.push("array");
            }
            if about(&["minLength", "maxLength", "pattern", "format"]) {
                kinds.push("string");
            }
            if about(&[
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
            ]) {
                kinds.push("number");
            }
            for kind in ["string", "integer", "null", "boolean", "array", "object"] {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            kinds
        }
    }
}

fn number(schema: &Map<String, Value>, keyword: &str) -> Option<u64> {
    let value = schema.get(keyword)?;
    // 2.0 is an integer as well (JSON Schema, section 6.1).
    value.as_u64().or_else(|| {
        let float = value.as_f64().filter(|f| (0.0..1e9).contains(f))?;
        (float.fract() == 0.0).then_some(float as u64)
    })
}

fn numbers(schema: &Map<String, Value>, whole: bool) -> Vec<Value> {
    let of = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let least = of("minimum");
    let above = of("exclusiveMinimum");
    let most = of("maximum");
    let below = of("exclusiveMaximum");
    let step = of("multipleOf").filter(|step| *step > 0.0);
    let mut candidates = Vec::new();
    for edge in [least, most].into_iter().flatten() {
        candidates.extend([edge, edge + 1.0, edge - 1.0, edge + 0.5, edge - 0.5]);
    }
    for edge in [above, below].into_iter().flatten() {
        candidates.extend([edge + 1.0, edge - 1.0, edge + 0.5, edge - 0.5]);
    }
    candidates.extend([0.0, 1.0, -1.0, 2.0, 0.5, 10.0, 1_000_000.0, -1_000_000.0]);
    if let Some(step) = step {
        let multiples: Vec<_> = candidates
            .iter()
            .flat_map(|c| [(c / step).floor() * step, (c / step).ceil() * step])
            .collect();
        candidates = multiples;
    }
    candidates
        .into_iter()
        .filter(|c| !whole || c.fract() == 0.0)
        .filter(|c| least.is_none_or(|l| *c >= l) && above.is_none_or(|a| *c > a))
        .filter(|c| most.is_none_or(|m| *c <= m) && below.is_none_or(|b| *c < b))
        .filter_map(|c| {
            if c.fract() == 0.0 && c.abs() < 9e15 {
                Some(json!(c as i64))
            } else {
                Number::from_f64(c).map(Value::Number)
            }
        })
        .collect()
}

fn texts(schema: &Map<String, Value>) -> Vec<Value> {
    let least = number(schema, "minLength").unwrap_or(0);
    let most = number(schema, "maxLength").unwrap_or(LONGEST);
    let mut texts = Vec::new();
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        texts.extend(matching(pattern));
    }
    if let Some(format) = schema.get("format").and_then(Value::as_str) {
        texts.extend(of_format(format).map(str::to_owned));
    }
    for length in [least, least + 1, 1, most] {
        if (least..=most.min(LONGEST)).contains(&length) {
            texts.push("a".repeat(usize::try_from(length).unwrap_or(0)));
        }
    }
    if least == 0 {
        texts.push(String::new());
    }
    texts.into_iter().map(Value::String).collect()
}

fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2026-01-02T03:04:05Z",
        "date" => "2026-01-02",
        "time" => "03:04:05Z",
        "duration" => "PT1H",
        "email" | "idn-email" => "someone@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "iri" | "uri-reference" | "iri-reference" => "https://example.com/",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "json-pointer" => "/a",
        _ => return None,
    })
}

/// A short text that a pattern matches, as far as it can be read off it.
fn matching(pattern: &str) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut text = String::new();
    write_match(&hir, &mut text).then_some(text)
}

fn write_match(hir: &Hir, text: &mut String) -> bool {
    if text.len() > 4_096 {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(literal) => {
                text.push_str(literal);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(Class::Unicode(class)) => {
            // A letter or a digit where the class has one.
            let readable = ('a'..='z').chain('A'..='Z').chain('0'..='9').find(|c| {
                class
                    .iter()
                    .any(|range| (range.start()..=range.end()).contains(c))
            });
            let first = class
                .iter()
                .next()
                .map(regex_syntax::hir::ClassUnicodeRange::start);
            match readable.or(first) {
                Some(c) => {
                    text.push(c);
                    true
                }
                None => false,
            }
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => {
            (0..repetition.min).all(|_| write_match(&repetition.sub, text))
        }
        HirKind::Capture(capture) => write_match(&capture.sub, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write_match(part, text)),
        HirKind::Alternation(parts) => parts.first().is_some_and(|part| write_match(part, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    /// How many of the candidates are values of the schema.
    fn valid(schema: Value) -> usize {
        let candidates = samples(&schema, 100);
        let schema = Schema::read(schema).unwrap();
        candidates.iter().filter(|c| schema.accepts(c)).count()
    }

    #[test]
    fn common_schemas_have_values() {
        for schema in [
            json!({ "type": "string", "pattern": "^[A-Z]{2}-\\d{4}$" }),
            json!({ "type": "integer", "multipleOf": 7, "minimum": 100 }),
            json!({ "type": "array", "minItems": 3, "items": { "type": "null" } }),
            json!({ "type": "array", "prefixItems": [{ "const": 1 }, { "const": "b" }], "minItems": 2 }),
            json!({ "type": "array", "minItems": 2, "maxItems": 9, "uniqueItems": true, "items": { "type": "integer" } }),
            json!({ "type": "object", "required": ["a"], "properties": { "a": { "$ref": "#/$defs/x" } },
                "$defs": { "x": { "enum": ["u", "v"] } } }),
            json!({ "allOf": [{ "required": ["a"] }, { "properties": { "a": { "type": "boolean" } } }] }),
            json!({ "type": "object", "minProperties": 2, "additionalProperties": { "type": "integer" } }),
            json!({ "oneOf": [{ "type": "null" }, { "type": "string", "minLength": 5 }] }),
            json!({ "type": "array", "contains": { "const": 7 } }),
            json!({ "properties": { "next": { "$ref": "#" } }, "type": "object", "additionalProperties": false }),
            json!(true),
            json!({}),
        ] {
            assert!(valid(schema.clone()) > 0, "{schema}");
        }
        assert!(samples(&json!(false), 9).is_empty());
    }

    #[test]
    fn the_same_schema_gives_the_same_values() {
        let schema = json!({ "properties": { "a": {}, "b": { "type": ["string", "null"] } } });
        assert_eq!(samples(&schema, 100), samples(&schema, 100));
    }
}
