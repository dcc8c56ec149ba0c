//! The whole system as its users meet it: real function processes behind the gateway, the
//! official client, and whatever else comes over the wire.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use local::rie::Rie;
use local::tools::{Tools, Toolset};
use serde_json::{Value, json};
use shared::access::account::Cell;
use shared::access::keys::{self, KeyChange};
use shared::access::window::Month;
use shared::access::{PlanStatus, Scope, accounts};
use shared::clock::Clock;
use shared::http::ERRORS;
use shared::http::endpoints::ENDPOINTS;
use tests::live::{Answer, with};
use tests::root;

/// The official client, unmodified, synchronous and asynchronous.
#[test]
fn the_official_client_reads_a_twin() {
    with(|live| async {
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(
                live.key(demo::USER.parse().unwrap())
                    .await
                    .0
                    .reveal()
                    .to_owned(),
            );
        }
        let file = live.stack_json("client", json!({ "presetKeys": all, "writeKeys": all }));
        let tools = Tools::ensure(&root(), Toolset::Check, &progress())
            .await
            .unwrap();
        let tests = tokio::process::Command::new(tools.bin.join("python"))
            .args(["-m", "unittest", "discover", "--verbose"])
            .arg(root().join("infra/tests/python"))
            .env("STACK_JSON", &file)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&tests.stderr);
        println!("{said}");
        assert!(tests.status.success(), "{said}");
        assert!(said.contains("Ran 13 tests"), "{said}");
        std::fs::remove_file(file).unwrap();
    });
}

fn progress() -> local::Progress {
    Arc::new(|line| eprintln!("  · {line}"))
}

/// 64 callers, ten keys, four endpoints in processes of their own: the account's 1,000 are
/// admitted and not one more, whatever the calls then answer.
#[test]
fn the_exact_quota_through_real_processes() {
    with(|live| async {
        let user = live.account(1_000).await;
        let mut all = Vec::new();
        for _ in 0..10 {
            all.push(live.key(user).await.0);
        }
        let missing = "/snapshots/snp_01KA3T6V8M2QZ7XH4RBN9CDEFG";
        let calls: Vec<_> = (0..1_500)
            .map(|i| {
                (
                    &all[i % 10],
                    ["/me", "/historic", missing, "/preset/estandar"][i / 10 % 4],
                )
            })
            .collect();
        let next = AtomicUsize::new(0);
        let counted = AtomicUsize::new(0);
        let refused = AtomicUsize::new(0);
        join_all((0..64).map(|_| async {
            while let Some((key, path)) = calls.get(next.fetch_add(1, Ordering::SeqCst)) {
                let answer = live.get(key, path).await;
                match (answer.status, *path) {
                    // All three cost a unit: it is the account that has no twin yet.
                    (200, "/me" | "/historic") | (404, _) | (403, "/preset/estandar") => {
                        counted.fetch_add(1, Ordering::SeqCst)
                    }
                    (429, _) if answer.code().as_deref() == Some("TIER_QUOTA_EXCEEDED") => {
                        assert_eq!(answer.header("x-twin-quota-remaining"), "0");
                        refused.fetch_add(1, Ordering::SeqCst)
                    }
                    other => panic!("{other:?} {answer:?}"),
                };
            }
        }))
        .await;
        assert_eq!(counted.load(Ordering::SeqCst), 1_000);
        assert_eq!(refused.load(Ordering::SeqCst), 500);
        let account = accounts::view(&live.table, user).await.unwrap().unwrap();
        assert_eq!(
            account.count(Cell::Month(Month::of(Clock::system().now()))),
            1_000
        );
    });
}

