//! Each field that takes text which a person writes and another reads: what hides in a text is
//! refused there, and what real writing needs is taken.

use std::collections::BTreeSet;

use backoffice_functions::registry::{ACCOUNT_PUT, SNAPSHOT_PUT};
use dashboard_functions::registry::{
    DISCOVERY_LIST, KEY_CREATE, KEY_UPDATE, WEBHOOK_CREATE, WEBHOOK_UPDATE,
};
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::{Process, World, root};
use twin::{PlainKey, SnapshotId, UserId};
use twin_functions::registry::{ANNOTATIONS, LIFE_FACTS};

const NOON: &str = "2026-11-22T12:00:05Z";
const HERE: &str = "http://127.0.0.1:9000/a";

/// A field of an endpoint.
struct Door {
    /// `POST /path`, as the reference has it, and the field there.
    operation: (&'static str, &'static str),
    /// The field's path in a refusal.
    path: &'static str,
    /// Whether it may have several lines.
    lines: bool,
    /// Whether it must hold something.
    required: bool,
}

const fn door(
    operation: &'static str,
    field: &'static str,
    path: &'static str,
    lines: bool,
    required: bool,
) -> Door {
    Door {
        operation: (operation, field),
        path,
        lines,
        required,
    }
}

const DOORS: [Door; 10] = [
    door("POST /life-facts", "value", "facts[0].value", true, true),
    door(
        "POST /life-facts",
        "externalRef",
        "facts[0].externalRef",
        false,
        false,
    ),
    door(
        "POST /annotations",
        "tag",
        "annotations[0].tag",
        false,
        true,
    ),
    door(
        "POST /annotations",
        "text",
        "annotations[0].text",
        true,
        true,
    ),
    door(
        "POST /annotations",
        "externalRef",
        "annotations[0].externalRef",
        false,
        false,
    ),
    door("POST /twin/keys", "name", "name", false, true),
    door("PATCH /twin/keys/{id}", "name", "name", false, true),
    door(
        "POST /twin/webhooks",
        "description",
        "description",
        false,
        true,
    ),
    door(
        "PATCH /twin/webhooks/{id}",
        "description",
        "description",
        false,
        true,
    ),
    door("PUT /snapshots/{id}", "reason", "reason", true, true),
];
/// It is compared with a token's claim, so what it may be is wider: blank text, too.
const SUBJECT: Door = door("PUT /accounts/{userId}", "subject", "subject", false, false);

/// Text fields of requests that no person reads as they are: addresses are parsed, a profile's texts
/// reach a prompt through `presets::sanitize` alone, and the body of a delivery is verified byte by
/// byte.
const OTHERS: [(&str, &str); 4] = [
    ("POST /twin/keys", "allowedIps"),
    ("PATCH /twin/keys/{id}", "allowedIps"),
    ("PUT /snapshots/{id}", "profile"),
    ("POST /twin/webhooks/{id}/verify-signature", "body"),
];

struct Doors {
    app: &'static Process,
    user: UserId,
    plain: PlainKey,
    key: String,
    webhook: String,
    at: World,
}

impl Doors {
    async fn open() -> Self {
        let at = World::at(NOON).await;
        let (user, app) = (at.account(1_000_000).await, at.process_wired());
        let (plain, key) = at.key(user).await;
        let webhook = json!({ "url": HERE, "events": ["*"] });
        let webhook = ask(&WEBHOOK_CREATE)
            .by(user)
            .body(webhook)
            .must(app, 201)
            .await;
        Self {
            app,
            user,
            plain,
            key: key.id.to_string(),
            webhook: webhook["id"].as_str().unwrap().to_owned(),
            at,
        }
    }

