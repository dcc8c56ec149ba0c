//! The owner's review of what integrations propose.

pub mod limit;

use dashboard_functions::registry::{DISCOVERY_APPROVE, DISCOVERY_LIST, DISCOVERY_REJECT};
use futures::future::join_all;
use serde_json::json;
use tests::ask::ask;
use tests::{World, rows};
use twin::discovery::{self, Category, Proposal, Valence};
use twin::{DiscoveryId, PlainKey, UserId};

use crate::owner::problems;

const NOON: &str = "2026-11-22T12:00:05Z";

fn fact(text: &str) -> Proposal {
    Proposal::LifeFact {
        category: Category::General,
        value: text.to_owned(),
        valence: Valence::Positive,
        external_ref: None,
        confidence: None,
    }
}

/// Discoveries that an integration has proposed with this key.
pub async fn proposed(
    world: &World,
    user: UserId,
    key: &PlainKey,
    texts: &[&str],
) -> Vec<DiscoveryId> {
    let facts: Vec<_> = texts.iter().map(|text| fact(text)).collect();
    let now = world.clock.now();
    let queued = discovery::queue(&world.table, user, key.id(), &facts, now, |_| Ok(None)).await;
    queued.unwrap().ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn discoveries_are_decided_once() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let ids = proposed(
        &world,
        user,
        &key,
        &["one fact", "two facts", "three facts"],
    )
    .await;
    let messages = async || {
        let waiting = rows::waiting(&world.table, user).await;
        let approvals = waiting.iter().filter(|(id, _)| id.starts_with("approved."));
        approvals.count()
    };
    let listed = async |query: &str| {
        let mut found = Vec::new();
        let mut next = query.to_owned();
        loop {
            let page = ask(&DISCOVERY_LIST)
                .by(user)
                .query(&next)
                .must(app, 200)
                .await;
            let all = page["discoveries"].as_array().unwrap();
            found.extend(all.iter().map(|d| d["id"].as_str().unwrap().to_owned()));
            match page["nextCursor"].as_str() {
                Some(cursor) => next = format!("{query}&cursor={cursor}"),
                None => return found,
            }
        }
    };
    assert_eq!(listed("status=pending&limit=1").await.len(), 3);
    assert_eq!(listed("").await.len(), 3);
    let approve = ask(&DISCOVERY_APPROVE).by(user).id(ids[0]);
    let all = (0..16).map(|i| {
        // Some with a key, some without.
        let ask = if i % 2 == 0 {
            approve.clone()
        } else {
            approve.clone().once("k")
        };
        let app = world.process_on_time();
        tokio::spawn(async move { ask.must(app, 200).await })
    });
    let answers: Vec<_> = join_all(all)
        .await
        .into_iter()
        .map(|done| done.unwrap())
        .collect();
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
    assert_eq!(
        (&answers[0]["status"], &answers[0]["item"]["value"]),
        (&json!("approved"), &json!("one fact"))
    );
    assert_eq!(messages().await, 1);
    world.clock.advance(60_000);
    assert_eq!(approve.must(app, 200).await, answers[0], "later as well");
    assert_eq!(messages().await, 1);

    let reject = ask(&DISCOVERY_REJECT).by(user);
    assert_eq!(
        reject.clone().id(ids[0]).code(app).await,
        (409, "ALREADY_DECIDED".into())
    );
    let rejected = reject.clone().id(ids[1]).must(app, 200).await;
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(reject.id(ids[1]).must(app, 200).await, rejected);
    assert_eq!(
        approve.id(ids[1]).code(app).await,
        (409, "ALREADY_DECIDED".into())
    );
    assert_eq!(messages().await, 1);
    for (status, id) in [
        ("pending", ids[2]),
        ("approved", ids[0]),
        ("rejected", ids[1]),
    ] {
        assert_eq!(listed(&format!("status={status}")).await, [id.to_string()]);
    }
}

#[tokio::test]
async fn the_demonstration_has_something_to_review() {
    let world = World::at(NOON).await;
    demo::seed(&world.table).await.unwrap();
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let list = ask(&DISCOVERY_LIST).claiming(json!({ "sub": demo::SUBJECT }));
    let found = list.must(app, 200).await;
    let ids: Vec<_> = found["discoveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["id"])
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&&json!(demo::DISCOVERY)), "{ids:?}");
}

#[tokio::test]
async fn each_wrong_parameter_is_named() {
    let world = World::at(NOON).await;
    let (user, process) = (world.account(1_000).await, world.process_on_time());
    let list = ask(&DISCOVERY_LIST).by(user);
    let list = list.query("status=new&limit=101&cursor=x&page=2");
    assert_eq!(
        problems(&list, process).await,
        "status INVALID, limit INVALID, cursor INVALID, page UNKNOWN"
    );
    // What can't be an id is the id of no discovery.
    for (endpoint, id) in [
        (&DISCOVERY_APPROVE, "nonsense"),
        (&DISCOVERY_REJECT, "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ] {
        let decide = ask(endpoint).by(user).id(id);
        let unknown = (404, "DISCOVERY_NOT_FOUND".to_owned());
        assert_eq!(decide.code(process).await, unknown);
    }
}
