//! Users' installs.

pub mod create;
pub mod delete;
pub mod list;

use std::collections::BTreeSet;

use ::surface::Error;
use common::Timestamp;
use provider::catalogue::Entry;
use provider::catalogue::entry::PictureHash;
use provider::id::{CapabilityId, InstallId, PackageId, VersionId};
use provider::install::context::{Locale, TimeZone};
use provider::install::{BindingStatus, Install, InstallError, MOST, MOST_A_DAY};
use provider::package::DataClass;
use provider_functions::surfaces::{
    CONSENT_REQUIRED, DAILY_INSTALL_LIMIT_REACHED, INSTALL_LIMIT_REACHED, INSTALL_NOT_FOUND,
    PACKAGE_STOPPED,
};
use serde::Serialize;

use crate::package::no_package;
use crate::{Marketplace, picture};

/// An install, as its user sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Install"))]
pub struct InstallView {
    /// Its identifier: another one after each installation.
    id: InstallId,
    /// The package.
    package_id: PackageId,
    /// The package, as the catalogue has it; null once it has left the catalogue.
    package: Option<InstalledPackage>,
    /// Whether it can be used.
    status: BindingStatus,
    /// The version that it was last brought up to.
    version_id: VersionId,
    /// Its capabilities.
    capabilities: Vec<CapabilityId>,
    /// The kinds of data that the user consents to.
    consents: BTreeSet<DataClass>,
    /// The kinds of data that the published version takes and the user has not consented to.
    missing_consents: Vec<DataClass>,
    /// The user's language, where it was given.
    locale: Option<Locale>,
    /// The user's time zone, where it was given.
    timezone: Option<TimeZone>,
    /// Greater than that of any earlier install of this package.
    generation: u64,
    /// When it was installed.
    installed_at: Timestamp,
}

/// The package of an install.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstalledPackage {
    /// Its readable identifier.
    slug: String,
    /// Its name.
    name: String,
    /// The company that provides it.
    company: String,
    /// The published version's number.
    version: String,
    /// Its icon, served from here.
    icon_url: Option<String>,
}

impl InstallView {
    fn new(
        context: &Marketplace,
        install: &Install,
        entry: Option<&Entry>,
        now: Timestamp,
    ) -> Self {
        let entry = entry.filter(|entry| !entry.is_past(now));
        let url = |hash: PictureHash| picture::url(&context.platform.issuer, hash);
        Self {
            id: install.id,
            package_id: install.package_id,
            package: entry.map(|entry| InstalledPackage {
                slug: entry.slug.clone(),
                name: entry.name.clone(),
                company: entry.company.clone(),
                version: entry.version.clone(),
                icon_url: entry.icon.map(url),
            }),
            status: install.status(entry, now),
            version_id: install.version_id,
            capabilities: install.capabilities.clone(),
            consents: install.consents.clone(),
            missing_consents: entry.map_or_else(Vec::new, |entry| install.missing(entry)),
            locale: install.locale.clone(),
            timezone: install.timezone.clone(),
            generation: install.generation,
            installed_at: install.installed_at,
        }
    }
}

/// An install's error, in this surface's words.
pub(crate) fn refused(error: InstallError, now: Timestamp) -> Error {
    match error {
        InstallError::UnknownPackage => no_package(),
        InstallError::NotInstalled => {
            INSTALL_NOT_FOUND.refuse("You have not installed this package.")
        }
        InstallError::NotInstallable(status) => {
            PACKAGE_STOPPED.refuse(format!("This package is {status} and can't be installed."))
        }
        InstallError::ConsentRequired(lacking) => {
            let names: Vec<_> = lacking.iter().map(DataClass::as_str).collect();
            let names = names.join(", ");
            CONSENT_REQUIRED.refuse(format!(
                "This package receives {names}. Name that in consents, if the user agrees."
            ))
        }
        InstallError::TooMany => INSTALL_LIMIT_REACHED.refuse(format!(
            "You have installed {MOST} packages, the most there may be. Remove one first."
        )),
        InstallError::TooManyToday { until } => {
            let seconds = u64::try_from(until.seconds() - now.seconds()).unwrap_or(1);
            let message =
                format!("You have installed {MOST_A_DAY} packages today, the most in a day (UTC).");
            let refusal = DAILY_INSTALL_LIMIT_REACHED.refusal(message);
            refusal.retry_after(seconds.max(1)).into()
        }
        InstallError::Repeated => Error::idempotency_in_progress(),
        InstallError::Busy => Error::unavailable("changing an install", "other changes came first"),
        InstallError::Failed(fault) => fault.into(),
    }
}
