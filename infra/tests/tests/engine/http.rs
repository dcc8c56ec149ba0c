//! What HTTP asks of every endpoint (RFC 9110): `HEAD`, `Location`, content codings; and cursors
//! that were not answered.

use dashboard_functions::registry::{
    DISCOVERY_LIST, KEY_CREATE, KEY_ROTATE, WEBHOOK_CREATE, WEBHOOK_DELIVERY_LIST,
};
use http::Method;
use serde_json::{Value, json};
use surface::{Cursor, Route};
use tests::ask::{Ask, ask, routes, serve};
use tests::{Process, World, rows};
use twin::{PlainKey, UserId};
use twin_functions::registry::{HISTORIC, LIFE_FACTS, ME};

use crate::api_key::new_key;
use crate::webhook::any_event;

const NOON: &str = "2026-11-22T12:00:05Z";

/// The request of an endpoint's file in `events/`, by the demo account.
fn as_in_its_event(route: &'static Route) -> Ask {
    let file = tests::root().join(format!("events/{}.json", route.function));
    let event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let raw = event["rawPath"].as_str().unwrap().split('/');
    let mut request = match route.surface.name {
        "dashboard" => ask(route).claiming(json!({ "sub": demo::SUBJECT })),
        "back-office" => ask(route).by_operator(),
        _ => ask(route).key(&demo::READ_KEY.parse::<PlainKey>().unwrap()),
    };
    for (own, given) in route.path.split('/').zip(raw) {
        if let Some(name) = own.strip_prefix('{') {
            request = request.param(name.trim_end_matches('}'), given);
        }
    }
    request.query(event["rawQueryString"].as_str().unwrap_or_default())
}

/// `HEAD` wherever `GET` is: the same status and headers, the length of the body, and no body.
#[tokio::test]
async fn a_head_is_a_get_without_its_body() {
    let world = World::at(NOON).await;
    demo::seed(&world.table).await.unwrap();
    let process = world.process_wired();
    let mut answered = 0;
    for route in routes() {
        let takes = route.method == Some(Method::GET);
        let head = as_in_its_event(route).method("HEAD").answer(process).await;
        assert!(head.body.is_empty(), "{}", route.function);
        if !takes {
            let none = if route.method.is_some() { 405 } else { 404 };
            assert_eq!(head.status, none, "{}", route.function);
            continue;
        }
        let get = as_in_its_event(route).answer(process).await;
        let length = head.headers["content-length"].to_str().unwrap();
        assert_eq!(length, get.body.len().to_string(), "{}", route.function);
        let shown = |answer: &tests::ask::Answer| {
            let mut headers = answer.headers.clone();
            // Those differ from call to call.
            for name in ["content-length", "x-request-id", "ratelimit"] {
                headers.remove(name);
            }
            for name in ["x-twin-quota-used", "x-twin-quota-remaining"] {
                headers.remove(name);
            }
            (answer.status, headers)
        };
        assert_eq!(shown(&head), shown(&get), "{}", route.function);
        answered += u32::from(head.status == 200);
    }
    assert!(answered >= 10, "{answered}");
    // It costs what a GET costs.
    let used = async |method: &str| {
        let answer = as_in_its_event(&ME.route)
            .method(method)
            .answer(process)
            .await;
        let used = answer.headers["x-twin-quota-used"].to_str().unwrap();
        used.parse::<u64>().unwrap()
    };
    assert_eq!(used("HEAD").await + 1, used("GET").await);
    // Other methods are named, and a tag that is known is as good for a HEAD.
    let answer = ask(&ME).method("POST").answer(process).await;
    assert_eq!(answer.headers["allow"], "GET, HEAD");
    let preset = || as_in_its_event(routes()[4]).method("HEAD");
    let tag = preset().answer(process).await.headers["etag"].clone();
    let known = preset().header("if-none-match", tag.to_str().unwrap());
    assert_eq!(known.answer(process).await.status, 304);
}

/// A 201 says where that which was made can be read, also when it is repeated.
#[tokio::test]
async fn what_was_made_has_a_location() {
    let world = World::at(NOON).await;
    let (user, process) = (world.account(1_000).await, world.process_wired());
    let key = world.key(user).await.0.id();
    for make in [
        ask(&KEY_CREATE).by(user).body(new_key("x")),
        ask(&KEY_ROTATE).by(user).id(key),
        ask(&WEBHOOK_CREATE).by(user).body(any_event()),
    ] {
        let once = make.route.function;
        let make = make.once(once);
        for _ in 0..2 {
            let made = make.answer(process).await;
            assert_eq!(made.status, 201, "{}", made.text());
            let location = made.headers["location"].to_str().unwrap();
            let read = routes()
                .into_iter()
                .find(|route| route.method == Some(Method::GET) && route.matches(location));
            let id = location.rsplit('/').next().unwrap();
            assert_eq!(made.json()["id"], id);
            let read = ask(read.unwrap()).by(user).id(id);
            assert_eq!(read.must(process, 200).await["id"], id);
        }
    }
}