/// Warm functions that remember the key: the first call after a change is decided by it.
#[test]
fn changes_hold_from_the_next_call() {
    with(|live| async {
        let user = live.account(1_000).await;
        let (key, record) = live.key(user).await;
        let expect = async |status: u16, code: Option<&str>| {
            for path in ["/health", "/me", "/historic"] {
                let answer = live.get(&key, path).await;
                assert_eq!(
                    (answer.status, answer.code().as_deref()),
                    (status, code),
                    "{path}"
                );
            }
        };
        expect(200, None).await;
        live.set_account(user, 1_000, PlanStatus::Paused).await;
        expect(403, Some("PLAN_REQUIRED")).await;
        live.set_account(user, 1_000, PlanStatus::Active).await;
        expect(200, None).await;
        let writes = KeyChange {
            scopes: Some(vec![Scope::TwinWrite]),
            ..Default::default()
        };
        keys::change(&live.table, user, record.id, &writes)
            .await
            .unwrap();
        let answer = live.get(&key, "/me").await;
        assert_eq!(answer.code().as_deref(), Some("INSUFFICIENT_SCOPE"));
        assert_eq!(
            live.get(&key, "/health").await.status,
            200,
            "any scope will do"
        );
        let reads = KeyChange {
            scopes: Some(vec![Scope::TwinRead]),
            ..Default::default()
        };
        keys::change(&live.table, user, record.id, &reads)
            .await
            .unwrap();
        expect(200, None).await;
        keys::revoke(&live.table, user, record.id, Clock::system().now())
            .await
            .unwrap();
        expect(401, Some("KEY_REVOKED")).await;
    });
}

