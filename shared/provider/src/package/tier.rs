//! How much can go wrong with a capability, and which data about its user it receives.

use std::fmt;
use std::str::FromStr;

use common::words;
use serde::{Deserialize, Serialize};

words!(
    /// How much can go wrong with a package, the least first. A package has the tier of its
    /// riskiest capability.
    RiskTier {
        /// It only reads.
        DataOnly = "data_only";
        /// It acts for the user.
        ActionCapable = "action_capable";
        /// It handles what harms if it leaks or is wrong: money, health.
        HighTrust = "high_trust";
        /// It takes part in decisions about the user.
        StrategicSurface = "strategic_surface";
    }
);

/// A kind of data about its user that a capability receives, as its developer names it: 1 to 40 of
/// `a-z0-9_.-`, beginning with a letter. Users consent to each by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DataClass(String);

/// The text is no data class.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be 1 to 40 characters of a-z, 0-9, _, . and -, beginning with a letter")]
pub struct NotADataClass;

impl DataClass {
    /// The most characters of one.
    pub const LONGEST: usize = 40;

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DataClass {
    type Err = NotADataClass;

    fn from_str(text: &str) -> Result<Self, NotADataClass> {
        let begins = text.starts_with(|first: char| first.is_ascii_lowercase());
        let all = text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.-".contains(&byte)
        });
        if begins && all && text.len() <= Self::LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotADataClass)
        }
    }
}

impl TryFrom<String> for DataClass {
    type Error = NotADataClass;

    fn try_from(text: String) -> Result<Self, NotADataClass> {
        text.parse()
    }
}

impl From<DataClass> for String {
    fn from(class: DataClass) -> Self {
        class.0
    }
}

impl fmt::Display for DataClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DataClass {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DataClass".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A kind of data about its user that a capability receives.",
            "pattern": "^[a-z][a-z0-9_.-]{0,39}$",
        })
    }
}
