//! A runtime app is made, proven, changed, rotated, asked for its health.

use std::collections::BTreeSet;

use demo::runtime::Behaviour;
use futures::future::join_all;
use provider::id::PackageId;
use provider::runtime::app::{self, RuntimeAppChange, RuntimeError, Status};
use provider::runtime::health::{self, Breaker, Step};
use provider::runtime::template::{self, Template};
use serde_json::json;

use super::{CallMode, RuntimeApp, STATE, World};

#[tokio::test]
async fn nothing_but_a_challenge_is_sent_before_the_url_is_proven() {
    let world = World::new().await;
    let made = world.create().await.unwrap();
    assert_eq!(made.status(), Status::PendingProof);
    assert!(matches!(
        world.prove(made.id).await,
        Err(RuntimeError::NoSecret)
    ));
    let params = json!({ "city": "Bilbao" });
    let call = async |of: &RuntimeApp| {
        let (mode, params) = (CallMode::State, params.clone());
        world.call(of, mode, STATE, None, params).await
    };
    assert!(matches!(call(&made).await, Err(RuntimeError::NotProven(_))));
    let asked = health::check(&world.caller, &made, None, Breaker::CLOSED)
        .await
        .unwrap();
    assert_eq!(asked.check.failed_step, Some(Step::Url));
    assert_eq!(world.runtime.receiver.count(), 0);

    // The provider does not have the secret, has another, echoes, or has another secret's proof.
    let secret = world.rotate(made.id, 24).await.unwrap();
    for (secrets, behaviour) in [
        (vec![], None),
        (
            vec!["whsec_b3RoZXIgc2VjcmV0IG90aGVyIHNlY3JldCBvdGhlciE="],
            None,
        ),
        (vec![secret.reveal()], Some(Behaviour::Echo)),
        (vec![secret.reveal()], Some(Behaviour::WrongProof)),
    ] {
        world.runtime.set_secrets(secrets);
        world.runtime.behave(behaviour);
        let after = world.prove(made.id).await.unwrap();
        let last = after.last_proof.clone().unwrap();
        assert!(!last.passed && last.reason.is_some(), "{last:?}");
        assert_eq!(after.status(), Status::PendingProof);
        assert!(matches!(
            call(&after).await,
            Err(RuntimeError::NotProven(_))
        ));
    }
    world.runtime.behave([]);
    let active = world.prove(made.id).await.unwrap();
    assert_eq!(active.status(), Status::Active);
    assert!(active.last_proof.as_ref().unwrap().passed);
    let received = world.runtime.receiver.take();
    let paths: BTreeSet<_> = received.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, BTreeSet::from(["/.well-known/provider-challenge"]));
    let challenges: BTreeSet<_> = received
        .iter()
        .map(|one| one.json()["challenge"].to_string())
        .collect();
    assert_eq!(challenges.len(), received.len(), "each is used once");
    assert!(call(&active).await.unwrap().outcome.is_ok());

    // Five were tried; a sixth is the last within the hour.
    world.prove(made.id).await.unwrap();
    let Err(RuntimeError::TooManyProofs(seconds)) = world.prove(made.id).await else {
        panic!("a seventh");
    };
    assert!((3_500..=3_600).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn an_app_has_one_runtime_app_that_is_not_paused() {
    let world = World::new().await;
    let made = join_all((0..16).map(|_| world.create())).await;
    let (made, refused): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 1);
    assert!(
        refused
            .iter()
            .all(|r| matches!(r, Err(RuntimeError::Exists(_)))),
        "{refused:?}"
    );
    let first = made.into_iter().next().unwrap().unwrap();

    let pause = async |id, is_paused| {
        let change = RuntimeAppChange {
            is_paused: Some(is_paused),
            ..RuntimeAppChange::default()
        };
        let (table, allowed) = (world.table(), &world.caller.allowed);
        app::update(table, allowed, world.app, id, &change, world.now()).await
    };
    assert_eq!(
        pause(first.id, true).await.unwrap().status(),
        Status::Paused
    );
    assert_eq!(app::current(world.table(), world.app).await.unwrap(), None);
    let second = world.create().await.unwrap();
    let refused = pause(first.id, false).await;
    assert!(
        matches!(refused, Err(RuntimeError::Exists(id)) if id == second.id),
        "{refused:?}"
    );
    let current = app::current(world.table(), world.app)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(current.id, second.id);
    pause(second.id, true).await.unwrap();
    // Sixteen at once may want the place: one gets it.
    let both = (0..16).map(|n| pause(if n % 2 == 0 { first.id } else { second.id }, false));
    join_all(both).await;
    let all = app::list(world.table(), world.developer).await.unwrap();
    assert_eq!(
        all.iter().map(|one| one.id).collect::<Vec<_>>(),
        [first.id, second.id]
    );
    assert_eq!(all.iter().filter(|one| !one.is_paused).count(), 1);

    // As many as there may be.
    for _ in all.len() as u64..app::MOST {
        let current = app::current(world.table(), world.app)
            .await
            .unwrap()
            .unwrap();
        pause(current.id, true).await.unwrap();
        world.create().await.unwrap();
    }
    let current = app::current(world.table(), world.app)
        .await
        .unwrap()
        .unwrap();
    pause(current.id, true).await.unwrap();
    assert!(matches!(world.create().await, Err(RuntimeError::TooMany)));

    app::remove_all(world.table(), world.developer, world.app, world.now())
        .await
        .unwrap();
    assert!(
        app::list(world.table(), world.developer)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(world.create().await.is_ok());
}

#[tokio::test]
async fn another_url_is_proven_anew_unless_its_origin_is_known() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let other = demo::runtime::DemoRuntime::start().await.unwrap();
    let change = async |url: &str| {
        let change = RuntimeAppChange {
            endpoint_url: Some(world.url(url)),
            ..RuntimeAppChange::default()
        };
        let (table, allowed) = (world.table(), &world.caller.allowed);
        app::update(table, allowed, world.app, active.id, &change, world.now())
            .await
            .unwrap()
    };
    let base = format!("{}/v2", world.runtime.url());
    assert_eq!(
        change(&base).await.status(),
        Status::Active,
        "the same origin"
    );
    assert_eq!(change(other.url()).await.status(), Status::PendingProof);
    assert_eq!(
        change(world.runtime.url()).await.status(),
        Status::Active,
        "back again"
    );

    // A URL can be proven before it is used.
    let secret = world
        .find(active.id)
        .await
        .secrets(&world.caller.vault, world.now())
        .await;
    other.set_secrets(secret.unwrap().iter().map(|one| one.reveal()));
    let directory = provider::runtime::keys::directory(world.table())
        .await
        .unwrap();
    other.trust(&serde_json::to_value(directory).unwrap());
    let url = world.url(other.url());
    let proven = super::proof::prove(&world.caller, world.app, active.id, Some(&url)).await;
    assert!(proven.unwrap().last_proof.unwrap().passed);
    assert_eq!(change(other.url()).await.status(), Status::Active);
}

