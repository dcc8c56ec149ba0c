//! Signing up: the way from a form to a token, and that an answer says nothing of what was found.

use std::time::{Duration, Instant};

use common::Clock;
use futures::future::join_all;
use serde_json::json;
use tests::ask::{Answer, ask};
use tests::firebase::{Delays, Manner};

use super::{Accounts, EMAIL, PASSWORD, log_in, retry_after, sign_up, verify};

#[tokio::test]
async fn a_developer_signs_up_confirms_the_address_and_logs_in() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let clock = &accounts.platform.world.clock;
    let came = clock.now();
    let answer = sign_up("Someone@Example.com", PASSWORD)
        .answer(process)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(clock.now().millis() - came.millis(), 1_500);
    assert_eq!(answer.headers["location"], "/v1/providers/account");
    assert_eq!(answer.headers["x-ratelimit-limit"], "10");
    assert_eq!(answer.headers["x-ratelimit-remaining"], "9");
    let account = json!({ "company_name": "Weather Ltd", "email": EMAIL, "plan": "free", "status": "pending" });
    assert_eq!(answer.json()["data"], account);

    // Until the address is confirmed it is as unknown as any other.
    let early = log_in(EMAIL, PASSWORD).answer(process).await;
    let unknown = log_in("nobody@example.com", PASSWORD).answer(process).await;
    assert_eq!(
        (early.status, early.code().as_str()),
        (401, "INVALID_CREDENTIALS")
    );
    let without_id = |answer: &Answer| {
        let mut body = answer.json();
        body["error"]["requestId"].take();
        body
    };
    assert_eq!(without_id(&early), without_id(&unknown));
    // Who signed in with Firebase itself sees the account, and can do nothing.
    let id_token = accounts.id_token(EMAIL, false);
    let view = ask("provider-account-view").bearer(&id_token);
    assert_eq!(view.must(process, 200).await["data"]["status"], "pending");
    let apps = ask("provider-app-list").bearer(&id_token);
    assert_eq!(apps.code(process).await, (403, "EMAIL_NOT_VERIFIED".into()));

    let [mail] = accounts.deliver(process).await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        (EMAIL, "Confirm your address")
    );
    assert!(
        mail.text
            .contains("https://console.example.com/verify?token=")
    );
    // Nobody writes to others by the name of a company.
    assert!(!mail.text.contains("Weather"));
    let token = demo::provider::token_in(&mail.text).unwrap();
    let first = verify(&token).must(process, 200).await;
    assert_eq!(first["data"]["status"], "verified");
    assert_eq!(first["data"]["newPasswordRequired"], false);
    let again = verify(&token).must(process, 200).await;
    assert_eq!(first["data"], again["data"]);

    let session = log_in("SOMEONE@example.com", PASSWORD)
        .answer(process)
        .await;
    assert_eq!(session.status, 200);
    assert_eq!(session.headers["cache-control"], "private, no-store");
    let tokens = json!({
        "idToken": format!("id token of {EMAIL}"), "refreshToken": format!("refresh token of {EMAIL}"),
        "expiresIn": "3600",
    });
    assert_eq!(session.json()["data"], tokens);
    assert_eq!(apps.must(process, 200).await["data"], json!([]));
}

#[tokio::test]
async fn a_token_ends_after_a_day_and_a_forged_one_is_none() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    let token = accounts.token(process).await;
    let (text, mac) = token.split_once('.').unwrap();
    let mut altered = token.clone();
    altered.replace_range(3..4, if &token[3..4] == "A" { "B" } else { "A" });
    for forged in [
        "x",
        ".",
        &altered,
        text,
        &format!("{text}."),
        &format!("{mac}.{text}"),
        &"a".repeat(300),
    ] {
        let code = verify(forged).code(process).await;
        assert_eq!(code, (400, "TOKEN_INVALID".to_owned()), "{forged}");
    }
    accounts.platform.world.clock.advance(86_400_000);
    let code = verify(&token).code(process).await;
    assert_eq!(code, (410, "TOKEN_EXPIRED".to_owned()));
    // A new one comes by signing up again.
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    let token = accounts.token(process).await;
    verify(&token).must(process, 200).await;
}

