//! Runtime apps over HTTP, as a provider meets them.

use ::provider::account::Plan;
use common::Clock;
use demo::runtime::{Behaviour, DemoRuntime};
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::provider::{Platform, Process, TestApp};

/// An app with a token, its runtime, and a process on the machine's time: the runtime looks at the
/// times of signatures.
struct Api {
    platform: Platform,
    process: &'static Process,
    app: TestApp,
    token: String,
    runtime: DemoRuntime,
}

impl Api {
    async fn new() -> Self {
        let platform = Platform::at(&Clock::system().now().to_string()).await;
        let process = platform.process_with(Clock::system());
        let (_, developer) = platform.developer(Plan::Free).await;
        let app = platform.app(process, &developer).await;
        let token = app.token(process).await;
        let runtime = DemoRuntime::start().await.unwrap();
        let directory = ask("provider-metadata-signature-keys")
            .answer(process)
            .await;
        let media = &directory.headers["content-type"];
        assert_eq!(media, "application/http-message-signatures-directory+json");
        runtime.trust(&directory.json());
        Self {
            platform,
            process,
            app,
            token,
            runtime,
        }
    }

    fn ask(&self, function: &str) -> Ask {
        ask(function).bearer(&self.token)
    }

    fn new_app(&self) -> Value {
        json!({
            "appId": self.app.id, "displayName": "Weather", "endpointUrl": self.runtime.url(),
        })
    }

    async fn create(&self) -> String {
        let create = self.ask("provider-runtime-app-create").body(self.new_app());
        let made = create.must(self.process, 201).await;
        made["data"]["id"].as_str().unwrap().to_owned()
    }

    /// A runtime app that receives calls.
    async fn active(&self) -> String {
        let id = self.create().await;
        let put = self.ask("provider-credential-secret-put").id(&id);
        let put = put.body(json!({})).must(self.process, 200).await;
        self.runtime
            .set_secrets([put["data"]["secret"].as_str().unwrap()]);
        let proven = self.ask("provider-runtime-app-prove").id(&id);
        let proven = proven.body(json!({})).must(self.process, 200).await;
        assert_eq!(proven["data"]["status"], "active", "{proven}");
        id
    }
}

