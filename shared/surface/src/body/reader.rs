//! Readers: each reads one value, and says what it takes.

use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::str::FromStr;

use common::text::Lines;
use serde_json::Value;
#[cfg(feature = "schema")]
use {crate::describe, serde_json::json};

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

/// Text that people write and review: see [`text`] and [`line()`].
#[derive(Clone, Debug)]
pub struct Text {
    length: RangeInclusive<usize>,
    lines: Lines,
}

/// Text of so many Unicode code points, in any number of lines. It is not trimmed. It holds no
/// characters that hide something from a reader ([`common::text`]), and something to be seen, unless
/// it may be empty.
pub fn text(length: RangeInclusive<usize>) -> Text {
    let lines = Lines::Many;
    Text { length, lines }
}

/// The same in one line: a name, a description.
pub fn line(length: RangeInclusive<usize>) -> Text {
    let lines = Lines::One;
    Text { length, lines }
}

/// Refuses text with a character that may not be in it.
///
/// # Errors
/// The sentence names the character.
pub fn legible(text: &str, lines: Lines) -> Result<(), Wrong> {
    common::text::check(text, lines).map_err(|refused| ("CHARACTER", refused.to_string()))
}

impl Reader for Text {
    type Value = String;

    fn read(&self, value: &Value) -> Result<String, Wrong> {
        let (least, most) = (self.length.start(), self.length.end());
        let wanted = || format!("must be text of {least} to {most} characters");
        let text = value.as_str().ok_or_else(|| ("TYPE", wanted()))?;
        if !self.length.contains(&text.chars().count()) {
            return Err(("LENGTH", wanted()));
        }
        legible(text, self.lines)?;
        if *least > 0 && common::text::is_blank(text) {
            return Err(("LENGTH", "must hold something that can be seen".to_owned()));
        }
        Ok(text.to_owned())
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
