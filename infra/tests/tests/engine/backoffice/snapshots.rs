//! Snapshots as the compiler publishes them.

use backoffice_functions::registry::ACCOUNT_PUT;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::{World, rows};
use twin::{SnapshotId, UserId};

use super::{
    NOW, an_account_alone, failed, profile, put_snapshot, put_snapshot_text, ready, reported, send,
    with, wrong,
};

#[tokio::test]
async fn a_snapshot_goes_its_way_once() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let now = world.clock.now();
    let id = SnapshotId::new(now);
    let put = async |body: Value| {
        let answer = put_snapshot(app, id, &body).await;
        (answer.status, answer.code().to_owned(), answer.body)
    };
    let (status, _, body) = put(reported(user, "compiling")).await;
    assert_eq!(
        (status, &body["version"], &body["status"]),
        (200, &json!(1), &json!("compiling"))
    );
    assert_eq!(rows::waiting(&world.table, user).await, []);
    assert_eq!(put(reported(user, "compiling")).await.2, body);
    let (status, _, body) = put(failed(user, "no answers")).await;
    assert_eq!((status, &body["reason"]), (200, &json!("no answers")));
    let (status, code, _) = put(reported(user, "compiling")).await;
    assert_eq!((status, code.as_str()), (409, "SNAPSHOT_CONFLICT"));
    let (status, _, body) = put(ready(user, "aoife")).await;
    assert_eq!(
        (status, &body["version"], &body["status"]),
        (200, &json!(1), &json!("ready"))
    );
    assert!(body["contentHash"].as_str().unwrap().starts_with("sha256:"));
    // The same document again, its fields in another order and spaced otherwise.
    let spaced = serde_json::to_string_pretty(&ready(user, "aoife")).unwrap();
    let again = put_snapshot_text(app, &id.to_string(), spaced).await;
    assert_eq!((again.status, &again.body), (200, &body));
    for other in [
        ready(user, "joaquin"),
        with(ready(user, "aoife"), json!({ "purchaseId": "pur_2" })),
        reported(user, "compiling"),
        failed(user, "too late"),
    ] {
        let (status, code, _) = put(other).await;
        assert_eq!((status, code.as_str()), (409, "SNAPSHOT_IMMUTABLE"));
    }

    // One event for each status that it got, whole, in an item of its own.
    let events = rows::waiting(&world.table, user).await;
    let [(first, event_failed), (second, event_ready)] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(first, &format!("snapshot.failed.{id}"));
    assert_eq!(second, &format!("snapshot.ready.{id}"));
    assert_eq!(event_failed["event"], "twin.snapshot.failed");
    assert_eq!(event_failed["data"]["reason"], "no answers");
    let expected = json!({
        "id": second, "userId": user, "event": "twin.snapshot.ready", "timestamp": now, "data": body,
    });
    assert_eq!(event_ready, &expected);

    let nobody = UserId::new(now);
    let (status, code, _) = put(reported(nobody, "compiling")).await;
    assert_eq!((status, code.as_str()), (404, "ACCOUNT_NOT_FOUND"));
    // The id is this account's, whatever is published for another one.
    let other = world.account(1_000).await;
    for body in [
        reported(other, "compiling"),
        ready(other, "aoife"),
        failed(other, "x"),
    ] {
        let (status, code, _) = put(body).await;
        assert_eq!((status, code.as_str()), (409, "SNAPSHOT_CONFLICT"));
    }
    assert_eq!(
        rows::of_account(&world.table, other).await,
        an_account_alone()
    );
    assert_eq!(world.view(other).await.twins.total, 0);
}

