//! Changes of an account: by its owner, and of its plan by the operator.

use serde_json::json;
use tests::ask::ask;
use tests::provider::TestApp;

use super::{Accounts, EMAIL, verify};

const CONTACT: &str = "team@example.com";

#[tokio::test]
async fn a_contact_address_is_used_once_its_owner_has_confirmed_it() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.verified(process, EMAIL).await;
    let token = accounts.id_token(EMAIL, false);
    let change = |body| ask("provider-account-update").bearer(&token).body(body);
    let changed = change(json!({ "contactEmail": CONTACT, "notifications": { "alerts": false } }));
    let changed = changed.must(process, 200).await;
    assert_eq!(changed["data"]["contactEmail"], json!(null));
    assert_eq!(changed["data"]["pendingContactEmail"], CONTACT);
    let notifications = json!({ "review": true, "alerts": false, "security": true });
    assert_eq!(changed["data"]["notifications"], notifications);
    assert_eq!(changed["data"]["company_name"], "Weather Ltd");

    let [mail] = accounts.deliver(process).await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        (CONTACT, "Confirm your contact address")
    );
    let confirm = demo::provider::token_in(&mail.text).unwrap();
    for _ in 0..2 {
        let confirmed = verify(&confirm).must(process, 200).await;
        assert_eq!(confirmed["data"]["email"], CONTACT);
    }
    // The owner is notified, once, where mails went before.
    let [mail] = accounts.deliver(process).await.try_into().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        (EMAIL, "Your contact address has changed")
    );
    let view = ask("provider-account-view")
        .bearer(&token)
        .must(process, 200)
        .await;
    assert_eq!(view["data"]["contactEmail"], CONTACT);
    assert_eq!(view["data"]["pendingContactEmail"], json!(null));

    // One that is taken back ends its token; the account's own address needs no confirmation.
    change(json!({ "contactEmail": "else@example.com" }))
        .must(process, 200)
        .await;
    let stale = accounts.token(process).await;
    let back = change(json!({ "contactEmail": null }))
        .must(process, 200)
        .await;
    assert_eq!(back["data"]["contactEmail"], json!(null));
    assert_eq!(
        verify(&stale).code(process).await,
        (410, "TOKEN_EXPIRED".into())
    );
    let own = change(json!({ "contactEmail": EMAIL }))
        .must(process, 200)
        .await;
    assert_eq!(own["data"]["pendingContactEmail"], json!(null));
    assert!(accounts.deliver(process).await.is_empty());
}

#[tokio::test]
async fn a_contact_address_is_changed_five_times_an_hour() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    accounts.verified(process, EMAIL).await;
    let token = accounts.id_token(EMAIL, false);
    let change = |n: i32| {
        let body = json!({ "contactEmail": format!("a{n}@example.com") });
        ask("provider-account-update").bearer(&token).body(body)
    };
    for n in 0..5 {
        change(n).must(process, 200).await;
    }
    assert_eq!(change(5).code(process).await, (429, "RATE_LIMITED".into()));
    let name = ask("provider-account-update")
        .bearer(&token)
        .body(json!({ "company_name": "Tides" }));
    name.must(process, 200).await;
    for wrong in [
        json!({ "notifications": { "review": 1 } }),
        json!({ "notifications": { "other": true } }),
        json!({ "company_name": null }),
        json!({ "contactEmail": "no address" }),
        json!({ "plan": "pro" }),
    ] {
        let wrong = ask("provider-account-update").bearer(&token).body(wrong);
        assert_eq!(wrong.code(process).await, (400, "VALIDATION_ERROR".into()));
    }
}

#[tokio::test]
async fn the_operator_sets_the_plan_and_a_late_change_does_not_win() {
    let accounts = Accounts::start().await;
    let process = accounts.process();
    let id = accounts.verified(process, EMAIL).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = accounts.id_token(EMAIL, false);
    let app = accounts.platform.app(process, &token).await;
    let limit_of = async |app: &TestApp| {
        let token = app.token(process).await;
        let list = ask("provider-runtime-app-list")
            .bearer(&token)
            .answer(process)
            .await;
        list.headers["x-ratelimit-limit"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(limit_of(&app).await, "100");
    let put = |body| ask("provider-account-put").by_operator().id(&id).body(body);
    let set = put(
        json!({ "plan": "enterprise", "perMinute": 30_000, "updatedAt": "2026-11-22T11:00:00Z" }),
    );
    let set = set.must(process, 200).await;
    assert_eq!(
        (&set["data"]["plan"], &set["data"]["callsPerMinute"]),
        (&json!("enterprise"), &json!(30_000))
    );
    assert_eq!(limit_of(&app).await, "30000");
    // One that was made before, and comes after.
    let late = put(json!({ "plan": "free", "updatedAt": "2026-11-22T10:59:59Z" }))
        .must(process, 200)
        .await;
    assert_eq!(late["data"], set["data"]);
    assert_eq!(limit_of(&app).await, "30000");
    put(json!({ "plan": "pro", "updatedAt": "2026-11-22T11:30:00Z" }))
        .must(process, 200)
        .await;
    assert_eq!(limit_of(&app).await, "1000");
    for wrong in [
        json!({ "plan": "pro", "perMinute": 5, "updatedAt": "2026-11-22T11:31:00Z" }),
        json!({ "plan": "enterprise", "perMinute": 30_001, "updatedAt": "2026-11-22T11:31:00Z" }),
        json!({ "plan": "enterprise", "updatedAt": "2027-11-22T11:31:00Z" }),
        json!({ "plan": "enterprise" }),
    ] {
        assert_eq!(
            put(wrong).code(process).await,
            (400, "VALIDATION_ERROR".into())
        );
    }
    let unsigned = ask("provider-account-put")
        .id(&id)
        .body(json!({ "plan": "pro", "updatedAt": "2026-11-22T11:31:00Z" }));
    assert_eq!(unsigned.code(process).await, (403, "FORBIDDEN".into()));
}
