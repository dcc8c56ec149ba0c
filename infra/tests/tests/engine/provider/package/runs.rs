//! Runs of the conformance suite: one a version at a time, six an hour a package, none lost.

use futures::future::join_all;
use provider::conformance::Samples;
use provider::package::store::VALIDATIONS;
use provider::package::{PackageError, Status};
use serde_json::json;
use tests::World;

use super::{
    CALLABLE, HOUR, NOON, company, created, later, packages, published, reads, report, validated,
    version,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_run_a_version_at_a_time() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    let attempts = (0..12).map(|_| packages.begin(one.developer, package, version, CALLABLE));
    let outcomes = join_all(attempts).await;
    let running = |o: &Result<_, _>| matches!(o, Err(PackageError::Running));
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| running(o)).count(), 11);
    assert!(packages.is_running(package, version).await.unwrap());
    let run = outcomes.into_iter().find_map(Result::ok).unwrap();
    packages.finish(&run, &report(&run, 90)).await.unwrap();
    assert!(!packages.is_running(package, version).await.unwrap());
    // Refused ones did not count.
    for _ in 1..VALIDATIONS {
        validated(&packages, one, package, version, 90).await;
    }
    let full = packages
        .begin(one.developer, package, version, CALLABLE)
        .await;
    let Err(PackageError::TooManyRuns { retry_after }) = full else {
        panic!()
    };
    assert!((1..=3_601).contains(&retry_after));
    later(&world, HOUR);
    for _ in 0..VALIDATIONS {
        validated(&packages, one, package, version, 90).await;
    }
    let full = packages
        .begin(one.developer, package, version, CALLABLE)
        .await;
    assert!(matches!(full, Err(PackageError::TooManyRuns { .. })));
}

/// Six an hour are six an hour, under concurrency too.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn six_runs_an_hour_a_package() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let package = created(&packages, one, "calendar").await.package.id;
    let mut versions = Vec::new();
    for _ in 0..10 {
        let made = version(&packages, one, package, reads(json!({})), None)
            .await
            .unwrap();
        versions.push(made.version.id);
    }
    let attempts = versions.iter().map(|version| async {
        loop {
            match packages
                .begin(one.developer, package, *version, CALLABLE)
                .await
            {
                Err(PackageError::Busy) => {}
                other => return other,
            }
        }
    });
    let outcomes = join_all(attempts).await;
    let begun = outcomes.iter().filter(|o| o.is_ok()).count() as u64;
    assert_eq!(begun, VALIDATIONS);
}

#[tokio::test]
async fn a_run_that_its_function_left_goes_on_in_a_worker() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    let mut run = packages
        .begin(one.developer, package, version, CALLABLE)
        .await
        .unwrap();
    run.samples = Samples {
        given_up: Some("it was far away".into()),
        ..Samples::default()
    };
    assert!(packages.keep(&run).await.unwrap());
    assert!(
        packages.left_runs().await.unwrap().is_empty(),
        "it is at work"
    );
    later(&world, 61_000);
    let left = packages.left_runs().await.unwrap();
    assert_eq!(left, vec![run.clone()]);
    // It is one worker's for a while.
    assert!(packages.left_runs().await.unwrap().is_empty());
    let done = packages
        .finish(&left[0], &report(&left[0], 90))
        .await
        .unwrap();
    assert_eq!(done.status(), Status::Validated);
    // The function that left it comes back: its run is over.
    assert!(!packages.keep(&run).await.unwrap());
    let late = packages.finish(&run, &report(&run, 10)).await.unwrap();
    assert_eq!(late.version.report.as_ref().unwrap().score, 90);
    let stored = packages.report(package, version).await.unwrap().unwrap();
    assert_eq!(stored, report(&left[0], 90));
    later(&world, HOUR);
    assert!(packages.left_runs().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_run_is_handed_over_at_once() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    let begun = packages
        .begin(one.developer, made.package.id, made.version.id, CALLABLE)
        .await;
    let run = begun.unwrap();
    packages.hand_over(&run).await.unwrap();
    assert_eq!(packages.left_runs().await.unwrap(), vec![run]);
}

#[tokio::test]
async fn a_run_is_about_what_stood_when_it_began() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let first = published(&packages, one, "calendar").await;
    let package = first.package.id;
    let second = version(&packages, one, package, reads(json!({})), Some("1.4.0"))
        .await
        .unwrap();
    let begun = packages
        .begin(one.developer, package, second.version.id, CALLABLE)
        .await;
    let run = begun.unwrap();
    let against = run.setup.against.as_ref().unwrap();
    assert_eq!(against.version_id, first.version.id);
    assert_eq!(run.setup.version.to_string(), "1.4.0");
    assert_eq!(run.setup.content_hash, second.version.content_hash);
    let other = packages
        .begin(one.developer, package, first.version.id, CALLABLE)
        .await
        .unwrap();
    assert_eq!(
        other.setup.against, None,
        "the published one is compared with nothing"
    );
    assert_ne!(other.setup.seed, run.setup.seed);
}
