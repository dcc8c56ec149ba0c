//! Installs: made, counted and removed as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use dynamo::Change;
use futures::future::join_all;
use provider::catalogue;
use provider::catalogue::entry::Status;
use provider::catalogue::rebuild::Counting;
use provider::catalogue::{Entry, ListingChange, Query, Sort};
use provider::events::PRODUCT;
use provider::id::VersionId;
use provider::install::counters::Figures;
use provider::install::{
    self, BindingStatus, History, InstallError, Installed, MOST, MOST_A_DAY, binding, layout,
};
use serde_json::{Value, json};
use webhooks::{Event, WebhookId};

use super::{DAY, Market, bits, capability, class, classes, found, listed, package, user};

/// The events of an app that wait to be sent.
async fn events(market: &Market) -> Vec<Event> {
    let app = market.entry(1, "").app_id.tenant();
    let items = tests::rows::all(&market.world.table).await;
    let partition = app.partition("out");
    let messages = items
        .iter()
        .filter(|item| tests::rows::place(item).0 == partition);
    let mut events: Vec<Event> = messages
        .map(|item| serde_json::from_str(item["body"].as_s().unwrap()).unwrap())
        .collect();
    events.sort_by_key(|event| event.timestamp);
    events
}

/// How many installs the provider hears of, and how many removals.
async fn counted(market: &Market) -> (u64, u64) {
    let events = events(market).await;
    let of = |kind: &str| {
        let same = events.iter().filter(|event| event.event.as_str() == kind);
        same.count() as u64
    };
    (of("install.created"), of("install.removed"))
}

/// All installs, by what is stored of each user.
async fn count(market: &Market, number: u32) -> u64 {
    let items = tests::rows::all(&market.world.table).await;
    let place = layout::install(&user(0), package(number));
    let installs = items
        .iter()
        .filter(|item| tests::rows::place(item).1 == place.sk());
    installs.count() as u64
}

#[tokio::test]
async fn an_install_is_made_once_and_removed_with_all_that_it_has() {
    let market = Market::new().await;
    let mut entry = market.entry(1, "Weather");
    entry.capabilities.push(listed(2, &[]));
    market.list(&entry).await;
    let install = market.installed(1, 1).await;
    assert_eq!(install.capabilities, [capability(1), capability(2)]);
    let again = market.install(1, 1).await.unwrap();
    assert_eq!(again, Installed::Found(install.clone()));
    let bindings = binding::list(&market.table, install.id).await.unwrap();
    assert_eq!(bindings.len(), 2);
    for bound in &bindings {
        assert_eq!(
            (bound.generation, &bound.user),
            (install.generation, &user(1))
        );
        assert_eq!(
            bound.status(Some(&entry), market.now()),
            BindingStatus::Active
        );
    }
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.installs, figures.lifetime, figures.recent),
        (1, 1, 1)
    );
    let all = install::of_user(&market.table, &user(1)).await.unwrap();
    assert_eq!(all, [(install.clone(), Some(entry))]);

    market.world.clock.advance(1);
    assert_eq!(market.remove(1, 1).await.unwrap(), install);
    assert!(
        binding::list(&market.table, install.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        install::of_user(&market.table, &user(1))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        market.remove(1, 1).await,
        Err(InstallError::NotInstalled)
    ));
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.installs, figures.lifetime, figures.recent),
        (0, 1, 1)
    );

    // In the same second: the next one is another one all the same.
    let next = market.installed(1, 1).await;
    assert!(next.id != install.id && next.generation > install.generation);
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.installs, figures.lifetime, figures.recent),
        (1, 2, 2)
    );
}

