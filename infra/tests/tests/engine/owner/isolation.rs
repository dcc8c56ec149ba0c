//! Two accounts: neither sees, guesses or touches anything of the other's.

use std::collections::BTreeMap;

use dashboard_functions::registry::*;
use dynamo::Item;
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::hooks::made;
use tests::{Process, World, rows};
use twin::snapshot::{Publication, Source, Stage};
use twin::{DiscoveryId, PlainKey, SnapshotId, UserId};
use twin_functions::registry::{HISTORIC, PRESET};

use super::NOON;
use crate::api_key::new_key;
use crate::discovery::proposed;
use crate::webhook::any_event;

/// What an endpoint does with another account's ids.
#[derive(Clone, Copy)]
enum Crossing {
    /// It names a thing by its id: another's is answered as one that never existed.
    Names(fn(&Mine) -> String, &'static str),
    /// It names nothing: the answer holds nothing of the other account.
    Shows,
}

struct Mine {
    user: UserId,
    key: PlainKey,
    snapshot: String,
    discovery: DiscoveryId,
    webhook: String,
    delivery: String,
    cursors: [String; 3],
}

impl Mine {
    async fn make(world: &World, app: &'static Process) -> Self {
        let user = world.account(1_000).await;
        let (key, _) = world.key(user).await;
        let profile = std::fs::read(tests::root().join("infra/demo/aoife.json")).unwrap();
        let profile = serde_json::from_slice::<profile::Profile>(&profile).unwrap();
        let mut snapshot = String::new();
        for day in 1..=2 {
            let publication = Publication {
                user_id: user,
                id: SnapshotId::new(world.clock.now()),
                source: Source::Purchase,
                purchase_id: format!("pur_{}", key.id()).parse().unwrap(),
                snapshot_date: format!("2026-11-0{day}T00:00:00Z").parse().unwrap(),
                stage: Stage::Ready(Box::new(profile.clone())),
            };
            app.twin.snapshots.publish(&publication).await.unwrap();
            snapshot = publication.id.to_string();
        }
        let discovery =
            proposed(world, user, &key, &["a secret of mine", "another secret"]).await[0];
        let made = made(app, user, any_event()).await;
        let webhook = made["id"].as_str().unwrap().to_owned();
        let test = ask(&WEBHOOK_TEST).by(user).id(&webhook);
        test.must(app, 202).await;
        let delivery = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
        let next = async |ask: Ask| ask.query("limit=1").must(app, 200).await["nextCursor"].clone();
        let cursors = [
            next(ask(&HISTORIC).key(&key)).await,
            next(ask(&DISCOVERY_LIST).by(user)).await,
            next(ask(&WEBHOOK_DELIVERY_LIST).by(user).id(&webhook)).await,
        ];
        let cursors = cursors.map(|cursor| cursor.as_str().unwrap().to_owned());
        Self {
            user,
            key,
            snapshot,
            discovery,
            webhook,
            delivery,
            cursors,
        }
    }

