//! From a draft to the catalogue: validated, submitted, reviewed, published, rolled back.

use futures::future::join_all;
use provider::catalogue::entry;
use provider::package::store::{Decision, PackageChange, keep_no_run, keep_nothing};
use provider::package::{PackageError, PackageStatus, RiskTier, Status};
use serde_json::json;
use tests::World;

use super::{
    CALLABLE, COMPANY, Company, DAY, NOON, acts, company, created, events, later, listed, new,
    packages, published, reads, report, stored, validated, version,
};
use provider::id::{PackageId, VersionId};
use provider::package::Packages;

fn decision(approve: bool) -> Decision {
    Decision {
        approve,
        reason: "It asks for more than it shows.".into(),
        rule: Some("data-minimisation".into()),
        pointer: Some("/capabilities/0/dataClasses".into()),
    }
}

/// A version that acts, of a new package, that waits for review.
async fn in_review(packages: &Packages, one: Company, slug: &str) -> (PackageId, VersionId) {
    let mut new = new(one.app, slug);
    (new.capabilities, new.risk_tier) = (acts(), RiskTier::ActionCapable);
    let made = packages
        .create(one.developer, &new, &keep_nothing)
        .await
        .unwrap();
    let (package, version) = (made.package.id, made.version.id);
    validated(packages, one, package, version, 100).await;
    let submitted = packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    assert_eq!(submitted.value.status(), Status::InReview);
    assert_eq!(stored(&submitted), ["package.submitted"]);
    (package, version)
}

#[tokio::test]
async fn a_version_that_only_reads_lists_itself() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    let judged = validated(&packages, one, package, version, 92).await;
    assert_eq!(judged.status(), Status::Validated);
    let submitted = packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    assert_eq!(submitted.value.status(), Status::Published);
    assert_eq!(
        stored(&submitted),
        ["package.submitted", "package.published"]
    );
    let all = ["package.published", "package.submitted"];
    assert_eq!(events(&world.table, one.app).await, all);
    let now = packages
        .pair(one.developer, package, version)
        .await
        .unwrap();
    assert_eq!(now, submitted.value);
    assert_eq!(now.package.status(), PackageStatus::Published);
    assert_eq!(now.version.presented, Some(now.package.presented()));
    let entry = (entry::Status::Published, version);
    assert_eq!(listed(&world, package).await, Some(entry));
    let walked: Vec<_> = now.version.history.iter().map(|step| step.status).collect();
    use Status::{Approved, Draft, Published, Submitted, Validated};
    assert_eq!(walked, [Draft, Validated, Submitted, Approved, Published]);
    assert!(packages.reviews().await.unwrap().is_empty());
    // Twice is refused, and changes nothing.
    let again = packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await;
    assert!(matches!(again, Err(PackageError::NotNext(_))));
    assert_eq!(
        packages
            .pair(one.developer, package, version)
            .await
            .unwrap(),
        now
    );
}

#[tokio::test]
async fn a_report_that_warns_sends_a_version_to_review() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    validated(&packages, one, package, version, 85).await;
    let submitted = packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    assert_eq!(submitted.value.status(), Status::InReview);
    assert_eq!(
        submitted.value.version.review_needed,
        ["the report asks for a review"]
    );
    let waiting = packages.reviews().await.unwrap();
    assert_eq!(
        (waiting.len(), waiting[0].version_id, waiting[0].score),
        (1, version, 85)
    );
}

#[tokio::test]
async fn nothing_is_submitted_without_a_report_of_what_it_is() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, first) = (made.package.id, made.version.id);
    let submit = async |version| {
        let outcome = packages
            .submit(one.developer, package, version, COMPANY, &keep_nothing)
            .await;
        outcome
            .map(|done| done.value.status())
            .map_err(|e| e.to_string())
    };
    assert_eq!(
        submit(first).await.unwrap_err(),
        "a draft version can't become submitted"
    );
    validated(&packages, one, package, first, 79).await;
    assert_eq!(
        submit(first).await.unwrap_err(),
        "a draft version can't become submitted"
    );
    validated(&packages, one, package, first, 95).await;
    // What it shows changed since.
    let change = PackageChange {
        name: Some("My calendar".into()),
        ..PackageChange::default()
    };
    packages
        .change(one.developer, package, &change)
        .await
        .unwrap();
    assert!(submit(first).await.unwrap_err().contains("listing changed"));
    validated(&packages, one, package, first, 95).await;
    later(&world, 7 * DAY + 1);
    assert!(submit(first).await.unwrap_err().contains("too old"));
    validated(&packages, one, package, first, 95).await;
    // Two are validated; the other is published first.
    let second = version(&packages, one, package, reads(json!({})), None)
        .await
        .unwrap();
    validated(&packages, one, package, second.version.id, 95).await;
    assert_eq!(submit(first).await.unwrap(), Status::Published);
    let other = submit(second.version.id).await.unwrap_err();
    assert!(other.contains("another version was published"), "{other}");
    validated(&packages, one, package, second.version.id, 95).await;
    assert_eq!(submit(second.version.id).await.unwrap(), Status::Published);
    let pair = packages.pair(one.developer, package, first).await.unwrap();
    assert_eq!(pair.status(), Status::Approved);
}

