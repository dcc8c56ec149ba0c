//! The pipeline with the real handlers and a real engine, in this process: whatever is sent,
//! the answer is one of the documented ones.

use std::collections::HashMap;
use std::sync::LazyLock;

use dynamo::Change;
use profile::Profile;
use proptest::prelude::*;
use serde_json::{Value, json};
use surface::Code;
use tests::ask::{Answer, Ask, ask};
use tests::{Fault, Process, World};
use twin::api_key::{self, KeyChange, NewKey};
use twin::snapshot::{Publication, PublishError, Source, Stage};
use twin::{SnapshotId, UserId, layout};
use twin_functions::TWIN;

/// A request as API Gateway would hand it to the function of this name.
fn request(
    function: &str,
    method: &str,
    path: &str,
    query: &str,
    headers: Value,
    params: Value,
) -> Ask {
    let mut request = ask(function)
        .method(method)
        .path(path)
        .query(query)
        .headers(headers);
    request.params = params.as_object().unwrap().clone();
    request
}

/// A GET to the function of this name.
async fn get(
    process: &'static Process,
    function: &str,
    query: &str,
    headers: &Value,
    params: &Value,
) -> Answer {
    let path = "/v1/public/twin/x";
    request(
        function,
        "GET",
        path,
        query,
        headers.clone(),
        params.clone(),
    )
    .answer(process)
    .await
}

/// Every function of the public API.
static FUNCTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let endpoints = twin_functions::ENDPOINTS.iter();
    let functions = endpoints.map(|endpoint| endpoint.route.function);
    functions.chain(["twin-not-found"]).collect()
});

/// One world for all cases of a property.
static WORLD: LazyLock<(tokio::runtime::Runtime, &'static Process, String)> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (app, key) = runtime.block_on(async {
        let world = Box::leak(Box::new(World::at("2026-11-22T12:00:00Z").await));
        let user = world.account(1_000_000).await;
        let (key, _) = world.key(user).await;
        (world.process_on_time(), key.reveal().to_owned())
    });
    (runtime, app, key)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No input makes a function panic, hang or blame itself; errors have a documented code with
    /// its documented status, and never show the key.
    #[test]
    fn every_answer_is_a_documented_one(
        function in proptest::sample::select(FUNCTIONS.as_slice()),
        method in "(GET|GET|GET|POST|DELETE|[A-Z]{1,8})",
        path in "(/v1/public/twin/(me|preset/estandar)|/\\PC{0,30})",
        query in "((limit|cursor|format|lang|variant|includeNarratives|purchaseId|snapshotId|\\PC{0,4})(=[\\PC]{0,12})?&){0,3}",
        param in "(estandar|snp_[0-9A-Z]{26}|\\PC{0,30})",
        accept in "[ -~]{0,30}",
        with_key in proptest::bool::ANY,
    ) {
        let (runtime, app, key) = &*WORLD;
        let mut headers = json!({ "accept": accept, "accept-encoding": accept, "if-none-match": accept });
        if with_key {
            headers["x-twin-key"] = json!(key);
        }
        let params = json!({ "id": param, "slug": param });
        let request = request(function, &method, &path, &query, headers, params);
        let answer = runtime.block_on(request.answer(*app));
        let status = answer.status;
        prop_assert!(status < 500, "{status} {:?}", answer.body);
        let id = answer.headers["x-request-id"].to_str().unwrap();
        prop_assert!(id.starts_with("req_"));
        if status >= 400 {
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            let code = body["error"]["code"].as_str().or(body["code"].as_str()).unwrap();
            let listed: Option<&Code> = TWIN.all_codes().find(|listed| listed.name == code);
            prop_assert_eq!(listed.map(|code| code.status), Some(status));
            prop_assert!(!body.to_string().contains(&key[18..]));
        }
    }
}