    /// The request with this text.
    fn ask(&self, door: &Door, text: &str) -> Ask {
        let (operation, field) = door.operation;
        let with = |mut body: Value| {
            body[field] = json!(text);
            body
        };
        let fact = || json!({ "category": "general", "value": "vvv", "consent": true });
        let note = || json!({ "tag": "tag", "text": "ttt", "consent": true });
        match operation {
            "POST /life-facts" => {
                let body = json!({ "facts": [with(fact())] });
                ask(&LIFE_FACTS).key(&self.plain).body(body)
            }
            "POST /annotations" => {
                let body = json!({ "annotations": [with(note())] });
                ask(&ANNOTATIONS).key(&self.plain).body(body)
            }
            "POST /twin/keys" => ask(&KEY_CREATE)
                .by(self.user)
                .body(with(json!({ "scopes": ["twin:read"] }))),
            "PATCH /twin/keys/{id}" => ask(&KEY_UPDATE)
                .by(self.user)
                .id(&self.key)
                .body(with(json!({}))),
            "POST /twin/webhooks" => ask(&WEBHOOK_CREATE)
                .by(self.user)
                .body(with(json!({ "url": HERE, "events": ["*"] }))),
            "PATCH /twin/webhooks/{id}" => ask(&WEBHOOK_UPDATE)
                .by(self.user)
                .id(&self.webhook)
                .body(with(json!({}))),
            "PUT /snapshots/{id}" => ask(&SNAPSHOT_PUT)
                .by_operator()
                .id(SnapshotId::new(self.at.clock.now()))
                .body(with(json!({
                    "userId": self.user, "status": "failed", "source": "voucher",
                    "purchaseId": "p", "snapshotDate": NOON,
                }))),
            "PUT /accounts/{userId}" => ask(&ACCOUNT_PUT)
                .by_operator()
                .id(UserId::new(self.at.clock.now()))
                .body(with(json!({
                    "plan": "professional", "status": "active", "tier": "pro", "updatedAt": NOON,
                }))),
            other => panic!("{other}"),
        }
    }

    /// What is wrong with a text: its code and message; nothing where it is taken.
    async fn wrong(&self, door: &Door, text: &str) -> Option<(String, String)> {
        // The calls of a minute are limited, and so are an account's webhooks.
        self.at.clock.advance(61_000);
        let (status, body) = self.ask(door, text).of(self.app).await;
        if status < 300 || status == 409 {
            return None;
        }
        assert_eq!(status, 400, "{body}");
        let details = body["error"]["details"].as_array().unwrap();
        assert_eq!(
            (details.len(), &details[0]["path"]),
            (1, &json!(door.path)),
            "{body}"
        );
        let text = |name: &str| details[0][name].as_str().unwrap().to_owned();
        Some((text("code"), text("message")))
    }
}

#[tokio::test]
async fn what_hides_is_refused_at_every_door() {
    let doors = Doors::open().await;
    for door in DOORS.iter().chain([&SUBJECT]) {
        let (operation, field) = door.operation;
        for hidden in [
            '\0',
            '\u{8}',
            '\u{b}',
            '\u{1b}',
            '\u{1f}',
            '\u{7f}',
            '\u{80}',
            '\u{85}',
            '\u{9f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{e000}',
            '\u{f8ff}',
            '\u{f0000}',
            '\u{ffffd}',
            '\u{100000}',
            '\u{10fffd}',
            '\u{fdd0}',
            '\u{fdef}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10ffff}',
            '\u{e0000}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e007f}',
            '\u{2063}',
            '\u{fff9}',
        ] {
            let (code, message) = doors
                .wrong(door, &format!("abc{hidden}d"))
                .await
                .unwrap_or_else(|| panic!("{operation} {field} takes {hidden:?}"));
            assert_eq!(code, "CHARACTER", "{operation} {field}");
            let named = format!("contains U+{:04X}, ", u32::from(hidden));
            assert!(message.starts_with(&named), "{message}");
        }
        let many = doors.wrong(door, "one\n\ttwo\r\nthree").await;
        assert_eq!(many.is_none(), door.lines, "{operation} {field}: {many:?}");
    }
}