#[tokio::test]
async fn the_provider_is_told_of_each_install_by_its_pseudonym() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    let install = market.installed(1, 1).await;
    market.world.clock.advance(5);
    market.remove(1, 1).await.unwrap();
    let events = events(&market).await;
    let kinds: Vec<_> = events.iter().map(|event| event.event.as_str()).collect();
    assert_eq!(kinds, ["install.created", "install.removed"]);
    assert_eq!(
        events[0].data,
        json!({
            "installId": install.id, "packageId": package(1),
            "versionId": install.version_id, "version": "1.0.0",
            "userId": "pseudonym of 1", "generation": install.generation,
            "capabilities": [{ "id": capability(1), "name": "capability-1" }],
            "locale": "pt-BR", "timezone": "Europe/Madrid",
        })
    );
    assert_eq!(
        events[1].data,
        json!({
            "installId": install.id, "packageId": package(1),
            "userId": "pseudonym of 1", "generation": install.generation,
        })
    );
    let delivery = events[1].delivery_id(WebhookId::from_bits(bits(1)));
    let body: Value = serde_json::from_str(&(PRODUCT.body)(&events[1], delivery)).unwrap();
    assert_eq!(body["app_id"], json!(install.app_id));
    assert!(!body.to_string().contains(user(1).as_str()));
}

#[tokio::test]
async fn a_user_has_fifty_and_makes_twenty_a_day() {
    let market = Market::new().await;
    for number in 1..=60 {
        market.list(&market.entry(number, "Name")).await;
    }
    let mut number = 0;
    for _ in 0..2 {
        for _ in 0..MOST_A_DAY {
            number += 1;
            market.installed(1, number).await;
        }
        let full = market.install(1, number + 1).await;
        let Err(InstallError::TooManyToday { until }) = full else {
            panic!("{full:?}");
        };
        // What is installed is still answered, and removing makes no room in the day.
        assert!(matches!(
            market.install(1, number).await,
            Ok(Installed::Found(_))
        ));
        market.remove(1, number).await.unwrap();
        assert!(matches!(
            market.install(1, number).await,
            Err(InstallError::TooManyToday { .. })
        ));
        number -= 1;
        // Another user's day is another one.
        market.installed(2, number).await;
        let left = until.millis() - market.now().millis();
        assert!((1..=DAY).contains(&left));
        market.world.clock.advance(left);
    }
    for _ in 0..12 {
        number += 1;
        market.installed(1, number).await;
    }
    assert_eq!(u64::from(number), MOST);
    assert!(matches!(
        market.install(1, 60).await,
        Err(InstallError::TooMany)
    ));
    market.remove(1, 1).await.unwrap();
    market.installed(1, 60).await;
    let all = install::of_user(&market.table, &user(1)).await.unwrap();
    assert_eq!(all.len() as u64, MOST);
}

#[tokio::test]
async fn only_what_is_published_can_be_installed() {
    let market = Market::new().await;
    assert!(matches!(
        market.install(1, 1).await,
        Err(InstallError::UnknownPackage)
    ));
    market.list(&market.entry(1, "Weather")).await;
    let install = market.installed(9, 1).await;
    for status in [Status::Suspended, Status::Orphaned, Status::Deprecated] {
        market.set_status(1, status).await;
        let refused = market.install(1, 1).await;
        assert!(matches!(refused, Err(InstallError::NotInstallable(s)) if s == status));
        let entry = catalogue::find(&market.table, package(1)).await.unwrap();
        let expected = match status {
            Status::Deprecated => BindingStatus::Active,
            _ => BindingStatus::Frozen,
        };
        assert_eq!(install.status(entry.as_ref(), market.now()), expected);
        market.set_status(1, Status::Published).await;
    }
    // Gone from the catalogue: frozen, and it can be removed all the same.
    market.change(ListingChange::Remove(package(1))).await;
    assert!(matches!(
        market.install(1, 1).await,
        Err(InstallError::UnknownPackage)
    ));
    let [(own, None)] = &install::of_user(&market.table, &user(9)).await.unwrap()[..] else {
        panic!("its install is shown without an entry");
    };
    assert_eq!(own.status(None, market.now()), BindingStatus::Frozen);
    market.remove(9, 1).await.unwrap();
    assert_eq!(market.figures(1).await.installs, 0);
}