#[tokio::test]
async fn three_tokens_are_live_and_a_stranger_ends_none() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let clock = &accounts.platform.world.clock;
    let mut tokens = Vec::new();
    for _ in 0..4 {
        sign_up(EMAIL, PASSWORD).must(process, 201).await;
        tokens.push(accounts.token(process).await);
        clock.advance(3_600_000);
    }
    assert_eq!(
        verify(&tokens[0]).code(process).await,
        (410, "TOKEN_EXPIRED".into())
    );
    for _ in 0..5 {
        sign_up(EMAIL, "another password").must(process, 201).await;
        accounts.deliver(process).await;
        clock.advance(60_000);
    }
    for token in &tokens[1..] {
        verify(token).must(process, 200).await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_at_once_and_firebase_is_not_asked() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let before = accounts.platform.world.clock.now();
    for (email, password, field) in [
        (EMAIL, "short", "password"),
        (EMAIL, "SOMEONE@example.com", "password"),
        ("no address", PASSWORD, "email"),
    ] {
        let answer = sign_up(email, password).answer(process).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "VALIDATION_ERROR")
        );
        assert_eq!(answer.json()["error"]["details"][0]["path"], field);
        assert!(!answer.text().contains("short"), "{}", answer.text());
        assert!(answer.headers.contains_key("x-ratelimit-remaining"));
    }
    let unknown = sign_up(EMAIL, PASSWORD)
        .body(json!({ "company_name": "a", "email": EMAIL, "password": PASSWORD, "plan": "pro" }));
    assert_eq!(unknown.code(process).await.0, 400);
    assert_eq!(accounts.firebase.calls("signUp"), 0);
    assert_eq!(accounts.platform.world.clock.now(), before);
}

#[tokio::test]
async fn an_outage_of_firebase_is_a_503_and_its_429_ours() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    for (manner, status, code) in [
        (
            Manner::Refuse(503, "UNAVAILABLE"),
            503,
            "SERVICE_UNAVAILABLE",
        ),
        (
            Manner::Refuse(400, "QUOTA_EXCEEDED : for 1 s"),
            429,
            "RATE_LIMITED",
        ),
        (
            Manner::Refuse(400, "OPERATION_NOT_ALLOWED"),
            500,
            "INTERNAL_ERROR",
        ),
    ] {
        accounts.firebase.behave(manner);
        for request in [sign_up(EMAIL, PASSWORD), log_in(EMAIL, PASSWORD)] {
            let answer = request.answer(process).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code));
            if status != 500 {
                assert!(retry_after(&answer) >= 1);
            }
        }
    }
    assert!(accounts.queued().await.is_empty());
}

#[tokio::test]
async fn slowness_of_firebase_ends_after_five_seconds() {
    let accounts = Accounts::start().await;
    let process = accounts.process_with(Clock::system());
    accounts
        .firebase
        .behave(Manner::Slow(Duration::from_secs(30)));
    let began = Instant::now();
    let (signing_up, logging_in) = (sign_up(EMAIL, PASSWORD), log_in(EMAIL, PASSWORD));
    let (signed_up, logged_in) = tokio::join!(signing_up.code(process), logging_in.code(process));
    let expected = (503, "SERVICE_UNAVAILABLE".to_owned());
    assert_eq!((&signed_up, &logged_in), (&expected, &expected));
    let took = began.elapsed();
    assert!((5.0..9.0).contains(&took.as_secs_f32()), "{took:?}");
}

/// What an address has behind it.
const KINDS: [&str; 5] = ["unknown", "pending", "squatted", "verified", "disabled"];

