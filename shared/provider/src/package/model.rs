//! A package as it is stored.

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use super::listing::{Listing, Presented};
use super::slug::Slug;
use super::tier::RiskTier;
use crate::id::{AppId, DeveloperId, PackageId, VersionId};

words!(
    /// How a package stands.
    PackageStatus {
        /// No version of it is published.
        Draft = "draft";
        /// It is found and can be installed.
        Published = "published";
        /// Its developer gave it up: it can't be found, and its installs go on.
        Deprecated = "deprecated";
        /// An operator stopped it: it can't be found, and its installs are frozen.
        Suspended = "suspended";
        /// Its app was deleted: it can't be installed, and its installs are frozen.
        Orphaned = "orphaned";
    }
);

/// Why and when an operator stopped a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Suspension {
    /// Why, in words for the developer.
    pub reason: String,
    /// The rule that it breaks.
    pub rule: String,
    /// When.
    pub at: Timestamp,
}

/// That a package's app was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Orphaned {
    /// When the app was deleted.
    pub at: Timestamp,
    /// When the package leaves the catalogue, or left it.
    pub removal_at: Timestamp,
}

/// A listing in the marketplace, as its developer edits it. What users see is the copy that its
/// published version holds ([`Presented`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Package {
    /// Its identifier.
    pub id: PackageId,
    /// The app that provides it.
    pub app_id: AppId,
    /// The developer account that it belongs to.
    pub developer_id: DeveloperId,
    /// Its readable identifier, which never changes.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The category that it is listed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Pictures and links.
    #[serde(default)]
    pub listing: Listing,
    /// How much can go wrong with it: what its developer says, or what its riskiest published
    /// capability comes to.
    pub risk_tier: RiskTier,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The published version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<VersionId>,
    /// When that was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Timestamp>,
    /// When its developer gave it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated_at: Option<Timestamp>,
    /// Why an operator stopped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspension: Option<Suspension>,
    /// That its app was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orphaned: Option<Orphaned>,
    /// How many versions it has.
    pub versions: u32,
    /// Counts its changes.
    pub revision: u32,
}

impl Package {
    /// How it stands: the gravest of what is true of it.
    pub fn status(&self) -> PackageStatus {
        if self.orphaned.is_some() {
            PackageStatus::Orphaned
        } else if self.suspension.is_some() {
            PackageStatus::Suspended
        } else if self.live.is_none() {
            PackageStatus::Draft
        } else if self.deprecated_at.is_some() {
            PackageStatus::Deprecated
        } else {
            PackageStatus::Published
        }
    }

    /// Whether its published version can be installed.
    pub fn is_installable(&self) -> bool {
        self.status() == PackageStatus::Published
    }

    /// What a version that is submitted now shows.
    pub fn presented(&self) -> Presented {
        Presented {
            name: self.name.clone(),
            description: self.description.clone(),
            category: self.category.clone(),
            listing: self.listing.clone(),
        }
    }
}
