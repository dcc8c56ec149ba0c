//! Limits of callers whom nobody knows, and of the mails that they cause.

use serde_json::json;
use tests::ask::ask;

use super::{Accounts, EMAIL, PASSWORD, log_in, retry_after, sign_up, verify};

#[tokio::test]
async fn ten_sign_ups_a_minute_come_from_one_network() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    // A standing clock: each sign-up takes 1.5 s of the minute.
    let mut last = None;
    for n in 0..10 {
        let request = sign_up(&format!("a{n}@example.com"), PASSWORD);
        let answer = request
            .from(format!("2001:db8::{n:x}"))
            .answer(process)
            .await;
        assert_eq!(answer.status, 201, "{n}");
        last = Some(answer);
    }
    assert_eq!(last.unwrap().headers["x-ratelimit-remaining"], "0");
    let more = sign_up(EMAIL, PASSWORD).from("2001:db8::ffff");
    let refused = more.answer(process).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(refused.headers["x-ratelimit-limit"], "10");
    assert!((1..=45).contains(&retry_after(&refused)));
    // A wrong request is counted, too; another network is not in the way.
    sign_up(EMAIL, PASSWORD)
        .from("2001:db8:0:1::1")
        .must(process, 201)
        .await;
    accounts.platform.world.clock.advance(60_000);
    more.must(process, 201).await;
    // What the table holds of it names nobody.
    for item in tests::rows::all(&accounts.platform.table).await {
        let (pk, sk) = tests::rows::place(&item);
        for name in ["2001:", "example.com", "someone"] {
            assert!(!pk.contains(name) && !sk.contains(name), "{pk} {sk}");
        }
    }
}

#[tokio::test]
async fn verifications_and_log_ins_are_bounded_by_network() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    for n in 0..31 {
        let expected = if n < 30 { 400 } else { 429 };
        verify("forged").must(process, expected).await;
    }
    for n in 0..61 {
        let expected = if n < 60 { 401 } else { 429 };
        log_in(&format!("a{n}@example.com"), PASSWORD)
            .must(process, expected)
            .await;
    }
    let answer = ask("provider-account-log-in")
        .body(json!({ "email": 7 }))
        .from("198.51.100.1");
    let answer = answer.answer(process).await;
    assert_eq!(
        (answer.status, &answer.headers["x-ratelimit-limit"]),
        (400, &"60".parse().unwrap())
    );
}

/// Whoever asks, an address gets three mails an hour and ten a day; no answer says so.
#[tokio::test]
async fn an_address_gets_three_mails_an_hour_and_ten_a_day() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let mut sent = 0;
    let mut of_first_hour = 0;
    for n in 0..40 {
        // From many networks, with the right password and with wrong ones.
        let password = if n % 2 == 0 {
            PASSWORD
        } else {
            "some other password"
        };
        let request = sign_up(EMAIL, password).from(format!("198.51.100.{n}"));
        request.must(process, 201).await;
        sent += accounts.queued().await.len();
        if n < 8 {
            of_first_hour = sent;
        }
        let minutes = if n < 8 { 1 } else { 30 };
        accounts.platform.world.clock.advance(minutes * 60_000);
    }
    assert_eq!((of_first_hour, sent), (3, 10));
}