/// A body that is compressed, or says so, is not taken.
#[tokio::test]
async fn a_coded_body_is_refused() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let (key, process) = (world.key(user).await.0, world.process_on_time());
    let facts = json!({ "facts": [{ "category": "general", "value": "abc", "consent": true }] });
    let send = |coding: &str| {
        let ask = ask(&LIFE_FACTS).key(&key).body(facts.clone());
        ask.header("content-encoding", coding)
    };
    for coding in [
        "gzip",
        "br",
        "GZIP",
        "deflate",
        "unknown",
        "identity, gzip",
        "gzip, identity",
    ] {
        let answer = send(coding).answer(process).await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (415, "UNSUPPORTED_MEDIA_TYPE".into()), "{coding}");
        assert_eq!(answer.headers["accept-encoding"], "identity", "{coding}");
    }
    let bytes = "\u{1f}\u{8b}\u{8}";
    let coded = send("gzip").text(bytes).answer(process).await;
    assert_eq!(coded.status, 415);
    for plain in ["identity", "Identity", "", "identity, identity"] {
        send(plain).must(process, 202).await;
    }
    // Other media types are another matter.
    let other = ask(&LIFE_FACTS)
        .key(&key)
        .text("x")
        .header("content-type", "text/plain");
    let answer = other.answer(process).await;
    assert_eq!(answer.status, 415);
    assert!(!answer.headers.contains_key("accept-encoding"));
}

/// A list, by somebody who may read it: the request, and the list's name in its cursors.
fn lists(user: UserId, key: &PlainKey, webhook: &str) -> [(Ask, String); 3] {
    let deliveries = ask(&WEBHOOK_DELIVERY_LIST).by(user).id(webhook);
    [
        (ask(&HISTORIC).key(key), "historic".to_owned()),
        (
            ask(&DISCOVERY_LIST).by(user),
            "discoveries pending".to_owned(),
        ),
        (deliveries, format!("deliveries {webhook} all all")),
    ]
}

/// A cursor that was not answered is a 400 at every list: another's, a changed one, and one whose
/// seal was imitated around what is no position of the list.
#[tokio::test]
async fn a_forged_cursor_is_refused() {
    let world = World::at(NOON).await;
    let user = world.account(1_000_000).await;
    let (key, process) = (world.key(user).await.0, world.process_wired());
    let made = ask(&WEBHOOK_CREATE).by(user).body(any_event());
    let made = made.must(process, 201).await;
    let webhook = made["id"].as_str().unwrap();
    let positions = [
        "2026-11-20T00:00:00.000Z#00000001#snp_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        "2026-11-20T00:00:00.000Z#dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG",
        "dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG",
    ];
    let mut others = positions.map(str::to_owned).to_vec();
    others.extend(
        [
            "a",
            "owner",
            "erase",
            "key#0badc0de",
            "dlv_~",
            "#",
            "~",
            " ",
        ]
        .map(str::to_owned),
    );
    others.extend(["2026-11-20", "dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG#0001", "x"].map(str::to_owned));
    others.push("x".repeat(200));
    // All places where items of the account stand.
    for item in rows::all(&world.table).await {
        others.push(item["sk"].as_s().unwrap().clone());
    }
    let tenant = user.tenant();
    let mut tried = 0;
    for (n, (list, name)) in lists(user, &key, webhook).into_iter().enumerate() {
        let ask = |cursor: &str| list.clone().query(&format!("cursor={cursor}"));
        let good = Cursor::after(&name, &tenant, positions[n]).encode();
        ask(&good).must(process, 200).await;
        let mut forged = Vec::new();
        // Each of its bits, and each of its lengths.
        for at in 0..good.len() {
            for bit in 0..6 {
                let mut bytes = good.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                if bytes[at].is_ascii_alphanumeric() {
                    forged.push(String::from_utf8(bytes).unwrap());
                }
            }
            forged.push(good[..at].to_owned());
        }
        // Another account's, and another list's.
        let stranger = UserId::new(world.clock.now()).tenant();
        forged.push(Cursor::after(&name, &stranger, positions[n]).encode());
        forged.push(Cursor::after("another", &tenant, positions[n]).encode());
        // Sealed as we seal, of something that stands elsewhere.
        let elsewhere = others.iter().filter(|position| **position != positions[n]);
        let elsewhere = elsewhere
            .filter(|position| !(n == 2 && position.starts_with("dlv_0") && position.len() == 30));
        forged.extend(elsewhere.map(|position| Cursor::after(&name, &tenant, position).encode()));
        for cursor in forged {
            tried += 1;
            let refused = (400, "VALIDATION_ERROR".to_owned());
            let found = refuse(&ask(&cursor), process).await;
            assert_eq!(found, refused, "{name}: {cursor}");
        }
    }
    assert!(tried > 300, "{tried}");
}

async fn refuse(ask: &Ask, process: &'static Process) -> (u16, String) {
    // A minute's limit is no part of this.
    process.clock.advance(60_000);
    ask.code(process).await
}

/// No file in `events/` turns invalid with time: each is taken at any moment.
#[tokio::test]
async fn no_event_has_a_date_that_ends() {
    for now in [
        "2026-11-22T12:00:00Z",
        "2028-02-29T12:00:00Z",
        "2199-01-01T00:00:00Z",
    ] {
        let world = World::at(now).await;
        let process = world.process_wired();
        for route in routes() {
            let file = tests::root().join(format!("events/{}.json", route.function));
            let event = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            let request = surface::lambda::request(event);
            // Nobody's key and nobody's account here: what is looked at first is the shape.
            let answer = serve(process, route.function, request).await;
            let shape = [400, 405, 413, 415].contains(&answer.status);
            assert!(!shape, "{} at {now}: {}", route.function, answer.text());
        }
    }
}
