//! Submission, review, publication.

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, List, Part, Transaction, Tries, n};
use serde::{Deserialize, Serialize};
use webhooks::{KEPT, Message};

use super::listed::InCatalogue;
use super::{
    Keep, PACKAGE, PackageError, Packages, Pair, SlugOf, Stored, TRIES, VERSION, advanced, changed,
    with_messages,
};
use crate::id::{DeveloperId, PackageId, VersionId};
use crate::package::semver::Semver;
use crate::package::slug::Slug;
use crate::package::tier::RiskTier;
use crate::package::version::{Actor, NotNext, Review, Version};
use crate::package::{Package, PackageStatus, Status, events, layout};

const SUBMITTING: &str = "submitting a version";
const PUBLISHING: &str = "publishing a version";
const DECIDING: &str = "deciding on a version";
/// The attribute that counts the slugs that entered the catalogue.
const EPOCH: &str = "n";

/// A version that waits for review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// The version.
    pub version_id: VersionId,
    /// Its number.
    pub version: Semver,
    /// The package.
    pub package_id: PackageId,
    /// The package's slug.
    pub slug: Slug,
    /// The package's name.
    pub name: String,
    /// The developer account that it belongs to.
    pub developer_id: DeveloperId,
    /// How much can go wrong with it.
    pub risk_tier: RiskTier,
    /// Why a person has to decide.
    pub review_needed: Vec<String>,
    /// The score of its report.
    pub score: u8,
    /// Since when it waits.
    pub submitted_at: Timestamp,
}

/// An operator's decision on a version.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Whether it may be published.
    pub approve: bool,
    /// Why, in words for the developer.
    pub reason: String,
    /// The rule that decided.
    pub rule: Option<String>,
    /// The place that it is about, as a JSON Pointer into the version.
    pub pointer: Option<String>,
}

/// The slug of a package that enters the catalogue.
struct Entering {
    epoch: u64,
    slug: Slug,
    owner: SlugOf,
}

impl Entering {
    /// The parts that list the slug. They hold only while no other slug entered since the
    /// comparison.
    fn parts(&self) -> Result<[Part; 2], Fault> {
        let epoch = Change::upsert(layout::slug_epoch())
            .if_absent_or_is(EPOCH, n(self.epoch))
            .add(EPOCH, 1);
        let listed = Change::put(layout::listed_slug(&self.slug), &self.owner)?;
        Ok([Part::new("slugs", epoch), Part::new("listed slug", listed)])
    }
}

