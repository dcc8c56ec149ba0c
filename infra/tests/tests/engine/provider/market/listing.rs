//! The catalogue: what was published is found by the next call, and pages hold together.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::join_all;
use provider::catalogue::entry::Status;
use provider::catalogue::picture;
use provider::catalogue::rebuild::{Counting, PAGES_KEPT, Rebuilt};
use provider::catalogue::{Catalogue, Entry, Head, ListingChange, Page, PageError, Query, Sort};
use provider::id::PackageId;
use tests::Fault;

use super::{Market, found, package, search};

/// Processes that have the catalogue in memory, and one that has nothing yet.
#[tokio::test]
async fn what_was_published_is_found_by_the_next_call_and_what_was_suspended_is_not() {
    let market = Market::new().await;
    let warm = market.reader();
    assert!(found(&warm, &Query::default()).await.is_empty());
    for round in 0..3 {
        let number = 10 + round;
        market.list(&market.entry(number, "Weather")).await;
        for reader in [&warm, &market.reader()] {
            assert!(
                found(reader, &search("wether"))
                    .await
                    .contains(&package(number))
            );
        }
        // The same package under another name.
        market.list(&market.entry(number, "Traffic")).await;
        for reader in [&warm, &market.reader()] {
            assert!(
                found(reader, &search("traffic"))
                    .await
                    .contains(&package(number))
            );
            assert!(
                !found(reader, &search("weather"))
                    .await
                    .contains(&package(number))
            );
        }
        market.set_status(number, Status::Suspended).await;
        for reader in [&warm, &market.reader()] {
            assert!(
                !found(reader, &Query::default())
                    .await
                    .contains(&package(number))
            );
        }
        market.set_status(number, Status::Published).await;
        // Nothing is otherwise with a snapshot.
        let listed = found(&warm, &Query::default()).await.len();
        let rebuilt = market.rebuild(Counting::Changed).await;
        assert!(matches!(rebuilt, Rebuilt::Made { packages, .. } if packages == listed));
        for reader in [&warm, &market.reader()] {
            assert!(
                found(reader, &search("traffic"))
                    .await
                    .contains(&package(number))
            );
        }
        market
            .change(ListingChange::Remove(package(9 + round)))
            .await;
        for reader in [&warm, &market.reader()] {
            assert!(
                !found(reader, &Query::default())
                    .await
                    .contains(&package(9 + round))
            );
        }
        market.list(&market.entry(9 + round, "Back")).await;
    }
    let rebuilt = market.rebuild(Counting::Changed).await;
    assert!(
        matches!(rebuilt, Rebuilt::Made { packages: 4, .. }),
        "{rebuilt:?}"
    );
    assert_eq!(market.rebuild(Counting::Changed).await, Rebuilt::Unchanged);
}

/// A warm process looks at the changes alone: one small read a page.
#[tokio::test]
async fn a_warm_process_makes_one_read_a_page() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    market.rebuild(Counting::All).await;
    let reader = market.reader();
    found(&reader, &Query::default()).await;
    let (all, units) = (market.world.faults.all_seen(), market.table.meter.so_far());
    found(&reader, &search("weather")).await;
    assert_eq!(market.world.faults.all_seen() - all, 1);
    assert!(market.table.meter.so_far().read_units - units.read_units <= 1.0);
}

#[tokio::test]
async fn past_its_removal_a_package_is_passed_over() {
    let market = Market::new().await;
    let entry = Entry {
        status: Status::Orphaned,
        removal_at: Some(market.now().plus_millis(1_000)),
        ..market.entry(1, "Weather")
    };
    market.list(&entry).await;
    let reader = market.reader();
    assert_eq!(found(&reader, &search("weather")).await, [package(1)]);
    market.world.clock.advance(1_000);
    assert!(found(&reader, &search("weather")).await.is_empty());
    let rebuilt = market.rebuild(Counting::All).await;
    assert!(
        matches!(rebuilt, Rebuilt::Made { packages: 0, .. }),
        "{rebuilt:?}"
    );
}

