//! The password and the tokens of mails are where they must be, and nowhere else.

use tests::ask::ask;
use tests::logs::written;
use tests::rows;
use tracing::Level;

use super::{Accounts, log_in, sign_up, verify};

const EMAIL: &str = "mark-address-51b0@example.com";
const PASSWORD: &str = "mark-password-77e2";

#[test]
fn the_password_and_the_token_are_in_no_item_message_or_line() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // Other tests' threads must not decide what is logged here.
    tests::logs::logs();
    let mut tokens = Vec::new();
    let (mut items, mut messages) = (String::new(), String::new());
    let lines = written(Level::TRACE, || {
        runtime.block_on(async {
            let accounts = Accounts::start().await;
            let process = accounts.process();
            for step in 0..4 {
                match step {
                    0 => accounts.firebase.behave(tests::firebase::Manner::Refuse(
                        400,
                        "OPERATION_NOT_ALLOWED : mark-password-77e2",
                    )),
                    1 => accounts
                        .firebase
                        .behave(tests::firebase::Manner::Refuse(503, "mark-password-77e2")),
                    _ => accounts.firebase.behave(tests::firebase::Manner::Normal),
                }
                let answer = sign_up(EMAIL, PASSWORD).answer(process).await;
                assert!(!answer.text().contains(PASSWORD), "{}", answer.text());
                let answer = log_in(EMAIL, PASSWORD).answer(process).await;
                assert!(!answer.text().contains(PASSWORD), "{}", answer.text());
            }
            let queued = accounts.queued().await;
            for mail in &queued {
                messages += &mail.to_string();
            }
            // A message that can't be sent comes back as it is: it becomes a dead letter so.
            sign_up(EMAIL, PASSWORD).must(process, 201).await;
            let token = accounts.token(process).await;
            verify(&token).must(process, 200).await;
            log_in(EMAIL, PASSWORD).must(process, 200).await;
            let wrong = sign_up(EMAIL, &PASSWORD[..9]);
            assert!(!wrong.answer(process).await.text().contains(&PASSWORD[..9]));
            let account = ask("provider-account-view").bearer(&accounts.id_token(EMAIL, false));
            account.must(process, 200).await;
            tokens.push(token);
            for item in rows::all(&accounts.platform.table).await {
                items += &format!("{item:?}");
            }
        });
    });
    assert!(lines.contains("provider-account-create"), "{}", lines.len());
    assert!(messages.contains("confirm"), "{messages}");
    assert!(items.contains(EMAIL), "the profile has the address");
    for secret in tokens
        .iter()
        .map(String::as_str)
        .chain([PASSWORD, "mark-password"])
    {
        for (place, text) in [
            ("a line", &lines),
            ("an item", &items),
            ("a message", &messages),
        ] {
            assert!(!text.contains(secret), "{place} has {secret}");
        }
    }
    // No log names an address.
    assert!(!lines.contains("mark-address"));
}