#[tokio::test]
async fn a_provider_registers_proves_and_is_healthy() {
    let api = Api::new().await;
    let create = api
        .ask("provider-runtime-app-create")
        .once("one")
        .body(api.new_app());
    let answer = create.answer(api.process).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.headers["x-ratelimit-limit"], "100");
    let made = answer.json()["data"].clone();
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        answer.headers["location"],
        format!("/v1/providers/runtime/apps/{id}")
    );
    assert_eq!(made["status"], "pending_proof");
    assert_eq!(
        create.must(api.process, 201).await["data"]["id"],
        id,
        "sent again"
    );
    let another = api.ask("provider-runtime-app-create").body(api.new_app());
    assert_eq!(
        another.code(api.process).await,
        (409, "RUNTIME_APP_EXISTS".into())
    );
    let prove = api.ask("provider-runtime-app-prove").id(id);
    assert_eq!(
        prove.code(api.process).await,
        (409, "NO_CREDENTIAL_SECRET".into())
    );

    let put = api.ask("provider-credential-secret-put").id(id).once("two");
    let first = put.must(api.process, 200).await;
    let secret = first["data"]["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_"));
    let again = put.must(api.process, 200).await;
    assert_eq!(again["data"].get("secret"), None, "{again}");
    let refused = prove.must(api.process, 200).await;
    assert_eq!(refused["data"]["proof"]["passed"], false);
    api.runtime.set_secrets([secret.as_str()]);
    let proven = prove.must(api.process, 200).await;
    assert_eq!(proven["data"]["status"], "active", "{proven}");

    let health = api.ask("provider-runtime-health").id(id);
    let well = health.must(api.process, 200).await;
    assert_eq!(well["data"]["reachable"], true, "{well}");
    assert_eq!(well["data"]["handlers"][0], demo::runtime::STATE);
    assert_eq!(well["data"]["breaker"]["state"], "closed");
    api.runtime.behave([Behaviour::Ill]);
    let ill = health.must(api.process, 200).await;
    assert_eq!(ill["data"]["failedStep"], "status", "{ill}");

    let list = api
        .ask("provider-runtime-app-list")
        .must(api.process, 200)
        .await;
    assert_eq!(list["meta"]["pagination"]["total"], 1);
    for shown in [
        list,
        api.ask("provider-runtime-app-view")
            .id(id)
            .must(api.process, 200)
            .await,
    ] {
        let text = shown.to_string();
        assert!(
            text.contains(r#""hasSecret":true"#) && !text.contains("whsec_"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn profiles_and_templates_are_set_and_their_secrets_hidden() {
    let api = Api::new().await;
    let id = api.active().await;
    let put = |body: Value| api.ask("provider-auth-profile-put").id(&id).body(body);
    let token_url = format!("{}/oauth/token", api.runtime.url());
    for (profile, view) in [
        (
            json!({ "type": "apiKey", "header": "X-Api-Key", "value": "hidden" }),
            json!({ "type": "apiKey", "header": "x-api-key", "hasSecret": true }),
        ),
        (
            json!({ "type": "custom", "headers": { "X-One": "hidden", "Authorization": "hidden" } }),
            json!({ "type": "custom", "headers": ["authorization", "x-one"], "hasSecret": true }),
        ),
        (
            json!({
                "type": "oauth2", "tokenUrl": token_url, "clientId": "c", "clientSecret": "hidden",
            }),
            json!({
                "type": "oauth2", "tokenUrl": token_url, "clientId": "c", "scope": null,
                "hasSecret": true,
            }),
        ),
    ] {
        let after = put(profile).must(api.process, 200).await;
        assert_eq!(after["data"]["authProfile"], view);
        assert!(!after.to_string().contains("hidden"));
    }
    for (bad, path) in [
        (json!({}), "type"),
        (json!({ "type": "basic" }), "type"),
        (
            json!({ "type": "apiKey", "header": "Host", "value": "a" }),
            "header",
        ),
        (
            json!({ "type": "apiKey", "header": "X-A", "value": "a\nb" }),
            "value",
        ),
        (
            json!({ "type": "apiKey", "header": "X-A", "value": "a", "scope": "b" }),
            "scope",
        ),
        (json!({ "type": "custom", "headers": {} }), "headers"),
        (
            json!({ "type": "custom", "headers": { "Webhook-Id": "a" } }),
            "headers",
        ),
        (
            json!({ "type": "custom", "headers": { "X-A": "a", "x-a": "b" } }),
            "headers",
        ),
        (
            json!({
                "type": "oauth2", "tokenUrl": "http://10.0.0.1/", "clientId": "c",
                "clientSecret": "d",
            }),
            "tokenUrl",
        ),
    ] {
        let refused = put(bad.clone()).must(api.process, 400).await;
        assert_eq!(
            refused["error"]["details"][0]["path"], path,
            "{bad}: {refused}"
        );
    }

    let put = |body: Value| {
        api.ask("provider-capability-template-put")
            .id(&id)
            .body(body)
    };
    let template = json!({ "refreshInterval": 900, "outputSchema": { "type": "object" } });
    let after = put(template.clone()).must(api.process, 200).await;
    assert_eq!(after["data"]["capabilityTemplate"], template);
    for (bad, path) in [
        (json!({ "refreshInterval": 1 }), "refreshInterval"),
        (json!({ "name": "a" }), "name"),
        (
            json!({ "inputSchema": { "$ref": "http://example.com/" } }),
            "inputSchema",
        ),
    ] {
        let refused = put(bad.clone()).must(api.process, 400).await;
        assert_eq!(
            refused["error"]["details"][0]["path"], path,
            "{bad}: {refused}"
        );
    }
    let shown = api
        .ask("provider-runtime-app-view")
        .id(&id)
        .must(api.process, 200)
        .await;
    assert_eq!(shown["data"]["capabilityTemplate"], template);
}

#[tokio::test]
async fn a_changed_url_is_challenged_at_once() {
    let api = Api::new().await;
    let id = api.active().await;
    let other = DemoRuntime::start().await.unwrap();
    let update = |body: Value| api.ask("provider-runtime-app-update").id(&id).body(body);
    let after = update(json!({ "endpointUrl": other.url() }))
        .must(api.process, 200)
        .await;
    assert_eq!(after["data"]["status"], "pending_proof");
    assert_eq!(after["data"]["proof"]["url"], format!("{}/", other.url()));
    assert_eq!(after["data"]["proof"]["passed"], false);
    let paths: Vec<_> = other
        .receiver
        .take()
        .into_iter()
        .map(|one| one.path)
        .collect();
    assert_eq!(paths, ["/.well-known/provider-challenge"]);
    let back = update(json!({ "endpointUrl": api.runtime.url() }))
        .must(api.process, 200)
        .await;
    assert_eq!(back["data"]["status"], "active");
    let paused = update(json!({ "status": "paused" }))
        .must(api.process, 200)
        .await;
    assert_eq!(paused["data"]["status"], "paused");
    let again = update(json!({ "status": "active" }))
        .must(api.process, 200)
        .await;
    assert_eq!(again["data"]["status"], "active");
    for (bad, path) in [
        (json!({ "status": "pending_proof" }), "status"),
        (json!({ "displayName": "" }), "displayName"),
        (json!({ "endpointUrl": "https://10.0.0.1/" }), "endpointUrl"),
        (
            json!({ "endpointUrl": "http://127.0.0.1:1/?a=b" }),
            "endpointUrl",
        ),
        (
            json!({ "healthCheckUrl": "https://example.com/" }),
            "healthCheckUrl",
        ),
        (json!({ "endpointUrl": null }), "endpointUrl"),
        (json!({ "appId": api.app.id }), "appId"),
    ] {
        let refused = update(bad.clone()).must(api.process, 400).await;
        assert_eq!(
            refused["error"]["details"][0]["path"], path,
            "{bad}: {refused}"
        );
    }
}

#[tokio::test]
async fn another_app_finds_nothing() {
    let api = Api::new().await;
    let id = api.active().await;
    let (_, developer) = api.platform.developer(Plan::Free).await;
    let other = api.platform.app(api.process, &developer).await;
    let token = other.token(api.process).await;
    for (function, body) in [
        ("provider-runtime-app-view", None),
        ("provider-runtime-app-update", Some(json!({}))),
        ("provider-runtime-app-prove", Some(json!({}))),
        (
            "provider-auth-profile-put",
            Some(json!({ "type": "apiKey", "header": "x-a", "value": "b" })),
        ),
        ("provider-capability-template-put", Some(json!({}))),
        ("provider-credential-secret-put", Some(json!({}))),
        ("provider-runtime-health", None),
    ] {
        let theirs = ask(function).bearer(&token).id(&id);
        let theirs = match body {
            Some(body) => theirs.body(body),
            None => theirs,
        };
        let theirs = theirs.code(api.process).await;
        assert_eq!(theirs, (404, "RUNTIME_APP_NOT_FOUND".into()), "{function}");
    }
    let list = ask("provider-runtime-app-list").bearer(&token);
    assert_eq!(list.must(api.process, 200).await["data"], json!([]));
    let theirs = ask("provider-runtime-app-create")
        .bearer(&token)
        .body(api.new_app());
    let refused = theirs.must(api.process, 400).await;
    assert_eq!(refused["error"]["details"][0]["path"], "appId");
    // A token of another scope.
    let mut grant = api.app.grant();
    grant["scope"] = json!("provider:sandbox");
    let narrow = ask("provider-token-issue")
        .header("content-type", "application/json")
        .body(grant)
        .must(api.process, 200)
        .await;
    let narrow = narrow["access_token"].as_str().unwrap().to_owned();
    let refused = ask("provider-runtime-app-list").bearer(&narrow);
    assert_eq!(
        refused.code(api.process).await,
        (403, "INSUFFICIENT_SCOPE".into())
    );
}
