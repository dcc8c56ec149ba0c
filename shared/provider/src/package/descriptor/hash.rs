//! The hash of a version's descriptors.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Capability;

/// The hash of a version's descriptors: `sha256:` and 64 hexadecimal digits. Neither the order of
/// capabilities nor that of members counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ContentHash(
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^sha256:[0-9a-f]{64}$")))] String,
);

impl ContentHash {
    /// That of these capabilities.
    ///
    /// # Errors
    /// They can't be written as JSON: a fault of ours.
    pub fn of(capabilities: &[Capability]) -> serde_json::Result<Self> {
        let mut sorted: Vec<_> = capabilities.iter().collect();
        sorted.sort_by(|one, other| one.name.cmp(&other.name));
        let text = canonical(&serde_json::to_value(sorted)?);
        let digest = hex::encode(Sha256::digest(text));
        Ok(Self(format!("sha256:{digest}")))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value as JSON without spaces, the members of each object in the order of their names.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            // Another crate may switch on that serde_json keeps the order of writing.
            let sorted: BTreeMap<_, _> = members.iter().collect();
            let members: Vec<_> = sorted
                .into_iter()
                .map(|(name, value)| format!("{}:{}", json!(name), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}
