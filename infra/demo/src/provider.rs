//! The demonstration's part of the provider platform: its keys, a developer who is signed in, an
//! app with credentials, a package with a runtime, which went the whole way from creation to the
//! catalogue over HTTP, and a user who has installed it.

use std::time::Duration;

use common::Clock;
use dynamo::Table;
use local::{Credentials, Stack, connect, sign};
use provider::account::{self, Plan, Profile, Status};
use provider::app::{self, ClientId, Fields};
use provider::id::DeveloperId;
use provider::layout::SubjectHash;
use serde_json::{Value, json};

use crate::Error;
use crate::runtime::{DemoRuntime, STATE};

/// The secrets whose first keys a deployment makes by itself, by their names in the template.
const KEYS: [&str; 2] = ["Provider/TokenKeys", "Provider/SignatureKeys"];

/// Who develops, and the password, where there is a Firebase to sign up with.
const COMPANY: &str = "Weather Ltd";
const EMAIL: &str = "developer@example.com";
const PASSWORD: &str = "correct horse battery";

/// The action of the demonstration's capability.
pub const ACTION: &str = "note";

/// The demonstration's part of a platform.
pub struct Demo {
    /// How to use it: the field `provider` of `stack.json`.
    pub fields: Value,
    /// The runtime of its package, which ends with this.
    pub runtime: DemoRuntime,
}

/// Makes the keys, the demonstration's developer and app, its published package, and a user's
/// install of it. Nothing where the stack runs no provider platform.
///
/// # Errors
/// A function fails, or the table can't be reached.
pub async fn seed(stack: &Stack) -> Result<Option<Demo>, Error> {
    let parts = (
        stack.provider_url(),
        stack.provider_issuer(),
        stack.provider_table(),
    );
    let (Some(url), Some(issuer), Some(table)) = parts else {
        return Ok(None);
    };
    for secret in KEYS {
        stack.rotate_secret(secret).await?;
    }
    stack.run_schedule("provider-id-token-key-fetch").await?;

    let table: Table = connect(&stack.dynamodb_url, &table);
    let now = Clock::system().now();
    let plan = Plan::Pro;
    let (developer, developer_token) = if stack.has_firebase() {
        sign_up(stack, url, plan).await?
    } else {
        // The issuer is another one with each start, and so is the account.
        let (id, email) = (DeveloperId::new(now), EMAIL.parse()?);
        let profile = Profile::new(id, COMPANY.into(), email, now);
        let subject = "demo-developer";
        let hash = SubjectHash::of(&issuer.url, subject);
        let developer = account::create(&table, &hash, &profile, Status::Verified, plan).await?;
        let claims = json!({ "sub": subject, "email": EMAIL, "email_verified": true });
        (developer, issuer.token(&claims)?)
    };
    let fields = Fields {
        name: Some("Weather".into()),
        description: Some("Forecasts for the places you go to.".into()),
        ..Fields::default()
    };
    let limit = plan.per_minute();
    let (app, secret, _) =
        app::create(&table, developer, limit, fields, now, &|_, _| Ok(None)).await?;
    let token = |sub: &str, email: &str| {
        issuer.token(&json!({ "sub": sub, "email": email, "email_verified": true }))
    };
    let mut fields = json!({
        "apiUrl": url,
        "mailboxUrl": stack.mailbox().mails_url(),
        "developerEmail": EMAIL,
        // Without Firebase the developer is only in the table, and can't log in.
        "developerPassword": stack.has_firebase().then_some(PASSWORD),
        "developerToken": developer_token,
        "userToken": token("demo-user", "user@example.com")?,
        "otherUserToken": token("other-user", "other@example.com")?,
        "appId": app.id,
        "clientId": ClientId::of(app.id),
        "clientSecret": secret.reveal(),
    });
    let platform = Client::new(url, stack.internal.clone())?;
    let runtime = publish(&platform, &mut fields).await?;
    Ok(Some(Demo { fields, runtime }))
}

/// The capability of the demonstration's package: a state, and an action.
pub fn capability() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    json!({
        "name": STATE,
        "title": "Weather now",
        "description": "The weather of a city, now, and notes about it.",
        "modes": ["state", "action", "history", "realtime", "webhook"],
        "inputSchema": {
            "type": "object",
            "properties": { "city": text("The city.") },
            "required": ["city"],
        },
        "outputSchema": {
            "type": "object",
            "properties": {
                "city": text("The city."),
                "temperatureC": { "type": "number", "description": "Degrees Celsius." },
            },
            "required": ["city", "temperatureC"],
        },
        "refreshInterval": 60,
        "actions": [{
            "name": ACTION,
            "title": "Write a note",
            "inputSchema": {
                "type": "object",
                "properties": { "text": text("The note.") },
                "required": ["text"],
            },
            "outputSchema": {
                "type": "object",
                "properties": { "id": text("The note's id."), "text": text("The note.") },
                "required": ["id", "text"],
            },
            "confirmation": "Write this note?",
            "idempotent": true,
        }],
        "surfaceGuidance": {
            "component": "card",
            "objective": "inform",
            "bindings": { "title": "/city", "value": "/temperatureC" },
        },
        "dataClasses": ["location"],
        "fixtures": [{
            "name": "Rome",
            "input": { "params": { "city": "Rome" } },
            "expected": { "status": "ok", "data": { "city": "Rome", "temperatureC": 20 } },
            "tolerances": { "/temperatureC": { "delta": 5 } },
        }],
        "latencyBudgetMs": 1_000,
    })
}

