//! A key from its creation to its end, and one that is rotated.

use dashboard_functions::registry::{
    KEY_CREATE, KEY_LIST, KEY_REVOKE, KEY_ROTATE, KEY_UPDATE, KEY_VIEW,
};
use serde_json::{Value, json};
use tests::ask::ask;
use tests::logs::{logs, metrics};
use tests::{World, rows};
use twin::PlainKey;

use super::{NOON, call, new_key, plain};

#[tokio::test]
async fn a_key_from_its_making_to_its_end() {
    logs();
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let warm = [world.process_on_time(), world.process_on_time()];
    let body = json!({
        "name": "CRM", "scopes": ["twin:read"], "monthlyLimit": 100,
        "expiresAt": "2026-12-01T00:00:00Z", "allowedIps": ["203.0.113.7", "2001:db8::/32"],
    });
    let made = ask(&KEY_CREATE).by(user).body(body).must(app, 201).await;
    let key = plain(&made);
    let mut view = made.clone();
    view.as_object_mut().unwrap().remove("key");
    let id = key.id();
    assert_eq!(
        view,
        json!({
            "id": id, "name": "CRM", "prefix": id.prefix(), "scopes": ["twin:read"],
            "monthlyLimit": 100, "expiresAt": "2026-12-01T00:00:00.000Z",
            "allowedIps": ["203.0.113.7/32", "2001:db8::/32"],
            "createdAt": "2026-11-22T12:00:05.000Z", "lastUsedAt": null, "revokedAt": null,
            "status": "active", "usedThisMonth": 0,
        })
    );
    for process in warm {
        assert_eq!(call(process, &key).await, "ok", "it works on the next call");
    }
    let see = ask(&KEY_VIEW).by(user).id(id);
    let seen = see.must(app, 200).await;
    assert_eq!(
        (&seen["usedThisMonth"], &seen["lastUsedAt"]),
        (&json!(2), &json!("2026-11-22T12:00:00.000Z"))
    );

    let change = |body: Value| ask(&KEY_UPDATE).by(user).id(id).body(body);
    let changed = change(json!({ "scopes": ["twin:write"] }))
        .must(app, 200)
        .await;
    assert_eq!(
        (&changed["scopes"], &changed["name"]),
        (&json!(["twin:write"]), &json!("CRM"))
    );
    assert_eq!(call(warm[0], &key).await, "INSUFFICIENT_SCOPE");
    let all = json!({ "name": "CRM 2", "scopes": ["twin:read"], "monthlyLimit": null, "expiresAt": null, "allowedIps": [] });
    let changed = change(all).must(app, 200).await;
    let now = (
        &changed["name"],
        &changed["monthlyLimit"],
        &changed["expiresAt"],
        &changed["allowedIps"],
    );
    assert_eq!(
        now,
        (&json!("CRM 2"), &Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!(call(warm[1], &key).await, "ok");
    // Null empties the list, too.
    change(json!({ "allowedIps": ["198.51.100.7"] }))
        .must(app, 200)
        .await;
    let changed = change(json!({ "allowedIps": null })).must(app, 200).await;
    assert_eq!(changed["allowedIps"], json!([]));
    assert_eq!(change(json!({})).must(app, 200).await["name"], "CRM 2");

    let revoke = ask(&KEY_REVOKE).by(user).id(id);
    let revoked = revoke.must(app, 200).await;
    assert_eq!(
        (&revoked["status"], &revoked["usedThisMonth"]),
        (&json!("revoked"), &json!(3))
    );
    for process in warm {
        assert_eq!(call(process, &key).await, "KEY_REVOKED");
    }
    world.clock.advance(1_000);
    assert_eq!(revoke.must(app, 200).await, revoked, "again is the same");
    assert_eq!(
        change(json!({ "name": "x" })).code(app).await,
        (409, "KEY_NOT_LIVE".into())
    );
    let rotate = ask(&KEY_ROTATE).by(user).id(id);
    assert_eq!(rotate.code(app).await, (409, "KEY_NOT_LIVE".into()));

    // Live ones first, each kind newest first; and never a secret.
    let second = ask(&KEY_CREATE)
        .by(user)
        .body(new_key("second"))
        .must(app, 201)
        .await;
    world.clock.advance(1_000);
    let third = ask(&KEY_CREATE)
        .by(user)
        .body(new_key("third"))
        .must(app, 201)
        .await;
    let listed = ask(&KEY_LIST).by(user).must(app, 200).await;
    let names: Vec<_> = listed["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| &k["name"])
        .collect();
    assert_eq!(names, ["third", "second", "CRM 2"]);
    assert!(
        logs().contains(&format!("\"key.id\":\"{}\"", key.id())),
        "logs are looked at"
    );
    assert!(!metrics("request").is_empty());
    for key in [key, plain(&second), plain(&third)] {
        let secret = &key.reveal()[18..];
        assert!(!listed.to_string().contains(secret));
        assert!(!listed.to_string().contains(&key.hash().to_string()));
        assert!(!format!("{:?}", rows::all(&world.table).await).contains(secret));
        assert!(!logs().contains(secret) && !logs().contains(&key.hash().to_string()));
    }
}

#[tokio::test]
async fn a_rotated_key_works_to_the_end_of_its_overlap() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let warm = world.process_on_time();
    let first = plain(
        &ask(&KEY_CREATE)
            .by(user)
            .body(new_key("a"))
            .must(app, 201)
            .await,
    );
    assert_eq!(call(warm, &first).await, "ok");
    let rotate = |key: &PlainKey| ask(&KEY_ROTATE).by(user).id(key.id());
    // A day by default.
    let answer = rotate(&first).must(app, 201).await;
    assert_eq!(
        answer["replaces"],
        json!({ "id": first.id(), "endsAt": "2026-11-23T12:00:05.000Z" })
    );
    assert_eq!(
        (&answer["name"], &answer["scopes"]),
        (&json!("a"), &json!(["twin:read", "twin:write"]))
    );
    let second = plain(&answer);
    for key in [&first, &second] {
        assert_eq!(call(warm, key).await, "ok");
    }
    world.clock.advance(24 * 3_600_000 - 1);
    assert_eq!(call(warm, &first).await, "ok");
    world.clock.advance(1);
    assert_eq!(call(warm, &first).await, "KEY_EXPIRED");
    assert_eq!(call(warm, &second).await, "ok");
    // At once.
    let answer = rotate(&second)
        .body(json!({ "overlapHours": 0 }))
        .must(app, 201)
        .await;
    assert_eq!(answer["replaces"]["endsAt"], json!(world.clock.now()));
    assert_eq!(call(warm, &second).await, "KEY_REVOKED");
    assert_eq!(call(warm, &plain(&answer)).await, "ok");
}
