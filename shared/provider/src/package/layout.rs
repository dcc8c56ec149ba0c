//! Where packages stand in the table.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | a package | `<pkg>` | `pkg` |
//! | a version | `<pkg>#ver` | `<ver>` |
//! | a capability's descriptor, compressed | `<pkg>#desc` | `<ver>#<name>` |
//! | the last report of a version, compressed | `<pkg>#report` | `<ver>` |
//! | a run of the conformance suite | `<pkg>#run` | `<ver>` |
//! | the runs of this hour | `<pkg>#runs` | `count` |
//! | a package of a developer | `<dev>#pkg` | `<pkg>` |
//! | how many packages a developer has | `<dev>#pkgs` | `count` |
//! | a package of an app | `<app>#pkg` | `<pkg>` |
//! | that an app's packages are to be orphaned | `<app>#orphan` | `orphan` |
//! | the package of a slug | `slug#<slug>` | `slug` |
//! | a slug in the catalogue | `slugs#<its length>` | `<slug>` |
//! | a counter of the slugs that entered the catalogue | `slugs` | `epoch` |
//! | the package of a capability | `cap#<cap>` | `cap` |
//! | a version that waits for review | `reviews` | `<ver>` |
//!
//! A version's identifier is made of the package and the number, so that inserting it is what
//! makes a number one version.

use common::Tenant;
use dynamo::Key;

use super::descriptor::Name;
use super::slug::Slug;
use crate::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};

/// The partition of the versions that wait for review.
pub const REVIEWS: &str = "reviews";
/// The shard of the index of what is due that holds packages that leave the catalogue.
pub const REMOVALS: &str = "package-removal#0";
/// The shard that holds apps whose packages are to be orphaned.
pub const ORPHANINGS: &str = "package-orphan#0";
/// The shard that holds runs of the conformance suite.
pub const RUNS: &str = "package-run#0";

/// A package.
pub fn package(package: PackageId) -> Key {
    Key::new(package, "pkg")
}

/// The partition of a package's versions.
pub fn versions(package: PackageId) -> String {
    format!("{package}#ver")
}

/// A version.
pub fn version(package: PackageId, version: VersionId) -> Key {
    Key::new(versions(package), version)
}

/// The partition of the descriptors of a package's versions.
pub fn descriptors(package: PackageId) -> String {
    format!("{package}#desc")
}

/// What the sort keys of a version's descriptors begin with.
pub fn descriptor_prefix(version: VersionId) -> String {
    format!("{version}#")
}

/// A capability's descriptor.
pub fn descriptor(package: PackageId, version: VersionId, name: &Name) -> Key {
    let sk = format!("{}{name}", descriptor_prefix(version));
    Key::new(descriptors(package), sk)
}

/// The last report of a version.
pub fn report(package: PackageId, version: VersionId) -> Key {
    Key::new(format_args!("{package}#report"), version)
}

/// A run of the conformance suite.
pub fn run(package: PackageId, version: VersionId) -> Key {
    Key::new(format_args!("{package}#run"), version)
}

/// The runs of this hour.
pub fn runs(package: PackageId) -> Key {
    Key::new(format_args!("{package}#runs"), "count")
}

/// The partition of a developer's packages.
pub fn of_developer(developer: DeveloperId) -> String {
    Tenant::new(developer).partition("pkg")
}

/// How many packages a developer has.
pub fn count(developer: DeveloperId) -> Key {
    Key::of(&Tenant::new(developer), "pkgs", "count")
}

/// The partition of an app's packages.
pub fn of_app(app: AppId) -> String {
    Tenant::new(app).partition("pkg")
}

/// That an app's packages are to be orphaned.
pub fn orphaning(app: AppId) -> Key {
    Key::of(&Tenant::new(app), "orphan", "orphan")
}

/// The package of a slug.
pub fn slug(slug: &Slug) -> Key {
    Key::new(format_args!("slug#{slug}"), "slug")
}

/// The partition of the catalogue's slugs of a length.
pub fn slugs(length: usize) -> String {
    format!("slugs#{length}")
}

/// A slug in the catalogue.
pub fn listed_slug(slug: &Slug) -> Key {
    Key::new(slugs(slug.as_str().len()), slug)
}

/// The counter of the slugs that entered the catalogue.
pub fn slug_epoch() -> Key {
    Key::new("slugs", "epoch")
}

/// The package of a capability.
pub fn capability(capability: CapabilityId) -> Key {
    Key::new(format_args!("cap#{capability}"), "cap")
}

/// A version that waits for review.
pub fn review(version: VersionId) -> Key {
    Key::new(REVIEWS, version)
}
