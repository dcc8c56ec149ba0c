//! Wrong fields of keys, each named by its path.

use dashboard_functions::registry::{KEY_CREATE, KEY_REVOKE, KEY_ROTATE, KEY_UPDATE, KEY_VIEW};
use serde_json::{Value, json};
use tests::World;
use tests::ask::{Ask, ask};

use super::{NOON, new_key};
use crate::owner::problems;

#[tokio::test]
async fn each_wrong_field_is_named_by_its_path() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let wrong = async |ask: Ask| problems(&ask, app).await;
    let sorted = |problems: &str| {
        let mut all: Vec<_> = problems.split(", ").map(str::to_owned).collect();
        all.sort();
        all
    };
    let create = |body: Value| ask(&KEY_CREATE).by(user).body(body);
    let update = |body: Value| ask(&KEY_UPDATE).by(user).id(key.id()).body(body);
    // All at once.
    let all = json!({
        "name": "", "scopes": ["twin:all", 7], "monthlyLimit": 0,
        "expiresAt": "2026-11-22T12:00:05Z", "allowedIps": ["203.0.113.7", "here", 7], "nmae": 1,
    });
    let expected = [
        "name LENGTH",
        "scopes[0] INVALID",
        "scopes[1] TYPE",
        "monthlyLimit RANGE",
        "expiresAt RANGE",
        "allowedIps[1] INVALID",
        "allowedIps[2] INVALID",
        "nmae UNKNOWN",
    ];
    let expected = sorted(&expected.join(", "));
    assert_eq!(sorted(&wrong(create(all.clone())).await), expected);
    assert_eq!(sorted(&wrong(update(all)).await), expected);
    let missing = "name REQUIRED, scopes REQUIRED";
    assert_eq!(wrong(create(json!({}))).await, missing);
    let nulls = json!({ "name": null, "scopes": null });
    assert_eq!(wrong(create(nulls)).await, missing);
    let nulls = json!({ "name": null, "scopes": null, "allowedIps": null });
    assert_eq!(wrong(update(nulls)).await, "name TYPE, scopes TYPE");
    // One by one.
    let many = vec!["203.0.113.7"; 51];
    for (field, value, wrong_at) in [
        ("name", json!("x".repeat(101)), "name LENGTH"),
        ("name", json!(7), "name TYPE"),
        ("scopes", json!([]), "scopes LENGTH"),
        ("scopes", json!("twin:read"), "scopes TYPE"),
        (
            "scopes",
            json!(["twin:read", "twin:read"]),
            "scopes REPEATED",
        ),
        (
            "scopes",
            json!(["twin:read", "twin:write", "twin:read"]),
            "scopes LENGTH",
        ),
        ("monthlyLimit", json!(1_000_001), "monthlyLimit RANGE"),
        ("monthlyLimit", json!(1.5), "monthlyLimit RANGE"),
        ("monthlyLimit", json!(-1), "monthlyLimit RANGE"),
        ("monthlyLimit", json!("1"), "monthlyLimit TYPE"),
        ("expiresAt", json!("tomorrow"), "expiresAt INVALID"),
        ("expiresAt", json!(1_795_339_800), "expiresAt TYPE"),
        ("expiresAt", json!("2026-11-22"), "expiresAt INVALID"),
        ("allowedIps", json!(many), "allowedIps LENGTH"),
        ("allowedIps", json!("203.0.113.7"), "allowedIps TYPE"),
        (
            "allowedIps",
            json!(["203.0.113.7/33"]),
            "allowedIps[0] INVALID",
        ),
    ] {
        let mut body = new_key("fine");
        body[field] = value.clone();
        assert_eq!(wrong(create(body)).await, wrong_at, "{field} {value}");
        let found = wrong(update(json!({ field: value }))).await;
        assert_eq!(found, wrong_at, "{field} {value}");
    }
    let rotate = |body: Value| ask(&KEY_ROTATE).by(user).id(key.id()).body(body);
    assert_eq!(
        wrong(rotate(json!({ "overlapHours": 169 }))).await,
        "overlapHours RANGE"
    );
    assert_eq!(
        wrong(rotate(json!({ "overlap": 1 }))).await,
        "overlap UNKNOWN"
    );
    assert_eq!(wrong(create(json!([]))).await, " TYPE");
    let bad = create(new_key("x")).once(&"x".repeat(256));
    assert_eq!(wrong(bad).await, "Idempotency-Key INVALID");
    // The edges of what is allowed.
    let mut most = new_key(&"ü".repeat(100));
    most["monthlyLimit"] = json!(1_000_000);
    most["allowedIps"] = json!(vec!["203.0.113.7"; 50]);
    most["expiresAt"] = json!("2026-11-22T12:00:05.001Z");
    create(most).must(app, 201).await;
    // What can't be an id is the id of no key.
    for (endpoint, id) in [
        (&KEY_VIEW, "nonsense"),
        (&KEY_REVOKE, "0BADC0DE"),
        (&KEY_UPDATE, ""),
        (&KEY_ROTATE, "0badc0de"),
    ] {
        assert_eq!(
            ask(endpoint).by(user).id(id).code(app).await,
            (404, "KEY_NOT_FOUND".into())
        );
    }
}