/// Every answer carries what the contract promises.
#[test]
fn headers_of_every_answer() {
    with(|live| async {
        let user = live.account(3).await;
        let (key, _) = live.key(user).await;
        let first = live.get(&key, "/me").await;
        assert_eq!(first.header("x-twin-quota-limit"), "3");
        assert_eq!(first.header("x-twin-quota-used"), "1");
        assert_eq!(first.header("x-twin-quota-remaining"), "2");
        assert!(
            first
                .header("ratelimit-policy")
                .starts_with("\"burst\";q=60;w=60, \"month\";q=3;w=")
        );
        assert!(first.header("ratelimit").starts_with("\"burst\";r=59;t="));
        assert_eq!(first.header("cache-control"), "private, no-store");
        assert!(first.header("x-request-id").starts_with("req_"));
        assert_eq!(first.header("content-type"), "application/json");
        for _ in 0..2 {
            live.get(&key, "/me").await;
        }
        let spent = live.get(&key, "/me").await;
        assert_eq!(
            (spent.status, spent.header("x-twin-quota-remaining")),
            (429, "0")
        );
        assert!(spent.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(
            spent.json()["error"]["requestId"],
            spent.header("x-request-id")
        );
        assert_eq!(live.get(&key, "/health").await.status, 200);
        // The same error as a problem document.
        let headers = [
            ("X-Twin-Key", key.reveal()),
            ("Accept", "application/problem+json"),
        ];
        let problem = live.send("GET", "/v1/public/twin/me", &headers, b"").await;
        assert_eq!(problem.header("content-type"), "application/problem+json");
        assert_eq!(problem.json()["status"], 429);
        assert_eq!(problem.json()["code"], "TIER_QUOTA_EXCEEDED");
        let unknown = live.send("GET", "/v1/public/twin/me", &[], b"").await;
        assert_eq!(unknown.status, 401);
        assert!(unknown.header("www-authenticate").starts_with("Bearer"));
        assert!(!unknown.headers.contains_key("x-twin-quota-limit"));
    });
}

/// Entity tags, codings, negotiation and aliases of a prompt.
#[test]
fn a_prompt_is_cacheable() {
    with(|live| async {
        let (key, _) = live.key(demo::USER.parse().unwrap()).await;
        let get = async |query: &str, more: &[(&str, &str)]| {
            let mut headers = vec![("X-Twin-Key", key.reveal())];
            headers.extend_from_slice(more);
            live.send(
                "GET",
                &format!("/v1/public/twin/preset/{query}"),
                &headers,
                b"",
            )
            .await
        };
        let plain = get("estandar?format=md", &[]).await;
        assert_eq!(plain.status, 200);
        assert_eq!(plain.header("cache-control"), "private, no-cache");
        assert_eq!(
            plain.header("vary"),
            "X-Twin-Key, Authorization, Accept, Accept-Encoding"
        );
        assert_eq!(plain.header("content-type"), "text/markdown; charset=utf-8");
        let tag = plain.header("etag").to_owned();
        assert!(tag.starts_with('"'));
        for _ in 0..4 {
            let again = get("estandar?format=md", &[]).await;
            assert_eq!(
                (again.header("etag"), &again.body),
                (tag.as_str(), &plain.body)
            );
        }
        let known = get("estandar?format=md", &[("If-None-Match", &tag)]).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        assert_eq!(known.header("etag"), tag);
        assert!(known.headers.contains_key("x-twin-quota-remaining"));
        for (accepted, coding) in [("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br", "br")] {
            let coded = get("estandar?format=md", &[("Accept-Encoding", accepted)]).await;
            assert_eq!(coded.header("content-encoding"), coding);
            assert_ne!(coded.header("etag"), tag);
            assert!(coded.body.len() < plain.body.len());
        }
        // Accept chooses where format is absent; format wins over it.
        for (query, accept, media) in [
            ("estandar", "text/plain", "text/plain; charset=utf-8"),
            ("estandar", "application/yaml", "application/yaml"),
            ("estandar", "*/*", "application/json"),
            ("estandar?format=json", "text/plain", "application/json"),
        ] {
            let answer = get(query, &[("Accept", accept)]).await;
            assert_eq!(answer.header("content-type"), media);
        }
        let canonical = get("estandar?lang=en", &[]).await;
        let alias = get("standard?lang=en", &[]).await;
        assert_eq!(alias.body, canonical.body);
        assert_eq!(
            alias.header("content-location"),
            "/v1/public/twin/preset/estandar?lang=en"
        );
        assert!(!canonical.headers.contains_key("content-location"));
    });
}

/// Nobody sees another account's snapshot, by any way of naming it.
#[test]
fn another_accounts_snapshot_is_not_found() {
    with(|live| async {
        let (stranger, _) = live.key(live.account(100).await).await;
        let theirs = live
            .get(&stranger, &format!("/snapshots/{}", demo::SNAPSHOT))
            .await;
        let missing = live
            .get(&stranger, "/snapshots/snp_00000000000000000000000000")
            .await;
        let without_id = |answer: &Answer| {
            let mut body = answer.json();
            body["error"]["requestId"] = json!(null);
            (answer.status, body)
        };
        assert_eq!(without_id(&theirs), without_id(&missing));
        assert_eq!(theirs.code().as_deref(), Some("SNAPSHOT_NOT_FOUND"));
        // With a twin of the stranger's own, so that it is not the lack of any that answers.
        let query = format!("/preset/estandar?snapshotId={}", demo::SNAPSHOT);
        assert_eq!(
            live.get(&stranger, &query).await.code().as_deref(),
            Some("NO_TWIN_PURCHASED")
        );
        let (owner, _) = live.key(demo::USER.parse().unwrap()).await;
        let page = live.get(&owner, "/historic?limit=1").await.json();
        let cursor = page["nextCursor"].as_str().unwrap();
        let answer = live
            .get(&stranger, &format!("/historic?cursor={cursor}"))
            .await;
        assert_eq!(answer.code().as_deref(), Some("VALIDATION_ERROR"));
    });
}

/// Bad input gets the documented error each, and never a 500.
#[test]
fn bad_input_gets_the_documented_error() {
    with(|live| async {
        let (key, _) = live.key(live.account(1_000).await).await;
        let good = ("X-Twin-Key", key.reveal());
        let bearer = format!("Bearer {}", demo::READ_KEY);
        let same = format!("Bearer {}", key.reveal());
        let base = "/v1/public/twin";
        let long = "x".repeat(6_000);
        let upper = key.reveal().to_uppercase();
        for (method, target, headers, status, code) in [
            // Keys.
            ("GET", "/me", vec![], 401, "MISSING_KEY"),
            ("GET", "/me", vec![("X-Twin-Key", "")], 401, "MISSING_KEY"),
            (
                "GET",
                "/me",
                vec![("X-Twin-Key", "nonsense")],
                401,
                "INVALID_KEY",
            ),
            (
                "GET",
                "/me",
                vec![("X-Twin-Key", &upper)],
                401,
                "INVALID_KEY",
            ),
            (
                "GET",
                "/me",
                vec![("X-Twin-Key", &long)],
                401,
                "INVALID_KEY",
            ),
            (
                "GET",
                "/me",
                vec![("Authorization", "Bearer ../../etc/passwd")],
                401,
                "INVALID_KEY",
            ),
            (
                "GET",
                "/me",
                vec![("Authorization", "Basic eDp5")],
                401,
                "MISSING_KEY",
            ),
            (
                "GET",
                "/me",
                vec![good, ("Authorization", &bearer)],
                400,
                "AMBIGUOUS_KEY",
            ),
            ("GET", "/me", vec![good, ("Authorization", &same)], 200, ""),
            // Queries: what is wrong with the shape comes before the key.
            ("GET", "/me?x=1", vec![], 400, "VALIDATION_ERROR"),
            (
                "GET",
                "/historic?limit=0",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?limit=101",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?limit=-1",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?limit=1&limit=2",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?limit=99999999999999999999",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?cursor=%00",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?cursor=AAAA",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?cursor=%ff%fe",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?limit=%",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/historic?'%20OR%201=1",
                vec![good],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/preset/estandar?langs=en",
                vec![],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/preset/estandar?format=pdf&lang=xx&variant=y",
                vec![],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/preset/estandar?includeNarratives=1",
                vec![],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/preset/estandar?snapshotId=1",
                vec![],
                400,
                "VALIDATION_ERROR",
            ),
            (
                "GET",
                "/preset/estandar?purchaseId=a%20b",
                vec![],
                400,
                "VALIDATION_ERROR",
            ),
            // Path parameters.
            ("GET", "/preset/nonsense", vec![], 404, "PRESET_NOT_FOUND"),
            (
                "GET",
                "/preset/ESTANDAR",
                vec![good],
                404,
                "PRESET_NOT_FOUND",
            ),
            (
                "GET",
                "/preset/estandar%00",
                vec![good],
                404,
                "PRESET_NOT_FOUND",
            ),
            (
                "GET",
                "/preset/estandar%2F..",
                vec![good],
                404,
                "PRESET_NOT_FOUND",
            ),
            (
                "GET",
                "/preset/%65standar%ff",
                vec![good],
                404,
                "PRESET_NOT_FOUND",
            ),
            ("GET", "/snapshots/1", vec![], 404, "SNAPSHOT_NOT_FOUND"),
            (
                "GET",
                "/snapshots/snp_%2e%2e",
                vec![good],
                404,
                "SNAPSHOT_NOT_FOUND",
            ),
            (
                "GET",
                "/snapshots/snp_01ka3t6v8m2qz7xh4rbn9cdefg",
                vec![good],
                404,
                "SNAPSHOT_NOT_FOUND",
            ),
            // Paths and methods.
            ("GET", "", vec![], 404, "NOT_FOUND"),
            ("GET", "/", vec![], 404, "NOT_FOUND"),
            ("GET", "/nothing", vec![good], 404, "NOT_FOUND"),
            ("GET", "/me/", vec![good], 404, "NOT_FOUND"),
            ("GET", "/preset", vec![good], 404, "NOT_FOUND"),
            ("GET", "/preset/a/b", vec![good], 404, "NOT_FOUND"),
            ("GET", "/../../admin", vec![], 404, "NOT_FOUND"),
            ("POST", "/me", vec![], 405, "METHOD_NOT_ALLOWED"),
            (
                "DELETE",
                "/preset/estandar",
                vec![good],
                405,
                "METHOD_NOT_ALLOWED",
            ),
            (
                "PATCH",
                "/snapshots/x",
                vec![good],
                405,
                "METHOD_NOT_ALLOWED",
            ),
            ("OPTIONS", "/me", vec![], 405, "METHOD_NOT_ALLOWED"),
        ] {
            let answer = live
                .send(method, &format!("{base}{target}"), &headers, b"")
                .await;
            let found = if answer.status == 200 {
                None
            } else {
                answer.code()
            };
            assert_eq!(
                (answer.status, found.unwrap_or_default().as_str()),
                (status, code),
                "{method} {target} {:?}",
                String::from_utf8_lossy(&answer.body)
            );
            if let Some((_, documented, _)) = ERRORS.iter().find(|(listed, ..)| *listed == code) {
                assert_eq!(*documented, status);
            }
            assert!(
                answer.header("x-request-id").starts_with("req_"),
                "{method} {target}"
            );
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(
                !body.contains(&key.reveal()[18..]),
                "{method} {target} shows a key"
            );
        }
        let target = format!("{base}/preset/estandar?format=pdf&lang=xx&x=1");
        let details = live.send("GET", &target, &[], b"").await.json()["error"]["details"].clone();
        let paths: Vec<_> = details
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["path"].as_str().unwrap())
            .collect();
        assert_eq!(paths, ["format", "lang", "x"]);
        let allowed = live.send("POST", &format!("{base}/me"), &[], b"").await;
        assert_eq!(allowed.header("allow"), "GET");
    });
}

