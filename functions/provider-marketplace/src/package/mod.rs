//! Packages, as users find them.

pub mod list;
pub mod view;

use ::surface::{Error, Input, Query, Request};
use common::Timestamp;
use provider::catalogue::Entry;
use provider::catalogue::entry::{ListedCapability, Status};
use provider::id::{PackageId, VersionId};
use provider::install::counters::Figures;
use provider::package::RiskTier;
use provider_functions::surfaces::PACKAGE_NOT_FOUND;
use serde::Serialize;

use crate::{Marketplace, picture};

/// A package, as users find it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarketplacePackage {
    /// Its identifier.
    id: PackageId,
    /// Its readable identifier.
    slug: String,
    /// Its name.
    name: String,
    /// What it does.
    description: String,
    /// The company that provides it.
    company: String,
    /// The category that it is listed in.
    category: Option<String>,
    /// How much can go wrong with it.
    risk_tier: RiskTier,
    /// The published version.
    version_id: VersionId,
    /// The published version's number.
    version: String,
    /// What it can do, and which kinds of data that takes.
    capabilities: Vec<ListedCapability>,
    /// Its icon, served from here.
    icon_url: Option<String>,
    /// Pictures of it in use, served from here.
    screenshots: Vec<String>,
    /// What its provider does with data.
    privacy_url: Option<String>,
    /// Where its provider helps.
    support_url: Option<String>,
    /// When the version was published.
    published_at: Timestamp,
    /// `orphaned`: its app was deleted, and it can't be installed any more.
    status: Status,
    /// When it leaves the catalogue, where that is decided.
    removal_at: Option<Timestamp>,
    /// How often it is installed.
    installs: MarketplaceInstalls,
    /// How it is rated.
    rating: MarketplaceRating,
}

/// How often a package is installed.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarketplaceInstalls {
    /// Installs that there are.
    current: u64,
    /// Installs of the last 30 days, removed ones included.
    last_30_days: u64,
}

/// How a package is rated.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MarketplaceRating {
    /// How many ratings there are.
    count: u64,
    /// Their mean, in stars from 1 to 5, to two decimals; null where there are none.
    mean: Option<f64>,
}

impl MarketplacePackage {
    pub(crate) fn new(context: &Marketplace, entry: Entry, figures: Figures) -> Self {
        let url = |hash| picture::url(&context.platform.issuer, hash);
        Self {
            id: entry.package_id,
            slug: entry.slug,
            name: entry.name,
            description: entry.description,
            company: entry.company,
            category: entry.category,
            risk_tier: entry.risk_tier,
            version_id: entry.version_id,
            version: entry.version,
            capabilities: entry.capabilities,
            icon_url: entry.icon.map(url),
            screenshots: entry.screenshots.into_iter().map(url).collect(),
            privacy_url: entry.privacy_url,
            support_url: entry.support_url,
            published_at: entry.published_at,
            status: entry.status,
            removal_at: entry.removal_at,
            installs: MarketplaceInstalls {
                current: figures.installs,
                last_30_days: figures.recent,
            },
            rating: MarketplaceRating {
                count: figures.ratings,
                mean: figures.mean().map(|mean| (mean * 100.0).round() / 100.0),
            },
        }
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
    PACKAGE_NOT_FOUND.refuse("The marketplace has no package with this id.")
}
