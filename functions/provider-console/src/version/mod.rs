//! Versions of a package.

pub mod create;
pub mod publish;
mod step;
pub mod submit;
pub mod validate;
pub mod view;
pub mod withdraw;

use ::surface::{Error, Input, Query, Request};
use common::{Fault, Timestamp};
use provider::id::{CapabilityId, DeveloperId, PackageId, VersionId};
use provider::package::listing::Presented;
use provider::package::store::Pair;
use provider::package::version::{CapabilitySummary, ReportSummary, Review, Step};
use provider::package::{Capability, ContentHash, Package, RiskTier, Semver, Status, Version};
use provider_functions::surfaces::VERSION_NOT_FOUND;
use serde::Serialize;

pub use step::VersionStep;

/// A version of a package, as its developer sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionView {
    #[serde(flatten)]
    facts: VersionFacts,
    /// Its capabilities, without their descriptors.
    capabilities: Vec<CapabilitySummary>,
}

/// What is said of a version beside its capabilities.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionFacts {
    /// Its identifier.
    id: VersionId,
    /// The package.
    package_id: PackageId,
    /// Its number.
    version: Semver,
    /// How far it is.
    status: Status,
    /// How much can go wrong with it.
    risk_tier: RiskTier,
    /// The hash of its descriptors.
    content_hash: ContentHash,
    /// What is new.
    changelog: Option<String>,
    /// What it shows of its package: a copy, made when it was submitted.
    presented: Option<Presented>,
    /// The last report of the conformance suite, in short.
    report: Option<ReportSummary>,
    /// Why a person had to decide on it.
    review_needed: Vec<String>,
    /// That decision.
    review: Option<Review>,
    /// How it came to where it is.
    history: Vec<Step>,
    /// When it was made.
    created_at: Timestamp,
    /// Who made it.
    created_by: DeveloperId,
}

impl VersionFacts {
    fn new(package: &Package, version: &Version) -> Self {
        Self {
            id: version.id,
            package_id: version.package_id,
            version: version.version,
            status: version.status(package),
            risk_tier: version.risk_tier,
            content_hash: version.content_hash.clone(),
            changelog: version.changelog.clone(),
            presented: version.presented.clone(),
            report: version.report.clone(),
            review_needed: version.review_needed.clone(),
            review: version.review.clone(),
            history: version.history.clone(),
            created_at: version.created_at,
            created_by: version.created_by,
        }
    }
}

impl VersionView {
    pub(crate) fn new(package: &Package, version: &Version) -> Self {
        Self {
            facts: VersionFacts::new(package, version),
            capabilities: version.capabilities.clone(),
        }
    }

    pub(crate) fn of(pair: &Pair) -> Self {
        Self::new(&pair.package, &pair.version)
    }
}

/// A version with its descriptors.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionDetail {
    #[serde(flatten)]
    facts: VersionFacts,
    /// Its capabilities.
    capabilities: Vec<CapabilityView>,
}

/// A capability with its descriptor.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CapabilityView {
    /// Its identifier, the same in all versions of the package.
    id: CapabilityId,
    #[serde(flatten)]
    descriptor: Capability,
}

impl VersionDetail {
    fn new(pair: &Pair, capabilities: Vec<Capability>) -> Self {
        Self {
            facts: VersionFacts::new(&pair.package, &pair.version),
            capabilities: capabilities
                .into_iter()
                .map(|descriptor| CapabilityView {
                    id: descriptor.id(pair.package.id),
                    descriptor,
                })
                .collect(),
        }
    }
}

/// Which version: `{id}` and `{vid}` of the path, and no parameters.
#[derive(Clone, Copy, Debug)]
pub struct VersionPath {
    pub(crate) package: PackageId,
    pub(crate) version: VersionId,
}

impl VersionPath {
    pub(crate) fn read(request: &Request) -> Result<Self, Error> {
        let package = crate::package::id(request)?;
        let version = request.param("vid").ok_or_else(no_version)?;
        Query::of(request).finish()?;
        Ok(Self { package, version })
    }
}

impl<C> Input<C> for VersionPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Self::read(request)
    }
}

pub(crate) fn no_version() -> Error {
    VERSION_NOT_FOUND.refuse("The package has no version with this id.")
}

/// The path of a version.
pub(crate) fn location(package: PackageId, version: VersionId) -> String {
    format!("{}/versions/{version}", crate::package::location(package))
}

/// A version as it is kept for an `Idempotency-Key`.
fn kept(pair: &Pair) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(VersionView::of(pair)).map_err(|e| Fault::internal("keeping an answer", e))
}
