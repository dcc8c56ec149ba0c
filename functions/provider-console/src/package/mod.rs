//! A developer's packages.

pub mod create;
mod fields;
pub mod list;
pub mod restore;
pub mod suspend;
pub mod update;
pub mod view;

use ::surface::{Error, Input, Query, Request};
use common::Timestamp;
use provider::id::{AppId, PackageId, VersionId};
use provider::install::counters::Figures;
use provider::package::listing::Listing;
use provider::package::model::Suspension;
use provider::package::store::{PACKAGES, Pair, VALIDATIONS, VERSIONS};
use provider::package::{Package, PackageError, PackageStatus, RiskTier, Slug, Version};
use provider_functions::surfaces::{
    APP_NOT_FOUND, PACKAGE_LIMIT_REACHED, PACKAGE_NOT_FOUND, PACKAGE_STOPPED, REVIEW_NOT_FOUND,
    SLUG_TAKEN, SLUG_TOO_SIMILAR, VALIDATION_LIMIT_REACHED, VALIDATION_RUNNING, VERSION_EXISTS,
    VERSION_LIMIT_REACHED, VERSION_NOT_VALIDATED, VERSION_STATUS_CONFLICT,
};
use serde::Serialize;

pub(crate) use fields::{capabilities, completed};

use crate::version::VersionView;

/// The largest body of a package or a version, in bytes: its descriptors have 1 MiB as this API
/// writes them.
pub(crate) const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// A package, as its developer sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageView {
    /// Its identifier.
    id: PackageId,
    /// The app that provides it.
    app_id: AppId,
    /// Its readable identifier.
    slug: Slug,
    /// Its name, for the next submission.
    name: String,
    /// What it does, for the next submission.
    description: String,
    /// The category that it is listed in, for the next submission.
    category: Option<String>,
    /// Pictures and links, for the next submission.
    listing: Listing,
    /// How much can go wrong with it.
    risk_tier: RiskTier,
    /// How it stands.
    status: PackageStatus,
    /// The published version; null where there is none.
    published_version_id: Option<VersionId>,
    /// When that was published.
    published_at: Option<Timestamp>,
    /// When its developer gave it up.
    deprecated_at: Option<Timestamp>,
    /// Why the operator stopped it.
    suspension: Option<Suspension>,
    /// When it leaves the catalogue because its app was deleted.
    removal_at: Option<Timestamp>,
    /// How many versions it has.
    version_count: u32,
    /// When it was made.
    created_at: Timestamp,
    /// When it last changed.
    updated_at: Timestamp,
}

impl PackageView {
    pub(crate) fn new(package: &Package) -> Self {
        Self {
            id: package.id,
            app_id: package.app_id,
            slug: package.slug.clone(),
            name: package.name.clone(),
            description: package.description.clone(),
            category: package.category.clone(),
            listing: package.listing.clone(),
            risk_tier: package.risk_tier,
            status: package.status(),
            published_version_id: package.live,
            published_at: package.live.and(package.published_at),
            deprecated_at: package.deprecated_at,
            suspension: package.suspension.clone(),
            removal_at: package.orphaned.map(|orphaned| orphaned.removal_at),
            version_count: package.versions,
            created_at: package.created_at,
            updated_at: package.updated_at,
        }
    }
}

/// How often a package is installed.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstallCounts {
    /// Installs that there are.
    current: u64,
    /// Installs that there ever were.
    lifetime: u64,
    /// Installs of the last 30 days, removed ones included.
    last_30_days: u64,
}

impl From<Figures> for InstallCounts {
    fn from(figures: Figures) -> Self {
        Self {
            current: figures.installs,
            lifetime: figures.lifetime,
            last_30_days: figures.recent,
        }
    }
}

/// A package with its versions.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageDetail {
    #[serde(flatten)]
    package: PackageView,
    /// How often it is installed.
    installs: InstallCounts,
    /// Its versions, the greatest number first, without their descriptors.
    versions: Vec<VersionView>,
}

impl PackageDetail {
    pub(crate) fn new(package: &Package, versions: &[Version], figures: Figures) -> Self {
        Self {
            installs: figures.into(),
            versions: versions
                .iter()
                .map(|version| VersionView::new(package, version))
                .collect(),
            package: PackageView::new(package),
        }
    }

    /// One that was just made.
    pub(crate) fn made(pair: &Pair) -> Self {
        let versions = std::slice::from_ref(&pair.version);
        Self::new(&pair.package, versions, Figures::default())
    }
}

/// Which package: `{id}` of the path, and no parameters.
#[derive(Debug)]
pub struct PackagePath(pub(crate) PackageId);

impl<C> Input<C> for PackagePath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

pub(crate) fn id(request: &Request) -> Result<PackageId, Error> {
    request.param("id").ok_or_else(no_package)
}

pub(crate) fn no_package() -> Error {
    PACKAGE_NOT_FOUND.refuse("You have no package with this id.")
}

/// The path of a package.
pub(crate) fn location(id: PackageId) -> String {
    format!("/v1/providers/packages/manage/{id}")
}

/// A package's error, in this surface's words.
pub(crate) fn refused(error: PackageError) -> Error {
    let message = error.to_string();
    match error {
        PackageError::NoPackage => no_package(),
        PackageError::NoVersion => crate::version::no_version(),
        PackageError::NoReview => {
            REVIEW_NOT_FOUND.refuse("No version with this id waits for review.")
        }
        PackageError::NoApp => APP_NOT_FOUND.refuse("You have no app with this id."),
        PackageError::TooManyPackages => {
            PACKAGE_LIMIT_REACHED.refuse(format!("An account has at most {PACKAGES} packages."))
        }
        PackageError::TooManyVersions => {
            VERSION_LIMIT_REACHED.refuse(format!("A package has at most {VERSIONS} versions."))
        }
        PackageError::SlugTaken => SLUG_TAKEN.refuse("Another package has this slug."),
        PackageError::SlugTooSimilar(_) => {
            SLUG_TOO_SIMILAR.refuse(format!("Choose another slug: {message}."))
        }
        PackageError::TierTooLow(least) => Error::field(
            "riskTier",
            "INVALID",
            format!("must be at least {least}, the tier of the riskiest capability"),
        ),
        PackageError::NumberTaken { number, status, .. } => VERSION_EXISTS.refuse(format!(
            "{message}, and is {status}. A number is one version: use another than {number}."
        )),
        PackageError::NumberBehind(_) => Error::field("version", "INVALID", message),
        PackageError::NotNext(_) => VERSION_STATUS_CONFLICT.refuse(sentence(&message)),
        PackageError::Live => VERSION_STATUS_CONFLICT.refuse(
            "The version is published. Publish another one first, or deprecate the package.",
        ),
        PackageError::NotValidated(_) => VERSION_NOT_VALIDATED.refuse(sentence(&message)),
        PackageError::Stopped(PackageStatus::Draft) => {
            PACKAGE_STOPPED.refuse("No version of the package is published.")
        }
        PackageError::Stopped(_) => PACKAGE_STOPPED.refuse(sentence(&message)),
        PackageError::Running => VALIDATION_RUNNING
            .refuse("A validation of this version is running. Wait for its report."),
        PackageError::TooManyRuns { retry_after } => VALIDATION_LIMIT_REACHED
            .refusal(format!(
                "A package has at most {VALIDATIONS} validations an hour."
            ))
            .retry_after(retry_after)
            .into(),
        PackageError::Repeated => Error::idempotency_in_progress(),
        PackageError::Busy => Error::unavailable("changing a package", "other changes came first"),
        PackageError::Fault(fault) => fault.into(),
    }
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}
