//! Where installs stand in the table.
//!
//! `user` is the tenant of a user: a hash of who issued the ID token and for whom.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | how many installs a user has, and made today | `<user>#ins` | `count` |
//! | an install | `<user>#ins` | `i#<package>` |
//! | what stays of a user's installs of a package, and the rating | `<user>#past` | `<package>` |
//! | a binding: a capability of an install | `<install>#bind` | `<capability>` |
//! | a shard of a package's counters | `<package>#inst` | its number |

use common::Tenant;
use dynamo::Key;

use crate::id::{CapabilityId, InstallId, PackageId};

const INSTALLS: &str = "ins";
const PAST: &str = "past";
/// What the sort keys of installs begin with.
pub(super) const INSTALL: &str = "i#";

/// The partition of a user's installs.
pub(super) fn installs(user: &Tenant) -> String {
    user.partition(INSTALLS)
}

/// How many installs a user has.
pub fn count(user: &Tenant) -> Key {
    Key::of(user, INSTALLS, "count")
}

/// A user's install of a package.
pub fn install(user: &Tenant, package: PackageId) -> Key {
    Key::of(user, INSTALLS, format_args!("{INSTALL}{package}"))
}

/// What stays of a user's installs of a package.
pub fn history(user: &Tenant, package: PackageId) -> Key {
    Key::of(user, PAST, package)
}

/// The partition of an install's bindings.
pub(super) fn bindings(install: InstallId) -> String {
    format!("{install}#bind")
}

/// A binding.
pub fn binding(install: InstallId, capability: CapabilityId) -> Key {
    Key::new(bindings(install), capability)
}

/// The partition of a package's counters.
pub(super) fn counters(package: PackageId) -> String {
    format!("{package}#inst")
}

/// A shard of a package's counters.
pub fn counter(package: PackageId, shard: u8) -> Key {
    Key::new(counters(package), shard)
}
