//! What the catalogue holds of a package: a copy of its published version, made for readers.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use crate::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};
use crate::package::{DataClass, RiskTier};

words!(
    /// How a package stands in the catalogue.
    #[cfg_attr(feature = "schema", schemars(rename = "CatalogueStatus"))]
    Status {
        /// It is found and can be installed.
        Published = "published";
        /// Its app was deleted: it is found until it is removed, and can't be installed.
        Orphaned = "orphaned";
        /// Its developer withdrew it: it is not found, and its installs go on.
        Deprecated = "deprecated";
        /// The operator stopped it: it is not found, and its installs are frozen.
        Suspended = "suspended";
    }
);

impl Status {
    /// Whether lists of the marketplace hold it.
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Published | Self::Orphaned)
    }

    /// Whether it can be installed.
    pub fn is_installable(self) -> bool {
        self == Self::Published
    }

    /// Whether its installs are frozen: nothing is called or synchronised for them.
    pub fn is_frozen(self) -> bool {
        matches!(self, Self::Orphaned | Self::Suspended)
    }
}

/// A package as it stands in the catalogue. Its developer's changes reach it when a version is
/// published, never before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The package.
    pub package_id: PackageId,
    /// The app that provides it.
    pub app_id: AppId,
    /// The company that provides it.
    pub developer_id: DeveloperId,
    /// The company's name.
    pub company: String,
    /// Its readable identifier, unique in the catalogue.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The category that it is listed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How much can go wrong with it.
    pub risk_tier: RiskTier,
    /// The published version.
    pub version_id: VersionId,
    /// The published version's number.
    pub version: String,
    /// What it can do.
    pub capabilities: Vec<ListedCapability>,
    /// Its icon, by its content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<PictureHash>,
    /// Pictures of it in use, by their content.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screenshots: Vec<PictureHash>,
    /// What its provider does with data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// Where its provider helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_url: Option<String>,
    /// When the published version was published.
    pub published_at: Timestamp,
    /// How it stands.
    pub status: Status,
    /// When it leaves the catalogue, where that is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal_at: Option<Timestamp>,
}

/// A capability of a package, as the catalogue shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListedCapability {
    /// The capability.
    pub id: CapabilityId,
    /// Its name within the package.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The kinds of data about the user that it receives.
    pub data_classes: BTreeSet<DataClass>,
    /// How often its state is synchronised, in seconds; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_interval: Option<u32>,
}

impl Entry {
    /// The kinds of data about the user that its capabilities receive.
    pub fn data_classes(&self) -> BTreeSet<DataClass> {
        let all = self.capabilities.iter().flat_map(|one| &one.data_classes);
        all.cloned().collect()
    }

    /// Whether its time in the catalogue is over.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.removal_at.is_some_and(|at| at <= now)
    }

    /// Whether lists of the marketplace show it at this moment.
    pub fn is_listed(&self, now: Timestamp) -> bool {
        self.status.is_listed() && !self.is_past(now)
    }

    /// Whether it can be installed at this moment.
    pub fn is_installable(&self, now: Timestamp) -> bool {
        self.status.is_installable() && !self.is_past(now)
    }

    /// Its capability of this identifier.
    pub fn capability(&self, id: CapabilityId) -> Option<&ListedCapability> {
        self.capabilities.iter().find(|one| one.id == id)
    }
}

/// The SHA-256 of a picture that the catalogue serves: 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PictureHash([u8; 32]);

/// The text is no hash of a picture.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("must be 64 hexadecimal digits in lower case")]
pub struct NotAPictureHash;

impl PictureHash {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        Self(Sha256::digest(bytes).into())
    }
}

impl FromStr for PictureHash {
    type Err = NotAPictureHash;

    fn from_str(text: &str) -> Result<Self, NotAPictureHash> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAPictureHash)?;
        let own = Self(bytes);
        // The decoder takes upper case too; a hash has one spelling.
        (own.to_string() == text)
            .then_some(own)
            .ok_or(NotAPictureHash)
    }
}

impl TryFrom<String> for PictureHash {
    type Error = NotAPictureHash;

    fn try_from(text: String) -> Result<Self, NotAPictureHash> {
        text.parse()
    }
}

impl From<PictureHash> for String {
    fn from(hash: PictureHash) -> Self {
        hash.to_string()
    }
}

impl fmt::Display for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for PictureHash {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PictureHash".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The SHA-256 of a picture.",
            "pattern": "^[0-9a-f]{64}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::testing::entry;

    #[test]
    fn a_picture_s_hash_has_one_spelling() {
        let hash = PictureHash::of(b"picture");
        assert_eq!(hash.to_string().parse::<PictureHash>().unwrap(), hash);
        let text = hash.to_string();
        for bad in [&text[1..], &text.to_uppercase(), &format!("{text}0"), ""] {
            assert!(bad.parse::<PictureHash>().is_err(), "{bad}");
        }
    }

    #[test]
    fn past_its_removal_it_is_neither_listed_nor_installable() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut entry = entry(1, "Weather");
        assert!(entry.is_listed(now) && entry.is_installable(now));
        entry.removal_at = Some(now.plus_millis(1));
        assert!(entry.is_listed(now));
        assert!(!entry.is_listed(now.plus_millis(1)));
        entry.status = Status::Orphaned;
        assert!(entry.is_listed(now) && !entry.is_installable(now));
        for status in [Status::Deprecated, Status::Suspended] {
            entry.status = status;
            assert!(!entry.is_listed(now) && !entry.is_installable(now));
        }
    }

    #[test]
    fn an_entry_is_stored_and_read() {
        let entry = entry(1, "Weather");
        let text = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        assert!(!text.contains("removalAt"));
    }
}
