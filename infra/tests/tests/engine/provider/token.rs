//! Access tokens, and the gate that decides apps' calls.

use ::provider::account::Plan;
use ::provider::app::{Admitted, AppGate, Denial, Denied};
use ::provider::oauth::token::{Claims, verify};
use serde_json::{Value, json};
use tests::ask::ask;
use tests::provider::{Platform, Process, TestApp};

const NOW: &str = "2026-11-22T12:00:00Z";

async fn claims(process: &'static Process, token: &str) -> Claims {
    let keys = process
        .console
        .platform
        .access_keys
        .get(false)
        .await
        .unwrap();
    let now = process.console.platform.clock.now();
    verify(token, tests::provider::ISSUER, &keys, now).unwrap()
}

async fn admit(process: &'static Process, token: &str) -> Result<Admitted, Denied> {
    let claims = claims(process, token).await;
    process.console.platform.apps.admit(&claims).await
}

async fn denial(process: &'static Process, token: &str) -> Denial {
    admit(process, token).await.unwrap_err().denial
}

#[tokio::test]
async fn every_way_to_ask_for_a_token() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(process, &developer).await;
    let issue = ask("provider-token-issue");
    let form = "application/x-www-form-urlencoded;charset=UTF-8";
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope=provider%3Aruntime",
        app.client_id, app.client_secret
    );
    let posted = issue.clone().header("content-type", form).text(body);
    let answer = posted.answer(process).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["pragma"], "no-cache");
    assert_eq!(answer.headers["content-type"], "application/json");
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 3_600);
    assert_eq!(body["scope"], "provider:runtime");
    let token = claims(process, body["access_token"].as_str().unwrap()).await;
    assert_eq!(token.client_id, app.client_id);
    assert_eq!(token.sub, app.client_id);
    assert_eq!(token.app.to_string(), app.id);

    let basic = |id: &str, secret: &str| {
        use base64::Engine;
        let pair = format!("{id}:{secret}");
        let pair = base64::engine::general_purpose::STANDARD.encode(pair);
        issue
            .clone()
            .header("authorization", &format!("Basic {pair}"))
            .header("content-type", form)
            .text("grant_type=client_credentials")
    };
    basic(&app.client_id, &app.client_secret)
        .must(process, 200)
        .await;
    // A wrong secret names the scheme to a client that used it, and to no other.
    let wrong = basic(&app.client_id, "secret_x").answer(process).await;
    assert_eq!(wrong.status, 401);
    assert_eq!(wrong.json()["error"], "invalid_client");
    assert_eq!(
        wrong.headers["www-authenticate"],
        "Basic realm=\"provider\""
    );
    let mut grant = app.grant();
    grant["client_secret"] = json!("secret_x");
    let json_body = issue.clone().header("content-type", "application/json");
    let wrong = json_body.clone().body(grant).answer(process).await;
    assert_eq!(wrong.status, 401);
    assert!(!wrong.headers.contains_key("www-authenticate"));
    for (change, error) in [
        (
            json!({ "grant_type": "password" }),
            "unsupported_grant_type",
        ),
        (json!({ "grant_type": "" }), "invalid_request"),
        (json!({ "scope": "admin" }), "invalid_scope"),
    ] {
        let mut grant = app.grant();
        grant
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let (status, body) = json_body.clone().body(grant).of(process).await;
        assert_eq!((status, &body["error"]), (400, &json!(error)), "{body}");
        assert!(body["error_description"].is_string());
    }
    // The pipeline's own refusals are OAuth's too.
    let (status, body) = issue.clone().method("PUT").of(process).await;
    assert_eq!((status, &body["error"]), (405, &json!("invalid_request")));
}

