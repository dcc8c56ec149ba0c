//! The events of packages: each can happen once, and its id says so.

use common::Timestamp;
use serde_json::json;
use webhooks::Event;

use super::version::Version;
use super::{Package, Status};
use crate::events::{PACKAGE_PUBLISHED, PACKAGE_SUBMITTED, PACKAGE_SUSPENDED, of_app};

/// That a version was submitted, and where that led.
pub fn submitted(package: &Package, version: &Version, now: Timestamp) -> Event {
    let data = json!({
        "packageId": package.id, "slug": package.slug, "versionId": version.id,
        "version": version.version, "status": version.status(package),
        "reviewNeeded": version.review_needed,
    });
    let id = format!("{}.{}", version.id, version.revision);
    of_app(package.app_id, PACKAGE_SUBMITTED, id, now, data)
}

/// That a version was published.
pub fn published(package: &Package, version: &Version, now: Timestamp) -> Event {
    let data = json!({
        "packageId": package.id, "slug": package.slug, "versionId": version.id,
        "version": version.version, "status": Status::Published,
    });
    let id = format!("{}.{}", package.id, package.revision);
    of_app(package.app_id, PACKAGE_PUBLISHED, id, now, data)
}

/// That an operator stopped a package.
pub fn suspended(package: &Package, now: Timestamp) -> Event {
    let suspension = package.suspension.as_ref();
    let data = json!({
        "packageId": package.id, "slug": package.slug, "versionId": package.live,
        "reason": suspension.map(|suspension| &suspension.reason),
        "rule": suspension.map(|suspension| &suspension.rule),
    });
    let id = format!("{}.{}", package.id, package.revision);
    of_app(package.app_id, PACKAGE_SUSPENDED, id, now, data)
}
