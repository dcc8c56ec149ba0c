//! Proposals, in this process against a real engine: whole batches, duplicates, retries.

use dashboard_functions::registry::{KEY_CREATE, KEY_ROTATE};
use futures::future::join_all;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::{Fault, Process, World};
use twin::api_key::NewKey;
use twin::discovery::{self, Discovery, Status};
use twin::{PlainKey, UserId};
use twin_functions::registry::{ANNOTATIONS, LIFE_FACTS};

const NOON: &str = "2026-11-22T12:00:00Z";

struct Writer {
    world: World,
    app: &'static Process,
    user: UserId,
    key: String,
}

impl Writer {
    async fn new() -> Self {
        let world = World::at(NOON).await;
        let user = world.account(1_000_000).await;
        let key = world.key(user).await.0.reveal().to_owned();
        Self {
            app: world.process_on_time(),
            world,
            user,
            key,
        }
    }

    async fn post(&self, path: &str, body: &str, once: Option<&str>) -> (u16, Value) {
        post(self.app, &self.key, path, body, once).await
    }

    async fn facts(&self, facts: Value) -> (u16, Value) {
        self.post("life-facts", &json!({ "facts": facts }).to_string(), None)
            .await
    }

    async fn pending(&self) -> Vec<Discovery> {
        let table = &self.world.table;
        discovery::list(table, self.user, Status::Pending, 1_000, None)
            .await
            .unwrap()
    }
}

async fn post(
    process: &'static Process,
    key: &str,
    path: &str,
    body: &str,
    once: Option<&str>,
) -> (u16, Value) {
    let mut call = match path {
        "life-facts" => ask(&LIFE_FACTS),
        "annotations" => ask(&ANNOTATIONS),
        other => panic!("{other}"),
    };
    call = call.header("x-twin-key", key).text(body);
    call = call.header("content-type", "application/json");
    if let Some(once) = once {
        call = call.once(once);
    }
    call.of(process).await
}

fn fact(value: &str, reference: Option<&str>) -> Value {
    let mut fact = json!({ "category": "general", "value": value, "consent": true });
    if let Some(reference) = reference {
        fact["externalRef"] = json!(reference);
    }
    fact
}

/// Two integrations of an account that both count "1, 2, 3"; and one whose key is rotated.
#[tokio::test]
async fn each_integration_has_idempotency_keys_of_its_own() {
    let writer = Writer::new().await;
    let (app, world) = (writer.app, &writer.world);
    let other = world.key(writer.user).await.0.reveal().to_owned();
    let body = |value: &str| json!({ "facts": [fact(value, None)] }).to_string();
    let send = async |key: &str, value: &str, once: &str| {
        let (status, answer) = post(app, key, "life-facts", &body(value), Some(once)).await;
        assert_eq!(status, 202, "{answer}");
        answer["ids"][0].clone()
    };
    let mut made = Vec::new();
    for once in ["1", "2", "3"] {
        // The same body too: another's answer is not one's own.
        let (own, theirs) = (
            send(&writer.key, "sails", once).await,
            send(&other, "sails", once).await,
        );
        assert_ne!(own, theirs);
        assert_eq!(send(&writer.key, "sails", once).await, own);
        assert_eq!(send(&other, "sails", once).await, theirs);
        made.extend([own, theirs]);
    }
    assert_eq!(writer.pending().await.len(), made.len());
    let (status, refused) = post(app, &other, "life-facts", &body("rows"), Some("1")).await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (422, &json!("IDEMPOTENCY_KEY_REUSED"))
    );

    // A key that takes over from another is the same integration's: a call that was cut off goes
    // on with the new key, after a second rotation too.
    let mut key = writer.key.clone();
    for _ in 0..2 {
        let id = key.parse::<PlainKey>().unwrap().id();
        let rotated = ask(&KEY_ROTATE).by(writer.user).id(id).must(app, 201).await;
        let before = std::mem::replace(&mut key, rotated["key"].as_str().unwrap().to_owned());
        assert_eq!(send(&key, "sails", "1").await, made[0]);
        assert_eq!(
            send(&before, "sails", "1").await,
            made[0],
            "during the overlap"
        );
    }
    assert_eq!(writer.pending().await.len(), made.len());
    // The owner's own keys are apart from all of them.
    let new = ask(&KEY_CREATE).by(writer.user).once("1");
    new.body(json!({ "name": "crm", "scopes": ["twin:read"] }))
        .must(app, 201)
        .await;
}

