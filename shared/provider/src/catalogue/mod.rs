//! The catalogue: the packages that are published, as the marketplace finds them.
//!
//! * [`entry`]: what is listed of a package.
//! * [`change`]: how a package is listed, changed and removed: parts of its cause's transaction.
//! * [`snapshot`], [`rebuild`]: the whole catalogue in a few items, made by a worker.
//! * [`reader`]: the catalogue in a process's memory, and its pages.
//! * [`index`], [`text`]: the search.
//! * [`picture`]: icons and screenshots.
//! * [`layout`]: where all of it stands in the table.
//!
//! The catalogue is a log. Each change takes the next version, so a version is a snapshot and the
//! changes after it. A process that has a version reads the changes since; where there are none,
//! that is one small read.

pub mod change;
pub mod entry;
pub mod index;
pub mod layout;
pub mod picture;
pub mod reader;
pub mod rebuild;
pub mod snapshot;
pub mod text;

use common::Fault;
use dynamo::Table;

use crate::id::PackageId;

pub use change::{HEAD, Head, ListingChange, QUEUE};
pub use entry::Entry;
pub use index::{Listed, Query, Search, Sort};
pub use reader::{Catalogue, Page, PageError};

/// A package's entry, by a consistent read.
///
/// # Errors
/// The table can't be reached.
pub async fn find(table: &Table, package: PackageId) -> Result<Option<Entry>, Fault> {
    table.get(layout::entry(package)).await
}

#[cfg(test)]
pub(crate) mod testing {
    use std::collections::BTreeSet;

    use common::Timestamp;

    use super::entry::{Entry, ListedCapability, Status};
    use crate::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};
    use crate::package::RiskTier;

    /// The sixteen bytes of an identifier in tests.
    pub fn bits(number: u32) -> [u8; 16] {
        let mut bits = [0; 16];
        bits[12..].copy_from_slice(&number.to_be_bytes());
        bits
    }

    /// A package of this number and name.
    pub fn entry(number: u32, name: &str) -> Entry {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        Entry {
            package_id: PackageId::from_bits(bits(number)),
            app_id: AppId::from_bits(bits(1)),
            developer_id: DeveloperId::from_bits(bits(1)),
            company: "Acme".into(),
            slug: format!("package-{number}"),
            name: name.into(),
            description: String::new(),
            category: None,
            risk_tier: RiskTier::DataOnly,
            version_id: VersionId::from_bits(bits(number)),
            version: "1.0.0".into(),
            capabilities: vec![ListedCapability {
                id: CapabilityId::from_bits(bits(number)),
                name: "now".into(),
                title: "Now".into(),
                data_classes: BTreeSet::from(["location".parse().unwrap()]),
                refresh_interval: Some(3600),
            }],
            icon: None,
            screenshots: Vec::new(),
            privacy_url: None,
            support_url: None,
            published_at: now,
            status: Status::Published,
            removal_at: None,
        }
    }
}
