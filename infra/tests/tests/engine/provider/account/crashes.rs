//! Processes that end between any two steps, and changes that come at once.

use futures::future::join_all;
use tests::ask::ask;
use tests::rows;

use super::{Accounts, EMAIL, PASSWORD, log_in, sign_up, verify};

/// A process that ends at any of its requests leaves nothing that the next sign-up does not mend,
/// and no mail is lost that was promised.
#[tokio::test]
async fn a_death_between_sign_up_and_our_write_mends_itself() {
    let mut crashes = 0;
    for done in [false, true] {
        for nth in 0.. {
            let accounts = Accounts::start().await;
            let dying = accounts.process();
            let faults = &accounts.platform.world.faults;
            faults.crash_at(nth, done);
            let status = sign_up(EMAIL, PASSWORD).code(dying).await.0;
            if !faults.revive() {
                assert_eq!(status, 201);
                break;
            }
            crashes += 1;
            // What was done before is adopted, by another process.
            let process = accounts.process();
            sign_up(EMAIL, PASSWORD)
                .from("198.51.100.1")
                .must(process, 201)
                .await;
            let mails = accounts.deliver(process).await;
            let token = demo::provider::token_in(&mails.last().unwrap().text).unwrap();
            verify(&token).must(process, 200).await;
            log_in(EMAIL, PASSWORD).must(process, 200).await;
            let token = accounts.id_token(EMAIL, false);
            ask("provider-app-list")
                .bearer(&token)
                .must(process, 200)
                .await;
        }
    }
    assert!(crashes >= 6, "{crashes}");
}

/// What is stored with its cause is sent by the sweep, where the process ended before it did.
#[tokio::test]
async fn a_mail_that_was_stored_is_in_the_index_of_what_is_due() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    let stored: Vec<_> = rows::all(&accounts.platform.table)
        .await
        .into_iter()
        .filter(|item| item.contains_key("queue"))
        .collect();
    assert_eq!(stored.len(), 1);
    assert!(stored[0]["x"].as_s().unwrap().starts_with('m'));
    // The sweep of a process that has the queue takes it.
    let queue = [
        ("MAILS_URL", "http://127.0.0.1/mails"),
        ("CATALOGUE_URL", "http://127.0.0.1/catalogue"),
        ("AWS_ENDPOINT_URL_SQS", &accounts.platform.world.faults.url),
    ];
    let sweeper = accounts
        .platform
        .process_of(accounts.platform.world.clock.clone(), &queue);
    accounts.platform.world.clock.advance(60_000);
    let event = serde_json::from_str("{}").unwrap();
    let swept = provider_worker_functions::outbox::sweep::run(sweeper.workers, event).await;
    assert_eq!(swept.unwrap().sent, 1);
    assert!(accounts.queued().await.is_empty());
}

/// Many sign-ups of one address at once make one account.
#[tokio::test]
async fn sign_ups_at_once_make_one_account() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let all = (0..8).map(|n| {
        let request = sign_up(EMAIL, PASSWORD).from(format!("198.51.100.{n}"));
        async move { request.answer(process).await.status }
    });
    let statuses = join_all(all).await;
    assert!(statuses.iter().all(|status| *status == 201), "{statuses:?}");
    let rows = rows::all(&accounts.platform.table).await;
    let profiles = rows
        .iter()
        .filter(|item| rows::place(item).1 == "profile")
        .count();
    assert_eq!(profiles, 1);
    assert_eq!(accounts.deliver(process).await.len(), 3);
}
