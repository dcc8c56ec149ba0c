//! Versions of a package: how far one is, and who brought it there.
//!
//! ```text
//! draft → validated → submitted → in_review → approved ⇄ published
//!   ↑________↓            ↓           ↓                    ⇅
//!                      approved    rejected             suspended
//! ```
//!
//! A version's descriptors never change: another content is another version. Which version is
//! published is said by its package alone, so that a publication and a rollback are one change of
//! one attribute; a version that is not published any more is an approved one. So `published` and
//! `suspended` are never stored: [`Version::status`] derives them.

use std::collections::BTreeSet;

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use super::Package;
use super::descriptor::{Capability, ContentHash, Mode, Name, bits};
use super::listing::Presented;
use super::semver::Semver;
use super::tier::{DataClass, RiskTier};
use crate::catalogue::entry::PictureHash;
use crate::id::{CapabilityId, DeveloperId, PackageId, VersionId};

/// Steps of a version's history that are kept: the first one, and the last others.
pub const HISTORY: usize = 40;

words!(
    /// How far a version is.
    #[cfg_attr(feature = "schema", schemars(rename = "VersionStatus"))]
    Status {
        /// It was created.
        Draft = "draft";
        /// The conformance suite passed it.
        Validated = "validated";
        /// Its developer wants it listed.
        Submitted = "submitted";
        /// It waits for a person's decision.
        InReview = "in_review";
        /// It may be published.
        Approved = "approved";
        /// It may not be published as it is.
        Rejected = "rejected";
        /// It is what users install.
        Published = "published";
        /// It was published, and an operator stopped it.
        Suspended = "suspended";
        /// Its developer gave it up.
        Withdrawn = "withdrawn";
    }
);
words!(
    /// Who changed something.
    Actor {
        /// The developer.
        Developer = "developer";
        /// The operator of the platform.
        Operator = "operator";
        /// The platform's own rules.
        Platform = "platform";
    }
);

impl Status {
    /// What it may become.
    pub fn next(self) -> &'static [Self] {
        use Status::{
            Approved, Draft, InReview, Published, Rejected, Submitted, Suspended, Validated,
            Withdrawn,
        };
        match self {
            Draft => &[Validated, Withdrawn],
            // A later run of the suite may fail.
            Validated => &[Draft, Submitted, Withdrawn],
            Submitted => &[InReview, Approved, Withdrawn],
            InReview => &[Approved, Rejected, Withdrawn],
            // The listing and the runtime may have been mended.
            Rejected => &[Validated, Withdrawn],
            Approved => &[Published, Withdrawn],
            Published => &[Approved, Suspended],
            Suspended => &[Published],
            Withdrawn => &[],
        }
    }

    /// Whether its descriptors and what it presents can't change any more.
    pub fn is_frozen(self) -> bool {
        !matches!(self, Self::Draft | Self::Validated)
    }
}

/// A status does not lead to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a {from} version can't become {to}")]
pub struct NotNext {
    /// What it is.
    pub from: Status,
    /// What it was to become.
    pub to: Status,
}

/// A step of a version's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What it became.
    pub status: Status,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// The decision of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Whether it was approved.
    pub approved: bool,
    /// Why, in words for the developer.
    pub reason: String,
    /// The rule that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The place that it is about, as a JSON Pointer into the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What the last run of the conformance suite found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReportSummary {
    /// The overall score, 0 to 100.
    pub score: u8,
    /// Whether it may be submitted.
    pub passing: bool,
    /// Whether a `data_only` version may be listed without a review.
    pub lists_itself: bool,
    /// When the run began.
    pub at: Timestamp,
    /// The descriptors that it judged.
    pub content_hash: ContentHash,
    /// The hash of what the package showed.
    pub presented: String,
    /// The version that was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<VersionId>,
}

