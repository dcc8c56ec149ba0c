//! What a newer release has stored, read by this one after a rollback: words that it does not have
//! are kept as they are, and an item that it can't read hides no other.

use backoffice_functions::registry::SNAPSHOT_PUT;
use dashboard_functions::registry::{
    DISCOVERY_APPROVE, DISCOVERY_LIST, KEY_LIST, KEY_UPDATE, WEBHOOK_DELIVERY_LIST, WEBHOOK_LIST,
    WEBHOOK_UPDATE, WEBHOOK_VIEW,
};
use dynamo::{AttributeValue, Item, Table, n, s};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::hooks::Hooks;
use tests::{World, rows};
use twin::SnapshotId;
use twin_functions::registry::{HISTORIC, ME, PRESET};
use webhook_functions::{dispatch, sweep};

const NOW: &str = "2026-11-22T12:00:00Z";

/// Changes items as a newer release would have written them: those for which the closure says so.
async fn rewrite(table: &Table, change: impl Fn(&mut Item) -> bool) -> usize {
    let mut changed = 0;
    for mut item in rows::all(table).await {
        if change(&mut item) {
            let put = table.client.put_item().table_name(&table.name);
            put.set_item(Some(item)).send().await.unwrap();
            changed += 1;
        }
    }
    changed
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name)
        .and_then(|value| value.as_s().ok())
        .map_or("", String::as_str)
}

fn words(words: &[&str]) -> AttributeValue {
    AttributeValue::L(words.iter().map(s).collect())
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().unwrap()
}

