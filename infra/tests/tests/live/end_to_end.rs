//! The whole system from its users' side: the functions' processes behind the gateway, called by
//! the official client and by raw requests.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::Clock;
use futures::future::join_all;
use local::rie::Rie;
use local::tools::{Tools, Toolset};
use metering::Counter;
use metering::window::Month;
use serde_json::{Value, json};
use tests::live::{Answer, LAST, with};
use tests::root;
use twin::api_key::{self, KeyChange};
use twin::{PlanStatus, Proposal, Scope, UserId, account, discovery};

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
        let output = String::from_utf8_lossy(&tests.stderr);
        println!("{output}");
        assert!(tests.status.success(), "{output}");
        assert!(output.contains("Ran 13 tests"), "{output}");
        std::fs::remove_file(file).unwrap();
    });
}

fn progress() -> local::Progress {
    Arc::new(|line| eprintln!("  · {line}"))
}

/// 64 callers, ten keys, four endpoints in processes of their own: 1,000 calls of the account are
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
                    // All three cost a unit; the account has no twin yet.
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
        let account = account::find(&live.table, user).await.unwrap().unwrap();
        let month = Counter::Month(Month::of(Clock::system().now()));
        assert_eq!(account.ledger.count(month), 1_000);
    });
}

/// Warm functions cache the key; a change of it decides the first call that follows.
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
        let change = async |scope: Scope| {
            let change = KeyChange {
                scopes: Some(vec![scope]),
                ..Default::default()
            };
            api_key::change(&live.table, user, record.id, &change)
                .await
                .unwrap();
        };
        change(Scope::TwinWrite).await;
        let answer = live.get(&key, "/me").await;
        assert_eq!(answer.code().as_deref(), Some("INSUFFICIENT_SCOPE"));
        assert_eq!(
            live.get(&key, "/health").await.status,
            200,
            "any scope will do"
        );
        change(Scope::TwinRead).await;
        expect(200, None).await;
        api_key::revoke(&live.table, user, record.id, Clock::system().now())
            .await
            .unwrap();
        expect(401, Some("KEY_REVOKED")).await;
    });
}

/// Every answer has the headers of the contract.
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

/// Nobody sees another account's snapshot, however it is named.
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
        let codes = registry::codes(registry::Product::Twin);
        let long = "x".repeat(6_000);
        let upper = key.reveal().to_uppercase();
        let refused = async |method: &str, target: &str, headers: &[_], (status, code)| {
            let path = format!("{base}{target}");
            let answer = live.send(method, &path, headers, b"").await;
            let found = match answer.status {
                200 => None,
                _ => answer.code(),
            };
            let body = String::from_utf8_lossy(&answer.body);
            assert_eq!(
                (answer.status, found.unwrap_or_default().as_str()),
                (status, code),
                "{method} {target} {body:?}"
            );
            if let Some(known) = codes.iter().find(|known| known.name == code) {
                assert_eq!(known.status, status);
            }
            let id = answer.header("x-request-id");
            assert!(id.starts_with("req_"), "{method} {target}");
            let secret = &key.reveal()[18..];
            assert!(!body.contains(secret), "{method} {target} shows a key");
        };
        // Keys.
        let (missing, invalid) = ((401, "MISSING_KEY"), (401, "INVALID_KEY"));
        for (headers, expected) in [
            (vec![], missing),
            (vec![("X-Twin-Key", "")], missing),
            (vec![("Authorization", "Basic eDp5")], missing),
            (vec![("X-Twin-Key", "nonsense")], invalid),
            (vec![("X-Twin-Key", upper.as_str())], invalid),
            (vec![("X-Twin-Key", long.as_str())], invalid),
            (vec![("Authorization", "Bearer ../../etc/passwd")], invalid),
            (
                vec![good, ("Authorization", &bearer)],
                (400, "AMBIGUOUS_KEY"),
            ),
            (vec![good, ("Authorization", &same)], (200, "")),
        ] {
            refused("GET", "/me", &headers, expected).await;
        }
        // Queries: the request's shape is checked before the key.
        let keyed = &[good][..];
        for (target, headers) in [
            ("/me?x=1", &[][..]),
            ("/historic?limit=0", keyed),
            ("/historic?limit=101", keyed),
            ("/historic?limit=-1", keyed),
            ("/historic?limit=1&limit=2", keyed),
            ("/historic?limit=99999999999999999999", keyed),
            ("/historic?cursor=%00", keyed),
            ("/historic?cursor=AAAA", keyed),
            ("/historic?cursor=%ff%fe", keyed),
            ("/historic?limit=%", keyed),
            ("/historic?'%20OR%201=1", keyed),
            ("/preset/estandar?langs=en", &[]),
            ("/preset/estandar?format=pdf&lang=xx&variant=y", &[]),
            ("/preset/estandar?includeNarratives=1", &[]),
            ("/preset/estandar?snapshotId=1", &[]),
            ("/preset/estandar?purchaseId=a%20b", &[]),
        ] {
            refused("GET", target, headers, (400, "VALIDATION_ERROR")).await;
        }
        // Path parameters.
        for (target, headers) in [
            ("/preset/nonsense", &[][..]),
            ("/preset/ESTANDAR", keyed),
            ("/preset/estandar%00", keyed),
            ("/preset/estandar%2F..", keyed),
            ("/preset/%65standar%ff", keyed),
        ] {
            refused("GET", target, headers, (404, "PRESET_NOT_FOUND")).await;
        }
        for (target, headers) in [
            ("/snapshots/1", &[][..]),
            ("/snapshots/snp_%2e%2e", keyed),
            ("/snapshots/snp_01ka3t6v8m2qz7xh4rbn9cdefg", keyed),
        ] {
            refused("GET", target, headers, (404, "SNAPSHOT_NOT_FOUND")).await;
        }
        // Paths and methods.
        for (target, headers) in [
            ("", &[][..]),
            ("/", &[]),
            ("/nothing", keyed),
            ("/me/", keyed),
            ("/preset", keyed),
            ("/preset/a/b", keyed),
            ("/../../admin", &[]),
        ] {
            refused("GET", target, headers, (404, "NOT_FOUND")).await;
        }
        for (method, target, headers) in [
            ("POST", "/me", &[][..]),
            ("DELETE", "/preset/estandar", keyed),
            ("PATCH", "/snapshots/x", keyed),
            ("OPTIONS", "/me", &[]),
        ] {
            refused(method, target, headers, (405, "METHOD_NOT_ALLOWED")).await;
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
        assert_eq!(allowed.header("allow"), "GET, HEAD");
        // HEAD passes the gateway: the headers of a GET, and no body.
        let target = format!("{base}/preset/estandar");
        let get = live.send("GET", &target, keyed, b"").await;
        let head = live.send("HEAD", &target, keyed, b"").await;
        assert_eq!((head.status, head.body.len()), (get.status, 0));
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name}");
        }
        let head = live
            .send("HEAD", &format!("{base}/nothing"), keyed, b"")
            .await;
        assert_eq!((head.status, head.body.len()), (404, 0));
    });
}

