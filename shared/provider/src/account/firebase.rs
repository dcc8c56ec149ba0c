//! Firebase Authentication by its REST API: it holds the passwords, and nothing else does.
//!
//! A password goes to Firebase and nowhere else: it is in no error, and no answer of Firebase's is
//! shown or logged, but for the word by which it names an error.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::Bytes;
use common::config::Environment;
use common::{Cause, Fault};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webhooks::resolver::Resolver;
use webhooks::transport::{End, Https, Limits, Request};
use webhooks::url::{AllowedHosts, WebhookUrl};

use super::address::Email;

/// How long a call may take, and how much of its answer is read.
const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(5),
    connect: Duration::from_secs(2),
    read: 64 * 1024,
    kept: 64 * 1024,
};
const CALLING: &str = "calling Firebase Authentication";

/// Firebase Authentication of one project.
pub struct Firebase {
    base: Option<String>,
    key: Option<String>,
    allowed: AllowedHosts,
    https: OnceLock<Https>,
}

impl std::fmt::Debug for Firebase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Firebase")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// Somebody who has just signed in.
#[derive(Debug)]
pub struct Session {
    /// Who it is: the `sub` of their ID tokens.
    pub subject: String,
    /// Their ID token.
    pub id_token: SecretString,
    /// What gets a new one.
    pub refresh_token: SecretString,
    /// Seconds until the ID token ends, in Firebase's own form.
    pub expires_in: String,
}

/// What Firebase answers instead.
#[derive(Debug, thiserror::Error)]
pub enum FirebaseError {
    /// The address has an account there.
    #[error("the address has an account")]
    Exists,
    /// The address is unknown, the password wrong, or the account disabled.
    #[error("the address or the password is wrong")]
    Wrong,
    /// It does not take the address for one.
    #[error("the address is refused")]
    InvalidEmail,
    /// Too many calls came from us, or too many attempts for this account.
    #[error("there were too many attempts")]
    TooMany,
    /// It can't be reached, or does not do what it should.
    #[error(transparent)]
    Fault(#[from] Fault),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignedIn {
    local_id: String,
    id_token: String,
    refresh_token: String,
    expires_in: String,
}

impl From<SignedIn> for Session {
    fn from(signed_in: SignedIn) -> Self {
        Self {
            subject: signed_in.local_id,
            id_token: signed_in.id_token.into(),
            refresh_token: signed_in.refresh_token.into(),
            expires_in: signed_in.expires_in,
        }
    }
}

impl Firebase {
    /// The project that the environment names: `FIREBASE_URL`, the base of its REST API with the
    /// version, and `FIREBASE_API_KEY`, its web API key.
    pub fn read(environment: &Environment, allowed: AllowedHosts) -> Self {
        Self {
            base: environment.optional("FIREBASE_URL"),
            key: environment.optional("FIREBASE_API_KEY"),
            allowed,
            https: OnceLock::new(),
        }
    }

    /// Makes an account.
    ///
    /// # Errors
    /// The address has one.
    pub async fn sign_up(
        &self,
        email: &Email,
        password: &SecretString,
    ) -> Result<Session, FirebaseError> {
        let signed_in: SignedIn = self.call("signUp", credentials(email, password)).await?;
        Ok(signed_in.into())
    }

    /// Signs somebody in.
    ///
    /// # Errors
    /// The address or the password is wrong.
    pub async fn sign_in(
        &self,
        email: &Email,
        password: &SecretString,
    ) -> Result<Session, FirebaseError> {
        let body = credentials(email, password);
        let signed_in: SignedIn = self.call("signInWithPassword", body).await?;
        Ok(signed_in.into())
    }

