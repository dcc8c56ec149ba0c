//! The demonstration's part of the provider platform: its keys, a developer who is signed in, and
//! an app with credentials.

use std::time::Duration;

use common::Clock;
use dynamo::Table;
use local::{Stack, connect};
use provider::account::{self, Plan, Profile, Status};
use provider::app::{self, ClientId, Fields};
use provider::id::DeveloperId;
use provider::layout::SubjectHash;
use serde_json::{Value, json};

use crate::Error;

/// The secrets whose first keys a deployment makes by itself, by their names in the template.
const KEYS: [&str; 2] = ["Provider/TokenKeys", "Provider/SignatureKeys"];

/// Who develops, and the password, where there is a Firebase to sign up with.
const COMPANY: &str = "Weather Ltd";
const EMAIL: &str = "developer@example.com";
const PASSWORD: &str = "correct horse battery";

/// Makes the keys and the demonstration's developer and app, and says how to use them: the field
/// `provider` of `stack.json`. Nothing where the stack runs no provider platform.
///
/// # Errors
/// A function fails, or the table can't be reached.
pub async fn seed(stack: &Stack) -> Result<Option<Value>, Error> {
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
    Ok(Some(json!({
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
    })))
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
