//! Packages and versions as they are created, and the limits of both.

use std::collections::BTreeSet;

use dynamo::{Change, n};
use futures::future::join_all;
use provider::id::{AppId, DeveloperId, PackageId};
use provider::package::descriptor::capability_id;
use provider::package::store::{VERSIONS, keep_nothing};
use provider::package::{PackageError, PackageStatus, RiskTier, Semver, Status, layout};
use serde_json::json;
use tests::{Fault, World, rows};

use super::{NOON, acts, company, created, new, packages, published, reads, version};

#[tokio::test]
async fn a_package_is_created_with_its_first_version() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let made = created(&packages, one, "calendar").await;
    assert_eq!(made.version.version, Semver::FIRST);
    assert_eq!(made.status(), Status::Draft);
    assert_eq!(made.package.status(), PackageStatus::Draft);
    let id = made.package.id;
    assert_eq!(
        packages.owned(one.developer, id).await.unwrap(),
        made.package
    );
    assert_eq!(
        packages.versions(id).await.unwrap(),
        vec![made.version.clone()]
    );
    let capabilities = reads(json!({}));
    let stored = packages.capabilities(id, made.version.id).await.unwrap();
    assert_eq!(stored, capabilities);
    let name = &capabilities[0].name;
    let of = packages
        .of_capability(capability_id(id, name))
        .await
        .unwrap();
    assert_eq!(of.unwrap().package_id, id);
    let single = packages
        .capability(id, made.version.id, name)
        .await
        .unwrap();
    assert_eq!(single.as_ref(), Some(&capabilities[0]));
    // Another's is as one that there is not.
    let other = company(&world).await;
    let foreign = packages.owned(other.developer, id).await;
    assert!(matches!(foreign, Err(PackageError::NoPackage)));
    let foreign = version(&packages, other, id, acts(), None).await;
    assert!(matches!(foreign, Err(PackageError::NoPackage)));
    assert!(
        packages
            .of_developer(other.developer)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_stands_in_the_way_is_said_and_nothing_is_stored() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    created(&packages, one, "calendar").await;
    let items = rows::all(&world.table).await.len();
    let attempt = async |slug: &str, change: &dyn Fn(&mut super::NewPackage)| {
        let mut new = new(one.app, slug);
        change(&mut new);
        packages
            .create(one.developer, &new, &keep_nothing)
            .await
            .unwrap_err()
    };
    let taken = attempt("calendar", &|_| {}).await;
    assert!(matches!(taken, PackageError::SlugTaken), "{taken}");
    let other = AppId::new(world.clock.now());
    let no_app = attempt("other", &|new| new.app_id = other).await;
    assert!(matches!(no_app, PackageError::NoApp), "{no_app}");
    let low = attempt("other", &|new| new.capabilities = acts()).await;
    assert!(
        matches!(low, PackageError::TierTooLow(RiskTier::ActionCapable)),
        "{low}"
    );
    assert_eq!(rows::all(&world.table).await.len(), items);
}

/// Fifty packages are the most, under concurrency too.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_account_has_fifty_packages_at_most() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    for i in 0..40 {
        created(&packages, one, &format!("package-number-{i}")).await;
    }
    let attempts = (0..16).map(|i| {
        let packages = packages.clone();
        let new = new(one.app, &format!("another-package-{i}"));
        async move { packages.create(one.developer, &new, &keep_nothing).await }
    });
    let outcomes = join_all(attempts).await;
    let full = |o: &Result<_, _>| matches!(o, Err(PackageError::TooManyPackages));
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 10);
    assert_eq!(outcomes.iter().filter(|o| full(o)).count(), 6);
    assert_eq!(
        packages.of_developer(one.developer).await.unwrap().len(),
        50
    );
    // Another account has its own fifty.
    created(&packages, company(&world).await, "elsewhere").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_slug_is_one_packages() {
    let world = World::at(NOON).await;
    let packages = packages(&world);
    let mut companies = Vec::new();
    for _ in 0..12 {
        companies.push(company(&world).await);
    }
    let attempts = companies.iter().map(|one| {
        let (packages, one) = (packages.clone(), *one);
        async move {
            let new = new(one.app, "wanted");
            packages.create(one.developer, &new, &keep_nothing).await
        }
    });
    let outcomes = join_all(attempts).await;
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    let refused = outcomes.into_iter().filter_map(Result::err);
    for error in refused {
        assert!(matches!(error, PackageError::SlugTaken), "{error}");
    }
}

#[tokio::test]
async fn a_slug_can_not_be_mistaken_for_another_companys() {
    let world = World::at(NOON).await;
    let (packages, one, other) = (
        packages(&world),
        company(&world).await,
        company(&world).await,
    );
    // A draft stands in nobody's way.
    created(&packages, one, "weather").await;
    created(&packages, other, "wether").await;
    published(&packages, one, "calendar").await;
    for near in ["calendars", "calenda", "calendat", "xcalendar"] {
        let new = new(other.app, near);
        let attempt = packages.create(other.developer, &new, &keep_nothing);
        let error = attempt.await.unwrap_err();
        assert!(
            matches!(error, PackageError::SlugTooSimilar(_)),
            "{near}: {error}"
        );
        assert!(error.to_string().contains("calendar"));
    }
    created(&packages, other, "calendar-two").await;
    created(&packages, one, "calendars").await;
}

