//! A JSON body, read field by field at the edge: every wrong field is collected with its path,
//! and unknown ones are refused, as in [`super::Query`].

use std::fmt::{self, Display};
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::request::Request;
use crate::error::{Error, FieldError};

/// What is wrong with a value: a code for programs, a sentence for people.
pub type Wrong = (&'static str, String);

/// The fields of one object.
#[derive(Debug)]
pub struct Fields {
    path: String,
    map: Map<String, Value>,
    known: Vec<&'static str>,
    errors: Vec<FieldError>,
}

impl Fields {
    /// The body of a request, which must be one JSON object.
    ///
    /// # Errors
    /// 415 where it is declared to be something else, 400 where it is no JSON, repeats a key or
    /// is no object.
    pub fn of(request: &Request) -> Result<Self, Error> {
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
                return Err(Error::UnsupportedMediaType);
            }
        }
        match strict(&request.body)? {
            Value::Object(map) => Ok(Self::at(String::new(), map)),
            _ => Err(Error::field("", "TYPE", "the body must be a JSON object")),
        }
    }

    /// The body, or no fields where there is no body at all.
    ///
    /// # Errors
    /// As [`Fields::of`].
    pub fn of_optional(request: &Request) -> Result<Self, Error> {
        if request.body.is_empty() {
            return Ok(Self::at(String::new(), Map::new()));
        }
        Self::of(request)
    }

    fn at(path: String, map: Map<String, Value>) -> Self {
        Self {
            path,
            map,
            known: Vec::new(),
            errors: Vec::new(),
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

    /// A field that must be there.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        let value = self.optional(name, read);
        if matches!(self.map.get(name), None | Some(Value::Null)) {
            self.wrong(self.child(name), ("REQUIRED", "is required".into()));
        }
        value
    }

    /// A field that may be absent or null.
    pub fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        self.nullable(name, read).flatten()
    }

    /// A field of a change: absent (it stays), null (it goes), or a value.
    pub fn nullable<T>(
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
    pub fn list<T>(
        &mut self,
        name: &'static str,
        length: RangeInclusive<usize>,
        read: impl Fn(&Value) -> Result<T, Wrong>,
    ) -> Option<Vec<T>> {
        let path = self.child(name);
        let values = self.values(name, length)?;
        let mut found = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            match read(value) {
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
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let path = self.child(name);
        if matches!(self.map.get(name), None | Some(Value::Null)) {
            self.known.push(name);
            self.wrong(path, ("REQUIRED", "is required".into()));
            return None;
        }
        let values = self.values(name, length)?;
        let mut found = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let path = format!("{path}[{place}]");
            let Value::Object(map) = value else {
                self.wrong(path, ("TYPE", "must be an object".into()));
                continue;
            };
            let mut fields = Self::at(path, map.clone());
            found.extend(read(&mut fields));
            self.errors.extend(fields.into_errors());
        }
        (found.len() == values.len()).then_some(found)
    }

    fn values(&mut self, name: &'static str, length: RangeInclusive<usize>) -> Option<Vec<Value>> {
        let wanted = format!("must be a list of {} to {}", length.start(), length.end());
        self.optional(name, |value| match value {
            Value::Array(values) if length.contains(&values.len()) => Ok(values.clone()),
            Value::Array(_) => Err(("LENGTH", wanted)),
            _ => Err(("TYPE", wanted)),
        })
    }

    /// Adds an error that only several fields together make.
    pub fn refuse(&mut self, name: &'static str, code: &'static str, message: &str) {
        self.wrong(self.child(name), (code, message.to_owned()));
    }

    /// A field as it stands, taken out, for what is read by other means.
    pub fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.map.remove(name).filter(|value| !value.is_null())
    }

    /// Whether there is a field of this name, null being none.
    pub fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    /// Refuses null where a field of a change can't be taken away.
    pub fn keep(&mut self, name: &'static str) {
        if matches!(self.map.get(name), Some(Value::Null)) {
            self.refuse(
                name,
                "TYPE",
                "can't be removed: leave it out, or give a value",
            );
        }
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
    /// All that was wrong, fields nobody asked for included.
    pub fn finish(self) -> Result<(), Error> {
        let errors = self.into_errors();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(errors))
        }
    }
}

/// Text of so many Unicode code points. It is not trimmed.
pub fn text(length: RangeInclusive<usize>) -> impl Fn(&Value) -> Result<String, Wrong> {
    move |value| {
        let wanted = || {
            format!(
                "must be text of {} to {} characters",
                length.start(),
                length.end()
            )
        };
        let text = value.as_str().ok_or_else(|| ("TYPE", wanted()))?;
        if length.contains(&text.chars().count()) {
            Ok(text.to_owned())
        } else {
            Err(("LENGTH", wanted()))
        }
    }
}