/// Whatever stands behind an address, the answer is the same, in the same time: while Firebase takes
/// longer for one outcome than for another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_says_who_has_an_account() {
    const EACH: usize = 12;
    let accounts = Accounts::start().await;
    let quick = accounts.process();
    let email = |kind: &str, n: usize| format!("{kind}-{n}@example.com");
    for kind in KINDS {
        for n in 0..EACH {
            let email = email(kind, n);
            match kind {
                "unknown" => {}
                "pending" => {
                    sign_up(&email, PASSWORD)
                        .from(from(n))
                        .must(quick, 201)
                        .await;
                }
                "squatted" => {
                    sign_up(&email, "the squatter's")
                        .from(from(n))
                        .must(quick, 201)
                        .await;
                }
                "verified" => {
                    accounts.queued().await;
                    sign_up(&email, PASSWORD)
                        .from(from(n))
                        .must(quick, 201)
                        .await;
                    let token = accounts.token(quick).await;
                    verify(&token).from(from(n)).must(quick, 200).await;
                }
                _ => {
                    accounts.firebase.put(&email, PASSWORD);
                    accounts.firebase.disable(&email);
                }
            }
        }
    }
    accounts.queued().await;
    accounts.firebase.delay(Delays {
        signed_up: Duration::from_millis(200),
        exists: Duration::from_millis(10),
        right: Duration::from_millis(300),
        wrong: Duration::from_millis(60),
    });
    let process = accounts.process_with(Clock::system());
    let all = (0..EACH).flat_map(|n| (0..KINDS.len()).map(move |kind| (kind, n)));
    let asked = all.map(|(kind, n)| {
        let (email, address) = (email(KINDS[kind], n), format!("203.0.{kind}.{n}"));
        async move {
            // Not all at once: what is measured is the answers, not this machine.
            tokio::time::sleep(Duration::from_millis((120 * n + 20 * kind) as u64)).await;
            let request = sign_up(&email, PASSWORD).from(address);
            let began = Instant::now();
            let answer = request.answer(process).await;
            (kind, shown(&email, &answer), began.elapsed())
        }
    });
    let answers = join_all(asked).await;
    let mut times = KINDS.map(|_| Vec::new());
    for (kind, shown, took) in &answers {
        assert_eq!(shown.0, 201);
        assert_eq!(shown, &answers[0].1, "{}", KINDS[*kind]);
        times[*kind].push(took.as_secs_f64());
    }
    let medians = times.clone().map(|mut own| {
        own.sort_by(f64::total_cmp);
        own[own.len() / 2]
    });
    let least = medians.iter().copied().fold(f64::INFINITY, f64::min);
    let most = medians.iter().copied().fold(0.0, f64::max);
    // Firebase's own times differ by up to 240 ms.
    assert!(most - least < 0.06, "{KINDS:?}: {medians:?}");
    for own in &times {
        assert!(own.iter().all(|took| *took > 1.499), "{own:?}");
        assert!(distance(own, &times[0]) < 0.5, "{times:?}");
    }
    // They differ in their mails, and in nothing else.
    let queued = accounts.queued().await;
    let of = |kind: &str| queued.iter().filter(|mail| mail["kind"] == kind).count();
    assert_eq!(of("confirm"), 2 * EACH);
    assert_eq!(of("passwordReset"), 2 * EACH);
    assert_eq!(of("signUpNotice"), EACH);
}

/// What a caller sees of an answer, but for its time, its identifier, and the address itself.
fn shown(email: &str, answer: &Answer) -> (u16, String, Vec<String>) {
    let mut body = answer.json();
    body["meta"]["requestId"].take();
    let own = ["x-request-id", "ratelimit", "x-ratelimit-reset"];
    let headers = answer.headers.iter();
    let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value:?}"))
        .collect();
    headers.sort();
    let body = body.to_string().replace(email, "EMAIL");
    (answer.status, body, headers)
}

fn from(n: usize) -> String {
    format!("198.51.100.{n}")
}

/// The largest distance between two empirical distributions (Kolmogorov and Smirnov), to 20 ms.
fn distance(one: &[f64], other: &[f64]) -> f64 {
    let rounded =
        |all: &[f64]| -> Vec<i64> { all.iter().map(|t| (t * 50.0).round() as i64).collect() };
    let (one, other) = (rounded(one), rounded(other));
    let share =
        |all: &[i64], at: i64| all.iter().filter(|t| **t <= at).count() as f64 / all.len() as f64;
    let places = one.iter().chain(&other);
    places
        .map(|at| (share(&one, *at) - share(&other, *at)).abs())
        .fold(0.0, f64::max)
}
