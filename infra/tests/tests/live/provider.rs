//! The provider platform behind its own gateway: what the demonstration has there works, packages
//! go from nothing to the catalogue, and no token of one product opens the other.

use std::time::{Duration, Instant};

use demo::provider::{Client, capability, listing, register};
use demo::runtime::{Behaviour, DemoRuntime};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::live::{Live, with};

/// How to use the demonstration's part of the platform.
async fn seeded(live: &'static Live) -> &'static Value {
    &live.provider().await.fields
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
        let api = text(demo, "apiUrl").to_owned();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let (id, secret) = (text(demo, "clientId"), text(demo, "clientSecret"));
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
        let api = text(demo, "apiUrl");
        let mine = format!("{api}/v1/providers/apps");
        let (status, list) = get(&mine, text(demo, "developerToken")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(list["data"][0]["id"], demo["appId"]);
        // A user of the same sign-in is no developer.
        let (status, body) = get(&mine, text(demo, "userToken")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert_eq!(body["error"]["code"], "NO_ACCOUNT");
        let owner = live.stack.owner_token(demo::SUBJECT).unwrap();
        let (status, body) = get(&mine, &owner).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(body["error"]["code"], "INVALID_TOKEN");
        let keys = format!("{}/v1/dashboard/twin/keys", live.stack.api_url);
        for token in ["developerToken", "userToken"] {
            let (status, _) = get(&keys, text(demo, token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{token}");
        }
        assert_eq!(get(&keys, &owner).await.0, StatusCode::OK);
    });
}

/// A package of an app of its own, with a runtime of its own.
struct Package {
    platform: Client,
    token: String,
    runtime: DemoRuntime,
    /// Its path.
    path: String,
    /// The path of its version.
    version_path: String,
    version: String,
}

impl Package {
    async fn new(live: &'static Live, slug: &str, capability: Value) -> Self {
        let demo = seeded(live).await;
        let platform = Client::new(text(demo, "apiUrl"), live.stack.internal.clone()).unwrap();
        let token = text(demo, "developerToken").to_owned();
        let new = json!({ "name": slug });
        let app = platform
            .post("/v1/providers/apps", &token, &new)
            .await
            .unwrap();
        let mut fields = json!({
            "appId": app["data"]["id"], "clientId": app["data"]["client_id"],
            "clientSecret": app["data"]["client_secret"],
        });
        let runtime = register(&platform, &mut fields).await.unwrap();
        let new = json!({
            "appId": fields["appId"], "name": "Weather", "slug": slug,
            "description": "The weather of the places you go to, and your notes about it.",
            "riskTier": "action_capable", "listing": listing(&runtime),
            "capabilities": [capability],
        });
        let packages = "/v1/providers/packages/manage";
        let made = platform.post(packages, &token, &new).await.unwrap();
        assert_eq!(made["data"]["status"], "draft");
        let path = format!("{packages}/{}", text(&made["data"], "id"));
        let version = text(&made["data"]["versions"][0], "id").to_owned();
        Self {
            version_path: format!("{path}/versions/{version}"),
            platform,
            token,
            runtime,
            path,
            version,
        }
    }

    async fn step(&self, verb: &str) -> Value {
        let path = format!("{}/{verb}", self.version_path);
        let done = self.platform.post(&path, &self.token, &Value::Null).await;
        done.unwrap()["data"].clone()
    }

    /// A request whatever its answer: status, headers and body.
    async fn raw(&self, method: Method, verb: &str, key: &str) -> reqwest::Response {
        let url = format!("{}{}/{verb}", self.platform.url, self.version_path);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method, url).bearer_auth(&self.token);
        request.header("idempotency-key", key).send().await.unwrap()
    }
}

#[test]
fn a_package_goes_from_nothing_to_the_catalogue() {
    with(|live| async move {
        let package = Package::new(live, "weather-by-hand", capability()).await;
        let report = package.step("validate").await;
        assert_eq!(
            (&report["passing"], &report["score"]),
            (&json!(true), &json!(100))
        );
        let (platform, token) = (&package.platform, &package.token);
        let path = format!("{}/report", package.version_path);
        let shown = platform
            .send("GET", &path, token, &Value::Null)
            .await
            .unwrap();
        assert_eq!(shown["data"], report);
        // The suite called it, and each call said so.
        let calls = package.runtime.receiver.take();
        let calls = calls.iter().filter(|call| call.path.ends_with("/execute"));
        let environments = calls.map(|call| call.header("x-aiffinity-environment").to_owned());
        let environments: Vec<_> = environments.collect();
        assert!(environments.len() > 40);
        assert!(environments.iter().all(|one| one == "conformance"));
        assert_eq!(package.step("submit").await["status"], "in_review");
        let approve = format!("/v1/internal/providers/reviews/{}/approve", package.version);
        let reason = json!({ "reason": "It keeps its word." });
        let approved = platform.operate("POST", &approve, &reason).await.unwrap();
        assert_eq!(approved["data"]["status"], "approved");
        assert_eq!(package.step("publish").await["status"], "published");
        // A user finds it at once, with its icon, which is served from here.
        let user = text(seeded(live).await, "userToken");
        let id = package.path.rsplit('/').next().unwrap();
        let listed = format!("/v1/space/marketplace/{id}");
        let listed = platform
            .send("GET", &listed, user, &Value::Null)
            .await
            .unwrap();
        let icon = text(&listed["data"], "iconUrl");
        assert!(icon.starts_with(&platform.url), "{icon}");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let icon = client.get(icon).send().await.unwrap();
        assert_eq!(icon.headers()["content-type"], "image/png");
        assert!(icon.bytes().await.unwrap().starts_with(b"\x89PNG"));
    });
}

/// A runtime that hangs: the developer is answered within API Gateway's time, a worker goes on, and
/// the report is there in the end.
#[test]
fn a_runtime_that_hangs_is_validated_by_a_worker() {
    with(|live| async move {
        let package = Package::new(live, "weather-that-hangs", capability()).await;
        package.runtime.behave([Behaviour::Hang]);
        let began = Instant::now();
        let answer = package.raw(Method::POST, "validate", "first").await;
        let took = began.elapsed();
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        assert!((25..29).contains(&took.as_secs()), "{took:?}");
        let report_at = format!("{}/report", package.version_path);
        assert_eq!(answer.headers()["location"], report_at);
        assert!(answer.headers().contains_key("retry-after"));
        let accepted: Value = answer.json().await.unwrap();
        // A repeated request begins no other run, and another is refused.
        let again = package.raw(Method::POST, "validate", "first").await;
        assert_eq!(again.status(), StatusCode::ACCEPTED);
        assert_eq!(again.headers()["location"], report_at);
        let again: Value = again.json().await.unwrap();
        assert_eq!(again["data"], accepted["data"]);
        let other = package.raw(Method::POST, "validate", "second").await;
        assert_eq!(other.status(), StatusCode::CONFLICT);
        let soon = package.raw(Method::GET, "report", "").await;
        assert_eq!(soon.status(), StatusCode::NOT_FOUND);
        assert!(soon.headers().contains_key("retry-after"));
        // Well again, it is asked for the rest.
        package.runtime.behave([]);
        let report = loop {
            let answer = package.raw(Method::GET, "report", "").await;
            if answer.status() == StatusCode::OK {
                break answer.json::<Value>().await.unwrap();
            }
            assert!(began.elapsed() < Duration::from_secs(90), "no report");
            tokio::time::sleep(Duration::from_millis(500)).await;
        };
        let report = &report["data"];
        assert_eq!(report["at"], accepted["data"]["startedAt"]);
        assert_eq!(
            (
                &report["complete"],
                &report["passing"],
                &report["runningSince"]
            ),
            (&json!(true), &json!(false), &json!(null))
        );
        let samples = report["samples"].as_object().unwrap();
        let late = samples.values().filter(|one| one["failure"] == "timed_out");
        assert!(late.count() > 0);
        // The version is no further, and can be validated again.
        let well = package.step("validate").await;
        assert_eq!(well["passing"], true);
    });
}