/// The pages and the icon of a listing, as a demonstration runtime serves them.
pub fn listing(runtime: &DemoRuntime) -> Value {
    let at = |page: &str| format!("{}/{page}", runtime.url());
    json!({
        "iconUrl": at("icon.png"), "privacyUrl": at("privacy"), "supportUrl": at("support"),
    })
}

/// Starts a runtime, registers it with the app of the fields, and proves that its URL is its
/// owner's. Adds `runtimeUrl` and `runtimeAppId`.
///
/// # Errors
/// The platform refuses something.
pub async fn register(platform: &Client, fields: &mut Value) -> Result<DemoRuntime, Error> {
    let mut runtime = DemoRuntime::start().await?;
    let directory = "/.well-known/http-message-signatures-directory";
    runtime
        .follow(format!("{}{directory}", platform.url))
        .await?;
    let grant = json!({
        "grant_type": "client_credentials", "client_id": fields["clientId"],
        "client_secret": fields["clientSecret"],
    });
    let granted = platform
        .post("/v1/providers/auth/token", "", &grant)
        .await?;
    let token = text(&granted, "/access_token")?;
    let new = json!({
        "appId": fields["appId"], "displayName": "Weather station", "endpointUrl": runtime.url(),
    });
    let made = platform
        .post("/v1/providers/runtime/apps", &token, &new)
        .await?;
    let id = text(&made, "/data/id")?;
    let path = format!("/v1/providers/runtime/apps/{id}");
    let (secret_at, nothing) = (format!("{path}/credential-secret"), json!({}));
    let secret = platform.send("PUT", &secret_at, &token, &nothing).await?;
    runtime.set_secrets([text(&secret, "/data/secret")?]);
    let proven = platform
        .post(&format!("{path}/prove"), &token, &json!({}))
        .await?;
    if proven.pointer("/data/status") != Some(&json!("active")) {
        return Err(format!("the demonstration's runtime is not proven: {proven}").into());
    }
    fields["runtimeUrl"] = json!(runtime.url());
    fields["runtimeAppId"] = json!(id);
    Ok(runtime)
}

/// Brings a package from its creation to the catalogue and to a user, as a developer, the operator
/// and the user do.
async fn publish(platform: &Client, fields: &mut Value) -> Result<DemoRuntime, Error> {
    let runtime = register(platform, fields).await?;
    let developer = text(fields, "/developerToken")?;
    // Another one with each start: in a table that was kept, the former is still there.
    let app = text(fields, "/appId")?.to_ascii_lowercase();
    let slug = format!("weather-{}", app.get(app.len() - 8..).unwrap_or_default());
    let new = json!({
        "appId": fields["appId"],
        "name": "Weather",
        "slug": slug,
        "description": "The weather of the places you go to, and your notes about it.",
        "riskTier": "action_capable",
        "category": "weather",
        "listing": listing(&runtime),
        "capabilities": [capability()],
    });
    let packages = "/v1/providers/packages/manage";
    let made = platform.post(packages, &developer, &new).await?;
    let package = text(&made, "/data/id")?;
    let version = text(&made, "/data/versions/0/id")?;
    let of_version = |step: &str| format!("{packages}/{package}/versions/{version}/{step}");
    let report = platform
        .post(&of_version("validate"), &developer, &Value::Null)
        .await?;
    if report.pointer("/data/passing") != Some(&json!(true)) {
        return Err(format!("the demonstration's package does not pass: {report}").into());
    }
    platform
        .post(&of_version("submit"), &developer, &Value::Null)
        .await?;
    let approve = format!("/v1/internal/providers/reviews/{version}/approve");
    platform
        .operate("POST", &approve, &json!({ "reason": "A demonstration." }))
        .await?;
    platform
        .post(&of_version("publish"), &developer, &Value::Null)
        .await?;
    fields["packageId"] = json!(package);
    fields["slug"] = json!(slug);
    fields["capabilityId"] = json!(text(&made, "/data/versions/0/capabilities/0/id")?);
    fields["action"] = json!(ACTION);
    let install = format!("/v1/space/marketplace/{package}/install");
    let consent = json!({
        "locale": "en", "timezone": "Europe/Madrid", "consents": ["location"],
    });
    let user = text(fields, "/userToken")?;
    let installed = platform.post(&install, &user, &consent).await?;
    fields["installId"] = json!(text(&installed, "/data/id")?);
    Ok(runtime)
}