#[tokio::test]
async fn consents_cover_what_the_version_receives() {
    let market = Market::new().await;
    let health = listed(2, &["health.sleep"]);
    let mut entry = market.entry(1, "Weather");
    entry.capabilities.push(health.clone());
    market.list(&entry).await;
    let lacking = market.install(1, 1).await;
    let Err(InstallError::ConsentRequired(missing)) = lacking else {
        panic!("{lacking:?}");
    };
    assert_eq!(missing, [class("health.sleep")]);
    assert_eq!(market.figures(1).await, Figures::default());
    // More than is asked for is not kept.
    let all = classes(&["location", "health.sleep", "contacts"]);
    let installed = market
        .install_with(1, 1, |new| new.consents = all.clone())
        .await;
    let install = installed.unwrap().install().clone();
    assert_eq!(install.consents, classes(&["location", "health.sleep"]));
}

#[tokio::test]
async fn a_version_that_receives_more_asks_anew() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    let install = market.installed(1, 1).await;
    // A capability more, and a kind of data more for the one that there was.
    market
        .publish(
            1,
            2,
            vec![
                listed(1, &["location", "contacts"]),
                listed(3, &["location"]),
            ],
        )
        .await;
    let entry = catalogue::find(&market.table, package(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        install.status(Some(&entry), market.now()),
        BindingStatus::NeedsConsent
    );
    let old = binding::find(&market.table, install.id, capability(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        old.status(Some(&entry), market.now()),
        BindingStatus::NeedsConsent
    );
    assert!(old.is_behind(&entry));
    // Brought up to the version, the new capability works and the other one waits.
    let followed = install::follow(&market.table, &user(1), package(1), market.now())
        .await
        .unwrap();
    assert_eq!(
        (followed.id, followed.version_id),
        (install.id, entry.version_id)
    );
    let statuses = async || {
        let bindings = binding::list(&market.table, install.id).await.unwrap();
        let status = bindings
            .iter()
            .map(|own| own.status(Some(&entry), market.now()));
        status.collect::<Vec<_>>()
    };
    assert_eq!(
        statuses().await,
        [BindingStatus::NeedsConsent, BindingStatus::Active]
    );
    // Installing again with the same consents changes nothing; with the new one it is given.
    let again = market.install(1, 1).await.unwrap();
    assert_eq!(again, Installed::Found(followed.clone()));
    let more = classes(&["contacts", "health.sleep"]);
    let given = market
        .install_with(1, 1, |new| new.consents = more)
        .await
        .unwrap();
    let given = given.install().clone();
    assert_eq!(given.consents, classes(&["location", "contacts"]));
    assert_eq!(
        given.status(Some(&entry), market.now()),
        BindingStatus::Active
    );
    assert_eq!(statuses().await, [BindingStatus::Active; 2]);
    // A version without the capability: its binding goes.
    market.publish(1, 3, vec![listed(3, &["location"])]).await;
    let followed = install::follow(&market.table, &user(1), package(1), market.now())
        .await
        .unwrap();
    assert_eq!(followed.capabilities, [capability(3)]);
    let left = binding::list(&market.table, install.id).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(market.figures(1).await.installs, 1);
    market.remove(1, 1).await.unwrap();
    assert!(
        binding::list(&market.table, install.id)
            .await
            .unwrap()
            .is_empty()
    );
}

/// The version is another one between the look and the transaction: the consents are for the one
/// that is installed.
#[tokio::test]
async fn the_version_that_is_installed_is_the_one_that_was_looked_at() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    let late = std::time::Duration::from_millis(300);
    market
        .world
        .faults
        .plan("TransactWriteItems", [tests::Fault::Late(late)]);
    let (installed, ()) = futures::future::join(market.install(1, 1), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        market
            .publish(1, 2, vec![listed(1, &["location", "contacts"])])
            .await;
    })
    .await;
    let Err(InstallError::ConsentRequired(missing)) = installed else {
        panic!("{installed:?}");
    };
    assert_eq!(missing, [class("contacts")]);
    assert_eq!(
        (market.figures(1).await.installs, count(&market, 1).await),
        (0, 0)
    );
}

