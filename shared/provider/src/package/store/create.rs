//! Packages and versions as they are created.

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, Part, Transaction, Tries};
use webhooks::KEPT;

use super::{
    CapabilityOf, Keep, PACKAGE, PACKAGES, PackageError, Packages, Pair, Pointer, SlugOf, TRIES,
    VERSION, VERSIONS, changed, packed_item,
};
use crate::id::{AppId, DeveloperId, PackageId};
use crate::package::descriptor::{Capability, ContentHash, riskiest};
use crate::package::drift::{self, Side};
use crate::package::listing::Listing;
use crate::package::semver::{Semver, SemverStep};
use crate::package::slug::Slug;
use crate::package::tier::RiskTier;
use crate::package::version::{Actor, CapabilitySummary, Pictures, Step, Version};
use crate::package::{Package, Status, layout};

const CREATING: &str = "creating a package";
const VERSIONING: &str = "creating a version";
/// The attribute that counts a developer's packages.
const COUNT: &str = "n";
/// The time that a comparison may take that only decides on a number.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3);

/// A package that is to be created, with its first version.
#[derive(Clone, Debug)]
pub struct NewPackage {
    /// The app that provides it.
    pub app_id: AppId,
    /// Its readable identifier.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The category that it is listed in.
    pub category: Option<String>,
    /// Pictures and links.
    pub listing: Listing,
    /// How much can go wrong with it.
    pub risk_tier: RiskTier,
    /// What its first version can do.
    pub capabilities: Vec<Capability>,
}

/// A version that is to be created.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// What is new.
    pub changelog: Option<String>,
    /// Its number; else the next one that is free, as far ahead as its changes demand.
    pub version: Option<Semver>,
}

/// A package or a version that was created.
pub type Created = Pair;

impl Packages {
    /// Creates a package with its version 1.0.0. `keep` makes the part that stores the
    /// answer.
    ///
    /// # Errors
    /// As [`PackageError`] says: [`PackageError::NoApp`], [`PackageError::SlugTaken`],
    /// [`PackageError::SlugTooSimilar`], [`PackageError::TierTooLow`],
    /// [`PackageError::TooManyPackages`].
    pub async fn create(
        &self,
        developer: DeveloperId,
        new: &NewPackage,
        keep: Keep<'_>,
    ) -> Result<Created, PackageError> {
        let least = riskiest(&new.capabilities);
        if new.risk_tier < least {
            return Err(PackageError::TierTooLow(least));
        }
        if let Some(similar) = self.similar(&new.slug, developer).await? {
            return Err(PackageError::SlugTooSimilar(similar));
        }
        let now = self.clock.now();
        let id = PackageId::new(now);
        let version = version(
            id,
            Semver::FIRST,
            new.risk_tier,
            &new.capabilities,
            developer,
            now,
        )?;
        let package = Package {
            id,
            app_id: new.app_id,
            developer_id: developer,
            slug: new.slug.clone(),
            name: new.name.clone(),
            description: new.description.clone(),
            category: new.category.clone(),
            listing: new.listing.clone(),
            risk_tier: new.risk_tier,
            created_at: now,
            updated_at: now,
            live: None,
            published_at: None,
            deprecated_at: None,
            suspension: None,
            orphaned: None,
            versions: 1,
            revision: 0,
        };
        let created = Created { package, version };
        let package = &created.package;
        let owner = SlugOf {
            package_id: id,
            developer_id: developer,
        };
        let counted = Change::upsert(layout::count(developer))
            .if_absent_or_at_most(COUNT, dynamo::n(PACKAGES - 1))
            .add(COUNT, 1);
        let pointer = |pk: String| Change::put(dynamo::Key::new(pk, id), &Pointer {});
        let all = Transaction::new(CREATING)
            .with(PACKAGE, Change::insert(layout::package(id), package)?)
            .with("of developer", pointer(layout::of_developer(developer))?)
            .with("of app", pointer(layout::of_app(new.app_id))?)
            .with("count", counted)
            .with("slug", Change::insert(layout::slug(&new.slug), &owner)?)
            .with("app", app_stands(developer, new.app_id))
            .and(content(&created.version, &new.capabilities)?)
            .and(keep(&created)?);
        match all.commit(&self.table).await? {
            Committed::Done => Ok(created),
            Committed::Refused(refused) if refused.by(KEPT) => Err(PackageError::Repeated),
            Committed::Refused(refused) if refused.by("app") => Err(PackageError::NoApp),
            Committed::Refused(refused) if refused.by("slug") => Err(PackageError::SlugTaken),
            Committed::Refused(refused) if refused.by("count") => {
                Err(PackageError::TooManyPackages)
            }
            Committed::Refused(_) => Err(PackageError::Busy),
        }
    }

