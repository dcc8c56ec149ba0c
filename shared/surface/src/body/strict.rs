//! JSON that repeats no key in any object, and holds no more values than fit into memory.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::Error;

/// Values that a body may hold, objects and lists included. A value takes up to 0.6 KB of memory,
/// and two bytes of a body.
pub(super) const VALUES: usize = 100_000;

/// JSON that repeats no key in any object.
///
/// # Errors
/// `MALFORMED_JSON`, with the place.
pub fn strict(bytes: &[u8]) -> Result<Value, Error> {
    let malformed = |error: serde_json::Error| {
        // The parser's message without its position, which is given once, at the end.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let (line, column) = (error.line(), error.column());
        Error::malformed_json(&format!("{words} (line {line}, column {column})"))
    };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let left = Cell::new(VALUES);
    let value = Strict(&left)
        .deserialize(&mut deserializer)
        .map_err(malformed)?;
    deserializer.end().map_err(malformed)?;
    Ok(value)
}

/// Reads a value, while there are values left.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Cell<usize>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| {
            serde::de::Error::custom(format_args!("it holds more than {VALUES} values"))
        })?;
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
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
        while let Some(value) = seq.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(self)?;
            if fields.insert(name, value).is_some() {
                return Err(serde::de::Error::custom("a key is repeated"));
            }
        }
        Ok(Value::Object(fields))
    }
}
