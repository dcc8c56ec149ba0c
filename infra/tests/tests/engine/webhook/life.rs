//! A webhook from its creation to its end.

use dashboard_functions::registry::{
    WEBHOOK_CREATE, WEBHOOK_DELETE, WEBHOOK_LIST, WEBHOOK_UPDATE, WEBHOOK_VIEW,
};
use futures::future::join_all;
use serde_json::{Value, json};
use tests::World;
use tests::ask::ask;
use tests::hooks::{made, prove_made};
use twin::{Plan, PlanStatus};

use super::{HERE, NOON, everything, two_events, without};

#[tokio::test]
async fn a_webhook_from_its_making_to_its_end() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let mut body = two_events();
    body["description"] = json!("the CRM");
    let first = ask(&WEBHOOK_CREATE).by(user).body(body);
    let first = first.must(app, 201).await;
    let (id, secret) = (first["id"].clone(), first["secret"].clone());
    let id = id.as_str().unwrap();
    let secret = secret.as_str().unwrap();
    assert!(id.starts_with("whk_") && secret.starts_with("whsec_") && secret.len() == 50);
    let view = json!({
        "id": id, "url": HERE, "events": ["twin.snapshot.ready", "twin.api_key.revoked"],
        "description": "the CRM", "status": "unproven",
        "statusReason": "its receiver has not shown yet that it verifies signatures",
        "lastProbe": {
            "id": first["lastProbe"]["id"], "requestedAt": "2026-11-22T12:00:05.000Z",
            "verdict": "pending", "posts": [], "codeEndsAt": null, "codeTriesLeft": 0,
        },
        "failingSince": null, "missed": { "count": 0, "since": null }, "overlapEndsAt": null,
        "createdAt": "2026-11-22T12:00:05.000Z",
    });
    assert_eq!(without(first.clone(), "secret"), view);
    world.clock.advance(1_000);
    let second = json!({ "url": HERE, "events": ["*"] });
    let second = ask(&WEBHOOK_CREATE).by(user).body(second);
    let second = second.must(app, 201).await;
    assert_eq!(
        (&second["events"], &second["description"]),
        (&json!(["*"]), &Value::Null)
    );
    assert_ne!(second["secret"], first["secret"]);

    let list = ask(&WEBHOOK_LIST).by(user);
    let listed = list.must(app, 200).await;
    assert_eq!(
        listed,
        json!({ "webhooks": [view, without(second, "secret")] })
    );
    let see = ask(&WEBHOOK_VIEW).by(user).id(id);
    assert_eq!(see.must(app, 200).await, view);
    prove_made(app, user, &first).await;
    let view = see.must(app, 200).await;
    assert_eq!(
        (
            &view["status"],
            &view["statusReason"],
            &view["lastProbe"]["verdict"]
        ),
        (&json!("enabled"), &Value::Null, &json!("passed"))
    );

    // Absent, null and a value are three things.
    let change = |body: Value| ask(&WEBHOOK_UPDATE).by(user).id(id).body(body);
    assert_eq!(change(json!({})).must(app, 200).await, view);
    let changed = change(json!({ "url": "http://127.0.0.1:9000/a/../b", "events": ["*"] }))
        .must(app, 200)
        .await;
    assert_eq!(
        changed["url"], "http://127.0.0.1:9000/b",
        "as it was understood"
    );
    assert_eq!(
        (
            &changed["status"],
            &changed["events"],
            &changed["description"]
        ),
        (&json!("unproven"), &json!(["*"]), &json!("the CRM"))
    );
    prove_made(app, user, &first).await;
    let changed = change(json!({ "description": null })).must(app, 200).await;
    assert_eq!(changed["description"], Value::Null);
    assert_eq!(
        change(json!({ "status": "enabled" })).must(app, 200).await,
        changed
    );
    let paused = change(json!({ "status": "paused", "description": "x" }))
        .must(app, 200)
        .await;
    assert_eq!(
        (
            &paused["status"],
            &paused["statusReason"],
            &paused["description"]
        ),
        (&json!("paused"), &json!("paused by its owner"), &json!("x"))
    );
    let on = change(json!({ "status": "enabled" })).must(app, 200).await;
    assert_eq!(
        (&on["status"], &on["missed"]["count"]),
        (&json!("enabled"), &json!(0))
    );

    // It is sealed in the table, and no later answer shows it.
    for place in [
        everything(&world.table).await,
        list.must(app, 200).await.to_string(),
    ] {
        assert!(!place.contains(secret) && !place.contains(&secret[6..]));
    }
    let delete = ask(&WEBHOOK_DELETE).by(user).id(id);
    assert_eq!(delete.must(app, 204).await, Value::Null);
    let gone = (404, "WEBHOOK_NOT_FOUND".to_owned());
    assert_eq!(delete.code(app).await, gone);
    assert_eq!(see.code(app).await, gone);
    assert_eq!(change(json!({ "status": "paused" })).code(app).await, gone);
    assert_eq!(change(json!({ "url": HERE })).code(app).await, gone);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_never_more_than_ten() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let making = (0..30).map(|_| {
        let app = world.process_wired();
        tokio::spawn(async move {
            let create = ask(&WEBHOOK_CREATE).by(user).body(two_events());
            // A 503 asks to be tried again.
            for _ in 0..20 {
                match create.of(app).await {
                    (201, body) => return Some(body["id"].as_str().unwrap().to_owned()),
                    (409, body) => {
                        assert_eq!(body["error"]["code"], "WEBHOOK_LIMIT_REACHED");
                        return None;
                    }
                    (503, _) => {}
                    (status, body) => panic!("{status} {body}"),
                }
            }
            panic!("busy for ever");
        })
    });
    let all: Vec<_> = join_all(making)
        .await
        .into_iter()
        .filter_map(Result::unwrap)
        .collect();
    assert_eq!(all.len(), 10);
    let app = world.process_wired();
    let list = ask(&WEBHOOK_LIST).by(user);
    assert_eq!(
        list.must(app, 200).await["webhooks"]
            .as_array()
            .unwrap()
            .len(),
        10
    );
    // One is deleted once, and leaves room for one.
    let delete = ask(&WEBHOOK_DELETE).by(user).id(&all[0]);
    let deleted = join_all((0..4).map(|_| delete.code(app))).await;
    assert_eq!(
        deleted.iter().filter(|(status, _)| *status == 204).count(),
        1,
        "{deleted:?}"
    );
    let create = ask(&WEBHOOK_CREATE).by(user).body(two_events());
    create.must(app, 201).await;
    assert_eq!(
        create.code(app).await,
        (409, "WEBHOOK_LIMIT_REACHED".into())
    );
}

#[tokio::test]
async fn creating_one_needs_the_plan() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let own = made(app, user, two_events()).await;
    let create = ask(&WEBHOOK_CREATE).by(user).body(two_events());
    for (plan, status) in [
        (Plan::Essential, PlanStatus::Active),
        (Plan::Professional, PlanStatus::Paused),
    ] {
        world.clock.advance(1_000);
        world.set_account(user, 1_000, plan, status).await;
        assert_eq!(create.code(app).await, (403, "PLAN_REQUIRED".into()));
    }
    // Webhooks that exist stay their owner's.
    let id = own["id"].as_str().unwrap();
    ask(&WEBHOOK_VIEW).by(user).id(id).must(app, 200).await;
    ask(&WEBHOOK_DELETE).by(user).id(id).must(app, 204).await;
}
