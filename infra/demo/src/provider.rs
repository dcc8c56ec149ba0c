//! The demonstration's part of the provider platform: its keys, a developer who is signed in, and
//! an app with credentials.

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
    let (subject, email) = ("demo-developer", "developer@example.com");
    // The issuer is another one with each start, and so is the account.
    let profile = Profile {
        id: DeveloperId::new(now),
        company_name: "Weather Ltd".into(),
        email: email.into(),
        created_at: now,
    };
    let hash = SubjectHash::of(&issuer.url, subject);
    let (status, plan) = (Status::Verified, Plan::Pro);
    let developer = account::create(&table, &hash, &profile, status, plan).await?;
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
        "developerEmail": email,
        "developerToken": token(subject, email)?,
        "userToken": token("demo-user", "user@example.com")?,
        "otherUserToken": token("other-user", "other@example.com")?,
        "appId": app.id,
        "clientId": ClientId::of(app.id),
        "clientSecret": secret.reveal(),
    })))
}