/// A capability, without its descriptor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CapabilitySummary {
    /// Its identifier, the same in all versions of the package.
    pub id: CapabilityId,
    /// Its name within the package.
    pub name: Name,
    /// Its name for people.
    pub title: String,
    /// How it is used.
    pub modes: BTreeSet<Mode>,
    /// The kinds of data about its user that it receives.
    pub data_classes: BTreeSet<DataClass>,
    /// How much can go wrong with it.
    pub risk_tier: RiskTier,
    /// Seconds between two synchronisations of its state; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_interval: Option<u32>,
}

impl CapabilitySummary {
    /// That of a package's capability.
    pub fn of(package: PackageId, capability: &Capability) -> Self {
        let has_state = capability.modes.contains(&Mode::State);
        Self {
            id: capability.id(package),
            name: capability.name.clone(),
            title: capability.title.clone(),
            modes: capability.modes.clone(),
            data_classes: capability.data_classes.clone(),
            risk_tier: capability.tier(),
            refresh_interval: has_state.then_some(capability.refresh_interval),
        }
    }
}

/// The pictures of a version, by their content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pictures {
    /// Its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<PictureHash>,
    /// Pictures of it in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screenshots: Vec<PictureHash>,
}

/// A version of a package, as it is stored: without its descriptors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Its identifier.
    pub id: VersionId,
    /// The package.
    pub package_id: PackageId,
    /// Its number.
    pub version: Semver,
    /// How far it is; see [`Version::status`].
    pub stage: Status,
    /// The hash of its descriptors.
    pub content_hash: ContentHash,
    /// The bytes of its descriptors as JSON.
    pub bytes: u32,
    /// How much can go wrong with it.
    pub risk_tier: RiskTier,
    /// What is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changelog: Option<String>,
    /// Its capabilities.
    pub capabilities: Vec<CapabilitySummary>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    pub created_by: DeveloperId,
    /// How it came to where it is.
    pub history: Vec<Step>,
    /// What it shows of its package; absent until it is submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented: Option<Presented>,
    /// The pictures that the last run of the suite fetched.
    #[serde(default)]
    pub pictures: Pictures,
    /// The last report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportSummary>,
    /// The last decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Why it went to review, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_needed: Vec<String>,
    /// Counts its changes.
    pub revision: u32,
}

impl Version {
    /// The identifier of a package's version of this number: a number is one version.
    pub fn id_of(package: PackageId, number: Semver) -> VersionId {
        VersionId::from_bits(bits(&format!("{package}\n{number}")))
    }

    /// How far it is, as everybody sees it.
    pub fn status(&self, package: &Package) -> Status {
        let is_live = self.stage == Status::Approved && package.live == Some(self.id);
        match (is_live, &package.suspension) {
            (true, None) => Status::Published,
            (true, Some(_)) => Status::Suspended,
            (false, _) => self.stage,
        }
    }

    /// Brings it a step further.
    ///
    /// # Errors
    /// Its status does not lead there.
    pub fn advance(&mut self, to: Status, by: Actor, at: Timestamp) -> Result<(), NotNext> {
        if !self.stage.next().contains(&to) {
            return Err(NotNext {
                from: self.stage,
                to,
            });
        }
        self.record(to, by, at);
        // What is published is said by the package.
        if to != Status::Published {
            self.stage = to;
        }
        Ok(())
    }

    /// Adds a step to its history.
    fn record(&mut self, status: Status, by: Actor, at: Timestamp) {
        self.history.push(Step { status, at, by });
        if self.history.len() > HISTORY {
            self.history.remove(1);
        }
        self.revision += 1;
    }

    /// Remembers what a run of the suite found, and what follows for its status.
    pub fn judged(&mut self, report: ReportSummary, at: Timestamp) {
        let to = if report.passing {
            Status::Validated
        } else {
            Status::Draft
        };
        self.report = Some(report);
        self.revision += 1;
        if self.stage.next().contains(&to) {
            self.record(to, Actor::Platform, at);
            self.stage = to;
        }
    }

    /// The kinds of data about its user that its capabilities receive.
    pub fn data_classes(&self) -> BTreeSet<DataClass> {
        let all = self.capabilities.iter().flat_map(|one| &one.data_classes);
        all.cloned().collect()
    }