/// Bodies where none belongs, from small to larger than the gateway takes.
#[test]
fn large_bodies_are_refused() {
    with(|live| async {
        let (key, _) = live.key(live.account(1_000).await).await;
        let send = async |size: usize| {
            let body = vec![b'x'; size];
            let headers = [
                ("X-Twin-Key", key.reveal()),
                ("Content-Type", "application/json"),
            ];
            live.send("GET", "/v1/public/twin/me", &headers, &body)
                .await
        };
        assert_eq!(send(10).await.status, 200);
        assert_eq!(send(256 * 1024).await.status, 200);
        let over = send(256 * 1024 + 1).await;
        assert_eq!(
            (over.status, over.code().as_deref()),
            (413, Some("PAYLOAD_TOO_LARGE"))
        );
        // Over its own limit the gateway answers, in its own words.
        let far_over = send(11 * 1024 * 1024).await;
        assert_eq!(far_over.status, 413);
        assert!(far_over.json()["message"].is_string());
    });
}

/// The address on the allowlist is the one the gateway saw, whatever headers claim.
#[test]
fn a_claimed_address_is_not_believed() {
    with(|live| async {
        let user = live.account(1_000).await;
        let (key, record) = live.key(user).await;
        let change = KeyChange {
            allowed_ips: Some(vec!["203.0.113.0/24".parse().unwrap()]),
            ..Default::default()
        };
        keys::change(&live.table, user, record.id, &change)
            .await
            .unwrap();
        for name in [
            "X-Forwarded-For",
            "X-Real-IP",
            "Forwarded",
            "True-Client-IP",
        ] {
            let headers = [("X-Twin-Key", key.reveal()), (name, "203.0.113.9")];
            let answer = live.send("GET", "/v1/public/twin/me", &headers, b"").await;
            assert_eq!(answer.code().as_deref(), Some("IP_NOT_ALLOWED"), "{name}");
        }
        let change = KeyChange {
            allowed_ips: Some(vec!["127.0.0.0/8".parse().unwrap()]),
            ..Default::default()
        };
        keys::change(&live.table, user, record.id, &change)
            .await
            .unwrap();
        assert_eq!(live.get(&key, "/me").await.status, 200);
    });
}