/// Round trips of whole requests, cold and warm, and those that need none.
#[tokio::test]
async fn round_trips_of_a_request() {
    let world = World::at("2026-11-22T12:00:00Z").await;
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let key = json!({ "x-twin-key": demo::READ_KEY });
    let id = json!({ "id": demo::SNAPSHOT });
    let slug = json!({ "slug": "estandar" });
    let cost = async |function: &str, query: &str, headers: &Value, params: &Value| {
        let before = (world.faults.all_seen(), app.table.meter.so_far());
        let status = get(app, function, query, headers, params).await.status;
        let spent = app.table.meter.so_far() - before.1;
        let seen = world.faults.all_seen() - before.0;
        assert_eq!(
            seen, spent.round_trips,
            "the meter counts what the wire sees"
        );
        (status, seen, spent.write_units)
    };
    let none = json!({});
    // Cold: the key's record, and what the endpoint serves, once.
    assert_eq!(cost("twin-health", "", &key, &none).await, (200, 2, 1.0));
    assert_eq!(cost("twin-me", "", &key, &none).await, (200, 2, 1.0));
    assert_eq!(cost("twin-preset", "", &key, &slug).await, (200, 2, 1.0));
    // Warm: the one write; a list is one Query more.
    for (function, params, trips) in [
        ("twin-health", &none, 1),
        ("twin-me", &none, 1),
        ("twin-preset", &slug, 1),
        ("twin-snapshot", &id, 1),
        ("twin-historic", &none, 2),
    ] {
        assert_eq!(
            cost(function, "", &key, params).await,
            (200, trips, 1.0),
            "{function}"
        );
    }
    // What is wrong with a request's shape costs nothing.
    let bad = json!({ "x-twin-key": "atk_live_nonsense" });
    let both = json!({ "x-twin-key": demo::READ_KEY, "authorization": "Bearer other" });
    for (function, query, headers, params, status) in [
        ("twin-me", "", &bad, &none, 401),
        ("twin-me", "", &none, &none, 401),
        ("twin-me", "", &both, &none, 400),
        ("twin-me", "x=1", &key, &none, 400),
        ("twin-preset", "lang=xx", &key, &slug, 400),
        ("twin-preset", "", &key, &json!({ "slug": "x" }), 404),
        ("twin-snapshot", "", &key, &json!({ "id": "x" }), 404),
    ] {
        assert_eq!(
            cost(function, query, headers, params).await,
            (status, 0, 0.0),
            "{function}"
        );
    }
}

/// Each function's policy allows what it sends in its whole range of answers, and no more.
#[tokio::test]
async fn policies_allow_what_is_sent() {
    let reads = [
        ("twin-health", "TwinHealth", ""),
        ("twin-me", "TwinMe", ""),
        ("twin-historic", "TwinHistoric", ""),
        ("twin-snapshot", "TwinSnapshot", ""),
        ("twin-preset", "TwinPreset", "purchaseId=pur_2026_05_demo"),
    ];
    for endpoint in twin_functions::ENDPOINTS {
        let function = endpoint.route.function;
        let reads_only = endpoint.route.method == Some(http::Method::GET);
        let listed = reads.iter().any(|(listed, ..)| *listed == function);
        assert!(
            listed || !reads_only,
            "{function} has no row here: its policy is not checked. Add one"
        );
    }
    for (function, logical_id, query) in reads {
        let world = World::at("2026-11-22T23:59:00Z").await;
        demo::seed(&world.table).await.unwrap();
        let user = demo::USER.parse().unwrap();
        // The second call uses the key's quota up where it costs any, and a notice is stored.
        let limited = |key: &mut NewKey| key.monthly_limit = Some(2);
        let (key, record) = world.key_with(user, limited).await;
        let app = world.process_wired();
        let headers = json!({ "x-twin-key": key.reveal() });
        let call = async || {
            let params = json!({ "id": demo::SNAPSHOT, "slug": "estandar" });
            get(app, function, query, &headers, &params).await.status
        };
        assert_eq!(call().await, 200, "{function}: cold");
        world.clock.advance(20 * 60_000);
        assert_eq!(call().await, 200, "{function}: closing a day");
        let elsewhere = KeyChange {
            allowed_ips: Some(vec!["198.51.100.0/24".parse().unwrap()]),
            ..Default::default()
        };
        api_key::change(&world.table, user, record.id, &elsewhere)
            .await
            .unwrap();
        assert_eq!(call().await, 403, "{function}: looking before refusing");
        assert_eq!(
            world.faults.take_actions(),
            tests::allowed(logical_id),
            "{function}"
        );
    }
}

