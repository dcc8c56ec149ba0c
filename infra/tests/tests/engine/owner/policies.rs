//! What the template allows each function.

use dashboard_functions::Owner;
use dashboard_functions::registry::*;
use serde_json::{Value, json};
use surface::Endpoint;
use tests::ask::ask;
use tests::hooks::{made, made_and_probed};
use tests::{Process, World};
use twin::UserId;
use twin::api_key::LIVE_KEYS;
use twin::discovery::{self, Proposal};
use webhooks::delivery::{self, Attempt, Outcome};
use webhooks::webhook;

use super::NOON;
use crate::webhook::any_event;

/// Each function's policy allows all that it sends to the table, the queues and the secrets.
#[tokio::test]
async fn policies_allow_what_is_sent() {
    let new = json!({ "name": "x", "scopes": ["twin:read"] });
    let renamed = json!({ "name": "y" });
    let overlap = json!({ "overlapHours": 24 });
    let at_once = json!({ "overlapHours": 0 });
    let arrived = json!({ "headers": {}, "body": "" });
    let since = json!({ "since": NOON });
    let moved = json!({ "url": "http://127.0.0.1:9001/hook", "events": ["*"] });
    let cases: [(&'static Endpoint<Owner>, Option<Value>, u16); 24] = [
        (&KEY_CREATE, Some(new), 201),
        (&KEY_LIST, None, 200),
        (&KEY_VIEW, None, 200),
        (&KEY_UPDATE, Some(renamed), 200),
        (&KEY_REVOKE, None, 200),
        (&KEY_ROTATE, Some(overlap.clone()), 201),
        (&KEY_ROTATE, Some(at_once), 201),
        (&USAGE, None, 200),
        (&WEBHOOK_CREATE, Some(any_event()), 201),
        (&WEBHOOK_LIST, None, 200),
        (&WEBHOOK_VIEW, None, 200),
        (&WEBHOOK_UPDATE, Some(moved), 200),
        (&WEBHOOK_DELETE, None, 204),
        (&WEBHOOK_TEST, None, 202),
        (&WEBHOOK_CONFIRM, None, 200),
        (&WEBHOOK_SECRET_ROTATE, Some(overlap), 200),
        (&WEBHOOK_SECRET_COMPLETE, None, 200),
        (&WEBHOOK_VERIFY, Some(arrived), 200),
        (&WEBHOOK_DELIVERY_LIST, None, 200),
        (&WEBHOOK_DELIVERY_RETRY, None, 202),
        (&WEBHOOK_RECOVER, Some(since), 202),
        (&DISCOVERY_LIST, None, 200),
        (&DISCOVERY_APPROVE, None, 200),
        (&DISCOVERY_REJECT, None, 200),
    ];
    let mut wrong = Vec::new();
    for (endpoint, body, status) in cases {
        let logical_id = logical_id(endpoint.route.function);
        let world = World::at(NOON).await;
        let (user, app) = (world.account(1_000).await, world.process_wired());
        // Twenty live keys of which nineteen expire: a new one has to look for a place.
        let soon = world.clock.now().plus_millis(1_000);
        for _ in 1..LIVE_KEYS {
            world
                .key_with(user, |key| key.expires_at = Some(soon))
                .await;
        }
        let (key, _) = world.key(user).await;
        world.clock.advance(2_000);
        let proposals = [Proposal::Annotation {
            tag: "ab".into(),
            text: "abc".into(),
            external_ref: None,
        }];
        let now = world.clock.now();
        let queued = discovery::queue(&world.table, user, key.id(), &proposals, now, |_| Ok(None));
        let discovery = queued.await.unwrap().ids[0].to_string();
        let (hook, lost) = lost_delivery(&world, app, user).await;
        let (unproven, code) = made_and_probed(app, user, any_event()).await;
        let id = match endpoint.route.path {
            path if path.ends_with("/confirm") => unproven["id"].as_str().unwrap().to_owned(),
            path if path.contains("/discoveries/") => discovery,
            path if path.contains("/webhooks/") => hook,
            _ => key.id().to_string(),
        };
        let mut request = ask(endpoint).by(user).id(id).delivery(lost).once("once");
        if endpoint.route.path.ends_with("/confirm") {
            request = request.body(json!({ "code": code }));
        } else if let Some(body) = body {
            request = request.body(body);
        }
        world.faults.take_actions();
        // A process of its own: it has read no secret yet.
        let app = world.process_wired();
        // Twice: done, and answered again or found done.
        request.must(app, status).await;
        let again = if status == 204 { 404 } else { status };
        request.must(app, again).await;
        let (used, allowed) = (world.faults.take_actions(), tests::allowed(&logical_id));
        assert!(!used.is_empty(), "{logical_id}");
        let missing: Vec<_> = used.difference(&allowed).collect();
        if !missing.is_empty() {
            wrong.push(format!("{logical_id} lacks {missing:?}"));
        }
        let more: Vec<_> = allowed.difference(&used).collect();
        if endpoint.route.path.contains("/webhooks") && !more.is_empty() {
            wrong.push(format!("{logical_id} does not need {more:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// A function's name in the template: `dashboard-key-list` is `DashboardKeyList`.
fn logical_id(function: &str) -> String {
    let words = function.split('-');
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

/// A webhook, and a delivery that it has lost.
async fn lost_delivery(world: &World, app: &'static Process, user: UserId) -> (String, String) {
    let made = made(app, user, any_event()).await;
    let hook = made["id"].as_str().unwrap().to_owned();
    let test = ask(&WEBHOOK_TEST).by(user).id(&hook);
    let lost = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
    let id = (hook.parse().unwrap(), lost.parse().unwrap());
    let (table, now) = (&world.table, world.clock.now());
    let found = delivery::find(table, &user.tenant(), id.0, id.1).await;
    let claimed = delivery::claim(table, &found.unwrap().unwrap(), now).await;
    let attempt = Attempt {
        n: 1,
        at: now,
        status: Some(500),
        duration_ms: 7,
        error: Some("status".into()),
        response: Some("no".into()),
    };
    let outcome = Outcome::Dead("all 1 attempts failed".into());
    let claimed = claimed.unwrap().unwrap();
    let webhook = webhook::find(table, &user.tenant(), id.0).await.unwrap();
    let done = delivery::complete(table, &claimed, &webhook, &attempt, &outcome, now).await;
    assert!(done.unwrap());
    (hook, lost)
}
