//! A JSON body, read field by field at the edge: every wrong field is collected with its path,
//! and unknown ones are refused, as in [`crate::Query`].
//!
//! A field is read by a [`Reader`], which also says what it takes as a JSON Schema: the reference
//! follows from what handlers read.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
#[cfg(feature = "schema")]
use {crate::describe, serde_json::json};

use crate::error::{Error, FieldError};
use crate::request::{Recorder, Request};

/// What is wrong with a value: a code for programs, a sentence for people.
pub type Wrong = (&'static str, String);

/// Reads one value, and says what it takes.
pub trait Reader {
    /// What comes of it.
    type Value;

    /// Reads a value.
    ///
    /// # Errors
    /// What is wrong with it; the sentence says what is allowed.
    fn read(&self, value: &Value) -> Result<Self::Value, Wrong>;

    /// What it takes.
    #[cfg(feature = "schema")]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> Value;

    /// The same, whose schema is a component of the reference's, with this name.
    fn called(self, name: &'static str) -> Called<Self>
    where
        Self: Sized,
    {
        Called { reader: self, name }
    }

    /// The same, with a sentence for the reference.
    fn about(self, about: &'static str) -> About<Self>
    where
        Self: Sized,
    {
        About {
            reader: self,
            about,
        }
    }
}

/// A reader with a sentence for the reference: see [`Reader::about`].
#[derive(Clone, Copy, Debug)]
pub struct About<R> {
    reader: R,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    about: &'static str,
}

impl<R: Reader> Reader for About<R> {
    type Value = R::Value;

    fn read(&self, value: &Value) -> Result<R::Value, Wrong> {
        self.reader.read(value)
    }

    #[cfg(feature = "schema")]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> Value {
        describe::described(self.reader.schema(generator), self.about)
    }
}

/// A reader whose schema is a component of the reference's: see [`Reader::called`].
#[derive(Clone, Copy, Debug)]
pub struct Called<R> {
    reader: R,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    name: &'static str,
}

impl<R: Reader> Reader for Called<R> {
    type Value = R::Value;

    fn read(&self, value: &Value) -> Result<R::Value, Wrong> {
        self.reader.read(value)
    }

    #[cfg(feature = "schema")]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> Value {
        let schema = self.reader.schema(generator);
        describe::component(generator, self.name, schema)
    }
}

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
    errors: Vec<FieldError>,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    recorder: Recorder,
    #[cfg(feature = "schema")]
    described: describe::ObjectDescription,
}

impl Fields {
    /// The body of a request, which must be one JSON object.
    ///
    /// # Errors
    /// 415 where it is declared to be something else, 400 where it is no JSON, repeats a key or
    /// is no object.
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
            errors: Vec::new(),
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
        self.errors.push(FieldError::new(path, code, message));
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
            self.errors.extend(fields.into_errors());
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
    pub fn refuse_all(&mut self, errors: impl IntoIterator<Item = FieldError>) {
        self.errors.extend(errors);
    }

    fn into_errors(mut self) -> Vec<FieldError> {
        let unknown: Vec<_> = self
            .map
            .keys()
            .filter(|name| !self.known.contains(&name.as_str()))
            .cloned()
            .collect();
        for name in unknown {
            let message = format!("is not a field here: there are {}", self.known.join(", "));
            self.wrong(self.child(&name), ("UNKNOWN", message));
        }
        self.errors
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
    match strict(&request.body)? {
        Value::Object(map) => Ok(map),
        _ => Err(Error::field("", "TYPE", "the body must be a JSON object")),
    }
}

/// Makes a reader of a value without more to it than its type.
macro_rules! reader {
    ($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),+ })?, $function:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name $({ $($field: $type),+ })?

        $(#[$doc])*
        pub fn $function($($($field: $type),+)?) -> $name {
            $name $({ $($field),+ })?
        }
    };
}

reader!(
    /// Text of so many Unicode code points. It is not trimmed.
    Text { length: RangeInclusive<usize> }, text
);

impl Reader for Text {
    type Value = String;

    fn read(&self, value: &Value) -> Result<String, Wrong> {
        let wanted = || {
            format!(
                "must be text of {} to {} characters",
                self.length.start(),
                self.length.end()
            )
        };
        let text = value.as_str().ok_or_else(|| ("TYPE", wanted()))?;
        if self.length.contains(&text.chars().count()) {
            Ok(text.to_owned())
        } else {
            Err(("LENGTH", wanted()))
        }
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        match self.length.start() {
            0 => json!({ "type": "string", "maxLength": self.length.end() }),
            least => {
                json!({ "type": "string", "minLength": least, "maxLength": self.length.end() })
            }
        }
    }
}

/// Text that is parsed into what it means: see [`parsed`].
#[derive(Debug)]
pub struct Parsed<T>(PhantomData<fn() -> T>);

/// Text that is parsed into what it means; the parse's error says what is allowed.
pub fn parsed<T: FromStr>() -> Parsed<T> {
    Parsed(PhantomData)
}

/// What has a schema where schemas are made, and everything elsewhere.
#[cfg(feature = "schema")]
pub trait Described: schemars::JsonSchema {}
#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> Described for T {}
/// What has a schema where schemas are made, and everything elsewhere.
#[cfg(not(feature = "schema"))]
pub trait Described {}
#[cfg(not(feature = "schema"))]
impl<T> Described for T {}