async fn pages(
    readers: &[&Catalogue],
    query: &Query,
    between: impl AsyncFn(usize),
) -> Vec<PackageId> {
    let (mut all, mut version, mut offset) = (Vec::new(), None, 0);
    for turn in 0.. {
        let reader = readers[turn % readers.len()];
        let page: Page = reader.page(query, offset, 10, version).await.unwrap();
        version = Some(page.version);
        all.extend(
            page.packages
                .into_iter()
                .map(|listed| listed.entry.package_id),
        );
        offset += 10;
        if offset >= page.total {
            break;
        }
        between(turn).await;
    }
    all
}

/// While pages are read, by processes in turn, packages come, change, and go, and snapshots are
/// made whose counts would order all of them anew.
#[tokio::test]
async fn pages_of_a_version_neither_repeat_nor_skip() {
    for sort in [
        None,
        Some(Sort::Popular),
        Some(Sort::Recent),
        Some(Sort::Rating),
    ] {
        let market = Market::new().await;
        for number in 1..=45 {
            market.list(&market.entry(number, "Weather")).await;
            market.world.clock.advance(1);
            if number == 20 {
                market.rebuild(Counting::All).await;
            }
        }
        let query = Query {
            sort,
            ..search("weather")
        };
        let (one, other) = (market.reader(), market.reader());
        let before = found(&one, &query).await;
        assert_eq!(before.len(), 45);
        let paged = pages(&[&one, &other], &query, async |turn| {
            let turn = u32::try_from(turn).unwrap();
            market.list(&market.entry(100 + turn, "Weather")).await;
            // One of those that a later page has is now the last published one.
            let moved = Entry {
                published_at: market.now(),
                ..market.entry(40 - turn, "Weather again")
            };
            market.list(&moved).await;
            market.installed(1, 40 - turn).await;
            market.rebuild(Counting::All).await;
            market.world.clock.advance(600_000);
        })
        .await;
        assert_eq!(paged, before, "{sort:?}");
        assert_eq!(found(&one, &query).await.len(), 49);
        // What left since is not shown, and moves nothing.
        let again = found(&one, &query).await;
        let gone = again[15];
        let paged = pages(&[&one, &market.reader()], &query, async |turn| {
            if turn == 0 {
                market.change(ListingChange::Remove(gone)).await;
            }
        })
        .await;
        let left: Vec<_> = again.iter().copied().filter(|id| *id != gone).collect();
        assert_eq!(paged, left, "{sort:?}");
    }
}

#[tokio::test]
async fn a_version_that_is_not_kept_any_more_is_reported() {
    let market = Market::new().await;
    let old = market.list(&market.entry(1, "Weather")).await;
    market.rebuild(Counting::All).await;
    market.list(&market.entry(2, "Weather")).await;
    market.rebuild(Counting::All).await;
    let reader = market.reader();
    let page = async |version| {
        let page = reader.page(&Query::default(), 0, 10, Some(version)).await;
        page.map(|page| (page.version, page.total))
    };
    assert_eq!(page(old).await.unwrap(), (old, 1));
    // A version that there never was.
    assert!(matches!(page(5).await, Err(PageError::Gone)));
    assert!(matches!(page(u64::MAX).await, Err(PageError::Gone)));
    market.world.clock.advance(PAGES_KEPT + 1);
    let rebuilt = market.rebuild(Counting::All).await;
    assert!(
        matches!(rebuilt, Rebuilt::Made { removed: 4.., .. }),
        "{rebuilt:?}"
    );
    let fresh = market.reader();
    let page = async |version| fresh.page(&Query::default(), 0, 10, Some(version)).await;
    assert!(matches!(page(old).await, Err(PageError::Gone)));
    assert_eq!(page(5).await.unwrap().total, 2);
    // Nothing is kept but the newest snapshot, the one before, and what came after it.
    let items = tests::rows::all(&market.world.table).await;
    let count = |pk: &str| {
        items
            .iter()
            .filter(|item| tests::rows::place(item).0 == pk)
            .count()
    };
    assert_eq!((count("cat#log"), count("cat#snap")), (2, 2));
}