/// The event files are real: each function answers its own, in the local stack and as a
/// plain bootstrap under AWS's runtime interface emulator.
#[test]
fn every_function_answers_its_event() {
    with(|live| async {
        let emulator = local::rie::emulator(&root(), &progress()).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .unwrap();
        // A revoked key can't be rotated any more, nor a webhook tried out that is deleted.
        let mut endpoints = ENDPOINTS.to_vec();
        let last = ["dashboard-key-revoke", "dashboard-webhook-delete"];
        endpoints.sort_by_key(|endpoint| last.contains(&endpoint.function));
        for endpoint in endpoints {
            let name = endpoint.function;
            let file = root().join(format!("events/{name}.json"));
            let mut event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            if name == "dashboard-webhook-recover" {
                // A file can't say how long ago something was.
                let since = Clock::system().now().plus_millis(-86_400_000);
                event["body"] = json!(json!({ "since": since }).to_string());
            }
            let expected = match name {
                "twin-not-found" => 404,
                "twin-life-facts" | "twin-annotations" => 202,
                "dashboard-webhook-test" => 202,
                "dashboard-webhook-delivery-retry" | "dashboard-webhook-recover" => 202,
                "dashboard-key-create" | "dashboard-key-rotate" => 201,
                "dashboard-webhook-create" => 201,
                "dashboard-webhook-delete" | "backoffice-account-erase" => 204,
                _ => 200,
            };

            let url = live.stack.invocation_url(name).unwrap();
            let answer = client.post(url).json(&event).send().await.unwrap();
            let watched: Value = answer.json().await.unwrap();
            assert_eq!(watched["statusCode"], expected, "{name}: {watched}");
            live.seed_webhook().await;

            let log = target.join(format!("tmp/{name}.log"));
            let binary = target.join("debug").join(name);
            let rie = Rie::start(&emulator, &binary, live.stack.env(), log)
                .await
                .unwrap();
            let emulated = rie.invoke(&event).await.unwrap();
            assert_eq!(emulated["statusCode"], expected, "{name}: {emulated}");
            assert!(rie.init_time().unwrap() < std::time::Duration::from_secs(5));
            rie.stop().await;
        }
    });
}