#[tokio::test]
async fn a_number_follows_from_the_changes() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let package = published(&packages, one, "calendar").await.package.id;
    let next = async |capabilities, number| {
        let made = version(&packages, one, package, capabilities, number).await;
        made.map(|made| made.version.version.to_string())
    };
    let same = reads(json!({}));
    let mut words = same.clone();
    words[0].title = "Your day".into();
    assert_eq!(next(words, None).await.unwrap(), "1.0.1");
    let more = reads(json!({ "day": { "type": "string" } }));
    assert_eq!(next(more.clone(), None).await.unwrap(), "1.1.0");
    // The same step again finds the next number that is free.
    assert_eq!(next(more, None).await.unwrap(), "1.2.0");
    assert_eq!(next(acts(), None).await.unwrap(), "2.0.0");
    assert_eq!(next(same.clone(), Some("1.7.0")).await.unwrap(), "1.7.0");
    let behind = next(same.clone(), Some("0.9.0")).await.unwrap_err();
    assert!(
        matches!(behind, PackageError::NumberBehind(Semver::FIRST)),
        "{behind}"
    );
    // A used number says whose it is, and since when.
    world.clock.advance(1);
    let taken = next(same, Some("1.7.0")).await.unwrap_err();
    let PackageError::NumberTaken { by, at, status, .. } = taken else {
        panic!("{taken}")
    };
    let created_at = world.clock.now().plus_millis(-1);
    assert_eq!((by, at, status), (one.developer, created_at, Status::Draft));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_versions_have_numbers_of_their_own() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let package = created(&packages, one, "calendar").await.package.id;
    let attempts = (0..6).map(|_| version(&packages, one, package, reads(json!({})), None));
    let outcomes = join_all(attempts).await;
    let numbers: BTreeSet<_> = outcomes
        .iter()
        .flatten()
        .map(|made| made.version.version)
        .collect();
    let made = outcomes.iter().filter(|o| o.is_ok()).count();
    assert_eq!(numbers.len(), made);
    for error in outcomes.into_iter().filter_map(Result::err) {
        assert!(matches!(error, PackageError::Busy), "{error}");
    }
    let stored = packages.owned(one.developer, package).await.unwrap();
    assert_eq!(stored.versions as usize, made + 1);
    assert_eq!(packages.versions(package).await.unwrap().len(), made + 1);
}

#[tokio::test]
async fn a_package_has_two_hundred_versions_at_most() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let package = created(&packages, one, "calendar").await.package.id;
    let count = Change::update(layout::package(package)).set("versions", n(VERSIONS - 1));
    count.apply(&world.table, "testing").await.unwrap();
    version(&packages, one, package, reads(json!({})), None)
        .await
        .unwrap();
    let full = version(&packages, one, package, reads(json!({})), None).await;
    assert!(matches!(full, Err(PackageError::TooManyVersions)));
}

/// The largest version that there may be fits into one transaction, and comes back as it was.
#[tokio::test]
async fn the_largest_version_is_stored() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let capabilities: Vec<_> = (0..20)
        .map(|i| {
            let mut one = reads(json!({})).remove(0);
            one.name = format!("capability-{i:02}").parse().unwrap();
            // What can't be compressed well.
            let noise: String = (0..51_000_u64)
                .map(|n| {
                    char::from(b'a' + u8::try_from(n.wrapping_mul(n ^ (i * 7_919)) % 26).unwrap())
                })
                .collect();
            one.input_schema = json!({ "description": noise });
            one
        })
        .collect();
    let bytes = serde_json::to_string(&capabilities).unwrap().len();
    assert!((1_000_000..1_048_576).contains(&bytes), "{bytes}");
    let mut new = new(one.app, "large");
    new.capabilities.clone_from(&capabilities);
    let made = packages
        .create(one.developer, &new, &keep_nothing)
        .await
        .unwrap();
    let stored = packages
        .capabilities(made.package.id, made.version.id)
        .await;
    assert_eq!(stored.unwrap(), capabilities);
}

#[tokio::test]
async fn a_creation_whose_answer_was_lost_is_not_done_twice() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    world.faults.plan("TransactWriteItems", [Fault::AnswerLost]);
    let new = new(one.app, "calendar");
    // The SDK sends it again with the same token; whatever that gives, one package stands.
    let _ = packages.create(one.developer, &new, &keep_nothing).await;
    let again = packages.create(one.developer, &new, &keep_nothing).await;
    assert!(matches!(again, Err(PackageError::SlugTaken)));
    assert_eq!(packages.of_developer(one.developer).await.unwrap().len(), 1);
    let nobody = DeveloperId::new(world.clock.now());
    let unknown = packages
        .owned(nobody, PackageId::new(world.clock.now()))
        .await;
    assert!(matches!(unknown, Err(PackageError::NoPackage)));
}
