//! A JSON body, read field by field at the edge: every wrong field is collected with its path,
//! and unknown ones are refused, as in [`crate::Query`].
//!
//! A field is read by a [`Reader`], which also says what it takes as a JSON Schema: the reference
//! follows from what handlers read.

mod reader;
mod strict;

use std::ops::RangeInclusive;

#[cfg(feature = "schema")]
use crate::describe;
use serde_json::{Map, Value};

use crate::error::{Error, FieldError, FieldErrors};
use crate::request::{Recorder, Request};

pub use reader::{
    About, Called, Consent, Custom, Described, Digits, Integer, Number, Parsed, Reader, Text,
    Wrong, consent, custom, digits, integer, legible, line, number, parsed, text,
};
#[cfg(test)]
use strict::VALUES;
pub use strict::strict;

/// What a body, or an object in one, is called in the reference, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// The schema's name.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
}

/// What an object is where a word of its own decides which fields there are: see
/// [`Fields::varies`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The word.
    pub word: &'static str,
    /// What it means, in a sentence.
    pub about: &'static str,
    /// Fields that must be there with this word, and may not with those that do not name them.
    pub fields: &'static [&'static str],
}

/// The fields of one object.
#[derive(Debug)]
pub struct Fields {
    path: String,
    map: Map<String, Value>,
    known: Vec<&'static str>,
    errors: FieldErrors,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    recorder: Recorder,
    #[cfg(feature = "schema")]
    described: describe::ObjectDescription,
}

impl Fields {
    /// The body of a request, which must be one JSON object.
    ///
    /// # Errors
    /// 415 where it is declared to be something else or to be coded, 400 where it is no JSON,
    /// repeats a key, holds more than 100,000 values or is no object.
    pub fn of(request: &Request, object: Object) -> Result<Self, Error> {
        Self::read(request, object, true)
    }

    /// The body, or no fields where there is no body at all.
    ///
    /// # Errors
    /// As [`Fields::of`].
    pub fn of_optional(request: &Request, object: Object) -> Result<Self, Error> {
        Self::read(request, object, false)
    }

    /// Reads a body that has no fields, if there is one at all.
    ///
    /// # Errors
    /// As [`Fields::of`]; the body has fields.
    pub fn none(request: &Request) -> Result<(), Error> {
        let nothing = Object {
            name: "Nothing",
            about: "Nothing needs to be said: an empty object, or no body.",
        };
        Self::of_optional(request, nothing)?.finish()
    }

    fn read(request: &Request, object: Object, required: bool) -> Result<Self, Error> {
        let map = if request.body.is_empty() && !required {
            Map::new()
        } else {
            body_of(request)?
        };
        let fields = Self::at(String::new(), map, object, &request.recorder);
        #[cfg(feature = "schema")]
        let fields = Self {
            described: fields.described.with_required(required),
            ..fields
        };
        Ok(fields)
    }

    #[cfg_attr(not(feature = "schema"), allow(unused_variables))] // for the reference alone
    fn at(path: String, map: Map<String, Value>, object: Object, recorder: &Recorder) -> Self {
        Self {
            path,
            map,
            known: Vec::new(),
            errors: FieldErrors::new(),
            recorder: recorder.clone(),
            #[cfg(feature = "schema")]
            described: describe::ObjectDescription::new(object),
        }
    }

    fn child(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    fn wrong(&mut self, path: String, (code, message): Wrong) {
        self.errors.add(|| FieldError::new(path, code, message));
    }

    #[cfg(feature = "schema")]
    fn describe(
        &mut self,
        name: &'static str,
        presence: describe::Presence,
        schema: impl FnOnce(&mut schemars::SchemaGenerator) -> Value,
    ) {
        if let Some(schema) = self.recorder.schema(schema) {
            self.described.field(name, presence, schema);
        }
    }

    /// A field that must be there.
    pub fn required<R: Reader>(&mut self, name: &'static str, reader: R) -> Option<R::Value> {
        #[cfg(feature = "schema")]
        self.describe(name, describe::Presence::Required, |g| reader.schema(g));
        let value = self.value(name, |value| reader.read(value)).flatten();
        if matches!(self.map.get(name), None | Some(Value::Null)) {
            self.wrong(self.child(name), ("REQUIRED", "is required".into()));
        }
        value
    }

    /// A field that may be absent or null.
    pub fn optional<R: Reader>(&mut self, name: &'static str, reader: R) -> Option<R::Value> {
        self.nullable(name, reader).flatten()
    }

    /// A field of a change: absent (it stays), null (it is removed), or a value.
    pub fn nullable<R: Reader>(
        &mut self,
        name: &'static str,
        reader: R,
    ) -> Option<Option<R::Value>> {
        #[cfg(feature = "schema")]
        self.describe(name, describe::Presence::Optional, |g| reader.schema(g));
        self.value(name, |value| reader.read(value))
    }

    fn value<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Wrong>,
    ) -> Option<Option<T>> {
        self.known.push(name);
        match self.map.get(name)? {
            Value::Null => Some(None),
            value => match read(value) {
                Ok(value) => Some(Some(value)),
                Err(wrong) => {
                    self.wrong(self.child(name), wrong);
                    None
                }
            },
        }
    }

