//! The values of a profile: bounded text, lists, numbers and codes.
//!
//! Each value is checked once, when it is parsed. The bounds are part of the
//! types and the JSON Schema is generated from them, so the two can't
//! disagree.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;

#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
#[cfg(feature = "schema")]
use std::borrow::Cow;

/// A value that is not allowed; the message says what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue(String);

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidValue {}

/// The owner's own words: `MIN` to `MAX` Unicode code points of any kind,
/// control characters included. **Never put it into a prompt unsanitized**:
/// call `presets::sanitize::clean` first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> TryFrom<String> for Text<MIN, MAX> {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, InvalidValue> {
        if (MIN..=MAX).contains(&text.chars().count()) {
            Ok(Self(text))
        } else {
            Err(InvalidValue(format!(
                "a text of {MIN} to {MAX} code points"
            )))
        }
    }
}

impl<const MIN: usize, const MAX: usize> Deref for Text<MIN, MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A profile is private: `{:?}` must not write its texts to a log.
impl<const MIN: usize, const MAX: usize> fmt::Debug for Text<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

#[cfg(feature = "schema")]
impl<const MIN: usize, const MAX: usize> JsonSchema for Text<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{MIN}To{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": MIN, "maxLength": MAX })
    }
}

/// At most `MAX` values, in the owner's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> TryFrom<Vec<T>> for List<T, MAX> {
    type Error = InvalidValue;

    fn try_from(values: Vec<T>) -> Result<Self, InvalidValue> {
        if values.len() <= MAX {
            Ok(Self(values))
        } else {
            Err(InvalidValue(format!("a list of at most {MAX} items")))
        }
    }
}

impl<T, const MAX: usize> Default for List<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MAX: usize> Deref for List<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> List<T, MAX> {
    /// Whether the list is empty; serde then leaves the field out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(feature = "schema")]
impl<T: JsonSchema, const MAX: usize> JsonSchema for List<T, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}UpTo{MAX}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "maxItems": MAX, "items": items })
    }
}

/// A number within fixed bounds.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident: $low:literal ..= $high:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64")]
        pub struct $name(f64);

        impl $name {
            /// The number.
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = InvalidValue;

            fn try_from(value: f64) -> Result<Self, InvalidValue> {
                if ($low..=$high).contains(&value) {
                    Ok(Self(value))
                } else {
                    Err(InvalidValue(format!("a number from {} to {}", $low, $high)))
                }
            }
        }

        #[cfg(feature = "schema")]
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "number", "minimum": $low, "maximum": $high })
            }
        }
    };
}

number! {
    /// A percentile, 0–100: the share of the norm group that scores lower.
    Percentile: 0.0 ..= 100.0
}
number! {
    /// A position on a questionnaire's own scale, 0–100. Not a percentile.
    Score: 0.0 ..= 100.0
}
number! {
    /// How sure the compiler is of a layer or a fact, 0–1.
    Confidence: 0.0 ..= 1.0
}

/// The range that a number falls in. Prompts describe bands; only the
/// `analista` preset shows numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Far below average: worded more strongly.
    VeryLow,
    /// Below average.
    Low,
    /// Average: most templates have no line for it.
    Middle,
    /// Above average.
    High,
    /// Far above average: worded more strongly.
    VeryHigh,
}

impl Band {
    fn of(value: f64, [very_low, low, high, very_high]: [f64; 4]) -> Self {
        if value < very_low {
            Self::VeryLow
        } else if value < low {
            Self::Low
        } else if value <= high {
            Self::Middle
        } else if value <= very_high {
            Self::High
        } else {
            Self::VeryHigh
        }
    }
}

impl Percentile {
    /// The bands of NEO profile forms: very low is a T score of at
    /// most 34, low 35–44, average 45–55, high 56–65, very high from 66; as
    /// percentiles of a normal distribution the boundaries are 7, 31, 69 and 93.
    pub fn band(self) -> Band {
        Band::of(self.0, [7.0, 31.0, 69.0, 93.0])
    }
}

impl Score {
    /// Equal fifths of the scale: there are no norms for these layers.
    pub fn band(self) -> Band {
        Band::of(self.0, [20.0, 40.0, 60.0, 80.0])
    }
}

/// How much a confidence allows a prompt to assert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfidenceLevel {
    /// Under 0.4: left out.
    Low,
    /// Under 0.7: marked as a hypothesis, with extremes worded as tendencies.
    Moderate,
    /// From 0.7: stated without reservation.
    High,
}

impl Confidence {
    /// The level of this confidence.
    pub fn level(self) -> ConfidenceLevel {
        if self.0 < 0.4 {
            ConfidenceLevel::Low
        } else if self.0 < 0.7 {
            ConfidenceLevel::Moderate
        } else {
            ConfidenceLevel::High
        }
    }
}

/// A short ASCII code of a fixed syntax.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $pattern:literal, $what:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidValue;

            fn try_from(code: String) -> Result<Self, InvalidValue> {
                let check: fn(&str) -> bool = $check;
                if check(&code) { Ok(Self(code)) } else { Err(InvalidValue($what.to_owned())) }
            }
        }

        #[cfg(feature = "schema")]
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $what })
            }
        }
    };
}

fn sized(text: &str, low: usize, high: usize) -> bool {
    (low..=high).contains(&text.len())
}

code! {
    /// A BCP 47 language tag, checked for its syntax only: `es`, `pt-BR`.
    LanguageTag,
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$",
    "a language tag such as es, eu or pt-BR",
    |tag| {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        sized(primary, 2, 3)
            && primary.bytes().all(|b| b.is_ascii_lowercase())
            && parts.clone().count() <= 3
            && parts.all(|p| sized(p, 2, 8) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
    }
}
code! {
    /// An ISO 3166-1 alpha-2 country code, checked for its syntax only: `ES`.
    Country,
    "^[A-Z]{2}$",
    "a country of two capital letters such as ES",
    |country| country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())
}
code! {
    /// An IANA time zone name, checked for its syntax only: `Europe/Madrid`.
    TimeZone,
    "^[A-Za-z0-9+_-]{1,32}(/[A-Za-z0-9+_-]{1,32}){0,2}$",
    "a time zone such as Europe/Madrid",
    |zone| {
        zone.split('/').count() <= 3
            && zone.split('/').all(|part| {
                sized(part, 1, 32)
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"+_-".contains(&b))
            })
    }
}
code! {
    /// A local time of day, 24 hours: `07:30`.
    TimeOfDay,
    "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "a time of day such as 07:30",
    |time| {
        matches!(
            time.as_bytes(),
            [b'0'..=b'1', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
                | [b'2', b'0'..=b'3', b':', b'0'..=b'5', b'0'..=b'9']
        )
    }
}

/// A calendar year, 1900–2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub struct Year(u16);

impl Year {
    /// The year.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Year {
    type Error = InvalidValue;

    fn try_from(year: u16) -> Result<Self, InvalidValue> {
        if (1900..=2200).contains(&year) {
            Ok(Self(year))
        } else {
            Err(InvalidValue("a year from 1900 to 2200".to_owned()))
        }
    }
}

#[cfg(feature = "schema")]
impl JsonSchema for Year {
    fn schema_name() -> Cow<'static, str> {
        "Year".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1900, "maximum": 2200 })
    }
}