#[tokio::test]
async fn what_ends_a_token_ends_it_at_the_next_call() {
    let platform = Platform::at(NOW).await;
    let (one, other) = (platform.process(), platform.process());
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(one, &developer).await;
    let first = app.token(one).await;
    for process in [one, other] {
        admit(process, &first).await.unwrap();
    }

    // A second secret: both go on, and each ends alone.
    let rotate = |hours: u32| {
        ask("provider-secret-rotate")
            .bearer(&developer)
            .id(&app.id)
            .body(json!({ "overlapHours": hours }))
    };
    let rotated = rotate(1).must(one, 200).await;
    let newer = TestApp {
        client_secret: rotated["data"]["client_secret"].as_str().unwrap().into(),
        ..app.clone()
    };
    let second = newer.token(other).await;
    app.token(one).await;
    assert_eq!(rotate(1).code(one).await, (409, "TWO_SECRETS_LIVE".into()));
    for token in [&first, &second] {
        admit(other, token).await.unwrap();
    }
    platform.world.clock.advance(3_599_000);
    admit(one, &second).await.unwrap();
    platform.world.clock.advance(1_000);
    let fresh = platform.process();
    let old = ask("provider-token-issue")
        .header("content-type", "application/json")
        .body(app.grant());
    assert_eq!(old.of(fresh).await.0, 401, "the former secret has ended");
    let third = newer.token(fresh).await;

    // Revoked: this token alone, in every process.
    let revoke = |app: &TestApp, token: &str| {
        let body = json!({ "client_id": app.client_id, "client_secret": app.client_secret, "token": token });
        ask("provider-token-revoke")
            .header("content-type", "application/json")
            .body(body)
    };
    let introspect = |app: &TestApp, token: &str| {
        let body = json!({ "client_id": app.client_id, "client_secret": app.client_secret, "token": token });
        ask("provider-token-introspect")
            .header("content-type", "application/json")
            .body(body)
    };
    let fourth = newer.token(fresh).await;
    // Another client can't, and learns nothing.
    let (_, stranger) = platform.developer(Plan::Free).await;
    let theirs = platform.app(one, &stranger).await;
    revoke(&theirs, &third).must(one, 200).await;
    let body = introspect(&theirs, &third).must(one, 200).await;
    assert_eq!(body, json!({ "active": false }));
    admit(other, &third).await.unwrap();
    assert_eq!(
        introspect(&newer, &third).must(one, 200).await["active"],
        true
    );
    revoke(&newer, &third).must(one, 200).await;
    assert!(matches!(denial(other, &third).await, Denial::Revoked));
    assert_eq!(
        introspect(&newer, &third).must(one, 200).await,
        json!({ "active": false })
    );
    admit(other, &fourth).await.unwrap();

    // Twenty are remembered; one more ends all of the app's tokens.
    for _ in 0..20 {
        let token = newer.token(fresh).await;
        revoke(&newer, &token).must(one, 200).await;
    }
    assert!(matches!(denial(other, &fourth).await, Denial::Outdated));
    let after = newer.token(fresh).await;
    admit(other, &after).await.unwrap();

    // Deleted.
    ask("provider-app-delete")
        .bearer(&platform.developer_again(&developer))
        .id(&app.id)
        .must(one, 200)
        .await;
    assert!(matches!(denial(other, &after).await, Denial::Gone));
    assert_eq!(old.of(fresh).await.0, 401);
}

#[tokio::test]
async fn sixty_four_callers_get_exactly_a_hundred_a_minute() {
    let platform = Platform::at(NOW).await;
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(platform.process(), &developer).await;
    let token = app.token(platform.process()).await;
    let processes: Vec<_> = (0..8).map(|_| platform.process()).collect();
    let claims = claims(processes[0], &token).await;
    let calls = (0..64).map(|caller| {
        let gate: &'static AppGate = &processes[caller % 8].console.platform.apps;
        let claims = claims.clone();
        async move {
            let mut admitted = 0;
            for _ in 0..4 {
                match gate.admit(&claims).await {
                    Ok(_) => admitted += 1,
                    Err(denied) => {
                        assert!(matches!(denied.denial, Denial::RateLimited), "{denied:?}")
                    }
                }
            }
            admitted
        }
    });
    let admitted: u32 = futures::future::join_all(calls).await.into_iter().sum();
    assert_eq!(admitted, 100);
    // The next minute is another one.
    platform.world.clock.advance(60_000);
    let next = processes[0]
        .console
        .platform
        .apps
        .admit(&claims)
        .await
        .unwrap();
    assert_eq!(next.minute.remaining(), 99);
}

#[tokio::test]
async fn a_call_is_one_round_trip_and_one_write_unit() {
    let platform = Platform::at(NOW).await;
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(platform.process(), &developer).await;
    let token = app.token(platform.process()).await;
    let process = platform.process();
    admit(process, &token).await.unwrap();
    let before = process.table.meter.so_far();
    admit(process, &token).await.unwrap();
    let cost = process.table.meter.so_far() - before;
    assert_eq!(
        (cost.round_trips, cost.write_units, cost.read_units),
        (1, 1.0, 0.0)
    );
    // A refused one costs a read, once its process has seen the limit.
    for _ in 0..100 {
        let _ = admit(process, &token).await;
    }
    let before = process.table.meter.so_far();
    assert!(matches!(denial(process, &token).await, Denial::RateLimited));
    let cost = process.table.meter.so_far() - before;
    assert_eq!(
        (cost.round_trips, cost.write_units, cost.read_units),
        (1, 0.0, 1.0)
    );
    // The item stays small, whoever calls how often.
    for _ in 0..60 {
        platform.world.clock.advance(11 * 60_000);
        let token = app.token(process).await;
        admit(platform.process(), &token).await.unwrap();
    }
    let key = ::provider::layout::app(app.id.parse().unwrap());
    let item = platform.table.get_item(key).await.unwrap().unwrap();
    let counters = item.keys().filter(|name| name.starts_with('m')).count();
    assert!(counters <= 17, "{counters} counters");
}