/// A process that was frozen while all that it knew was removed.
#[tokio::test]
async fn a_process_that_stood_still_catches_up() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    market.rebuild(Counting::All).await;
    let (frozen, idle) = (market.reader(), market.reader());
    found(&frozen, &Query::default()).await;
    for number in 2..6 {
        market.list(&market.entry(number, "Weather")).await;
        market.rebuild(Counting::All).await;
        market.world.clock.advance(PAGES_KEPT + 1);
        market.rebuild(Counting::All).await;
    }
    let all = found(&idle, &Query::default()).await;
    assert_eq!(found(&frozen, &Query::default()).await, all);
    assert_eq!(all.len(), 5);
}

/// A large catalogue takes several items, and is read back whole.
#[tokio::test]
async fn a_snapshot_has_as_many_items_as_it_takes() {
    use sha2::{Digest, Sha256};
    let market = Market::new().await;
    // Text that no compression makes small.
    let noise = |number: u32| {
        let blocks = (0..300_u32).map(|i| hex::encode(Sha256::digest(format!("{number} {i}"))));
        blocks.collect::<Vec<_>>().join(" ")
    };
    for number in 1..=60 {
        let entry = Entry {
            description: noise(number),
            ..market.entry(number, "Noise")
        };
        market.list(&entry).await;
    }
    market.rebuild(Counting::Changed).await;
    let head = Head::read(&market.table).await.unwrap();
    let place = head.snapshot.unwrap();
    assert!(place.parts >= 2, "{place:?}");
    let items = tests::rows::all(&market.world.table).await;
    let parts = items
        .iter()
        .filter(|item| tests::rows::place(item).0 == "cat#snap");
    for part in parts {
        assert!(part["z"].as_b().unwrap().as_ref().len() <= 350 * 1024);
    }
    let reader = market.reader();
    let page = reader.page(&Query::default(), 0, 60, None).await.unwrap();
    assert_eq!(page.packages.len(), 60);
    for listed in page.packages {
        let number = (1..=60).find(|number| package(*number) == listed.entry.package_id);
        assert_eq!(listed.entry.description, noise(number.unwrap()));
    }
}

/// Companies publish at once, a worker makes snapshots meanwhile, and half of the transactions
/// meet others: each change has a version of its own, and none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changes_at_once_have_versions_without_gaps() {
    let market = Arc::new(Market::new().await);
    market.world.faults.conflict(64);
    let publishing = (1..=16_u32).map(|number| {
        let market = Arc::clone(&market);
        tokio::spawn(async move { market.list(&market.entry(number, "Weather")).await })
    });
    let publishing: Vec<_> = publishing.collect();
    let rebuilding = {
        let market = Arc::clone(&market);
        tokio::spawn(async move {
            for _ in 0..4 {
                let clock = &market.world.clock;
                let _ = provider::catalogue::rebuild::rebuild(&market.table, clock, Counting::All)
                    .await;
            }
        })
    };
    let mut versions: Vec<_> = join_all(publishing)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    rebuilding.await.unwrap();
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), 16);
    market.world.faults.conflict(0);
    let all: Vec<_> = (1..=16).map(package).collect();
    assert_eq!(found(&market.reader(), &Query::default()).await, all);
    market.rebuild(Counting::All).await;
    assert_eq!(found(&market.reader(), &Query::default()).await, all);
}

/// A worker that ends at each of its requests leaves a catalogue that reads as before.
#[tokio::test]
async fn a_worker_may_end_at_any_request() {
    for done in [true, false] {
        let market = Market::new().await;
        for nth in 0.. {
            let name = format!("Weather{nth}");
            market.list(&market.entry(1, &name)).await;
            market.world.clock.advance(PAGES_KEPT / 2);
            market.world.faults.crash_at(nth, done);
            let clock = &market.world.clock;
            let _ =
                provider::catalogue::rebuild::rebuild(&market.table, clock, Counting::All).await;
            let met = market.world.faults.revive();
            let page = market.reader().page(&Query::default(), 0, 10, None).await;
            let names = page.unwrap().packages.into_iter().map(|one| one.entry.name);
            assert_eq!(names.collect::<Vec<_>>(), [name], "{done} {nth}");
            if !met {
                assert!(nth > 6, "there was nothing to end at");
                break;
            }
        }
        // What such workers left behind goes once no page can ask for it.
        market.world.clock.advance(2 * PAGES_KEPT);
        market.rebuild(Counting::All).await;
        market.world.clock.advance(2 * PAGES_KEPT);
        market.rebuild(Counting::All).await;
        let items = tests::rows::all(&market.world.table).await;
        let parts = items
            .iter()
            .filter(|item| tests::rows::place(item).0 == "cat#snap");
        assert_eq!(parts.count(), 2, "the newest and the one before");
    }
}

