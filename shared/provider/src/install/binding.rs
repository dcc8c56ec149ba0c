//! Bindings: a capability of an install, with all that a call of it needs to know.
//!
//! A binding is looked up by its install and capability, and so in one read with the capability's
//! state. Whether it may be used now depends on the catalogue's entry of its package too: see
//! [`Binding::status`].

use std::collections::BTreeSet;

use common::{Fault, Tenant, Timestamp, words};
use dynamo::{Change, List, Table};
use serde::{Deserialize, Serialize};

use super::context::{Locale, TimeZone};
use super::{Install, layout};
use crate::catalogue::entry::{Entry, ListedCapability};
use crate::id::{AppId, CapabilityId, InstallId, PackageId, VersionId};
use crate::package::DataClass;

/// A capability of an install.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Binding {
    /// The install.
    pub install_id: InstallId,
    /// The capability.
    pub capability_id: CapabilityId,
    /// The capability's name within its package.
    pub name: String,
    /// The package.
    pub package_id: PackageId,
    /// The app that provides it.
    pub app_id: AppId,
    /// The version that the binding was last brought up to.
    pub version_id: VersionId,
    /// The user.
    pub user: Tenant,
    /// The user as the provider knows them.
    pub provider_user: String,
    /// The install's generation.
    pub generation: u64,
    /// The kinds of data that the user consents to.
    pub consents: BTreeSet<DataClass>,
    /// The user's language, where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// The user's time zone, where it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<TimeZone>,
    /// How often its state is synchronised, in seconds; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_interval: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
}

words!(
    /// Whether a binding, or an install, can be used.
    BindingStatus {
        /// It can.
        Active = "active";
        /// The published version receives data that the user has not consented to.
        NeedsConsent = "needs_consent";
        /// The package is suspended, orphaned or gone.
        Frozen = "frozen";
    }
);

impl Binding {
    pub(super) fn of(install: &Install, capability: &ListedCapability, now: Timestamp) -> Self {
        Self {
            install_id: install.id,
            capability_id: capability.id,
            name: capability.name.clone(),
            package_id: install.package_id,
            app_id: install.app_id,
            version_id: install.version_id,
            user: install.user.clone(),
            provider_user: install.provider_user.clone(),
            generation: install.generation,
            consents: install.consents.clone(),
            locale: install.locale.clone(),
            timezone: install.timezone.clone(),
            refresh_interval: capability.refresh_interval,
            created_at: now,
        }
    }

    pub(super) fn put(&self) -> Result<Change, Fault> {
        Change::put(layout::binding(self.install_id, self.capability_id), self)
    }

    /// Whether it can be used, by its package's entry in the catalogue, if there still is one.
    pub fn status(&self, entry: Option<&Entry>, now: Timestamp) -> BindingStatus {
        let Some(entry) = live(entry, now) else {
            return BindingStatus::Frozen;
        };
        match entry.capability(self.capability_id) {
            None => BindingStatus::Frozen,
            Some(capability) if capability.data_classes.is_subset(&self.consents) => {
                BindingStatus::Active
            }
            Some(_) => BindingStatus::NeedsConsent,
        }
    }

    /// Whether the package has another published version than the binding was brought up to: then
    /// [`follow`](super::follow) brings the install up to it.
    pub fn is_behind(&self, entry: &Entry) -> bool {
        self.version_id != entry.version_id
    }
}

/// The entry, where its package's installs are not frozen.
pub(super) fn live(entry: Option<&Entry>, now: Timestamp) -> Option<&Entry> {
    entry.filter(|entry| !entry.status.is_frozen() && !entry.is_past(now))
}

/// A binding.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    install: InstallId,
    capability: CapabilityId,
) -> Result<Option<Binding>, Fault> {
    table.get(layout::binding(install, capability)).await
}

/// The bindings of an install.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, install: InstallId) -> Result<Vec<Binding>, Fault> {
    List::of("listing bindings", layout::bindings(install))
        .read(table)
        .await
}
