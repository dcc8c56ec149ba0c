//! Capability schemas: JSON Schema 2020-12, bounded before anything is validated against them.
//!
//! A provider writes the schema and a stranger's server the value, so that both may be hostile.
//! [`Schema::read`] accepts a schema only if the work of a validation is bounded (see [`bounds`]),
//! all its references stay within the document, and its patterns match in linear time.
//! [`drift`] compares two versions of a schema.

pub mod bounds;
pub mod drift;
pub mod sample;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

/// Most violations that one check lists.
pub const VIOLATIONS: usize = 20;
/// The compiled size of one pattern, in bytes, at most.
const PATTERN_BYTES: usize = 1 << 18;

/// A rule that a schema breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON Pointer of the subschema.
    pub pointer: String,
    /// What to change.
    pub message: String,
}

impl Problem {
    fn new(pointer: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message: message.into(),
        }
    }
}

/// A value that a schema refuses, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The JSON Pointer into the value.
    pub pointer: String,
    /// The JSON Pointer into the schema.
    pub schema_pointer: String,
    /// Why, without the value itself.
    pub message: String,
}

/// A schema that is safe to validate against.
#[derive(Debug)]
pub struct Schema {
    document: Value,
    validator: Validator,
    deepest: usize,
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// Every bound that it exceeds; or, where it is within all of them, why it is no schema.
    pub fn read(document: Value) -> Result<Self, Vec<Problem>> {
        let deepest = bounds::deepest_instance(&document)?;
        let validator = jsonschema::draft202012::options()
            .offline()
            .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES))
            .build(&document)
            .map_err(|error| {
                let pointer = error.instance_path().to_string();
                vec![Problem::new(&pointer, masked(&error))]
            })?;
        Ok(Self {
            document,
            validator,
            deepest,
        })
    }

    /// The schema as it was written.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Whether a value is valid.
    pub fn accepts(&self, value: &Value) -> bool {
        depth(value, self.deepest) && self.validator.is_valid(value)
    }

    /// Checks a value.
    ///
    /// # Errors
    /// What is wrong with it, at most [`VIOLATIONS`] of it; no message quotes the value.
    pub fn check(&self, value: &Value) -> Result<(), Vec<Violation>> {
        if !depth(value, self.deepest) {
            return Err(vec![Violation {
                pointer: String::new(),
                schema_pointer: String::new(),
                message: format!("is nested more than {} levels deep", self.deepest),
            }]);
        }
        let violations: Vec<_> = self
            .validator
            .iter_errors(value)
            .take(VIOLATIONS)
            .map(|error| Violation {
                pointer: error.instance_path().to_string(),
                schema_pointer: error.schema_path().to_string(),
                message: masked(&error),
            })
            .collect();
        if violations.is_empty() {
            Ok(())
        } else {
            Err(violations)
        }
    }
}

/// Whether any value is valid, where that can be proved.
pub fn is_satisfiable(document: &Value) -> Option<bool> {
    use jsonschema::canonical::Satisfiability;
    let canonical = jsonschema::canonical::options()
        .offline()
        .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES))
        .canonicalize(document)
        .ok()?;
    match canonical.satisfiability() {
        Satisfiability::Yes => Some(true),
        Satisfiability::No => Some(false),
        _ => None,
    }
}

/// The error's sentence with the word "value" where the library would quote it: it may be large,
/// and it may be a person's.
fn masked(error: &jsonschema::ValidationError<'_>) -> String {
    let mut message = error.masked().to_string();
    if message.len() > 300 {
        let end = (0..=300).rev().find(|&end| message.is_char_boundary(end));
        message.truncate(end.unwrap_or(0));
        message.push('…');
    }
    message
}

/// Whether a value is nested at most so many levels deep. Stops at the first that is deeper.
fn depth(value: &Value, most: usize) -> bool {
    match value {
        Value::Array(items) => most > 0 && items.iter().all(|item| depth(item, most - 1)),
        Value::Object(members) => most > 0 && members.values().all(|item| depth(item, most - 1)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_check_lists_what_is_wrong_and_quotes_nothing() {
        let schema = Schema::read(json!({
            "type": "object",
            "properties": { "name": { "type": "string", "pattern": "^[a-z]+$" }, "age": { "type": "integer" } },
            "required": ["name"],
            "additionalProperties": false,
        }))
        .unwrap();
        assert!(schema.check(&json!({ "name": "ada" })).is_ok());
        let wrong = json!({ "name": "SECRET", "age": "SECRET-2" });
        let violations = schema.check(&wrong).unwrap_err();
        let pointers: Vec<_> = violations.iter().map(|v| v.pointer.as_str()).collect();
        assert_eq!(pointers.len(), 2);
        assert!(pointers.contains(&"/name") && pointers.contains(&"/age"));
        assert!(!format!("{violations:?}").contains("SECRET"));
        let many = json!(vec![json!(1); 1_000]);
        let all_strings = Schema::read(json!({ "items": { "type": "string" } })).unwrap();
        assert_eq!(all_strings.check(&many).unwrap_err().len(), VIOLATIONS);
    }

    #[test]
    fn no_reference_leaves_the_document() {
        for reference in [
            "file:///etc/hostname",
            "http://127.0.0.1/schema",
            "other.json",
            "#anchor",
            "#/$defs/missing",
        ] {
            let problems = Schema::read(json!({ "$ref": reference })).unwrap_err();
            assert_eq!(problems[0].pointer, "/$ref", "{reference}: {problems:?}");
        }
        let local = json!({ "$ref": "#/$defs/a~1b", "$defs": { "a/b": { "type": "null" } } });
        assert!(!Schema::read(local).unwrap().accepts(&json!(1)));
    }

    #[test]
    fn patterns_match_in_linear_time() {
        for pattern in ["(?=a)b", r"(a)\1", "(a{1000}){1000}", "("] {
            assert!(
                Schema::read(json!({ "pattern": pattern })).is_err(),
                "{pattern}"
            );
        }
        assert!(Schema::read(json!({ "pattern": "^(a+)+$" })).is_ok());
    }
}
