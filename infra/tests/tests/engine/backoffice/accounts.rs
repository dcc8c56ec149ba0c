//! Accounts as the operator's systems change them.

use backoffice_functions::registry::ACCOUNT_PUT;
use metering::Counter;
use metering::window::Month;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::{World, at, rows};
use twin::UserId;

use super::{NOW, change, me, put_account, send, with, wrong};

#[tokio::test]
async fn an_account_is_what_its_latest_change_says() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = UserId::new(world.clock.now());
    let first = put_account(app, user, &change("a", "2026-11-01T00:00:00Z")).await;
    let record = json!({
        "userId": user, "subject": "a", "plan": "professional", "status": "active",
        "tier": "included", "monthlyLimit": 10_000, "updatedAt": "2026-11-01T00:00:00.000Z",
    });
    assert_eq!((first.status, &first.body), (200, &record));
    let again = put_account(app, user, &change("a", "2026-11-01T00:00:00Z")).await;
    assert_eq!((again.status, &again.body), (200, &record));

    let later = with(
        change("b", "2026-11-03T00:00:00Z"),
        json!({ "tier": "enterprise", "monthlyLimit": 77 }),
    );
    let later = put_account(app, user, &later).await;
    assert_eq!(
        (&later.body["subject"], &later.body["monthlyLimit"]),
        (&json!("b"), &json!(77))
    );
    // What comes late does not win, and is answered with what stands.
    let late = put_account(app, user, &change("c", "2026-11-02T00:00:00Z")).await;
    assert_eq!((late.status, &late.body), (200, &later.body));

    // One sign-in owns one account; the one that was given up is free again.
    let other = UserId::new(world.clock.now());
    let taken = put_account(app, other, &change("b", "2026-11-03T00:00:00Z")).await;
    assert_eq!((taken.status, taken.code()), (409, "SUBJECT_IN_USE"));
    assert!(rows::of_account(&world.table, other).await.is_empty());
    assert_eq!(
        put_account(app, other, &change("a", "2026-11-03T00:00:00Z"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn all_that_is_wrong_with_a_change_is_listed() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = UserId::new(world.clock.now()).to_string();
    let signed = |id: &str| ask(&ACCOUNT_PUT).by_operator().id(id);
    let put = async |id: &str, body: Value| send(app, signed(id).body(body)).await;
    let all = json!({ "plan": "gold", "status": 1, "tier": "x", "monthlyLimit": 0, "plam": 1, "subject": "" });
    assert_eq!(
        put("usr_x", all).await.wrong(),
        wrong([
            ("userId", "INVALID"),
            ("subject", "LENGTH"),
            ("plan", "INVALID"),
            ("status", "TYPE"),
            ("tier", "INVALID"),
            ("monthlyLimit", "RANGE"),
            ("updatedAt", "REQUIRED"),
            ("plam", "UNKNOWN"),
        ])
    );
    let good = change("a", NOW);
    let enterprise = with(good.clone(), json!({ "tier": "enterprise" }));
    assert_eq!(
        put(&user, enterprise).await.wrong(),
        wrong([("monthlyLimit", "REQUIRED")])
    );
    let long = with(good.clone(), json!({ "subject": "ä".repeat(128) }));
    assert_eq!(
        put(&user, long).await.wrong(),
        wrong([("subject", "LENGTH")])
    );
    // A clock that is a little fast is forgiven; a change from the future would lock the account.
    let ahead = change("a", "2026-11-22T12:10:00.001Z");
    assert_eq!(
        put(&user, ahead).await.wrong(),
        wrong([("updatedAt", "RANGE")])
    );
    for malformed in ["", "[]x", "{\"a\":1,\"a\":1}"] {
        let answer = send(app, signed(&user).text(malformed)).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "MALFORMED_JSON"),
            "{malformed}"
        );
    }
    let open = send(app, ask(&ACCOUNT_PUT).id(&user).body(good)).await;
    assert_eq!((open.status, open.code()), (403, "FORBIDDEN"));
    assert!(rows::all(&world.table).await.is_empty());
    assert_eq!(
        put(&user, change("a", "2026-11-22T12:10:00Z")).await.status,
        200
    );
}

#[tokio::test]
async fn a_plan_holds_from_the_next_call() {
    let world = World::at(NOW).await;
    let (operator, process) = (world.process_on_time(), world.process_on_time());
    let user = UserId::new(world.clock.now());
    put_account(operator, user, &change("a", "2026-11-01T00:00:00Z")).await;
    let (key, _) = world.key(user).await;
    assert_eq!(me(process, &key).await.status, 200);
    for (day, plan, status, expected) in [
        (2, "premium", "active", 403),
        (3, "professional", "active", 200),
        (4, "professional", "paused", 403),
        (5, "professional", "active", 200),
    ] {
        let change = with(
            change("a", &format!("2026-11-0{day}T00:00:00Z")),
            json!({ "plan": plan, "status": status }),
        );
        assert_eq!(put_account(operator, user, &change).await.status, 200);
        let answer = me(process, &key).await;
        assert_eq!(answer.status, expected, "{plan} {status}");
        if expected == 403 {
            assert_eq!(answer.code(), "PLAN_REQUIRED");
        }
    }
}

/// Changes write over the account's item while calls count on it: none is lost, and each change
/// stands.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn traffic_loses_no_count() {
    let world = World::at(NOW).await;
    let operator = world.process_on_time();
    let user = UserId::new(world.clock.now());
    let tier = |n: i64| {
        let at = at("2026-11-01T00:00:00Z").plus_millis(n);
        let tier = if n % 2 == 0 { "starter" } else { "pro" };
        with(change("a", &at.to_string()), json!({ "tier": tier }))
    };
    assert_eq!(put_account(operator, user, &tier(0)).await.status, 200);
    let mut callers = Vec::new();
    for _ in 0..12 {
        let (key, _) = world.key(user).await;
        let process = world.process_on_time();
        callers.push(tokio::spawn(async move {
            let mut admitted = 0;
            for _ in 0..50 {
                let answer = me(process, &key).await;
                // A write that met a change's transaction time and again is a 503, uncounted.
                assert!([200, 503].contains(&answer.status), "{}", answer.body);
                admitted += u64::from(answer.status == 200);
            }
            admitted
        }));
    }
    let mut changes = 0;
    while callers.iter().any(|caller| !caller.is_finished()) {
        changes += 1;
        assert_eq!(
            put_account(operator, user, &tier(changes)).await.status,
            200
        );
    }
    let mut admitted = 0;
    for caller in callers {
        admitted += caller.await.unwrap();
    }
    let account = world.view(user).await;
    let month = Month::of(world.clock.now());
    assert_eq!(account.ledger.count(Counter::Month(month)), admitted);
    assert_eq!(
        account.updated_at.millis(),
        at("2026-11-01T00:00:00Z").millis() + changes
    );
    assert!(
        admitted > 500 && changes > 10,
        "{admitted} calls, {changes} changes"
    );
}
