//! Somebody signs up with another's address: what its owner opens, the squatter does not.

use tests::ask::ask;

use super::{Accounts, EMAIL, PASSWORD, log_in, sign_up, verify};

const SQUATTERS: &str = "the squatter's own";

/// The owner signs up too, sets a new password by Firebase's mail, and confirms the address: by a
/// mail of the squatter's sign-up or by one of their own.
#[tokio::test]
async fn the_owner_who_clicks_gets_an_account_that_the_squatter_cannot_open() {
    for clicks_first in [false, true] {
        let accounts = Accounts::start().await;
        let process = accounts.process();
        sign_up(EMAIL, SQUATTERS).must(process, 201).await;
        let squatters_mail = accounts.token(process).await;

        sign_up(EMAIL, PASSWORD).must(process, 201).await;
        assert!(accounts.deliver(process).await.is_empty());
        assert_eq!(accounts.firebase.resets(), [EMAIL]);
        if clicks_first {
            // The mail that came first, before the password is set: it opens for nobody yet.
            let verified = verify(&squatters_mail).must(process, 200).await;
            assert_eq!(verified["data"]["newPasswordRequired"], true);
            for password in [SQUATTERS, PASSWORD] {
                let code = log_in(EMAIL, password).code(process).await;
                assert_eq!(code, (401, "INVALID_CREDENTIALS".into()), "{password}");
            }
            // Nor by a token of Firebase's own, past our log-in.
            let token = accounts.id_token(EMAIL, false);
            let apps = ask("provider-app-list").bearer(&token);
            assert_eq!(apps.code(process).await, (403, "EMAIL_NOT_VERIFIED".into()));
        }
        // The link in Firebase's mail.
        accounts.firebase.reset(EMAIL, PASSWORD);
        if !clicks_first {
            sign_up(EMAIL, PASSWORD).must(process, 201).await;
            let token = accounts.token(process).await;
            verify(&token).must(process, 200).await;
        }
        let code = log_in(EMAIL, SQUATTERS).code(process).await;
        assert_eq!(code, (401, "INVALID_CREDENTIALS".into()));
        log_in(EMAIL, PASSWORD).must(process, 200).await;
        let token = accounts.id_token(EMAIL, true);
        let account = ask("provider-account-view").bearer(&token);
        assert_eq!(
            account.must(process, 200).await["data"]["status"],
            "verified"
        );
        // An ID token that the squatter got before stays without use.
        let token = accounts.id_token(EMAIL, false);
        let apps = ask("provider-app-list").bearer(&token);
        assert_eq!(apps.code(process).await, (403, "EMAIL_NOT_VERIFIED".into()));
    }
}

/// The squatter needs no sign-up of ours: the web API key is public. They take the account over
/// where the owner only once tried to have one.
#[tokio::test]
async fn an_account_of_firebases_own_is_no_way_around() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.firebase.put(EMAIL, SQUATTERS);
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    assert!(accounts.deliver(process).await.is_empty());
    assert_eq!(accounts.firebase.resets(), [EMAIL]);
    // Now the squatter signs up with us, and the owner, who waits for a mail, follows it.
    sign_up(EMAIL, SQUATTERS).must(process, 201).await;
    let token = accounts.token(process).await;
    let verified = verify(&token).must(process, 200).await;
    assert_eq!(verified["data"]["newPasswordRequired"], true);
    assert_eq!(log_in(EMAIL, SQUATTERS).code(process).await.0, 401);
    accounts.firebase.reset(EMAIL, PASSWORD);
    assert_eq!(log_in(EMAIL, SQUATTERS).code(process).await.0, 401);
    log_in(EMAIL, PASSWORD).must(process, 200).await;
}

/// Who tries the address of a verified account changes nothing of it.
#[tokio::test]
async fn a_verified_account_gets_a_notice_and_stays_as_it_is() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let made = accounts.verified(process, EMAIL).await;
    for password in [SQUATTERS, PASSWORD] {
        sign_up(EMAIL, password).must(process, 201).await;
        let [mail] = accounts.deliver(process).await.try_into().unwrap();
        assert_eq!(mail.subject, "You have an account already");
        assert_eq!(demo::provider::token_in(&mail.text), None);
        accounts.platform.world.clock.advance(3_600_000);
    }
    assert!(accounts.firebase.resets().is_empty());
    log_in(EMAIL, PASSWORD).must(process, 200).await;
    let token = accounts.id_token(EMAIL, false);
    let apps = ask("provider-app-list").bearer(&token);
    apps.must(process, 200).await;
    let account = ask("provider-account-view").bearer(&token);
    assert_eq!(account.must(process, 200).await["data"]["id"], made["id"]);
}

/// What the squatter wrote into the account leaves with the owner's sign-up.
#[tokio::test]
async fn nothing_of_a_squatters_profile_stays() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let squat = sign_up(EMAIL, SQUATTERS);
    let mut body: serde_json::Value = serde_json::from_str(squat.body.as_deref().unwrap()).unwrap();
    body["company_name"] = "Evil Ltd".into();
    squat.body(body).must(process, 201).await;
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    accounts.firebase.reset(EMAIL, PASSWORD);
    sign_up(EMAIL, PASSWORD).must(process, 201).await;
    let token = accounts.id_token(EMAIL, true);
    let account = ask("provider-account-view").bearer(&token);
    let account = account.must(process, 200).await;
    assert_eq!(account["data"]["company_name"], "Weather Ltd");
}
