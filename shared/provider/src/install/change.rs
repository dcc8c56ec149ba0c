//! An install is brought up to the published version, or its user consents to more.

use std::collections::BTreeSet;

use common::{Tenant, Timestamp};
use dynamo::{Change, Committed, Table, Transaction, Tries, attribute, n, s};
use webhooks::KEPT;

use super::binding::{Binding, live};
use super::model::name;
use super::{Install, InstallError, Installed, Keep, TRIES, keep_nothing, layout, look};
use crate::catalogue::entry::Entry;
use crate::id::PackageId;
use crate::package::DataClass;

/// Brings a user's install up to the published version of its package: what the version adds gets a
/// binding, what it no longer has loses it. The user's consents stay as they are.
///
/// # Errors
/// As [`InstallError`] says.
pub async fn follow(
    table: &Table,
    user: &Tenant,
    package: PackageId,
    now: Timestamp,
) -> Result<Install, InstallError> {
    consent(table, user, package, &BTreeSet::new(), now, &keep_nothing).await
}

/// Adds to what a user consents to, and brings the install up to the published version.
///
/// # Errors
/// As [`InstallError`] says.
pub async fn consent(
    table: &Table,
    user: &Tenant,
    package: PackageId,
    consents: &BTreeSet<DataClass>,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Install, InstallError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found = look(table, user, package).await?;
        let install = found.install.ok_or(InstallError::NotInstalled)?;
        let entry = found.entry.as_ref();
        if let Some(install) = grant(table, install, entry, consents, now, keep).await? {
            return Ok(install);
        }
    }
    Err(InstallError::Busy)
}

/// The install with these consents and the published version's bindings; nothing where another
/// change came first. The answer is kept in either case.
pub(super) async fn grant(
    table: &Table,
    before: Install,
    entry: Option<&Entry>,
    consents: &BTreeSet<DataClass>,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Option<Install>, InstallError> {
    let mut after = before.clone();
    let mut transaction = Transaction::new("changing an install");
    if let Some(entry) = live(entry, now) {
        let asked = entry.data_classes();
        after
            .consents
            .extend(consents.intersection(&asked).cloned());
        after.version_id = entry.version_id;
        after.capabilities = entry
            .capabilities
            .iter()
            .map(|capability| capability.id)
            .collect();
        after.revision += 1;
        let changed = after.consents != before.consents || after.version_id != before.version_id;
        if changed {
            let change = unchanged(&before)
                .set(name::REVISION, n(after.revision))
                .set(name::VERSION, s(after.version_id))
                .set(name::CONSENTS, attribute(&after.consents)?)
                .set(name::CAPABILITIES, attribute(&after.capabilities)?);
            transaction = transaction.with("install", change);
            for capability in &entry.capabilities {
                let binding = Binding::of(&after, capability, now);
                transaction = transaction.with("binding", binding.put()?);
            }
            let gone = before.capabilities.iter();
            for capability in gone.filter(|id| !after.capabilities.contains(id)) {
                let key = layout::binding(before.id, *capability);
                transaction = transaction.with("binding", Change::delete(key));
            }
        } else {
            after = before;
        }
    }
    let kept = keep(&Installed::Found(after.clone()), entry)?;
    let transaction = transaction.and(kept);
    if transaction.is_empty() {
        return Ok(Some(after));
    }
    match transaction.commit(table).await? {
        Committed::Done => Ok(Some(after)),
        Committed::Refused(refused) if refused.by(KEPT) => Err(InstallError::Repeated),
        Committed::Refused(_) => Ok(None),
    }
}

/// A change of an install that still is as it was read.
pub(super) fn unchanged(install: &Install) -> Change {
    of(
        Change::update(layout::install(&install.user, install.package_id)),
        install,
    )
}

/// The same for any kind of change.
pub(super) fn of(change: Change, install: &Install) -> Change {
    change
        .if_is(name::ID, s(install.id))
        .if_is(name::REVISION, n(install.revision))
}
