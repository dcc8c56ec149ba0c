//! Installs: users' packages, with a binding for each capability.
//!
//! * [`create`], [`remove`]: an install is made with its bindings and counted, and removed with
//!   them, in one transaction each.
//! * [`follow`], [`consent`]: an install is brought up to the published version; its user consents
//!   to more.
//! * [`rating`]: how a user rates a package.
//! * [`counters`]: how many installs there are, and how a package is rated.
//! * [`binding`]: what a call of a capability needs.
//! * [`context`]: a user's language and time zone.
//! * [`layout`]: where all of it stands in the table.
//!
//! The rules that must not break: **a user has one install of a package at most**; **the counters
//! are exact**, whatever comes between; and **nothing that is said of an install is true of the
//! next one**, whose identifier is another and whose generation is greater.

pub mod binding;
mod change;
pub mod context;
pub mod counters;
mod create;
pub mod layout;
mod model;
pub mod rating;
mod remove;

use common::{Fault, Tenant, Timestamp};
use dynamo::{Item, Key, List, Part, Table, read};
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use binding::{Binding, BindingStatus};
pub use change::{consent, follow};
pub use create::{Installed, NewInstall, create};
pub use model::{History, Install};
pub use remove::remove;

use crate::catalogue::entry::{Entry, Status};
use crate::catalogue::layout as catalogue;
use crate::id::PackageId;
use crate::package::DataClass;

/// The most installs that a user has.
pub const MOST: u64 = 50;
/// The most installs that a user makes in a day (UTC).
pub const MOST_A_DAY: u64 = 20;
/// An install so old counts, for popularity and for a rating: a day.
pub const SETTLED: i64 = 24 * 3_600_000;

/// Tries of a change while others come first.
const TRIES: u32 = 8;
/// What stays of a user's installs is kept for so many seconds, where there is no rating: 400
/// days.
const HISTORY_KEPT: i64 = 400 * 86_400;

/// Why an install was not made or changed. The sentences go to clients.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The catalogue has no such package.
    #[error("there is no such package")]
    UnknownPackage,
    /// The user has not installed it.
    #[error("this package is not installed")]
    NotInstalled,
    /// It can't be installed.
    #[error("this package is {0} and can't be installed")]
    NotInstallable(Status),
    /// The user must consent to these kinds of data, too.
    #[error("consents must hold {}", list(.0))]
    ConsentRequired(Vec<DataClass>),
    /// The user has as many as there may be.
    #[error("{MOST} packages are installed, the most there may be: remove one first")]
    TooMany,
    /// The user made as many today as there may be.
    #[error("{MOST_A_DAY} packages were installed today, the most in a day")]
    TooManyToday {
        /// The next day's first moment.
        until: Timestamp,
    },
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// Other changes came first, each time.
    #[error("other changes came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

fn list(classes: &[DataClass]) -> String {
    let names: Vec<_> = classes.iter().map(DataClass::as_str).collect();
    names.join(", ")
}

/// Makes the part, named [`webhooks::KEPT`], of a transaction that stores the answer for an
/// `Idempotency-Key`, if there is one: of the install as it will stand, and the package's entry in
/// the catalogue, if there still is one.
pub type Keep<'a> = &'a (dyn Fn(&Installed, Option<&Entry>) -> Result<Option<Part>, Fault> + Sync);

/// Stores no answer.
///
/// # Errors
/// None: the signature is that of a [`Keep`].
pub fn keep_nothing(_: &Installed, _: Option<&Entry>) -> Result<Option<Part>, Fault> {
    Ok(None)
}

/// How many installs a user has.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Count {
    installs: u64,
    day: Option<u32>,
    today: u64,
}

/// The names of its attributes.
mod count {
    pub const INSTALLS: &str = "installs";
    pub const DAY: &str = "day";
    pub const TODAY: &str = "today";
}

/// What the table has of a user and a package.
struct Found {
    install: Option<Install>,
    history: Option<History>,
    count: Option<Count>,
    entry: Option<Entry>,
}

async fn look(table: &Table, user: &Tenant, package: PackageId) -> Result<Found, Fault> {
    let keys = [
        layout::install(user, package),
        layout::history(user, package),
        layout::count(user),
        catalogue::entry(package),
    ];
    let items = table.get_items(keys.to_vec()).await?;
    let [install, history, count, entry] = &keys;
    Ok(Found {
        install: pick(&items, install)?,
        history: pick(&items, history)?,
        count: pick(&items, count)?,
        entry: pick(&items, entry)?,
    })
}

fn pick<T: DeserializeOwned>(items: &[Item], key: &Key) -> Result<Option<T>, Fault> {
    let found = items.iter().find(|item| key.is_of(item));
    found.cloned().map(read).transpose()
}

/// A user's install of a package.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    user: &Tenant,
    package: PackageId,
) -> Result<Option<Install>, Fault> {
    table.get(layout::install(user, package)).await
}

/// A user's installs, at most [`MOST`], each with its package's entry in the catalogue where there
/// still is one.
///
/// # Errors
/// The table can't be reached.
pub async fn of_user(table: &Table, user: &Tenant) -> Result<Vec<(Install, Option<Entry>)>, Fault> {
    let installs: Vec<Install> = List::of("listing installs", layout::installs(user))
        .prefix(layout::INSTALL)
        .read(table)
        .await?;
    if installs.is_empty() {
        return Ok(Vec::new());
    }
    let keys = installs
        .iter()
        .map(|install| catalogue::entry(install.package_id));
    let entries = table.get_items(keys.collect()).await?;
    let mut all = Vec::with_capacity(installs.len());
    for install in installs {
        let entry = pick(&entries, &catalogue::entry(install.package_id))?;
        all.push((install, entry));
    }
    // The last made first; of two of one moment, in the order of their identifiers.
    all.sort_by(|(one, _), (other, _)| {
        (other.installed_at, one.id).cmp(&(one.installed_at, other.id))
    });
    Ok(all)
}
