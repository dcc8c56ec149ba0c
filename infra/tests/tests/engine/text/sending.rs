//! Text that one store takes must pass the next: whatever is stored can be sent, and a message
//! that never can be leaves the outbox for a dead letter.

use backoffice_functions::outbox;
use backoffice_functions::registry::SNAPSHOT_PUT;
use dashboard_functions::registry::{
    DISCOVERY_APPROVE, KEY_CREATE, KEY_REVOKE, KEY_ROTATE, KEY_UPDATE,
};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::hooks::Hooks;
use tests::{Fault, Faults, rows};
use twin::api_key::{self, NewKey};
use twin::discovery::{self, APPROVED_DISCOVERIES, Category, Proposal, Valence};
use twin::snapshot::{Publication, Source, Stage};
use twin::{Scope, SnapshotId, UserId};
use twin_functions::registry::{ANNOTATIONS, LIFE_FACTS};
use webhook_functions::sweep;
use webhooks::outbox::{Swept, dead_letters, send_again};
use webhooks::{Outbox, Queue};

const NOW: &str = "2026-11-22T12:00:00Z";

/// The edges of what SQS takes in a message: U+0009, A, D, 20 to D7FF, E000 to FFFD, 10000 to
/// 10FFFF (its API reference, SendMessage), with their neighbours; and those of controls and
/// noncharacters.
const EDGES: [char; 26] = [
    '\0',
    '\u{8}',
    '\u{9}',
    '\u{a}',
    '\u{b}',
    '\u{c}',
    '\u{d}',
    '\u{e}',
    '\u{1f}',
    '\u{20}',
    '\u{7e}',
    '\u{7f}',
    '\u{80}',
    '\u{9f}',
    '\u{2028}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{fdd0}',
    '\u{fdef}',
    '\u{fffd}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{10000}',
    '\u{1fffe}',
    '\u{10fffd}',
    '\u{10ffff}',
];

fn text(edge: char) -> String {
    format!("a{edge}b{edge}")
}

/// Runs both sweeps, a minute later: both succeed, and nothing waits any more. Returns what is in
/// the queues.
async fn sent(world: &Hooks, user: UserId) -> (Vec<Value>, Vec<Value>) {
    world.clock.advance(60_000);
    let process = world.own();
    sweep::run(process.engine, IgnoredAny).await.unwrap();
    let swept = outbox::sweep::run(process.backoffice, IgnoredAny).await;
    swept.unwrap();
    assert_eq!(rows::waiting(&world.table, user).await, []);
    (
        world.drain("Events").await,
        world.drain("ApprovedDiscoveries").await,
    )
}

/// All texts in a value.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn holds(messages: &[Value], text: &str) -> usize {
    messages
        .iter()
        .filter(|message| {
            let mut found = Vec::new();
            texts(message, &mut found);
            found.contains(&text)
        })
        .count()
}

