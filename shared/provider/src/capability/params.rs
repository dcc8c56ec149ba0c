//! Which parameters are the same: the members' order does not count.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::package::descriptor::canonical;

/// Parameters, as 128 bits of a hash of their canonical JSON, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParamsHash(String);

impl ParamsHash {
    /// Of these parameters.
    pub fn of(params: &Value) -> Self {
        let digest = Sha256::digest(canonical(params));
        Self(hex::encode(digest.get(..16).unwrap_or(&digest)))
    }
}

impl fmt::Display for ParamsHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_members_does_not_count() {
        let text = r#"{"b":{"y":1,"x":[1,2]},"a":null}"#;
        let one: Value = serde_json::from_str(text).unwrap();
        let other = json!({ "a": null, "b": { "x": [1, 2], "y": 1 } });
        assert_eq!(ParamsHash::of(&one), ParamsHash::of(&other));
        assert_eq!(ParamsHash::of(&one).to_string().len(), 32);
        for different in [
            json!({}),
            json!({ "a": null, "b": { "x": [2, 1], "y": 1 } }),
            json!({ "a": null, "b": { "x": [1, 2], "y": "1" } }),
        ] {
            assert_ne!(ParamsHash::of(&one), ParamsHash::of(&different));
        }
    }
}
