//! Reading a JSON document strictly: everything that is wrong with it, each with its place.

use std::ops::RangeInclusive;
use std::str::FromStr;

use common::words;
use serde::Serialize;
use serde_json::{Map, Value};

/// Problems that one reading lists, at most.
pub const PROBLEMS: usize = 50;

words!(
    /// What is wrong with a place of a document.
    ProblemKind {
        /// It is required, and not there.
        Missing = "missing_field";
        /// It is no field of this object.
        Unknown = "unknown_field";
        /// It is of another type, too long, or not one of what is allowed.
        Format = "invalid_format";
        /// It is no JSON Schema that can be used.
        Schema = "invalid_schema";
    }
);

/// Something wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "DescriptorProblem"))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The JSON Pointer of the place.
    pub pointer: String,
    /// Of what kind it is.
    pub kind: ProblemKind,
    /// The JSON Pointer within the schema, where a schema is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_pointer: Option<String>,
    /// What to change.
    pub message: String,
}

/// A place of a document: its value and its JSON Pointer.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The value.
    pub value: &'a Value,
    /// Where it stands.
    pub at: String,
}

/// What is wrong so far.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds one; past [`PROBLEMS`] they are left out.
    pub fn add(&mut self, pointer: impl Into<String>, kind: ProblemKind, message: impl ToString) {
        self.push(Problem {
            pointer: pointer.into(),
            kind,
            schema_pointer: None,
            message: message.to_string(),
        });
    }

    /// Adds one that was put together elsewhere.
    pub fn push(&mut self, problem: Problem) {
        if self.0.len() < PROBLEMS {
            self.0.push(problem);
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The value, where nothing is wrong.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }

    fn format<T>(&mut self, place: &Place<'_>, message: impl ToString) -> Option<T> {
        self.add(place.at.as_str(), ProblemKind::Format, message);
        None
    }

    /// A text of so many characters, that is not blank and has no control characters but line
    /// breaks.
    pub fn text(&mut self, place: &Place<'_>, length: RangeInclusive<usize>) -> Option<String> {
        let Some(text) = place.value.as_str() else {
            return self.format(place, "must be a string");
        };
        let count = text.chars().count();
        if !length.contains(&count) {
            let (least, most) = (length.start(), length.end());
            return self.format(place, format!("must have {least} to {most} characters"));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return self.format(place, "must not contain control characters");
        }
        if count > 0 && text.trim().is_empty() {
            return self.format(place, "must not be blank");
        }
        Some(text.to_owned())
    }

    /// A text that is parsed.
    pub fn parsed<T>(&mut self, place: &Place<'_>) -> Option<T>
    where
        T: FromStr,
        T::Err: ToString,
    {
        match place.value.as_str().map(str::parse::<T>) {
            None => self.format(place, "must be a string"),
            Some(Err(error)) => self.format(place, error),
            Some(Ok(value)) => Some(value),
        }
    }

    /// A whole number of this range.
    pub fn whole(&mut self, place: &Place<'_>, range: RangeInclusive<u32>) -> Option<u32> {
        let number = place.value.as_u64().and_then(|n| u32::try_from(n).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => {
                let (least, most) = (range.start(), range.end());
                self.format(place, format!("must be an integer from {least} to {most}"))
            }
        }
    }

    /// True or false.
    pub fn flag(&mut self, place: &Place<'_>) -> Option<bool> {
        match place.value.as_bool() {
            Some(flag) => Some(flag),
            None => self.format(place, "must be true or false"),
        }
    }

    /// The items of an array of so many.
    pub fn items<'a>(
        &mut self,
        place: &Place<'a>,
        count: RangeInclusive<usize>,
    ) -> Option<Vec<Place<'a>>> {
        let Some(items) = place.value.as_array() else {
            return self.format(place, "must be an array");
        };
        if !count.contains(&items.len()) {
            let (least, most) = (count.start(), count.end());
            return self.format(place, format!("must have {least} to {most} items"));
        }
        let items = items.iter().enumerate();
        Some(
            items
                .map(|(i, value)| Place {
                    value,
                    at: format!("{}/{i}", place.at),
                })
                .collect(),
        )
    }

    /// The members of an object of at most so many, with their names.
    pub fn named<'a>(
        &mut self,
        place: &Place<'a>,
        most: usize,
    ) -> Option<Vec<(&'a String, Place<'a>)>> {
        let Some(members) = place.value.as_object() else {
            return self.format(place, "must be an object");
        };
        if members.len() > most {
            return self.format(place, format!("must have at most {most} members"));
        }
        let members = members.iter();
        Some(
            members
                .map(|(name, value)| {
                    let at = below(&place.at, name);
                    (name, Place { value, at })
                })
                .collect(),
        )
    }

    /// An object whose members have these names alone.
    pub fn object<'a>(
        &mut self,
        place: &Place<'a>,
        allowed: &'static [&'static str],
    ) -> Option<Members<'a>> {
        let Some(members) = place.value.as_object() else {
            return self.format(place, "must be an object");
        };
        for name in members.keys() {
            if !allowed.contains(&name.as_str()) {
                let message = format!("is not known; allowed are {}", allowed.join(", "));
                self.add(below(&place.at, name), ProblemKind::Unknown, message);
            }
        }
        Some(Members {
            members,
            at: place.at.clone(),
        })
    }
}

/// The members of an object.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    members: &'a Map<String, Value>,
    at: String,
}

impl<'a> Members<'a> {
    /// Where a member stands or would stand.
    pub fn at(&self, name: &str) -> String {
        below(&self.at, name)
    }

    /// A member that may be left out; `null` counts as left out.
    pub fn get(&self, name: &str) -> Option<Place<'a>> {
        let value = self.members.get(name).filter(|value| !value.is_null())?;
        Some(Place {
            value,
            at: self.at(name),
        })
    }

    /// A member that must be there.
    pub fn must(&self, name: &str, problems: &mut Problems) -> Option<Place<'a>> {
        let found = self.get(name);
        if found.is_none() {
            problems.add(self.at(name), ProblemKind::Missing, "is required");
        }
        found
    }
}

/// The JSON Pointer of a member.
pub fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}