#[tokio::test]
async fn a_person_decides_and_names_the_rule() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let (package, version) = in_review(&packages, one, "tasks").await;
    let publish = packages
        .publish(one.developer, package, version, COMPANY, &keep_nothing)
        .await;
    assert!(matches!(publish, Err(PackageError::NotNext(_))));
    let rejected = packages.decide(version, &decision(false)).await.unwrap();
    assert_eq!(rejected.status(), Status::Rejected);
    let review = rejected.version.review.unwrap();
    assert_eq!(review.rule.as_deref(), Some("data-minimisation"));
    assert_eq!(
        review.pointer.as_deref(),
        Some("/capabilities/0/dataClasses")
    );
    assert!(packages.reviews().await.unwrap().is_empty());
    assert_eq!(listed(&world, package).await, None);
    let twice = packages.decide(version, &decision(true)).await;
    assert!(matches!(twice, Err(PackageError::NoReview)));
    // Mended, it is validated and submitted again.
    validated(&packages, one, package, version, 90).await;
    packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    let approved = packages.decide(version, &decision(true)).await.unwrap();
    assert_eq!(approved.status(), Status::Approved);
    assert_eq!(approved.package.status(), PackageStatus::Draft);
    let live = packages
        .publish(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    assert_eq!(live.value.status(), Status::Published);
    assert_eq!(stored(&live), ["package.published"]);
    // Again changes nothing, and stores no event.
    let again = packages
        .publish(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    assert_eq!((again.value, again.messages.len()), (live.value, 0));
}

#[tokio::test]
async fn a_rollback_is_a_publication() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let first = published(&packages, one, "calendar").await;
    let package = first.package.id;
    let second = version(&packages, one, package, reads(json!({})), None)
        .await
        .unwrap();
    let second = second.version.id;
    validated(&packages, one, package, second, 100).await;
    packages
        .submit(one.developer, package, second, COMPANY, &keep_nothing)
        .await
        .unwrap();
    let status = async |version| {
        packages
            .pair(one.developer, package, version)
            .await
            .unwrap()
            .status()
    };
    assert_eq!(status(first.version.id).await, Status::Approved);
    packages
        .publish(
            one.developer,
            package,
            first.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await
        .unwrap();
    assert_eq!(status(first.version.id).await, Status::Published);
    assert_eq!(status(second).await, Status::Approved);
    let entry = (entry::Status::Published, first.version.id);
    assert_eq!(listed(&world, package).await, Some(entry));
    // What is published can't be withdrawn; what was can.
    let live = packages
        .withdraw(one.developer, package, first.version.id, &keep_nothing)
        .await;
    assert!(matches!(live, Err(PackageError::Live)));
    let gone = packages
        .withdraw(one.developer, package, second, &keep_nothing)
        .await
        .unwrap();
    assert_eq!(gone.value.status(), Status::Withdrawn);
    let publish = packages
        .publish(one.developer, package, second, COMPANY, &keep_nothing)
        .await;
    assert!(matches!(publish, Err(PackageError::NotNext(_))));
}

#[tokio::test]
async fn a_withdrawn_version_leaves_the_queue_and_keeps_its_number() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let (package, first) = in_review(&packages, one, "tasks").await;
    packages
        .withdraw(one.developer, package, first, &keep_nothing)
        .await
        .unwrap();
    assert!(packages.reviews().await.unwrap().is_empty());
    let decided = packages.decide(first, &decision(true)).await;
    assert!(matches!(decided, Err(PackageError::NoReview)));
    let taken = version(&packages, one, package, acts(), Some("1.0.0")).await;
    let Err(PackageError::NumberTaken { status, .. }) = taken else {
        panic!()
    };
    assert_eq!(status, Status::Withdrawn);
    // It is listed, so that nobody wonders.
    assert_eq!(packages.versions(package).await.unwrap().len(), 1);
    let begun = packages
        .begin(one.developer, package, first, CALLABLE, &keep_no_run)
        .await;
    assert!(matches!(begun, Err(PackageError::NotNext(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn similar_slugs_that_enter_at_once_do_not_both() {
    let world = World::at(NOON).await;
    let packages = packages(&world);
    for round in ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"] {
        let (one, other) = (company(&world).await, company(&world).await);
        let mut pairs = Vec::new();
        for (owner, slug) in [(one, format!("{round}-a")), (other, format!("{round}-b"))] {
            let made = created(&packages, owner, &slug).await;
            let (package, version) = (made.package.id, made.version.id);
            validated(&packages, owner, package, version, 100).await;
            pairs.push((owner, package, version));
        }
        let attempts = pairs.iter().map(|(owner, package, version)| {
            packages.submit(owner.developer, *package, *version, COMPANY, &keep_nothing)
        });
        let outcomes = join_all(attempts).await;
        let done = outcomes.iter().filter(|o| o.is_ok()).count();
        let similar = |o: &Result<_, _>| matches!(o, Err(PackageError::SlugTooSimilar(_)));
        assert_eq!(done, 1, "round {round}");
        assert_eq!(outcomes.iter().filter(|o| similar(o)).count(), 1);
    }
}

/// However publications, decisions and edits come together, one version is published at most,
/// and each publication stored its event.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_changes_leave_one_version_published() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let first = published(&packages, one, "calendar").await;
    let package = first.package.id;
    let mut versions = vec![first.version.id];
    for _ in 0..2 {
        let next = version(&packages, one, package, reads(json!({})), None)
            .await
            .unwrap();
        validated(&packages, one, package, next.version.id, 100).await;
        packages
            .submit(
                one.developer,
                package,
                next.version.id,
                COMPANY,
                &keep_nothing,
            )
            .await
            .unwrap();
        versions.push(next.version.id);
    }
    let before = events(&world.table, one.app).await.len();
    let attempts = (0..24).map(|i| {
        let (packages, versions) = (packages.clone(), versions.clone());
        async move {
            let version = versions[i % 3];
            match i % 4 {
                0 => {
                    let change = PackageChange {
                        description: Some(format!("Description number {i}.")),
                        ..PackageChange::default()
                    };
                    let _ = packages.change(one.developer, package, &change).await;
                    0
                }
                1 => {
                    let _ = packages
                        .withdraw(one.developer, package, version, &keep_nothing)
                        .await;
                    0
                }
                _ => match packages
                    .publish(one.developer, package, version, COMPANY, &keep_nothing)
                    .await
                {
                    Ok(done) => stored(&done).len(),
                    Err(_) => 0,
                },
            }
        }
    });
    let sent: usize = join_all(attempts).await.into_iter().sum();
    assert_eq!(events(&world.table, one.app).await.len(), before + sent);
    let standing = packages.owned(one.developer, package).await.unwrap();
    let all = packages.versions(package).await.unwrap();
    let live: Vec<_> = all
        .iter()
        .filter(|version| version.status(&standing) == Status::Published)
        .map(|version| version.id)
        .collect();
    assert_eq!(
        Some(live.as_slice()),
        standing.live.as_ref().map(std::slice::from_ref)
    );
    let entry = standing.live.map(|live| (standing.deprecated_at, live));
    let shown = listed(&world, package)
        .await
        .map(|(_, version)| (None, version));
    assert_eq!(shown, entry);
    for version in &all {
        // The history is a walk along the arrows; a publication can be repeated.
        for pair in version.history.windows(2) {
            let (from, to) = (pair[0].status, pair[1].status);
            let repeated =
                from == Status::Published && matches!(to, Status::Published | Status::Withdrawn);
            assert!(from.next().contains(&to) || repeated, "{from} {to}");
        }
    }
}

#[tokio::test]
async fn a_run_of_a_submitted_version_changes_nothing_of_it() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    validated(&packages, one, package, version, 85).await;
    let run = packages
        .begin(one.developer, package, version, CALLABLE, &keep_no_run)
        .await
        .unwrap();
    packages
        .submit(one.developer, package, version, COMPANY, &keep_nothing)
        .await
        .unwrap();
    let after = packages.finish(&run, &report(&run, 10)).await.unwrap();
    assert_eq!(after.status(), Status::InReview);
    assert_eq!(after.version.report.unwrap().score, 10);
    assert_eq!(
        packages
            .decide(version, &decision(true))
            .await
            .unwrap()
            .status(),
        Status::Approved
    );
}