#[tokio::test]
async fn webhooks_with_words_from_the_future() {
    tests::logs::logs();
    let world = Hooks::at(NOW).await;
    let (user, app) = (world.account().await, world.process());
    let (newer, _) = world.webhook(user, "https://newer.example.com/").await;
    // Webhooks of one millisecond are in no order.
    world.clock.advance(1);
    let (own, _) = world.webhook(user, "https://own.example.com/").await;
    let id = newer.id.to_string();
    let future = |item: &mut Item| {
        let is_it = text(item, "id") == id;
        if is_it {
            item.insert("status".into(), s("resting"));
            item.insert("job".into(), s("polish"));
            item.insert("events".into(), words(&["twin.later", "twin.test"]));
            item.insert("mood".into(), s("calm"));
        }
        is_it
    };
    assert_eq!(rewrite(&world.table, future).await, 1);
    let listed = ask(&WEBHOOK_LIST).by(user).must(app, 200).await;
    let shown: Vec<_> = list(&listed, "webhooks")
        .iter()
        .map(|webhook| (&webhook["status"], &webhook["events"]))
        .collect();
    let (status, events) = (json!("resting"), json!(["twin.later", "twin.test"]));
    assert_eq!(
        shown,
        [(&status, &events), (&json!("enabled"), &json!(["*"]))]
    );
    let update = ask(&WEBHOOK_UPDATE).by(user).id(&id);
    let update = update.body(json!({ "description": "seen" }));
    assert_eq!(update.must(app, 200).await["status"], "resting");
    // The other one has its event; this one's is counted.
    world.happens(user, "one").await;
    world.pump().await;
    let sent = world.receivers.take();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].url, "https://own.example.com/");
    world.clock.advance(600_000);
    sweep::run(app.engine, IgnoredAny).await.unwrap();
    let view = ask(&WEBHOOK_VIEW).by(user).id(&id).must(app, 200).await;
    assert_eq!(view["missed"]["count"], 1);
    let stored = rows::all(&world.table).await;
    let stored = stored.iter().find(|item| text(item, "id") == id).unwrap();
    for (name, word) in [("status", "resting"), ("job", "polish"), ("mood", "calm")] {
        assert_eq!(text(stored, name), word);
    }
    assert_eq!(stored["events"], words(&["twin.later", "twin.test"]));

    // One that can't be read at all hides no other, and none's event is lost.
    let broken = |item: &mut Item| {
        let is_it = text(item, "id") == id;
        if is_it {
            item.insert("url".into(), n(7_u32));
        }
        is_it
    };
    assert_eq!(rewrite(&world.table, broken).await, 1);
    let listed = ask(&WEBHOOK_LIST).by(user).must(app, 200).await;
    assert_eq!(list(&listed, "webhooks").len(), 1);
    let event = world.event(user, "two");
    assert!(dispatch::dispatch(app.engine, &event).await.is_err());
    world.pump().await;
    assert_eq!(world.receivers.take().len(), 1);
    let logged = tests::logs::logs();
    let line = logged
        .lines()
        .find(|line| line.contains("an item can't be read") && line.contains(&id))
        .unwrap_or_else(|| panic!("{logged}"));
    assert!(line.contains(r#""unreadable_items":1"#) && line.contains("_aws"));
    assert_eq!(world.deliveries(own.id).await.len(), 2);
}

#[tokio::test]
async fn deliveries_with_words_from_the_future() {
    let world = Hooks::at(NOW).await;
    let (user, app) = (world.account().await, world.process());
    let (own, _) = world.webhook(user, "https://own.example.com/").await;
    for name in ["one", "two", "three", "four"] {
        world.clock.advance(10);
        world.happens(user, name).await;
    }
    world.pump().await;
    let ids: Vec<_> = world.deliveries(own.id).await;
    let ids: Vec<_> = ids.iter().map(|delivery| delivery.id.to_string()).collect();
    let future = |item: &mut Item| match text(item, "id") {
        id if id == ids[1] => {
            item.insert("state".into(), s("held"));
            item.insert("event".into(), s("twin.later"));
            item.insert("x".into(), s("w0"));
            item.insert("y".into(), s("2026-11-22T12:00:00.000Z"));
            true
        }
        id if id == ids[2] => {
            item.insert("attempts".into(), s("many"));
            true
        }
        _ => false,
    };
    assert_eq!(rewrite(&world.table, future).await, 2);
    // Whole, and page by page.
    for limit in [50, 1] {
        let mut query = format!("limit={limit}");
        let mut states = Vec::new();
        loop {
            let ask = ask(&WEBHOOK_DELIVERY_LIST).by(user).id(own.id);
            let page = ask.query(&query).must(app, 200).await;
            for delivery in list(&page, "deliveries") {
                states.push(delivery["status"].as_str().unwrap().to_owned());
            }
            match page["nextCursor"].as_str() {
                Some(cursor) => query = format!("limit={limit}&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(states, ["succeeded", "held", "succeeded"], "{limit}");
    }
    // The sweep leaves it alone, a week later too.
    for _ in 0..7 {
        world.clock.advance(86_400_000);
        sweep::run(app.engine, IgnoredAny).await.unwrap();
        world.pump().await;
    }
    let stored = rows::all(&world.table).await;
    let stored = stored.iter().find(|item| text(item, "id") == ids[1]);
    assert_eq!(text(stored.unwrap(), "state"), "held");
    assert_eq!(text(stored.unwrap(), "event"), "twin.later");
}

#[tokio::test]
async fn keys_and_accounts_with_words_from_the_future() {
    let world = World::at(NOW).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, record) = world.key(user).await;
    let (other, _) = world.key(user).await;
    let future = |item: &mut Item| {
        if item.contains_key("scopes") && text(item, "id") == key.id().to_string() {
            item.insert("scopes".into(), words(&["twin:read", "twin:dream"]));
            return true;
        }
        let is_account = text(item, "sk") == "a";
        if is_account {
            item.insert("c".into(), s("qy"));
            item.insert("b".into(), s("x"));
        }
        is_account
    };
    assert_eq!(rewrite(&world.table, future).await, 2);
    assert_eq!(ask(&ME).key(&key).of(app).await.0, 200);
    assert_eq!(ask(&ME).key(&other).of(app).await.0, 200);
    let scopes = async || {
        let listed = ask(&KEY_LIST).by(user).must(app, 200).await;
        let all = list(&listed, "keys").clone();
        let own = all.iter().find(|own| own["id"] == json!(record.id));
        (all.len(), own.map(|own| own["scopes"].clone()))
    };
    let kept = json!(["twin:read", "twin:dream"]);
    assert_eq!(scopes().await, (2, Some(kept.clone())));
    let rename = ask(&KEY_UPDATE).by(user).id(record.id);
    let rename = rename.body(json!({ "name": "renamed" }));
    rename.must(app, 200).await;
    assert_eq!(scopes().await, (2, Some(kept)));
    let broken = |item: &mut Item| {
        let is_it = item.contains_key("scopes") && text(item, "id") == key.id().to_string();
        if is_it {
            item.insert("name".into(), n(7_u32));
        }
        is_it
    };
    assert_eq!(rewrite(&world.table, broken).await, 1);
    assert_eq!(scopes().await, (1, None));
    assert_eq!(ask(&ME).key(&other).of(app).await.0, 200);
}

#[tokio::test]
async fn discoveries_and_snapshots_with_words_from_the_future() {
    let world = World::at(NOW).await;
    let (user, app) = (world.account(1_000).await, world.process_on_time());
    let (key, _) = world.key(user).await;
    let texts = ["one fact", "two facts", "three facts", "four facts"];
    let ids = crate::discovery::proposed(&world, user, &key, &texts).await;
    let id = SnapshotId::new(world.clock.now());
    let failed = json!({
        "userId": user, "status": "failed", "source": "purchase", "purchaseId": "pur_1",
        "snapshotDate": NOW, "reason": "no answers",
    });
    let put = ask(&SNAPSHOT_PUT).by_operator().id(id).body(failed);
    put.must(app, 200).await;
    let future = |item: &mut Item| match text(item, "id") {
        it if it == ids[0].to_string() => {
            let AttributeValue::M(fact) = item.get_mut("item").unwrap() else {
                panic!("{item:?}")
            };
            fact.insert("category".into(), s("dreams"));
            fact.insert("valence".into(), s("mixed"));
            true
        }
        it if it == ids[1].to_string() => {
            item.insert("kind".into(), s("dreamJournal"));
            let dream = [("nights".to_owned(), n(3_u32))];
            item.insert("item".into(), AttributeValue::M(dream.into()));
            true
        }
        it if it == ids[2].to_string() => {
            item.insert("apiKeyId".into(), n(7_u32));
            true
        }
        it if it == id.to_string() => {
            item.insert("status".into(), s("archived"));
            item.insert("source".into(), s("gift"));
            true
        }
        _ => false,
    };
    // A snapshot has two items: its own, and the list's.
    assert_eq!(rewrite(&world.table, future).await, 5);
    let page = ask(&DISCOVERY_LIST).by(user).must(app, 200).await;
    let mut found: Vec<_> = list(&page, "discoveries")
        .iter()
        .map(|discovery| {
            let (kind, item) = (&discovery["kind"], &discovery["item"]);
            json!([kind, item["category"], item["valence"], item["nights"]]).to_string()
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            r#"["dreamJournal",null,null,3]"#,
            r#"["lifeFact","dreams","mixed",null]"#,
            r#"["lifeFact","general","positive",null]"#,
        ]
    );
    for id in &ids[..2] {
        let approve = ask(&DISCOVERY_APPROVE).by(user).id(id);
        approve.must(app, 200).await;
    }
    let waiting = json!(rows::waiting(&world.table, user).await).to_string();
    for word in ["dreamJournal", "nights", "dreams", "mixed"] {
        assert!(waiting.contains(word), "{word} in {waiting}");
    }
    let historic = ask(&HISTORIC).key(&key).must(app, 200).await.to_string();
    assert!(historic.contains("archived") && historic.contains("gift"));
    let preset = ask(&PRESET).key(&key).id("estandar");
    let preset = preset.query(&format!("snapshotId={id}"));
    assert_eq!(
        preset.code(app).await,
        (409, "SNAPSHOT_NOT_READY".to_owned())
    );
}
