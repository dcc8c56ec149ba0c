//! Logging in, and how many passwords may be tried.

use futures::future::join_all;

use super::{Accounts, EMAIL, PASSWORD, log_in, retry_after};

#[tokio::test]
async fn five_wrong_passwords_reach_firebase_however_many_come_at_once() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.verified(process, EMAIL).await;
    let wrong = (0..40).map(|n| {
        let request = log_in(EMAIL, &format!("wrong password {n}"));
        async move { request.answer(process).await }
    });
    let answers = join_all(wrong).await;
    let of = |status: u16| {
        answers
            .iter()
            .filter(|answer| answer.status == status)
            .count()
    };
    assert_eq!((of(401), of(429)), (5, 35));
    assert_eq!(accounts.firebase.calls("signInWithPassword"), 5);
    let refused = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(refused.code(), "RATE_LIMITED");
    assert!((1..=60).contains(&retry_after(refused)));
    assert!(refused.headers.contains_key("x-ratelimit-reset"));
    // From another address the owner comes in, and here after the minute.
    log_in(EMAIL, PASSWORD)
        .from("198.51.100.9")
        .must(process, 200)
        .await;
    accounts.platform.world.clock.advance(60_000);
    log_in(EMAIL, PASSWORD).must(process, 200).await;
}

#[tokio::test]
async fn fifty_wrong_passwords_an_hour_are_tried_for_one_address_from_anywhere() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.verified(process, EMAIL).await;
    let mut statuses = Vec::new();
    for n in 0..60 {
        let request = log_in(EMAIL, "a wrong password").from(format!("198.51.100.{n}"));
        statuses.push(request.code(process).await.0);
    }
    assert!(
        statuses[..50].iter().all(|status| *status == 401),
        "{statuses:?}"
    );
    assert!(
        statuses[50..].iter().all(|status| *status == 429),
        "{statuses:?}"
    );
    // Others come in meanwhile.
    accounts.verified(process, "other@example.com").await;
    log_in("other@example.com", PASSWORD)
        .must(process, 200)
        .await;
    accounts.platform.world.clock.advance(3_600_000);
    log_in(EMAIL, PASSWORD).must(process, 200).await;
}

#[tokio::test]
async fn right_passwords_are_not_counted() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.verified(process, EMAIL).await;
    for _ in 0..20 {
        log_in(EMAIL, PASSWORD).must(process, 200).await;
    }
    // A fault of ours or of Firebase's is no failure of the caller's either.
    accounts
        .firebase
        .behave(tests::firebase::Manner::Refuse(503, "UNAVAILABLE"));
    for _ in 0..8 {
        log_in(EMAIL, PASSWORD).must(process, 503).await;
    }
    accounts.firebase.behave(tests::firebase::Manner::Normal);
    log_in(EMAIL, PASSWORD).must(process, 200).await;
}

#[tokio::test]
async fn a_sign_in_without_an_account_is_as_unknown_as_any() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.firebase.put("user@example.com", PASSWORD);
    let code = log_in("user@example.com", PASSWORD).code(process).await;
    assert_eq!(code, (401, "INVALID_CREDENTIALS".into()));
}