#[tokio::test]
async fn the_same_content_under_the_same_reference_is_one_discovery() {
    let writer = Writer::new().await;
    let (status, first) = writer
        .facts(json!([
            fact("lives in Bilbao", Some("crm-1")),
            fact("has a dog", Some("crm-1"))
        ]))
        .await;
    assert_eq!(
        (status, &first["accepted"], &first["duplicates"]),
        (202, &json!(2), &json!(0))
    );
    let (_, again) = writer
        .facts(json!([
            fact("has a dog", Some("crm-1")),
            fact("sails", Some("crm-1")),
            fact("sails", Some("crm-1"))
        ]))
        .await;
    assert_eq!(
        (&again["accepted"], &again["duplicates"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(again["ids"][0], first["ids"][1]);
    assert_eq!(again["ids"][1], again["ids"][2]);
    // Another reference, or none, or an empty one, is another discovery; text is not trimmed.
    let (_, more) = writer
        .facts(json!([
            fact("sails", Some("crm-2")),
            fact("sails", None),
            fact("sails", None),
            fact("sails", Some("")),
            fact("sails ", Some("crm-1"))
        ]))
        .await;
    assert_eq!(
        (&more["accepted"], &more["duplicates"]),
        (&json!(5), &json!(0))
    );
    assert_eq!(writer.pending().await.len(), 8);
    // The same words as an annotation are not the same thing, nor are they another account's.
    let other = writer.world.account(100).await;
    let key = writer.world.key(other).await.0.reveal().to_owned();
    let body = json!({ "facts": [fact("has a dog", Some("crm-1"))] }).to_string();
    let (_, theirs) = post(writer.app, &key, "life-facts", &body, None).await;
    assert_eq!(theirs["accepted"], 1);
    assert_ne!(theirs["ids"][0], first["ids"][1]);
}

#[tokio::test]
async fn a_batch_is_taken_whole_or_not_at_all() {
    let writer = Writer::new().await;
    let bad = json!([fact("fine", None), fact("x", None), { "category": "y", "value": 3, "consent": false, "z": 1 }]);
    let (status, body) = writer.facts(bad).await;
    assert_eq!(
        (status, &body["error"]["code"]),
        (400, &json!("VALIDATION_ERROR"))
    );
    let paths: Vec<_> = body["error"]["details"]
        .as_array()
        .unwrap()
        .iter()
        .map(|detail| detail["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "facts[1].value",
            "facts[2].category",
            "facts[2].value",
            "facts[2].consent",
            "facts[2].z"
        ]
    );
    for facts in [
        json!([]),
        json!(vec![fact("abc", None); 51]),
        json!({}),
        json!(null),
    ] {
        assert_eq!(writer.facts(facts).await.0, 400);
    }
    assert!(writer.pending().await.is_empty());
    assert_eq!(
        writer.facts(json!(vec![fact("abc", None); 50])).await.1["accepted"],
        50
    );
    // A table that throttles in the middle of it leaves nothing.
    let before = writer.pending().await.len();
    let throttled = vec![Fault::Error(400, "ThrottlingException"); 3];
    writer.world.faults.plan("TransactWriteItems", throttled);
    assert_eq!(writer.facts(json!(vec![fact("abc", None); 5])).await.0, 503);
    assert_eq!(writer.pending().await.len(), before);
}

#[tokio::test]
async fn bodies_that_are_no_batch() {
    let writer = Writer::new().await;
    for (body, status, code) in [
        ("", 400, "MALFORMED_JSON"),
        ("{", 400, "MALFORMED_JSON"),
        ("[]", 400, "VALIDATION_ERROR"),
        ("{}", 400, "VALIDATION_ERROR"),
        (r#"{"facts":[],"facts":[]}"#, 400, "MALFORMED_JSON"),
        (
            r#"{"annotations":[{"tag":"ab","text":"abc","consent":true}]}"#,
            400,
            "VALIDATION_ERROR",
        ),
    ] {
        let (found, answer) = writer.post("life-facts", body, None).await;
        assert_eq!(
            (found, answer["error"]["code"].as_str().unwrap()),
            (status, code),
            "{body}"
        );
    }
    let long = "k".repeat(256);
    for once in ["", "a b", "é", &long] {
        let body = json!({ "facts": [fact("abc", None)] }).to_string();
        assert_eq!(
            writer.post("life-facts", &body, Some(once)).await.0,
            400,
            "{once}"
        );
    }
}

/// An answer is lost, the client sends again: one batch, and the first answer again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_retried_batch_is_done_once() {
    let writer = Writer::new().await;
    let body = json!({ "facts": [fact("one", None), fact("two", None)] }).to_string();
    let (status, first) = writer.post("life-facts", &body, Some("retry-1")).await;
    assert_eq!(status, 202);
    assert_eq!(
        writer.post("life-facts", &body, Some("retry-1")).await,
        (202, first)
    );
    assert_eq!(writer.pending().await.len(), 2);
    let other = json!({ "facts": [fact("three", None)] }).to_string();
    let (status, refused) = writer.post("life-facts", &other, Some("retry-1")).await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (422, &json!("IDEMPOTENCY_KEY_REUSED"))
    );
    // The table did it and its answer was lost: the retry finds it done.
    writer
        .world
        .faults
        .plan("TransactWriteItems", vec![Fault::AnswerLost; 3]);
    let lost = writer.post("life-facts", &other, Some("retry-2")).await;
    assert!([202, 503].contains(&lost.0));
    assert_eq!(
        writer.post("life-facts", &other, Some("retry-2")).await.0,
        202
    );
    assert_eq!(writer.pending().await.len(), 3);
    // Sixteen at once, from processes of their own.
    let all = (0..16).map(|_| {
        let (app, key, body) = (
            writer.world.process_on_time(),
            writer.key.clone(),
            body.clone(),
        );
        tokio::spawn(async move { post(app, &key, "life-facts", &body, Some("retry-3")).await })
    });
    let answers: Vec<_> = join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let done: Vec<_> = answers
        .iter()
        .filter(|(status, _)| *status == 202)
        .collect();
    assert!(!done.is_empty());
    assert!(done.iter().all(|answer| *answer == done[0]));
    assert!(
        answers
            .iter()
            .all(|(status, _)| [202, 409, 503].contains(status)),
        "{answers:?}"
    );
    assert_eq!(writer.pending().await.len(), 5);
    // A day later the key is free again.
    writer.world.clock.advance(24 * 3_600_000 + 1_000);
    assert_eq!(
        writer.post("life-facts", &other, Some("retry-1")).await.0,
        202
    );
}

/// Each function's policy allows what it sends, and no more.
#[tokio::test]
async fn policies_allow_what_is_sent() {
    for (path, logical_id, body) in [
        (
            "life-facts",
            "TwinLifeFacts",
            json!({ "facts": [fact("abc", Some("ref"))] }),
        ),
        (
            "annotations",
            "TwinAnnotations",
            json!({ "annotations": [{ "tag": "ab", "text": "abc", "consent": true, "externalRef": "ref" }] }),
        ),
    ] {
        let writer = Writer::new().await;
        // The third call uses the key's quota up, and a notice is stored.
        let limited = |key: &mut NewKey| key.monthly_limit = Some(3);
        let (key, _) = writer.world.key_with(writer.user, limited).await;
        let app = writer.world.process_wired();
        for once in ["a", "a", "b"] {
            let sent = post(app, key.reveal(), path, &body.to_string(), Some(once)).await;
            assert_eq!(sent.0, 202, "{path}");
        }
        assert_eq!(
            writer.world.faults.take_actions(),
            tests::allowed(logical_id),
            "{path}"
        );
    }
}

/// The same references from many processes at once are queued once each.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_duplicates_are_one() {
    let writer = Writer::new().await;
    let facts: Vec<_> = (0..10)
        .map(|i| fact(&format!("fact {i}"), Some("ref")))
        .collect();
    let body = json!({ "facts": facts }).to_string();
    let all = (0..12).map(|_| {
        let (app, key, body) = (
            writer.world.process_on_time(),
            writer.key.clone(),
            body.clone(),
        );
        tokio::spawn(async move { post(app, &key, "life-facts", &body, None).await })
    });
    let mut accepted = 0;
    for done in join_all(all).await {
        let (status, body) = done.unwrap();
        if status == 202 {
            accepted += body["accepted"].as_u64().unwrap();
        }
    }
    assert_eq!(accepted, 10);
    assert_eq!(writer.pending().await.len(), 10);
}
