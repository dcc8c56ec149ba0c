//! Runs of the conformance suite: one a version at a time, six an hour a package, none lost.

use futures::future::join_all;
use provider::package::store::{LEASE_MILLIS, Run, VALIDATIONS, keep_no_run};
use provider::package::{PackageError, Packages, Status, layout};
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
    let attempts =
        (0..12).map(|_| packages.begin(one.developer, package, version, CALLABLE, &keep_no_run));
    let outcomes = join_all(attempts).await;
    let running = |o: &Result<_, _>| matches!(o, Err(PackageError::Running));
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| running(o)).count(), 11);
    assert!(
        packages
            .running_since(package, version)
            .await
            .unwrap()
            .is_some()
    );
    let run = outcomes.into_iter().find_map(Result::ok).unwrap();
    packages.finish(&run, &report(&run, 90)).await.unwrap();
    assert!(
        packages
            .running_since(package, version)
            .await
            .unwrap()
            .is_none()
    );
    // Refused ones did not count.
    for _ in 1..VALIDATIONS {
        validated(&packages, one, package, version, 90).await;
    }
    let full = packages
        .begin(one.developer, package, version, CALLABLE, &keep_no_run)
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
        .begin(one.developer, package, version, CALLABLE, &keep_no_run)
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
                .begin(one.developer, package, *version, CALLABLE, &keep_no_run)
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

/// A version of a package, and its run as the function has it that began it.
async fn begun(world: &World, packages: &Packages, one: super::Company) -> Run {
    let made = created(packages, one, "calendar").await;
    let (package, version) = (made.package.id, made.version.id);
    let begun = packages.begin(one.developer, package, version, CALLABLE, &keep_no_run);
    let run = begun.await.unwrap();
    let since = packages.running_since(package, version).await.unwrap();
    assert_eq!(since, Some(world.clock.now()));
    run
}

/// A function that is killed leaves its run to whoever looks next, once its lease is over.
#[tokio::test]
async fn a_run_that_its_function_left_goes_on_in_a_worker() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let run = begun(&world, &packages, one).await;
    let place = run.place();
    // A wake-up that comes too early does nothing, however often it comes.
    for _ in 0..3 {
        assert_eq!(packages.take_run(place).await.unwrap(), None);
    }
    assert!(
        packages.left_runs().await.unwrap().is_empty(),
        "it is at work"
    );
    later(&world, LEASE_MILLIS + 1);
    assert_eq!(packages.left_runs().await.unwrap(), vec![place]);
    // One wake-up a minute.
    assert!(packages.left_runs().await.unwrap().is_empty());
    let taken = packages.take_run(place).await.unwrap().unwrap();
    assert_eq!(
        (&taken.id, taken.lease),
        (&run.id, later(&world, 0).plus_millis(LEASE_MILLIS))
    );
    assert_eq!(
        packages.take_run(place).await.unwrap(),
        None,
        "it is the worker's"
    );
    // The function that left it comes back: it can't hand over what is not its own.
    assert!(!packages.hand_over(&run).await.unwrap());
    let done = packages.finish(&taken, &report(&taken, 90)).await.unwrap();
    assert_eq!(done.status(), Status::Validated);
    let late = packages.finish(&run, &report(&run, 10)).await.unwrap();
    assert_eq!(late.version.report.as_ref().unwrap().score, 90);
    let stored = packages.report(run.package, run.version).await.unwrap();
    assert_eq!(stored.unwrap(), report(&taken, 90));
    // A wake-up of a run that is done does nothing.
    later(&world, HOUR);
    assert_eq!(packages.take_run(place).await.unwrap(), None);
    assert!(packages.left_runs().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_run_that_is_handed_over_keeps_what_it_found() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let mut run = begun(&world, &packages, one).await;
    run.samples.given_up = Some("it was far away".into());
    assert!(packages.hand_over(&run).await.unwrap());
    assert!(!packages.hand_over(&run).await.unwrap(), "once");
    // Its message is on its way: the sweep sends one only where that is lost.
    assert!(packages.left_runs().await.unwrap().is_empty());
    let taken = packages.take_run(run.place()).await.unwrap().unwrap();
    assert_eq!(taken.samples, run.samples);
    assert!(packages.hand_over(&taken).await.unwrap());
    later(&world, 60_001);
    assert_eq!(packages.left_runs().await.unwrap(), vec![run.place()]);
}

/// Of many workers that the same wake-up reaches, one has the run.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_run_is_one_workers_at_a_time() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let run = begun(&world, &packages, one).await;
    for _ in 0..5 {
        later(&world, LEASE_MILLIS + 1);
        let takers = (0..16).map(|_| packages.take_run(run.place()));
        let taken = join_all(takers).await;
        let taken = taken.into_iter().filter_map(Result::unwrap).count();
        assert_eq!(taken, 1);
    }
}

/// Whatever became of its functions, a run is over in the end, and another can begin.
#[tokio::test]
async fn a_run_that_never_ends_makes_room() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let run = begun(&world, &packages, one).await;
    let again = || {
        packages.begin(
            one.developer,
            run.package,
            run.version,
            CALLABLE,
            &keep_no_run,
        )
    };
    later(&world, 19 * 60_000);
    assert!(matches!(again().await, Err(PackageError::Running)));
    later(&world, 60_001);
    let since = packages.running_since(run.package, run.version).await;
    assert_eq!(since.unwrap(), None);
    let next = again().await.unwrap();
    assert_ne!(next.id, run.id);
    // What the former leaves behind is not the new one's.
    let late = packages.finish(&run, &report(&run, 90)).await.unwrap();
    assert_eq!(late.version.report, None);
    // One that nobody begins again is removed.
    later(&world, 21 * 60_000);
    assert!(packages.left_runs().await.unwrap().is_empty());
    let item = world
        .table
        .get_item(layout::run(run.package, run.version))
        .await;
    assert_eq!(item.unwrap(), None);
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
        .begin(
            one.developer,
            package,
            second.version.id,
            CALLABLE,
            &keep_no_run,
        )
        .await;
    let run = begun.unwrap();
    let against = run.setup.against.as_ref().unwrap();
    assert_eq!(against.version_id, first.version.id);
    assert_eq!(run.setup.version.to_string(), "1.4.0");
    assert_eq!(run.setup.content_hash, second.version.content_hash);
    let other = packages
        .begin(
            one.developer,
            package,
            first.version.id,
            CALLABLE,
            &keep_no_run,
        )
        .await
        .unwrap();
    assert_eq!(
        other.setup.against, None,
        "the published one is compared with nothing"
    );
    assert_ne!(other.setup.seed, run.setup.seed);
}