/// Popularity counts users with a verified email, once in 30 days each, whose install stayed for a
/// day.
#[tokio::test]
async fn popularity_counts_what_stays() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    market.installed(1, 1).await;
    market
        .install_with(2, 1, |new| new.is_verified = false)
        .await
        .unwrap();
    market.installed(3, 1).await;
    market.world.clock.advance(DAY - 1);
    market.remove(3, 1).await.unwrap();
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.installs, figures.recent, figures.popularity),
        (2, 3, 0)
    );
    market.world.clock.advance(DAY + 1);
    assert_eq!(market.figures(1).await.popularity, 1);
    // Removed and made again within 30 days it counts once; one that did not count before does.
    market.remove(1, 1).await.unwrap();
    market.installed(1, 1).await;
    market.installed(3, 1).await;
    market.world.clock.advance(2 * DAY);
    assert_eq!(market.figures(1).await.popularity, 2);
    market.world.clock.advance(27 * DAY);
    // The first one's day is past.
    assert_eq!(market.figures(1).await.popularity, 2);
    market.world.clock.advance(DAY);
    assert_eq!(market.figures(1).await.popularity, 1);
    market.remove(1, 1).await.unwrap();
    market.installed(1, 1).await;
    market.world.clock.advance(2 * DAY);
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.installs, figures.lifetime, figures.popularity),
        (3, 6, 1)
    );
    market.world.clock.advance(40 * DAY);
    let figures = market.figures(1).await;
    assert_eq!(
        (figures.recent, figures.popularity, figures.lifetime),
        (0, 0, 6)
    );
}

#[tokio::test]
async fn the_most_popular_are_first_and_days_that_are_past_leave() {
    let market = Market::new().await;
    for number in 1..=3 {
        market.list(&market.entry(number, "Weather")).await;
    }
    market.installed(1, 2).await;
    market.installed(2, 2).await;
    market.installed(1, 3).await;
    market.world.clock.advance(2 * DAY);
    market.rebuild(Counting::All).await;
    let popular = Query {
        sort: Some(Sort::Popular),
        ..Query::default()
    };
    let reader = market.reader();
    assert_eq!(
        found(&reader, &popular).await,
        [package(2), package(3), package(1)]
    );
    // Days that are past leave the shards, which would grow without an end.
    let now = u64::try_from(market.now().seconds() / 86_400).unwrap();
    let days = now - 300..=now;
    let shard: BTreeMap<_, _> = days
        .flat_map(|day| [(format!("i{day}"), 1), (format!("p{day}"), 1)])
        .collect();
    let shard = Change::put(layout::counter(package(1), 3), &shard).unwrap();
    shard.apply(&market.table, "filling a shard").await.unwrap();
    let before = market.figures(1).await;
    assert_eq!((before.recent, before.popularity), (30, 30));
    market.rebuild(Counting::All).await;
    market.rebuild(Counting::All).await;
    assert_eq!(market.figures(1).await, before);
    let shard = market.table.get_item(layout::counter(package(1), 3)).await;
    assert!(shard.unwrap().unwrap().len() < 90);
}