impl Packages {
    /// Submits a version: its listing is frozen, and it is published at once, or waits for review.
    /// `company` is the developer's name, for the catalogue.
    ///
    /// # Errors
    /// As [`PackageError`] says: [`PackageError::NotValidated`], [`PackageError::NotNext`],
    /// [`PackageError::Stopped`], [`PackageError::SlugTooSimilar`].
    pub async fn submit(
        &self,
        developer: DeveloperId,
        package: PackageId,
        version: VersionId,
        company: &str,
        keep: Keep<'_>,
    ) -> Result<Stored<Pair>, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let before = self.pair(developer, package, version).await?;
            let now = self.clock.now();
            let mut after = before.clone();
            after
                .version
                .advance(Status::Submitted, Actor::Developer, now)?;
            may_list(&before.package)?;
            let score = self.allows_submission(&before, now)?;
            let entering = self.entering(&before.package).await?;
            after.version.presented = Some(before.package.presented());
            after.version.review = None;
            after.version.review_needed = review_needed(&before.version);
            let mut stored = Vec::new();
            let mut listed = InCatalogue::default();
            let mut all = Transaction::new(SUBMITTING);
            if after.version.review_needed.is_empty() {
                after
                    .version
                    .advance(Status::Approved, Actor::Platform, now)?;
                go_live(&mut after, Actor::Platform, now)?;
                let package = changed(before.package.revision, &mut after.package, now)?;
                let (old, new, live) = (&before.package, &after.package, &after.version);
                listed = self
                    .in_catalogue(&head, old, new, Some(live), Some(company), now)
                    .await?;
                all = all.with(PACKAGE, package).and(parts_of(entering)?);
                stored.push(events::submitted(&after.package, &after.version, now).message());
                stored.push(events::published(&after.package, &after.version, now).message());
            } else {
                after
                    .version
                    .advance(Status::InReview, Actor::Platform, now)?;
                let waiting = waiting(&after, score, now);
                // The package is the one that was read: so is what the version presents.
                let package = Change::check(layout::package(package))
                    .if_is(super::REVISION, n(before.package.revision));
                all = all
                    .with(PACKAGE, package)
                    .with("review", Change::insert(layout::review(version), &waiting)?);
                stored.push(events::submitted(&after.package, &after.version, now).message());
            }
            all = all
                .with(VERSION, advanced(before.version.revision, &after.version)?)
                .and(listed.parts)
                .and(keep(&after)?);
            if self.commit(all, &stored, now).await? {
                stored.extend(listed.messages);
                let (value, messages) = (after, stored);
                return Ok(Stored { value, messages });
            }
        }
        Err(PackageError::Busy)
    }

    /// Publishes an approved version, in place of the one that is published. One that was
    /// published before can be published again. `company` is the developer's name, for the
    /// catalogue.
    ///
    /// # Errors
    /// As [`PackageError`] says: [`PackageError::NotNext`], [`PackageError::Stopped`],
    /// [`PackageError::SlugTooSimilar`].
    pub async fn publish(
        &self,
        developer: DeveloperId,
        package: PackageId,
        version: VersionId,
        company: &str,
        keep: Keep<'_>,
    ) -> Result<Stored<Pair>, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let head = self.head().await?;
            let before = self.pair(developer, package, version).await?;
            may_list(&before.package)?;
            if before.status() == Status::Published && before.package.deprecated_at.is_none() {
                // Nothing changes, and so the same answer is given to a repeated request.
                let (value, messages) = (before, Vec::new());
                return Ok(Stored { value, messages });
            }
            let now = self.clock.now();
            let entering = self.entering(&before.package).await?;
            let mut after = before.clone();
            go_live(&mut after, Actor::Developer, now)?;
            let package = changed(before.package.revision, &mut after.package, now)?;
            let (old, new, live) = (&before.package, &after.package, &after.version);
            let listed = self
                .in_catalogue(&head, old, new, Some(live), Some(company), now)
                .await?;
            let all = Transaction::new(PUBLISHING)
                .with(PACKAGE, package)
                .with(VERSION, advanced(before.version.revision, &after.version)?)
                .and(parts_of(entering)?)
                .and(listed.parts)
                .and(keep(&after)?);
            let mut messages =
                vec![events::published(&after.package, &after.version, now).message()];
            if self.commit(all, &messages, now).await? {
                messages.extend(listed.messages);
                let value = after;
                return Ok(Stored { value, messages });
            }
        }
        Err(PackageError::Busy)
    }

    /// Gives a version up. Its number stays used.
    ///
    /// # Errors
    /// [`PackageError::Live`] where it is published, [`PackageError::NotNext`].
    pub async fn withdraw(
        &self,
        developer: DeveloperId,
        package: PackageId,
        version: VersionId,
        keep: Keep<'_>,
    ) -> Result<Stored<Pair>, PackageError> {
        let without_messages = |value| Stored {
            value,
            messages: Vec::new(),
        };
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let before = self.pair(developer, package, version).await?;
            if before.version.stage == Status::Withdrawn {
                return Ok(without_messages(before));
            }
            if before.package.live == Some(version) {
                return Err(PackageError::Live);
            }
            let now = self.clock.now();
            let mut after = before.clone();
            after
                .version
                .advance(Status::Withdrawn, Actor::Developer, now)?;
            // It is published by a change of the package alone.
            let package = Change::check(layout::package(package))
                .if_is(super::REVISION, n(before.package.revision));
            let all = Transaction::new("withdrawing a version")
                .with(PACKAGE, package)
                .with(VERSION, advanced(before.version.revision, &after.version)?)
                .with("review", Change::delete(layout::review(version)))
                .and(keep(&after)?);
            if self.commit(all, &[], now).await? {
                return Ok(without_messages(after));
            }
        }
        Err(PackageError::Busy)
    }

    /// The versions that wait for review, the longest first.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn reviews(&self) -> Result<Vec<Waiting>, Fault> {
        let list = List::of("listing reviews", layout::REVIEWS);
        let mut all: Vec<Waiting> = list.read(&self.table).await?;
        all.sort_by_key(|waiting| (waiting.submitted_at, waiting.version_id));
        Ok(all)
    }

    /// Decides on a version that waits for review.
    ///
    /// # Errors
    /// [`PackageError::NoReview`] where it does not wait.
    pub async fn decide(
        &self,
        version: VersionId,
        decision: &Decision,
    ) -> Result<Pair, PackageError> {
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let waiting: Option<Waiting> = self.table.get(layout::review(version)).await?;
            let package = waiting.ok_or(PackageError::NoReview)?.package_id;
            let found = self.version(package, version).await?;
            let before = found.ok_or(PackageError::NoVersion)?;
            let now = self.clock.now();
            let mut after = before.clone();
            let to = if decision.approve {
                Status::Approved
            } else {
                Status::Rejected
            };
            after.advance(to, Actor::Operator, now)?;
            after.review = Some(Review {
                approved: decision.approve,
                reason: decision.reason.clone(),
                rule: decision.rule.clone(),
                pointer: decision.pointer.clone(),
                at: now,
            });
            let all = Transaction::new(DECIDING)
                .with(VERSION, advanced(before.revision, &after)?)
                .with(
                    "review",
                    Change::delete(layout::review(version)).if_exists(),
                );
            if self.commit(all, &[], now).await? {
                let package = self.find(package).await?.ok_or(PackageError::NoPackage)?;
                return Ok(Pair {
                    package,
                    version: after,
                });
            }
        }
        Err(PackageError::Busy)
    }

    /// Whether a report allows the submission: its score.
    fn allows_submission(&self, pair: &Pair, now: Timestamp) -> Result<u8, PackageError> {
        let wrong = |why| Err(PackageError::NotValidated(why));
        let Some(report) = &pair.version.report else {
            return wrong("the version was not validated yet");
        };
        if !report.passing {
            return wrong("the last report does not pass");
        }
        if report.content_hash != pair.version.content_hash {
            return wrong("the last report is about another content");
        }
        if report.at.plus_millis(self.durations.report_millis) < now {
            return wrong("the last report is too old: validate the version again");
        }
        if report.presented != pair.package.presented().hash() {
            return wrong("the listing changed since the last report: validate the version again");
        }
        if report.against != pair.package.live {
            return wrong(
                "another version was published since the last report: validate the version again",
            );
        }
        Ok(report.score)
    }

    /// What a package's slug needs to enter the catalogue; nothing where it is there.
    async fn entering(&self, package: &Package) -> Result<Option<Entering>, PackageError> {
        let epoch = self.table.get_item(layout::slug_epoch()).await?;
        let epoch = epoch.and_then(|item| item.get(EPOCH)?.as_n().ok()?.parse().ok());
        let similar = self.similar(&package.slug, package.developer_id).await?;
        if let Some(similar) = similar {
            return Err(PackageError::SlugTooSimilar(similar));
        }
        Ok(package.live.is_none().then(|| Entering {
            epoch: epoch.unwrap_or(0),
            slug: package.slug.clone(),
            owner: SlugOf {
                package_id: package.id,
                developer_id: package.developer_id,
            },
        }))
    }

    /// Whether a transaction was made; not where another change came first.
    pub(super) async fn commit(
        &self,
        all: Transaction,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, PackageError> {
        let all = with_messages(all, messages, now)?;
        match all.commit(&self.table).await? {
            Committed::Done => Ok(true),
            Committed::Refused(refused) if refused.by(KEPT) => Err(PackageError::Repeated),
            Committed::Refused(_) => Ok(false),
        }
    }
}

