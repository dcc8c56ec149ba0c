//! The JSON Schema of the PCP and the validation of submitted profiles.
//!
//! The schema is generated from the types in [`pcp`](super::pcp). The copy
//! beside this file, `pcp.schema.json`, is published; a test keeps the two
//! equal. Only programs that accept profiles link this module (feature
//! `schema`).

use super::pcp::{Hours, Profile};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use std::sync::OnceLock;

/// One error in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The field, such as `negativeSpace.items[2].severity`; empty for the
    /// whole document.
    pub path: String,
    /// The kind of error, for programs: `required`, `unknownField`, `type`,
    /// `range`, `length`, `count`, `enum`, `pattern`, `notAllowed`,
    /// `duplicateField`, `malformedJson`, `invalid`.
    pub code: &'static str,
    /// What is allowed, for people. Never contains content of the document.
    pub message: String,
}

/// Errors of a document that are listed.
const LISTED: usize = 50;

/// What is wrong with a document: the first 50 errors, and how many there are
/// beside them. So neither time nor memory grows with what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations {
    /// The first errors, at least one.
    pub listed: Vec<Invalid>,
    /// How many more there are.
    pub unlisted: usize,
}

impl Violations {
    fn add(&mut self, invalid: impl FnOnce() -> Invalid) {
        if self.listed.len() < LISTED {
            self.listed.push(invalid());
        } else {
            self.unlisted += 1;
        }
    }

    fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }
}

impl From<Invalid> for Violations {
    fn from(invalid: Invalid) -> Self {
        Self {
            listed: vec![invalid],
            unlisted: 0,
        }
    }
}

impl Profile {
    /// The JSON Schema that [`Profile::parse`] validates a document against.
    pub fn schema() -> Value {
        let mut schema = SchemaSettings::draft2020_12()
            .into_generator()
            .into_root_schema_for::<Self>()
            .to_value();
        simplify(&mut schema);
        if let Value::Object(root) = &mut schema {
            root.insert("title".into(), "Portable cognitive profile (PCP)".into());
        }
        schema
    }

    /// Parses and validates a submitted profile. The caller must have checked
    /// its size (4 MiB) and the number of its values.
    ///
    /// # Errors
    /// The violations of the schema. Only a document without any is checked
    /// for duplicate fields, and then for what the schema can't express. A
    /// document that isn't JSON gives that single error.
    pub fn parse(document: &[u8]) -> Result<Self, Violations> {
        let value: Value = serde_json::from_slice(document).map_err(|error| {
            Violations::from(Invalid {
                path: String::new(),
                code: "malformedJson",
                message: format!(
                    "not a JSON document in UTF-8: see line {}, column {}",
                    error.line(),
                    error.column()
                ),
            })
        })?;
        let mut invalid = Violations::default();
        // Always there: a test builds it; and serde still checks below.
        if let Some(validator) = validator() {
            for error in validator.iter_errors(&value) {
                explain(&error, &mut invalid);
            }
        }
        if !invalid.is_empty() {
            return Err(invalid);
        }
        // Parsed from the bytes again: in a `Value`, the last of two fields with
        // the same name has already replaced the first.
        let profile: Self = serde_json::from_slice(document).map_err(|error| {
            let duplicate = error.to_string().starts_with("duplicate field");
            Violations::from(Invalid {
                path: String::new(),
                code: if duplicate {
                    "duplicateField"
                } else {
                    "invalid"
                },
                message: format!(
                    "{} at line {}, column {}",
                    if duplicate {
                        "a field is given twice"
                    } else {
                        "a value is not allowed"
                    },
                    error.line(),
                    error.column()
                ),
            })
        })?;
        let invalid = profile.inconsistencies();
        if invalid.is_empty() {
            Ok(profile)
        } else {
            Err(invalid)
        }
    }

    /// The rules that the schema can't express.
    fn inconsistencies(&self) -> Violations {
        let mut invalid = Violations::default();
        let primary = self.primary_language;
        if self.has_narratives() && self.narratives.get(primary).is_none() {
            invalid.add(|| Invalid {
                path: format!("narratives.{primary}"),
                code: "required",
                message: "narratives must exist in the primary language, which stands in for the \
                          missing ones"
                    .to_owned(),
            });
        }
        if let Some(rhythms) = &self.rhythms {
            let spans: [(&str, &[Hours]); 3] = [
                ("workHours", &rhythms.work_hours),
                ("peaks", &rhythms.peaks),
                ("quietHours", &rhythms.quiet_hours),
            ];
            for (field, hours) in spans {
                for (at, _) in hours
                    .iter()
                    .enumerate()
                    .filter(|(_, span)| span.from == span.to)
                {
                    invalid.add(|| Invalid {
                        path: format!("rhythms.{field}[{at}].to"),
                        code: "notAllowed",
                        message: "must differ from `from`".to_owned(),
                    });
                }
            }
        }
        invalid
    }
}