    /// When it last became this.
    pub fn became(&self, status: Status) -> Option<Timestamp> {
        let step = self.history.iter().rev().find(|step| step.status == status);
        step.map(|step| step.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + second * 1_000)
    }

    fn version() -> Version {
        let package = PackageId::new(at(0));
        Version {
            id: Version::id_of(package, Semver::FIRST),
            package_id: package,
            version: Semver::FIRST,
            stage: Status::Draft,
            content_hash: ContentHash::of(&[]).unwrap(),
            bytes: 2,
            risk_tier: RiskTier::DataOnly,
            changelog: None,
            capabilities: Vec::new(),
            created_at: at(0),
            created_by: DeveloperId::new(at(0)),
            history: vec![Step {
                status: Status::Draft,
                at: at(0),
                by: Actor::Developer,
            }],
            presented: None,
            pictures: Pictures::default(),
            report: None,
            review: None,
            review_needed: Vec::new(),
            revision: 0,
        }
    }

    fn report(passing: bool) -> ReportSummary {
        ReportSummary {
            score: 80,
            passing,
            lists_itself: passing,
            at: at(1),
            content_hash: ContentHash::of(&[]).unwrap(),
            presented: String::new(),
            against: None,
        }
    }

    #[test]
    fn nothing_skips_the_suite_or_the_decision() {
        for &status in Status::ALL {
            for &next in status.next() {
                let decided = [Status::Submitted, Status::InReview, Status::Published];
                if next == Status::Approved {
                    assert!(decided.contains(&status), "{status}");
                }
                if next == Status::Submitted {
                    assert_eq!(status, Status::Validated);
                }
                if next == Status::Published {
                    assert!(
                        [Status::Approved, Status::Suspended].contains(&status),
                        "{status}"
                    );
                }
            }
        }
        assert!(Status::Withdrawn.next().is_empty());
    }

    #[test]
    fn a_report_decides_between_draft_and_validated_alone() {
        let mut one = version();
        one.judged(report(false), at(1));
        assert_eq!((one.stage, one.history.len()), (Status::Draft, 1));
        one.judged(report(true), at(2));
        assert_eq!((one.stage, one.history.len()), (Status::Validated, 2));
        one.judged(report(false), at(3));
        assert_eq!((one.stage, one.history.len()), (Status::Draft, 3));
        one.stage = Status::Rejected;
        one.judged(report(true), at(4));
        assert_eq!(one.stage, Status::Validated);
        for frozen in [Status::InReview, Status::Approved, Status::Withdrawn] {
            one.stage = frozen;
            one.judged(report(true), at(5));
            one.judged(report(false), at(5));
            assert_eq!(one.stage, frozen);
        }
    }

    #[test]
    fn a_number_is_one_version() {
        let (package, other) = (PackageId::new(at(0)), PackageId::new(at(0)));
        let id = Version::id_of(package, Semver::FIRST);
        assert_eq!(id, Version::id_of(package, Semver::FIRST));
        assert_ne!(id, Version::id_of(other, Semver::FIRST));
    }

    proptest! {
        /// Whatever is asked for in whatever order, the history is a walk along the arrows.
        #[test]
        fn the_history_is_a_walk_along_the_arrows(steps in prop::collection::vec(0_usize..9, 0..80)) {
            let mut one = version();
            for (second, step) in (1_i64..).zip(steps) {
                let to = Status::ALL[step];
                let (before, allowed) = (one.clone(), one.stage.next().contains(&to));
                let done = one.advance(to, Actor::Developer, at(second));
                prop_assert_eq!(done.is_ok(), allowed);
                if done.is_err() {
                    prop_assert_eq!(&one, &before);
                }
            }
            prop_assert!(one.history.len() <= HISTORY);
            prop_assert_eq!(one.history[0].status, Status::Draft);
            prop_assert!(one.stage != Status::Published && one.stage != Status::Suspended);
            prop_assert!(one.history.is_sorted_by_key(|step| step.at));
        }
    }
}