#[tokio::test]
async fn wrong_secrets_never_keep_the_right_one_from_its_token() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(process, &developer).await;
    let mut grant = app.grant();
    let other = ::provider::app::ClientSecret::generate().unwrap();
    grant["client_secret"] = json!(other.reveal());
    let wrong = ask("provider-token-issue")
        .header("content-type", "application/json")
        .body(grant);
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(wrong.answer(process).await);
        app.token(process).await;
    }
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [vec![401; 30], vec![429; 10]].concat());
    let last = answers.last().unwrap();
    assert_eq!(last.json()["error"], "temporarily_unavailable");
    assert_eq!(last.headers["retry-after"], "60");
    platform.world.clock.advance(60_000);
    assert_eq!(wrong.answer(process).await.status, 401);
}

/// Ten thousand wrong secrets, in many processes and at once: the right one gets its token at each
/// moment, and what they cost is bounded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_wrong_secrets_keep_nobody_out() {
    let platform = Platform::at(NOW).await;
    let processes: Vec<_> = (0..4).map(|_| platform.process()).collect();
    let (_, developer) = platform.developer(Plan::Free).await;
    let app = platform.app(processes[0], &developer).await;
    let mut statuses = std::collections::BTreeMap::<u16, u32>::new();
    for round in 0..100 {
        let wrong = (0..100).map(|n| {
            let process = processes[n % processes.len()];
            let mut grant = app.grant();
            let other = ::provider::app::ClientSecret::generate().unwrap();
            grant["client_secret"] = json!(other.reveal());
            let wrong = ask("provider-token-issue").header("content-type", "application/json");
            async move { wrong.body(grant).answer(process).await.status }
        });
        let right = app.token(processes[round % processes.len()]);
        let (wrong, token) = futures::join!(futures::future::join_all(wrong), right);
        for status in wrong {
            *statuses.entry(status).or_default() += 1;
        }
        if round % 25 == 0 {
            admit(processes[0], &token).await.unwrap();
        }
    }
    let known: Vec<_> = statuses.keys().copied().collect();
    assert_eq!(known, [401, 429], "{statuses:?}");
    assert_eq!(statuses.values().sum::<u32>(), 10_000);
    // About 30 are let fail; those that were on their way at once may be a few more.
    assert!((30..400).contains(&statuses[&401]), "{statuses:?}");
}