#[tokio::test]
async fn every_error_of_a_document_is_listed() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let id = SnapshotId::new(world.clock.now());
    let put = async |body: Value| put_snapshot(app, id, &body).await.wrong();
    let answer = put_snapshot_text(
        app,
        "snp_1",
        json!({ "profile": 1, "extra": 1 }).to_string(),
    );
    assert_eq!(
        answer.await.wrong(),
        wrong([
            ("id", "INVALID"),
            ("userId", "REQUIRED"),
            ("status", "REQUIRED"),
            ("source", "REQUIRED"),
            ("purchaseId", "REQUIRED"),
            ("snapshotDate", "REQUIRED"),
            ("extra", "UNKNOWN"),
        ])
    );
    // A profile and a reason belong to one status each.
    let both = json!({ "profile": profile("aoife"), "reason": "why" });
    let (profile_too, reason_too) = (("profile", "NOT_ALLOWED"), ("reason", "NOT_ALLOWED"));
    assert_eq!(
        put(with(reported(user, "compiling"), both.clone())).await,
        wrong([profile_too, reason_too])
    );
    assert_eq!(
        put(with(reported(user, "failed"), both.clone())).await,
        wrong([profile_too])
    );
    assert_eq!(
        put(with(reported(user, "ready"), both)).await,
        wrong([reason_too])
    );
    assert_eq!(
        put(reported(user, "ready")).await,
        wrong([("profile", "REQUIRED")])
    );
    assert_eq!(
        put(reported(user, "failed")).await,
        wrong([("reason", "REQUIRED")])
    );
    assert_eq!(put(failed(user, "")).await, wrong([("reason", "LENGTH")]));
    assert_eq!(
        put(failed(user, &"x".repeat(501))).await,
        wrong([("reason", "LENGTH")])
    );
    // Ours and the schema's, all at once.
    let mut bad = profile("aoife");
    bad["bigFive"]["traits"]["openness"] = json!(101);
    bad.as_object_mut().unwrap().remove("primaryLanguage");
    bad["mood"] = json!("fine");
    bad["attachment"] = json!([]);
    let body = with(
        reported(user, "ready"),
        json!({ "profile": bad, "source": "gift" }),
    );
    assert_eq!(
        put(body).await,
        wrong([
            ("source", "INVALID"),
            ("profile.bigFive.traits.openness", "RANGE"),
            ("profile.primaryLanguage", "REQUIRED"),
            ("profile.mood", "UNKNOWN"),
            ("profile.attachment", "TYPE"),
        ])
    );
    assert_eq!(
        put(with(reported(user, "ready"), json!({ "profile": "x" }))).await,
        wrong([("profile", "TYPE")])
    );
    // A key given twice, however deep.
    let text = ready(user, "aoife").to_string();
    let twice = text.replacen("\"bigFive\":{", "\"bigFive\":{\"traits\":{},", 1);
    assert_ne!(twice, text);
    let answer = put_snapshot_text(app, &id.to_string(), twice).await;
    assert_eq!((answer.status, answer.code()), (400, "MALFORMED_JSON"));
    // More errors than fit into an answer: as many as do, and how many more there are.
    let facts: Vec<_> = (0..30_000).map(|n| json!(n)).collect();
    let mut flood = profile("aoife");
    flood["bigFive"] = json!(1);
    flood["rhythms"] = json!({ "peaks": facts });
    let body = with(reported(user, "ready"), json!({ "profile": flood }));
    let answer = put_snapshot(app, id, &body).await;
    let details = answer.body["error"]["details"].as_array().unwrap();
    assert_eq!(details.len(), 50);
    let message = answer.body["error"]["message"].as_str().unwrap();
    let counted = "(and 30001 more; details lists the first 50)";
    assert!(message.ends_with(counted), "{message}");
    // Unknown fields as many as fit, and more values than are read at all.
    let names = (0..90_000).map(|n| (format!("unknown field number {n}"), json!(n)));
    let body = with(reported(user, "compiling"), Value::Object(names.collect()));
    let answer = put_snapshot(app, id, &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.wrong().len(), 50);
    let values: Vec<_> = (0..100_000).map(|n| json!(n)).collect();
    let body = with(reported(user, "compiling"), json!({ "values": values }));
    let answer = put_snapshot(app, id, &body).await;
    assert_eq!((answer.status, answer.code()), (400, "MALFORMED_JSON"));
    assert_eq!(
        rows::of_account(&world.table, user).await,
        an_account_alone()
    );
}

