//! What developers edit.

use dynamo::{Change, Committed, Key, Transaction, Tries};

use super::create::app_stands;
use super::{PACKAGE, PackageError, Packages, Pointer, Stored, TRIES, changed};
use crate::id::{AppId, DeveloperId, PackageId};
use crate::package::listing::Listing;
use crate::package::{Package, PackageStatus, layout};

/// Changes of a package; what is absent stays. What is published shows them when another version
/// is submitted.
#[derive(Clone, Debug, Default)]
pub struct PackageChange {
    /// Its name.
    pub name: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// The category that it is listed in; `Some(None)` removes it.
    pub category: Option<Option<String>>,
    /// Pictures and links.
    pub listing: Option<Listing>,
    /// Another app that provides it.
    pub app_id: Option<AppId>,
    /// Its developer gives it up.
    pub deprecate: bool,
}

impl Packages {
    /// Edits a package. Another app saves an orphaned package, also one that has left the
    /// catalogue: its versions can be published again.
    ///
    /// # Errors
    /// [`PackageError::NoPackage`], [`PackageError::NoApp`]; [`PackageError::Stopped`] where it
    /// can't be given up because nothing of it is published.
    pub async fn change(
        &self,
        developer: DeveloperId,
        package: PackageId,
        change: &PackageChange,
    ) -> Result<Stored<Package>, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let before = self.owned(developer, package).await?;
            let now = self.clock.now();
            let mut after = before.clone();
            after.name = change.name.clone().unwrap_or(after.name);
            after.description = change.description.clone().unwrap_or(after.description);
            after.category = change.category.clone().unwrap_or(after.category);
            after.listing = change.listing.clone().unwrap_or(after.listing);
            let moved = change.app_id.filter(|app| *app != before.app_id);
            if let Some(app) = change.app_id {
                after.app_id = app;
                after.orphaned = None;
            }
            if change.deprecate && after.deprecated_at.is_none() {
                if after.live.is_none() {
                    return Err(PackageError::Stopped(PackageStatus::Draft));
                }
                after.deprecated_at = Some(now);
            }
            if after == before {
                let (value, messages) = (before, Vec::new());
                return Ok(Stored { value, messages });
            }
            let mut all = Transaction::new("changing a package")
                .with(PACKAGE, changed(before.revision, &mut after, now)?);
            let mut messages = Vec::new();
            let is_seen = before.app_id != after.app_id || before.status() != after.status();
            if is_seen {
                let listed = self
                    .in_catalogue(&head, &before, &after, None, None, now)
                    .await?;
                all = all.and(listed.parts);
                messages.extend(listed.messages);
            }
            if let Some(app) = change.app_id {
                all = all.with("app", app_stands(developer, app));
            }
            if let Some(app) = moved {
                let pointer = |app| Key::new(layout::of_app(app), package);
                all = all
                    .with("of app", Change::put(pointer(app), &Pointer {})?)
                    .with("of app before", Change::delete(pointer(before.app_id)));
            }
            match all.commit(&self.table).await? {
                Committed::Done => {
                    let value = after;
                    return Ok(Stored { value, messages });
                }
                Committed::Refused(refused) if refused.by("app") => {
                    return Err(PackageError::NoApp);
                }
                // Another change came first.
                Committed::Refused(_) => {}
            }
        }
        Err(PackageError::Busy)
    }
}