fn validator() -> Option<&'static Validator> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    VALIDATOR
        .get_or_init(|| jsonschema::validator_for(&Profile::schema()).ok())
        .as_ref()
}

/// Our own messages: those of the library quote the document.
fn explain(error: &jsonschema::ValidationError<'_>, into: &mut Violations) {
    let at = |field: &str| {
        let path = dotted(error.instance_path().as_str());
        if path.is_empty() {
            field.to_owned()
        } else {
            format!("{path}.{field}")
        }
    };
    if let Kind::AdditionalProperties { unexpected } = error.kind() {
        for field in unexpected {
            into.add(|| Invalid {
                path: at(&field.chars().take(100).collect::<String>()),
                code: "unknownField",
                message: "is not a field of the profile; check its spelling".to_owned(),
            });
        }
        return;
    }
    if let Kind::Required { property } = error.kind() {
        return into.add(|| Invalid {
            path: at(property.as_str().unwrap_or_default()),
            code: "required",
            message: "is required".to_owned(),
        });
    }
    into.add(|| {
        let (code, message) = said(error.kind());
        Invalid {
            path: dotted(error.instance_path().as_str()),
            code,
            message,
        }
    });
}

/// The code of an error, and what is allowed.
fn said(kind: &Kind) -> (&'static str, String) {
    match kind {
        Kind::FalseSchema => (
            "notAllowed",
            "is not allowed here: ipip-neo-60 has no facets".to_owned(),
        ),
        Kind::Type { .. } => ("type", "is of the wrong JSON type".to_owned()),
        Kind::Minimum { limit } => ("range", format!("must be at least {limit}")),
        Kind::Maximum { limit } => ("range", format!("must be at most {limit}")),
        Kind::MinLength { limit } => ("length", format!("must have at least {limit} code points")),
        Kind::MaxLength { limit } => ("length", format!("must have at most {limit} code points")),
        Kind::MaxItems { limit } => ("count", format!("must have at most {limit} items")),
        Kind::Enum { options } => ("enum", format!("must be one of {options}")),
        Kind::Constant { expected_value } => ("enum", format!("must be {expected_value}")),
        Kind::Pattern { pattern } => ("pattern", format!("must match {pattern}")),
        _ => ("invalid", "does not match the schema".to_owned()),
    }
}

/// `/negativeSpace/items/2/severity` → `negativeSpace.items[2].severity`.
/// A segment of digits is always an index: no field of the profile has such a
/// name, and validation doesn't descend into unknown fields.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for segment in pointer.split('/').skip(1) {
        if !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push('[');
            path.push_str(segment);
            path.push(']');
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&segment.replace("~1", "/").replace("~0", "~"));
        }
    }
    path
}

/// Simplifies the generated schema so that errors are specific: an optional
/// field may be absent but not `null`, and a set of words is an `enum`. Under
/// `anyOf` and `oneOf`, a validator can't report which alternative failed.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            if let Some(inner) = without_null(object) {
                let description = object.remove("description");
                object.remove("anyOf");
                object.extend(inner);
                if let Some(description) = description {
                    object.insert("description".into(), description);
                }
            }
            if let Some(words) = words(object) {
                object.remove("oneOf");
                object.insert("type".into(), "string".into());
                object.insert("enum".into(), words.into());
            }
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".into(), only);
                }
            }
            object.values_mut().for_each(simplify);
        }
        Value::Array(values) => values.iter_mut().for_each(simplify),
        _ => {}
    }
}

fn without_null(object: &Map<String, Value>) -> Option<Map<String, Value>> {
    match object.get("anyOf")?.as_array()?.as_slice() {
        [Value::Object(inner), null] if null.get("type")? == "null" => Some(inner.clone()),
        _ => None,
    }
}

fn words(object: &Map<String, Value>) -> Option<Vec<Value>> {
    object
        .get("oneOf")?
        .as_array()?
        .iter()
        .map(|one| one.get("const").cloned())
        .collect()
}