/// The operator's own systems sign their calls; whoever does not gets no further than the gateway.
#[test]
fn the_back_office_is_for_who_signs() {
    with(|live| async {
        let user = shared::id::UserId::new(Clock::system().now());
        let path = format!("/v1/internal/accounts/{user}");
        let url = format!("{}{path}", live.stack.api_url);
        let body = json!({
            "subject": format!("owner of {user}"), "plan": "professional", "status": "active",
            "tier": "starter", "updatedAt": Clock::system().now(),
        })
        .to_string();
        let call = async |method: &str, signed: bool, body: &str| {
            let kind = ("content-type", "application/json");
            let signature =
                local::sign(&live.stack.internal, method, &url, &[kind], body.as_bytes());
            let signature = signature.unwrap();
            let mut headers = vec![kind];
            if signed {
                headers.extend(signature.iter().map(|(k, v)| (k.as_str(), v.as_str())));
            }
            live.send(method, &path, &headers, body.as_bytes()).await
        };
        for method in ["PUT", "DELETE"] {
            let answer = call(method, false, &body).await;
            assert_eq!(
                (answer.status, answer.json()),
                (403, json!({ "message": "Forbidden" }))
            );
        }
        let made = call("PUT", true, &body).await;
        assert_eq!(
            (made.status, &made.json()["monthlyLimit"]),
            (200, &json!(100_000))
        );
        let (key, _) = live.key(user).await;
        assert_eq!(live.get(&key, "/me").await.json()["tier"], "starter");
        assert_eq!(call("DELETE", true, "").await.status, 204);
        assert_eq!(live.get(&key, "/me").await.status, 401);
    });
}

/// What a process stored and did not live to send goes out with the sweep, which runs as its
/// schedule would run it.
#[test]
fn the_sweep_sends_what_was_left() {
    use shared::discoveries::{self, Proposal};
    with(|live| async {
        let user = live.account(100).await;
        // A minute ago, so that it is due.
        let then = Clock::system().now().plus_millis(-60_000);
        let proposal = Proposal::Annotation {
            tag: "test".into(),
            text: "left behind".into(),
            external_ref: None,
        };
        let key = "0d3f7a1c".parse().unwrap();
        let proposals = [proposal];
        let queued = discoveries::queue(&live.table, user, key, &proposals, then, |_| Ok(None));
        let id = queued.await.unwrap().ids[0];
        discoveries::decide(&live.table, user, id, true, then, |_| Ok(None))
            .await
            .unwrap();
        let swept = live.stack.run_schedule("outbox-sweep").await.unwrap();
        assert_eq!(swept, json!({ "sent": 1, "failed": 0 }));
        let again = live.stack.run_schedule("outbox-sweep").await.unwrap();
        assert_eq!(again, json!({ "sent": 0, "failed": 0 }));
    });
}