/// Rotations, rehearsed with a simulated clock: processes and verifiers with caches of their own, whose
/// tokens and calls are refused at no moment.
#[tokio::test]
async fn a_rotation_of_keys_refuses_no_call() {
    use ::provider::oauth::keys::{Durations, KeyRotation, SigningKeys};
    use secrets::rotation::Rotated;

    let platform = Platform::at(NOW).await;
    let clock = &platform.world.clock;
    let durations = Durations {
        published: 3_600,
        ..Durations::default()
    };
    let rotation = KeyRotation {
        table: &platform.table,
        durations,
    };
    let processes = [platform.process(), platform.process(), platform.process()];
    let (_, developer) = platform.developer(Plan::Pro).await;
    let app = platform.app(processes[0], &developer).await;
    let mut secret = SigningKeys::add_to(r#"{"keys":[]}"#, durations, clock.now()).unwrap();
    rotation.publish(&secret, clock.now()).await.unwrap();
    platform
        .world
        .faults
        .set_secret("token-keys", secret.clone());
    let mut tokens = std::collections::VecDeque::new();
    let mut kids = std::collections::BTreeSet::new();
    let mut known = Value::Null;
    // 24 hours, a rotation every three of them.
    for step in 0..24 * 6 {
        if step % 18 == 7 {
            secret = rotation.next(&secret, clock.now()).unwrap();
            rotation.publish(&secret, clock.now()).await.unwrap();
            platform
                .world
                .faults
                .set_secret("token-keys", secret.clone());
        }
        let issuer = processes[step % processes.len()];
        let token = app.token(issuer).await;
        let kid = key_of(&token);
        // A verifier outside that fetched the keys ten minutes ago has this one.
        if !known.is_null() {
            let published = known["keys"].as_array().unwrap().iter();
            assert!(
                published.clone().any(|key| key["kid"] == *kid),
                "step {step}"
            );
        }
        known = ask("provider-metadata-keys")
            .must(processes[step % 2], 200)
            .await;
        kids.insert(kid);
        tokens.push_back(token);
        // Tokens of the last 50 minutes.
        if tokens.len() > 5 {
            tokens.pop_front();
        }
        let fresh = platform.process();
        for token in &tokens {
            for process in [processes[0], processes[1], fresh] {
                let admitted = admit(process, token).await;
                assert!(admitted.is_ok(), "step {step}: {admitted:?}");
            }
        }
        clock.advance(10 * 60_000);
    }
    assert!(kids.len() >= 7, "{} keys were used", kids.len());
    let kept = known["keys"].as_array().unwrap().len();
    assert!((2..=4).contains(&kept), "{kept} keys are published");
}

/// The identifier of the key that signed a token.
fn key_of(token: &str) -> String {
    use base64::Engine;
    let head = token.split('.').next().unwrap();
    let head = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(head)
        .unwrap();
    let head: Value = serde_json::from_slice(&head).unwrap();
    head["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_documents_say_where_everything_is() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let server = ask("provider-metadata-server").must(process, 200).await;
    let issuer = tests::provider::ISSUER;
    assert_eq!(server["issuer"], issuer);
    assert_eq!(
        server["token_endpoint"],
        format!("{issuer}/v1/providers/auth/token")
    );
    assert_eq!(server["response_types_supported"], json!([]));
    let keys = ask("provider-metadata-keys").must(process, 200).await;
    let key = &keys["keys"][0];
    assert_eq!(
        (&key["kty"], &key["alg"], &key["use"]),
        (&json!("RSA"), &json!("RS256"), &json!("sig"))
    );
    assert_eq!(key.get("d"), None);
    let _: Value = keys;
}

/// A process may be started before the platform's first key is there: it must not go on without.
#[tokio::test]
async fn a_process_that_is_older_than_the_first_key_finds_it() {
    let platform = Platform::at(NOW).await;
    let place = ::provider::layout::keys(::provider::layout::PublicKeys::AccessTokens);
    let published = platform
        .table
        .get_item(place.clone())
        .await
        .unwrap()
        .unwrap();
    platform.table.remove("a test", place).await.unwrap();
    let process = platform.process();
    let keys = ask("provider-metadata-keys");
    assert_eq!(keys.must(process, 200).await["keys"], json!([]));
    let put = platform
        .table
        .client
        .put_item()
        .table_name(&platform.table.name);
    put.set_item(Some(published)).send().await.unwrap();
    assert_eq!(
        keys.must(process, 200).await["keys"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// Tokens of keys that nobody knows cost a process one write a minute, however many come.
#[tokio::test]
async fn unknown_keys_are_asked_for_once_a_minute() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let other = local::Issuer::start("local-provider").await.unwrap();
    let claims = json!({ "sub": "a", "iss": platform.issuer.url });
    let forged = other.token(&claims).unwrap();
    let call = ask("provider-account-view").bearer(&forged);
    assert_eq!(call.code(process).await, (401, "INVALID_TOKEN".into()));
    let before = process.table.meter.so_far();
    for _ in 0..20 {
        assert_eq!(call.code(process).await.0, 401);
    }
    let cost = process.table.meter.so_far() - before;
    assert_eq!((cost.round_trips, cost.write_units), (0, 0.0));
}

/// Another kind of token of the same issuer is no ID token.
#[tokio::test]
async fn a_token_of_another_type_is_no_id_token() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let platform = Platform::at(NOW).await;
    let (_, token) = platform.developer(Plan::Free).await;
    let process = platform.process();
    let call = |token: &str| ask("provider-account-view").bearer(token);
    call(&token).must(process, 200).await;
    let header = URL_SAFE_NO_PAD
        .decode(token.split('.').next().unwrap())
        .unwrap();
    let mut header: Value = serde_json::from_slice(&header).unwrap();
    header["typ"] = json!("at+jwt");
    let token = platform
        .issuer
        .token_with(header, &json!({ "sub": "a" }))
        .unwrap();
    assert_eq!(
        call(&token).code(process).await,
        (401, "INVALID_TOKEN".into())
    );
}