    /// Creates a version of a package. `keep` makes the part that stores the answer.
    ///
    /// # Errors
    /// As [`PackageError`] says: [`PackageError::NumberTaken`], [`PackageError::NumberBehind`],
    /// [`PackageError::TooManyVersions`].
    pub async fn create_version(
        &self,
        developer: DeveloperId,
        package: PackageId,
        new: &NewVersion,
        keep: Keep<'_>,
    ) -> Result<Created, PackageError> {
        let mut step = None;
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let before = self.owned(developer, package).await?;
            if before.versions >= VERSIONS {
                return Err(PackageError::TooManyVersions);
            }
            let all = self.versions(package).await?;
            let live = all.iter().find(|version| before.live == Some(version.id));
            let tier = before.risk_tier.max(riskiest(&new.capabilities));
            let number = match new.version {
                Some(number) => {
                    if let Some(taken) = all.iter().find(|version| version.version == number) {
                        return Err(taken_by(taken, &before));
                    }
                    number
                }
                None => {
                    if let (None, Some(live)) = (step, live) {
                        step = Some(self.step_from(live, &new.capabilities, tier).await?);
                    }
                    next_free(&all, live, step).ok_or(PackageError::TooManyVersions)?
                }
            };
            if let Some(live) = live.filter(|live| number <= live.version) {
                return Err(PackageError::NumberBehind(live.version));
            }
            let now = self.clock.now();
            let mut version = version(package, number, tier, &new.capabilities, developer, now)?;
            version.changelog.clone_from(&new.changelog);
            let mut after = before.clone();
            after.versions += 1;
            let counted = changed(before.revision, &mut after, now)?;
            let created = Created {
                package: after,
                version,
            };
            let transaction = Transaction::new(VERSIONING)
                .with(PACKAGE, counted)
                .and(content(&created.version, &new.capabilities)?)
                .and(keep(&created)?);
            match transaction.commit(&self.table).await? {
                Committed::Done => return Ok(created),
                Committed::Refused(refused) if refused.by(KEPT) => {
                    return Err(PackageError::Repeated);
                }
                // Another change came first.
                Committed::Refused(_) => {}
            }
        }
        Err(PackageError::Busy)
    }

    /// The step that a version's changes demand.
    async fn step_from(
        &self,
        live: &Version,
        capabilities: &[Capability],
        tier: RiskTier,
    ) -> Result<SemverStep, Fault> {
        let before = self.capabilities(live.package_id, live.id).await?;
        let before = Side {
            capabilities: &before,
            tier: live.risk_tier,
        };
        let after = Side { capabilities, tier };
        Ok(drift::between(before, after, PATIENCE).step)
    }
}

/// The condition that the developer has the app.
pub(super) fn app_stands(developer: DeveloperId, app: AppId) -> Change {
    Change::check(crate::layout::owned_app(developer, app)).if_exists()
}

fn taken_by(version: &Version, package: &Package) -> PackageError {
    PackageError::NumberTaken {
        number: version.version,
        by: version.created_by,
        at: version.created_at,
        status: version.status(package),
    }
}

/// The next number that no version has: so far ahead of the published one, or of the greatest.
fn next_free(all: &[Version], live: Option<&Version>, step: Option<SemverStep>) -> Option<Semver> {
    let step = step.unwrap_or(SemverStep::Minor);
    let greatest = all.iter().map(|version| version.version).max();
    let from = live.map(|live| live.version).or(greatest);
    let mut number = from.unwrap_or(Semver::FIRST).next(step)?;
    // At most as many turns as there are versions.
    while all.iter().any(|version| version.version == number) {
        number = number.next(step)?;
    }
    Some(number)
}

fn version(
    package: PackageId,
    number: Semver,
    tier: RiskTier,
    capabilities: &[Capability],
    by: DeveloperId,
    now: Timestamp,
) -> Result<Version, Fault> {
    let wrong = |e: serde_json::Error| Fault::internal(VERSIONING, e);
    let mut bytes = 0;
    for capability in capabilities {
        bytes += serde_json::to_vec(capability).map_err(wrong)?.len();
    }
    Ok(Version {
        id: Version::id_of(package, number),
        package_id: package,
        version: number,
        stage: Status::Draft,
        content_hash: ContentHash::of(capabilities).map_err(wrong)?,
        bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
        risk_tier: tier,
        changelog: None,
        capabilities: capabilities
            .iter()
            .map(|capability| CapabilitySummary::of(package, capability))
            .collect(),
        created_at: now,
        created_by: by,
        history: vec![Step {
            status: Status::Draft,
            at: now,
            by: Actor::Developer,
        }],
        presented: None,
        pictures: Pictures::default(),
        report: None,
        review: None,
        review_needed: Vec::new(),
        revision: 0,
    })
}

/// The parts that store a version, its descriptors, and the package of each capability.
fn content(version: &Version, capabilities: &[Capability]) -> Result<Vec<Part>, Fault> {
    let package = version.package_id;
    let inserted = Change::insert(layout::version(package, version.id), version)?;
    let mut parts = vec![Part::new(VERSION, inserted)];
    for capability in capabilities {
        let key = layout::descriptor(package, version.id, &capability.name);
        parts.push(Part::new(
            "descriptor",
            packed_item(VERSIONING, key, capability)?,
        ));
        let of = CapabilityOf {
            package_id: package,
            name: capability.name.clone(),
        };
        let key = layout::capability(capability.id(package));
        parts.push(Part::new("capability", Change::put(key, &of)?));
    }
    Ok(parts)
}