#[tokio::test]
async fn a_document_has_its_sizes() {
    let world = World::at(NOW).await;
    let app = world.process_on_time();
    let user = world.account(1_000).await;
    let id = SnapshotId::new(world.clock.now());
    let padded = |length: usize| {
        let text = ready(user, "ainhoa").to_string();
        let pad = " ".repeat(length - text.len());
        text + &pad
    };
    let limit = 4 * 1024 * 1024;
    let answer = put_snapshot_text(app, &id.to_string(), padded(limit + 1)).await;
    assert_eq!((answer.status, answer.code()), (413, "PAYLOAD_TOO_LARGE"));
    assert!(
        answer.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("4096 KiB")
    );
    // The other endpoints keep theirs.
    let large = " ".repeat(256 * 1024 + 1);
    let answer = send(app, ask(&ACCOUNT_PUT).by_operator().id(user).text(large)).await;
    assert_eq!((answer.status, answer.code()), (413, "PAYLOAD_TOO_LARGE"));
    // Within the limit as sent, and too large once compressed: text of no pattern.
    let mut large = profile("ainhoa");
    let mut seed = 1_u64;
    let mut noise = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from_u32(0x4e00 + u32::try_from(seed >> 33).unwrap() % 0x5000).unwrap()
    };
    let mut fact = || {
        let value: String = (0..1_000).map(|_| noise()).collect();
        json!({ "category": "general", "value": value, "valence": "positive", "confidence": 1 })
    };
    large["lifeFacts"] = (0..400).map(|_| fact()).collect();
    let body = with(reported(user, "ready"), json!({ "profile": large }));
    assert!(body.to_string().len() < limit);
    let answer = put_snapshot(app, id, &body).await;
    assert_eq!(
        (answer.status, answer.code()),
        (413, "PAYLOAD_TOO_LARGE"),
        "{}",
        answer.body
    );
    assert_eq!(
        rows::of_account(&world.table, user).await,
        an_account_alone()
    );
    let answer = put_snapshot_text(app, &id.to_string(), padded(limit)).await;
    assert_eq!(answer.status, 200);
}

/// Killed at any of its requests, before or after it was done: there is nothing, or all of it
/// with its event; and the same call again ends in the same state.
#[tokio::test]
async fn a_publication_is_whole_or_not_there() {
    let world = World::at(NOW).await;
    let mut crashes = 0;
    for done in [false, true] {
        for nth in 0.. {
            let user = world.account(1_000).await;
            let id = SnapshotId::new(world.clock.now());
            let before = rows::of_account(&world.table, user).await;
            let body = ready(user, "aoife");
            world.faults.crash_at(nth, done);
            let killed = put_snapshot(world.process_on_time(), id, &body).await;
            let met = world.faults.revive();
            let mut whole = an_account_alone();
            whole.extend([
                format!("#snap/{id}"),
                format!("#snaps/2026-11-20T00:00:00.000Z#00000001#{id}"),
                format!("#profile/{id}"),
                format!("#out/snapshot.ready.{id}"),
            ]);
            let left = rows::of_account(&world.table, user).await;
            assert!(left == before || left == whole, "{nth}: {left:?}");
            let account = world.view(user).await;
            let counted = (account.twins.ready, account.twins.total, account.latest);
            let expected = if left == whole {
                (1, 1, Some(id))
            } else {
                (0, 0, None)
            };
            assert_eq!(counted, expected);
            // What was acknowledged is there.
            assert!(killed.status != 200 || left == whole);
            let again = put_snapshot(world.process_on_time(), id, &body).await;
            assert_eq!(again.status, 200);
            assert_eq!(rows::of_account(&world.table, user).await, whole);
            assert_eq!(world.view(user).await.twins.total, 1);
            if !met {
                break;
            }
            crashes += 1;
        }
    }
    assert!(crashes >= 6, "{crashes}");
}