    /// A list of values that may be absent; each wrong one is named by its place.
    pub fn list<R: Reader>(
        &mut self,
        name: &'static str,
        length: RangeInclusive<usize>,
        reader: R,
    ) -> Option<Vec<R::Value>> {
        #[cfg(feature = "schema")]
        self.describe(name, describe::Presence::Optional, |g| {
            describe::list(reader.schema(g), &length)
        });
        let path = self.child(name);
        let values = self.values(name, length)?;
        let mut found = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            match reader.read(value) {
                Ok(value) => found.push(value),
                Err(wrong) => self.wrong(format!("{path}[{place}]"), wrong),
            }
        }
        (found.len() == values.len()).then_some(found)
    }

    /// A list of objects that must be there; each is read by its fields.
    pub fn objects<T>(
        &mut self,
        name: &'static str,
        length: RangeInclusive<usize>,
        object: Object,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let path = self.child(name);
        if matches!(self.map.get(name), None | Some(Value::Null)) {
            self.known.push(name);
            self.wrong(path, ("REQUIRED", "is required".into()));
            return None;
        }
        #[cfg(feature = "schema")]
        let bounds = length.clone();
        let values = self.values(name, length)?;
        let mut found = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let path = format!("{path}[{place}]");
            let Value::Object(map) = value else {
                self.wrong(path, ("TYPE", "must be an object".into()));
                continue;
            };
            let mut fields = Self::at(path, map.clone(), object, &self.recorder);
            found.extend(read(&mut fields));
            #[cfg(feature = "schema")]
            if place == 0 {
                let item = fields.described.clone();
                let recorder = self.recorder.clone();
                self.describe(name, describe::Presence::Required, |_| {
                    describe::list(recorder.named(&item), &bounds)
                });
            }
            self.errors.append(fields.into_errors());
        }
        (found.len() == values.len()).then_some(found)
    }

    fn values(&mut self, name: &'static str, length: RangeInclusive<usize>) -> Option<Vec<Value>> {
        let wanted = format!("must be a list of {} to {}", length.start(), length.end());
        self.value(name, |value| match value {
            Value::Array(values) if length.contains(&values.len()) => Ok(values.clone()),
            Value::Array(_) => Err(("LENGTH", wanted)),
            _ => Err(("TYPE", wanted)),
        })
        .flatten()
    }

    /// Adds an error that only several fields together make.
    pub fn refuse(&mut self, name: &'static str, code: &'static str, message: &str) {
        self.wrong(self.child(name), (code, message.to_owned()));
    }

    /// A field as it stands, taken out, for what is read by other means: `schema` is what it
    /// takes.
    #[cfg_attr(not(feature = "schema"), allow(unused_variables))] // for the reference alone
    pub fn take(&mut self, name: &'static str, schema: impl FnOnce() -> Value) -> Option<Value> {
        #[cfg(feature = "schema")]
        self.describe(name, describe::Presence::Optional, |_| schema());
        self.known.push(name);
        self.map.remove(name).filter(|value| !value.is_null())
    }

    /// Whether there is a field of this name, null being none.
    pub fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    /// Refuses null where a field of a change can't be removed.
    pub fn keep(&mut self, name: &'static str) {
        #[cfg(feature = "schema")]
        self.described.not_null(name);
        if matches!(self.map.get(name), Some(Value::Null)) {
            self.refuse(
                name,
                "TYPE",
                "can't be removed: leave it out, or give a value",
            );
        }
    }

    /// Says for the reference that a field that was read as an optional one must be there, or
    /// what several fields together must be: members of the object's schema.
    #[cfg_attr(not(feature = "schema"), allow(unused_variables))] // for the reference alone
    pub fn constrained(&mut self, schema: impl FnOnce() -> Value) {
        #[cfg(feature = "schema")]
        self.described.constrain(schema());
    }

    /// Says for the reference that a word decides which fields there are.
    #[cfg_attr(not(feature = "schema"), allow(unused_variables))] // for the reference alone
    pub fn varies(&mut self, by: &'static str, variants: &'static [Variant]) {
        #[cfg(feature = "schema")]
        self.described.vary(by, variants);
    }

    /// Adds errors that were found by other means.
    pub fn refuse_all(&mut self, errors: impl Into<FieldErrors>) {
        self.errors.append(errors.into());
    }

    fn into_errors(mut self) -> FieldErrors {
        let mut errors = std::mem::take(&mut self.errors);
        for name in self.map.keys() {
            if !self.known.contains(&name.as_str()) {
                errors.add(|| {
                    let known = self.known.join(", ");
                    let message = format!("is not a field here: there are {known}");
                    FieldError::new(self.child(name), "UNKNOWN", message)
                });
            }
        }
        errors
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All that was wrong, unknown fields included.
    pub fn finish(self) -> Result<(), Error> {
        #[cfg(feature = "schema")]
        self.recorder.body(&self.described);
        let errors = self.into_errors();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid(errors))
        }
    }
}

