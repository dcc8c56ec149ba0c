//! Developer accounts through the real emulator of Firebase, the real functions and the queue of
//! mails.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use demo::provider::{mailed_token, token_in};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tests::live::{Live, with};

const PASSWORD: &str = "correct horse battery";

/// Calls to the API.
struct Api {
    client: Client,
    url: String,
}

impl Api {
    async fn start(live: &Live) -> Self {
        live.stack.start_firebase().await.unwrap();
        let keys = live.stack.run_schedule("provider-id-token-key-fetch");
        keys.await.unwrap();
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            url: live.stack.provider_url().unwrap().to_owned(),
        }
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        let request = self.client.post(format!("{}/v1/providers{path}", self.url));
        let answer = request.bearer_auth(token).json(&body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn sign_up(&self, email: &str, password: &str) -> Value {
        let body = json!({ "company_name": "Weather Ltd", "email": email, "password": password });
        let (status, body) = self.post("/account", "", body).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["data"].clone()
    }

    async fn log_in(&self, email: &str, password: &str) -> (StatusCode, Value) {
        let body = json!({ "email": email, "password": password });
        self.post("/account/login", "", body).await
    }

    async fn apps(&self, token: &str) -> StatusCode {
        let request = self.client.get(format!("{}/v1/providers/apps", self.url));
        request.bearer_auth(token).send().await.unwrap().status()
    }
}

#[test]
fn a_developer_signs_up_and_makes_an_app() {
    with(|live| async move {
        let api = Api::start(live).await;
        let email = "live-developer@example.com";
        assert_eq!(api.sign_up(email, PASSWORD).await["status"], "pending");
        let (status, _) = api.log_in(email, PASSWORD).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        let token = mailed_token(&live.stack, email).await.unwrap();
        // As another program finds it: stack.json has the mailbox's address.
        let mails = api
            .client
            .get(live.stack.mailbox().mails_url())
            .send()
            .await;
        let mails: Value = mails.unwrap().json().await.unwrap();
        let mails = mails.as_array().unwrap();
        let mail = mails.iter().find(|mail| mail["to"] == email).unwrap();
        assert_eq!(mail["subject"], "Confirm your address");
        assert_eq!(token_in(mail["text"].as_str().unwrap()).unwrap(), token);

        let (status, verified) = api
            .post("/account/verify", "", json!({ "token": token }))
            .await;
        assert_eq!(
            (status, &verified["data"]["status"]),
            (StatusCode::OK, &json!("verified"))
        );
        let (status, session) = api.log_in(email, PASSWORD).await;
        assert_eq!(status, StatusCode::OK, "{session}");
        let id_token = session["data"]["idToken"].as_str().unwrap();
        let (status, app) = api
            .post("/apps", id_token, json!({ "name": "Weather" }))
            .await;
        assert_eq!(status, StatusCode::CREATED, "{app}");
        assert!(app["data"]["client_secret"].is_string());

        // What the emulator itself would have: the same claims, unsigned. Nobody takes it.
        let claims = id_token.split('.').nth(1).unwrap();
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        for unsigned in [
            format!("{header}.{claims}."),
            format!("{header}.{claims}.e30"),
        ] {
            assert_eq!(api.apps(&unsigned).await, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(api.apps(id_token).await, StatusCode::OK);
    });
}

/// The demonstration's developer is one of Firebase's, too, where that runs.
#[test]
fn the_demonstrations_developer_logs_in() {
    with(|live| async move {
        let api = Api::start(live).await;
        let demo = &live.provider().await.fields;
        let text = |name: &str| demo[name].as_str().unwrap();
        assert_eq!(api.apps(text("developerToken")).await, StatusCode::OK);
        let logged_in = api.log_in(text("developerEmail"), text("developerPassword"));
        let (status, session) = logged_in.await;
        assert_eq!(status, StatusCode::OK, "{session}");
        let id_token = session["data"]["idToken"].as_str().unwrap();
        assert_eq!(api.apps(id_token).await, StatusCode::OK);
    });
}

/// The owner follows the real link of Firebase's mail.
#[test]
fn the_owner_of_a_squatted_address_locks_the_squatter_out() {
    with(|live| async move {
        let api = Api::start(live).await;
        let email = "squatted@example.com";
        let squatters = "the squatter's own";
        let first = api.sign_up(email, squatters).await;
        let token = mailed_token(&live.stack, email).await.unwrap();
        assert_eq!(api.sign_up(email, PASSWORD).await, first);
        let link = reset_link(live, email).await;
        // The mail of the squatter's sign-up opens nothing for the squatter.
        let (status, verified) = api
            .post("/account/verify", "", json!({ "token": token }))
            .await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(verified["data"]["newPasswordRequired"], true);
        assert_eq!(
            api.log_in(email, squatters).await.0,
            StatusCode::UNAUTHORIZED
        );

        let set = api.client.get(format!(
            "{link}&newPassword={}",
            PASSWORD.replace(' ', "%20")
        ));
        assert_eq!(set.send().await.unwrap().status(), StatusCode::OK);
        assert_eq!(
            api.log_in(email, squatters).await.0,
            StatusCode::UNAUTHORIZED
        );
        let (status, session) = api.log_in(email, PASSWORD).await;
        assert_eq!(status, StatusCode::OK, "{session}");
        let id_token = session["data"]["idToken"].as_str().unwrap();
        assert_eq!(api.apps(id_token).await, StatusCode::OK);
    });
}

async fn reset_link(live: &Live, email: &str) -> String {
    for _ in 0..300 {
        let mails = live.stack.mailbox().mails();
        let mut mails = mails.iter().filter(|mail| mail.to == email);
        let link = mails.find_map(|mail| {
            let mut words = mail.text.split_whitespace();
            words.find(|word| word.contains("mode=resetPassword"))
        });
        if let Some(link) = link {
            return link.to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no mail of Firebase's came")
}