/// What stands in the table arrives, whichever way it came there.
#[tokio::test]
async fn stored_text_can_be_sent() {
    let world = Hooks::at(NOW).await;
    let (user, table) = (world.account().await, &world.table);
    let now = world.clock.now();
    let new = |name: &str| NewKey {
        name: name.into(),
        scopes: Scope::ALL.to_vec(),
        monthly_limit: None,
        expires_at: None,
        allowed_ips: Vec::new(),
    };
    let made = new("n");
    let made = api_key::create(table, user, &made, now, &api_key::store_no_reply).await;
    let (_, key) = made.unwrap();
    let mut proposals = Vec::new();
    for edge in EDGES {
        proposals.push(Proposal::LifeFact {
            category: Category::General,
            value: text(edge),
            valence: Valence::Positive,
            external_ref: Some(format!("r{}", text(edge))),
            confidence: None,
        });
        proposals.push(Proposal::Annotation {
            tag: format!("t{}", text(edge)),
            text: text(edge),
            external_ref: None,
        });
    }
    for some in proposals.chunks(discovery::AT_ONCE) {
        let queued = discovery::queue(table, user, key.id, some, now, |_| Ok(None)).await;
        for id in queued.unwrap().ids {
            let decided = discovery::decide(table, user, id, true, now, |_| Ok(None)).await;
            assert!(decided.is_ok());
        }
    }
    for edge in EDGES {
        let new = new(&text(edge));
        let made = api_key::create(table, user, &new, now, &api_key::store_no_reply).await;
        let (_, made) = made.unwrap();
        api_key::revoke(table, user, made.id, now).await.unwrap();
        let failed = Publication {
            user_id: user,
            id: SnapshotId::new(now),
            source: Source::Voucher,
            purchase_id: "p".parse().unwrap(),
            snapshot_date: now,
            stage: Stage::Failed(text(edge)),
        };
        let published = world.own().backoffice.snapshots.publish(&failed).await;
        published.unwrap();
    }
    let (events, approved) = sent(&world, user).await;
    assert_eq!(events.len(), 2 * EDGES.len());
    assert_eq!(approved.len(), 2 * EDGES.len());
    for edge in EDGES {
        let text = text(edge);
        assert_eq!(holds(&events, &text), 2, "{:x}", u32::from(edge));
        assert_eq!(holds(&approved, &text), 2, "{:x}", u32::from(edge));
        for prefix in ["r", "t"] {
            let text = format!("{prefix}{text}");
            assert_eq!(holds(&approved, &text), 1, "{:x}", u32::from(edge));
        }
    }
    world.stack.stop().await;
}

/// What is sent to a door is refused there, naming the character, or arrives where it goes.
#[tokio::test]
async fn text_is_refused_at_the_door_or_arrives() {
    let world = Hooks::at(NOW).await;
    let (user, process) = (world.account().await, world.own());
    let key = ask(&KEY_CREATE)
        .by(user)
        .body(json!({ "name": "n", "scopes": ["twin:write"] }));
    let key = key.must(process, 201).await;
    let plain = key["key"].as_str().unwrap();
    let mut expected = Vec::new();
    for edge in EDGES {
        let text = text(edge);
        // A refusal names the field and the code point; then nothing is stored.
        let taken = |field: &str, (status, body): (u16, Value)| -> Option<Value> {
            if status < 300 {
                return Some(body);
            }
            assert_eq!(
                (status, &body["error"]["code"]),
                (400, &json!("VALIDATION_ERROR")),
                "{body}"
            );
            let details = body["error"]["details"].as_array().unwrap();
            assert_eq!(details.len(), 1, "{body}");
            assert_eq!(details[0]["path"], field, "{body}");
            let message = details[0]["message"].as_str().unwrap();
            let name = format!("U+{:04X}", u32::from(edge));
            assert!(message.contains(&name), "{message}");
            None
        };
        let fact =
            json!({ "category": "general", "value": text, "valence": "positive", "consent": true });
        let note = json!({ "tag": text, "text": "nnn", "consent": true });
        let mut discoveries = Vec::new();
        for (endpoint, list, item, fields) in [
            (&LIFE_FACTS, "facts", fact, ["value", "externalRef"]),
            (&ANNOTATIONS, "annotations", note, ["tag", "text"]),
        ] {
            for field in fields {
                let mut item = item.clone();
                item["value"] = json!(if field == "value" { &text } else { "vvv" });
                item["tag"] = json!(if field == "tag" { &text } else { "tt" });
                item["text"] = json!(if field == "text" { &text } else { "nnn" });
                item["externalRef"] = json!(if field == "externalRef" { &text } else { "" });
                let other: &[&str] = if list == "facts" {
                    &["tag", "text"]
                } else {
                    &["value"]
                };
                for other in other {
                    item.as_object_mut().unwrap().remove(*other);
                }
                let asked = ask(endpoint)
                    .header("x-twin-key", plain)
                    .body(json!({ list: [item] }));
                let path = format!("{list}[0].{field}");
                if let Some(queued) = taken(&path, asked.of(process).await) {
                    discoveries.push(queued["ids"][0].as_str().unwrap().to_owned());
                }
            }
            // The calls of a minute are limited.
            world.clock.advance(60_000);
        }
        for id in &discoveries {
            ask(&DISCOVERY_APPROVE)
                .by(user)
                .id(id)
                .must(process, 200)
                .await;
        }
        let mut events = 0;
        let named = ask(&KEY_CREATE)
            .by(user)
            .body(json!({ "name": text, "scopes": ["twin:read"] }));
        if let Some(made) = taken("name", named.of(process).await) {
            // Its successor has its name.
            let next = ask(&KEY_ROTATE).by(user).id(made["id"].as_str().unwrap());
            let next = next
                .body(json!({ "overlapHours": 0 }))
                .must(process, 201)
                .await;
            ask(&KEY_REVOKE)
                .by(user)
                .id(next["id"].as_str().unwrap())
                .must(process, 200)
                .await;
            events += 2;
        }
        let renamed = ask(&KEY_CREATE).by(user);
        let renamed = renamed.body(json!({ "name": "n", "scopes": ["twin:read"] }));
        let renamed = renamed.must(process, 201).await;
        let renamed = renamed["id"].as_str().unwrap();
        let change = ask(&KEY_UPDATE)
            .by(user)
            .id(renamed)
            .body(json!({ "name": text }));
        if taken("name", change.of(process).await).is_some() {
            events += 1;
        }
        ask(&KEY_REVOKE)
            .by(user)
            .id(renamed)
            .must(process, 200)
            .await;
        let failed = json!({
            "userId": user, "status": "failed", "source": "voucher", "purchaseId": "p",
            "snapshotDate": NOW, "reason": text,
        });
        let failed = ask(&SNAPSHOT_PUT)
            .by_operator()
            .id(SnapshotId::new(world.clock.now()))
            .body(failed);
        if taken("reason", failed.of(process).await).is_some() {
            events += 1;
        }
        expected.push((edge, events, discoveries.len()));
    }
    let (sent_events, sent_discoveries) = sent(&world, user).await;
    for (edge, events, discoveries) in expected {
        let found = (
            holds(&sent_events, &text(edge)),
            holds(&sent_discoveries, &text(edge)),
        );
        assert_eq!(found, (events, discoveries), "{:x}", u32::from(edge));
    }
    world.stack.stop().await;
}

