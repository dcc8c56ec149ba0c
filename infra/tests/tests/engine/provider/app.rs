//! Developers and their apps.

use ::provider::account::Plan;
use serde_json::json;
use tests::ask::ask;
use tests::provider::{Platform, TestApp};

const NOW: &str = "2026-11-22T12:00:00Z";

#[tokio::test]
async fn an_app_is_made_shown_changed_and_deleted() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (id, token) = platform.developer(Plan::Free).await;
    let account = ask("provider-account-view").bearer(&token);
    let account = account.must(process, 200).await;
    assert_eq!(account["data"]["id"], id.to_string());
    assert_eq!(account["data"]["company_name"], "Weather Ltd");
    assert_eq!(account["data"]["plan"], "free");

    let create = ask("provider-app-create")
        .bearer(&token)
        .once("one")
        .body(json!({
            "name": "Weather", "redirectUris": ["https://weather.example/cb"],
            "webhookUrl": "https://weather.example/events",
        }));
    let answer = create.answer(process).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["x-ratelimit-limit"], "100");
    let made = answer.json()["data"].clone();
    let path = format!("/v1/providers/apps/{}", made["id"].as_str().unwrap());
    assert_eq!(answer.headers["location"], path);
    let app = TestApp::of(&made);
    // Sent again it is the same app, without its secret.
    let again = create.must(process, 201).await;
    assert_eq!(again["data"]["id"], made["id"]);
    assert_eq!(again["data"].get("client_secret"), None);

    let shown = ask("provider-app-view").bearer(&token).id(&app.id);
    let shown = shown.must(process, 200).await;
    assert_eq!(
        shown["data"]["redirectUris"][0],
        "https://weather.example/cb"
    );
    assert_eq!(
        shown["data"]["secrets"][0]["beginning"],
        &app.client_secret[..11]
    );
    assert!(!shown.to_string().contains(&app.client_secret));
    let changed = ask("provider-app-update").bearer(&token).id(&app.id);
    let changed = changed.body(json!({ "name": "Tides", "webhookUrl": null }));
    let changed = changed.must(process, 200).await;
    assert_eq!(changed["data"]["name"], "Tides");
    assert_eq!(changed["data"]["webhookUrl"], json!(null));
    assert_eq!(
        changed["data"]["redirectUris"][0],
        "https://weather.example/cb"
    );

    // Another developer finds nothing.
    let (_, other) = platform.developer(Plan::Free).await;
    for function in [
        "provider-app-view",
        "provider-app-update",
        "provider-app-delete",
        "provider-secret-rotate",
    ] {
        let theirs = ask(function).bearer(&other).id(&app.id).body(json!({}));
        let theirs = theirs.code(process).await;
        assert_eq!(theirs, (404, "APP_NOT_FOUND".into()), "{function}");
    }
    let deleted = ask("provider-app-delete").bearer(&token).id(&app.id);
    let body = deleted.must(process, 200).await;
    assert_eq!(body["data"], json!({ "id": app.id, "deleted": true }));
    assert_eq!(deleted.code(process).await.0, 404);
    let list = ask("provider-app-list")
        .bearer(&token)
        .must(process, 200)
        .await;
    assert_eq!(list["data"], json!([]));
    assert_eq!(list["meta"]["pagination"]["total"], 0);
}

