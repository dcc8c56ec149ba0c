//! Suspension, and what becomes of packages whose app is deleted.

use dynamo::{Change, Transaction};
use provider::catalogue::entry;
use provider::id::AppId;
use provider::package::store::{PackageChange, keep_nothing};
use provider::package::{PackageError, PackageStatus, Status};
use serde_json::json;
use tests::World;

use super::{
    COMPANY, Company, DAY, NOON, company, created, later, listed, new, packages, published, reads,
    stored, validated, version,
};

#[tokio::test]
async fn an_operator_stops_a_package_and_lets_it_go_on() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let live = published(&packages, one, "calendar").await;
    let package = live.package.id;
    let stopped = packages
        .suspend(package, "It lies.", "honesty")
        .await
        .unwrap();
    assert_eq!(stored(&stopped), ["package.suspended"]);
    assert_eq!(stopped.value.status(), PackageStatus::Suspended);
    assert!(!stopped.value.is_installable());
    let pair = packages
        .pair(one.developer, package, live.version.id)
        .await
        .unwrap();
    assert_eq!(pair.status(), Status::Suspended);
    let entry = (entry::Status::Suspended, live.version.id);
    assert_eq!(listed(&world, package).await, Some(entry));
    let again = packages.suspend(package, "Other.", "other").await.unwrap();
    assert_eq!((again.messages.len(), again.value), (0, stopped.value));
    // Nothing of it is published until it is restored.
    let next = version(&packages, one, package, reads(json!({})), None)
        .await
        .unwrap();
    validated(&packages, one, package, next.version.id, 100).await;
    let submitted = packages
        .submit(
            one.developer,
            package,
            next.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await;
    let suspended = |e: &PackageError| matches!(e, PackageError::Stopped(PackageStatus::Suspended));
    assert!(suspended(&submitted.unwrap_err()));
    let publish = packages
        .publish(
            one.developer,
            package,
            live.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await;
    assert!(suspended(&publish.unwrap_err()));
    let restored = packages.restore(package).await.unwrap().value;
    let entry = (entry::Status::Published, live.version.id);
    assert_eq!(listed(&world, package).await, Some(entry));
    assert_eq!(restored.status(), PackageStatus::Published);
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
    let draft = created(&packages, one, "unpublished").await.package.id;
    let nothing = packages.suspend(draft, "a", "b").await;
    assert!(matches!(
        nothing,
        Err(PackageError::Stopped(PackageStatus::Draft))
    ));
}

#[tokio::test]
async fn a_developer_gives_a_package_up() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let live = published(&packages, one, "calendar").await;
    let change = PackageChange {
        deprecate: true,
        ..PackageChange::default()
    };
    let package = packages
        .change(one.developer, live.package.id, &change)
        .await
        .unwrap()
        .value;
    assert_eq!(package.status(), PackageStatus::Deprecated);
    assert_eq!(
        packages
            .change(one.developer, package.id, &change)
            .await
            .unwrap()
            .value,
        package
    );
    let entry = (entry::Status::Deprecated, live.version.id);
    assert_eq!(listed(&world, package.id).await, Some(entry));
    // A publication takes it back.
    let again = packages
        .publish(
            one.developer,
            package.id,
            live.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await
        .unwrap();
    assert_eq!(again.value.package.status(), PackageStatus::Published);
    let draft = created(&packages, one, "unpublished").await.package.id;
    let nothing = packages.change(one.developer, draft, &change).await;
    assert!(matches!(
        nothing,
        Err(PackageError::Stopped(PackageStatus::Draft))
    ));
}

/// Deletes an app, as its own transaction does.
async fn delete_app(world: &World, packages: &provider::package::Packages, one: Company) {
    let done = Transaction::new("deleting an app")
        .with(
            "app",
            Change::delete(::provider::layout::owned_app(one.developer, one.app)),
        )
        .and([packages.orphaning(one.app, one.developer)])
        .commit(&world.table)
        .await;
    assert!(done.unwrap().is_done());
}

async fn second_app(world: &World, one: Company) -> AppId {
    let app = AppId::new(world.clock.now());
    let item = Change::put(
        ::provider::layout::owned_app(one.developer, app),
        &json!({}),
    )
    .unwrap();
    item.apply(&world.table, "making an app").await.unwrap();
    app
}

#[tokio::test]
async fn packages_of_a_deleted_app_leave_the_catalogue_after_thirty_days() {
    let world = World::at(NOON).await;
    let (packages, one, other) = (
        packages(&world),
        company(&world).await,
        company(&world).await,
    );
    let live = published(&packages, one, "calendar").await;
    let draft = created(&packages, one, "draft").await.package.id;
    let elsewhere = published(&packages, other, "elsewhere").await.package.id;
    delete_app(&world, &packages, one).await;
    // The function ended before it orphaned anything: the worker does it.
    assert_eq!(packages.sweep().await.unwrap(), 0);
    let deleted = later(&world, 61_000);
    assert_eq!(packages.sweep().await.unwrap(), 2);
    assert_eq!(packages.sweep().await.unwrap(), 0);
    let orphan = packages.find(live.package.id).await.unwrap().unwrap();
    assert_eq!(orphan.status(), PackageStatus::Orphaned);
    assert_eq!(
        orphan.orphaned.unwrap().removal_at,
        deleted.plus_millis(30 * DAY)
    );
    let entry = (entry::Status::Orphaned, live.version.id);
    assert_eq!(listed(&world, orphan.id).await, Some(entry));
    let drafted = packages.find(draft).await.unwrap().unwrap();
    assert_eq!(drafted.status(), PackageStatus::Orphaned);
    let untouched = packages.find(elsewhere).await.unwrap().unwrap();
    assert_eq!(untouched.status(), PackageStatus::Published);
    let no_app = packages
        .create(one.developer, &new(one.app, "another"), &keep_nothing)
        .await;
    assert!(matches!(no_app, Err(PackageError::NoApp)));
    let publish = packages
        .publish(
            one.developer,
            orphan.id,
            live.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await;
    assert!(matches!(
        publish,
        Err(PackageError::Stopped(PackageStatus::Orphaned))
    ));
    // Its slug is in the catalogue, and in others' way, until it leaves.
    later(&world, 30 * DAY - 1);
    assert_eq!(packages.sweep().await.unwrap(), 0);
    let near = new(other.app, "calendars");
    let near = packages.create(other.developer, &near, &keep_nothing);
    assert!(matches!(near.await, Err(PackageError::SlugTooSimilar(_))));
    later(&world, 1);
    assert_eq!(packages.sweep().await.unwrap(), 1);
    assert_eq!(packages.sweep().await.unwrap(), 0);
    assert_eq!(listed(&world, orphan.id).await, None);
    let removed = packages.find(orphan.id).await.unwrap().unwrap();
    assert_eq!(
        (removed.live, removed.status()),
        (None, PackageStatus::Orphaned)
    );
    created(&packages, other, "calendars").await;
    // Another app saves it all the same: its version is approved, and can be published again.
    let change = PackageChange {
        app_id: Some(second_app(&world, one).await),
        ..PackageChange::default()
    };
    let saved = packages
        .change(one.developer, orphan.id, &change)
        .await
        .unwrap()
        .value;
    assert_eq!(saved.status(), PackageStatus::Draft);
    let again = packages
        .publish(
            one.developer,
            orphan.id,
            live.version.id,
            COMPANY,
            &keep_nothing,
        )
        .await
        .unwrap();
    assert_eq!(again.value.status(), Status::Published);
}

#[tokio::test]
async fn another_app_saves_an_orphaned_package() {
    let world = World::at(NOON).await;
    let (packages, one) = (packages(&world), company(&world).await);
    let live = published(&packages, one, "calendar").await;
    delete_app(&world, &packages, one).await;
    assert_eq!(packages.orphan(one.app, one.developer).await.unwrap(), 1);
    let wrong = PackageChange {
        app_id: Some(one.app),
        ..PackageChange::default()
    };
    let gone = packages
        .change(one.developer, live.package.id, &wrong)
        .await;
    assert!(matches!(gone, Err(PackageError::NoApp)));
    let app = second_app(&world, one).await;
    let change = PackageChange {
        app_id: Some(app),
        ..PackageChange::default()
    };
    let saved = packages
        .change(one.developer, live.package.id, &change)
        .await
        .unwrap()
        .value;
    assert_eq!(
        (saved.status(), saved.app_id),
        (PackageStatus::Published, app)
    );
    // What is due of the app that was deleted does not touch it any more.
    later(&world, 31 * DAY);
    assert_eq!(packages.sweep().await.unwrap(), 0);
    assert_eq!(packages.orphan(one.app, one.developer).await.unwrap(), 0);
    let standing = packages.find(saved.id).await.unwrap().unwrap();
    assert_eq!(standing, saved);
}