/// Bodies of a GET, from small to larger than the gateway takes.
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
        // Above its own limit the gateway answers by itself.
        let far_over = send(11 * 1024 * 1024).await;
        assert_eq!(far_over.status, 413);
        assert!(far_over.json()["message"].is_string());
    });
}

/// The allowlist is compared with the address that the gateway saw, whatever headers claim.
#[test]
fn a_claimed_address_is_not_believed() {
    with(|live| async {
        let user = live.account(1_000).await;
        let (key, record) = live.key(user).await;
        let change = KeyChange {
            allowed_ips: Some(vec!["203.0.113.0/24".parse().unwrap()]),
            ..Default::default()
        };
        api_key::change(&live.table, user, record.id, &change)
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
        api_key::change(&live.table, user, record.id, &change)
            .await
            .unwrap();
        assert_eq!(live.get(&key, "/me").await.status, 200);
    });
}

/// Each function answers its file in `events/`, in the local stack and as a plain bootstrap under
/// AWS's runtime interface emulator.
#[test]
fn every_function_answers_its_event() {
    with(|live| async {
        let emulator = local::rie::emulator(&root(), &progress()).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .unwrap();
        let mut routes = registry::routes(registry::Product::Twin);
        routes.sort_by_key(|route| LAST.iter().position(|last| route.function == *last));
        for route in routes {
            let name = route.function;
            let file = root().join(format!("events/{name}.json"));
            let event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
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
        // Other tests use the demo account's webhook, which was deleted last.
        live.seed_webhook().await;
    });
}

/// The operator's own systems sign their calls; the gateway refuses calls without a signature.
#[test]
fn the_back_office_is_for_signed_calls() {
    with(|live| async {
        let user = UserId::new(Clock::system().now());
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

/// The sweep, run as its schedule runs it, sends a message whose process crashed before sending it.
#[test]
fn the_sweep_sends_what_was_left() {
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
        let queued = discovery::queue(&live.table, user, key, &proposals, then, |_| Ok(None));
        let id = queued.await.unwrap().ids[0];
        discovery::decide(&live.table, user, id, true, then, |_| Ok(None))
            .await
            .unwrap();
        let swept = live.stack.run_schedule("outbox-sweep").await.unwrap();
        assert_eq!(swept, json!({ "sent": 1, "failed": 0, "dead": 0 }));
        let again = live.stack.run_schedule("outbox-sweep").await.unwrap();
        assert_eq!(again, json!({ "sent": 0, "failed": 0, "dead": 0 }));
    });
}

/// An operator's commands on a table given by its name, as that of a deployed stack: their changes
/// hold from the next call.
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
            match done.status.success() {
                true => Ok(serde_json::from_slice::<Value>(&done.stdout).unwrap()),
                false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
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
        // Mistakes are refused with a reason.
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