#[tokio::test]
async fn a_secret_is_rotated_with_an_overlap_or_at_once() {
    let world = World::new().await;
    let (active, first) = world.active().await;
    let second = world.rotate(active.id, 24).await.unwrap();
    assert_ne!(first.reveal(), second.reveal());
    let good = json!({ "city": "Bilbao" });
    // Both sign: a provider with either of them accepts.
    for secret in [&first, &second] {
        world.runtime.set_secrets([secret.reveal()]);
        let now = world.find(active.id).await;
        assert_eq!(now.status(), Status::Active);
        assert!(world.state(&now, good.clone()).await.outcome.is_ok());
    }
    let refused = world.rotate(active.id, 1).await;
    assert!(
        matches!(refused, Err(RuntimeError::TwoSecrets(_))),
        "{refused:?}"
    );
    let third = world.rotate(active.id, 0).await.unwrap();
    let now = world.find(active.id).await;
    assert_eq!(
        now.status(),
        Status::PendingProof,
        "nobody else can check our calls"
    );
    world.runtime.set_secrets([first.reveal(), second.reveal()]);
    assert!(
        !world
            .prove(active.id)
            .await
            .unwrap()
            .last_proof
            .unwrap()
            .passed
    );
    world.runtime.set_secrets([third.reveal()]);
    assert_eq!(
        world.prove(active.id).await.unwrap().status(),
        Status::Active
    );
    let stored = world.stored(active.id).await;
    for secret in [first, second, third] {
        assert!(!stored.contains(secret.reveal()));
    }
}

#[tokio::test]
async fn health_says_which_step_failed_and_is_remembered() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let check = || health::check(&world.caller, &active, None, Breaker::CLOSED);
    let well = check().await.unwrap();
    assert!(well.check.reachable, "{well:?}");
    assert_eq!(
        well.check.handlers,
        [demo::runtime::STATE, demo::runtime::ACTION]
    );
    assert_eq!((well.uptime, well.status), (None, Status::Active));
    assert!(
        health::probe(&world.caller, &active)
            .await
            .unwrap()
            .reachable
    );
    world.runtime.behave([Behaviour::Ill]);
    assert_eq!(check().await.unwrap().check.failed_step, Some(Step::Status));
    assert!(
        !health::probe(&world.caller, &active)
            .await
            .unwrap()
            .reachable
    );
    let ill = check().await.unwrap();
    assert_eq!(ill.uptime.unwrap().percent, 50.0);
    let view = serde_json::to_value(&ill).unwrap();
    assert_eq!(view["reachable"], false);
    assert_eq!(
        view["breaker"],
        json!({ "state": "closed", "nextTryAt": null })
    );
    drop(world.runtime);
    let gone = health::check(&world.caller, &active, None, Breaker::CLOSED)
        .await
        .unwrap();
    assert_eq!(gone.check.failed_step, Some(Step::Connect));
}

#[tokio::test]
async fn a_template_is_kept_and_replaced() {
    let world = World::new().await;
    let made = world.create().await.unwrap();
    let find = || template::find(world.table(), world.app, made.id);
    assert_eq!(find().await.unwrap(), None);
    for interval in [60, 300] {
        let members = json!({
            "refreshInterval": interval, "outputSchema": { "type": "object" },
        });
        let template = Template::read(members.as_object().unwrap().clone()).unwrap();
        let (table, now) = (world.table(), world.now());
        template::put(table, world.app, made.id, &template, now)
            .await
            .unwrap();
        assert_eq!(find().await.unwrap(), Some(template));
    }
    assert_eq!(
        app::list(world.table(), world.developer)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn all_processes_see_a_user_under_one_pseudonym() {
    let world = World::new().await;
    let processes: Vec<_> = (0..8).map(|_| world.process()).collect();
    let package = PackageId::new(world.now());
    let all = processes.iter().map(|process| {
        process
            .pseudonyms
            .of(&process.table, &process.vault, package, "user")
    });
    let all: BTreeSet<_> = join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(all.len(), 1, "{all:?}");
    let caller = &world.caller;
    let other = PackageId::new(world.now());
    let other = caller
        .pseudonyms
        .of(&caller.table, &caller.vault, other, "user")
        .await
        .unwrap();
    assert!(!all.contains(&other));
}