    /// Whether the address of somebody who has just signed in is proven to Firebase: by its own mail,
    /// such as the one that sets a new password.
    ///
    /// # Errors
    /// Firebase can't be asked.
    pub async fn is_email_verified(&self, session: &Session) -> Result<bool, FirebaseError> {
        #[derive(Deserialize)]
        struct Found {
            users: Vec<User>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct User {
            #[serde(default)]
            email_verified: bool,
        }
        let body = json!({ "idToken": session.id_token.expose_secret() });
        let found: Found = self.call("lookup", body).await?;
        Ok(found.users.first().is_some_and(|user| user.email_verified))
    }

    /// Has Firebase send its mail that sets a new password.
    ///
    /// # Errors
    /// Firebase can't be asked, or refuses.
    pub async fn send_password_reset(&self, email: &Email) -> Result<(), FirebaseError> {
        let body = json!({ "requestType": "PASSWORD_RESET", "email": email });
        let _: Value = self.call("sendOobCode", body).await?;
        Ok(())
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        body: Value,
    ) -> Result<T, FirebaseError> {
        let request = self.request(method, body)?;
        let answer = self.https()?.send(request).await;
        let answer = answer.map_err(|e| Fault::unavailable(CALLING, e.to_string()))?;
        if answer.status == StatusCode::OK && answer.end == End::Whole {
            // What serde says may quote what it read.
            return serde_json::from_slice(&answer.body)
                .map_err(|_| Fault::internal(CALLING, "its answer can't be read").into());
        }
        Err(refusal(answer.status, &answer.body))
    }

    fn request(&self, method: &str, body: Value) -> Result<Request, Fault> {
        let setting = |value: &Option<String>, name: &str| {
            let missing = || format!("the environment variable {name} is not set");
            let value = value.clone();
            value.ok_or_else(|| Fault::internal(CALLING, missing()))
        };
        let base = setting(&self.base, "FIREBASE_URL")?;
        let key = setting(&self.key, "FIREBASE_API_KEY")?;
        let url = format!("{}/accounts:{method}?key={key}", base.trim_end_matches('/'));
        let url = WebhookUrl::parse(&url, &self.allowed)
            .map_err(|e| Fault::internal(CALLING, format!("FIREBASE_URL {e}")))?;
        let json = HeaderValue::from_static("application/json");
        Ok(Request {
            method: Method::POST,
            url,
            headers: HeaderMap::from_iter([(CONTENT_TYPE, json)]),
            body: Bytes::from(body.to_string()),
            limits: LIMITS,
        })
    }

    fn https(&self) -> Result<&Https, Fault> {
        if let Some(https) = self.https.get() {
            return Ok(https);
        }
        let made = Https::new(Resolver::system(), self.allowed.clone());
        let made = made.map_err(|e: Cause| Fault::internal(CALLING, e))?;
        Ok(self.https.get_or_init(|| made))
    }
}

fn credentials(email: &Email, password: &SecretString) -> Value {
    json!({
        "email": email, "password": password.expose_secret(), "returnSecureToken": true,
    })
}

/// What an error of Firebase's means, by the word that its message begins with.
fn refusal(status: StatusCode, body: &[u8]) -> FirebaseError {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let message = body.pointer("/error/message").and_then(Value::as_str);
    let word: String = message
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || *c == '_')
        .take(64)
        .collect();
    match word.as_str() {
        "EMAIL_EXISTS" => FirebaseError::Exists,
        "INVALID_LOGIN_CREDENTIALS"
        | "EMAIL_NOT_FOUND"
        | "INVALID_PASSWORD"
        | "USER_DISABLED"
        | "USER_NOT_FOUND" => FirebaseError::Wrong,
        "INVALID_EMAIL" => FirebaseError::InvalidEmail,
        "TOO_MANY_ATTEMPTS_TRY_LATER"
        | "QUOTA_EXCEEDED"
        | "RESOURCE_EXHAUSTED"
        | "RESET_PASSWORD_EXCEED_LIMIT" => FirebaseError::TooMany,
        _ if status == StatusCode::TOO_MANY_REQUESTS => FirebaseError::TooMany,
        // What only the operator can mend is our fault, and so is what Firebase can't do now.
        _ if status.is_client_error() => {
            Fault::internal(CALLING, format!("it answered {status} {word}")).into()
        }
        _ => Fault::unavailable(CALLING, format!("it answered {status} {word}")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_by_their_first_word() {
        let of = |status: u16, message: &str| {
            let body = json!({ "error": { "code": status, "message": message } });
            let status = StatusCode::from_u16(status).unwrap();
            refusal(status, body.to_string().as_bytes())
        };
        assert!(matches!(of(400, "EMAIL_EXISTS"), FirebaseError::Exists));
        let wrong = of(400, "INVALID_PASSWORD : hunter2 hunter2");
        assert!(matches!(wrong, FirebaseError::Wrong));
        let many = of(400, "TOO_MANY_ATTEMPTS_TRY_LATER : Access is disabled.");
        assert!(matches!(many, FirebaseError::TooMany));
        assert!(matches!(of(429, "whatever"), FirebaseError::TooMany));
        let ours = of(400, "OPERATION_NOT_ALLOWED : hunter2");
        let FirebaseError::Fault(fault @ Fault::Internal { .. }) = ours else {
            panic!("{ours:?}")
        };
        assert!(!fault.cause().contains("hunter2"), "{}", fault.cause());
        let passing = refusal(StatusCode::BAD_GATEWAY, b"<html>");
        let passing = matches!(passing, FirebaseError::Fault(Fault::Unavailable { .. }));
        assert!(passing);
    }
}
