//! What the catalogue shows of a package: a change with each of the package's own.

use common::Timestamp;
use dynamo::Part;
use webhooks::Message;

use super::{PackageError, Packages};
use crate::catalogue::entry::{Entry, ListedCapability, Status};
use crate::catalogue::{self, Head, ListingChange};
use crate::package::version::Version;
use crate::package::{Package, PackageStatus};

/// The parts of a transaction that change the catalogue, and the messages that they store.
#[derive(Debug, Default)]
pub(super) struct InCatalogue {
    pub parts: Vec<Part>,
    pub messages: Vec<Message>,
}

impl Packages {
    /// The catalogue's head, to be read before what a change is decided by.
    pub(super) async fn head(&self) -> Result<Head, PackageError> {
        Ok(Head::read(&self.table).await?)
    }

    /// What a package's change is to the catalogue: `live` is its published version, and `company`
    /// its developer's name, where these are at hand.
    pub(super) async fn in_catalogue(
        &self,
        head: &Head,
        before: &Package,
        after: &Package,
        live: Option<&Version>,
        company: Option<&str>,
        now: Timestamp,
    ) -> Result<InCatalogue, PackageError> {
        let Some(id) = after.live else {
            if before.live.is_none() {
                return Ok(InCatalogue::default());
            }
            let removed = head.change(&ListingChange::Remove(after.id), now)?;
            return Ok(InCatalogue {
                parts: removed.parts,
                messages: vec![removed.message],
            });
        };
        let read;
        let live = match live {
            Some(live) => live,
            None => {
                let found = self.version(after.id, id).await?;
                read = found.ok_or(PackageError::NoVersion)?;
                &read
            }
        };
        let company = match company {
            Some(company) => company.to_owned(),
            None => {
                let entry = catalogue::find(&self.table, after.id).await?;
                entry.map(|entry| entry.company).unwrap_or_default()
            }
        };
        let entry = entry(after, live, company, now);
        let listed = head.change(&ListingChange::Put(&entry), now)?;
        Ok(InCatalogue {
            parts: listed.parts,
            messages: vec![listed.message],
        })
    }
}

fn entry(package: &Package, live: &Version, company: String, now: Timestamp) -> Entry {
    let presented = live
        .presented
        .clone()
        .unwrap_or_else(|| package.presented());
    Entry {
        package_id: package.id,
        app_id: package.app_id,
        developer_id: package.developer_id,
        company,
        slug: package.slug.to_string(),
        name: presented.name,
        description: presented.description,
        category: presented.category,
        risk_tier: live.risk_tier,
        version_id: live.id,
        version: live.version.to_string(),
        capabilities: live
            .capabilities
            .iter()
            .map(|capability| ListedCapability {
                id: capability.id,
                name: capability.name.to_string(),
                title: capability.title.clone(),
                data_classes: capability.data_classes.clone(),
                refresh_interval: capability.refresh_interval,
            })
            .collect(),
        icon: live.pictures.icon,
        screenshots: live.pictures.screenshots.clone(),
        privacy_url: presented.listing.privacy_url,
        support_url: presented.listing.support_url,
        published_at: package.published_at.unwrap_or(now),
        status: match package.status() {
            // A draft has no published version, and no entry.
            PackageStatus::Published | PackageStatus::Draft => Status::Published,
            PackageStatus::Deprecated => Status::Deprecated,
            PackageStatus::Suspended => Status::Suspended,
            PackageStatus::Orphaned => Status::Orphaned,
        },
        removal_at: package.orphaned.map(|orphaned| orphaned.removal_at),
    }
}
