//! A provider's webhook through real processes and queues: it is proven, and what happens to a
//! package reaches a receiver, where the Standard Webhooks library and the header of the reference
//! verify it.

use std::time::{Duration, Instant};

use common::Clock;
use local::{Answer, Received, Receiver, connect};
use provider::conformance::assess;
use provider::id::{PackageId, VersionId};
use provider::package::Packages;
use provider::package::store::{Callable, Durations, keep_no_run};
use reqwest::Method;
use serde_json::{Value, json};
use tests::live::{Live, with};

use crate::webhooks_end_to_end::{case, verify};

const PATIENCE: Duration = Duration::from_secs(60);
const SECRET: &str = "whsec_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
const OTHER: &str = "whsec_AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

struct Api {
    url: String,
    client: reqwest::Client,
}

impl Api {
    /// The `data` of an answer of this status.
    async fn ask(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Value,
        status: u16,
    ) -> Value {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = match body {
            Value::Null => request,
            body => request.json(&body),
        };
        let answer = request.bearer_auth(token).send().await.unwrap();
        let found = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(found, status, "{path}: {text}");
        serde_json::from_str::<Value>(&text).unwrap()["data"].clone()
    }
}

/// Waits until this is there.
async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// A report that lets a version list itself, as a validation leaves it.
async fn validated(live: &Live, package: PackageId, version: VersionId) {
    let table = connect(
        &live.stack.dynamodb_url,
        &live.stack.provider_table().unwrap(),
    );
    let packages = Packages::new(table, Clock::system(), Durations::default());
    let owner = packages.find(package).await.unwrap().unwrap().developer_id;
    let callable = Callable {
        runtime: true,
        https: true,
        local: false,
    };
    let run = packages.begin(owner, package, version, callable, &keep_no_run);
    let run = run.await.unwrap();
    let mut report = assess(&run.setup, &[], &run.samples);
    (report.score, report.complete, report.passing) = (100, true, true);
    report.lists_itself = true;
    packages.finish(&run, &report).await.unwrap();
}

#[test]
fn a_published_package_reaches_its_provider_and_verifies() {
    with(|live| async move {
        let demo = &live.provider().await.fields;
        let (developer, user) = (text(&demo["developerToken"]), text(&demo["userToken"]));
        let api = Api {
            url: text(&demo["apiUrl"]).to_owned(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        };
        let (post, put, get) = (|| Method::POST, || Method::PUT, || Method::GET);
        let new = json!({ "name": "Tides" });
        let app = api
            .ask(developer, post(), "/v1/providers/apps", new, 201)
            .await;
        let grant = api
            .client
            .post(format!("{}/v1/providers/auth/token", api.url));
        let grant = grant.json(&json!({
            "grant_type": "client_credentials", "client_id": app["client_id"],
            "client_secret": app["client_secret"],
        }));
        let grant: Value = grant.send().await.unwrap().json().await.unwrap();
        let token = text(&grant["access_token"]);

        // A receiver that verifies, as the library says.
        let receiver = Receiver::start().await.unwrap();
        receiver.answer("/in", |sent| {
            let library = standardwebhooks::Webhook::new(SECRET).unwrap();
            let verified = library.verify(&sent.body, &sent.headers).is_ok();
            Answer::status(if verified { 204 } else { 401 })
        });
        let runtime_apps = "/v1/providers/runtime/apps";
        let new = json!({
            "appId": app["id"], "displayName": "Tides", "endpointUrl": receiver.url,
        });
        let made = api.ask(token, post(), runtime_apps, new, 201).await;
        let runtime_app = format!("{runtime_apps}/{}", text(&made["id"]));
        let profile = json!({
            "url": format!("{}/in", receiver.url), "events": ["*"], "signingSecret": SECRET,
            "retry": { "attempts": 3, "schedule": "fast" },
        });
        let path = format!("{runtime_app}/webhook-profile");
        api.ask(token, put(), &path, profile, 200).await;
        until("the proof", async || {
            let view = api.ask(token, get(), &runtime_app, Value::Null, 200).await;
            (view["webhookProfile"]["status"] == "enabled").then_some(())
        })
        .await;

        // A package, from its creation to the first install.
        let new = json!({
            "appId": app["id"], "name": "Tides", "slug": "tides-of-the-coast",
            "riskTier": "data_only", "description": "High and low water of your coast.",
            "capabilities": [{
                "name": "tides.today", "title": "Tides today", "description": "Today's tides.",
                "modes": ["state"], "inputSchema": { "type": "object" },
                "outputSchema": { "type": "object" },
            }],
        });
        let packages = "/v1/providers/packages/manage";
        let package = api.ask(developer, post(), packages, new, 201).await;
        let (id, version) = (text(&package["id"]), text(&package["versions"][0]["id"]));
        validated(live, id.parse().unwrap(), version.parse().unwrap()).await;
        let submit = format!("{packages}/{id}/versions/{version}/submit");
        let submitted = api.ask(developer, post(), &submit, Value::Null, 200).await;
        assert_eq!(submitted["status"], "published");
        let install = format!("/v1/space/marketplace/{id}/install");
        let installed = api.ask(user, post(), &install, Value::Null, 201).await;

        let expected = ["package.submitted", "package.published", "install.created"];
        let sent = until("all events", async || {
            let mut all: Vec<Received> = receiver.received();
            all.retain(|sent| expected.contains(&sent.header("x-aiffinity-event")));
            (all.len() >= expected.len()).then_some(all)
        })
        .await;
        assert_eq!(sent.len(), expected.len());
        let data = |name: &str| {
            let found = sent.iter().find(|sent| sent.json()["type"] == name);
            let body = found.unwrap().json();
            assert_eq!(body["app_id"], app["id"]);
            body["data"].clone()
        };
        assert_eq!(data("package.published")["versionId"], version);
        assert_eq!(data("package.submitted")["packageId"], id);
        assert_eq!(data("install.created")["installId"], installed["id"]);
        // Libraries of others accept each of them under its secret, and under no other.
        let right = sent.iter().map(|sent| case(sent, SECRET, true, true));
        let wrong = sent.iter().map(|sent| case(sent, OTHER, false, false));
        verify(right.chain(wrong).collect()).await;
    });
}