    /// All that must not be shown to anybody else.
    fn names(&self) -> [String; 6] {
        [
            self.user.to_string(),
            self.key.id().to_string(),
            self.snapshot.clone(),
            self.discovery.to_string(),
            self.webhook.clone(),
            self.delivery.clone(),
        ]
    }
}

/// The case of each endpoint. A new route for key holders or owners needs its own.
fn crossing(function: &str) -> Option<Crossing> {
    let key = |mine: &Mine| mine.key.id().to_string();
    let discovery = |mine: &Mine| mine.discovery.to_string();
    Some(match function {
        "twin-health" | "twin-me" | "twin-historic" | "twin-preset" => Crossing::Shows,
        "twin-life-facts" | "twin-annotations" => Crossing::Shows,
        "twin-snapshot" => Crossing::Names(
            |mine| mine.snapshot.clone(),
            "snp_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        ),
        "dashboard-key-create"
        | "dashboard-key-list"
        | "dashboard-usage"
        | "dashboard-webhook-create"
        | "dashboard-webhook-list"
        | "dashboard-discovery-list" => Crossing::Shows,
        "dashboard-key-view"
        | "dashboard-key-update"
        | "dashboard-key-revoke"
        | "dashboard-key-rotate" => Crossing::Names(key, "0badc0de"),
        "dashboard-webhook-view"
        | "dashboard-webhook-update"
        | "dashboard-webhook-delete"
        | "dashboard-webhook-test"
        | "dashboard-webhook-confirm"
        | "dashboard-webhook-secret-rotate"
        | "dashboard-webhook-secret-complete"
        | "dashboard-webhook-verify"
        | "dashboard-webhook-delivery-list"
        | "dashboard-webhook-delivery-retry"
        | "dashboard-webhook-recover" => Crossing::Names(
            |mine| mine.webhook.clone(),
            "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        ),
        "dashboard-discovery-approve" | "dashboard-discovery-reject" => {
            Crossing::Names(discovery, "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG")
        }
        _ => return None,
    })
}

/// Two owners can't see, guess or touch each other's anything.
#[tokio::test]
async fn two_accounts_are_worlds_apart() {
    let world = World::at(NOON).await;
    let app = world.process_wired();
    let (mine, others) = (Mine::make(&world, app).await, Mine::make(&world, app).await);
    let of = |items: Vec<Item>, user: UserId| {
        let own = items
            .into_iter()
            .filter(|item| format!("{item:?}").contains(&user.to_string()));
        own.map(|item| (format!("{:?}{:?}", item["pk"], item["sk"]), item))
            .collect::<BTreeMap<_, _>>()
    };
    let before = of(rows::all(&world.table).await, others.user);
    let by_key = twin_functions::ENDPOINTS.iter();
    let by_key = by_key.map(|endpoint| (&endpoint.route, ask(*endpoint).key(&mine.key)));
    let by_owner = dashboard_functions::ENDPOINTS.iter();
    let by_owner = by_owner.map(|endpoint| (&endpoint.route, ask(*endpoint).by(mine.user)));
    for (route, mut base) in by_key.chain(by_owner) {
        let name = route.function;
        let case = crossing(name).unwrap_or_else(|| panic!("{name} has no case: add one"));
        assert_eq!(
            matches!(case, Crossing::Names(..)),
            route.path.contains("{id}"),
            "{name}: a path that names a thing crosses by its id"
        );
        let facts = |item: Value, list: &str| json!({ list: [item] });
        base = match name {
            "twin-life-facts" => base.body(facts(
                json!({ "category": "general", "value": "a fact", "consent": true }),
                "facts",
            )),
            "twin-annotations" => base.body(facts(
                json!({ "tag": "tag", "text": "a note", "consent": true }),
                "annotations",
            )),
            "twin-preset" => base.id("estandar"),
            "dashboard-key-create" => base.body(new_key("mine")),
            "dashboard-key-update" => base.body(json!({ "name": "taken" })),
            "dashboard-webhook-create" => base.body(any_event()),
            "dashboard-webhook-update" => base.body(any_event()),
            "dashboard-webhook-verify" => base.body(json!({ "headers": {}, "body": "" })),
            "dashboard-webhook-confirm" => base.body(json!({ "code": "0".repeat(32) })),
            "dashboard-webhook-recover" => base.body(json!({ "since": world.clock.now() })),
            _ => base,
        };
        // What belongs to another thing of one's own is not there either.
        base = base.delivery(&others.delivery);
        match case {
            Crossing::Names(theirs, never) => {
                let (status, mut other) = base.clone().id(theirs(&others)).of(app).await;
                let (missing, mut unknown) = base.id(never).of(app).await;
                assert_eq!((status, missing), (404, 404), "{name}");
                for body in [&mut other, &mut unknown] {
                    body["error"]["requestId"].take();
                }
                assert_eq!(other, unknown, "{name}: the two must not differ");
            }
            Crossing::Shows => {
                let (status, body) = base.of(app).await;
                assert!((200..300).contains(&status), "{name}: {status} {body}");
                for theirs in others.names() {
                    assert!(!body.to_string().contains(&theirs), "{name} shows {theirs}");
                }
            }
        }
    }
    // By query as well: cursors, and the snapshots a preset may be asked of.
    let preset = ask(&PRESET).key(&mine.key).id("estandar");
    for (ask, query, status) in [
        (
            ask(&HISTORIC).key(&mine.key),
            format!("cursor={}", others.cursors[0]),
            400,
        ),
        (
            ask(&DISCOVERY_LIST).by(mine.user),
            format!("cursor={}", others.cursors[1]),
            400,
        ),
        (
            ask(&WEBHOOK_DELIVERY_LIST).by(mine.user).id(&mine.webhook),
            format!("cursor={}", others.cursors[2]),
            400,
        ),
        (
            ask(&WEBHOOK_DELIVERY_RETRY)
                .by(mine.user)
                .id(&mine.webhook)
                .delivery(&others.delivery),
            String::new(),
            404,
        ),
        (
            preset.clone(),
            format!("snapshotId={}", others.snapshot),
            404,
        ),
        (preset, format!("purchaseId=pur_{}", others.key.id()), 404),
    ] {
        let (found, body) = ask.query(&query).of(app).await;
        assert_eq!(found, status, "{query}: {body}");
    }
    // An Idempotency-Key is one account's too.
    let same = |mine: &Mine| {
        ask(&KEY_CREATE)
            .by(mine.user)
            .body(new_key("x"))
            .once("same")
    };
    let first = same(&mine).must(app, 201).await;
    let after = of(rows::all(&world.table).await, others.user);
    assert!(after == before, "nothing of theirs has changed");
    assert_ne!(same(&others).must(app, 201).await["id"], first["id"]);
}