/// 64 users install and remove at once, half of all transactions are cancelled, and some of the
/// users do both things twice: the counter is the number of installs, at the end and for each
/// user.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_counter_is_exact_while_half_of_the_transactions_conflict() {
    let market = Arc::new(Market::new().await);
    market.list(&market.entry(1, "Weather")).await;
    market.world.faults.conflict(128);
    let before = market.world.faults.seen("TransactWriteItems");
    let acting = (0..64_u32).map(|who| {
        let market = Arc::clone(&market);
        tokio::spawn(async move {
            // What is not known to be done is asked for again, as a client does: a removal may
            // then have been done.
            for turn in 0..4 + who % 2 {
                loop {
                    let done = if turn % 2 == 0 {
                        market.install(who, 1).await.map(|_| ())
                    } else {
                        market.remove(who, 1).await.map(|_| ())
                    };
                    match done {
                        Ok(()) | Err(InstallError::NotInstalled) => break,
                        Err(InstallError::Failed(_) | InstallError::Busy) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
            }
            who
        })
    });
    let acted = join_all(acting.collect::<Vec<_>>()).await;
    market.world.faults.conflict(0);
    let sent = market.world.faults.seen("TransactWriteItems") - before;
    assert!(sent > 64 * 4 * 3 / 2, "half of {sent} were cancelled");
    let figures = market.figures(1).await;
    assert_eq!(figures.installs, count(&market, 1).await);
    assert_eq!(figures.installs, 32);
    // Every install and every removal was counted once, and the provider hears of each.
    let (made, removed) = counted(&market).await;
    assert_eq!((figures.lifetime, figures.recent), (made, made));
    assert_eq!((made, removed), (64 * 2 + 32, 64 * 2));
    for who in acted.into_iter().map(Result::unwrap) {
        let installs = install::of_user(&market.table, &user(who)).await.unwrap();
        assert_eq!(installs.len() as u32, who % 2);
    }
    // No shard is below 0.
    let items = tests::rows::all(&market.world.table).await;
    let shards = layout::counter(package(1), 0);
    let shards = items
        .iter()
        .filter(|item| tests::rows::place(item).0 == shards.pk());
    for shard in shards {
        let current: i64 = shard
            .get("current")
            .map_or(0, |n| n.as_n().unwrap().parse().unwrap());
        assert!(current >= 0, "{shard:?}");
    }
}

/// The same user at many devices: one install.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_user_who_installs_at_once_has_one_install() {
    let market = Arc::new(Market::new().await);
    market.list(&market.entry(1, "Weather")).await;
    let acting = (0..16).map(|_| {
        let market = Arc::clone(&market);
        tokio::spawn(async move { market.install(1, 1).await.unwrap() })
    });
    let all = join_all(acting.collect::<Vec<_>>()).await;
    let all: Vec<_> = all.into_iter().map(Result::unwrap).collect();
    let new = all
        .iter()
        .filter(|one| matches!(one, Installed::New(_)))
        .count();
    assert_eq!(new, 1);
    let ids: std::collections::BTreeSet<_> = all.into_iter().map(|one| one.install().id).collect();
    assert_eq!((ids.len(), market.figures(1).await.installs), (1, 1));
}

/// A process ends at each of its requests, whether that one is done or not: all of an install is
/// there, or none of it.
#[tokio::test]
async fn an_install_is_whole_whichever_request_a_process_ends_at() {
    let market = Market::new().await;
    market.list(&market.entry(1, "Weather")).await;
    let mut who = 0;
    for removing in [false, true] {
        for done in [false, true] {
            for nth in 0.. {
                who += 1;
                if removing {
                    market.installed(who, 1).await;
                }
                market.world.faults.crash_at(nth, done);
                let _ = if removing {
                    market.remove(who, 1).await.map(|_| ())
                } else {
                    market.install(who, 1).await.map(|_| ())
                };
                let met = market.world.faults.revive();
                let figures = market.figures(1).await;
                assert_eq!(
                    figures.installs,
                    count(&market, 1).await,
                    "{removing} {done} {nth}"
                );
                let own = install::find(&market.table, &user(who), package(1))
                    .await
                    .unwrap();
                let history: Option<History> = market
                    .table
                    .get(layout::history(&user(who), package(1)))
                    .await
                    .unwrap();
                if let Some(install) = own {
                    let bindings = binding::list(&market.table, install.id).await.unwrap();
                    assert_eq!(bindings.len(), 1);
                    assert_eq!(history.unwrap().generation, install.generation);
                } else {
                    assert_eq!(history.is_some(), removing);
                }
                if !met {
                    assert!(nth >= 2, "there was nothing to end at");
                    break;
                }
            }
        }
    }
    // Each install has its event, and each removal.
    let (made, removed) = counted(&market).await;
    let figures = market.figures(1).await;
    assert_eq!(
        (made, removed),
        (figures.lifetime, figures.lifetime - figures.installs)
    );
}

/// An installation and a removal take two round trips each: a look and a transaction.
#[tokio::test]
async fn an_install_takes_two_round_trips() {
    let market = Market::new().await;
    let entry = Entry {
        version_id: VersionId::from_bits(bits(9)),
        ..market.entry(1, "Weather")
    };
    market.list(&entry).await;
    let before = market.world.faults.all_seen();
    market.installed(1, 1).await;
    assert_eq!(market.world.faults.all_seen() - before, 2);
    market.remove(1, 1).await.unwrap();
    assert_eq!(market.world.faults.all_seen() - before, 4);
}
