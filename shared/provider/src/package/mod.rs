//! Packages: what a developer lists in the marketplace, and its versions.
//!
//! * [`descriptor`]: what a version can do, read strictly.
//! * [`drift`], [`semver`]: what a version changes, and the number that it needs for that.
//! * [`slug`], [`tier`]: readable identifiers, and how much can go wrong.
//! * [`version`]: how far a version is, and who brought it there.
//! * [`listing`], [`model`]: a package as its developer edits it.
//! * [`store`]: packages in the table; [`layout`]: where they stand there; [`events`]: what
//!   webhooks report of them.
//! * [`validate`]: the conformance suite against the runtime of a package's app.
//! * [`problem`]: all that is wrong with a document, each with its place.

pub mod descriptor;
pub mod drift;
pub mod events;
pub mod layout;
pub mod listing;
pub mod model;
pub(crate) mod packed;
pub mod problem;
pub mod semver;
pub mod slug;
pub mod store;
pub mod tier;
pub mod validate;
pub mod version;

pub use descriptor::{Capability, ContentHash, Mode, Name};
pub use model::{Package, PackageStatus};
pub use problem::{Problem, ProblemKind};
pub use semver::{Semver, SemverStep};
pub use slug::Slug;
pub use store::{PackageError, Packages};
pub use tier::{DataClass, RiskTier};
pub use version::{Status, Version};
