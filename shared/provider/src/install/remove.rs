//! A user removes a package.

use common::{Tenant, Timestamp};
use dynamo::{Change, Committed, Table, Transaction, Tries};
use webhooks::Queues;

use super::change::of;
use super::model::name;
use super::{HISTORY_KEPT, Install, InstallError, SETTLED, TRIES, count, counters, layout, look};
use crate::events;
use crate::id::PackageId;

/// Removes an install with its bindings: nothing can be called for it from now on.
///
/// # Errors
/// As [`InstallError`] says.
pub async fn remove(
    table: &Table,
    queues: &Queues,
    user: &Tenant,
    package: PackageId,
    now: Timestamp,
) -> Result<Install, InstallError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found = look(table, user, package).await?;
        let install = found.install.ok_or(InstallError::NotInstalled)?;
        // One that did not stay for a day does not count for popularity.
        let settled = install.installed_at.plus_millis(SETTLED) <= now;
        let uncounted = install.popular_on.filter(|_| !settled);
        let message = events::install_removed(&install, now).message();
        let history = Change::update(layout::history(user, package));
        let history = match uncounted {
            Some(_) => history.remove(name::POPULAR_ON),
            None => history,
        };
        let is_rated = found.history.is_some_and(|history| history.stars.is_some());
        let history = if is_rated {
            // The rating counts for as long as the package exists.
            history.remove(dynamo::TTL)
        } else {
            history.expires(now.seconds() + HISTORY_KEPT)
        };
        let mut transaction = Transaction::new("removing an install")
            .with(
                "install",
                of(Change::delete(layout::install(user, package)), &install),
            )
            .with("history", history)
            .with(
                "count",
                Change::update(layout::count(user)).add(count::INSTALLS, -1),
            )
            .with(
                counters::COUNTER,
                counters::take(package, install.id, uncounted),
            )
            .with("event", message.store(now)?);
        for capability in &install.capabilities {
            let key = layout::binding(install.id, *capability);
            transaction = transaction.with("binding", Change::delete(key));
        }
        match transaction.commit(table).await? {
            Committed::Done => {
                queues.send(&message).await;
                return Ok(install);
            }
            // It was changed, or removed, meanwhile.
            Committed::Refused(_) => {}
        }
    }
    Err(InstallError::Busy)
}