fn text(value: &Value, pointer: &str) -> Result<String, Error> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    let missing = || format!("the platform's answer has no {pointer}: {value}");
    Ok(found.ok_or_else(missing)?.to_owned())
}

/// Calls the platform's API.
#[derive(Debug)]
pub struct Client {
    /// The API, without a trailing slash.
    pub url: String,
    internal: Credentials,
    http: reqwest::Client,
}

impl Client {
    /// One for an API, and for its operator.
    ///
    /// # Errors
    /// It can't be set up.
    pub fn new(url: &str, internal: Credentials) -> Result<Self, Error> {
        Ok(Self {
            url: url.to_owned(),
            internal,
            http: reqwest::Client::builder().no_proxy().build()?,
        })
    }

    /// A request with a token and a body, or without where these are empty; the answer's JSON.
    ///
    /// # Errors
    /// The answer is an error.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: &Value,
    ) -> Result<Value, Error> {
        let bearer = format!("Bearer {token}");
        let headers = match token {
            "" => Vec::new(),
            _ => vec![("authorization".to_owned(), bearer)],
        };
        self.request(method, path, headers, body).await
    }

    /// A POST.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn post(&self, path: &str, token: &str, body: &Value) -> Result<Value, Error> {
        self.send("POST", path, token, body).await
    }

    /// A request of the operator.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn operate(&self, method: &str, path: &str, body: &Value) -> Result<Value, Error> {
        let url = format!("{}{path}", self.url);
        let json = [("content-type", "application/json")];
        let content = body.to_string();
        let mut signed = sign(&self.internal, method, &url, &json, content.as_bytes())?;
        signed.retain(|(name, _)| !name.eq_ignore_ascii_case("host"));
        self.request(method, path, signed, body).await
    }

    async fn request(
        &self,
        method: &str,
        path: &str,
        headers: Vec<(String, String)>,
        body: &Value,
    ) -> Result<Value, Error> {
        let url = format!("{}{path}", self.url);
        let mut request = self.http.request(method.parse()?, url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if !body.is_null() {
            let json = "application/json";
            request = request.header("content-type", json).body(body.to_string());
        }
        let answer = request.send().await?;
        let status = answer.status();
        let content = answer.text().await?;
        if !status.is_success() {
            return Err(format!("{method} {path}: {status} {content}").into());
        }
        Ok(serde_json::from_str(&content).unwrap_or_default())
    }
}

/// Signs the developer up, by the API and the mail that it sends, and logs them in.
async fn sign_up(stack: &Stack, api: &str, plan: Plan) -> Result<(DeveloperId, String), Error> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    // Answers with the field that is wanted.
    let post = async |path: &str, body: Value, wanted: &str| -> Result<String, Error> {
        let request = client.post(format!("{api}/v1/providers/account{path}"));
        let answer = request.json(&body).send().await?;
        let (status, body) = (answer.status(), answer.json::<Value>().await?);
        if status.is_success() {
            let wanted = body.pointer(&format!("/data/{wanted}"));
            return Ok(wanted
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned());
        }
        Err(format!("signing the developer up: {status} {body}").into())
    };
    let account = json!({ "company_name": COMPANY, "email": EMAIL, "password": PASSWORD });
    post("", account, "status").await?;
    let token = mailed_token(stack, EMAIL).await?;
    let verified = post("/verify", json!({ "token": token }), "id").await?;
    let developer = verified.parse()?;
    let table = stack.provider_table().unwrap_or_default();
    let change = app::PlanChange {
        plan,
        per_minute: plan.per_minute(),
        at: Clock::system().now(),
    };
    app::set_plan(&connect(&stack.dynamodb_url, &table), developer, change).await?;
    let log_in = json!({ "email": EMAIL, "password": PASSWORD });
    let token = post("/login", log_in, "idToken").await?;
    Ok((developer, token))
}

/// The token in the last mail to an address, which may still be under way.
///
/// # Errors
/// None comes.
pub async fn mailed_token(stack: &Stack, email: &str) -> Result<String, Error> {
    for _ in 0..300 {
        let mails = stack.mailbox().mails();
        let mail = mails.iter().rev().find(|mail| mail.to == email);
        if let Some(token) = mail.and_then(|mail| token_in(&mail.text)) {
            return Ok(token);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("no mail with a token came to {email}").into())
}

/// The token that a mail holds: a line of its own, or what a link ends with.
pub fn token_in(text: &str) -> Option<String> {
    let is_token = |word: &&str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        word.len() > 80 && word.bytes().all(allowed)
    };
    let words = text.split_whitespace();
    let words = words.map(|word| word.rsplit('=').next().unwrap_or(word));
    words
        .into_iter()
        .find(|word| is_token(word))
        .map(str::to_owned)
}