fn body_of(request: &Request) -> Result<Map<String, Value>, Error> {
    if let Some(declared) = request.headers.get(http::header::CONTENT_TYPE) {
        let media = declared
            .to_str()
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default();
        let media = media.trim().to_ascii_lowercase();
        let json = media == "application/json"
            || (media.starts_with("application/") && media.ends_with("+json"));
        if !json {
            return Err(Error::unsupported_media_type());
        }
    }
    match strict(request.content()?)? {
        Value::Object(map) => Ok(map),
        _ => Err(Error::field("", "TYPE", "the body must be a JSON object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OBJECT: Object = Object {
        name: "Test",
        about: "",
    };

    fn fields(json: &str) -> Fields {
        match strict(json.as_bytes()).unwrap() {
            Value::Object(map) => Fields::at(String::new(), map, OBJECT, &Recorder::default()),
            other => panic!("{other}"),
        }
    }

    fn errors(fields: Fields) -> Vec<(String, String)> {
        fields
            .into_errors()
            .listed()
            .iter()
            .map(|e| (e.path.clone(), e.code.clone()))
            .collect()
    }

    #[test]
    fn numbers_are_read_as_json_means_them() {
        for (written, read) in [
            ("5", Some(5)),
            ("5.0", Some(5)),
            ("0.5e1", Some(5)),
            ("5.5", None),
            ("-1.0", None),
            ("1e300", None),
        ] {
            let value: Value = serde_json::from_str(written).unwrap();
            assert_eq!(integer(0..=10).read(&value).ok(), read, "{written}");
        }
        let tiny: Value = serde_json::from_str("1e-200").unwrap();
        assert_eq!(number(0.0..=1.0).read(&tiny), Ok(0.0));
        let small: Value = serde_json::from_str("1e-9").unwrap();
        assert_eq!(number(0.0..=1.0).read(&small), Ok(1e-9));
    }

    #[test]
    fn every_wrong_field_is_named_by_its_path() {
        let mut body = fields(
            r#"{"facts":[{"value":"ab"},7,{"value":"abc","x":1},{}],"n":-1,"nets":["a",3],"y":null}"#,
        );
        let facts = body.objects("facts", 1..=50, OBJECT, |fact| {
            fact.required("value", text(3..=5))
        });
        assert!(facts.is_none());
        assert!(body.required("n", integer(1..=9)).is_none());
        assert!(body.list("nets", 0..=9, parsed::<u8>()).is_none());
        assert!(body.required("gone", text(1..=2)).is_none());
        let pair = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert_eq!(
            errors(body),
            [
                pair("facts[0].value", "LENGTH"),
                pair("facts[1]", "TYPE"),
                pair("facts[2].x", "UNKNOWN"),
                pair("facts[3].value", "REQUIRED"),
                pair("n", "RANGE"),
                pair("nets[0]", "INVALID"),
                pair("nets[1]", "TYPE"),
                pair("gone", "REQUIRED"),
                pair("y", "UNKNOWN"),
            ]
        );
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let mut body = fields(r#"{"a":null,"b":"x"}"#);
        assert_eq!(body.nullable("a", text(1..=1)), Some(None));
        assert_eq!(body.nullable("b", text(1..=1)), Some(Some("x".into())));
        assert_eq!(body.nullable("c", text(1..=1)), None);
        assert!(errors(body).is_empty());
    }

    #[test]
    fn what_is_no_json_is_told() {
        for bad in [
            "",
            "{",
            "{\"a\":1,\"a\":2}",
            "{\"a\":{\"b\":1,\"b\":1}}",
            "nul",
            "{}x",
            "\u{feff}{}",
        ] {
            assert!(
                matches!(strict(bad.as_bytes()), Err(e) if *e.code() == crate::MALFORMED_JSON),
                "{bad}"
            );
        }
        assert!(strict(b"{\"a\":\"\xff\"}").is_err());
        assert!(strict(b"\"\\ud800\"").is_err());
        assert!(strict("[".repeat(100_000).as_bytes()).is_err());
        let list = |n: usize| format!("[{}0]", "0,".repeat(n - 1));
        assert!(strict(list(VALUES - 1).as_bytes()).is_ok());
        let many = strict(list(VALUES).as_bytes()).unwrap_err();
        assert_eq!(
            many.to_string(),
            "The body is not valid JSON: it holds more than 100000 values (line 1, column 199999)"
        );
    }

    #[test]
    fn text_counts_code_points_and_is_not_trimmed() {
        assert_eq!(text(3..=3).read(&"äöü".into()).unwrap(), "äöü");
        assert_eq!(text(3..=3).read(&"  x".into()).unwrap(), "  x");
        assert!(text(1..=1).read(&"e\u{301}".into()).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            let _ = strict(&bytes);
        }
    }
}
