//! Nothing that is secret or personal is logged by the platform's functions, whatever the level.

use std::collections::BTreeSet;

use serde_json::json;
use tests::ask::{Answer, Ask};
use tests::provider::{Platform, Process};
use tests::{Fault, logs};
use tracing::Level;

use super::{NOW, Party, ends, routes};

/// Marks that a walk plants; each is found nowhere but in what it was planted in.
const PLANTED: [(&str, &str); 8] = [
    ("a user's subject", "user mark-subject-5c09"),
    ("a user's address", "mark-subject-5c09@example.com"),
    ("an idempotency key", "mark-once-e915"),
    ("a header", "mark-header-99c4"),
    ("a body", "mark-body-a7e3"),
    ("a query", "mark-query-b1d8"),
    ("a provider's key", "mark-profile-30aa"),
    ("an answer of the table", "mark-answer-c2f6"),
];

/// What the walk has met.
#[derive(Default)]
struct Walk {
    functions: BTreeSet<&'static str>,
    requests: u32,
    /// Secrets and tokens: the parts that let somebody in.
    secrets: BTreeSet<String>,
}

impl Walk {
    /// A request with marks in its headers; the secrets in its answer are kept in mind.
    async fn ask(&mut self, ask: Ask, process: &'static Process) -> Answer {
        self.functions.insert(ask.route.function);
        self.requests += 1;
        let once = format!("mark-once-e915-{}", self.requests);
        let ask = ask.header("x-planted", "mark-header-99c4").once(&once);
        let answer = ask
            .header("x-origin-secret", "mark-header-99c4")
            .answer(process)
            .await;
        let body = answer.json();
        let shown = [&body, &body["data"]];
        for name in ["client_secret", "secret", "access_token"] {
            let secrets = shown.iter().filter_map(|at| at[name].as_str());
            self.secrets.extend(secrets.map(secret_part));
        }
        answer
    }
}

/// The part of a secret or of a token that is not public.
fn secret_part(of: &str) -> String {
    let parts = if of.contains('.') { '.' } else { '_' };
    let last = of.rsplit(parts).next().unwrap().to_owned();
    assert!(last.len() >= 30, "{last}");
    last
}

async fn walk(platform: &Platform, level: Level) -> Walk {
    let mut walk = Walk::default();
    let process = platform.process();
    let mut party = Party::make(platform, process, "mark-subject-5c09").await;
    // Each level has a package of its own.
    party.user_token = platform.id_token_of(json!({
        "sub": format!("user mark-subject-5c09 {level}"),
        "email": "mark-subject-5c09@example.com", "email_verified": true,
    }));
    for token in [
        &party.id_token,
        &party.access_token,
        &party.user_token,
        &party.app.client_secret,
    ] {
        walk.secrets.insert(secret_part(token));
    }
    let wrong = json!({ "x": "mark-body-a7e3", "mark-body-a7e3": ["mark-body-a7e3"] });
    let rubbish: &'static str = r#"{"Item":{"pk":{"S":"mark-answer-c2f6"},"x":{"N":"mark-answer-c2f6"}},"Items":[{"pk":{"N":"mark-answer-c2f6"}}]}"#;
    let mut all: Vec<_> = routes().collect();
    all.sort_by_key(|route| ends(route));
    for route in all {
        let mut base = party.ask(route);
        if route.function == "provider-auth-profile-put" {
            let profile =
                json!({ "type": "apiKey", "header": "X-Key", "value": "mark-profile-30aa" });
            base = base.body(profile);
        }
        for asked in [
            base.clone().body(wrong.clone()),
            base.clone().text("{\"x\": mark-body-a7e3"),
            base.clone()
                .query("mark-query-b1d8=mark-query-b1d8&x=%00mark-query-b1d8"),
            base.clone()
                .header("authorization", "Bearer mark-header-99c4"),
            base.clone()
                .header("authorization", "Basic bWFyay1oZWFkZXItOTljNA=="),
            base.clone(),
        ] {
            let got = walk.ask(asked, process).await;
            assert!(got.status < 500, "{}: {}", route.function, got.text());
        }
        // The table answers what can't be read: each operation that the endpoint uses, in turn.
        for operation in [
            "GetItem",
            "BatchGetItem",
            "UpdateItem",
            "Query",
            "TransactWriteItems",
        ] {
            platform
                .world
                .faults
                .plan(operation, [Fault::Rubbish(rubbish)]);
            let fresh = platform.process();
            walk.ask(base.clone(), fresh).await;
            walk.ask(base.clone(), fresh).await;
            platform.world.faults.unplan();
        }
        platform.world.clock.advance(61_000);
        party.id_token = platform.developer_again(&party.id_token);
        walk.secrets.insert(secret_part(&party.id_token));
    }
    walk
}

#[test]
fn nothing_secret_is_logged_at_any_level() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut found = BTreeSet::new();
    for level in [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ] {
        let platform = runtime.block_on(Platform::at(NOW));
        let mut walked = Walk::default();
        let written = logs::written(level, || walked = runtime.block_on(walk(&platform, level)));
        let all: BTreeSet<_> = routes().map(|route| route.function).collect();
        assert_eq!(walked.functions, all);
        assert!(walked.secrets.len() >= 8, "{}", walked.secrets.len());
        // Other tests of the process decide with this one which lines of a lower level are made at all.
        assert!(written.lines().count() > 20, "{level}: {written}");
        let planted = PLANTED.iter().copied();
        let secrets = walked.secrets.iter().map(|it| ("a secret", it.as_str()));
        for (what, mark) in planted.chain(secrets) {
            if let Some(line) = written.lines().find(|line| line.contains(mark)) {
                let start: String = line.chars().take(400).collect();
                found.insert(format!("{level}: {what}: {start}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