/// A long run of changes, snapshots and pages of versions that are kept, each page compared with
/// what the catalogue was at that version.
#[tokio::test]
async fn each_version_is_the_same_list_in_every_process() {
    let market = Market::new().await;
    let readers = [market.reader(), market.reader()];
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    // By version: what it lists, and whether its order may be compared.
    let mut lists: BTreeMap<u64, Vec<PackageId>> = BTreeMap::new();
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let query = Query {
        sort: Some(Sort::Recent),
        ..Query::default()
    };
    for turn in 0..160 {
        let number = u32::try_from(random(12)).unwrap();
        market.world.clock.advance(1_000);
        match random(10) {
            0..4 => {
                let entry = market.entry(number, "Name");
                market.list(&entry).await;
                entries.insert(number, entry);
            }
            4..6 => {
                market.change(ListingChange::Remove(package(number))).await;
                entries.remove(&number);
            }
            6 => {
                if let Some(entry) = entries.get_mut(&number) {
                    entry.status = Status::ALL[random(4) as usize];
                    market.list(entry).await;
                }
            }
            7 => {
                market.rebuild(Counting::Changed).await;
            }
            _ => {}
        }
        let version = Head::read(&market.table).await.unwrap().version;
        let mut now: Vec<_> = entries
            .values()
            .filter(|entry| entry.status.is_listed())
            .collect();
        now.sort_by_key(|entry| (std::cmp::Reverse(entry.published_at), entry.package_id));
        let now: Vec<_> = now.iter().map(|entry| entry.package_id).collect();
        let shown = now.clone();
        lists.insert(version, now);
        // A version of the last while, in either process.
        let at = *lists
            .keys()
            .nth(random(lists.len() as u64) as usize)
            .unwrap();
        let reader = &readers[random(2) as usize];
        let page = reader.page(&query, 0, 100, Some(at)).await.unwrap();
        let ids: Vec<_> = page
            .packages
            .iter()
            .map(|listed| listed.entry.package_id)
            .collect();
        let expected: Vec<_> = lists[&at]
            .iter()
            .copied()
            .filter(|id| shown.contains(id))
            .collect();
        assert_eq!(
            (page.total, ids),
            (lists[&at].len(), expected),
            "turn {turn}, version {at}"
        );
    }
}

#[tokio::test]
async fn a_slow_table_is_an_error_and_never_an_old_list() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    let reader = market.reader();
    found(&reader, &Query::default()).await;
    let throttled = || Fault::Error(400, "ThrottlingException");
    market.world.faults.plan("Query", vec![throttled(); 8]);
    let page = reader.page(&Query::default(), 0, 10, None).await;
    assert!(matches!(page, Err(PageError::Failed(_))), "{page:?}");
    market.list(&market.entry(2, "Weather")).await;
    market.world.faults.plan("Query", []);
    while market.world.faults.left() > 0 {
        let _ = reader.page(&Query::default(), 0, 10, None).await;
    }
    assert_eq!(found(&reader, &Query::default()).await.len(), 2);
}

#[tokio::test]
async fn a_picture_is_served_as_it_was_stored() {
    let market = Market::new().await;
    for bytes in [
        vec![1; 10],
        vec![2; 350 * 1024],
        vec![3; picture::MOST_BYTES],
    ] {
        let hash = picture::store(&market.table, &bytes).await.unwrap();
        assert_eq!(
            picture::read(&market.table, hash).await.unwrap().unwrap(),
            bytes
        );
        // The same again is the same picture.
        assert_eq!(picture::store(&market.table, &bytes).await.unwrap(), hash);
    }
    let absent = provider::catalogue::entry::PictureHash::of(b"absent");
    assert_eq!(picture::read(&market.table, absent).await.unwrap(), None);
    let large = vec![0; picture::MOST_BYTES + 1];
    assert!(picture::store(&market.table, &large).await.is_err());
}