/// A table in trouble is a 503 that says when to come back; what happened is in no answer.
#[tokio::test]
async fn a_table_in_trouble_is_a_503() {
    let world = World::at("2026-11-22T12:00:00Z").await;
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let key = json!({ "x-twin-key": demo::READ_KEY });
    for (operation, times) in [("UpdateItem", 1), ("GetItem", 3)] {
        world.faults.plan(
            operation,
            vec![Fault::Error(400, "ThrottlingException"); times],
        );
    }
    for status in [503, 503, 200] {
        let answer = get(app, "twin-me", "", &key, &json!({})).await;
        assert_eq!(answer.status, status);
        if status == 503 {
            assert_eq!(answer.headers["retry-after"], "2");
            let body = answer.json();
            assert_eq!(body["error"]["code"], "SERVICE_UNAVAILABLE");
            assert!(!body.to_string().contains("Throttling"));
        }
    }
    assert_eq!(world.faults.left(), 0);
}

/// `/historic` in pages, in order, through ties of date.
#[tokio::test]
async fn snapshots_are_listed_newest_first_in_pages() {
    let world = World::at("2026-11-22T12:00:00Z").await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    let app = world.process_on_time();
    // Dates out of order, three of them the same.
    for day in [5, 9, 1, 9, 7, 9, 3] {
        let publication = Publication {
            user_id: user,
            id: SnapshotId::new(world.clock.now()),
            source: Source::Quarterly,
            purchase_id: "p".parse().unwrap(),
            snapshot_date: format!("2026-11-0{day}T00:00:00Z").parse().unwrap(),
            stage: Stage::Compiling,
        };
        app.backoffice
            .snapshots
            .publish(&publication)
            .await
            .unwrap();
    }
    let headers = json!({ "x-twin-key": key.reveal() });
    let mut seen = Vec::new();
    let mut query = "limit=2".to_owned();
    loop {
        let body = get(app, "twin-historic", &query, &headers, &json!({})).await;
        let body = body.json();
        for snapshot in body["snapshots"].as_array().unwrap() {
            let date = snapshot["snapshotDate"].as_str().unwrap()[8..10].to_owned();
            seen.push((date, snapshot["version"].as_u64().unwrap()));
        }
        match body["nextCursor"].as_str() {
            Some(cursor) => query = format!("limit=2&cursor={cursor}"),
            None => break,
        }
    }
    let expected = [
        ("09", 6),
        ("09", 4),
        ("09", 2),
        ("07", 5),
        ("05", 1),
        ("03", 7),
        ("01", 3),
    ];
    let seen: Vec<_> = seen
        .iter()
        .map(|(date, version)| (date.as_str(), *version))
        .collect();
    assert_eq!(seen, expected);
}