impl<T: FromStr + Described> Reader for Parsed<T>
where
    T::Err: Display,
{
    type Value = T;

    fn read(&self, value: &Value) -> Result<T, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be text".to_owned()))?;
        text.parse().map_err(|e: T::Err| ("INVALID", e.to_string()))
    }

    #[cfg(feature = "schema")]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> Value {
        generator.subschema_for::<T>().to_value()
    }
}

/// Whole numbers up to here are the same to every JSON reader.
const EXACT: f64 = 9_007_199_254_740_991.0;
/// The table holds no number nearer to zero than 1e-130: what is closer than this is zero.
const SMALLEST: f64 = 1e-100;

reader!(
    /// A whole number, whether it is written `5` or `5.0`: to JSON that is the same.
    Integer { range: RangeInclusive<u64> }, integer
);

impl Reader for Integer {
    type Value = u64;

    fn read(&self, value: &Value) -> Result<u64, Wrong> {
        let wanted = || whole_number(&self.range);
        let whole = |number: &f64| number.fract() == 0.0 && (0.0..=EXACT).contains(number);
        let written_with_point = || value.as_f64().filter(whole).map(|number| number as u64);
        match value.as_u64().or_else(written_with_point) {
            Some(number) if self.range.contains(&number) => Ok(number),
            Some(_) => Err(("RANGE", wanted())),
            None if value.is_number() => Err(("RANGE", wanted())),
            None => Err(("TYPE", wanted())),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        json!({ "type": "integer", "minimum": self.range.start(), "maximum": self.range.end() })
    }
}

/// A whole number in a query, and what holds where it is left out: see [`digits`].
#[derive(Clone, Debug)]
pub struct Digits {
    range: RangeInclusive<u64>,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    default: u64,
}

/// A whole number in a query, and what holds where it is left out.
pub fn digits(range: RangeInclusive<u64>, default: u64) -> Digits {
    Digits { range, default }
}

impl Reader for Digits {
    type Value = u64;

    fn read(&self, value: &Value) -> Result<u64, Wrong> {
        match value.as_str().unwrap_or_default().parse() {
            Ok(number) if self.range.contains(&number) => Ok(number),
            _ => Err(("INVALID", whole_number(&self.range))),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        json!({
            "type": "integer",
            "minimum": self.range.start(),
            "maximum": self.range.end(),
            "default": self.default,
        })
    }
}

fn whole_number(range: &RangeInclusive<u64>) -> String {
    format!(
        "must be a whole number from {} to {}",
        range.start(),
        range.end()
    )
}

reader!(
    /// A number.
    Number { range: RangeInclusive<f64> }, number
);

impl Reader for Number {
    type Value = f64;

    fn read(&self, value: &Value) -> Result<f64, Wrong> {
        let (least, most) = (self.range.start(), self.range.end());
        let wanted = || format!("must be a number from {least} to {most}");
        match value.as_f64() {
            Some(number) if self.range.contains(&number) => {
                let is_zero = number.abs() < SMALLEST;
                Ok(if is_zero { 0.0 } else { number })
            }
            Some(_) => Err(("RANGE", wanted())),
            None => Err(("TYPE", wanted())),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        json!({ "type": "number", "minimum": self.range.start(), "maximum": self.range.end() })
    }
}

/// Literally `true`, as a consent is: see [`consent`].
#[derive(Clone, Debug)]
pub struct Consent;

/// Literally `true`, as a consent is.
pub fn consent() -> Consent {
    Consent
}

impl Reader for Consent {
    type Value = ();

    fn read(&self, value: &Value) -> Result<(), Wrong> {
        match value {
            Value::Bool(true) => Ok(()),
            _ => Err((
                "CONSENT",
                "must be true: nothing is taken without explicit consent".into(),
            )),
        }
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        json!({ "type": "boolean", "const": true })
    }
}

/// A reader that a handler makes of a function, with what it takes as a JSON Schema: see
/// [`custom`].
#[derive(Clone, Copy, Debug)]
pub struct Custom<R, S> {
    read: R,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    schema: S,
}

/// A reader made of a function, with what it takes as a JSON Schema.
pub fn custom<T, R, S>(read: R, schema: S) -> Custom<R, S>
where
    R: Fn(&Value) -> Result<T, Wrong>,
    S: Fn() -> Value,
{
    Custom { read, schema }
}

impl<T, R, S> Reader for Custom<R, S>
where
    R: Fn(&Value) -> Result<T, Wrong>,
    S: Fn() -> Value,
{
    type Value = T;

    fn read(&self, value: &Value) -> Result<T, Wrong> {
        (self.read)(value)
    }

    #[cfg(feature = "schema")]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> Value {
        (self.schema)()
    }
}

/// JSON that repeats no key in any object.
fn strict(bytes: &[u8]) -> Result<Value, Error> {
    let malformed = |error: serde_json::Error| {
        // The parser's message without its position, which is given once, at the end.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let (line, column) = (error.line(), error.column());
        Error::malformed_json(&format!("{words} (line {line}, column {column})"))
    };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict.deserialize(&mut deserializer).map_err(malformed)?;
    deserializer.end().map_err(malformed)?;
    Ok(value)
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(Self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(Self)?;
            if fields.insert(name, value).is_some() {
                return Err(serde::de::Error::custom("a key is repeated"));
            }
        }
        Ok(Value::Object(fields))
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
            .into_iter()
            .map(|e| (e.path, e.code))
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
