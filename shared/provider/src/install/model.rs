//! An install, and what stays of it.

use std::collections::BTreeSet;

use common::{Tenant, Timestamp};
use serde::{Deserialize, Serialize};

use super::binding::{BindingStatus, live};
use super::context::{Locale, TimeZone};
use crate::catalogue::entry::Entry;
use crate::id::{AppId, CapabilityId, InstallId, PackageId, VersionId};
use crate::package::DataClass;

/// A user's package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Install {
    /// Its identifier, which no other installation has, not even one of the same user and package.
    pub id: InstallId,
    /// The package.
    pub package_id: PackageId,
    /// The app that provides it.
    pub app_id: AppId,
    /// The version that its bindings were last brought up to.
    pub version_id: VersionId,
    /// The user.
    pub user: Tenant,
    /// The user as the provider knows them.
    pub provider_user: String,
    /// Greater than that of any earlier install of the same user and package.
    pub generation: u64,
    /// Counts its changes.
    pub revision: u64,
    /// The kinds of data that the user consents to.
    pub consents: BTreeSet<DataClass>,
    /// The capabilities that have a binding.
    pub capabilities: Vec<CapabilityId>,
    /// The user's language, where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The user's time zone, where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<TimeZone>,
    /// When it was made.
    pub installed_at: Timestamp,
    /// The day on which it counts for the package's popularity, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub popular_on: Option<u32>,
}

impl Install {
    /// Whether it can be used, by its package's entry in the catalogue, if there still is one.
    pub fn status(&self, entry: Option<&Entry>, now: Timestamp) -> BindingStatus {
        match live(entry, now) {
            None => BindingStatus::Frozen,
            Some(entry) if self.missing(entry).is_empty() => BindingStatus::Active,
            Some(_) => BindingStatus::NeedsConsent,
        }
    }

    /// The kinds of data that the published version receives and the user has not consented to.
    pub fn missing(&self, entry: &Entry) -> Vec<DataClass> {
        missing(entry, &self.consents)
    }
}

/// The kinds of data that a version receives and these consents do not cover.
pub(super) fn missing(entry: &Entry, consents: &BTreeSet<DataClass>) -> Vec<DataClass> {
    entry.data_classes().difference(consents).cloned().collect()
}

/// What stays of a user's installs of a package when they are removed: the generation, so that
/// what is said of an earlier install is never taken for the next one's; the rating, so that each
/// user has one; and when an install counted for popularity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct History {
    /// The last install's generation.
    pub generation: u64,
    /// The day on which an install last counted for popularity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub popular_on: Option<u32>,
    /// The user's rating, in stars from 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// When it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated_at: Option<Timestamp>,
}

/// The names of attributes that are changed one by one.
pub(super) mod name {
    pub const ID: &str = "id";
    pub const REVISION: &str = "revision";
    pub const VERSION: &str = "versionId";
    pub const CONSENTS: &str = "consents";
    pub const CAPABILITIES: &str = "capabilities";
    pub const GENERATION: &str = "generation";
    pub const POPULAR_ON: &str = "popularOn";
    pub const STARS: &str = "stars";
    pub const RATED_AT: &str = "ratedAt";
}