#[tokio::test]
async fn what_can_t_be_seen_is_empty_at_every_door() {
    let doors = Doors::open().await;
    for door in &DOORS {
        let (operation, field) = door.operation;
        for blank in [
            "   ",
            "\u{a0}\u{3000}\u{2003}",
            "\u{200b}\u{200b} \u{200b}",
            "\u{200c}\u{200d} ",
            "\u{3164}\u{3164} \u{ffa0}",
            "\u{2800}\u{2800}\u{2800}",
            "\u{feff}\u{ad} \u{2060}",
            "\u{200e}\u{200f} ",
        ] {
            let wrong = doors.wrong(door, blank).await;
            let expected = door.required.then(|| {
                let message = "must hold something that can be seen";
                ("LENGTH".to_owned(), message.to_owned())
            });
            assert_eq!(wrong, expected, "{operation} {field} {blank:?}");
        }
    }
    // An empty reference is none: the same content is not a duplicate.
    let list = ask(&DISCOVERY_LIST).by(doors.user).query("limit=100");
    let page = list.must(doors.app, 200).await;
    let all = page["discoveries"].as_array().unwrap();
    assert_eq!(all.len(), 16);
    assert!(
        all.iter().all(|d| d["item"]["externalRef"].is_null()),
        "{page}"
    );
}

#[tokio::test]
async fn what_writing_needs_is_taken_as_it_is() {
    let doors = Doors::open().await;
    for door in &DOORS {
        let (operation, field) = door.operation;
        for written in [
            "👩‍👩‍👧‍👦 👩‍❤️‍💋‍👨 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏳️‍🌈",
            "می‌خواهم خانه‌ای بخرم",
            "क्‍ष ශ්‍රී അവന്‍",
            "ភាសា\u{200b}ខ្មែរ",
            "שלום\u{200f}! C++\u{200e}",
            "葛\u{e0100}城市",
            "Donau\u{ad}dampfschiff",
        ] {
            let wrong = doors.wrong(door, written).await;
            assert_eq!(wrong, None, "{operation} {field} {written}");
        }
    }
    // Byte for byte.
    let family = "👩‍👩‍👧‍👦 می‌خواهم";
    let named = ask(&KEY_UPDATE).by(doors.user).id(&doors.key);
    let named = named
        .body(json!({ "name": family }))
        .must(doors.app, 200)
        .await;
    assert_eq!(named["name"], family);
}

/// A field of a request's body that takes any text is one of the doors.
#[test]
fn every_door_is_tried() {
    let text = std::fs::read_to_string(root().join("infra/openapi.yaml")).unwrap();
    let document: Value = serde_saphyr::from_str(&text).unwrap();
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let schema = "/requestBody/content/application~1json/schema";
            let Some(schema) = operation.pointer(schema) else {
                continue;
            };
            let bases = ["/v1/public/twin", "/v1/dashboard", "/v1/internal"];
            let short = bases
                .iter()
                .find_map(|base| path.strip_prefix(base))
                .unwrap();
            let operation = format!("{} {short}", method.to_uppercase());
            free_texts(&document, schema, "", &mut |field| {
                found.insert((operation.clone(), field.to_owned()));
            });
        }
    }
    let own = DOORS.iter().chain([&SUBJECT]).map(|door| door.operation);
    let expected = own
        .chain(OTHERS)
        .map(|(operation, field)| (operation.to_owned(), field.to_owned()));
    assert_eq!(found, expected.collect());
}

/// Calls `found` with the name of each field that takes any text: one without a pattern, a format
/// or a list of words.
fn free_texts(document: &Value, schema: &Value, field: &str, found: &mut impl FnMut(&str)) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap();
        if name.ends_with("/Profile") {
            return found(field);
        }
        return free_texts(document, schema, field, found);
    }
    let bounded = ["pattern", "format", "enum", "const"];
    let is_text = schema["type"] == "string"
        || schema["type"]
            .as_array()
            .is_some_and(|all| all.contains(&json!("string")));
    if is_text && bounded.iter().all(|name| schema.get(name).is_none()) {
        let any_of = schema["anyOf"].as_array().into_iter().flatten();
        if any_of.clone().next().is_none() {
            found(field);
        }
    }
    for name in ["anyOf", "oneOf", "allOf"] {
        for part in schema[name].as_array().into_iter().flatten() {
            free_texts(document, part, field, found);
        }
    }
    if !schema["items"].is_null() {
        free_texts(document, &schema["items"], field, found);
    }
    for (name, part) in schema["properties"].as_object().into_iter().flatten() {
        free_texts(document, part, name, found);
    }
}
