//! A user installs a package.

use std::collections::BTreeSet;

use common::{Fault, Tenant, Timestamp};
use dynamo::{Change, Committed, PK, Table, Transaction, Tries, n};
use webhooks::{KEPT, Queues};

use super::binding::Binding;
use super::change::grant;
use super::context::{Locale, TimeZone};
use super::counters::{self, RECENT_DAYS, day};
use super::model::{missing, name};
use super::{
    Count, Found, Install, InstallError, Keep, MOST, MOST_A_DAY, TRIES, count, layout, look,
};
use crate::catalogue::entry::Entry;
use crate::events;
use crate::id::{InstallId, PackageId};
use crate::package::DataClass;

/// What a user wants to install.
#[derive(Clone, Debug)]
pub struct NewInstall {
    /// The user.
    pub user: Tenant,
    /// The user as the provider will know them: a keyed hash.
    pub provider_user: String,
    /// Whether the user counts for popularity: not anonymous, with a verified email.
    pub is_verified: bool,
    /// The package.
    pub package: PackageId,
    /// The kinds of data that the user consents to.
    pub consents: BTreeSet<DataClass>,
    /// The user's language.
    pub locale: Option<Locale>,
    /// The user's time zone.
    pub timezone: Option<TimeZone>,
}

/// What became of an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Installed {
    /// It was made.
    New(Install),
    /// The user had installed it before. Consents that it lacked were added.
    Found(Install),
}

impl Installed {
    /// The install.
    pub fn install(&self) -> &Install {
        let (Self::New(install) | Self::Found(install)) = self;
        install
    }
}

/// Installs a package, unless the user has: then the install is answered as it stands, with the
/// consents that it lacked. Beside it stands the package's entry in the catalogue, if there still
/// is one.
///
/// # Errors
/// As [`InstallError`] says.
pub async fn create(
    table: &Table,
    queues: &Queues,
    new: &NewInstall,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(Installed, Option<Entry>), InstallError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found = look(table, &new.user, new.package).await?;
        if let Some(install) = found.install.clone() {
            let entry = found.entry.as_ref();
            let granted = grant(table, install, entry, &new.consents, now, keep).await?;
            match granted {
                Some(install) => return Ok((Installed::Found(install), found.entry)),
                None => continue,
            }
        }
        let entry = found.entry.as_ref().filter(|entry| !entry.is_past(now));
        let entry = entry.ok_or(InstallError::UnknownPackage)?;
        if !entry.is_installable(now) {
            return Err(InstallError::NotInstallable(entry.status));
        }
        let lacking = missing(entry, &new.consents);
        if !lacking.is_empty() {
            return Err(InstallError::ConsentRequired(lacking));
        }
        let counted = counted(new, found.count, now)?;
        let install = install(new, entry, &found, now);
        let event = events::install_created(&install, entry);
        let message = event.message();
        let mut transaction = Transaction::new("installing a package")
            .with("install", insert(&install)?)
            .with("history", remembered(&install, &found))
            .with("count", counted)
            .with(
                counters::COUNTER,
                counters::add(
                    install.package_id,
                    install.version_id,
                    install.id,
                    install.popular_on.is_some(),
                    now,
                ),
            )
            .with("event", message.store(now)?);
        for capability in &entry.capabilities {
            let binding = Binding::of(&install, capability, now);
            transaction = transaction.with("binding", binding.put()?);
        }
        let installed = Installed::New(install);
        let kept = keep(&installed, found.entry.as_ref())?;
        match transaction.and(kept).commit(table).await? {
            Committed::Done => {
                queues.send(&message).await;
                return Ok((installed, found.entry));
            }
            Committed::Refused(refused) if refused.by(KEPT) => return Err(InstallError::Repeated),
            // The same package was installed, another one was, or the version is another now.
            Committed::Refused(_) => {}
        }
    }
    Err(InstallError::Busy)
}

fn insert(install: &Install) -> Result<Change, Fault> {
    let key = layout::install(&install.user, install.package_id);
    Change::insert(key, install)
}

fn install(new: &NewInstall, entry: &Entry, found: &Found, now: Timestamp) -> Install {
    let history = found.history.as_ref();
    // The seconds make it greater than one whose history is not kept any more.
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let generation = history.map_or(seconds, |history| seconds.max(history.generation + 1));
    let counted = history.and_then(|history| history.popular_on);
    let counts = new.is_verified && counted.is_none_or(|on| on + RECENT_DAYS <= day(now));
    Install {
        id: InstallId::new(now),
        package_id: new.package,
        app_id: entry.app_id,
        version_id: entry.version_id,
        user: new.user.clone(),
        provider_user: new.provider_user.clone(),
        generation,
        revision: 0,
        // No more than what is asked for: nobody consents to what does not happen.
        consents: entry.data_classes(),
        capabilities: entry
            .capabilities
            .iter()
            .map(|capability| capability.id)
            .collect(),
        locale: new.locale.clone(),
        timezone: new.timezone.clone(),
        installed_at: now,
        popular_on: counts.then(|| day(now)),
    }
}

/// The change of what stays of the user's installs of the package.
fn remembered(install: &Install, found: &Found) -> Change {
    let history = Change::upsert(layout::history(&install.user, install.package_id));
    let history = match &found.history {
        None => history.if_absent(PK),
        Some(before) => history.if_is(name::GENERATION, n(before.generation)),
    };
    let history = history
        .set(name::GENERATION, n(install.generation))
        .remove(dynamo::TTL);
    match install.popular_on {
        Some(day) => history.set(name::POPULAR_ON, n(day)),
        None => history,
    }
}

/// The change of how many installs the user has.
fn counted(
    new: &NewInstall,
    before: Option<Count>,
    now: Timestamp,
) -> Result<Change, InstallError> {
    let before = before.unwrap_or_default();
    if before.installs >= MOST {
        return Err(InstallError::TooMany);
    }
    // The clock of another process may be in the next day.
    let today = day(now).max(before.day.unwrap_or(0));
    let count = Change::upsert(layout::count(&new.user))
        .if_absent_or_at_most(count::INSTALLS, n(MOST - 1))
        .add(count::INSTALLS, 1);
    Ok(match before.day {
        Some(day) if day == today => {
            if before.today >= MOST_A_DAY {
                let until = Timestamp::from_millis((i64::from(today) + 1) * 86_400_000);
                return Err(InstallError::TooManyToday { until });
            }
            count
                .if_is(count::DAY, n(today))
                .if_at_most(count::TODAY, n(MOST_A_DAY - 1))
                .add(count::TODAY, 1)
        }
        earlier => {
            let count = match earlier {
                Some(day) => count.if_is(count::DAY, n(day)),
                None => count.if_absent(count::DAY),
            };
            count.set(count::DAY, n(today)).set(count::TODAY, n(1_u64))
        }
    })
}