/// Text that is parsed into what it means; the parse's error says what is allowed.
pub fn parsed<T: FromStr>(value: &Value) -> Result<T, Wrong>
where
    T::Err: Display,
{
    let text = value
        .as_str()
        .ok_or_else(|| ("TYPE", "must be text".to_owned()))?;
    text.parse().map_err(|e: T::Err| ("INVALID", e.to_string()))
}

/// Whole numbers up to here are the same to every JSON reader.
const EXACT: f64 = 9_007_199_254_740_991.0;
/// The table holds no number nearer to zero than 1e-130: what is closer than this is zero.
const SMALLEST: f64 = 1e-100;

/// A whole number, whether it is written `5` or `5.0`: to JSON that is the same.
pub fn integer(range: RangeInclusive<u64>) -> impl Fn(&Value) -> Result<u64, Wrong> {
    move |value| {
        let wanted = || {
            format!(
                "must be a whole number from {} to {}",
                range.start(),
                range.end()
            )
        };
        let whole = |number: &f64| number.fract() == 0.0 && (0.0..=EXACT).contains(number);
        let written_with_point = || value.as_f64().filter(whole).map(|number| number as u64);
        match value.as_u64().or_else(written_with_point) {
            Some(number) if range.contains(&number) => Ok(number),
            Some(_) => Err(("RANGE", wanted())),
            None if value.is_number() => Err(("RANGE", wanted())),
            None => Err(("TYPE", wanted())),
        }
    }
}

/// A number.
pub fn number(range: RangeInclusive<f64>) -> impl Fn(&Value) -> Result<f64, Wrong> {
    move |value| {
        let wanted = || format!("must be a number from {} to {}", range.start(), range.end());
        match value.as_f64() {
            Some(number) if range.contains(&number) => {
                let is_zero = number.abs() < SMALLEST;
                Ok(if is_zero { 0.0 } else { number })
            }
            Some(_) => Err(("RANGE", wanted())),
            None => Err(("TYPE", wanted())),
        }
    }
}

/// Literally `true`, as a consent is.
pub fn consent(value: &Value) -> Result<(), Wrong> {
    match value {
        Value::Bool(true) => Ok(()),
        _ => Err((
            "CONSENT",
            "must be true: nothing is taken without explicit consent".into(),
        )),
    }
}

/// JSON that repeats no key in any object.
fn strict(bytes: &[u8]) -> Result<Value, Error> {
    let malformed = |error: serde_json::Error| {
        // The parser's words without its idea of where: positions are told once.
        let told = error.to_string();
        let told = told.split(" at line ").next().unwrap_or_default();
        let (line, column) = (error.line(), error.column());
        Error::MalformedJson(format!("{told} (line {line}, column {column})"))
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

    fn fields(json: &str) -> Fields {
        match strict(json.as_bytes()).unwrap() {
            Value::Object(map) => Fields::at(String::new(), map),
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
            assert_eq!(integer(0..=10)(&value).ok(), read, "{written}");
        }
        let tiny: Value = serde_json::from_str("1e-200").unwrap();
        assert_eq!(number(0.0..=1.0)(&tiny), Ok(0.0));
        let small: Value = serde_json::from_str("1e-9").unwrap();
        assert_eq!(number(0.0..=1.0)(&small), Ok(1e-9));
    }

    #[test]
    fn every_wrong_field_is_named_by_its_path() {
        let mut body = fields(
            r#"{"facts":[{"value":"ab"},7,{"value":"abc","x":1},{}],"n":-1,"nets":["a",3],"y":null}"#,
        );
        let facts = body.objects("facts", 1..=50, |fact| fact.required("value", text(3..=5)));
        assert!(facts.is_none());
        assert!(body.required("n", integer(1..=9)).is_none());
        assert!(body.list("nets", 0..=9, parsed::<u8>).is_none());
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
                matches!(strict(bad.as_bytes()), Err(Error::MalformedJson(_))),
                "{bad}"
            );
        }
        assert!(strict(b"{\"a\":\"\xff\"}").is_err());
        assert!(strict(b"\"\\ud800\"").is_err());
        assert!(strict("[".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn text_counts_code_points_and_is_not_trimmed() {
        assert_eq!(text(3..=3)(&"äöü".into()).unwrap(), "äöü");
        assert_eq!(text(3..=3)(&"  x".into()).unwrap(), "  x");
        assert!(text(1..=1)(&"e\u{301}".into()).is_err());
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            let _ = strict(&bytes);
        }
    }
}