#[tokio::test]
async fn an_account_has_ten_apps_at_most() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (_, token) = platform.developer(Plan::Free).await;
    let create = || {
        ask("provider-app-create")
            .bearer(&token)
            .body(json!({ "name": "a" }))
    };
    let many = (0..14).map(|_| {
        let create = create();
        async move { create.code(process).await }
    });
    let answers = futures::future::join_all(many).await;
    let made = answers.iter().filter(|(status, _)| *status == 201).count();
    assert!(made <= 10, "{answers:?}");
    let mut last = answers.len() - made;
    while create().code(process).await.0 == 201 {
        last += 1;
        assert!(last < 20);
    }
    assert_eq!(
        create().code(process).await,
        (409, "APP_LIMIT_REACHED".into())
    );
    let list = ask("provider-app-list")
        .bearer(&token)
        .query("limit=3&offset=9");
    let list = list.must(process, 200).await;
    assert_eq!(list["meta"]["pagination"]["total"], 10);
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    let first = ask("provider-app-list")
        .bearer(&token)
        .must(process, 200)
        .await;
    let id = first["data"][0]["id"].as_str().unwrap();
    ask("provider-app-delete")
        .bearer(&token)
        .id(id)
        .must(process, 200)
        .await;
    create().must(process, 201).await;
}

#[tokio::test]
async fn only_a_developer_with_a_good_token_comes_in() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (_, token) = platform.developer(Plan::Free).await;
    let list = ask("provider-app-list");
    let answer = list.answer(process).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (401, "UNAUTHENTICATED")
    );
    assert_eq!(
        answer.headers["www-authenticate"],
        "Bearer realm=\"provider\""
    );
    let unknown = platform.id_token("nobody");
    let code = list.clone().bearer(&unknown).code(process).await;
    assert_eq!(code, (403, "NO_ACCOUNT".into()));
    for claims in [
        json!({ "sub": "a", "aud": "other" }),
        json!({ "sub": "a", "iss": "https://other.example" }),
        json!({ "sub": "a", "exp": 1 }),
        json!({ "sub": "" }),
        json!({ "sub": "a", "iat": 4_000_000_000_i64, "exp": 4_000_000_100_i64 }),
    ] {
        let token = platform.id_token_of(claims.clone());
        let code = list.clone().bearer(&token).code(process).await;
        assert_eq!(code, (401, "INVALID_TOKEN".into()), "{claims}");
    }
    let (head, _) = token.rsplit_once('.').unwrap();
    for wrong in [
        format!("{head}."),
        format!("{head}.AAAA"),
        "x".into(),
        "a.b.c".into(),
    ] {
        let answer = list.clone().bearer(&wrong).answer(process).await;
        assert_eq!(answer.code(), "INVALID_TOKEN", "{wrong}");
        let challenge = answer.headers["www-authenticate"].to_str().unwrap();
        assert!(
            challenge.ends_with("error=\"invalid_token\""),
            "{challenge}"
        );
    }
    // What is wrong with a request comes after who sent it, and has the limits.
    let wrong = list.clone().query("limit=0");
    assert_eq!(wrong.code(process).await.0, 401);
    let answer = wrong.bearer(&token).answer(process).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "VALIDATION_ERROR")
    );
    assert!(answer.headers.contains_key("x-ratelimit-remaining"));
}

#[tokio::test]
async fn a_plan_holds_from_the_next_call() {
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let (id, token) = platform.developer(Plan::Free).await;
    let app = platform.app(process, &token).await;
    let view = ask("provider-app-view").bearer(&token).id(&app.id);
    let mut refused = None;
    for _ in 0..101 {
        let answer = view.answer(process).await;
        if answer.status != 200 {
            refused = Some(answer);
        }
    }
    let refused = refused.unwrap();
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(refused.headers["x-ratelimit-remaining"], "0");
    assert_eq!(refused.headers["retry-after"], "60");
    let put = ask("provider-account-put").by_operator();
    let pro = json!({ "plan": "pro", "updatedAt": NOW });
    put.clone()
        .id(id)
        .body(pro.clone())
        .must(process, 200)
        .await;
    let answer = view.answer(process).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["x-ratelimit-limit"], "1000");
    let gone = put.id(provider_id()).body(pro);
    let code = gone.code(process).await;
    assert_eq!(code, (404, "ACCOUNT_NOT_FOUND".to_owned()));
}

fn provider_id() -> ::provider::id::DeveloperId {
    ::provider::id::DeveloperId::new(tests::at(NOW))
}