/// An operator's commands against a table that is named, as a deployed one is: what they change
/// holds from the next call.
#[test]
fn an_operator_works_at_a_terminal() {
    with(|live| async {
        let xtask = async |arguments: &[&str]| {
            let done = tokio::process::Command::new(env!("CARGO"))
                .args([
                    "run",
                    "--quiet",
                    "--package",
                    "xtask",
                    "--all-features",
                    "--",
                ])
                .args(arguments)
                .args(["--table", &live.stack.table_name])
                .envs(live.stack.env())
                .current_dir(root())
                .stdin(Stdio::null())
                .output()
                .await
                .unwrap();
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            match done.status.success() {
                true => Ok(serde_json::from_slice::<Value>(&done.stdout).unwrap()),
                false => Err(said),
            }
        };
        let account = xtask(&["account", "put", "--subject", "s", "--tier", "starter"])
            .await
            .unwrap();
        assert_eq!(account["monthlyLimit"], 100_000);
        let user = account["userId"].as_str().unwrap();
        let made = xtask(&["key", "create", user, "--name", "crm"])
            .await
            .unwrap();
        let (key, id) = (made["key"].as_str().unwrap(), made["id"].as_str().unwrap());
        let me = async || {
            live.send("GET", "/v1/public/twin/me", &[("X-Twin-Key", key)], b"")
                .await
        };
        assert_eq!(me().await.status, 200);
        xtask(&[
            "account",
            "put",
            user,
            "--subject",
            "s",
            "--status",
            "paused",
        ])
        .await
        .unwrap();
        assert_eq!(me().await.code().as_deref(), Some("PLAN_REQUIRED"));
        xtask(&["account", "put", user, "--subject", "s"])
            .await
            .unwrap();
        xtask(&["key", "change", user, id, "--monthly-limit", "1"])
            .await
            .unwrap();
        assert_eq!(me().await.code().as_deref(), Some("KEY_QUOTA_EXCEEDED"));
        xtask(&["key", "change", user, id, "--monthly-limit", "none"])
            .await
            .unwrap();
        let profile = root().join("infra/demo/aoife.json");
        let profile = profile.to_str().unwrap();
        let publish = [
            "snapshot",
            "publish",
            user,
            "--purchase-id",
            "pur_1",
            "--profile",
            profile,
        ];
        assert_eq!(
            xtask(&publish).await.unwrap()["snapshot"]["status"],
            "ready"
        );
        let key_header = [("X-Twin-Key", key)];
        let target = "/v1/public/twin/preset/compacto";
        assert_eq!(live.send("GET", target, &key_header, b"").await.status, 200);
        let shown = xtask(&["account", "show", user]).await.unwrap();
        assert_eq!(shown["twins"]["ready"], 1);
        let listed = xtask(&["key", "list", user]).await.unwrap();
        assert!(!listed.to_string().contains(key));
        xtask(&["key", "revoke", user, id]).await.unwrap();
        assert_eq!(me().await.code().as_deref(), Some("KEY_REVOKED"));
        // Mistakes are told.
        assert!(
            xtask(&["key", "create", "usr_x", "--name", "x"])
                .await
                .unwrap_err()
                .contains("usr_")
        );
        let nobody = "usr_00000000000000000000000000";
        let refused = xtask(&["key", "create", nobody, "--name", "x"])
            .await
            .unwrap_err();
        assert!(refused.contains("there is no such account"), "{refused}");
        let refused = xtask(&["account", "put", "--subject", ""])
            .await
            .unwrap_err();
        assert!(
            refused.contains("subject: must be text of 1 to 255"),
            "{refused}"
        );
        let refused = xtask(&["account", "put", "--subject", "s", "--tier", "enterprise"]).await;
        assert!(refused.unwrap_err().contains("monthlyLimit"));
    });
}