/// What a snapshot may become, and that several published at once are all counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn snapshots_are_published_once() {
    let world = World::at("2026-11-22T12:00:00Z").await;
    let user = world.account(1_000_000).await;
    let app = world.process_on_time();
    let profile = |name: &str| {
        let path = tests::root().join(format!("infra/demo/{name}.json"));
        let profile = Profile::parse(&std::fs::read(path).unwrap()).unwrap();
        Stage::Ready(Box::new(profile))
    };
    let publication = |id, stage| Publication {
        user_id: user,
        id,
        source: Source::Purchase,
        purchase_id: "pur_1".parse().unwrap(),
        snapshot_date: "2026-11-22T00:00:00Z".parse().unwrap(),
        stage,
    };
    let id = SnapshotId::new(world.clock.now());
    let publish = async |stage| {
        app.backoffice
            .snapshots
            .publish(&publication(id, stage))
            .await
    };
    assert!(publish(Stage::Compiling).await.unwrap().changed);
    assert!(
        !publish(Stage::Compiling).await.unwrap().changed,
        "the same again changes nothing"
    );
    assert!(
        publish(Stage::Failed("no answers".into()))
            .await
            .unwrap()
            .changed
    );
    assert!(matches!(
        publish(Stage::Compiling).await,
        Err(PublishError::Backwards { .. })
    ));
    assert!(publish(profile("aoife")).await.unwrap().changed);
    assert!(!publish(profile("aoife")).await.unwrap().changed);
    assert!(matches!(
        publish(profile("joaquin")).await,
        Err(PublishError::Immutable)
    ));
    assert!(matches!(
        publish(Stage::Failed("x".into())).await,
        Err(PublishError::Immutable)
    ));
    let account = world.view(user).await;
    assert_eq!(
        (account.twins.ready, account.twins.total, account.latest),
        (1, 1, Some(id))
    );
    // One that an earlier release took in serves what this one can.
    let stored = app.backoffice.snapshots.find(&account, id).await.unwrap();
    let place = layout::listed_snapshot(user, stored.unwrap().place());
    for stored in [layout::snapshot(user, id), place] {
        let outdated = Change::update(stored).remove("presets");
        let outdated = outdated.apply(&world.table, "a test").await.unwrap();
        assert!(outdated.done().is_some());
    }
    let process = world.process_on_time();
    let seen = process
        .twin
        .snapshots
        .find(&account, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(seen.presets.len(), 7);
    let listed = process.twin.snapshots.list(user, 10, None).await.unwrap();
    assert_eq!(listed[0].presets, seen.presets);
    assert!(!publish(profile("aoife")).await.unwrap().changed);

    let all = (0..6).map(|_| {
        let process = world.process_on_time();
        let id = SnapshotId::new(world.clock.now());
        let publication = publication(id, profile("aoife"));
        tokio::spawn(async move {
            process
                .backoffice
                .snapshots
                .publish(&publication)
                .await
                .unwrap()
                .snapshot
                .version
        })
    });
    let mut versions: Vec<_> = futures::future::join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    versions.sort_unstable();
    assert_eq!(versions, [2, 3, 4, 5, 6, 7]);
    let account = world.view(user).await;
    assert_eq!((account.twins.ready, account.twins.total), (7, 7));
    let unknown = Publication {
        user_id: UserId::new(world.clock.now()),
        ..publication(id, Stage::Compiling)
    };
    assert!(matches!(
        app.backoffice.snapshots.publish(&unknown).await,
        Err(PublishError::NoAccount)
    ));
}

/// Nothing of a profile but its metadata leaves through anything but `/preset`.
#[tokio::test]
async fn profile_content_leaves_through_presets_only() {
    let world = World::at("2026-11-22T12:00:00Z").await;
    demo::seed(&world.table).await.unwrap();
    let app = world.process_on_time();
    let key = json!({ "x-twin-key": demo::READ_KEY });
    let profile: Value = serde_json::from_slice(
        &std::fs::read(tests::root().join("infra/demo/ainhoa.json")).unwrap(),
    )
    .unwrap();
    let mut words = HashMap::new();
    strings(&profile, &mut words);
    let long: Vec<_> = words.keys().filter(|text| text.len() > 20).collect();
    assert!(long.len() > 20);
    for function in ["twin-health", "twin-me", "twin-historic", "twin-snapshot"] {
        let params = json!({ "id": demo::SNAPSHOT });
        let answer = get(app, function, "", &key, &params).await;
        assert_eq!(answer.status, 200);
        let body = answer.text();
        assert!(
            !long.iter().any(|text| body.contains(text.as_str())),
            "{function}"
        );
    }
}

fn strings(value: &Value, into: &mut HashMap<String, ()>) {
    match value {
        Value::String(text) => drop(into.insert(text.clone(), ())),
        Value::Array(all) => all.iter().for_each(|one| strings(one, into)),
        Value::Object(all) => all.values().for_each(|one| strings(one, into)),
        _ => {}
    }
}
