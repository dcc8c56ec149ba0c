//! The provider platform behind its own gateway: what the demonstration has there works, and no
//! token of one product opens the other.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::live::{Live, with};

/// The demonstration's part of the platform.
async fn seeded(live: &Live) -> Value {
    demo::provider::seed(&live.stack).await.unwrap().unwrap()
}

fn text<'a>(demo: &'a Value, name: &str) -> &'a str {
    demo[name].as_str().unwrap()
}

async fn get(url: &str, token: &str) -> (StatusCode, Value) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(url).bearer_auth(token).send().await.unwrap();
    let status = answer.status();
    (status, answer.json().await.unwrap_or_default())
}

#[test]
fn an_app_gets_a_token_and_comes_in_until_it_is_revoked() {
    with(|live| async move {
        let demo = seeded(live).await;
        let api = text(&demo, "apiUrl").to_owned();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let (id, secret) = (text(&demo, "clientId"), text(&demo, "clientSecret"));
        let post = |path: &str, body: String| {
            client
                .request(Method::POST, format!("{api}{path}"))
                .basic_auth(id, Some(secret))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body)
                .send()
        };
        let grant = "grant_type=client_credentials".to_owned();
        let answer = post("/v1/providers/auth/token", grant).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let token: Value = answer.json().await.unwrap();
        let token = token["access_token"].as_str().unwrap().to_owned();
        // As the seed has it.
        let body = json!({
            "grant_type": "client_credentials", "client_id": id, "client_secret": secret,
        });
        let url = format!("{api}/v1/providers/auth/token");
        let answer = client.post(&url).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);

        let apps = format!("{api}/v1/providers/runtime/apps");
        assert_eq!(get(&apps, &token).await.0, StatusCode::OK);
        let (status, keys) = get(&format!("{api}/.well-known/jwks.json"), "").await;
        assert_eq!(
            (status, keys["keys"].as_array().unwrap().len()),
            (StatusCode::OK, 1)
        );
        let revoked = post("/v1/providers/auth/revoke", format!("token={token}"));
        assert_eq!(revoked.await.unwrap().status(), StatusCode::OK);
        let (status, body) = get(&apps, &token).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(body["error"]["code"], "INVALID_TOKEN");
    });
}

#[test]
fn no_token_of_one_product_opens_the_other() {
    with(|live| async move {
        let demo = seeded(live).await;
        let api = text(&demo, "apiUrl");
        let mine = format!("{api}/v1/providers/apps");
        let (status, list) = get(&mine, text(&demo, "developerToken")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(list["data"][0]["id"], demo["appId"]);
        // A user of the same sign-in is no developer.
        let (status, body) = get(&mine, text(&demo, "userToken")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(body["error"]["code"], "NO_ACCOUNT");
        let owner = live.stack.owner_token(demo::SUBJECT).unwrap();
        let (status, body) = get(&mine, &owner).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(body["error"]["code"], "INVALID_TOKEN");
        let keys = format!("{}/v1/dashboard/twin/keys", live.stack.api_url);
        for token in ["developerToken", "userToken"] {
            let (status, _) = get(&keys, text(&demo, token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{token}");
        }
        assert_eq!(get(&keys, &owner).await.0, StatusCode::OK);
    });
}