fn parts_of(entering: Option<Entering>) -> Result<Vec<Part>, Fault> {
    let parts = entering.map(|entering| entering.parts()).transpose()?;
    Ok(parts.into_iter().flatten().collect())
}

/// Whether something of a package may be listed.
fn may_list(package: &Package) -> Result<(), PackageError> {
    match package.status() {
        status @ (PackageStatus::Suspended | PackageStatus::Orphaned) => {
            Err(PackageError::Stopped(status))
        }
        _ => Ok(()),
    }
}

/// Makes a version the published one.
fn go_live(pair: &mut Pair, by: Actor, now: Timestamp) -> Result<(), NotNext> {
    pair.version.advance(Status::Published, by, now)?;
    pair.package.live = Some(pair.version.id);
    pair.package.published_at = Some(now);
    pair.package.deprecated_at = None;
    pair.package.risk_tier = pair.version.risk_tier;
    Ok(())
}

/// Why a person has to decide on a version; nothing where the rules do.
fn review_needed(version: &Version) -> Vec<String> {
    let mut reasons = Vec::new();
    if version.risk_tier > RiskTier::DataOnly {
        reasons.push(format!("the tier is {}", version.risk_tier));
    }
    if version
        .report
        .as_ref()
        .is_none_or(|report| !report.lists_itself)
    {
        reasons.push("the report asks for a review".to_owned());
    }
    reasons
}

fn waiting(pair: &Pair, score: u8, now: Timestamp) -> Waiting {
    Waiting {
        version_id: pair.version.id,
        version: pair.version.version,
        package_id: pair.package.id,
        slug: pair.package.slug.clone(),
        name: pair.package.name.clone(),
        developer_id: pair.package.developer_id,
        risk_tier: pair.version.risk_tier,
        review_needed: pair.version.review_needed.clone(),
        score,
        submitted_at: now,
    }
}
