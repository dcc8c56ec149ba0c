//! Hostile input at every place of every request: nothing is our fault, and each refusal is a documented one.

use serde_json::{Value, json};
use surface::Route;
use tests::ask::{Answer, Ask};
use tests::provider::{Platform, Process};

use super::{NOW, Party, ends, routes};
use crate::refusals::places;

const TEXTS: [&str; 16] = [
    "",
    " ",
    "\u{0}",
    "\u{feff}x",
    "a\u{202e}b",
    "\u{2028}",
    "\u{1F600}\u{1F600}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "${jndi:ldap://127.0.0.1/x}",
    "{{7*7}}",
    "%00%0d%0aSet-Cookie:%20a=b",
    "\r\nX-Injected: 1",
    "null",
];

/// Values to stand in place of any other.
fn values() -> Vec<Value> {
    let mut all: Vec<Value> = TEXTS.iter().map(|text| json!(text)).collect();
    all.extend([
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5),
        json!(9_007_199_254_740_993_i64),
        json!(1e308),
        json!([]),
        json!([[], {}, null]),
        json!({}),
        json!({ "__proto__": { "x": 1 }, "$ref": "file:///etc/passwd" }),
        json!("x".repeat(70_000)),
        json!(vec![json!("\u{202e}"); 2_000]),
    ]);
    all
}

/// The answer is not our fault, and documented.
async fn checked(ask: &Ask, process: &'static Process) -> Answer {
    let answer = ask.answer(process).await;
    let (name, status) = (ask.route.function, answer.status);
    assert!(
        status < 500,
        "{name}: {status} {} to {ask:?}",
        answer.text()
    );
    if status >= 400 && ask.method != "HEAD" {
        let body = answer.json();
        let code = body["error"]["code"].as_str().or(body["error"].as_str());
        let code = code.unwrap_or_else(|| panic!("{name}: {body}"));
        let mut known = ask.route.surface.all_codes();
        assert!(
            known.any(|known| known.name == code && known.status == status),
            "{name}: {status} {code}"
        );
    }
    for (header, value) in &answer.headers {
        assert!(
            header != "x-injected" && header != "set-cookie",
            "{name}: {value:?}"
        );
    }
    answer
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn walk(party: &Party, route: &'static Route, process: &'static Process) -> usize {
    let base = party.ask(route);
    let mut all = Vec::new();
    for text in TEXTS {
        for name in route.parameters() {
            all.push(base.clone().param(name, text));
        }
        let query = format!("limit={0}&offset={0}&q={0}&x={0}", encoded(text));
        all.push(base.clone().query(&query));
        all.push(base.clone().query(&format!("{text}={text}")));
        for header in [
            "accept",
            "content-type",
            "idempotency-key",
            "authorization",
            "if-none-match",
        ] {
            // A gateway passes on what HTTP allows.
            if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                all.push(base.clone().header(header, text));
            }
        }
        all.push(base.clone().text(text));
    }
    for text in ["{", "[1", "\"", "{\"a\":1,\"a\":2}", &"[".repeat(100_000)] {
        all.push(base.clone().text(text));
    }
    if let Some(body) = &base.body {
        let body: Value = serde_json::from_str(body).unwrap();
        for place in places(&body) {
            for value in values() {
                let mut wrong = body.clone();
                *wrong.pointer_mut(&place).unwrap() = value;
                all.push(base.clone().body(wrong));
            }
        }
        // As a form, which OAuth's endpoints take.
        for text in TEXTS {
            let form = format!(
                "grant_type={0}&client_id={0}&client_secret={0}&token={0}",
                encoded(text)
            );
            let form = base.clone().text(form);
            all.push(form.header("content-type", "application/x-www-form-urlencoded"));
        }
    }
    for ask in &all {
        checked(ask, process).await;
    }
    all.len()
}

#[tokio::test]
async fn no_input_is_our_fault() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let mut all: Vec<_> = routes().collect();
    all.sort_by_key(|route| ends(route));
    let mut sent = 0;
    for (n, route) in all.into_iter().enumerate() {
        // A user may send 100 a minute, and what is made counts too: each endpoint has a party of its own.
        let slugs = [
            "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel",
        ];
        let slug = format!("{}-{}-{n:03}", slugs[n % 8], slugs[n / 8 % 8]);
        let party = Party::make(&platform, process, &slug).await;
        sent += walk(&party, route, process).await;
        platform.world.clock.advance(61_000);
    }
    println!("{sent} requests");
    assert!(sent > 5_000, "{sent}");
}
