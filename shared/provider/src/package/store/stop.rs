//! Suspension by an operator, and orphaning by the deletion of an app.

use common::Fault;
use dynamo::due::{self, DUE_AT, DUE_SHARD};
use dynamo::{Change, Part, Transaction, Tries, s};

use super::{PACKAGE, PackageError, Packages, Stored, TRIES, changed};
use crate::id::{AppId, DeveloperId, PackageId};
use crate::package::model::{Orphaned, Suspension};
use crate::package::{Package, events, layout};
use crate::runtime::app::remove_all;

/// The time for orphaning an app's packages at once, before the worker looks, in milliseconds.
const LEASE_MILLIS: i64 = 60_000;
/// Packages and apps that are looked at in one go.
const AT_ONCE: i32 = 25;

impl Packages {
    /// Stops a package: it can't be found or installed, and its installs are frozen.
    ///
    /// # Errors
    /// [`PackageError::NoPackage`]; [`PackageError::Stopped`] where nothing of it is published.
    pub async fn suspend(
        &self,
        package: PackageId,
        reason: &str,
        rule: &str,
    ) -> Result<Stored<Package>, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let found = self.find(package).await?;
            let before = found.ok_or(PackageError::NoPackage)?;
            if before.suspension.is_some() {
                let (value, messages) = (before, Vec::new());
                return Ok(Stored { value, messages });
            }
            if before.live.is_none() {
                return Err(PackageError::Stopped(before.status()));
            }
            let now = self.clock.now();
            let mut after = before.clone();
            after.suspension = Some(Suspension {
                reason: reason.to_owned(),
                rule: rule.to_owned(),
                at: now,
            });
            let change = changed(before.revision, &mut after, now)?;
            let listed = self
                .in_catalogue(&head, &before, &after, None, None, now)
                .await?;
            let all = Transaction::new("suspending a package")
                .with(PACKAGE, change)
                .and(listed.parts);
            let mut messages = vec![events::suspended(&after, now).message()];
            if self.commit(all, &messages, now).await? {
                messages.extend(listed.messages);
                let value = after;
                return Ok(Stored { value, messages });
            }
        }
        Err(PackageError::Busy)
    }

    /// Ends a suspension.
    ///
    /// # Errors
    /// [`PackageError::NoPackage`].
    pub async fn restore(&self, package: PackageId) -> Result<Stored<Package>, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let found = self.find(package).await?;
            let before = found.ok_or(PackageError::NoPackage)?;
            if before.suspension.is_none() {
                let (value, messages) = (before, Vec::new());
                return Ok(Stored { value, messages });
            }
            let now = self.clock.now();
            let mut after = before.clone();
            after.suspension = None;
            let change = changed(before.revision, &mut after, now)?;
            let listed = self
                .in_catalogue(&head, &before, &after, None, None, now)
                .await?;
            let all = Transaction::new("restoring a package")
                .with(PACKAGE, change)
                .and(listed.parts);
            if self.commit(all, &[], now).await? {
                let (value, messages) = (after, listed.messages);
                return Ok(Stored { value, messages });
            }
        }
        Err(PackageError::Busy)
    }

    /// The part of the transaction that deletes an app that marks what it leaves: its runtime apps
    /// and webhooks are to be removed, its packages orphaned. [`Packages::orphan`] does it, at once
    /// or by the worker.
    pub fn orphaning(&self, app: AppId, developer: DeveloperId) -> Part {
        let due = self.clock.now().plus_millis(LEASE_MILLIS);
        let marked = Change::upsert(layout::orphaning(app))
            .set("app", s(app))
            .set("developer", s(developer))
            .set(DUE_SHARD, s(layout::ORPHANINGS))
            .set(DUE_AT, s(due));
        Part::new("orphaning", marked)
    }

    /// Removes the runtime apps and webhooks of an app that was deleted, so that nothing is called
    /// or sent for it any more, and orphans its packages: how many it has.
    ///
    /// # Errors
    /// [`PackageError::Busy`]; what is left is done by the worker.
    pub async fn orphan(&self, app: AppId, developer: DeveloperId) -> Result<usize, PackageError> {
        remove_all(&self.table, developer, app, self.clock.now()).await?;
        let pk = layout::of_app(app);
        let ids: Vec<PackageId> = self.ids("listing an app's packages", pk).await?;
        for id in &ids {
            self.orphan_one(app, *id).await?;
        }
        let doing = "settling an orphaning";
        self.table.remove(doing, layout::orphaning(app)).await?;
        Ok(ids.len())
    }

    async fn orphan_one(&self, app: AppId, package: PackageId) -> Result<(), PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let Some(before) = self.find(package).await? else {
                return Ok(());
            };
            // Another app may have saved it already.
            if before.app_id != app || before.orphaned.is_some() {
                return Ok(());
            }
            let now = self.clock.now();
            let mut after = before.clone();
            after.orphaned = Some(Orphaned {
                at: now,
                removal_at: now.plus_millis(self.durations.orphaned_millis),
            });
            let change = changed(before.revision, &mut after, now)?;
            let listed = self
                .in_catalogue(&head, &before, &after, None, None, now)
                .await?;
            let all = Transaction::new("orphaning a package")
                .with(PACKAGE, change)
                .and(listed.parts);
            if self.commit(all, &[], now).await? {
                return Ok(());
            }
        }
        Err(PackageError::Busy)
    }

    /// Does what is due about packages: orphans those of deleted apps, and takes orphans whose
    /// time is over out of the catalogue. How many it did; what is left, the next call does.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn sweep(&self) -> Result<usize, PackageError> {
        let mut done = 0;
        let now = self.clock.now();
        for due in due::list(&self.table, layout::ORPHANINGS, now, AT_ONCE).await? {
            let next = now.plus_millis(LEASE_MILLIS);
            let Some(item) = due.claim(&self.table, next).await? else {
                continue;
            };
            let text = |name| item.get(name)?.as_s().ok();
            let app = text("app").and_then(|app| app.parse().ok());
            let developer = text("developer").and_then(|developer| developer.parse().ok());
            let wrong = || Fault::internal("orphaning packages", "the item names no app");
            let (app, developer) = app.zip(developer).ok_or_else(wrong)?;
            done += self.orphan(app, developer).await?;
        }
        for due in due::list(&self.table, layout::REMOVALS, now, AT_ONCE).await? {
            let Ok(package) = due.key().pk().parse() else {
                continue;
            };
            done += usize::from(self.remove_orphan(package).await?);
        }
        Ok(done)
    }

    /// Takes a package out of the catalogue whose app was deleted long enough ago.
    async fn remove_orphan(&self, package: PackageId) -> Result<bool, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let now = self.clock.now();
            let head = self.head().await?;
            let Some(before) = self.find(package).await? else {
                return Ok(false);
            };
            let over = before.orphaned.is_some_and(|o| o.removal_at <= now);
            if !over || before.live.is_none() {
                return Ok(false);
            }
            let mut after = before.clone();
            after.live = None;
            let change = changed(before.revision, &mut after, now)?;
            let listed = self
                .in_catalogue(&head, &before, &after, None, None, now)
                .await?;
            let slug = Change::delete(layout::listed_slug(&before.slug));
            let all = Transaction::new("removing an orphaned package")
                .with(PACKAGE, change)
                .with("listed slug", slug)
                .and(listed.parts);
            if self.commit(all, &[], now).await? {
                return Ok(true);
            }
        }
        Err(PackageError::Busy)
    }
}