/// A message that the queue never takes fails no sweep after the first, which sets it aside where
/// an alarm sees it, and it is sent once the queue takes it.
#[tokio::test]
async fn a_message_that_can_t_be_sent_is_a_dead_letter() {
    tests::logs::logs();
    let world = Hooks::at(NOW).await;
    let (user, table, process) = (world.account().await, &world.table, world.own());
    let now = world.clock.now();
    let large = "€".repeat(500);
    for (queue, bytes) in [("Events", 1_024), ("ApprovedDiscoveries", 1_024)] {
        world.limit_messages(queue, bytes).await;
    }
    let new = NewKey {
        name: "n".into(),
        scopes: Scope::ALL.to_vec(),
        monthly_limit: None,
        expires_at: None,
        allowed_ips: Vec::new(),
    };
    let key = api_key::create(table, user, &new, now, &api_key::store_no_reply).await;
    let key = key.unwrap().1.id;
    for text in ["small", &large] {
        let note = Proposal::Annotation {
            tag: "tag".into(),
            text: text.into(),
            external_ref: None,
        };
        let queued = discovery::queue(table, user, key, &[note], now, |_| Ok(None)).await;
        let id = queued.unwrap().ids[0];
        let decided = discovery::decide(table, user, id, true, now, |_| Ok(None)).await;
        assert!(decided.is_ok());
        let failed = Publication {
            user_id: user,
            id: SnapshotId::new(now),
            source: Source::Voucher,
            purchase_id: "p".parse().unwrap(),
            snapshot_date: now,
            stage: Stage::Failed(text.into()),
        };
        let published = process.backoffice.snapshots.publish(&failed).await;
        published.unwrap();
    }
    let sweeps = async || {
        world.clock.advance(60_000);
        let events = sweep::run(process.engine, IgnoredAny).await.unwrap().events;
        let approved = outbox::sweep::run(process.backoffice, IgnoredAny).await;
        let counts = |swept: Swept| (swept.sent, swept.failed, swept.dead);
        (counts(events), counts(approved.unwrap()))
    };
    let letters = async |queue| {
        let letters = dead_letters(table, queue, world.clock.now()).await;
        letters.unwrap()
    };
    assert_eq!(sweeps().await, ((1, 0, 1), (1, 0, 1)));
    // They stay, and are counted, each minute; nothing takes them away.
    assert_eq!(sweeps().await, ((0, 0, 0), (0, 0, 0)));
    world.clock.advance(40 * 86_400_000);
    assert_eq!(sweeps().await, ((0, 0, 0), (0, 0, 0)));
    let counted = tests::logs::metrics("messages can't be sent");
    for queue in [Queue::EVENTS, APPROVED_DISCOVERIES] {
        let own = counted.iter().filter(|line| line["queue"] == queue.name);
        assert!(own.clone().count() >= 3);
        assert!(
            own.clone()
                .all(|line| line["dead_letters"].as_u64() > Some(0))
        );
        let [letter] = &letters(queue).await[..] else {
            panic!("one is there")
        };
        assert!(letter.failure.contains("1024"), "{}", letter.failure);
        assert!(!letter.failure.contains('€'));
    }
    let outbox = user.tenant().partition("out");
    let all = rows::all(table).await;
    let own: Vec<_> = all
        .iter()
        .filter(|item| rows::place(item).0 == outbox)
        .collect();
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|item| !item.contains_key("ttl")));

    // Given back while the queue still refuses it, it comes again; then it arrives.
    for bytes in [1_024, 1_048_576] {
        for (name, queue) in [
            ("Events", Queue::EVENTS),
            ("ApprovedDiscoveries", APPROVED_DISCOVERIES),
        ] {
            world.limit_messages(name, bytes).await;
            let [letter] = &letters(queue).await[..] else {
                panic!("one is there")
            };
            let now = world.clock.now();
            assert!(send_again(table, queue, letter, now).await.unwrap());
            assert!(!send_again(table, queue, letter, now).await.unwrap());
        }
        let expected = if bytes == 1_024 { (0, 0, 1) } else { (1, 0, 0) };
        assert_eq!(sweeps().await, (expected, expected));
    }
    assert_eq!(rows::waiting(table, user).await, []);
    for queue in ["Events", "ApprovedDiscoveries"] {
        let messages = world.drain(queue).await;
        assert_eq!(
            (messages.len(), holds(&messages, &large)),
            (2, 1),
            "{queue}"
        );
    }

    // SQS names what it finds wrong with a message; all else passes.
    let sqs = Faults::before(&world.stack.sqs_url).await;
    let client = local::connect_queues(&sqs.url);
    let url = world.stack.queues["Events"].clone();
    let through = Outbox::new(table.clone(), client, Queue::EVENTS, url);
    // A throttled request is tried three times.
    for (code, times, expected) in [
        ("InvalidMessageContents", 1, Some((0, 1))),
        ("ThrottlingException", 3, None),
        ("QueueDoesNotExist", 2, None),
    ] {
        let new = NewKey {
            name: code.into(),
            ..new.clone()
        };
        let now = world.clock.now();
        let made = api_key::create(table, user, &new, now, &api_key::store_no_reply).await;
        let made = made.unwrap().1.id;
        api_key::revoke(table, user, made, now).await.unwrap();
        world.clock.advance(60_000);
        sqs.plan("SendMessage", vec![Fault::Error(400, code); times]);
        let swept = through.sweep_all(&world.clock, 40_000).await.ok();
        assert_eq!(
            swept.map(|swept| (swept.sent, swept.dead)),
            expected,
            "{code}"
        );
    }
    world.stack.stop().await;
}
